/// Statements about the whole design stand before what they change.
extension Lowering {
  /// Reports statements that come too late to have the effect that a reader expects.
  mutating func checkOrder(_ design: Syntax.Design) {
    var carrier: SourceSpan?
    var shape: SourceSpan?
    for statement in design.statements {
      switch statement.kind {
      case .carrier: carrier = carrier ?? statement.span
      case .gradient, .readout: shape = shape ?? statement.span
      case .include where bringsInShapes(statement.span): shape = shape ?? statement.span
      case .reference: tooLate("reference", statement.span, carrier, "the carrier counts from the reference")
      case .limit: tooLate("limit", statement.span, shape, "this was worked out without the limit")
      default: break
      }
    }
  }

  /// Whether the files that an `include` opens declare a gradient or a readout outside their modules.
  private func bringsInShapes(_ include: SourceSpan) -> Bool {
    (included[include]?.statements ?? []).contains { statement in
      switch statement.kind {
      case .gradient, .readout: true
      case .include: bringsInShapes(statement.span)
      default: false
      }
    }
  }

  private mutating func tooLate(_ word: String, _ span: SourceSpan, _ user: SourceSpan?, _ reason: String) {
    guard let user else { return }
    lateStatements.insert(span)
    error(
      .misplacedStatement, "`\(word)` comes after what it changes", at: span.start(word),
      related: [Diagnostic.Related(user, reason)], help: "write it above")
  }
}

extension SourceSpan {
  /// The word that the statement begins with.
  fileprivate func start(_ word: String) -> SourceSpan {
    SourceSpan(file: file, from: Int(offset), to: Int(offset) + word.utf8.count)
  }
}
