import CLibXML2

package enum LibXML { package static var version: String { String(cString: seqc_xml_version()) } }
