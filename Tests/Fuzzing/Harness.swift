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

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let promise = target.brokenPromise(bytes) { fatalError("broken promise: \(promise)") }
  return 0
}
