/// Times along the axes of figures.
import Backends

extension Figure {
  /// To the nanosecond, so that what is the same time is the same number.
  static func milliseconds(_ seconds: Double) -> Double { (seconds * 1e9).rounded() / 1e6 }
}
