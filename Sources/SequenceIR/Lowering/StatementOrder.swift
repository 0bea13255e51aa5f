/// Statements about the whole design: each stands once, and before what it changes.
extension Lowering {
  /// Reports second statements and those that come too late; the first one of each kind counts.
  mutating func checkOrder(_ design: Syntax.Design) {
    var first: [String: SourceSpan] = [:]
    var carrier: SourceSpan?
    var shape: SourceSpan?
    for statement in design.statements {
      if let word = statement.onceWord {
        if let earlier = first[word] {
          error(
            .repeatedClause, "`\(word)` stands twice in this design", at: statement.span.start(word),
            related: [Diagnostic.Related(earlier.start(word), "the first is here")], help: "keep one of them")
        }
        first[word] = first[word] ?? statement.span
      }
      switch statement.kind {
      case .carrier: carrier = carrier ?? statement.span
      case .gradient, .readout: shape = shape ?? statement.span
      case .reference: tooLate("reference", statement.span, carrier, "the carrier counts from the reference")
      case .limit: tooLate("limit", statement.span, shape, "this was worked out without the limit")
      default: break
      }
    }
  }

  private mutating func tooLate(_ word: String, _ span: SourceSpan, _ user: SourceSpan?, _ reason: String) {
    guard let user else { return }
    error(
      .misplacedStatement, "`\(word)` comes after what it changes", at: span.start(word),
      related: [Diagnostic.Related(user, reason)], help: "write it above")
  }
}

extension Syntax.Statement {
  /// The word of a statement that a design has at most one of.
  fileprivate var onceWord: String? {
    switch kind {
    case .scanner: "scanner"
    case .nucleus: "nucleus"
    case .carrier: "carrier"
    case .reference: "reference"
    case .voxel: "voxel"
    case .fieldOfView: "fov"
    case .orientation: "orientation"
    case .console: "console"
    case .sequence: "sequence"
    default: nil
    }
  }
}

extension SourceSpan {
  /// The word that the statement begins with.
  fileprivate func start(_ word: String) -> SourceSpan {
    SourceSpan(file: file, from: Int(offset), to: Int(offset) + word.utf8.count)
  }
}
