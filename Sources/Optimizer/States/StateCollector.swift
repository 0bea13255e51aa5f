/// From sums over places to what is told of one time.
import SequenceIR

struct StateCollector {
  typealias V = SIMD4<Double>
  let run: StateRun
  /// [band][group][mark]
  let sums: [[[StateSums]]]

  func moment(of mark: StateExperiment.Mark, at index: Int) -> StateMoment {
    let groups = run.molecule.groups
    let stage = sums[0][0][index].stage
    var terms: [StateTerm] = []
    var (square, average, now) = (0.0, 0.0, (real: 0.0, imaginary: 0.0))
    var mirror = (real: 0.0, imaginary: 0.0)
    let firsts = run.molecule.firstSpins
    for (group, spinGroup) in groups.enumerated() {
      let own = sums[0][group][index]
      let weight = spinGroup.multiplicity / equilibrium
      for code in own.real.indices {
        let contributions = sums.map { StateContribution($0[group][index].contributions[code]) }
        if code > 0 {
          square += weight * own.square[code]
          average +=
            weight * (own.real[code] * own.real[code] + own.imaginary[code] * own.imaginary[code])
        }
        terms.append(
          StateTerm(
            product: NamedProduct(group: group, product: ProductOperator(code: code)), name: "",
            average: (own.real[code], own.imaginary[code]), rootMeanSquare: own.square[code].squareRoot(),
            share: code > 0 ? weight * own.square[code] : 0, contributions: contributions))
      }
      now.real += weight * own.raising.real
      now.imaginary += weight * own.raising.imaginary
      mirror.real += weight * own.lowering.real
      mirror.imaginary += weight * own.lowering.imaginary
    }
    let interference = sums.indices.map { band in Interference(terms.map { $0.contributions[band] }) }
    let total = sums.indices.map { band in terms.reduce(.zero) { $0 + $1.contributions[band] } }
    let isInSlice = sums[0].contains { $0[index].isInSlice }
    for entry in terms.indices where terms[entry].product.product.code > 0 {
      let (re, im) = terms[entry].average
      let weight = groups[terms[entry].product.group].multiplicity / equilibrium
      if !isInSlice { terms[entry].share = weight * (re * re + im * im) }
      let all = isInSlice ? square : average
      terms[entry].share = all > 0 ? terms[entry].share / all : 0
    }
    terms = listed(terms)
    for entry in terms.indices {
      terms[entry].name = terms[entry].product.product.name(first: firsts[terms[entry].product.group])
    }
    var averages = [Double](repeating: 0, count: OperatorClass.allCases.count)
    for (group, spinGroup) in groups.enumerated() {
      for (kind, own) in sums[0][group][index].averageClasses.enumerated() {
        averages[kind] += spinGroup.multiplicity / equilibrium * own
      }
    }
    func size(_ value: (real: Double, imaginary: Double)) -> Double {
      (value.real * value.real + value.imaginary * value.imaginary).squareRoot()
    }
    return StateMoment(
      seconds: run.experiment.pathSeconds + mark.seconds, times: mark.times,
      pulsesBefore: stage.pulsesBefore, norm: square, averageNorm: average, isInSlice: isInSlice,
      observableNow: stage.isHalved ? size(now) + size(mirror) : size(now),
      classes: parts(index, OperatorClass.allCases.indices) { $0.classes[$1] }.map {
        var part = $0.1
        part.averageNorm = averages[$0.0]
        return (OperatorClass.allCases[$0.0], part)
      },
      orders: parts(index, -largest...largest) { sums, order in
        abs(order) <= sums.operators.spinCount ? sums.orders[order + sums.operators.spinCount] : nil
      },
      spinOrders: parts(index, 0...largest) { sums, count in
        count <= sums.operators.spinCount ? sums.spinOrders[count] : nil
      },
      terms: terms, total: total, interference: interference, keptOrders: stage.keptOrders,
      countsMirrorImages: stage.isHalved)
  }

  /// Squared norm of the molecule in equilibrium, in units of that of one Iz.
  private var equilibrium: Double {
    run.molecule.groups.reduce(0) { $0 + $1.multiplicity * Double($1.system.spinCount) }
  }

  private var largest: Int { run.molecule.groups.map(\.system.spinCount).max() ?? 0 }

  /// Parts of the state by a property, over all groups.
  private func parts<Keys: Swift.Sequence<Int>>(
    _ mark: Int, _ keys: Keys, _ entry: (StateSums, Int) -> (square: Double, contribution: V)?
  ) -> [(Int, StatePart)] {
    keys.map { key in
      var norm = 0.0
      var contributions = [StateContribution](repeating: .zero, count: sums.count)
      for (group, spinGroup) in run.molecule.groups.enumerated() {
        for band in sums.indices {
          guard let found = entry(sums[band][group][mark], key) else { continue }
          if band == 0 { norm += spinGroup.multiplicity / equilibrium * found.square }
          contributions[band] = contributions[band] + StateContribution(found.contribution)
        }
      }
      return (key, StatePart(norm: norm, contributions: contributions))
    }
  }

  /// Those with the largest coefficients and the largest contributions; by coefficient.
  private func listed(_ terms: [StateTerm]) -> [StateTerm] {
    var kept = Set<Int>()
    func keep(_ size: (StateTerm) -> Double) {
      let sizes = terms.map(size)
      let least = 1e-9 * (sizes.max() ?? 0)
      let order = sizes.indices.filter { sizes[$0] > least }.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }
      kept.formUnion(order.prefix(StateAnalysis.listedTerms))
    }
    keep { $0.share }
    for band in sums.indices {
      keep {
        let (re, im) = $0.contributions[band].matched
        return re * re + im * im
      }
    }
    return kept.sorted { (-terms[$0].share, $0) < (-terms[$1].share, $1) }.map { terms[$0] }
  }
}
