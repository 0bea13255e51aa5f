/// Named arguments of gradient and readout constructors, each taken once.
struct ArgumentReader {
  private let owner: String
  private let known: [String]
  private var values: [String: Syntax.Expression] = [:]
  let span: SourceSpan

  /// Reports arguments without a name, unknown ones and repeated ones.
  init(
    _ arguments: [Syntax.Argument], of owner: String, known: [String], at span: SourceSpan,
    in lowering: inout Lowering
  ) {
    self.owner = owner
    self.known = known
    self.span = span
    for argument in arguments {
      guard let name = argument.name else {
        lowering.error(
          .unknownParameter, "parameters of `\(owner)` have names", at: argument.value.span,
          help: "parameters: \(known.joined(separator: ", "))")
        continue
      }
      guard known.contains(name.text) else {
        lowering.unknownParameter(name, of: owner, known: known)
        continue
      }
      if values[name.text] != nil {
        lowering.error(.repeatedClause, "`\(name.text)` stands twice", at: name.span)
      }
      values[name.text] = argument.value
    }
  }

  subscript(name: String) -> Syntax.Expression? { values[name] }
  func has(_ name: String) -> Bool { values[name] != nil }

  func required(_ name: String, in lowering: inout Lowering) -> Syntax.Expression? {
    if let value = values[name] { return value }
    lowering.error(
      .missingParameter, "`\(owner)` needs `\(name)`", at: span,
      help: "parameters: \(known.joined(separator: ", "))")
    return nil
  }
}
