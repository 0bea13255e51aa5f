/// Magnetic equivalence, and the couplings that have no effect because of it.

extension SpinSystem {
  /// Spins that are magnetically equivalent, as classes in the order of their first spin; most have one member.
  ///
  /// A class has one shift, and each spin outside is coupled alike to all of its members. Equal shifts are not enough:
  /// the methylenes of GABA are chemically but not magnetically equivalent (AA'XX'). The classes are the coarsest
  /// such partition: spins of equal shift, split by their couplings to all other classes until nothing splits.
  package var magneticallyEquivalentSpins: [[Int]] {
    let matrix = couplingMatrixHertz
    var classes = grouped(Array(0..<spinCount)) { shiftsPPM[$0] == shiftsPPM[$1] }
    while true {
      let finer = classes.flatMap { members in
        let others = (0..<spinCount).filter { !members.contains($0) }
        return grouped(members) { a, b in others.allSatisfy { matrix[a][$0] == matrix[b][$0] } }
      }
      if finer.count == classes.count { return classes.sorted { $0[0] < $1[0] } }
      classes = finer
    }
  }

  /// Without the couplings inside classes of magnetically equivalent spins. Such a coupling commutes with the rest of
  /// the Hamiltonian, with the total spin that starts the experiment and with the one that is detected, so that no
  /// signal depends on it.
  package var droppingCouplingsWithoutEffect: SpinSystem {
    var home = [Int](repeating: 0, count: spinCount)
    for (number, members) in magneticallyEquivalentSpins.enumerated() {
      for spin in members { home[spin] = number }
    }
    return SpinSystem(
      shiftsPPM: shiftsPPM,
      couplings: couplings.filter { home[$0.first] != home[$0.second] && $0.hertz != 0 })
  }

  /// Spins that couplings connect, directly or through others, in the order of their first spin.
  package var connectedSpins: [[Int]] {
    var label = Array(0..<spinCount)
    var isSettled = false
    while !isSettled {
      isSettled = true
      for coupling in couplings where coupling.hertz != 0 && label[coupling.first] != label[coupling.second] {
        let least = min(label[coupling.first], label[coupling.second])
        label[coupling.first] = least
        label[coupling.second] = least
        isSettled = false
      }
    }
    return grouped(Array(0..<spinCount)) { label[$0] == label[$1] }
  }

  /// J between any two spins, Hz: symmetric, zero on the diagonal; couplings given twice add up.
  package var couplingMatrixHertz: [[Double]] {
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: spinCount), count: spinCount)
    for coupling in couplings {
      matrix[coupling.first][coupling.second] += coupling.hertz
      matrix[coupling.second][coupling.first] += coupling.hertz
    }
    return matrix
  }

  /// The spins of `members` alone, in that order, with the couplings among them.
  package func restricted(to members: [Int]) -> SpinSystem {
    let kept = couplings.compactMap { coupling -> ScalarCoupling? in
      guard let first = members.firstIndex(of: coupling.first),
        let second = members.firstIndex(of: coupling.second)
      else { return nil }
      return ScalarCoupling(first, second, hertz: coupling.hertz)
    }
    return SpinSystem(shiftsPPM: members.map { shiftsPPM[$0] }, couplings: kept)
  }

  /// Classes of an equivalence relation, in the order of their first members.
  private func grouped(_ members: [Int], by isEquivalent: (Int, Int) -> Bool) -> [[Int]] {
    var classes: [[Int]] = []
    for member in members {
      if let index = classes.firstIndex(where: { isEquivalent($0[0], member) }) {
        classes[index].append(member)
      } else {
        classes.append([member])
      }
    }
    return classes
  }
}
