// T3 of a site with all its figures, and what becomes of it when figures are better, worse or gone.
import SequenceIR
import TestSupport

enum ProfileVariants {
  static let complete = load(lines)

  /// Constants of the axes move with `SequenceIR.Sequence.permutingAxes`.
  static let permuted = load(
    lines.map { line in
      var words = words(line)
      if words[0].hasSuffix("-safe"), let axis = ["x", "y", "z"].firstIndex(of: words[1]) {
        words[1] = ["y", "z", "x"][axis]
      }
      return words.joined(separator: " ")
    })

  /// One limit each that allows more.
  static let loosened: [(change: String, profile: ScannerProfile)] = looser.compactMap { key, factor in
    load(
      lines.map { line in
        var words = words(line)
        guard words[0] == key, let number = Double(words[1]) else { return line }
        words[1] = DecimalText.shortest(number * factor)
        return words.joined(separator: " ")
      }
    ).map { ("\(key) x \(factor)", $0) }
  }

  static let looser: [(key: String, factor: Double)] = [
    ("gradient-amplitude", 1.5), ("gradient-slew-rate", 1.5), ("gradient-rms", 1.5), ("gradient-duty", 1.1),
    ("b1-peak", 1.5), ("rf-longest-event", 2), ("rf-frequency-offset", 2), ("rf-duty", 1.5),
    ("rf-dead-time", 0.5), ("rf-ringdown-time", 0.5), ("rf-peak-voltage", 1.5), ("rf-reference-voltage", 0.5),
    ("adc-dead-time", 0.5), ("adc-samples", 2), ("adc-sample-divisor", 0.5), ("adc-lengths", 2),
    ("b1-rms", 1.5), ("implant-b1-rms", 1.5), ("sar-head", 0.5), ("sar-local", 0.5),
    ("specific-energy-dose", 2), ("pns-rheobase", 1.5), ("cardiac-rheobase", 1.5), ("block-limit", 2),
    ("run-limit", 2), ("segment-ringdown-time", 0.5),
  ]

  /// Sites that know less: figures are missing or unverified at random, and then one more is missing. Forbidden bands
  /// stay, for a list of them with one band less is another list and not a gap; and figures that a check can do without,
  /// such as `sar-whole-body` or `pns-limit`, are not in this profile: without them the public interval or the
  /// standard's limit serves.
  static let lessKnown: [(removed: String, before: ScannerProfile, after: ScannerProfile)] =
    (0..<200).compactMap { number in
      var draw = Draw(state: UInt64(number))
      var known: [String] = []
      for line in lines {
        let isFigure = line.contains(" site ") && !line.hasPrefix("acoustic-band ")
        if isFigure, draw.chance(0.2) { continue }
        known.append(
          isFigure && draw.chance(0.2) ? line.replacing(" site ", with: " unverified ") : line)
      }
      let figures = known.indices.filter {
        (known[$0].contains(" site ") || known[$0].contains(" unverified "))
          && !known[$0].hasPrefix("acoustic-band ")
      }
      guard !figures.isEmpty else { return nil }
      let removed = figures[draw.whole(0...(figures.count - 1))]
      var fewer = known
      fewer.remove(at: removed)
      guard let before = load(known), let after = load(fewer) else { return nil }
      return (known[removed], before, after)
    }

  private static let lines = TestProfile.t3OfSite.split(separator: "\n").map(String.init)

  private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  private static func load(_ lines: [String]) -> ScannerProfile? {
    var sources = SourceMap()
    return TestProfile.load(lines.map { $0 + "\n" }.joined(), into: &sources)
  }
}
