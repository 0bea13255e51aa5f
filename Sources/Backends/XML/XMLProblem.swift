import SequenceIR

/// What is wrong with a document that is read, or with a tree that is to be written.
package struct XMLProblem: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable, CaseIterable {
    case notWellFormed
    /// A construct that is not read, such as a DOCTYPE.
    case refused
    case tooLarge
    case encoding
    /// A character or name that XML cannot hold.
    case cannotBeWritten
    case unusableSchema
    case violatesSchema
    /// What was written reads back differently: a bug.
    case readBackDiffers
  }

  package var kind: Kind
  /// Lower case, no full stop.
  package var message: String
  /// From 1; nil where none is known.
  package var line: Int?

  package init(_ kind: Kind, _ message: String, line: Int? = nil) {
    self.kind = kind
    self.message = message
    self.line = line
  }

  package var code: DiagnosticCode {
    switch kind {
    case .notWellFormed: .xmlNotWellFormed
    case .refused: .xmlRefused
    case .tooLarge: .xmlTooLarge
    case .encoding: .xmlEncoding
    case .cannotBeWritten: .xmlCannotBeWritten
    case .unusableSchema: .xmlSchemaUnusable
    case .violatesSchema: .xmlSchemaViolated
    case .readBackDiffers: .readBackDiffers
    }
  }

  /// For the user; `file` is the text that the line counts in, when it is an input of the run.
  package func diagnostic(in file: SourceFile? = nil, help: String? = nil) -> Diagnostic {
    if let file, let line {
      return Diagnostic(.error, code, message, at: file.span(ofLine: line), help: help)
    }
    return Diagnostic(.error, code, line.map { "line \($0): \(message)" } ?? message, help: help)
  }
}
