/// An instant or a duration as a whole number of picoseconds, so that raster questions are exact.
///
/// Pulseq stores nanoseconds and microseconds, rasters are at least 100 ns, and half rasters occur; a picosecond
/// divides all of them. The range is 106 days either way.
package struct Time: Hashable, Comparable, Sendable {
  package var picoseconds: Int64

  @inlinable
  package init(picoseconds: Int64) { self.picoseconds = picoseconds }
  package init(nanoseconds: Int64) { picoseconds = nanoseconds * 1_000 }
  package init(microseconds: Int64) { picoseconds = microseconds * 1_000_000 }

  /// The nearest picosecond; nil when `seconds` is not finite or out of range.
  package init?(nearestToSeconds seconds: Double) {
    guard let ticks = Time.nearestInteger(seconds * 1e12) else { return nil }
    picoseconds = ticks
  }

  /// The nearest picosecond; nil when `microseconds` is not finite or out of range.
  package init?(nearestToMicroseconds microseconds: Double) {
    guard let ticks = Time.nearestInteger(microseconds * 1e6) else { return nil }
    picoseconds = ticks
  }

  /// The nearest picosecond; nil when `nanoseconds` is not finite or out of range.
  package init?(nearestToNanoseconds nanoseconds: Double) {
    guard let ticks = Time.nearestInteger(nanoseconds * 1e3) else { return nil }
    picoseconds = ticks
  }

  @inlinable
  package static var zero: Time { Time(picoseconds: 0) }

  /// The longest time accepted from any input, a quarter of the range, so that sums of a few stay in range.
  @inlinable
  package static var longest: Time { Time(picoseconds: Int64.max / 4) }

  /// How messages name `longest`.
  package static let longestInWords = "26 days"

  package var seconds: Double { Double(picoseconds) / 1e12 }
  package var milliseconds: Double { Double(picoseconds) / 1e9 }
  package var microseconds: Double { Double(picoseconds) / 1e6 }
  package var nanoseconds: Double { Double(picoseconds) / 1e3 }

  // All four comparisons, though one would do: those that Swift makes of it are called through a table.
  @inlinable
  package static func < (a: Time, b: Time) -> Bool { a.picoseconds < b.picoseconds }
  @inlinable
  package static func <= (a: Time, b: Time) -> Bool { a.picoseconds <= b.picoseconds }
  @inlinable
  package static func > (a: Time, b: Time) -> Bool { a.picoseconds > b.picoseconds }
  @inlinable
  package static func >= (a: Time, b: Time) -> Bool { a.picoseconds >= b.picoseconds }
  @inlinable
  package static func + (a: Time, b: Time) -> Time { Time(picoseconds: a.picoseconds + b.picoseconds) }
  @inlinable
  package static func - (a: Time, b: Time) -> Time { Time(picoseconds: a.picoseconds - b.picoseconds) }
  package static prefix func - (a: Time) -> Time { Time(picoseconds: -a.picoseconds) }
  package static func * (a: Time, count: Int) -> Time { Time(picoseconds: a.picoseconds * Int64(count)) }
  @inlinable
  package static func += (a: inout Time, b: Time) { a.picoseconds += b.picoseconds }
  @inlinable
  package static func -= (a: inout Time, b: Time) { a.picoseconds -= b.picoseconds }

  /// `self + other`, or nil when the sum leaves the range.
  @inlinable
  package func adding(_ other: Time) -> Time? {
    let (sum, overflow) = picoseconds.addingReportingOverflow(other.picoseconds)
    return overflow ? nil : Time(picoseconds: sum)
  }

  /// `self` times `count`, or nil when the product leaves the range.
  package func times(_ count: Int) -> Time? {
    let (product, overflow) = picoseconds.multipliedReportingOverflow(by: Int64(count))
    return overflow ? nil : Time(picoseconds: product)
  }

  /// True when `self` is a whole number of `raster`s; `raster` must be positive.
  package func isMultiple(of raster: Time) -> Bool { picoseconds % raster.picoseconds == 0 }

  /// The smallest multiple of `raster` that is not below `self`; `raster` must be positive.
  package func roundedUp(to raster: Time) -> Time {
    let remainder = picoseconds % raster.picoseconds
    if remainder == 0 { return self }
    return Time(picoseconds: picoseconds - remainder + (remainder > 0 ? raster.picoseconds : 0))
  }

  /// The largest multiple of `raster` that is not above `self`; `raster` must be positive.
  package func roundedDown(to raster: Time) -> Time { -(-self).roundedUp(to: raster) }

  /// The multiple of `raster` nearest to `self`, halves upward; `raster` must be positive.
  package func rounded(to raster: Time) -> Time {
    let down = roundedDown(to: raster)
    return (self - down).picoseconds * 2 >= raster.picoseconds ? down + raster : down
  }

  private static func nearestInteger(_ ticks: Double) -> Int64? {
    let rounded = ticks.rounded(.toNearestOrAwayFromZero)
    guard rounded.isFinite, abs(rounded) <= Double(Time.longest.picoseconds) else { return nil }
    return Int64(rounded)
  }
}

extension Time: CustomStringConvertible {
  /// For people: the unit that reads best, exact digits, e.g. `3.2 ms`.
  package var description: String {
    let magnitude = picoseconds.magnitude
    if magnitude == 0 { return "0 s" }
    if magnitude >= 1_000_000_000_000 { return "\(DecimalText.fixed(picoseconds, decimals: 12)) s" }
    if magnitude >= 1_000_000_000 { return "\(DecimalText.fixed(picoseconds, decimals: 9)) ms" }
    if magnitude >= 1_000_000 { return "\(DecimalText.fixed(picoseconds, decimals: 6)) us" }
    return "\(DecimalText.fixed(picoseconds, decimals: 3)) ns"
  }
}
