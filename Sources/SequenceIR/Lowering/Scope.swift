/// The names that are visible at a place of a design.
package struct Scope: Sendable {
  /// What each name stands for, innermost scope last; empty for a name that no scope has any more.
  private var bindings: [String: [Level]] = [:]
  /// The names of each scope, innermost scope last.
  private var levels: [[String]] = [[]]
  /// Where the scopes of the module at hand begin: those between the design's top level and it are its callers'.
  private var firstOfModule = 0

  private struct Level: Sendable {
    /// Which scope: an index into `levels`.
    let depth: Int
    var binding: Binding
  }

  package struct Binding: Sendable {
    package let value: Value
    package let span: SourceSpan
  }

  package init() {}

  package var depth: Int { levels.count }

  package mutating func push() { levels.append([]) }

  package mutating func pop() {
    for name in levels.removeLast() { bindings[name]?.removeLast() }
  }

  /// Opens a scope that sees the design's top level and what is bound from now on; returns what `leaveModule` needs.
  mutating func enterModule() -> Int {
    let outer = firstOfModule
    firstOfModule = levels.count
    push()
    return outer
  }

  mutating func leaveModule(to outer: Int) {
    pop()
    firstOfModule = outer
  }

  package func lookup(_ name: String) -> Binding? { bindings[name].flatMap(visible)?.binding }

  private func visible(_ stack: [Level]) -> Level? {
    guard let last = stack.last, last.depth < firstOfModule else { return stack.last }
    return stack.first.flatMap { $0.depth == 0 ? $0 : nil }
  }

  /// The binding of the innermost scope only, which is where a name must be new.
  package func lookupInnermost(_ name: String) -> Binding? {
    guard let level = bindings[name]?.last, level.depth == levels.count - 1 else { return nil }
    return level.binding
  }

  package mutating func bind(_ name: String, _ value: Value, at span: SourceSpan) {
    let depth = levels.count - 1
    let level = Level(depth: depth, binding: Binding(value: value, span: span))
    if bindings[name]?.last?.depth == depth {
      bindings[name]?.removeLast()
    } else {
      levels[depth].append(name)
    }
    bindings[name, default: []].append(level)
  }

  /// All visible names, for suggestions.
  package var names: Set<String> { Set(bindings.lazy.filter { visible($0.value) != nil }.map(\.key)) }
}
