/// Finds names that nothing declares, also in modules and branches that are not played in this build.
extension Lowering {
  mutating func checkNames(_ design: Syntax.Design) {
    var top: Set<String> = ["yes", "no", "true", "false", "pi"]
    for statement in design.statements + includedDesigns.flatMap(\.statements) {
      if let name = statement.declaredName { top.formUnion([name, "\(name)_centre"]) }
    }
    for statement in design.statements + includedDesigns.flatMap(\.statements) {
      switch statement.kind {
      case .module(let module):
        check(module.body, top.union(module.parameters.map(\.name.text)))
      case .sequence(let body): check(body, top)
      default: break
      }
    }
  }

  private mutating func check(_ body: [Syntax.Statement], _ names: Set<String>) {
    var known = names
    for statement in body where looksFurther(at: statement.span) {
      for expression in statement.expressions { check(expression, known) }
      for name in statement.eventNames where !known.contains(name.text) {
        unknownEvent(name, among: known)
      }
      if case .call(let name, _) = statement.kind, modules[name.text] == nil, !brokenNames.contains(name.text)
      {
        report(name, Set(modules.keys))
      }
      if let name = statement.declaredName { known.insert(name) }
      if case .repeat(_, let counter?, let inner) = statement.kind {
        check(inner, known.union([counter.text]))
      } else {
        check(statement.children, known)
      }
    }
  }

  private mutating func check(_ expression: Syntax.Expression, _ names: Set<String>) {
    guard looksFurther(at: expression.span) else { return }
    if case .name(let name) = expression.kind, !names.contains(name) {
      report(Syntax.Name(text: name, span: expression.span), names)
    }
    // Arguments of pulses may be keywords; they are looked at when the pulse is made.
    if case .call(let kind, _) = expression.kind, PulseFamily.kinds.contains(kind.text) { return }
    for operand in expression.operands { check(operand, names) }
  }

  private mutating func report(_ name: Syntax.Name, _ known: Set<String>) {
    let near = Suggestion.nearest(to: name.text, among: known)
    error(
      .unknownName, "nothing is called `\(name.text)` here", at: name.span,
      help: near.map { "did you mean `\($0)`?" })
  }
}

extension Syntax.Statement {
  var declaredName: String? {
    switch kind {
    case .constant(let name, _), .pulse(let name, _), .gradient(let name, _), .readout(let name, _): name.text
    case .voxel: "voxel"
    case .fieldOfView: "fov"
    case .broken(let name): name.text
    default: nil
    }
  }

  var eventNames: [Syntax.Name] {
    switch kind {
    case .play(let play): play.items.compactMap(\.eventName)
    case .block(let block): block.entries.compactMap(\.eventName)
    default: []
    }
  }
}
