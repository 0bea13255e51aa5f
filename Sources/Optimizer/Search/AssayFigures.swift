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
      table: metrics(channels: channels, reference: ideal, nominal: spectra[0]).table(
        of: spectra, weights: weights, nominalIndex: 0),
      ideal: metrics(channels: 1, reference: ideal, nominal: ideal).table(
        of: [ideal], weights: [1], nominalIndex: 0),
      interest: interest.map { molecules[$0] })
  }

  /// Of several shots, the one in which a band holds the least of the other molecule, nominally, is looked at.
  private func metrics(channels: Int, reference: MemberSpectra, nominal: MemberSpectra) -> SpectrumMetrics {
    let joined = channels == 1 ? grid : grid.repeated(channels)
    var leakages: [LeakageQuestion] = []
    var signals: [SignalQuestion] = []
    if let glutamate = molecules.firstIndex(of: "Glu"), let glutamine = molecules.firstIndex(of: "Gln") {
      leakages = SpectrumMetrics.leakages(glutamate: glutamate, glutamine: glutamine)
      for index in leakages.indices where channels > 1 {
        let question = leakages[index]
        func share(_ shot: Int) -> Double {
          let points = SpectralBand(question.band.lowerPPM, question.band.upperPPM, shot: shot).points(
            of: joined)
          return nominal.signal.energy(of: question.other, at: points)
            / nominal.signal.energy(of: question.owner, at: points)
        }
        leakages[index].band.shot = (0..<channels).min { share($0) < share($1) }
      }
      signals = leakages.map { question in
        var signal = SignalQuestion(
          molecule: question.owner, band: SpectralBand(question.band.lowerPPM, question.band.upperPPM),
          reference: reference, grid: grid)
        signal.band = question.band
        return signal
      }
    }
    return SpectrumMetrics(
      model: model(), interest: interest, leakages: leakages, signals: signals,
      grid: joined, shotCount: channels)
  }

  /// One ideal pulse, and acquisition at once, for the nominal member.
  var idealSpectra: MemberSpectra { idealSpectra([EnsembleMember()], [sets[0]])[0] }

  func idealSpectra(_ members: [EnsembleMember], _ sets: [[Molecule]]) -> [MemberSpectra] {
    EnsembleSetup(
      molecules: sets, members: members,
      program: SpinProgram(steps: [.pulse(.ideal(radians: Double.pi / 2, cosine: 0, sine: 1))]),
      grid: grid, linewidthHertz: request.linewidthHertz, fieldHertzPerPPM: fieldHertzPerPPM,
      receiverPPM: receiverPPM
    ).engine().spectra()
  }
}
