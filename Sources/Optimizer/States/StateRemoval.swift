/// What is left of a molecule's signal when a part of its state is taken away at some time.
import SequenceIR

package struct StateRemoval: Sendable {
  package let molecule: String
  /// As it was asked for.
  package let part: String
  /// From the centre of the first pulse.
  package let seconds: Double
  package struct Band: Sendable {
    package let band: StateBand
    package let rangePPM: ClosedRange<Double>
    /// Share of the signal that the part brings: its matched contribution over that of the whole.
    package let share: Double
    /// |S| of what is left over |S| of the whole.
    package let size: Double
    /// |S - S_left| over |S|: how much the recorded shape changes.
    package let change: Double
  }
  /// Those in which the molecule has a signal.
  package let bands: [Band]
}

extension StateSelection {
  /// A class (`antiphase`), `order 2` (both signs), `order -1`, `spins 3`, products (`2 I1x I2z`, several joined by `+`), or
  /// `all but` any of these. nil: none of them.
  package init?(_ text: String, of molecule: Molecule) {
    let words = text.split(separator: " ").map(String.init)
    if words.count > 2, words[0] == "all", words[1] == "but" {
      guard let rest = StateSelection(words.dropFirst(2).joined(separator: " "), of: molecule) else {
        return nil
      }
      self = .complement(rest)
      return
    }
    if words.count == 1, let kind = OperatorClass.allCases.first(where: { $0.word == words[0] }) {
      self = .classes([kind])
      return
    }
    if words.count == 2, words[0] == "order", let order = Int(words[1]) {
      let isSigned = words[1].hasPrefix("+") || words[1].hasPrefix("-") || order == 0
      self = .orders(isSigned ? [order] : [-order, order])
      return
    }
    if words.count == 2, words[0] == "spins", let count = Int(words[1]), count >= 0 {
      self = .spinOrders([count])
      return
    }
    var products: [NamedProduct] = []
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      guard let product = NamedProduct(String(part), of: molecule), !products.contains(product) else {
        return nil
      }
      products.append(product)
    }
    self = .products(products)
  }

  /// For people who wrote something else.
  package static let help =
    "write a class (in-phase, antiphase, zero-quantum, ...), `order 2`, `spins 3`, products such as `2 I1x I2z`, or `all but` "
    + "one of these"
}

extension StateExperiment {
  /// By propagation without the part.
  package func removal(
    of text: String, from molecule: SimulatedMolecule, atSeconds seconds: Double, bands: [StateBand]
  ) throws(SimulationProblem) -> StateRemoval {
    guard let selection = StateSelection(text, of: molecule.molecule) else {
      throw SimulationProblem(
        .noSuchPart, "`\(text)` is no part of the state of \(molecule.name)", help: StateSelection.help)
    }
    let run = StateRun(self, molecule.molecule).cut(at: [try fromEnd(seconds)])
    let (whole, rest) = spectra(of: run, without: selection)
    return StateRemoval(
      molecule: molecule.name, part: text, seconds: seconds,
      bands: bands.compactMap { band in
        let range = run.functionals(of: band).rangePPM
        let size = whole.size(inPPM: range)
        guard size > 0 else { return nil }
        return StateRemoval.Band(
          band: band, rangePPM: range, share: 1 - rest.projection(on: whole, inPPM: range).real / size,
          size: rest.size(inPPM: range) / size, change: rest.distance(from: whole, inPPM: range) / size)
      })
  }

  /// The start of the last pulse, from the centre of the first.
  package var beforeLastPulseSeconds: Double { pulseSeconds.last?.start ?? -leadSeconds }
}
