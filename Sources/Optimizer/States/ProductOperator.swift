/// Products of the operators of single spins 1/2, I = sigma/2: their names, and what kind of order they are.

/// What kind of order a product is, by its number of spins q, how many of them are transverse (m), and its order p.
///
/// Defined for products of I+, I- and Iz, which have one coherence order each.
package enum OperatorClass: Int, CaseIterable, Sendable {
  /// The unit operator, which only T1 turns into signal; it has no share of a norm.
  case unit
  /// Iz
  case longitudinal
  /// 2 Iz Iz, 4 Iz Iz Iz, ...: no spin is transverse, and several take part.
  case longitudinalOrder
  /// I+, I-: what a coil sees.
  case inPhase
  /// One spin is transverse, others stand along z: 2 I+ Iz, 4 I+ Iz Iz, ...
  case antiphase
  /// p = 0 with two or more transverse spins.
  case zeroQuantum
  /// p = +-1 with three or more transverse spins.
  case singleQuantumOfSeveral
  /// p = +-2
  case doubleQuantum
  /// p = +-3
  case tripleQuantum
  /// |p| of 4 or more
  case higherQuantum

  init(spinOrder: Int, transverse: Int, order: Int) {
    switch (spinOrder, transverse, abs(order)) {
    case (0, _, _): self = .unit
    case (1, 0, _): self = .longitudinal
    case (_, 0, _): self = .longitudinalOrder
    case (1, 1, _): self = .inPhase
    case (_, 1, _): self = .antiphase
    case (_, _, 0): self = .zeroQuantum
    case (_, _, 1): self = .singleQuantumOfSeveral
    case (_, _, 2): self = .doubleQuantum
    case (_, _, 3): self = .tripleQuantum
    default: self = .higherQuantum
    }
  }

  /// In tables and on the command line.
  package var word: String {
    switch self {
    case .unit: "unit"
    case .longitudinal: "z"
    case .longitudinalOrder: "z-order"
    case .inPhase: "in-phase"
    case .antiphase: "antiphase"
    case .zeroQuantum: "zero-quantum"
    case .singleQuantumOfSeveral: "single-quantum-of-several"
    case .doubleQuantum: "double-quantum"
    case .tripleQuantum: "triple-quantum"
    case .higherQuantum: "higher-quantum"
    }
  }

  /// In sentences.
  package var text: String {
    switch self {
    case .unit: "the unit operator"
    case .longitudinal: "magnetization along z"
    case .longitudinalOrder: "longitudinal order of several spins"
    case .inPhase: "in-phase transverse magnetization"
    case .antiphase: "antiphase transverse magnetization"
    case .zeroQuantum: "zero-quantum coherence"
    case .singleQuantumOfSeveral: "single-quantum coherence of several transverse spins"
    case .doubleQuantum: "double-quantum coherence"
    case .tripleQuantum: "triple-quantum coherence"
    case .higherQuantum: "coherence of order four and more"
    }
  }
}

/// A product such as 2 I1x I2z, by the code of `PauliKernels`: a digit a spin, 0 for none, 1 for x, 2 for y, 3 for z.
///
/// With the factor 2^(q-1) all products of a spin group have the same norm, Tr B^2 = 2^(N-2), so that squares of
/// coefficients add up to the square of the norm.
package struct ProductOperator: Sendable, Hashable {
  package let code: Int

  package init(code: Int) { self.code = code }

  /// How many spins take part.
  package var spinOrder: Int { transverse + longitudinal }
  /// How many of them are transverse.
  package var transverse: Int { (digits.low ^ digits.high).nonzeroBitCount }
  package var longitudinal: Int { (digits.low & digits.high).nonzeroBitCount }

  private var digits: (low: Int, high: Int) {
    let ones = 0x5555_5555_5555_5555
    return (code & ones, (code >> 1) & ones)
  }

  /// `2 I1x I3z`; `first` is the number of the group's first spin.
  package func name(first: Int = 1) -> String {
    guard code != 0 else { return "1" }
    var parts: [String] = []
    var (rest, spin) = (code, first)
    while rest > 0 {
      if rest & 3 > 0 { parts.append("I\(spin)\(["", "x", "y", "z"][rest & 3])") }
      rest >>= 2
      spin += 1
    }
    if parts.count > 1 { parts.insert(String(1 << (parts.count - 1)), at: 0) }
    return parts.joined(separator: " ")
  }

  /// The class where it has one; nil: two or more transverse spins, which hold several coherence orders at once.
  package var kind: OperatorClass? {
    transverse > 1 ? nil : OperatorClass(spinOrder: spinOrder, transverse: transverse, order: transverse)
  }
}

/// What every product of I+ (digit 1), I- (digit 2) and Iz (digit 3) of N spins is, by its code.
struct ShiftOperators: Sendable {
  let spinCount: Int
  let orders: [Int]
  let spinOrders: [Int]
  let classes: [OperatorClass]
  /// Its share of the square of the norm: 2^-m for m transverse spins, as sx and sy have a norm of their own.
  let scales: [Double]

  init(spinCount: Int) {
    self.spinCount = spinCount
    orders = CoherenceOrders(spinCount: spinCount).orderOfCode
    var (spinOrders, classes, scales): ([Int], [OperatorClass], [Double]) = ([], [], [])
    for (code, order) in orders.enumerated() {
      // I+ and I- have the digits of x and y.
      let product = ProductOperator(code: code)
      spinOrders.append(product.spinOrder)
      classes.append(
        OperatorClass(spinOrder: product.spinOrder, transverse: product.transverse, order: order))
      scales.append(1 / Double(1 << product.transverse))
    }
    (self.spinOrders, self.classes, self.scales) = (spinOrders, classes, scales)
  }
}
