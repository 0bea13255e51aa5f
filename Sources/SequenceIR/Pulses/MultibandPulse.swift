/// Pulses that excite or refocus several slices at once (Larkman et al., J. Magn. Reson. Imaging 13 (2001) 313).
///
/// The sum over the bands of w(t) exp(i (2 pi f_b (t - centre) + phi_b)). The sum of all amplitudes would be the peak if
/// all phi_b were zero; phases of the bands bring it down (Wong, Proc. ISMRM 20 (2012) 2209): here a search from
/// quadratic phases, one band after the other, with ever smaller steps. What it finds is the same on every machine.
extension PulseArguments {
  func multiband() -> Result<PulseWaveform, PulseProblem> {
    selectiveSource().flatMap { source, bandwidth in
      let number = quantities["bands"] ?? 2
      guard let count = Int(exactly: number) else {
        return .failure(
          PulseProblem(
            "\(DecimalText.significant(number, 6)) bands is not a whole number", parameter: "bands"))
      }
      let spacing = quantities["spacing"] ?? 0
      let waveform = source.waveform
      guard spacing > bandwidth else {
        return .failure(
          PulseProblem(
            "bands of \(DecimalText.significant(bandwidth, 4)) Hz overlap", parameter: "spacing",
            help: "more than the bandwidth of the other pulse"))
      }
      // As of single pulses: four samples a turn at the outermost edge.
      let width = spacing * Double(count - 1) + bandwidth
      guard width * waveform.dwell.seconds <= 0.5 else {
        return .failure(
          PulseProblem(
            "\(count) bands are \(DecimalText.significant(width, 4)) Hz wide, too much for samples of \(waveform.dwell)",
            parameter: "spacing", help: "fewer bands, or thicker slices"))
      }
      let bands = MultibandSum(waveform, count: count, spacing: spacing)
      let result = bands.sum(bands.phases())
      if let problem = peakProblem(result.peakHertz, waveform) { return .failure(problem) }
      return .success(result)
    }
  }

  /// B1 falls as the pulse gets longer.
  private func peakProblem(_ hertz: Double, _ waveform: PulseWaveform) -> PulseProblem? {
    guard let peak = quantities["peak"] else { return nil }
    let needed = hertz / nucleus.hertzPerTesla
    guard needed > peak * (1 + 1e-9) else { return nil }
    let longer = waveform.durationScaled(by: needed / peak)
    return PulseProblem(
      "the bands need \(DecimalText.significant(needed * 1e6, 4)) uT together", parameter: "peak",
      help: "a pulse of at least \(longer) with the same time_bandwidth, or `verse`")
  }
}

extension PulseWaveform {
  /// On the raster of its samples, rounded up.
  fileprivate func durationScaled(by factor: Double) -> Time {
    (Time(nearestToSeconds: duration.seconds * factor) ?? duration).roundedUp(to: dwell * 10)
  }
}

private struct MultibandSum {
  let waveform: PulseWaveform
  /// Hz, from the middle.
  let frequencies: [Double]

  init(_ waveform: PulseWaveform, count: Int, spacing: Double) {
    self.waveform = waveform
    frequencies = (0..<count).map { (Double($0) - Double(count - 1) / 2) * spacing }
  }

  /// Of the sample: exp(2 pi i f (t - centre)).
  private func turn(_ band: Int, _ sample: Int) -> (sine: Double, cosine: Double) {
    let seconds = (Double(sample) + 0.5) * waveform.dwell.seconds - waveform.centre.seconds
    return ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * frequencies[band] * seconds)
  }

  func sum(_ phases: [Double]) -> PulseWaveform {
    var result = waveform
    for sample in waveform.real.indices {
      var (real, imaginary) = (0.0, 0.0)
      for band in frequencies.indices {
        let (s, c) = turn(band, sample)
        let (sp, cp) = ElementaryFunctions.sineAndCosine(phases[band])
        let (x, y) = (c * cp - s * sp, s * cp + c * sp)
        real += waveform.real[sample] * x - waveform.imaginary[sample] * y
        imaginary += waveform.real[sample] * y + waveform.imaginary[sample] * x
      }
      result.real[sample] = real
      result.imaginary[sample] = imaginary
    }
    return result
  }

  /// Phases with a small peak, that of the first band zero.
  func phases() -> [Double] {
    let table = SearchTable(self)
    var best: (peak: Double, phases: [Double])?
    // Quadratic phases spread the beats over the pulse; several strengths of it to start from.
    for strength in [1.0, 0.5, 0.25, 0] {
      let start = frequencies.indices.map { band in
        strength * ElementaryFunctions.pi * Double(band * band) / Double(frequencies.count)
      }
      let found = table.improved(start)
      if found.peak < (best?.peak ?? .infinity) * (1 - 1e-6) { best = found }
    }
    return best?.phases ?? frequencies.map { _ in 0 }
  }

  /// Bands at samples that are dense enough for their beats.
  struct SearchTable {
    /// [band][sample]: real and imaginary part.
    private let real: [[Double]]
    private let imaginary: [[Double]]

    init(_ bands: MultibandSum) {
      let waveform = bands.waveform
      let fastest = bands.frequencies.map(abs).max() ?? 0
      let sparse = max(1, Int(1 / (12 * fastest * waveform.dwell.seconds)))
      // Where the pulse is weak no peak can be.
      let floor = waveform.peakHertz / Double(bands.frequencies.count)
      let samples = stride(from: 0, to: waveform.real.count, by: sparse).filter { sample in
        let (x, y) = (waveform.real[sample], waveform.imaginary[sample])
        return x * x + y * y >= floor * floor
      }
      real = bands.frequencies.indices.map { band in
        samples.map { sample in
          let (s, c) = bands.turn(band, sample)
          return waveform.real[sample] * c - waveform.imaginary[sample] * s
        }
      }
      imaginary = bands.frequencies.indices.map { band in
        samples.map { sample in
          let (s, c) = bands.turn(band, sample)
          return waveform.real[sample] * s + waveform.imaginary[sample] * c
        }
      }
    }

    func improved(_ start: [Double]) -> (peak: Double, phases: [Double]) {
      var phases = start
      var peak = peak(phases)
      var step = ElementaryFunctions.pi / 3
      while step > ElementaryFunctions.pi / 512 {
        var isBetter = false
        for band in 1..<phases.count {
          for change in [step, -step] {
            var trial = phases
            trial[band] += change
            let found = self.peak(trial)
            if found < peak * (1 - 1e-9) { (peak, phases, isBetter) = (found, trial, true) }
          }
        }
        if !isBetter { step /= 2 }
      }
      return (peak, phases)
    }

    private func peak(_ phases: [Double]) -> Double {
      let turns = phases.map { ElementaryFunctions.sineAndCosine($0) }
      var largest = 0.0
      for sample in real[0].indices {
        var (x, y) = (0.0, 0.0)
        for band in real.indices {
          x += real[band][sample] * turns[band].cosine - imaginary[band][sample] * turns[band].sine
          y += real[band][sample] * turns[band].sine + imaginary[band][sample] * turns[band].cosine
        }
        largest = max(largest, x * x + y * y)
      }
      return largest.squareRoot()
    }
  }
}
