import SequenceIR

/// Collects what is wrong with a file, and keeps the first problems only: a wrong column makes thousands.
struct PulseqLog {
  private let file: FileID
  private var kept: [Diagnostic] = []
  private(set) var errorCount = 0
  private var warningCount = 0

  /// How many errors, and how many warnings, are shown.
  static let shown = 20
  /// How many are kept to be sorted; the sections are not read in the order of the file.
  private static let remembered = 1_000

  init(file: FileID) { self.file = file }

  var hasErrors: Bool { errorCount > 0 }

  mutating func error(
    _ code: DiagnosticCode, at range: Range<Int>?, _ message: String, label: String = "",
    help: String? = nil, related: [Diagnostic.Related] = []
  ) {
    errorCount += 1
    if errorCount > PulseqLog.remembered { return }
    kept.append(
      Diagnostic(.error, code, message, at: range.map(span), label: label, related: related, help: help))
  }

  mutating func warning(
    _ code: DiagnosticCode, at range: Range<Int>?, _ message: String, help: String? = nil
  ) {
    warningCount += 1
    if warningCount > PulseqLog.remembered { return }
    kept.append(Diagnostic(.warning, code, message, at: range.map(span), help: help))
  }

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(file: file, from: range.lowerBound, to: range.upperBound)
  }

  /// The first problems in the order of the file, and how many there are more.
  func diagnostics() -> Diagnostics {
    let sorted = kept.enumerated().sorted { a, b in
      (a.element.span?.offset ?? 0, a.offset) < (b.element.span?.offset ?? 0, b.offset)
    }
    var result = Diagnostics()
    var shown: [Severity: Int] = [:]
    for (_, diagnostic) in sorted where shown[diagnostic.severity, default: 0] < PulseqLog.shown {
      shown[diagnostic.severity, default: 0] += 1
      result.append(diagnostic)
    }
    for (count, what) in [(errorCount, "error"), (warningCount, "warning")] where count > PulseqLog.shown {
      let more = count - PulseqLog.shown
      result.append(
        Diagnostic(
          .note, .pulseqTooManyProblems, "and \(more) more \(what)\(more == 1 ? "" : "s") in this file"))
    }
    return result
  }
}
