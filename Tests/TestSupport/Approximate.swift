/// True when `a` and `b` differ by at most `tolerance` times the larger magnitude, or `floor` in all.
package func close(_ a: Double, _ b: Double, relative tolerance: Double, floor: Double = 0) -> Bool {
  abs(a - b) <= Swift.max(floor, tolerance * Swift.max(abs(a), abs(b)))
}
