/// The schema of hand-off documents (XSD 1.0), as `docs/seqc-handoff-1.xsd` ships it.
package enum HandoffSchema {
  package static let text = """
    <?xml version="1.0" encoding="UTF-8"?>
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:seqc:handoff:1"
        targetNamespace="urn:seqc:handoff:1" elementFormDefault="qualified">
      <xs:element name="handoff">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="generator">
              <xs:complexType>
                <xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="version" type="xs:string" use="required"/>
              </xs:complexType>
            </xs:element>
            <xs:element name="statement" type="xs:string"/>
            <xs:element name="sequence">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="file" type="file" maxOccurs="unbounded"/>
                  <xs:element name="quantity" type="quantity" maxOccurs="unbounded"/>
                </xs:sequence>
                <xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="nucleus" type="xs:string" use="required"/>
              </xs:complexType>
            </xs:element>
            <xs:element name="limits">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="limit" type="limit" minOccurs="0" maxOccurs="unbounded"/>
                </xs:sequence>
                <xs:attribute name="profile" type="xs:string"/>
                <xs:attribute name="scanner" type="xs:string"/>
              </xs:complexType>
            </xs:element>
            <xs:element name="console">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="parameter" type="parameter" maxOccurs="unbounded"/>
                </xs:sequence>
                <xs:attribute name="ui" type="xs:string" use="required"/>
              </xs:complexType>
            </xs:element>
            <xs:element name="rf">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="pulse" minOccurs="0" maxOccurs="unbounded">
                    <xs:complexType>
                      <xs:sequence>
                        <xs:element name="quantity" type="quantity" maxOccurs="unbounded"/>
                      </xs:sequence>
                      <xs:attribute name="number" type="xs:positiveInteger" use="required"/>
                      <xs:attribute name="use" type="use" use="required"/>
                    </xs:complexType>
                  </xs:element>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
            <xs:element name="gradients">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="axis" minOccurs="0" maxOccurs="3">
                    <xs:complexType>
                      <xs:sequence>
                        <xs:element name="quantity" type="quantity" maxOccurs="unbounded"/>
                      </xs:sequence>
                      <xs:attribute name="name" type="axis" use="required"/>
                    </xs:complexType>
                  </xs:element>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
            <xs:element name="steps">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="step" type="xs:string" maxOccurs="unbounded"/>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
            <xs:element name="warnings">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="warning" type="xs:string" maxOccurs="unbounded"/>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
            <xs:element name="digest">
              <xs:complexType>
                <xs:simpleContent>
                  <xs:extension base="sha256">
                    <xs:attribute name="algorithm" type="xs:string" fixed="sha256" use="required"/>
                    <xs:attribute name="form" type="xs:string" fixed="c14n-1.0" use="required"/>
                  </xs:extension>
                </xs:simpleContent>
              </xs:complexType>
            </xs:element>
          </xs:sequence>
          <xs:attribute name="version" type="xs:string" fixed="1.0" use="required"/>
          <xs:attribute name="vendor" type="vendor" use="required"/>
          <xs:attribute name="status" type="xs:string" fixed="research-use-only" use="required"/>
        </xs:complexType>
      </xs:element>

      <xs:complexType name="file">
        <xs:attribute name="role" type="xs:string" use="required"/>
        <xs:attribute name="path" type="xs:string" use="required"/>
        <xs:attribute name="bytes" type="xs:nonNegativeInteger" use="required"/>
        <xs:attribute name="sha256" type="sha256" use="required"/>
        <xs:attribute name="signature" type="md5"/>
      </xs:complexType>

      <xs:complexType name="quantity">
        <xs:simpleContent>
          <xs:extension base="xs:double">
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="unit" type="xs:string" use="required"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>

      <xs:complexType name="limit">
        <xs:simpleContent>
          <xs:extension base="xs:string">
            <xs:attribute name="check" type="xs:string" use="required"/>
            <xs:attribute name="title" type="xs:string" use="required"/>
            <xs:attribute name="verdict" type="verdict" use="required"/>
            <xs:attribute name="achieved" type="xs:string"/>
            <xs:attribute name="declared" type="xs:double"/>
            <xs:attribute name="unit" type="xs:string" use="required"/>
            <xs:attribute name="rests-on" type="xs:string"/>
            <xs:attribute name="source" type="xs:string"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>

      <xs:complexType name="parameter">
        <xs:simpleContent>
          <xs:extension base="xs:string">
            <xs:attribute name="card" type="xs:string" use="required"/>
            <xs:attribute name="label" type="xs:string" use="required"/>
            <xs:attribute name="value" type="xs:string" use="required"/>
            <xs:attribute name="unit" type="xs:string" use="required"/>
            <xs:attribute name="entry" type="entry" use="required"/>
          </xs:extension>
        </xs:simpleContent>
      </xs:complexType>

      <xs:simpleType name="vendor">
        <xs:restriction base="xs:string">
          <xs:enumeration value="siemens"/>
          <xs:enumeration value="ge"/>
          <xs:enumeration value="philips"/>
          <xs:enumeration value="uih"/>
          <xs:enumeration value="generic"/>
        </xs:restriction>
      </xs:simpleType>

      <xs:simpleType name="verdict">
        <xs:restriction base="xs:string">
          <xs:enumeration value="pass"/>
          <xs:enumeration value="fail"/>
          <xs:enumeration value="not proven"/>
          <xs:enumeration value="not evaluated"/>
        </xs:restriction>
      </xs:simpleType>

      <xs:simpleType name="entry">
        <xs:restriction base="xs:string">
          <xs:enumeration value="type this"/>
          <xs:enumeration value="derived"/>
          <xs:enumeration value="leave as is"/>
          <xs:enumeration value="read back and compare"/>
        </xs:restriction>
      </xs:simpleType>

      <xs:simpleType name="use">
        <xs:restriction base="xs:string">
          <xs:enumeration value="excitation"/>
          <xs:enumeration value="refocusing"/>
          <xs:enumeration value="inversion"/>
          <xs:enumeration value="saturation"/>
          <xs:enumeration value="preparation"/>
          <xs:enumeration value="other"/>
          <xs:enumeration value="undefined"/>
        </xs:restriction>
      </xs:simpleType>

      <xs:simpleType name="axis">
        <xs:restriction base="xs:string">
          <xs:enumeration value="x"/>
          <xs:enumeration value="y"/>
          <xs:enumeration value="z"/>
        </xs:restriction>
      </xs:simpleType>

      <xs:simpleType name="sha256">
        <xs:restriction base="xs:string">
          <xs:pattern value="[0-9a-f]{64}"/>
        </xs:restriction>
      </xs:simpleType>

      <xs:simpleType name="md5">
        <xs:restriction base="xs:string">
          <xs:pattern value="[0-9a-f]{32}"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:schema>
    """ + "\n"
}
