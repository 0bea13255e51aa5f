/// Ctrl-C while a search runs: the first asks it to end and keep the best, a second ends the process at once.
import Glibc
import Synchronization

/// What a long run asks between its steps.
struct Interruption: Sendable {
  /// Called before the run, and after it.
  let begin: @Sendable () -> Void
  let end: @Sendable () -> Void
  let isRequested: @Sendable () -> Bool
  /// After `begin`: SIGTERM asks for the same, as a queue sends it before it ends a job by force.
  var heedTermination: @Sendable () -> Void = {}

  /// Nobody interrupts.
  static let none = Interruption(begin: {}, end: {}, isRequested: { false })

  static let controlC = Interruption(
    begin: {
      ControlC.isPressed.store(false, ordering: .relaxed)
      var action = sigaction()
      // Reset when it has been called once: the next signal does what it always does.
      action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
      action.__sigaction_handler.sa_handler = { _ in ControlC.noticed() }
      sigaction(SIGINT, &action, nil)
    },
    end: {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = SIG_DFL
      sigaction(SIGINT, &action, nil)
      sigaction(SIGTERM, &action, nil)
    },
    isRequested: { ControlC.isPressed.load(ordering: .relaxed) },
    heedTermination: {
      var action = sigaction()
      action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
      action.__sigaction_handler.sa_handler = { _ in ControlC.noticed() }
      sigaction(SIGTERM, &action, nil)
    })
}

/// A handler has no arguments of its own, so its flag is the one variable that belongs to nobody. It does only what a
/// handler may: an atomic store and a `write`.
private enum ControlC {
  static let isPressed = Atomic<Bool>(false)

  private static let words: StaticString =
    "\nseqc: ending after this iteration and keeping the best; Ctrl-C again ends at once\n"

  static func noticed() {
    isPressed.store(true, ordering: .relaxed)
    _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
  }
}
