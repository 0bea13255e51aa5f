// Long blocks that come back are left out where they cannot matter: against the same gradients in short blocks, of which
// every one is played.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct LongBlockStimulationTests {
  private typealias Corner = (time: Double, x: Double, y: Double)

  private static func percent(_ code: String, _ sequence: SequenceIR.Sequence) throws -> Double {
    var sources = SourceMap()
    _ = sources.add(name: "test.seq", bytes: [])
    let profile =
      TestProfile.t3.replacing("150 T/m/s", with: "800 T/m/s").replacing("40 mT/m", with: "400 mT/m")
      + TestProfile.stimulation
    let loaded = TestProfile.load(profile, into: &sources)
    let scanner = try #require(loaded)
    let summary = CheckRunner.run(sequence, profile: scanner).first { $0.isSummary && $0.check == code }
    return try #require(summary?.measured?.upperBound)
  }

  /// Spirals of 100 to 160 pieces in three directions, with lobes of all sizes between them, sixty times. Samples are kept to
  /// 1e-7 of the largest in their block.
  @Test(arguments: UInt64(1)...8) func responseIsThatOfTheSameGradientsInShortBlocks(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let kinds = (0..<3).map { Self.spiral(turn: Double($0) / 3, points: 100 + 30 * $0, &random) }
    let order = (0..<60).map { _ in random.below(3) }
    let lobes = (0..<60).map { _ in Double(random.below(41)) - 20 }
    func sequence(piecesPerBlock: Int) -> SequenceIR.Sequence {
      var builder = SequenceBuilder()
      builder.block("orientation", 10, .label(LabelOperation(.set, .noRotation, 1)))
      for (kind, lobe) in zip(order, lobes) {
        builder.block("lobe", 600, .trapezoid(.z, lobe, rise: 200, flat: 200, fall: 200))
        Self.append(kinds[kind], piecesPerBlock, to: &builder)
      }
      return builder.finished().sequence
    }
    for code in ["E001", "E002", "E004"] {
      let whole = try Self.percent(code, sequence(piecesPerBlock: 1_000))
      let cut = try Self.percent(code, sequence(piecesPerBlock: 10))
      #expect(whole > 1)
      #expect(close(whole, cut, relative: 1e-6), "\(code): \(whole) \(cut)")
    }
  }

  /// Corners every 20 us, radius and frequency growing, zero at both ends.
  private static func spiral(turn: Double, points: Int, _ random: inout SplitMix) -> [Corner] {
    let size = 4 + 0.1 * Double(random.below(20))
    return (0...points).map { point in
      let share = Double(point) / Double(points)
      let radius = point == points ? 0 : size * min(1, 4 * share) * min(1, 8 * (1 - share))
      let angle = 2 * Double.pi * (turn + 6 * share * share)
      return (20 * Double(point), radius * cos(angle), radius * sin(angle))
    }
  }

  private static func append(_ corners: [Corner], _ pieces: Int, to builder: inout SequenceBuilder) {
    var first = 0
    while first < corners.count - 1 {
      let part = corners[first...min(first + pieces, corners.count - 1)]
      let start = corners[first].time
      builder.block(
        "spiral", (part.last?.time ?? start) - start, .corners(.x, part.map { ($0.time - start, $0.x) }),
        .corners(.y, part.map { ($0.time - start, $0.y) }))
      first += pieces
    }
  }
}
