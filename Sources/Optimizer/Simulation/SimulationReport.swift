/// What a file of simulated spectra says beside the numbers, and how it writes numbers.
import SequenceIR

package struct SimulationReport: Sendable {
  package let simulation: SpectrumSimulation
  /// Of `seqc`.
  package let version: String
  /// The input as the user named it.
  package let file: String
  package let nucleus: Nucleus
  package let fieldTesla: Double
  package let set: SpinParameterSet

  package init(
    _ simulation: SpectrumSimulation, version: String, file: String, nucleus: Nucleus, fieldTesla: Double,
    set: SpinParameterSet
  ) {
    self.simulation = simulation
    self.version = version
    self.file = file
    self.nucleus = nucleus
    self.fieldTesla = fieldTesla
    self.set = set
  }

  /// Signals and spectra, to 1e-10: beyond what the propagation is good for, and the same bytes on every machine.
  static func value(_ value: Double) -> String { DecimalText.rounded(value, decimals: 10) }

  /// Times in seconds, frequencies in hertz, shifts in ppm.
  static func axis(_ value: Double) -> String { DecimalText.rounded(value, decimals: 9) }

  /// One for people, without what the numbers themselves say.
  package var summary: String {
    let molecules = simulation.molecules.map { "\($0.name) \(DecimalText.shortest($0.millimolar)) mM" }
    var lines = [
      "molecules     \(molecules.joined(separator: ", "))",
      "field         \(DecimalText.shortest(fieldTesla)) T, \(nucleus.name), spin parameters \(set.rawValue)",
    ]
    for shots in simulation.shots {
      lines.append("shots         \(SimulationReport.text(of: shots))")
    }
    lines.append(
      "numerics      relative error of the signals \(SimulationReport.error(simulation.errorEstimate)) (couplings every "
        + "\(DecimalText.significant(simulation.kickSeconds * 1e6, 3)) us)")
    if let noiseText { lines.append(noiseText) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// nil: there is none.
  package var noiseText: String? {
    guard let deviation = simulation.noiseDeviation, let noise = simulation.conditions.noise else {
      return nil
    }
    var text =
      "noise         standard deviation \(DecimalText.significant(deviation, 6)) in each part of a sample of the "
      + "mixture, seed \(noise.seed)"
    if case .ratio(let ratio) = noise.level {
      text += ": \(DecimalText.shortest(ratio)) times below the tallest point of the magnitude spectrum"
    }
    return text
  }

  static func text(of shots: SpectrumSimulation.Shots) -> String {
    let milliseconds = DecimalText.rounded(shots.firstSampleSeconds * 1e3, decimals: 3)
    return "\(shots.title): played \(shots.played) times, \(shots.sampleCount) samples every "
      + "\(DecimalText.rounded(shots.dwellSeconds * 1e6, decimals: 3)) us from \(milliseconds) ms after the first pulse"
  }

  /// The size of a numerical error, for people.
  static func error(_ value: Double) -> String {
    value > 0 ? DecimalText.significant(value, 2) : "below 1e-12"
  }

  /// Control characters would break a comment line.
  static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
  }
}
