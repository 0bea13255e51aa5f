/// All figures of a result, whatever it was optimized for: so that what one objective costs in terms of another shows.

import SequenceIR

/// One figure.
package struct SpectrumMetric: Sendable, Equatable {
  package enum Best: Sendable, Equatable {
    case smallest, largest, nearestZero
  }

  /// CRLB(Gln), correlation(Glu, Gln), leakage(Glu in Gln), bias(Gln), ...
  package var name: String
  /// The assumption it holds under; nil where there is none.
  package var baseline: BaselineAssumption?
  package var unit: String
  package var best: Best

  /// What the figure is, for its values to be added to.
  var json: JSONObject {
    var object = JSONObject()
    object.add("figure", name)
    object.add("baseline", raw: baseline.map { JSONText.string($0.rawValue) } ?? "null")
    object.add("unit", unit)
    return object
  }
}

/// Energy of `other` in a band of `owner`.
package struct LeakageQuestion: Sendable, Equatable {
  package var owner: Int
  package var other: Int
  package var band: SpectralBand
  /// Concentration of the other over the owner's, for the figure as amplitude.
  package var concentrationRatio: Double

  package init(owner: Int, other: Int, band: SpectralBand, concentrationRatio: Double) {
    self.owner = owner
    self.other = other
    self.band = band
    self.concentrationRatio = concentrationRatio
  }
}

/// Signal of a molecule in a band, relative to a reference.
package struct SignalQuestion: Sendable, Equatable {
  package var molecule: Int
  package var band: SpectralBand
  package var referenceEnergy: Double
  package var referencePeak: Double

  package init(molecule: Int, band: SpectralBand, referenceEnergy: Double = 1, referencePeak: Double = 1) {
    self.molecule = molecule
    self.band = band
    self.referenceEnergy = referenceEnergy
    self.referencePeak = referencePeak
  }

  /// Relative to the spectra of a reference sequence.
  package init(molecule: Int, band: SpectralBand, reference: MemberSpectra, grid: SpectralGrid) {
    let points = band.points(of: grid)
    self.init(
      molecule: molecule, band: band, referenceEnergy: reference.signal.energy(of: molecule, at: points),
      referencePeak: reference.signal.peak(of: molecule, at: points))
  }
}

/// What is asked of every member. Several shots stand one after the other on a grid that repeats their window.
package struct SpectrumMetrics: Sendable {
  /// Without a baseline; its noise is the unit of the bounds.
  package let model: FisherModel
  package let interest: [Int]
  package let leakages: [LeakageQuestion]
  package let signals: [SignalQuestion]
  package let grid: SpectralGrid
  /// A, B and C, as far as the grid can carry their splines.
  package let baselines: [(assumption: BaselineAssumption, model: FisherModel)]

  package init(
    model: FisherModel, interest: [Int], leakages: [LeakageQuestion] = [], signals: [SignalQuestion] = [],
    grid: SpectralGrid, shotCount: Int = 1
  ) {
    self.model = model
    self.interest = interest
    self.leakages = leakages
    self.signals = signals
    self.grid = grid
    baselines = BaselineAssumption.allCases.compactMap { assumption in
      guard let spacing = assumption.knotSpacingPPM else { return (assumption, model.with(baseline: nil)) }
      let spline = SplineBaseline.make(
        ppm: Array(grid.ppm.prefix(grid.pointCount / shotCount)), knotSpacingPPM: spacing,
        shotCount: shotCount)
      guard case .success(let baseline) = spline else { return nil }
      return (assumption, model.with(baseline: baseline))
    }
  }

  /// The two molecules of the question, both ways, in their fixed bands; in vivo there is four times as much
  /// glutamate.
  package static func leakages(glutamate: Int, glutamine: Int) -> [LeakageQuestion] {
    [
      LeakageQuestion(owner: glutamate, other: glutamine, band: .glutamate, concentrationRatio: 0.25),
      LeakageQuestion(owner: glutamine, other: glutamate, band: .glutamine, concentrationRatio: 4),
    ]
  }

  /// The figures, in the order of the rows of the table.
  package var metrics: [SpectrumMetric] {
    var metrics: [SpectrumMetric] = []
    func add(
      _ name: String, _ unit: String, _ best: SpectrumMetric.Best, _ baseline: BaselineAssumption? = nil
    ) {
      metrics.append(SpectrumMetric(name: name, baseline: baseline, unit: unit, best: best))
    }
    for (assumption, _) in baselines {
      for molecule in interest { add("CRLB(\(name(molecule)))", "% of concentration", .smallest, assumption) }
      if interest.count > 1 {
        add("correlation(\(name(interest[0])), \(name(interest[1])))", "1", .nearestZero, assumption)
      }
      for molecule in interest {
        add("bias(\(name(molecule)))", "% of concentration", .nearestZero, assumption)
        add("bias(\(name(molecule)))", "CRLB", .nearestZero, assumption)
      }
    }
    for question in leakages {
      let title = "leakage(\(name(question.other)) in \(name(question.owner)))"
      add(title, "% of energy", .smallest)
      add(title, "% of amplitude at \(question.concentrationRatio):1", .smallest)
    }
    for question in signals {
      add("signal(\(name(question.molecule)))", "% of reference energy", .largest)
      add("signal(\(name(question.molecule)))", "% of reference peak", .largest)
    }
    return metrics
  }

  private func name(_ molecule: Int) -> String { model.molecules[molecule] }

  /// All figures of all members. Bias is that of a fit with the nominal member's spectra, relative to that fit's
  /// bound. What cannot be computed is NaN and listed by `MetricTable.notFinite`.
  package func table(of members: [MemberSpectra], weights: [Double], nominalIndex: Int) -> MetricTable {
    let fits = baselines.map { NominalFit.make($0.model, nominal: members[nominalIndex]) }
    let values = members.map { self.values(of: $0, fits) }
    return MetricTable(metrics: metrics, values: values, weights: weights, nominalIndex: nominalIndex)
  }

  private func values(of member: MemberSpectra, _ fits: [Result<NominalFit, FactorizationFailure>])
    -> [Double]
  {
    var values: [Double] = []
    for ((_, model), fit) in zip(baselines, fits) { values += precision(of: member, model, fit) }
    for question in leakages {
      let points = question.band.points(of: grid)
      let share =
        member.signal.energy(of: question.other, at: points)
        / member.signal.energy(of: question.owner, at: points)
      values += [100 * share, 100 * share.squareRoot() * question.concentrationRatio]
    }
    for question in signals {
      let points = question.band.points(of: grid)
      values.append(100 * member.signal.energy(of: question.molecule, at: points) / question.referenceEnergy)
      values.append(100 * member.signal.peak(of: question.molecule, at: points) / question.referencePeak)
    }
    return values
  }

  private func precision(
    of member: MemberSpectra, _ model: FisherModel, _ fit: Result<NominalFit, FactorizationFailure>
  ) -> [Double] {
    var values: [Double] = []
    if case .success(let information) = FisherInformation.make(model, member) {
      values = interest.map { 100 * information.relativeBound(of: $0) }
      if interest.count > 1 { values.append(information.correlation(of: interest[0], interest[1])) }
    } else {
      values = [Double](repeating: .nan, count: interest.count + (interest.count > 1 ? 1 : 0))
    }
    guard case .success(let fit) = fit else {
      return values + [Double](repeating: .nan, count: 2 * interest.count)
    }
    let changes = fit.response(to: member).changes
    for molecule in interest {
      values.append(100 * changes[molecule] / model.concentrations[molecule])
      values.append(changes[molecule] / fit.information.cramerRaoBound(of: molecule))
    }
    return values
  }
}
