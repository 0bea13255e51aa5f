/// Diagnostics about files of samples: pulses as CSV, Siemens .pta and Bruker shapes.
extension DiagnosticCode {
  package static let waveformFamily: [DiagnosticCode] = [
    unknownPulseFile, pulseFileColumn, pulseFileNumber, pulseFileRow, pulseFileCount,
    pulseFileEmpty, pulseFileTimes, pulseFileTooLong,
  ]

  package static let unknownPulseFile = DiagnosticCode(
    "W001", "not a pulse file",
    "A pulse file is CSV whose first line names its columns, a Siemens .pta (it has a line `PULSENAME:`), or a Bruker "
      + "shape (its first line begins with `##`). The content decides, not the file's name.")
  package static let pulseFileColumn = DiagnosticCode(
    "W002", "wrong columns in a pulse file",
    "A CSV names `amplitude` and perhaps `phase`, or `real` and `imaginary`; `time` and `gradient` may follow. Units stand "
      + "in brackets: `amplitude [uT], phase [deg], time [us]`.")
  package static let pulseFileNumber = DiagnosticCode(
    "W003", "not a number in a pulse file", "Samples are finite decimal numbers with a point.")
  package static let pulseFileRow = DiagnosticCode(
    "W004", "wrong number of values in a pulse file", "Every sample has one value for each column.")
  package static let pulseFileCount = DiagnosticCode(
    "W005", "number of samples differs from the header",
    "The header announces a number of samples and the file holds another: it may be cut off.")
  package static let pulseFileEmpty = DiagnosticCode(
    "W006", "pulse file without a pulse", "There are no samples, or all are zero.")
  package static let pulseFileTimes = DiagnosticCode(
    "W007", "sample times of a pulse file are not evenly spaced",
    "Samples are held for one dwell time each, so their times must rise in equal steps.")
  package static let pulseFileTooLong = DiagnosticCode(
    "W008", "too many samples in a pulse file", "A pulse has at most 65536 samples.")
}
