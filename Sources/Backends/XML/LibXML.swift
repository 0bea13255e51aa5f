/// The door to the system's libxml2; what reads and writes XML goes through here, and only here are its pointers.
import CLibXML2

package enum LibXML {
  /// The version of the headers that the program was built with, such as `2.9.14`.
  package static var version: String { String(cString: seqc_xml_version()) }
}
