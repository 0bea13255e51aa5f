/// How an optimized pulse is played when the scanner takes no RF event as long: in parts, with gaps between them.
///
/// Each part is an event of a block of its own. The blocks need ringdown and dead time between the events, and so the
/// samples of the pulse that fall into a gap are zero. Whoever simulates or searches the pulse keeps them so.
package struct OptimizedPulsePlan: Hashable, Sendable {
  /// Steps of each part, in order; one part: no gaps.
  package let parts: [Range<Int>]
  package let step: Time

  package init(parts: [Range<Int>], step: Time) {
    self.parts = parts
    self.step = step
  }

  /// The least number of parts of nearly equal length, none longer than `longest`, with gaps of at least `gap` between
  /// them. nil when not even single steps would do.
  package init?(count: Int, step: Time, longest: Time?, gap: Time) {
    self.step = step
    guard let longest, step * count > longest else {
      parts = [0..<count]
      return
    }
    let most = Int(longest.picoseconds / step.picoseconds)
    let between = Int(gap.roundedUp(to: step).picoseconds / step.picoseconds)
    guard most > 0, count > 1 else { return nil }
    let enough = (2...count).first { (count - ($0 - 1) * between + $0 - 1) / $0 <= most }
    guard let number = enough, count - (number - 1) * between >= number else { return nil }
    let played = count - (number - 1) * between
    var result: [Range<Int>] = []
    var start = 0
    for index in 0..<number {
      let length = played / number + (index < played % number ? 1 : 0)
      result.append(start..<(start + length))
      start += length + between
    }
    parts = result
  }

  /// Steps of each gap; empty when the pulse is one event.
  package var gaps: [Range<Int>] { zip(parts, parts.dropFirst()).map { $0.upperBound..<$1.lowerBound } }

  /// Length of each gap; they are all alike, and zero when there is none.
  package var gapSeconds: Double { (gaps.first.map { step * $0.count } ?? .zero).seconds }

  /// The values with zero in the gaps.
  package func silenced(_ values: [Double]) -> [Double] {
    var result = values
    for gap in gaps { for index in gap where result.indices.contains(index) { result[index] = 0 } }
    return result
  }
}
