#if THREAD_SANITIZER
  import Dispatch

  /// Stands for Synchronization's `Mutex` when ThreadSanitizer looks on: that one's lock is in a library that was not
  /// compiled for it, so that it would call every access a race that the lock prevents. It knows Dispatch's semaphores.
  package final class Mutex<Value>: @unchecked Sendable {
    /// Beside a number, because what takes no room would be taken for the object that it is in.
    private var state: (value: Value, Int)
    private let turn = DispatchSemaphore(value: 1)

    package init(_ value: Value) { state = (value, 0) }

    package func withLock<Result, Failure: Error>(
      _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      turn.wait()
      defer { turn.signal() }
      return try body(&state.value)
    }
  }
#endif
