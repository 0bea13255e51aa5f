/// All figures of a sequence under an assay, beside those of an ideal acquisition.
import SequenceIR

/// Noise is that of the assay's unit; only ratios between sequences of equal duration mean something.
package struct AssayFigures: Sendable {
  package let table: MetricTable
  /// The same figures of one ideal 90 degree pulse and acquisition at once: no echo time, no slice, nominal member.
  package let ideal: MetricTable
  /// The molecules of the aims.
  package let interest: [String]

  /// A CRLB over that of the ideal acquisition.
  package struct Bound: Sendable {
    package let molecule: String
    package let baseline: BaselineAssumption
    package let nominal: Double
    package let mean: Double
    package let worst: Double
  }

  package var bounds: [Bound] {
    BaselineAssumption.allCases.flatMap { baseline in
      interest.compactMap { molecule -> Bound? in
        let name = "CRLB(\(molecule))"
        guard let own = table.summary(name, unit: "% of concentration", baseline: baseline),
          let ideal = ideal.summary(name, unit: "% of concentration", baseline: baseline)
        else { return nil }
        return Bound(
          molecule: molecule, baseline: baseline, nominal: own.nominal / ideal.nominal,
          mean: own.mean / ideal.nominal, worst: own.worst / ideal.nominal)
      }
    }
  }
}

extension Assay {
  /// The figures of spectra of members, the nominal one first.
  func figures(of spectra: [MemberSpectra], channels: Int) -> AssayFigures {
    let ideal = idealSpectra
    let weights = [Double](repeating: 1, count: spectra.count)
    return AssayFigures(
      table: metrics(channels: channels, reference: ideal).table(
        of: spectra, weights: weights, nominalIndex: 0),
      ideal: metrics(channels: 1, reference: ideal).table(of: [ideal], weights: [1], nominalIndex: 0),
      interest: interest.map { molecules[$0] })
  }

  private func metrics(channels: Int, reference: MemberSpectra) -> SpectrumMetrics {
    var leakages: [LeakageQuestion] = []
    var signals: [SignalQuestion] = []
    if let glutamate = molecules.firstIndex(of: "Glu"), let glutamine = molecules.firstIndex(of: "Gln") {
      leakages = SpectrumMetrics.leakages(glutamate: glutamate, glutamine: glutamine)
      signals = [(glutamate, SpectralBand.glutamate), (glutamine, .glutamine)].map {
        SignalQuestion(molecule: $0.0, band: $0.1, reference: reference, grid: grid)
      }
    }
    return SpectrumMetrics(
      model: model(), interest: interest, leakages: leakages, signals: signals,
      grid: channels == 1 ? grid : grid.repeated(channels), shotCount: channels)
  }

  /// One ideal pulse, and acquisition at once.
  var idealSpectra: MemberSpectra {
    EnsembleSetup(
      molecules: [sets[0]], members: [EnsembleMember()],
      program: SpinProgram(steps: [.pulse(.ideal(radians: Double.pi / 2, cosine: 0, sine: 1))]),
      grid: grid, linewidthHertz: request.linewidthHertz, fieldHertzPerPPM: fieldHertzPerPPM,
      receiverPPM: receiverPPM
    ).engine().spectra()[0]
  }
}
