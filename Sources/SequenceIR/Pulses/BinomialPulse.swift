/// Binomial pulses: short rectangles weighted 1-1, 1-2-1, 1-3-3-1, ... that excite one frequency and spare
/// another.
///
/// Hore, J. Magn. Reson. 55 (1983) 283. With n sub-pulses tau apart the small-angle profile is cos(pi f
/// tau)^(n-1): full at f = 0, zero to order n - 1 at f = 1/(2 tau). Advancing the phase of each sub-pulse by
/// 2 pi f0 tau moves the profile by f0, so the same construction excites water and spares fat, or spares the
/// carrier.
extension PulseArguments {
  func binomial() -> Result<PulseWaveform, PulseProblem> {
    let excited = quantities["excite"] ?? 0
    let spared = quantities["null"] ?? 0
    let distance = abs(spared - excited)
    guard distance > 0 else {
      return .failure(
        PulseProblem("the pulse cannot excite and spare the same frequency", parameter: "null"))
    }
    let number = quantities["subpulses"] ?? 2
    guard let count = Int(exactly: number) else {
      return .failure(
        PulseProblem(
          "\(DecimalText.significant(number, 6)) sub-pulses is not a whole number", parameter: "subpulses"))
    }
    return grid(for: "subpulse").flatMap { grid in
      guard let interval = Time(nearestToSeconds: 0.5 / distance)?.rounded(to: raster) else {
        return .failure(PulseProblem("excite and null are too close to each other", parameter: "null"))
      }
      let steps = Int(min(interval.picoseconds / raster.picoseconds, Int64(PulseGrid.mostSamples)))
      let total = (count - 1) * steps + grid.count
      guard interval >= grid.duration, total <= PulseGrid.mostSamples else {
        return .failure(intervalProblem(interval, grid))
      }
      return .success(binomial(count, steps: steps, subpulse: grid.count, total: total, excited: excited))
    }
  }

  private func intervalProblem(_ interval: Time, _ grid: PulseGrid) -> PulseProblem {
    if interval < grid.duration {
      return PulseProblem(
        "sub-pulses of \(grid.duration) do not fit into their interval of \(interval)", parameter: "subpulse",
        help: "at most \(interval), which is 1 / (2 |null - excite|)")
    }
    return PulseProblem(
      "an interval of \(interval) between sub-pulses needs more than \(PulseGrid.mostSamples) samples",
      parameter: "null", help: "excite and null further apart, or coarser samples")
  }

  private func binomial(
    _ count: Int, steps: Int, subpulse: Int, total: Int, excited: Double
  ) -> PulseWaveform {
    var real = [Double](repeating: 0, count: total)
    var imaginary = real
    let weights = PulseArguments.binomialWeights(count)
    let dwellSeconds = raster.seconds
    let unit =
      (quantities["flip"] ?? 0) / (ElementaryFunctions.twoPi * Double(subpulse) * dwellSeconds)
    for (k, weight) in weights.enumerated() {
      for n in (k * steps)..<(k * steps + subpulse) {
        // The phase runs on through a sub-pulse too, so that the excited frequency is exactly on resonance.
        let turns = excited * Double(2 * n + 1 - total) / 2 * dwellSeconds
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * turns)
        real[n] = unit * weight * cosine
        imaginary[n] = unit * weight * sine
      }
    }
    let duration = raster * total
    return PulseWaveform(
      real: real, imaginary: imaginary, dwell: raster, centre: Time(picoseconds: duration.picoseconds / 2),
      use: use)
  }

  /// Row of Pascal's triangle, scaled to sum one.
  private static func binomialWeights(_ count: Int) -> [Double] {
    var row = [1.0]
    for _ in 1..<max(count, 1) { row = zip(row + [0], [0] + row).map { ($0 + $1) / 2 } }
    return row
  }
}
