/// Diagnostics of lowering: the design is well written but cannot be played as asked.
extension DiagnosticCode {
  package static let designFamily: [DiagnosticCode] = [
    timingTooShort, offRaster, sliceTooThin, gradientOverLimit, oneEventPerBlock, acquisitionOverRF,
    noExcitation,
    eventOutsideBlock, profileIncomplete, pulseProblem, tooManyBlocks, nothingToPlay, noSlice, labelRange,
    segmentStructure, waveformProblem, deadTime, listTooLong,
  ]

  package static let timingTooShort = DiagnosticCode(
    "D001", "time too short", "What must happen before this moment takes longer than the design allows.")
  package static let offRaster = DiagnosticCode(
    "D002", "time off the raster",
    "The scanner starts events only on its rasters; times between them cannot be played.")
  package static let sliceTooThin = DiagnosticCode(
    "D003", "slice too thin",
    "Gradient strength = bandwidth / thickness; the scanner's limit sets the thinnest slice of a pulse.")
  package static let gradientOverLimit = DiagnosticCode(
    "D004", "gradient over the limit",
    "The gradient asked for is stronger or steeper than the scanner's limit.")
  package static let oneEventPerBlock = DiagnosticCode(
    "D005", "two events on one channel",
    "A block holds one RF pulse, one gradient per axis and one acquisition.")
  package static let acquisitionOverRF = DiagnosticCode(
    "D006", "acquisition during a pulse", "The receiver is blanked while RF is played.")
  package static let noExcitation = DiagnosticCode(
    "D007", "no event to count from",
    "Times of `at` and `echo at` count from the last excitation, or from an event named with `as`.")
  package static let eventOutsideBlock = DiagnosticCode(
    "D008", "event longer than its block", "A block must be at least as long as each of its events.")
  package static let profileIncomplete = DiagnosticCode(
    "D009", "scanner profile incomplete",
    "Building needs the scanner's rasters and gradient limits; a site's profile can supply what is not public."
  )
  package static let pulseProblem = DiagnosticCode(
    "D010", "pulse cannot be made", "The pulse's parameters contradict each other or the scanner's raster.")
  package static let tooManyBlocks = DiagnosticCode(
    "D011", "too many blocks", "A design may unroll to 20 million blocks.")
  package static let nothingToPlay = DiagnosticCode(
    "D012", "nothing to play", "A design needs a `sequence { ... }` with at least one event or delay.")
  package static let noSlice = DiagnosticCode(
    "D013", "no slice to work on",
    "Slice selection needs a pulse with a bandwidth; rephasing needs a slice-selective pulse before it.")
  package static let labelRange = DiagnosticCode(
    "D014", "label value out of range", "Counters run from 0 to 32767, flags are 0 or 1.")
  package static let segmentStructure = DiagnosticCode(
    "D015", "segment rule broken", "GE scanners play segments: every instance has the same structure.")
  package static let waveformProblem = DiagnosticCode(
    "D016", "waveform cannot be used", "Samples from a file must be finite and fit the raster.")
  package static let deadTime = DiagnosticCode(
    "D017", "dead time too short",
    "The transmitter and the receiver need their dead times before and after each event.")
  package static let listTooLong = DiagnosticCode(
    "D018", "list too long",
    """
    A list may have a million elements, those of the lists within it counted, and all lists of a design together 400 \
    million, those made anew in each pass of a loop counted. A table may have a million rows.
    """)
}
