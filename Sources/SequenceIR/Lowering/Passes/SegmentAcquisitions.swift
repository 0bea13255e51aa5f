/// Siemens takes at most so many samples at once; its interpreter splits a longer acquisition into equal segments.
///
/// The rule of Pulseq's calcAdcSeg: at most 128 segments, each a multiple of the divisor, at most the limit, and of a
/// duration on the gradient raster; the file says the length in `MaxAdcSegmentLength`.
enum SegmentAcquisitions {
  static let mostSegments = 128

  static func run(_ sequence: inout Sequence, _ context: PassContext, _ diagnostics: inout Diagnostics) {
    guard context.profile.vendor == .siemens, let limit = context.profile[.adcSampleLimit]?.value else { return }
    let divisor = Int(context.profile[.adcSampleDivisor]?.value ?? 4)
    var longest: Int?
    for (index, event) in sequence.library.adc.enumerated() where event.sampleCount > Int(limit) {
      guard
        let length = segmentLength(event, limit: Int(limit), divisor: divisor, raster: sequence.rasters.gradient)
      else {
        let origin = sequence.blocks.first { Int($0.adc.number) == index + 1 }?.origin
        diagnostics.error(
          .waveformProblem,
          "\(event.sampleCount) samples of \(event.dwell) cannot be split into equal segments of at most \(Int(limit)) "
            + "that end on the raster of \(sequence.rasters.gradient)", at: origin,
          help: "use \(nearestCount(event, limit: Int(limit), divisor: divisor, raster: sequence.rasters.gradient)) points")
        continue
      }
      longest = max(longest ?? 0, length)
    }
    if let longest { sequence.define("MaxAdcSegmentLength", String(longest)) }
  }

  private static func segmentLength(_ event: ADCEvent, limit: Int, divisor: Int, raster: Time) -> Int? {
    for segments in 2...mostSegments where event.sampleCount % segments == 0 {
      let length = event.sampleCount / segments
      if length <= limit, length % divisor == 0, (event.dwell * length).isMultiple(of: raster) { return length }
    }
    return nil
  }

  /// The nearest power of two times the divisor above: such counts split well.
  private static func nearestCount(_ event: ADCEvent, limit: Int, divisor: Int, raster: Time) -> Int {
    var count = event.sampleCount
    for _ in 0..<100_000 {
      count += 1
      var longer = event
      longer.sampleCount = count
      if segmentLength(longer, limit: limit, divisor: divisor, raster: raster) != nil { return count }
    }
    return limit
  }
}
