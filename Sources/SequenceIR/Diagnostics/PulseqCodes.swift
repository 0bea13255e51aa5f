/// Diagnostics about Pulseq files: P001 to P039 about files that are read, from P040 about files that are written.
extension DiagnosticCode {
  package static let pulseqFamily: [DiagnosticCode] = [
    .notPulseq, .pulseqVersionMissing, .pulseqVersionUnsupported, .pulseqUnknownSection,
    .pulseqRepeatedSection,
    .pulseqMissingSection, .pulseqColumnCount, .pulseqLayoutMismatch, .pulseqMalformedNumber,
    .pulseqOutOfRange,
    .pulseqDuplicateID, .pulseqUnknownID, .pulseqShapeLength, .pulseqShapeEncoding, .pulseqShapeTooLong,
    .pulseqMissingDefinition, .pulseqBadDefinition, .pulseqUnknownExtension, .pulseqUnknownLabel,
    .pulseqLabelValue, .pulseqExtensionLoop, .pulseqRepeatedExtension, .pulseqBlockOrder, .pulseqSignature,
    .pulseqTooManyProblems, .pulseqDelaysSection, .pulseqShapesDisagree, .pulseqRotation, .pulseqTrigger,
    .pulseqMalformedLine, .pulseqSampleRange,
    .pulseqVersionCannotExpress, .pulseqValueCannotBeStored, .pulseqLongLine, .pulseqDefinitionCannotBeStored,
    .pulseqNothingToWrite, .pulseqVersionNotWritten, .pulseqForgotten,
  ]

  package static let notPulseq = DiagnosticCode(
    "P001", "not a Pulseq text file",
    "A Pulseq file is text made of sections such as [VERSION], [DEFINITIONS] and [BLOCKS]. The binary form (.bseq) "
      + "is not read: its layout has changed several times without a new version number.")
  package static let pulseqVersionMissing = DiagnosticCode(
    "P002", "Pulseq version missing",
    "Without a [VERSION] section with major, minor and revision nobody can tell what the columns mean: the same row "
      + "has another meaning in another version. The reference readers refuse such a file too.")
  package static let pulseqVersionUnsupported = DiagnosticCode(
    "P003", "Pulseq version not supported",
    "Versions 1.2 to 1.5 are read. Files of 1.0 and 1.1 have no delays in their events and are refused by the "
      + "reference readers as well. A revision that was never published is read like the newest published one."
  )
  package static let pulseqUnknownSection = DiagnosticCode(
    "P004", "unknown section",
    "The section is not part of the Pulseq format and is skipped; the sections that describe what is played are "
      + "VERSION, DEFINITIONS, BLOCKS, RF, GRADIENTS, TRAP, ADC, DELAYS, EXTENSIONS and SHAPES.")
  package static let pulseqRepeatedSection = DiagnosticCode(
    "P005", "section appears twice",
    "Each section may appear once. Readers disagree on which of two would count.")
  package static let pulseqMissingSection = DiagnosticCode(
    "P006", "section missing", "A sequence has at least one block, so the section [BLOCKS] must be there.")
  package static let pulseqColumnCount = DiagnosticCode(
    "P007", "wrong number of columns",
    "Every row of a table has the columns that the version of the file prescribes.")
  package static let pulseqLayoutMismatch = DiagnosticCode(
    "P008", "rows of another version",
    "The rows have the columns of another version than the one the [VERSION] section names. Read by the header, "
      + "every number would land in a wrong column.")
  package static let pulseqMalformedNumber = DiagnosticCode(
    "P009", "not a number",
    "A finite decimal number was expected; nan, inf and hexadecimal numbers are refused.")
  package static let pulseqOutOfRange = DiagnosticCode(
    "P010", "number out of range",
    "Times are not negative and at most 1e6 s, ids are whole numbers below 2^31, an ADC has at least one sample."
  )
  package static let pulseqDuplicateID = DiagnosticCode(
    "P011", "id defined twice",
    "An id names one event of its kind; [GRADIENTS] and [TRAP] share one set of ids.")
  package static let pulseqUnknownID = DiagnosticCode(
    "P012", "id not defined", "The row refers to an event or a shape that the file does not define.")
  package static let pulseqShapeLength = DiagnosticCode(
    "P013", "shape does not decode to its length",
    "The run-length code of a shape must give exactly num_samples samples.")
  package static let pulseqShapeEncoding = DiagnosticCode(
    "P014", "shape badly encoded",
    "Two equal numbers in a compressed shape must be followed by a whole, non-negative number that says how many "
      + "more of them follow.")
  package static let pulseqShapeTooLong = DiagnosticCode(
    "P015", "shape too long", "A shape may have at most 100 million samples, far beyond any scanner's memory."
  )
  package static let pulseqMissingDefinition = DiagnosticCode(
    "P016", "required definition missing",
    "From 1.4 on a file must define GradientRasterTime, RadiofrequencyRasterTime, AdcRasterTime and "
      + "BlockDurationRaster: without them no time in it has a meaning.")
  package static let pulseqBadDefinition = DiagnosticCode(
    "P017", "definition has a wrong value", "A raster is a positive time in seconds, at most 10 ms.")
  package static let pulseqUnknownExtension = DiagnosticCode(
    "P018", "unknown extension",
    "The extension is skipped. Where the definition RequiredExtensions names it, the file cannot be played without "
      + "it, and is refused.")
  package static let pulseqUnknownLabel = DiagnosticCode(
    "P019", "unknown label", "The label is skipped, as the reference interpreter does.")
  package static let pulseqLabelValue = DiagnosticCode(
    "P020", "label cannot take this value",
    "A flag is set to 0 or 1 (ONCE also to 2) and cannot be incremented; counters take any whole number.")
  package static let pulseqExtensionLoop = DiagnosticCode(
    "P021", "extension list does not end",
    "A list of extensions continues with `next` until it is 0; this one comes back to itself, or has more than 256 "
      + "entries, which no block needs.")
  package static let pulseqRepeatedExtension = DiagnosticCode(
    "P022", "extension given twice for one block",
    "A block has at most one rotation, one set of RF shims and one soft delay.")
  package static let pulseqBlockOrder = DiagnosticCode(
    "P023", "block numbers do not ascend",
    "Blocks are played in the order of the file. Some readers go by the number instead and would play another "
      + "sequence.")
  package static let pulseqSignature = DiagnosticCode(
    "P024", "signature does not match",
    "The [SIGNATURE] section holds the MD5 sum of the text before it. When it differs, the file was changed after it "
      + "was written; scanners show a warning.")
  package static let pulseqTooManyProblems = DiagnosticCode(
    "P025", "more problems than are shown", "The first problems of a file are shown; the rest are counted.")
  package static let pulseqDelaysSection = DiagnosticCode(
    "P026", "section of an older version",
    "From 1.4 on a block carries its duration, and the section [DELAYS] must not be there.")
  package static let pulseqShapesDisagree = DiagnosticCode(
    "P027", "shapes of one event disagree",
    "The magnitude, phase and time shapes of an event have one sample each per instant; times start at zero or "
      + "later and do not run backwards; a half-raster gradient has an odd number of samples; a phase modulation has "
      + "as many samples as its ADC.")
  package static let pulseqRotation = DiagnosticCode(
    "P028", "not a rotation", "The four numbers must form a unit quaternion, to one part in a thousand.")
  package static let pulseqTrigger = DiagnosticCode(
    "P029", "unknown trigger", "Type 1 is an output on channel 1, 2 or 3; type 2 a wait on channel 1 or 2.")
  package static let pulseqMalformedLine = DiagnosticCode(
    "P030", "line not understood", "The line has not the form that its section prescribes.")
  package static let pulseqSampleRange = DiagnosticCode(
    "P031", "sample beyond full scale",
    "RF magnitudes lie between 0 and 1 and gradient samples between -1 and 1; interpreters cut off what lies beyond."
  )

  package static let pulseqVersionCannotExpress = DiagnosticCode(
    "P040", "version cannot express the sequence",
    "Older versions of the format lack features of newer ones; nothing is dropped silently.")
  package static let pulseqValueCannotBeStored = DiagnosticCode(
    "P041", "value cannot be stored",
    "Pulseq stores delays and ramps in whole microseconds, the dwell in whole nanoseconds and block durations in "
      + "whole block rasters. A shape that cannot be written as run lengths has at most 10 million samples.")
  package static let pulseqLongLine = DiagnosticCode(
    "P042", "line longer than readers take",
    "The reference interpreter keeps 255 characters of a line outside [DEFINITIONS] and loses the rest.")
  package static let pulseqDefinitionCannotBeStored = DiagnosticCode(
    "P043", "definition cannot be stored",
    "A definition is one line: a key without spaces, then its value. The rasters are written from the sequence."
  )
  package static let pulseqNothingToWrite = DiagnosticCode(
    "P044", "sequence has no blocks", "A Pulseq file has at least one block.")
  package static let pulseqVersionNotWritten = DiagnosticCode(
    "P045", "version not written", "Versions 1.4.0, 1.4.1, 1.4.2, 1.5.0 and 1.5.1 are written.")
  package static let pulseqForgotten = DiagnosticCode(
    "P046", "version forgets something",
    "Files before 1.5 store neither what an RF pulse is for, nor its centre, nor the ends of sampled gradients; "
      + "readers work them out again, and may come to other values.")
}
