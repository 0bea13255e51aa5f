/// `parallelImaging` of an ISMRMRD header: how many lines are left out, read from those that are played.
import SequenceIR

struct MRDAcceleration: Hashable {
  /// Along phase and partition, 1 where nothing is left out.
  let factors: [Int]

  /// nil where all lines of the matrix are played, or those that are follow no pattern.
  init?(_ lines: [AcquiredLine], _ frame: MRDFrame) {
    factors = (1...2).map { Self.factor(frame.positions($0, of: lines)) }
    guard factors.contains(where: { $0 > 1 }) else { return nil }
  }

  /// R where neighbours lie one step apart in one run of lines, the calibration, and R steps, or less beside that run,
  /// everywhere else; else 1. Lines that are R steps apart everywhere are those of a smaller field of view.
  static func factor(_ positions: [Double]) -> Int {
    let gaps = zip(positions.dropFirst(), positions).map { $0 - $1 }
    guard let least = gaps.min(), least > 0, let widest = gaps.max(), widest < 1e4 * least else { return 1 }
    let steps = gaps.map { Int(($0 / least).rounded()) }
    let isWhole = zip(gaps, steps).allSatisfy { abs($0 - Double($1) * least) < 0.01 * least }
    guard isWhole, let factor = steps.max(), factor > 1,
      let first = steps.firstIndex(of: 1), let last = steps.lastIndex(of: 1)
    else { return 1 }
    let isOneRun = steps[first...last].allSatisfy { $0 == 1 }
    let besides = steps[..<first].dropLast() + steps[(last + 1)...].dropFirst()
    return isOneRun && besides.allSatisfy { $0 == factor } && besides.count >= 2 ? factor : 1
  }

  var element: XMLElement {
    let names = ["kspace_encoding_step_1", "kspace_encoding_step_2"]
    return XMLElement(
      "parallelImaging",
      [
        XMLElement("accelerationFactor", zip(names, factors).map { XMLElement($0, text: String($1)) }),
        XMLElement("calibrationMode", text: "embedded"),
      ])
  }
}
