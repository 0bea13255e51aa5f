/// Simulated spectra as a table: one line a sample, comments with units before it.
import SequenceIR

extension SimulationReport {
  package var csv: String {
    var text = comments.map { "# \(SimulationReport.oneLine($0))\n" }.joined()
    let names = ["mixture"] + simulation.molecules.map(\.name)
    let columns = names.flatMap { name in
      ["signal_re", "signal_im", "spectrum_re", "spectrum_im"].map { "\(name)_\($0)" }
    }
    text += (["shots", "time_s", "frequency_Hz", "shift_ppm"] + columns).joined(separator: ",") + "\n"
    for shots in simulation.shots { append(shots, to: &text) }
    return text
  }

  private var comments: [String] {
    var lines = ["seqc \(version) simulate \(file)"] + conditionLines
    lines += simulation.shots.map { "shots " + SimulationReport.text(of: $0) }
    if let noiseText { lines.append(noiseText) }
    lines += simulation.notes.map { "note: \($0)" }
    return lines + [
      "time_s: s from the first sample; frequency_Hz and shift_ppm: of the spectrum's point in this line, Hz from the "
        + "reference, positive towards higher shifts",
      "signals of molecules: 1 is one proton per molecule after an ideal 90 degree pulse; mixture: their sum times mM",
      "spectrum: discrete Fourier transform of the signal over the number of samples; all columns are linear, no phase "
        + "is corrected",
    ]
  }

  /// Field, molecules, conditions, numerics.
  package var conditionLines: [String] {
    let conditions = simulation.conditions
    let molecules = simulation.molecules.map { "\($0.name) \(DecimalText.shortest($0.millimolar)) mM" }
    var lines = [
      "field \(DecimalText.shortest(fieldTesla)) T, nucleus \(nucleus.name), "
        + "\(DecimalText.shortest(simulation.fieldHertzPerPPM)) Hz per ppm, reference "
        + "\(DecimalText.shortest(simulation.referencePPM)) ppm",
      "molecules \(molecules.joined(separator: ", ")); spin parameters \(set.rawValue)",
      "linewidth \(DecimalText.shortest(conditions.linewidthHertz)) Hz, B1 scale "
        + "\(DecimalText.shortest(conditions.b1Scale)), offset \(DecimalText.shortest(conditions.offsetHertz)) Hz",
    ]
    if conditions.b1Spread > 0 || conditions.offsetSpreadHertz > 0 {
      lines.append(
        "mean over normal distributions, standard deviation of B1 \(DecimalText.shortest(conditions.b1Spread)) of nominal, of "
          + "the offset \(DecimalText.shortest(conditions.offsetSpreadHertz)) Hz")
    }
    return lines + [
      "estimate of the relative numerical error \(SimulationReport.error(simulation.errorEstimate))"
    ]
  }

  private func append(_ shots: SpectrumSimulation.Shots, to text: inout String) {
    let frequencies = SampledSignal.frequencies(count: shots.sampleCount, dwellSeconds: shots.dwellSeconds)
    let signals = [shots.mixture] + shots.molecules
    let spectra = signals.map(\.spectrum)
    for index in 0..<shots.sampleCount {
      text += shots.title
      text += "," + SimulationReport.axis(Double(index) * shots.dwellSeconds)
      text += "," + SimulationReport.axis(frequencies[index])
      text +=
        ","
        + SimulationReport.axis(
          simulation.referencePPM + frequencies[index] / simulation.fieldHertzPerPPM)
      for (signal, spectrum) in zip(signals, spectra) {
        text += "," + SimulationReport.value(signal.real[index])
        text += "," + SimulationReport.value(signal.imaginary[index])
        text += "," + SimulationReport.value(spectrum.real[index])
        text += "," + SimulationReport.value(spectrum.imaginary[index])
      }
      text += "\n"
    }
  }
}
