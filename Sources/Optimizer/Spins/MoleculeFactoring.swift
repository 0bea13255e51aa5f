/// A molecule from a plain list of shifts and couplings: split into what has to be simulated together.

/// What is wrong with the numbers that somebody gave for a molecule.
package struct SpinSystemProblem: Error, Hashable, Sendable {
  /// Lower case, no full stop.
  package let text: String

  package init(_ text: String) { self.text = text }
}

extension Molecule {
  /// Splits spins into groups that are not coupled to one another. Couplings inside magnetically equivalent spins are
  /// dropped, uncoupled spins of equal shift become one spin that counts several times. Groups are in the order of
  /// their first spins and named after them (`spin 1`, `spins 2-6`, counted from 1).
  ///
  /// `multiplicities` has one number per spin, or is empty (all 1); coupled spins must have the same.
  package static func factored(
    name: String, shiftsPPM: [Double], couplings: [ScalarCoupling], multiplicities: [Double] = []
  ) -> Result<Molecule, SpinSystemProblem> {
    let weights = multiplicities.isEmpty ? shiftsPPM.map { _ in 1.0 } : multiplicities
    if let problem = problem(shiftsPPM: shiftsPPM, couplings: couplings, weights: weights) {
      return .failure(problem)
    }
    let system = SpinSystem(shiftsPPM: shiftsPPM, couplings: couplings).droppingCouplingsWithoutEffect
    var groups: [(spins: [Int], group: SpinGroup)] = []
    for spins in system.connectedSpins {
      guard spins.allSatisfy({ weights[$0] == weights[spins[0]] }) else {
        return .failure(SpinSystemProblem("the coupled \(title(of: spins)) have different multiplicities"))
      }
      let ppm = shiftsPPM[spins[0]]
      if spins.count == 1, let same = groups.firstIndex(where: { $0.group.system.shiftsPPM == [ppm] }) {
        groups[same].spins += spins
        groups[same].group.multiplicity += weights[spins[0]]
      } else {
        groups.append(
          (spins, SpinGroup(name: "", system: system.restricted(to: spins), multiplicity: weights[spins[0]])))
      }
    }
    for index in groups.indices { groups[index].group.name = title(of: groups[index].spins) }
    return .success(Molecule(name: name, groups: groups.map(\.group)))
  }

  /// The same from a matrix of couplings, Hz: square, one row per spin, zero on the diagonal, and either symmetric or
  /// with one triangle left zero.
  package static func factored(
    name: String, shiftsPPM: [Double], couplingMatrixHertz matrix: [[Double]], multiplicities: [Double] = []
  ) -> Result<Molecule, SpinSystemProblem> {
    let count = shiftsPPM.count
    guard matrix.count == count, matrix.allSatisfy({ $0.count == count }) else {
      return .failure(SpinSystemProblem("\(count) shifts need a matrix of \(count) times \(count) couplings"))
    }
    var couplings: [ScalarCoupling] = []
    for first in 0..<count {
      guard matrix[first][first] == 0 else {
        return .failure(SpinSystemProblem("spin \(first + 1) is coupled to itself"))
      }
      for second in 0..<first {
        let (above, below) = (matrix[second][first], matrix[first][second])
        guard above == below || above == 0 || below == 0 else {
          return .failure(
            SpinSystemProblem(
              "the coupling of spins \(second + 1) and \(first + 1) is given twice and differs"))
        }
        if above != 0 || below != 0 {
          couplings.append(ScalarCoupling(second, first, hertz: above != 0 ? above : below))
        }
      }
    }
    return factored(
      name: name, shiftsPPM: shiftsPPM, couplings: couplings, multiplicities: multiplicities)
  }

  private static func problem(
    shiftsPPM: [Double], couplings: [ScalarCoupling], weights: [Double]
  ) -> SpinSystemProblem? {
    if shiftsPPM.isEmpty { return SpinSystemProblem("a molecule needs at least one spin") }
    if let spin = shiftsPPM.firstIndex(where: { !$0.isFinite }) {
      return SpinSystemProblem("the shift of spin \(spin + 1) is not a finite number")
    }
    if weights.count != shiftsPPM.count {
      return SpinSystemProblem("\(shiftsPPM.count) spins have \(weights.count) multiplicities")
    }
    if let spin = weights.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      return SpinSystemProblem("the multiplicity of spin \(spin + 1) is not a positive number")
    }
    return problem(couplings, spinCount: shiftsPPM.count)
  }

  private static func problem(_ couplings: [ScalarCoupling], spinCount: Int) -> SpinSystemProblem? {
    for (position, coupling) in couplings.enumerated() {
      let pair = "spins \(coupling.first + 1) and \(coupling.second + 1)"
      if coupling.first < 0 || coupling.second >= spinCount {
        return SpinSystemProblem("\(pair) are coupled, but the molecule has \(spinCount)")
      }
      if coupling.first == coupling.second {
        return SpinSystemProblem("spin \(coupling.first + 1) is coupled to itself")
      }
      if !coupling.hertz.isFinite {
        return SpinSystemProblem("the coupling of \(pair) is not a finite number")
      }
      if couplings[..<position].contains(where: {
        $0.first == coupling.first && $0.second == coupling.second
      }) {
        return SpinSystemProblem("the coupling of \(pair) is given twice")
      }
    }
    return nil
  }

  /// `spin 1`, `spins 2-6`, `spins 1, 3, 4`.
  private static func title(of spins: [Int]) -> String {
    guard let first = spins.first, let last = spins.last, spins.count > 1 else {
      return "spin \((spins.first ?? 0) + 1)"
    }
    if last - first + 1 == spins.count { return "spins \(first + 1)-\(last + 1)" }
    return "spins " + spins.map { String($0 + 1) }.joined(separator: ", ")
  }
}
