/// How strongly the gradients of a run oscillate at each frequency: what V003 measures in its bands, over all
/// frequencies.
package struct GradientSpectrum: Sendable {
  /// Middles of the bins, Hz.
  package let hertz: [Double]
  /// Of x, y and z: the largest 2 |integral of G exp(-i 2 pi f t) dt| / T over all windows of T = 50 to 53 ms, Hz/m.
  package let amplitudes: [[Double]]

  /// Up to here where no band lies higher, Hz.
  package static let usualHighest = 3000.0

  /// nil where a gradient steps or is not a number, which has no spectrum.
  package init?(_ sequence: Sequence, highestHertz: Double) {
    let play = GradientPlay(
      sequence, EventFacts(sequence.library, rasters: sequence.rasters), EventUses(sequence))
    if play.isBroken { return nil }
    // One band over all frequencies, with a limit, so that every one of them is looked at on every axis.
    let band = ForbiddenBand(
      form: .frequencies, lower: 0, upper: highestHertz, axes: Axis.allCases, largestAmplitude: 1, text: "",
      source: "", confidence: .site, note: "",
      origin: SourceSpan(file: FileID(index: 0), offset: 0, length: 0))
    (hertz, amplitudes) = BandSpectrum(play, [band]).amplitudes
  }
}

/// B1+rms over the windows of a run, of which the checks X001 and X002 take the largest.
package struct B1Course: Sendable {
  package struct Window: Sendable {
    package var length: Time
    /// Ends of windows, s after the start of the run.
    package var seconds: [Double]
    /// Over the window that ends there, uT; before the start of the run it was played too.
    package var microtesla: [Double]
    /// The largest over all windows, as the checks compute it, uT.
    package var largest: ClosedRange<Double>
  }

  /// Of 10 s and of 6 min.
  package let windows: [Window]
  package let durationSeconds: Double

  /// nil when the run is longer than times go, or transmits on several channels, so that B1 depends on the coil.
  package init?(_ sequence: Sequence, nucleus: Nucleus, steps: Int = 600) {
    guard let exposure = RFExposure(sequence, hertzPerTesla: nucleus.hertzPerTesla),
      exposure.shimmedBlock == nil, let train = RFExposure.train(of: sequence), train.duration > 0
    else { return nil }
    durationSeconds = train.durationSeconds
    let perHertz = 1e6 / nucleus.hertzPerTesla
    windows = [(RFExposure.shortWindow, exposure.short), (RFExposure.longWindow, exposure.long)].map {
      length, mean in
      var seconds: [Double] = []
      var values: [Double] = []
      // Playings of the run that lie before it, so that every window is full.
      let before = length.picoseconds / train.duration + 1
      for step in 0...steps {
        let end = Int64((Double(train.duration) * Double(step) / Double(steps)).rounded())
        let at = before * train.duration + end
        let energy = Self.energy(train, to: at) - Self.energy(train, to: at - length.picoseconds)
        seconds.append(Time(picoseconds: end).seconds)
        values.append(perHertz * (max(energy, 0) / length.seconds).squareRoot())
      }
      return Window(length: length, seconds: seconds, microtesla: values, largest: mean.rootMeanSquare)
    }
  }

  /// Integral from the start of the first playing.
  private static func energy(_ train: PowerTrain, to picoseconds: Int64) -> Double {
    let cursor = PowerTrain.Cursor(train, at: picoseconds)
    return cursor.before
      + train.integral(
        train.slots[cursor.slot].profile, to: Time(picoseconds: picoseconds - cursor.start).seconds)
  }
}
