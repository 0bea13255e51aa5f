// The door for libFuzzer: scripts/fuzz.sh compiles this with the readers, `swift test` does not.
import FuzzTargets
import Glibc

/// Which reader; a wrong name ends the process, since nothing would be tested.
private let target: FuzzTarget = {
  let name = getenv("SEQC_FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    fatalError("SEQC_FUZZ_TARGET names no target: \(name)")
  }
  return target
}()

/// What one input may take, in seconds. Of the processor, since libFuzzer's own limit is by the clock, which an input on a
/// busy machine passes without fault.
private let limit = 10.0

private func processorSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
  return Double(now.tv_sec) + 1e-9 * Double(now.tv_nsec)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let begin = processorSeconds()
  if let promise = target.brokenPromise(bytes) { fatalError("broken promise: \(promise)") }
  let taken = processorSeconds() - begin
  if taken > limit { fatalError("took \(taken) s of the processor, more than \(limit) s") }
  return 0
}
