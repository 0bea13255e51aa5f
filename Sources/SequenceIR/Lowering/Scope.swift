/// The names that are visible at a place of a design, innermost scope last.
package struct Scope: Sendable {
  private var levels: [[String: Binding]] = [[:]]

  package struct Binding: Sendable {
    package let value: Value
    package let span: SourceSpan
  }

  package init() {}

  package var depth: Int { levels.count }

  package mutating func push() { levels.append([:]) }
  package mutating func pop() { levels.removeLast() }

  package func lookup(_ name: String) -> Binding? {
    for level in levels.reversed() {
      if let binding = level[name] { return binding }
    }
    return nil
  }

  /// The binding of the innermost scope only, which is where a name must be new.
  package func lookupInnermost(_ name: String) -> Binding? { levels[levels.count - 1][name] }

  package mutating func bind(_ name: String, _ value: Value, at span: SourceSpan) {
    levels[levels.count - 1][name] = Binding(value: value, span: span)
  }

  /// All visible names, for suggestions.
  package var names: Set<String> { Set(levels.flatMap(\.keys)) }
}
