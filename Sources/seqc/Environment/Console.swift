/// Where results (standard output) and messages (standard error) go.
import Glibc
import SequenceIR

final class Console {
  /// Takes bytes; returns the error number of a failure, nil when all went out.
  typealias Sink = ([UInt8]) -> Int32?

  private let output: Sink
  private let messages: Sink
  /// Set once from the command line, before anything is printed.
  var colour = false
  /// The first failure to write a result: the command must not end with success.
  private(set) var outputFailure: Int32?

  init(output: @escaping Sink, messages: @escaping Sink) {
    self.output = output
    self.messages = messages
  }

  static func standard() -> Console {
    Console(
      output: { Console.write($0, to: STDOUT_FILENO) }, messages: { Console.write($0, to: STDERR_FILENO) })
  }

  /// A result.
  func print(_ text: String) { print(Array(text.utf8)) }

  /// A result, byte for byte.
  func print(_ bytes: [UInt8]) {
    guard outputFailure == nil else { return }
    outputFailure = output(bytes)
  }

  /// A message. When even standard error fails there is nobody left to tell.
  func tell(_ text: String) { _ = messages(Array(text.utf8)) }

  /// Nobody reads more.
  private static let mostShown = 1_000

  func report(_ diagnostics: Diagnostics, of sources: SourceMap) {
    let renderer = TextRenderer(sources: sources, colour: colour)
    for diagnostic in diagnostics.items.prefix(Console.mostShown) { tell(renderer.render(diagnostic)) }
    let more = diagnostics.items.count - Console.mostShown
    if more > 0 { tell("note: \(more) more messages are not shown\n") }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
        if count < 0, errno == EINTR { continue }
        if count < 0 { return errno }
        sent += count
      }
      return nil
    }
  }
}
