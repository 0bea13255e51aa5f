/// A part of a density operator: what is removed, or kept alone, to see what it was good for.

package enum StateSelection: Sendable, Equatable {
  /// Coherence orders, such as [2, -2].
  case orders([Int])
  /// How many spins take part.
  case spinOrders([Int])
  case classes([OperatorClass])
  /// Products of one spin group by name (`2 I1x I2z`, numbered through all groups of the molecule).
  case products([NamedProduct])
  /// The parts of all; they must not overlap, or what is in two of them is taken twice.
  indirect case all([StateSelection])
  /// Everything but a part.
  indirect case complement(StateSelection)
}

/// A product of a molecule: its spin group and its code there.
package struct NamedProduct: Sendable, Hashable {
  package let group: Int
  package let product: ProductOperator

  package init(group: Int, product: ProductOperator) {
    self.group = group
    self.product = product
  }
}

extension NamedProduct {
  /// `2 I1x I3z`, `I2y`, `4 I1z I2x I3y`: spins are counted from 1 through all groups of the molecule, the factor may be
  /// left out. nil: this is no product of one spin group.
  package init?(_ text: String, of molecule: Molecule) {
    var (group, code, count): (Int?, Int, Int) = (nil, 0, 0)
    var factor: Int?
    for word in text.split(separator: " ") {
      if let number = Int(word), factor == nil, count == 0 {
        factor = number
        continue
      }
      guard word.first == "I", let axis = ["x", "y", "z"].firstIndex(of: word.suffix(1)),
        let number = Int(word.dropFirst().dropLast()), number >= 1,
        let place = molecule.place(ofSpin: number)
      else { return nil }
      guard group ?? place.group == place.group, (code >> (2 * place.spin)) & 3 == 0 else { return nil }
      group = place.group
      code |= (axis + 1) << (2 * place.spin)
      count += 1
    }
    guard let group, count > 0, factor ?? (1 << (count - 1)) == 1 << (count - 1) else { return nil }
    self.init(group: group, product: ProductOperator(code: code))
  }
}

extension Molecule {
  /// Number of each group's first spin, counted from 1 through all groups.
  package var firstSpins: [Int] {
    var next = 1
    return groups.map { group in
      defer { next += group.system.spinCount }
      return next
    }
  }

  /// Where spin `number`, counted from 1 through all groups, is.
  func place(ofSpin number: Int) -> (group: Int, spin: Int)? {
    for (group, first) in firstSpins.enumerated()
    where number >= first && number < first + groups[group].system.spinCount {
      return (group, number - first)
    }
    return nil
  }
}
