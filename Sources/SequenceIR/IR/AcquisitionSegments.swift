/// How Siemens' interpreter takes an acquisition with more samples than the receiver gives at once.
///
/// The rule of Pulseq's calcAdcSeg: equal segments, at most 128, each a multiple of the divisor, at most the limit, and
/// of a duration on the gradient raster.
package enum AcquisitionSegments {
  package static let most = 128

  /// Samples of each segment; nil when the acquisition cannot be split.
  package static func length(of event: ADCEvent, limit: Int, divisor: Int, raster: Time) -> Int? {
    if event.sampleCount <= limit { return event.sampleCount }
    for segments in 2...most where event.sampleCount % segments == 0 {
      let length = event.sampleCount / segments
      if length <= limit, length % max(1, divisor) == 0, let time = event.dwell.times(length),
        time.isMultiple(of: raster)
      {
        return length
      }
    }
    return nil
  }

  /// The next larger number of samples that can be split; nil when none is near.
  package static func nextCount(after event: ADCEvent, limit: Int, divisor: Int, raster: Time) -> Int? {
    var longer = event
    for _ in 0..<100_000 {
      longer.sampleCount += 1
      if length(of: longer, limit: limit, divisor: divisor, raster: raster) != nil {
        return longer.sampleCount
      }
    }
    return nil
  }
}
