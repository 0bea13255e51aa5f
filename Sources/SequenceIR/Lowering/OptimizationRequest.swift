/// What a design asks of `seqc optimize`, as plain values in SI units; molecules are names that only the search can check.
package struct OptimizationRequest: Sendable {
  /// The pulses to find, in the order they are declared.
  package var pulses: [OptimizedPulse] = []
  package var aims: [Aim] = []
  /// What the spectrum holds; nil: typical grey matter.
  package var molecules: [Amount]?
  package var macromolecules = Macromolecules.known
  /// The search is over all of them; never empty.
  package var baselines: [Baseline] = [.none]
  package var linewidthHertz = 5.5
  /// The part of the spectrum that is fitted.
  package var window = Band(lowerPPM: 0.5, upperPPM: 4.2, span: nil)
  /// Scales of B1; never empty.
  package var b1Scales: [Double] = [1]
  /// Offsets of B0; never empty.
  package var offsetsHertz: [Double] = [0]
  /// Sets of spin parameters; empty: the first choice of the library.
  package var parameterSets: [Molecule] = []
  package var energyPenalty = 0.0
  package var smoothnessPenalty = 0.0
  /// The RF of the pulses stays within half of it on both sides: the design's, or the scanner's; nil: not bounded.
  package var bandwidthHertz: Double?
  /// Share of a pulse's energy outside of the band that is good enough.
  package var shareOutOfBand = 0.01
  package var starts = 32
  package var seed = 1
  package var iterations = 200
  package var minimizer = Minimizer.lbfgs
  /// Weight of the worst member beside the mean of all, whose weight is 1; 0 to 1.
  package var worstShare = 0.3
  package var variables: [Variable] = []
  package var choices: [Choice] = []
  /// Of the statement.
  package var span: SourceSpan

  package init(span: SourceSpan) { self.span = span }

  /// A name, and where the design says it.
  package struct Molecule: Hashable, Sendable {
    package let name: String
    package let span: SourceSpan

    package init(name: String, span: SourceSpan) {
      self.name = name
      self.span = span
    }
  }

  package struct Weighted: Hashable, Sendable {
    package let molecule: Molecule
    package let weight: Double

    package init(molecule: Molecule, weight: Double) {
      self.molecule = molecule
      self.weight = weight
    }
  }

  package struct Amount: Hashable, Sendable {
    package let molecule: Molecule
    package let millimolar: Double

    package init(molecule: Molecule, millimolar: Double) {
      self.molecule = molecule
      self.millimolar = millimolar
    }
  }

  package struct Band: Hashable, Sendable {
    package let lowerPPM: Double
    package let upperPPM: Double
    /// nil: not from the design.
    package let span: SourceSpan?
    /// Value of the label SET of the shots that are meant; nil: all shots.
    package let set: Int?

    package init(lowerPPM: Double, upperPPM: Double, span: SourceSpan?, set: Int? = nil) {
      self.set = set
      self.lowerPPM = lowerPPM
      self.upperPPM = upperPPM
      self.span = span
    }
  }

  package enum Macromolecules: String, CaseIterable, Hashable, Sendable { case known, free, none }

  package enum Minimizer: String, CaseIterable, Hashable, Sendable { case lbfgs, adam }

  package enum Baseline: Hashable, Sendable {
    case none
    /// The distance of its knots.
    case spline(ppm: Double)
  }

  package enum Aim: Sendable {
    /// Smallest Cramer-Rao bounds of the amplitudes.
    case precision([Weighted])
    /// Smallest variance plus squared bias; the noise is a standard deviation.
    case meanSquareError([Weighted], noise: Double)
    case signal(Molecule, Band, weight: Double)
    /// `below`: a share of the molecule's energy in the band that is good enough.
    case suppression([Molecule], Band, below: Double?, weight: Double)
    case spectrum(Molecule, file: SourceFile, weight: Double)
    /// Product operators as the design writes them, `2 I1z I2z`.
    case state(String, stateSpan: SourceSpan, of: Molecule, weight: Double)
    case profile(Profile)

    /// Whether a sequence that gives no signal at all would reach it.
    package var isReachedBySilence: Bool { if case .suppression = self { true } else { false } }

    package var molecules: [Molecule] {
      switch self {
      case .precision(let weighted), .meanSquareError(let weighted, _): weighted.map(\.molecule)
      case .signal(let molecule, _, _), .spectrum(let molecule, _, _), .state(_, _, let molecule, _):
        [molecule]
      case .suppression(let molecules, _, _, _): molecules
      case .profile: []
      }
    }
  }

  /// What one pulse shall do by itself to single spins.
  package struct Profile: Sendable {
    package enum Kind: Hashable, Sendable {
      case excitation, inversion, refocusing
      /// About x.
      case rotation(radians: Double)
    }

    package let kind: Kind
    package let pulse: Molecule
    /// Offsets from minus to plus half of it are turned.
    package let bandHertz: Double
    /// Beyond it, on both sides, spins stay as they are; nil: nothing is asked for there.
    package let transitionHertz: Double?
    package let weight: Double
    package let span: SourceSpan

    package init(
      kind: Kind, pulse: Molecule, bandHertz: Double, transitionHertz: Double?, weight: Double,
      span: SourceSpan
    ) {
      self.kind = kind
      self.pulse = pulse
      self.bandHertz = bandHertz
      self.transitionHertz = transitionHertz
      self.weight = weight
      self.span = span
    }

    /// Offsets that shall not be turned, on one side: as many as the band has, or four transitions.
    package var stopHertz: ClosedRange<Double>? {
      guard let transitionHertz else { return nil }
      let border = bandHertz / 2 + transitionHertz
      return border...(border + max(bandHertz, 4 * transitionHertz))
    }

    /// What a spin in the band must be turned by at least, rad.
    package var leastRadians: Double {
      switch kind {
      case .excitation: ElementaryFunctions.pi / 2
      case .inversion, .refocusing: ElementaryFunctions.pi
      case .rotation(let radians): radians
      }
    }
  }

  /// A top-level `let` that the search may change.
  package struct Variable: Sendable {
    package let name: String
    package let lower: Quantity
    package let upper: Quantity
    /// What the design says.
    package let value: Quantity
    package let span: SourceSpan

    package init(name: String, lower: Quantity, upper: Quantity, value: Quantity, span: SourceSpan) {
      self.name = name
      self.lower = lower
      self.upper = upper
      self.value = value
      self.span = span
    }

    /// A value between the bounds; times are rounded to the picosecond.
    package func quantity(_ number: Double) -> Quantity {
      if number == lower.value { return lower }
      if number == upper.value { return upper }
      if value.dimension == .time, let time = Time(nearestToSeconds: number) { return Quantity(time) }
      return Quantity(number, value.dimension)
    }
  }

  /// A top-level `let` for which the search tries some values, each with a search of its own.
  package struct Choice: Sendable {
    package let name: String
    package let values: [Quantity]
    package let span: SourceSpan

    package init(name: String, values: [Quantity], span: SourceSpan) {
      self.name = name
      self.values = values
      self.span = span
    }
  }

  package struct Chosen: Sendable {
    package let name: String
    package let value: Quantity
    package let span: SourceSpan
  }

  /// Every combination of the values to try, those of the last line changing fastest; one empty combination without any.
  package var combinations: [[Chosen]] {
    var result: [[Chosen]] = [[]]
    for choice in choices {
      result = result.flatMap { earlier in
        choice.values.map { earlier + [Chosen(name: choice.name, value: $0, span: choice.span)] }
      }
    }
    return result
  }

  /// How many members the ensemble has, baselines apart.
  package var memberCount: Int { b1Scales.count * offsetsHertz.count * max(1, parameterSets.count) }
}

/// `molecule NAME { ... }`.
package struct MoleculeDefinition: Hashable, Sendable {
  package struct Spin: Hashable, Sendable {
    package let name: String
    package let shiftPPM: Double
    /// Magnetically equivalent spins.
    package let count: Int

    package init(name: String, shiftPPM: Double, count: Int) {
      self.name = name
      self.shiftPPM = shiftPPM
      self.count = count
    }
  }

  package struct Coupling: Hashable, Sendable {
    /// Indices of spins; couplings of a group hold for each of its spins.
    package let first: Int
    package let second: Int
    package let hertz: Double

    package init(first: Int, second: Int, hertz: Double) {
      self.first = first
      self.second = second
      self.hertz = hertz
    }
  }

  package let name: String
  package var spins: [Spin] = []
  package var couplings: [Coupling] = []
  /// nil: no relaxation.
  package var t1Seconds: Double?
  package var t2Seconds: Double?
  package var millimolar: Double?
  /// Of the name.
  package let span: SourceSpan

  package init(name: String, span: SourceSpan) {
    self.name = name
    self.span = span
  }
}
