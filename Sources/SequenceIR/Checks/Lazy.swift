/// A value that is worked out when it is first asked for, and then kept. For one thread.
final class Lazy<Value> {
  private var make: (() -> Value)?
  private var made: Value?

  init(_ make: @escaping () -> Value) { self.make = make }

  var value: Value {
    if let made { return made }
    guard let make else { preconditionFailure("a value that needs itself") }
    self.make = nil
    let value = make()
    made = value
    return value
  }
}
