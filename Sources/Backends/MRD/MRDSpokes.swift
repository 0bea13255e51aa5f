/// Lines of k-space through its centre: whether they are, and whether a golden angle turns each into the next; spirals.
import SequenceIR

enum MRDSpokes {
  /// The word of the schema for lines that are not parallel.
  static func trajectory(_ lines: [AcquiredLine]) -> String {
    guard areRadial(lines) else { return areSpirals(lines) ? "spiral" : "other" }
    return areGolden(lines) ? "goldenangle" : "radial"
  }

  /// Straight lines in several directions, each through the centre of k-space.
  static func areRadial(_ lines: [AcquiredLine]) -> Bool {
    lines.allSatisfy { line in
      let span = line.last - line.first
      guard line.isStraight, span.norm > 0, line.samples > 1 else { return false }
      let distance = span.cross(line.first).norm / span.norm
      return distance <= span.norm / Double(line.samples - 1)
    }
  }

  /// Curves from the centre of k-space outwards, all equally far.
  private static func areSpirals(_ lines: [AcquiredLine]) -> Bool {
    let farthest = lines.reduce(0) { max($0, $1.last.norm) }
    return lines.allSatisfy { line in
      let (first, middle, last) = (line.first.norm, line.middle.norm, line.last.norm)
      return !line.isStraight && last > 0.98 * farthest && first < 0.02 * last && middle < 0.98 * last
        && middle > 0.1 * last
    }
  }

  /// pi / (tau + N - 1) with tau the golden ratio: N = 1 is the golden angle of spokes (Winkelmann et al., IEEE Trans. Med.
  /// Imaging 26 (2007) 68), larger ones the tiny golden angles (Wundrak et al., Magn. Reson. Med. 75 (2016) 2372).
  private static let goldenAngles = (1...16).map {
    ElementaryFunctions.pi / ((1 + 5.0.squareRoot()) / 2 + Double($0 - 1))
  }

  /// In one plane, each turned against the one played before it by the same golden angle, up to half turns.
  private static func areGolden(_ lines: [AcquiredLine]) -> Bool {
    let spans = lines.map { $0.last - $0.first }
    guard spans.count > 2 else { return false }
    let normal = spans[0].cross(spans[1])
    guard normal.norm > 1e-3 * spans[0].norm * spans[1].norm else { return false }
    let axis = normal.scaled(1 / normal.norm)
    let turns = zip(spans, spans.dropFirst()).map { span, next -> Double in
      let angle = ElementaryFunctions.atan2(axis.dot(span.cross(next)), span.dot(next))
      return angle < 0 ? angle + ElementaryFunctions.pi : angle
    }
    // Quaternions of a file are rounded to six digits, and so are its gradients.
    let tolerance = 1e-4
    guard spans.allSatisfy({ abs(axis.dot($0)) <= tolerance * $0.norm }) else { return false }
    return goldenAngles.contains { golden in
      [golden, ElementaryFunctions.pi - golden].contains { wanted in
        turns.allSatisfy { abs($0 - wanted) < tolerance }
      }
    }
  }
}
