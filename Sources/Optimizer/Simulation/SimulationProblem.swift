/// Why a sequence cannot be simulated.
import SequenceIR

package struct SimulationProblem: Error, Sendable {
  package let code: DiagnosticCode
  package let message: String
  package let span: SourceSpan?
  package let help: String?

  package init(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan? = nil, help: String? = nil
  ) {
    self.code = code
    self.message = message
    self.span = span
    self.help = help
  }

  package var diagnostic: Diagnostic { Diagnostic(.error, code, message, at: span, help: help) }
}
