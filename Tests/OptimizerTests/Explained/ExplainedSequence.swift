// A pinned sequence for glutamate and glutamine, as docs/what-the-optimizer-found.md looks at it: the states of one
// molecule in the shots of one kind, before and after the searched pulse.
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

struct ExplainedSequence {
  let name: String
  /// Of which value of the label SET.
  let set: Int
  let experiment: StateExperiment
  /// One ideal pulse and data at once.
  let ideal: StateExperiment
  let molecules: [String: Molecule]
  /// Start and end of the searched pulse and the first sample, from the centre of the first pulse, s.
  let start: Double
  let end: Double
  let firstSample: Double

  static let perPPM = SimulationFixtures.hertzPerPPM

  init(_ name: String, set: Int = 0, places: Int = 16) throws {
    let run = try #require(DesignRun(at: "examples/glu-gln-3t-\(name).seq"))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    let wanted = try SimulationFixtures.molecules(["Glu", "Gln"], of: run)
    var conditions = StateExperiment.Conditions()
    conditions.positionCount = places
    conditions.precision = 5e-3
    let frequencies = wanted.frequencies(
      hertzPerPPM: Self.perPPM, referencePPM: 4.7, offsetHertz: 0)
    let shots = try ShotPrograms.make(
      of: sequence,
      options: ShotOptions(
        positionCount: places, pulseStepSeconds: 10e-6, fieldHertzPerPPM: Self.perPPM,
        sliceReach: SliceReach(frequenciesHertz: frequencies))
    ).get()
    let items = shots.items.filter { $0.channel == set }
    experiment = StateExperiment(
      items: items, conditions: conditions, fieldHertzPerPPM: Self.perPPM, referencePPM: 4.7)
    let quarter = [
      SpinProgram.Step.pulse(.ideal(radians: Double.pi / 2, cosine: 1, sine: 0))
    ]
    ideal = StateExperiment(
      items: [
        ShotPrograms.Item(
          program: SpinProgram(steps: quarter), count: 1, channel: 0, orders: [], isExact: true,
          sampleCount: items[0].sampleCount, dwellSeconds: items[0].dwellSeconds, pathSeconds: 0,
          pulseCount: 1, slices: [])
      ], conditions: conditions, fieldHertzPerPPM: Self.perPPM, referencePPM: 4.7)
    // The amide protons of Gln are not coupled to the chain.
    molecules = Dictionary(
      uniqueKeysWithValues: wanted.items.map { item in
        var molecule = item.molecule
        molecule.groups.removeAll { $0.system.spinCount < 5 }
        return (item.name, molecule)
      })
    (self.name, self.set) = (name, set)
    let marks = try experiment.marks(askedSeconds: [], withBlockEdges: false)
    let path = experiment.pathSeconds
    let ends = marks.filter { $0.times.contains { if case .pulseEnd = $0 { true } else { false } } }
    end = path + (ends.last?.seconds ?? 0)
    // A long pulse is played in parts; its samples count through the gaps.
    let pulses = try #require(run.output).optimizedPulses
    let pulse = try #require(pulses.count > 1 ? pulses[set] : pulses.first)
    start = end - pulse.grid.duration.seconds
    firstSample = path
  }

  func molecule(_ name: String) throws -> Molecule { try #require(molecules[name]) }

  func states(_ name: String, bands: [StateBand], asked: [Double] = []) throws -> MoleculeStates {
    experiment.states(
      of: try molecule(name), named: name, bands: bands,
      marks: try experiment.marks(askedSeconds: asked, withBlockEdges: false))
  }
}

extension MoleculeStates {
  func moment(at seconds: Double) -> StateMoment? {
    moments.min { abs($0.seconds - seconds) < abs($1.seconds - seconds) }
  }
}

extension ExplainedSequence {
  /// By its words: `in-phase H4`, or a class.
  static func selection(_ words: String, of molecule: Molecule, named name: String) -> StateSelection? {
    if let kind = OperatorClass.allCases.first(where: { $0.word == words }) { return .classes([kind]) }
    let sites = StateExperiment.spins(of: molecule, named: name).filter {
      words == "in-phase \($0.label.prefix { $0 != "'" })"
    }
    let products = sites.flatMap { spin in
      ["x", "y"].compactMap { NamedProduct("I\(spin.number)\($0)", of: molecule) }
    }
    return products.isEmpty ? nil : .products(products)
  }
}

extension MoleculeStates {
  /// `H4` of H4 and H4'.
  func site(_ spin: Int) -> String {
    String((spins.first { $0.number == spin }?.label ?? "?").prefix { $0 != "'" })
  }

  /// Sites in the order of their spins.
  var sites: [String] {
    spins.reduce(into: [String]()) { all, spin in
      if !all.contains(site(spin.number)) { all.append(site(spin.number)) }
    }
  }

  /// Contributions to a band, matched: in-phase magnetization by site, and classes for the rest. They add up to the whole.
  func parts(_ moment: StateMoment, band: Int) -> [(name: String, matched: Double)] {
    var result: [(name: String, matched: Double)] = sites.map { site in
      let own = moment.terms.filter { term in
        let product = term.product.product
        guard product.spinOrder == 1, product.transverse == 1 else { return false }
        return self.site(Int(term.name.dropFirst().dropLast()) ?? 0) == site
      }
      return ("in-phase \(site)", own.reduce(0) { $0 + $1.contributions[band].matched.real })
    }
    for (kind, part) in moment.classes where kind != .inPhase && kind != .unit {
      result.append((kind.word, part.contributions[band].matched.real))
    }
    return result
  }
}
