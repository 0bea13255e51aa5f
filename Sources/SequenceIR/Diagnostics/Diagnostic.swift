/// What is wrong with an input, as data: renderers turn it into text, JSON or SARIF.

package enum Severity: String, Sendable, Comparable {
  case error, warning, note

  private var rank: Int { self == .error ? 2 : self == .warning ? 1 : 0 }
  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// A kind of diagnostic: a stable id (never reused), a title, and what `seqc explain` prints.
package struct DiagnosticCode: Hashable, Sendable {
  package let id: String
  package let title: String
  package let explanation: String

  package init(_ id: String, _ title: String, _ explanation: String) {
    self.id = id
    self.title = title
    self.explanation = explanation
  }
}

/// One message to the user. The message says what was seen and what was expected, in lower case and without a full
/// stop; `help` says what to do.
package struct Diagnostic: Sendable {
  package var severity: Severity
  package var code: DiagnosticCode
  package var message: String
  /// The place at fault; nil when no text is (a missing file).
  package var span: SourceSpan?
  /// Stands beside the caret.
  package var label: String
  /// Other places that matter, each with its reason.
  package var related: [Related]
  package var notes: [String]
  package var help: String?

  package struct Related: Sendable {
    package var span: SourceSpan
    package var message: String
    package init(_ span: SourceSpan, _ message: String) {
      self.span = span
      self.message = message
    }
  }

  package init(
    _ severity: Severity, _ code: DiagnosticCode, _ message: String, at span: SourceSpan? = nil,
    label: String = "", related: [Related] = [], notes: [String] = [], help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.label = label
    self.related = related
    self.notes = notes
    self.help = help
  }
}

/// The diagnostics of a stage, in the order they were found.
package struct Diagnostics: Sendable {
  package private(set) var items: [Diagnostic] = []
  /// Kept beside the items, because lowering asks after every statement.
  package private(set) var errorCount = 0

  package init() {}

  package var hasErrors: Bool { errorCount > 0 }
  package var isEmpty: Bool { items.isEmpty }

  /// One diagnostic for each code and place: a loop would repeat itself.
  package var withoutRepetitions: Diagnostics {
    var seen: Set<Place> = []
    var result = Diagnostics()
    for item in items {
      guard let span = item.span else {
        result.append(item)
        continue
      }
      if seen.insert(Place(code: item.code.id, span: span)).inserted { result.append(item) }
    }
    return result
  }

  private struct Place: Hashable {
    let code: String
    let span: SourceSpan
  }

  package mutating func append(_ diagnostic: Diagnostic) {
    items.append(diagnostic)
    if diagnostic.severity == .error { errorCount += 1 }
  }

  package mutating func append(contentsOf other: Diagnostics) {
    items.append(contentsOf: other.items)
    errorCount += other.errorCount
  }

  package mutating func error(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan? = nil, label: String = "",
    related: [Diagnostic.Related] = [], notes: [String] = [], help: String? = nil
  ) {
    append(
      Diagnostic(
        .error, code, message, at: span, label: label, related: related, notes: notes, help: help))
  }

  package mutating func warning(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan? = nil, label: String = "",
    related: [Diagnostic.Related] = [], notes: [String] = [], help: String? = nil
  ) {
    append(
      Diagnostic(
        .warning, code, message, at: span, label: label, related: related, notes: notes, help: help))
  }
}
