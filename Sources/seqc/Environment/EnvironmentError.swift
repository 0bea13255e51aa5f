/// The one error that is thrown: a file, a folder or the machine did not do what was needed.
import Glibc
import SequenceIR

struct EnvironmentError: Error {
  let code: DiagnosticCode
  let message: String
  let help: String?

  init(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }

  var diagnostic: Diagnostic { Diagnostic(.error, code, message, help: help) }

  /// The system's words for an error number: `no such file or directory`.
  static func reason(_ number: Int32) -> String {
    guard let words = strerror(number) else { return "error \(number)" }
    let text = String(cString: words)
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
