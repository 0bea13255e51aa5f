/// The band that the RF of searched pulses keeps to: `bandwidth 20 kHz below 1 %`, or the scanner's `rf-bandwidth`.
import SequenceIR

/// The bound of one pulse.
struct BandAim: Sendable {
  let pulse: String
  let limit: BandLimit
  /// Of the searched samples, two numbers each.
  let controls: Range<Int>

  /// What it adds to the objective; adds its gradient.
  func loss(_ controls: [Double], addingGradientTo gradient: inout [Double]) -> Double {
    var own = [Double](repeating: 0, count: self.controls.count)
    let loss = limit.loss(Array(controls[self.controls]), addingGradientTo: &own)
    for (index, slope) in zip(self.controls, own) { gradient[index] += slope }
    return loss
  }
}

extension PulseSearch {
  /// How well a pulse keeps to its band, for the report.
  package struct BandFigures: Sendable {
    package var pulse: String
    package var widthHertz: Double
    /// Share of the energy outside of the band, and what is good enough.
    package var share: Double
    package var largestShare: Double

    package var isKept: Bool { share <= largestShare }
  }

  /// One a pulse, where the design or the scanner says a band.
  static func bands(_ request: OptimizationRequest) -> [BandAim] {
    guard let width = request.bandwidthHertz else { return [] }
    var first = 0
    return request.pulses.map { pulse in
      let range = 2 * first..<2 * (first + pulse.grid.count)
      first += pulse.grid.count
      return BandAim(
        pulse: pulse.name,
        limit: BandLimit(
          widthHertz: width, largestShare: request.shareOutOfBand, dwellSeconds: pulse.grid.step.seconds,
          isPlayed: pulse.plan.silenced([Double](repeating: 1, count: pulse.grid.count))),
        controls: range)
    }
  }

  /// Of the pulses as they are written.
  package func bandFigures(of found: Found) -> [BandFigures] {
    bands.map { band in
      BandFigures(
        pulse: band.pulse, widthHertz: band.limit.widthHertz,
        share: band.limit.share(outsideOf: Array(found.controls[band.controls])),
        largestShare: band.limit.largestShare)
    }
  }
}
