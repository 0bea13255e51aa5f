#if THREAD_SANITIZER
  import Dispatch

  /// Stands for Synchronization's `Mutex` when ThreadSanitizer looks on: that one's lock is in a library that was not
  /// compiled for it, so that it would call every access a race that the lock prevents. It knows Dispatch's semaphores.
  package final class Mutex<Value>: @unchecked Sendable {
    private var value: Value
    private let turn = DispatchSemaphore(value: 1)

    package init(_ value: Value) { self.value = value }

    package func withLock<Result, Failure: Error>(
      _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      turn.wait()
      defer { turn.signal() }
      return try body(&value)
    }
  }
#endif
