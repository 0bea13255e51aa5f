// Spin systems and programs that the tests of the dynamics share.
import Optimizer
import SequenceIR

enum SpinFixtures {
  static let glutamate = SpinSystem(
    shiftsPPM: [3.7433, 2.0375, 2.1200, 2.3378, 2.3520],
    couplings: [
      ScalarCoupling(0, 1, hertz: 7.331), ScalarCoupling(0, 2, hertz: 4.651), ScalarCoupling(1, 2, hertz: -14.849),
      ScalarCoupling(1, 4, hertz: 8.406), ScalarCoupling(2, 4, hertz: 6.875), ScalarCoupling(1, 3, hertz: 6.413),
      ScalarCoupling(2, 3, hertz: 8.478), ScalarCoupling(3, 4, hertz: -15.915),
    ])
  static let glutamine = SpinSystem(
    shiftsPPM: [3.7530, 2.1290, 2.1090, 2.4320, 2.4540],
    couplings: [
      ScalarCoupling(0, 1, hertz: 5.847), ScalarCoupling(0, 2, hertz: 6.500), ScalarCoupling(1, 2, hertz: -14.504),
      ScalarCoupling(1, 4, hertz: 9.165), ScalarCoupling(2, 4, hertz: 6.347), ScalarCoupling(1, 3, hertz: 6.324),
      ScalarCoupling(2, 3, hertz: 9.209), ScalarCoupling(3, 4, hertz: -15.371),
    ])
  static let threeSpins = SpinSystem(
    shiftsPPM: [3.9, 2.8, 2.65],
    couplings: [
      ScalarCoupling(0, 1, hertz: 3.6), ScalarCoupling(0, 2, hertz: 9.1), ScalarCoupling(1, 2, hertz: -17.4),
    ])

  /// 3 T, receiver at 3 ppm, a handful of points between 1.8 and 4.2 ppm.
  static let fieldHertzPerPPM = 42.57747892 * 3.0

  static func grid(points: Int = 24) -> SpectralGrid {
    let dwell = 0.5e-3
    let count = 512
    let spacing = 1 / (dwell * Double(count))
    let frequencies = (0..<points).map { (Double($0) - Double(points / 2)) * 4 * spacing }
    return SpectralGrid(
      sampleCount: count, dwellSeconds: dwell, frequenciesHertz: frequencies,
      ppm: frequencies.map { 3.0 + $0 / fieldHertzPerPPM })
  }

  static func molecule(_ name: String, _ system: SpinSystem, t1: Double? = nil, t2: Double? = nil) -> Molecule {
    Molecule(name: name, groups: [SpinGroup(name: name, system: system, t1Seconds: t1, t2Seconds: t2)])
  }

  static func setup(
    _ molecules: [Molecule], members: [EnsembleMember], program: SpinProgram,
    accuracy: PropagationAccuracy = PropagationAccuracy(), relaxes: Bool = false, aligns: Bool = true,
    threads: Int = 1
  ) -> EnsembleSetup {
    EnsembleSetup(
      molecules: [molecules], members: members, program: program, grid: grid(), linewidthHertz: 6,
      fieldHertzPerPPM: fieldHertzPerPPM, receiverPPM: 3.0, accuracy: accuracy, relaxes: relaxes,
      alignsFrequency: aligns, threads: threads)
  }

  /// Reproducible numbers between -1 and 1.
  struct Noise {
    var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) / Double(1 << 52) - 1
    }
    mutating func samples(_ count: Int, hertz: Double) -> [Double] { (0..<count).map { _ in hertz * next() } }
  }

  /// A smooth loss that depends on everything: sum of w |S|^2 + v Re S + u Im tS.
  static func loss(seed: UInt64 = 5) -> SpectralLoss {
    { spectra, cotangents in
      var noise = Noise(seed)
      var value = 0.0
      for member in spectra.indices {
        for index in spectra[member].signal.real.indices {
          let (w, v, u) = (noise.next(), noise.next(), noise.next())
          let (x, y) = (spectra[member].signal.real[index], spectra[member].signal.imaginary[index])
          let t = spectra[member].timeWeighted.imaginary[index]
          value += w * (x * x + y * y) + v * x + 10 * u * t
          cotangents[member].signal.real[index] += 2 * w * x + v
          cotangents[member].signal.imaginary[index] += 2 * w * y
          cotangents[member].timeWeighted.imaginary[index] += 10 * u
        }
      }
      return value
    }
  }
}
