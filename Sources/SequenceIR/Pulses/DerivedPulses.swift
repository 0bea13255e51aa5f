/// Pulses made of another pulse of the design, which their parameter `of` names.
extension PulseFamily {
  /// Not among `all`: what they are made of comes from the design, in `PulseArguments.source`.
  package static let derived = [multiband, verse]

  /// What may stand behind `pulse NAME =`.
  package static let kinds = all.map(\.name) + derived.map(\.name) + ["file", optimized.name]

  static let multiband = PulseFamily(
    name: "multiband",
    summary:
      "several slices at once: another pulse at equal distances in frequency, with phases that keep B1 low",
    parameters: [
      Parameter("bands", .quantity(.none), from: "2", to: "16", "how many slices"),
      Parameter(
        "spacing", .quantity(.frequency), from: "1 Hz", to: "1 MHz",
        "from slice to slice: the bandwidth of the other pulse times distance over thickness"),
      Parameter(
        "peak", .quantity(.fluxDensity), whenOmitted: "the scanner's limit alone", from: "1 nT", to: "1 mT",
        "largest B1; a pulse that needs more is refused"),
    ], design: { $0.multiband() })

  static let verse = PulseFamily(
    name: "verse",
    summary:
      "another slice-selective pulse under a largest B1: slower, with less gradient, where it is strong",
    parameters: [
      Parameter("peak", .quantity(.fluxDensity), from: "1 nT", to: "1 mT", "largest B1"),
      Parameter(
        "thickness", .quantity(.length), from: "0.01 mm", to: "10 m",
        "thinnest slice that it is played for: the slew rate must do for its gradient"),
      Parameter(
        "speed", .quantity(.none), fallback: "1", from: "1", to: "100",
        "largest gradient over that of the other pulse: what is above 1 makes it shorter where it is weak"),
    ], design: { $0.verse() })
}

/// The other pulse, and the gradients that the scanner and the design allow.
package struct PulseSource: Sendable {
  package var waveform: PulseWaveform
  /// Hz/m.
  package var amplitude: Double
  /// Hz/m/s.
  package var slew: Double

  package init(waveform: PulseWaveform, amplitude: Double, slew: Double) {
    self.waveform = waveform
    self.amplitude = amplitude
    self.slew = slew
  }
}

extension PulseArguments {
  /// The other pulse, if it can be made into something else; selective, of one part, under a constant gradient.
  func selectiveSource() -> Result<(source: PulseSource, bandwidth: Double), PulseProblem> {
    guard let source else {
      return .failure(PulseProblem("there is no pulse to make it of", parameter: "of"))
    }
    guard let bandwidth = source.waveform.bandwidthHertz, bandwidth > 0 else {
      return .failure(
        PulseProblem(
          "the other pulse has no bandwidth, so it selects no slice", parameter: "of",
          help: "one such as sinc or slr"))
    }
    guard source.waveform.gradientModulation == nil else {
      return .failure(
        PulseProblem("the other pulse modulates its gradient already", parameter: "of"))
    }
    guard source.waveform.parts.isEmpty else {
      return .failure(
        PulseProblem("the other pulse is longer than an RF event may be", parameter: "of"))
    }
    return .success((source, bandwidth))
  }
}
