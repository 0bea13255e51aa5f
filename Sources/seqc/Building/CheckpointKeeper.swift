/// Keeping a search that goes on.
import Optimizer

/// Writes a search half way beside its design, not more often than a run that is killed would miss.
final class CheckpointKeeper {
  private let path: String
  private let environment: Environment
  private let now = SearchProgress.clock()
  private var last = 0.0

  private static let secondsBetween = 60.0

  init(path: String, _ environment: Environment) {
    self.path = Driver.searchFile(of: path)
    self.environment = environment
  }

  func keep(_ checkpoint: SearchCheckpoint) {
    guard now() - last >= Self.secondsBetween else { return }
    do throws(EnvironmentError) {
      try environment.files.write([OutputFile(path: path, bytes: Array(checkpoint.text.utf8))])
    } catch {
      // The search is worth more than its checkpoint; at its end writing is tried again.
      environment.console.tell("note: \(error.message)\n")
    }
    last = now()
  }
}
