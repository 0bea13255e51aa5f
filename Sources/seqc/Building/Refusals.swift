/// Where a command ends early: options that say nothing, sequences that cannot be simulated or searched.
import Foundation
import Optimizer
import SequenceIR

extension Driver {
  /// Before long work: an output that its end would refuse, because it is a folder or the input itself.
  func foresee(output: String?, of input: String) throws(EnvironmentError) {
    let files = environment.files
    guard let output, output != "-" else { return }
    if files.isFolder(output) {
      throw EnvironmentError(
        .unwritableFile, "cannot write '\(output)': \(EnvironmentError.reason(EISDIR))")
    }
    let identity = files.status(of: output).map(FileSystem.Identity.init)
    if let identity, identity == files.status(of: input).map(FileSystem.Identity.init) {
      throw EnvironmentError(
        .outputIsInput, "the output '\(output)' would overwrite an input of this run",
        help: "give the output another name with -o")
    }
  }

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
