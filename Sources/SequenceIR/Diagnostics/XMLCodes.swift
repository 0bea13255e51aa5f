/// Diagnostics about XML that is read or written, and about targets that are written beside the Pulseq file.
extension DiagnosticCode {
  package static let xmlFamily: [DiagnosticCode] = [
    xmlNotWellFormed, xmlRefused, xmlTooLarge, xmlEncoding, xmlCannotBeWritten, xmlSchemaUnusable,
    xmlSchemaViolated, targetValueMissing, targetValueOutOfRange, targetCannotExpress, targetOffRaster,
    targetFileTooLarge,
  ]

  package static let xmlNotWellFormed = DiagnosticCode(
    "K001", "not well-formed XML",
    """
    XML has one root, every element that is opened is closed in its turn, attributes are quoted and given once, and \
    prefixes are declared. The message carries what the parser says.
    """)
  package static let xmlRefused = DiagnosticCode(
    "K002", "XML that is not read",
    """
    A DOCTYPE can name files, addresses and entities that grow without bound, XInclude and places of schemas name other \
    files, and processing instructions speak to other programs. None of them is followed, and a document that has them \
    is refused. So is one whose root is not the expected one.
    """)
  package static let xmlTooLarge = DiagnosticCode(
    "K003", "XML beyond what is read",
    """
    Size, depth, the number of parts, attributes of one element and the length of one text are bounded, so that no \
    document can fill the memory or keep the program busy.
    """)
  package static let xmlEncoding = DiagnosticCode(
    "K004", "XML in another encoding",
    """
    UTF-8, ISO-8859-1 and US-ASCII are read, and every byte must belong to the encoding that the document names.
    """)
  package static let xmlCannotBeWritten = DiagnosticCode(
    "K005", "XML cannot hold this",
    """
    XML 1.0 has no control characters but tab and line ends, names begin with a letter, and comments hold no two dashes \
    in a row. The text comes from the design: the name, a definition.
    """)
  package static let xmlSchemaUnusable = DiagnosticCode(
    "K006", "a schema that cannot be used",
    """
    The file given with --schema must be an XML schema (XSD 1.0) of one file: nothing that it imports or includes is \
    loaded.
    """)
  package static let xmlSchemaViolated = DiagnosticCode(
    "K007", "a written file does not follow the schema",
    """
    The file was checked against the schema of the system, or that of --schema, and does not follow it. Another version \
    of the schema may ask for more. Nothing was written.
    """)
  package static let targetValueMissing = DiagnosticCode(
    "K010", "a target needs a value that nothing gives",
    """
    The format has a place that must be filled, and neither the sequence nor its profile says what belongs there. A \
    made-up value would mislead whoever reads the file.
    """)
  package static let targetValueOutOfRange = DiagnosticCode(
    "K011", "a value does not fit the target's format",
    """
    The format stores the value in fewer digits than it has, such as a counter of 16 bits in an ISMRMRD header.
    """)
  package static let targetCannotExpress = DiagnosticCode(
    "K012", "a target cannot express the sequence",
    """
    The sequence uses something that the format has no place for. The help says what to change, or which target can.
    """)
  package static let targetOffRaster = DiagnosticCode(
    "K013", "a time is not on the target's raster",
    """
    The scanner that reads the format plays events on grids of its own; a time between them would be played elsewhere \
    than it is drawn. Build for a scanner of that vendor: its profile has the rasters.
    """)
  package static let targetFileTooLarge = DiagnosticCode(
    "K014", "a target's file would be too large",
    """
    Readers of the format hold a file or a text in it to a size. A shorter segment, or fewer samples, fits.
    """)
}
