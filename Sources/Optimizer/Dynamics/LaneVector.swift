/// Members of an ensemble side by side: each lane of a vector is one member.
///
/// Only `+`, `-` and `*` are used on lanes, never a fused multiply-add, so that every CPU gives the same bits.
package protocol LaneVector: SIMD, Sendable where Scalar: BinaryFloatingPoint & Sendable {}

extension SIMD4: LaneVector where Scalar == Double {}
extension SIMD8: LaneVector where Scalar == Float {}

/// Memory for vectors, aligned for the widest loads, freed with its owner.
package final class LaneBuffer<V: LaneVector>: @unchecked Sendable {
  package let base: UnsafeMutablePointer<V>
  package let count: Int
  private let raw: UnsafeMutableRawPointer

  package init(count: Int) {
    self.count = count
    raw = .allocate(byteCount: max(count, 1) * MemoryLayout<V>.stride, alignment: 64)
    base = raw.bindMemory(to: V.self, capacity: max(count, 1))
    base.initialize(repeating: V(), count: max(count, 1))
  }

  deinit { raw.deallocate() }
}

@inline(__always)
func lanes<V: LaneVector>(_ value: Double, as type: V.Type = V.self) -> V { V(repeating: V.Scalar(value)) }
