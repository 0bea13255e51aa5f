/// VERSE: a slice-selective pulse with another course of time (Conolly et al., J. Magn. Reson. 78 (1988) 440).
///
/// With the old time tau as a function of the new one, B1'(t) = B1(tau) dtau/dt and G'(t) = G dtau/dt turn spins on
/// resonance as the old pulse did, at every place. How fast tau may run is limited by B1, by the gradient, and in its
/// change by the slew rate; the fastest course that meets all three (Lee et al., Magn. Reson. Med. 61 (2009) 1471) is that
/// of `TimeOptimalSpeed` on a straight line. Spins off resonance see a profile that is distorted, not only displaced.
extension PulseArguments {
  func verse() -> Result<PulseWaveform, PulseProblem> {
    selectiveSource().flatMap { source, bandwidth in
      let waveform = source.waveform
      let thickness = quantities["thickness"] ?? 0
      let gradient = bandwidth / thickness
      guard gradient <= source.amplitude * (1 + 1e-9) else {
        return .failure(
          PulseProblem(
            "the other pulse cannot be played for a slice as thin as this", parameter: "thickness",
            help: "at least \(DecimalText.significant(bandwidth / source.amplitude * 1e3 * 1.001, 4)) mm"))
      }
      let peakHertz = (quantities["peak"] ?? 0) * nucleus.hertzPerTesla
      let fastest = max(1, min(quantities["speed"] ?? 1, source.amplitude / gradient))
      let course = VerseCourse(
        waveform, peakHertz: peakHertz, fastest: fastest,
        // What rounding in a file takes away must not be above the limit.
        change: source.slew / gradient * (1 - 1e-4))
      guard course.count <= PulseGrid.mostSamples else {
        return .failure(
          PulseProblem(
            "with so little B1 the pulse would have \(course.count) samples, and \(PulseGrid.mostSamples) is the limit",
            parameter: "peak", help: "more B1"))
      }
      return .success(course.waveform(bandwidth: bandwidth))
    }
  }
}

private struct VerseCourse {
  private let source: PulseWaveform
  /// At the edges between samples of the other pulse.
  private let squaredSpeeds: [Double]
  /// New time at these edges, s; the last is a whole number of samples.
  private let times: [Double]
  let count: Int

  init(_ source: PulseWaveform, peakHertz: Double, fastest: Double, change: Double) {
    self.source = source
    let dwell = source.dwell.seconds
    let magnitudes = zip(source.real, source.imaginary).map { ($0 * $0 + $1 * $1).squareRoot() }
    let ceilings = (0...magnitudes.count).map { edge in
      let strongest = max(
        edge > 0 ? magnitudes[edge - 1] : 0, edge < magnitudes.count ? magnitudes[edge] : 0)
      let speed = strongest > 0 ? min(fastest, peakHertz / strongest) : fastest
      return speed * speed
    }
    let path = TimeOptimalSpeed(
      lengths: [Double](repeating: dwell, count: magnitudes.count), ceilings: ceilings,
      accelerations: [Double](repeating: change, count: ceilings.count), startsAtRest: false)
    let speeds = path.squaredSpeeds()
    var times = [0.0]
    for interval in path.intervals(speeds) { times.append(times[times.count - 1] + interval) }
    let total = times[times.count - 1]
    count = max(1, Int(min(1e9, (total / dwell - 1e-9).rounded(.up))))
    // All a little slower, so that the last sample is a whole one.
    let stretch = Double(count) * dwell / total
    self.times = times.map { $0 * stretch }
    squaredSpeeds = speeds.map { $0 / (stretch * stretch) }
  }

  func waveform(bandwidth: Double) -> PulseWaveform {
    let dwell = source.dwell.seconds
    var edge = 0
    var (real, imaginary, speeds): ([Double], [Double], [Double]) = ([], [], [])
    var last = OldTime(edge: 0, share: 0)
    for sample in 1...count {
      let next =
        sample == count ? OldTime(edge: source.real.count, share: 0) : old(Double(sample) * dwell, &edge)
      real.append(mean(source.real, from: last, to: next))
      imaginary.append(mean(source.imaginary, from: last, to: next))
      speeds.append(Double(next.edge - last.edge) + next.share - last.share)
      last = next
    }
    let fastest = speeds.reduce(0, max)
    return PulseWaveform(
      real: real, imaginary: imaginary, dwell: source.dwell, centre: centre,
      bandwidthHertz: bandwidth * fastest, gradientModulation: speeds.map { $0 / fastest }, use: source.use)
  }

  /// Old time as a sample and a share of it.
  private struct OldTime {
    var edge: Int
    var share: Double
  }

  /// Times must not go back from call to call.
  private func old(_ seconds: Double, _ edge: inout Int) -> OldTime {
    while edge + 2 < times.count, times[edge + 1] <= seconds { edge += 1 }
    let (interval, time) = (times[edge + 1] - times[edge], seconds - times[edge])
    let (before, behind) = (squaredSpeeds[edge].squareRoot(), squaredSpeeds[edge + 1].squareRoot())
    let share = (before + (behind - before) / interval * time / 2) * time / source.dwell.seconds
    return OldTime(edge: edge, share: min(max(0, share), 1))
  }

  /// Integral of the held samples over the old time, over the length of a sample: keeps what the pulse turns.
  private func mean(_ samples: [Double], from start: OldTime, to end: OldTime) -> Double {
    if start.edge == end.edge { return samples[start.edge] * (end.share - start.share) }
    var sum = samples[start.edge] * (1 - start.share)
    for sample in samples[(start.edge + 1)..<end.edge] { sum += sample }
    if end.edge < samples.count { sum += samples[end.edge] * end.share }
    return sum
  }

  private var centre: Time {
    let position = min(max(0, source.centre.seconds / source.dwell.seconds), Double(source.real.count))
    let edge = min(Int(position), source.real.count - 1)
    let share = position - Double(edge)
    let seconds = times[edge] + share * (times[edge + 1] - times[edge])
    return Time(nearestToSeconds: seconds) ?? source.centre
  }
}
