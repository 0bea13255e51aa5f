/// Where a command ends early: options that say nothing, sequences that cannot be simulated or searched.
import Optimizer
import SequenceIR

extension Driver {
  /// What the options ask for; nil after their mistake was told.
  func asked<Request>(
    _ invocation: Invocation, _ read: (Invocation) throws(UsageError) -> Request
  ) -> Request? {
    do throws(UsageError) {
      return try read(invocation)
    } catch {
      environment.console.tell(error.text)
      return nil
    }
  }

  /// nil after a diagnostic.
  func simulated<Value>(_ simulate: () throws(SimulationProblem) -> Value) -> Value? {
    do throws(SimulationProblem) {
      return try simulate()
    } catch {
      inputs.diagnostics.append(error.diagnostic)
      return nil
    }
  }

  /// nil after a diagnostic.
  func searched<Value>(_ search: () throws(SearchProblem) -> Value) -> Value? {
    do throws(SearchProblem) {
      return try search()
    } catch {
      inputs.diagnostics.error(error.code, error.message, at: error.span, help: error.help)
      return nil
    }
  }
}
