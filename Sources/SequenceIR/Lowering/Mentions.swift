/// Whether a piece of a design mentions a name: decides if the passes of a loop can differ.
extension Syntax.Statement {
  func mentions(_ name: String) -> Bool {
    expressions.contains { $0.mentions(name) } || eventNames.contains { $0.text == name }
      || children.contains { $0.mentions(name) }
  }

  /// Statements inside this one.
  var children: [Syntax.Statement] {
    switch kind {
    case .sequence(let body), .repeat(_, _, let body), .rotate(_, let body): body
    case .choice(_, let then, let otherwise): then + otherwise
    case .module(let module): module.body
    default: []
    }
  }

  /// The expressions of the statement itself, not those of statements inside it.
  var expressions: [Syntax.Expression] {
    switch kind {
    case .carrier(let value), .reference(let value), .fill(let value): [value]
    case .voxel(let extent), .fieldOfView(let extent): extent.sizes + extent.centre
    case .orientation(let turns): turns.map(\.angle)
    case .limit(_, let value), .define(_, let value), .constant(_, let value), .pulse(_, let value),
      .gradient(_, let value), .readout(_, let value), .label(_, _, let value), .output(_, let value):
      [value]
    case .repeat(let count, _, _): [count]
    case .choice(let condition, _, _): [condition]
    case .rotate(let turn, _): [turn.angle]
    case .call(_, let arguments): arguments.map(\.value)
    case .play(let play): play.items.flatMap(\.expressions) + play.modifiers.expressions
    case .delay(let value, let adjustable):
      [value] + [adjustable?.factor, adjustable?.offset].compactMap(\.self)
    case .wait(_, let duration): [duration].compactMap(\.self)
    case .block(let block):
      [block.duration].compactMap(\.self) + block.entries.flatMap(\.expressions)
    case .module(let module): module.parameters.compactMap(\.fallback)
    default: []
    }
  }
}

extension Syntax.Item {
  var expressions: [Syntax.Expression] {
    switch kind {
    case .event, .rephase, .prephase, .rewind: []
    case .slice(_, let thickness, let offset): [thickness, offset].compactMap(\.self)
    case .encode(_, let step, let count, let fieldOfView, _): [step, count, fieldOfView]
    case .lobe(_, let area): [area]
    case .spoil(_, let cycles, let across), .crush(_, let cycles, let across): [cycles, across]
    case .acquire(let points, let dwell): [points, dwell]
    case .read(_, _, let reversed): [reversed].compactMap(\.self)
    case .shim(let magnitudes, let phases): [magnitudes] + [phases].compactMap(\.self)
    }
  }

  /// The pulse, gradient or readout the item plays.
  var eventName: Syntax.Name? {
    switch kind {
    case .event(let name, _), .read(let name, _, _), .prephase(_, let name, _): name
    case .rewind(_, let name): name
    default: nil
    }
  }
}

extension Syntax.Modifiers {
  var expressions: [Syntax.Expression] {
    var result = [frequency, carrier, scale, at?.time, echo?.time, lasting].compactMap(\.self)
    switch phase {
    case .fixed(let value): result.append(value)
    case .cycled(let counter, let list): result += [counter, list]
    case nil: break
    }
    return result
  }
}

extension Syntax.ExactBlock.Entry {
  var expressions: [Syntax.Expression] {
    var result = [delay, phase, frequency, scale].compactMap(\.self)
    switch kind {
    case .rf: break
    case .gradient(_, let shape): result.append(shape)
    case .adc(let points, let dwell): result += [points, dwell]
    case .output(_, let duration): result.append(duration)
    case .label(_, _, let value): result.append(value)
    case .shim(let magnitudes, let phases): result += [magnitudes] + [phases].compactMap(\.self)
    }
    return result
  }

  var eventName: Syntax.Name? { if case .rf(let name) = kind { name } else { nil } }
}

extension Syntax.Expression {
  func mentions(_ name: String) -> Bool {
    if case .name(let own) = kind { return own == name }
    return operands.contains { $0.mentions(name) }
  }
}
