/// Finds names that nothing declares, also in modules and branches that are not played in this build.
extension Lowering {
  mutating func checkNames(_ design: Syntax.Design) {
    var top: Set<String> = ["yes", "no", "true", "false", "pi"]
    top.formUnion(design.brokenNames)
    for statement in design.statements + includedDesigns.flatMap(\.statements) {
      if let name = statement.declaredName { top.formUnion([name, "\(name)_centre"]) }
    }
    for statement in design.statements + includedDesigns.flatMap(\.statements) {
      switch statement.kind {
      case .module(let module):
        check(module.body, top.union(module.parameters.map(\.name.text)))
      case .sequence(let body): checkUnplayed(body, top)
      default: break
      }
    }
  }

  /// What is played reports its own unknown names; here only branches and loops that may not be.
  private mutating func checkUnplayed(_ body: [Syntax.Statement], _ names: Set<String>) {
    var known = names
    for statement in body {
      if let name = statement.declaredName { known.insert(name) }
      switch statement.kind {
      case .choice(_, let then, let otherwise):
        check(then, known)
        check(otherwise, known)
      case .repeat(_, let counter, let inner): checkUnplayed(inner, known.union([counter?.text].compactMap(\.self)))
      case .rotate(_, let inner): checkUnplayed(inner, known)
      default: break
      }
    }
  }

  private mutating func check(_ body: [Syntax.Statement], _ names: Set<String>) {
    var known = names
    for statement in body {
      for expression in statement.expressions { check(expression, known) }
      for name in statement.eventNames where !known.contains(name.text) { report(name, known) }
      if case .call(let name, _) = statement.kind, modules[name.text] == nil { report(name, Set(modules.keys)) }
      if let name = statement.declaredName { known.insert(name) }
      if case .repeat(_, let counter?, let inner) = statement.kind {
        check(inner, known.union([counter.text]))
      } else {
        check(statement.children, known)
      }
    }
  }

  private mutating func check(_ expression: Syntax.Expression, _ names: Set<String>) {
    if case .name(let name) = expression.kind, !names.contains(name) {
      report(Syntax.Name(text: name, span: expression.span), names)
    }
    // Arguments of pulses may be keywords; they are looked at when the pulse is made.
    if case .call(let kind, _) = expression.kind, PulseFamily.all.contains(where: { $0.name == kind.text }) { return }
    for operand in expression.operands { check(operand, names) }
  }

  private mutating func report(_ name: Syntax.Name, _ known: Set<String>) {
    let near = Suggestion.nearest(to: name.text, among: known.sorted())
    error(
      .unknownName, "nothing is called `\(name.text)` here", at: name.span, help: near.map { "did you mean `\($0)`?" })
  }
}

extension Syntax.Statement {
  var declaredName: String? {
    switch kind {
    case .constant(let name, _), .pulse(let name, _), .gradient(let name, _), .readout(let name, _): name.text
    case .voxel: "voxel"
    case .fieldOfView: "fov"
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
