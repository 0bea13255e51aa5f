/// The spin systems of the benchmark, protons at 3 T; shifts in ppm, couplings in Hz: Govindaraju, NMR Biomed 13 (2000)
/// 129, except that the last two spins of seven are made up.
import Optimizer

enum Molecules {
  static let glutamate = SpinSystem(
    shiftsPPM: [3.7433, 2.0375, 2.1200, 2.3378, 2.3520],
    couplings: [
      ScalarCoupling(0, 1, hertz: 7.331), ScalarCoupling(0, 2, hertz: 4.651),
      ScalarCoupling(1, 2, hertz: -14.849),
      ScalarCoupling(1, 4, hertz: 8.406), ScalarCoupling(2, 4, hertz: 6.875),
      ScalarCoupling(1, 3, hertz: 6.413),
      ScalarCoupling(2, 3, hertz: 8.478), ScalarCoupling(3, 4, hertz: -15.915),
    ])
  static let glutamine = SpinSystem(
    shiftsPPM: [3.7530, 2.1290, 2.1090, 2.4320, 2.4540],
    couplings: [
      ScalarCoupling(0, 1, hertz: 5.847), ScalarCoupling(0, 2, hertz: 6.500),
      ScalarCoupling(1, 2, hertz: -14.504),
      ScalarCoupling(1, 4, hertz: 9.165), ScalarCoupling(2, 4, hertz: 6.347),
      ScalarCoupling(1, 3, hertz: 6.324),
      ScalarCoupling(2, 3, hertz: 9.209), ScalarCoupling(3, 4, hertz: -15.371),
    ])
  static let gaba = SpinSystem(
    shiftsPPM: [3.0128, 3.0128, 1.8890, 1.8890, 2.2840, 2.2840],
    couplings: [
      (0, 1, -12.021), (0, 2, 5.372), (0, 3, 7.127), (1, 2, 10.578), (1, 3, 6.982), (2, 3, -13.121),
      (2, 4, 7.755),
      (2, 5, 7.432), (3, 4, 6.173), (3, 5, 7.933), (4, 5, -10.744),
    ].map { ScalarCoupling($0.0, $0.1, hertz: $0.2) })
  static let sevenSpins = SpinSystem(
    shiftsPPM: glutamate.shiftsPPM + [6.8, 7.5],
    couplings: glutamate.couplings + [(3, 5), (4, 5), (4, 6)].map { ScalarCoupling($0.0, $0.1, hertz: 1) }
      + [ScalarCoupling(5, 6, hertz: 2)])
}
