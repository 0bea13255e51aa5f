/// Which molecules are simulated, with their concentrations.
import SequenceIR

package struct SimulatedMolecule: Sendable {
  package let name: String
  package let millimolar: Double
  /// Where shifts, couplings or lines come from.
  package let source: String
  package var isMacromolecule = false
  /// Groups with relaxation times, heteronuclei written out.
  let molecule: Molecule
  /// Of all spins.
  package var shiftsPPM: [Double] { molecule.groups.flatMap(\.system.shiftsPPM) }
}

package struct SimulationMolecules: Sendable {
  package private(set) var items: [SimulatedMolecule] = []
  package private(set) var set: SpinParameterSet
  package private(set) var notes: [String] = []

  /// Whom to ask for molecules and concentrations.
  package struct Context: Sendable {
    package var nucleus: Nucleus
    /// What the design's `optimize` block asks for, and what its `molecule` statements define.
    package var request: OptimizationRequest?
    package var own: [MoleculeDefinition]
    /// Frequency of the nucleus, Hz: heteronuclear couplings need it.
    package var spectrometerHertz: Double

    package init(
      nucleus: Nucleus, request: OptimizationRequest? = nil, own: [MoleculeDefinition] = [],
      spectrometerHertz: Double
    ) {
      self.nucleus = nucleus
      self.request = request
      self.own = own
      self.spectrometerHertz = spectrometerHertz
    }
  }

  /// A molecule somebody asked for.
  package struct Wanted: Sendable, Equatable {
    package var name: String
    /// nil: what is typical.
    package var millimolar: Double?
    package var span: SourceSpan?

    package init(_ name: String, millimolar: Double? = nil, span: SourceSpan? = nil) {
      self.name = name
      self.millimolar = millimolar
      self.span = span
    }
  }

  /// `wanted` nil: those of the design, else those of grey matter. `set` nil: the design's first, else govindaraju.
  package init(
    _ wanted: [Wanted]?, set: SpinParameterSet?, context: Context
  ) throws(SimulationProblem) {
    self.set =
      set ?? context.request?.parameterSets.lazy.compactMap { SpinParameterSet(rawValue: $0.name) }.first
      ?? .govindaraju
    let all: [Wanted]
    if let wanted { all = wanted } else { all = try SimulationMolecules.usual(context) }
    var missing: [String] = []
    for item in all where try !add(item, context) { missing.append(item.name) }
    if let note = SearchMolecules.note(missing: missing, in: self.set) { notes.append(note) }
  }

  private static func usual(_ context: Context) throws(SimulationProblem) -> [Wanted] {
    if let listed = context.request?.molecules {
      return listed.map { Wanted($0.molecule.name, millimolar: $0.millimolar, span: $0.molecule.span) }
    }
    if context.nucleus == .proton { return InVivo.concentrations.map { Wanted($0.name) } }
    guard !context.own.isEmpty else {
      throw SimulationProblem(
        .moleculeNotFound, "the library holds protons, and the sequence is for \(context.nucleus.name)",
        help: "define what is to be simulated in the design: `molecule NAME { ... }`")
    }
    return context.own.map { Wanted($0.name) }
  }

  /// Whether the set has parameters for it.
  private mutating func add(_ wanted: Wanted, _ context: Context) throws(SimulationProblem) -> Bool {
    let own = context.own.first { $0.name == wanted.name }
    let name = own?.name ?? MoleculeLibrary.canonicalName(of: wanted.name) ?? wanted.name
    if own == nil, context.nucleus != .proton,
      SimulationMolecules.species(wanted.name, context.nucleus) == nil
    {
      throw SimulationProblem(
        .moleculeNotFound, "the library holds protons, and the sequence is for \(context.nucleus.name)",
        at: wanted.span, help: "define `\(wanted.name)` in the design: `molecule \(wanted.name) { ... }`")
    }
    guard !items.contains(where: { $0.name == name }) else {
      throw SimulationProblem(.moleculeNotFound, "\(name) is asked for twice", at: wanted.span)
    }
    if own == nil, let species = SimulationMolecules.species(wanted.name, context.nucleus) {
      let millimolar = wanted.millimolar ?? species.millimolar ?? 1
      if wanted.millimolar == nil, species.millimolar == nil { noteUnknownConcentration(of: species.name) }
      items.append(
        SimulatedMolecule(
          name: species.name, millimolar: millimolar, source: species.source, molecule: species.molecule))
      notes.append("\(species.name): T1 and T2 of \(species.source)")
      return true
    }
    let found: (found: Molecule, isOfTheSet: Bool)
    do throws(SearchProblem) {
      found = try SearchMolecules.molecule(wanted.name, set, own: context.own, at: wanted.span)
    } catch {
      throw SimulationProblem(.moleculeNotFound, error.message, at: error.span, help: error.help)
    }
    var molecule = found.found.resolvingHeteronuclei(spectrometerHertz: context.spectrometerHertz)
    // A molecule of the design relaxes as the design says, or not at all.
    if own == nil { molecule = molecule.relaxing }
    items.append(
      SimulatedMolecule(
        name: name, millimolar: concentration(of: name, wanted, own, context),
        source: own == nil
          ? SimulationMolecules.source(of: name, found.isOfTheSet ? set : .govindaraju)
          : "a molecule of the design's own", molecule: molecule))
    return found.isOfTheSet
  }

  private static func source(of name: String, _ set: SpinParameterSet) -> String {
    "set \(set.rawValue): \(MoleculeLibrary.citation(named: name, set: set) ?? "seqc metabolites \(name)")"
  }

  /// Every molecule that a fit of a brain spectrum needs: the usual ones of grey matter, those that the design lists
  /// beside them, and its own.
  package static func ofBrain(_ context: Context) -> [Wanted] {
    var names = context.nucleus == .proton ? InVivo.concentrations.map(\.name) : []
    for word in (context.request?.molecules ?? []).map(\.molecule.name) + context.own.map(\.name) {
      let isOwn = context.own.contains { $0.name == word }
      let name = isOwn ? word : MoleculeLibrary.canonicalName(of: word) ?? word
      if !names.contains(name) { names.append(name) }
    }
    return names.map { Wanted($0) }
  }

  private mutating func concentration(
    of name: String, _ wanted: Wanted, _ own: MoleculeDefinition?, _ context: Context
  ) -> Double {
    if let given = wanted.millimolar { return given }
    let listed = context.request?.molecules?.first {
      $0.molecule.name == name || MoleculeLibrary.canonicalName(of: $0.molecule.name) == name
    }
    if let known = listed?.millimolar ?? own?.millimolar { return known }
    if own == nil, let typical = InVivo.millimolar(of: name) { return typical }
    noteUnknownConcentration(of: name)
    return 1
  }

  private mutating func noteUnknownConcentration(of name: String) {
    notes.append("no typical concentration of \(name) is known: 1 mM stands in")
  }

  /// Of the table, where the library has no molecule of this name.
  private static func species(_ name: String, _ nucleus: Nucleus) -> SingleSpinSpecies? {
    guard MoleculeLibrary.canonicalName(of: name) == nil else { return nil }
    return SingleSpinSpecies.named(name).flatMap { $0.nucleus == nucleus ? $0 : nil }
  }

  mutating func append(_ molecule: SimulatedMolecule) { items.append(molecule) }

  mutating func add(note: String) { notes.append(note) }

  /// Where the spins of all molecules precess, Hz from the reference; nil: there are none.
  func frequencies(hertzPerPPM: Double, referencePPM: Double, offsetHertz: Double) -> ClosedRange<Double>? {
    let shifts = items.flatMap(\.molecule.groups).flatMap(\.system.shiftsPPM)
    guard let least = shifts.min(), let most = shifts.max() else { return nil }
    return
      (hertzPerPPM * (least - referencePPM) + offsetHertz)...(hertzPerPPM * (most - referencePPM)
      + offsetHertz)
  }
}
