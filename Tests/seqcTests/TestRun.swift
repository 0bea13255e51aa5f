/// Runs `seqc` inside the test process: a folder of its own, captured output, no terminal.
import Foundation

@testable import seqc

final class TestRun {
  let folder: String
  private(set) var output: [UInt8] = []
  private(set) var messages: [UInt8] = []

  init() {
    folder = NSTemporaryDirectory() + "seqc-test-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var messageText: String { String(decoding: messages, as: UTF8.self) }

  /// Runs one command line; what it prints replaces what the last one printed.
  @discardableResult
  func run(
    _ words: String..., input: String = "", terminal: Terminal = .test, interruption: Interruption = .none
  ) -> ExitStatus {
    run(words: words, input: input, terminal: terminal, interruption: interruption)
  }

  /// The same with the words as a list.
  @discardableResult
  func run(
    words: [String], input: String = "", terminal: Terminal = .test, interruption: Interruption = .none,
    adapting: (inout Environment) -> Void = { _ in }
  ) -> ExitStatus {
    output = []
    messages = []
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data(input.utf8))
    pipe.fileHandleForWriting.closeFile()
    let console = Console(
      output: { [unowned self] in
        output += $0
        return nil
      },
      messages: { [unowned self] in
        messages += $0
        return nil
      })
    let files = FileSystem(
      directory: folder, standardInput: pipe.fileHandleForReading.fileDescriptor)
    var environment = Environment(
      console: console, files: files, terminal: terminal, interruption: interruption)
    adapting(&environment)
    return Program(environment: environment).run(words)
  }

  func put(_ text: String, at path: String) {
    _ = FileManager.default.createFile(atPath: "\(folder)/\(path)", contents: Data(text.utf8))
  }

  func text(at path: String) -> String? {
    FileManager.default.contents(atPath: "\(folder)/\(path)").map { String(decoding: $0, as: UTF8.self) }
  }

  /// Names of everything below the folder, sorted.
  var tree: [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
  }
}

extension Terminal {
  static let test = Terminal(messagesAreWatched: false, refusesColour: false, width: 80)
}
