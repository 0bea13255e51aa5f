/// Writes down the segments of acquisitions that are longer than a Siemens receiver takes at once.
enum SegmentAcquisitions {
  static func run(_ sequence: inout Sequence, _ context: PassContext, _ diagnostics: inout Diagnostics) {
    guard context.profile.vendor == .siemens, let figure = context.profile[.adcSampleLimit] else { return }
    let limit = Int(figure.value)
    let divisor = Int(context.profile[.adcSampleDivisor]?.value ?? 4)
    let raster = sequence.rasters.gradient
    var longest: Int?
    for (index, event) in sequence.library.adc.enumerated() where event.sampleCount > limit {
      if let length = AcquisitionSegments.length(of: event, limit: limit, divisor: divisor, raster: raster) {
        longest = max(longest ?? 0, length)
        continue
      }
      let next = AcquisitionSegments.nextCount(after: event, limit: limit, divisor: divisor, raster: raster)
      diagnostics.error(
        .waveformProblem,
        "\(event.sampleCount) samples of \(event.dwell) cannot be split into equal segments of at most \(limit) "
          + "that end on the raster of \(raster)",
        at: sequence.blocks.first { Int($0.adc.number) == index + 1 }?.origin,
        related: [
          Diagnostic.Related(
            figure.origin, "the scanner takes \(figure.text) samples at once (\(figure.source))")
        ],
        help: "use \(next ?? limit) points")
    }
    if let longest { sequence.define("MaxAdcSegmentLength", String(longest)) }
  }
}
