/// Holds back the signals that would end the process while outputs are half way, so that cleaning up is ordinary code.
///
/// A signal that arrives meanwhile stays pending: whoever writes asks for it between chunks, cleans up, and lowers the
/// shield, upon which the signal acts as if it had just arrived. No handler, no shared state.
import Glibc

struct SignalShield {
  private var before = sigset_t()

  /// What ends a program from outside and can be held back; the last when a reader of ours goes away.
  static let guarded: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE]

  /// Raises the shield for this thread.
  init() {
    var blocked = SignalShield.set(of: SignalShield.guarded)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
  }

  /// A guarded signal that waits for the shield to be lowered.
  var pending: Int32? {
    var waiting = sigset_t()
    guard sigpending(&waiting) == 0 else { return nil }
    // Of a reader that has gone, writing itself says so: cleaning up follows, and the end by this signal.
    return SignalShield.guarded.first { $0 != SIGPIPE && sigismember(&waiting, $0) == 1 }
  }

  mutating func lower() { pthread_sigmask(SIG_SETMASK, &before, nil) }

  private static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }
}
