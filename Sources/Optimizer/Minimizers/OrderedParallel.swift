/// Work on several threads whose results stand in the order of the work, not of its completion.
import Dispatch
import Synchronization

package enum OrderedParallel {
  /// `body(worker, index)` for every index below `count`, on at most `threads` threads; each worker is made on the
  /// thread that uses it. What `body` returns must not depend on the worker.
  package static func map<Worker, Output: Sendable>(
    count: Int, threads: Int, makeWorker: @Sendable () -> Worker,
    _ body: @Sendable (_ worker: inout Worker, _ index: Int) -> Output
  ) -> [Output] {
    let next = Atomic(0)
    let results = Mutex([Output?](repeating: nil, count: count))
    @Sendable func work() {
      var worker: Worker?
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        var current = worker ?? makeWorker()
        let output = body(&current, index)
        worker = current
        results.withLock { $0[index] = output }
      }
    }
    let used = min(max(threads, 1), count)
    if used <= 1 { work() } else { DispatchQueue.concurrentPerform(iterations: used) { _ in work() } }
    return results.withLock { $0.compactMap(\.self) }
  }
}
