// Equivalence, factoring and heteronuclei against spectra computed in the full space.
import TestSupport
import Testing

@testable import Optimizer

@Suite struct SpinFactoringTests {
  @Test func methylsAreEquivalentAndMethylenesOfAAXXAreNot() throws {
    #expect(try classes("Lac") == [[0], [1, 2, 3]])
    #expect(try classes("EtOH") == [[0, 1], [2, 3, 4]])
    #expect(try classes("Val") == [[0], [1], [2, 3, 4], [5, 6, 7]])
    #expect(try classes("GABA").count == 6)
    #expect(try classes("Tau").count == 4)
    #expect(try classes("PCh", 1).count == 4)
    // H1 and H3 of myo-inositol have equal shifts, but couplings of 2.889 and 3.006 Hz to H2.
    #expect(try classes("mI").count == 6)
  }

  @Test func equivalenceIsSettledOnlyWhenNothingSplits() {
    // Spins 0 and 1 differ only by what 2 and 3, of equal shift, are coupled to.
    let system = SpinSystem(
      shiftsPPM: [1, 1, 2, 2, 3],
      couplings: [
        ScalarCoupling(0, 2, hertz: 7), ScalarCoupling(1, 3, hertz: 7), ScalarCoupling(2, 4, hertz: 5),
      ])
    #expect(system.magneticallyEquivalentSpins.count == 5)
    #expect(SpinSystem(shiftsPPM: [1, 1, 1]).magneticallyEquivalentSpins == [[0, 1, 2]])
  }

  private func classes(_ name: String, _ group: Int = 0) throws -> [[Int]] {
    try #require(MoleculeLibrary.molecule(named: name)).groups[group].system.magneticallyEquivalentSpins
  }

  // MARK: no effect, and effect

  @Test func couplingsOfEquivalentProtonsHaveNoEffect() throws {
    for (name, pairs) in [("Lac", [(1, 2), (1, 3), (2, 3)]), ("EtOH", [(0, 1), (2, 3), (2, 4), (3, 4)])] {
      let system = try #require(MoleculeLibrary.molecule(named: name)).groups[0].system
      var full = system
      full.couplings += pairs.map { ScalarCoupling($0, $1, hertz: -14.366) }
      #expect(full.droppingCouplingsWithoutEffect == system)
      #expect(difference(SpectralMoments.of(full), SpectralMoments.of(system)) < 1e-12, "\(name)")
    }
  }

  @Test func couplingsOfAAXXProtonsHaveAnEffect() throws {
    for name in ["GABA", "Tau", "PE"] {
      let system = try #require(MoleculeLibrary.molecule(named: name)).groups[0].system
      #expect(system.droppingCouplingsWithoutEffect == system)
      var without = system
      without.couplings.removeAll { system.shiftsPPM[$0.first] == system.shiftsPPM[$0.second] }
      #expect(without.couplings.count < system.couplings.count)
      #expect(difference(SpectralMoments.of(without), SpectralMoments.of(system)) > 1e-6, "\(name)")
    }
  }

  @Test func factoredMoleculeHasTheSpectrumOfTheWhole() throws {
    // NAA as one system of seven spins, with the acetyl protons coupled to one another.
    let shifts = [7.8205, 4.3817, 2.6727, 2.4863, 2.008, 2.008, 2.008]
    let couplings = [
      ScalarCoupling(0, 1, hertz: 6.4), ScalarCoupling(1, 2, hertz: 3.861),
      ScalarCoupling(1, 3, hertz: 9.821),
      ScalarCoupling(2, 3, hertz: -15.592), ScalarCoupling(4, 5, hertz: -14),
      ScalarCoupling(4, 6, hertz: -14),
      ScalarCoupling(5, 6, hertz: -14),
    ]
    let molecule = try Molecule.factored(name: "NAA", shiftsPPM: shifts, couplings: couplings).get()
    #expect(molecule.groups.map(\.name) == ["spins 1-4", "spins 5-7"])
    #expect(molecule.groups.map(\.multiplicity) == [1, 3])
    #expect(molecule.groups.map(\.system.spinCount) == [4, 1])
    let whole = SpectralMoments.of(SpinSystem(shiftsPPM: shifts, couplings: couplings))
    let parts = molecule.groups.map { group in
      SpectralMoments.of(group.system).map { $0 * group.multiplicity }
    }
    #expect(difference(zip(parts[0], parts[1]).map { $0 + $1 }, whole) < 1e-12)
  }

  private func difference(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) / max(abs($0), abs($1), 1e-300) }.max() ?? .infinity
  }

  // MARK: factoring of what somebody gave

  @Test func matrixMayBeSymmetricOrOneTriangle() throws {
    let upper = [[0.0, 7, 0], [0, 0, 0], [0, 0, 0]]
    let lower = [[0.0, 0, 0], [7, 0, 0], [0, 0, 0]]
    let both = [[0.0, 7, 0], [7, 0, 0], [0, 0, 0]]
    let molecules = try [upper, lower, both].map {
      try Molecule.factored(
        name: "x", shiftsPPM: [1, 2, 3], couplingMatrixHertz: $0, multiplicities: [0.5, 0.5, 9]
      ).get()
    }
    #expect(molecules[0] == molecules[1] && molecules[0] == molecules[2])
    #expect(
      molecules[0].groups == [
        SpinGroup(
          name: "spins 1-2",
          system: SpinSystem(shiftsPPM: [1, 2], couplings: [ScalarCoupling(0, 1, hertz: 7)]),
          multiplicity: 0.5),
        SpinGroup(name: "spin 3", system: SpinSystem(shiftsPPM: [3]), multiplicity: 9),
      ])
  }

  @Test func uncoupledSpinsOfOneShiftAreMergedWhereverTheyStand() throws {
    let molecule = try Molecule.factored(
      name: "x", shiftsPPM: [3, 1, 3, 2], couplings: [ScalarCoupling(1, 3, hertz: 5)],
      multiplicities: [1, 1, 2, 1]
    ).get()
    #expect(molecule.groups.map(\.name) == ["spins 1, 3", "spins 2, 4"])
    #expect(molecule.groups.map(\.multiplicity) == [3, 1])
  }

  @Test func wrongNumbersAreTold() {
    let cases: [([Double], [ScalarCoupling], [Double], String)] = [
      ([], [], [], "a molecule needs at least one spin"),
      ([1, .nan], [], [], "the shift of spin 2 is not a finite number"),
      ([1], [], [1, 1], "1 spins have 2 multiplicities"),
      ([1], [], [0], "the multiplicity of spin 1 is not a positive number"),
      ([1, 2], [ScalarCoupling(0, 2, hertz: 7)], [], "spins 1 and 3 are coupled, but the molecule has 2"),
      ([1, 2], [ScalarCoupling(1, 1, hertz: 7)], [], "spin 2 is coupled to itself"),
      (
        [1, 2], [ScalarCoupling(0, 1, hertz: .infinity)], [],
        "the coupling of spins 1 and 2 is not a finite number"
      ),
      (
        [1, 2], [ScalarCoupling(0, 1, hertz: 7), ScalarCoupling(1, 0, hertz: 7)], [],
        "the coupling of spins 1 and 2 is given twice"
      ),
      (
        [1, 2], [ScalarCoupling(0, 1, hertz: 7)], [1, 3],
        "the coupled spins 1-2 have different multiplicities"
      ),
    ]
    for (shifts, couplings, weights, text) in cases {
      let result = Molecule.factored(
        name: "x", shiftsPPM: shifts, couplings: couplings, multiplicities: weights)
      #expect(result == .failure(SpinSystemProblem(text)))
    }
    let matrices: [([[Double]], String)] = [
      ([[0, 1]], "2 shifts need a matrix of 2 times 2 couplings"),
      ([[1, 0], [0, 0]], "spin 1 is coupled to itself"),
      ([[0, 1], [2, 0]], "the coupling of spins 1 and 2 is given twice and differs"),
    ]
    for (matrix, text) in matrices {
      let result = Molecule.factored(name: "x", shiftsPPM: [1, 2], couplingMatrixHertz: matrix)
      #expect(result == .failure(SpinSystemProblem(text)))
    }
  }

  // MARK: other nuclei

  @Test func phosphorusSplitsInTwoAndNitrogenInThree() {
    let group = SpinGroup(
      name: "x", system: SpinSystem(shiftsPPM: [4]), multiplicity: 6,
      heteronuclear: [
        HeteronuclearCoupling(.phosphorus31, hertz: [8]), HeteronuclearCoupling(.nitrogen14, hertz: [3]),
      ])
    let states = group.heteronuclearStates(spectrometerHertz: 100e6)
    #expect(states.allSatisfy { $0.multiplicity == 1 && $0.heteronuclear.isEmpty })
    let hertz = states.map { (($0.system.shiftsPPM[0] - 4) * 100 * 1e6).rounded() / 1e6 }
    #expect(hertz == [-7, -4, -1, 1, 4, 7])
  }

  /// Phosphorus as a spin of the full system, coupled by J Iz Sz and neither turned nor seen.
  @Test func statesOfPhosphorusGiveTheSpectrumOfTheWhole() throws {
    var group = try #require(MoleculeLibrary.molecule(named: "PE")).groups[0]
    group.heteronuclear.removeAll { $0.nucleus == .nitrogen14 }
    let hertz = try #require(group.heteronuclear.first).hertz
    let whole = SpectralMoments.of(group.system, phosphorusHertz: hertz)
    let states = group.heteronuclearStates(spectrometerHertz: SpectralMoments.spectrometerHertz)
    let moments = states.map { state in SpectralMoments.of(state.system).map { $0 * state.multiplicity } }
    #expect(states.count == 2)
    #expect(difference(zip(moments[0], moments[1]).map { $0 + $1 }, whole) < 1e-10)
  }
}

/// Moments Tr(F- [H, [H, ... F+]]) / Tr(F- F+) of a spectrum in the full space: as many as tell two spectra apart, by
/// nothing but products of matrices. H is real in the basis of Zeeman states.
enum SpectralMoments {
  /// Low, so that couplings are as strong as differences of shifts.
  static let spectrometerHertz = 20e6
  private static let count = 13

  /// Per spin, relative to 3 ppm, in powers of 100 Hz.
  static func of(_ system: SpinSystem, phosphorusHertz: [Double] = []) -> [Double] {
    let protons = system.spinCount
    let spins = protons + (phosphorusHertz.isEmpty ? 0 : 1)
    let size = 1 << spins
    func sign(_ state: Int, _ spin: Int) -> Double { state >> spin & 1 == 0 ? 0.5 : -0.5 }
    var hamiltonian = [Double](repeating: 0, count: size * size)
    for state in 0..<size {
      var energy = 0.0
      for spin in 0..<protons {
        energy += (system.shiftsPPM[spin] - 3) * spectrometerHertz * 1e-6 * sign(state, spin)
        if spins > protons { energy += phosphorusHertz[spin] * sign(state, spin) * sign(state, protons) }
      }
      for coupling in system.couplings {
        let (a, b) = (coupling.first, coupling.second)
        energy += coupling.hertz * sign(state, a) * sign(state, b)
        if sign(state, a) != sign(state, b) {
          hamiltonian[state * size + (state ^ (1 << a) ^ (1 << b))] += coupling.hertz / 2 / 100
        }
      }
      hamiltonian[state * size + state] += energy / 100
    }
    var raising = [Double](repeating: 0, count: size * size)
    for state in 0..<size {
      for spin in 0..<protons where state >> spin & 1 == 1 {
        raising[(state ^ (1 << spin)) * size + state] = 1
      }
    }
    var operatorNow = raising
    var moments: [Double] = []
    for _ in 0..<count {
      let overlap = zip(operatorNow, raising).map { $0 * $1 }.reduce(0, +)
      moments.append(overlap / Double(size / 2))
      operatorNow = commutator(hamiltonian, operatorNow, size)
    }
    return moments
  }

  private static func commutator(_ a: [Double], _ b: [Double], _ size: Int) -> [Double] {
    var result = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for inner in 0..<size {
        let (left, right) = (a[row * size + inner], b[row * size + inner])
        if left != 0 {
          for column in 0..<size { result[row * size + column] += left * b[inner * size + column] }
        }
        if right != 0 {
          for column in 0..<size { result[row * size + column] -= right * a[inner * size + column] }
        }
      }
    }
    return result
  }
}
