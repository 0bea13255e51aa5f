// What must hold for all checks and every sequence: on a thousand random ones, or as many as SEQC_SOAK says.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct CheckInvariantTests {
  private static let count = ProcessInfo.processInfo.environment["SEQC_SOAK"].flatMap(UInt64.init) ?? 1000

  /// Values proportional to the gradients, and to B1 or its square. All other values stay.
  private static let gradientValues: Set = [
    "G001", "G002", "G003", "G004", "G005", "G006", "E001", "E002", "E003", "E004", "H001", "V003",
  ]
  private static let rfValues: Set = ["R001", "R007", "X001", "X002"]
  private static let powerValues: Set = ["X003", "X004", "X005", "X006", "X007", "X008"]
  /// Sums and maxima over the waveforms. What the others tell is the first or the largest of several times and counts,
  /// which may change where the verdict does not.
  private static let values = gradientValues.union(rfValues).union(powerValues).subtracting(["G005", "G006"])
  /// Where the file's axes as written break the limit, the other ways of laying them on the coil's are not asked: the
  /// upper end of the value is then another thing.
  private static let orientedValues: Set = ["E002", "E004"]

  /// Windows of these begin and end where blocks end, so that a cut makes more of them: their values change by some percent.
  private static let spectralValues: Set = ["V002", "V003"]

  /// The sequences of the default count, with their findings by all figures: most tests begin with these.
  private static let drawn: [(sequence: SequenceIR.Sequence, findings: [Finding])] =
    (UInt64(1)...1000).map { seed in
      let sequence = RandomSequence.make(seed: seed)
      return (sequence, CheckRunner.run(sequence, profile: ProfileVariants.complete))
    }

  /// Gives each sequence, with its findings and a source of more random numbers, to `property`, which tells what is wrong.
  private static func expectForAll(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ property: (SequenceIR.Sequence, [Finding], ScannerProfile, inout Draw) -> [String]
  ) throws {
    let profile = try #require(ProfileVariants.complete)
    var wrong: [String] = []
    for seed in 1...max(1, count) where wrong.count < 10 {
      let sequence = seed <= 1000 ? drawn[Int(seed) - 1].sequence : RandomSequence.make(seed: seed)
      let findings =
        seed <= 1000 ? drawn[Int(seed) - 1].findings : CheckRunner.run(sequence, profile: profile)
      var draw = Draw(state: ~seed)
      wrong += property(sequence, findings, profile, &draw).map { "sequence \(seed): \($0)" }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))", sourceLocation: sourceLocation)
  }

  /// Where verdicts differ, but for values on their limit, and values that are not those of `a` times `factor`.
  private static func differences(
    _ a: [Finding], _ b: [Finding], ofVerdicts comparesVerdicts: (String) -> Bool = { _ in true },
    factor: (String) -> Double? = { _ in nil }
  ) -> [String] {
    zip(a.filter(\.isSummary), b.filter(\.isSummary)).flatMap { a, b -> [String] in
      var wrong: [String] = []
      let isOnItsLimit = [a, b].contains { abs($0.margin ?? 1) < 1e-9 }
      if comparesVerdicts(a.check), a.verdict != b.verdict, !isOnItsLimit {
        wrong.append("\(a.check) is \(a.verdict), then \(b.verdict): \(a.label); \(b.label)")
      }
      let isLower = orientedValues.contains(a.check)
      if let factor = factor(a.check), !agree(a.measured, b.measured, factor, lowerOnly: isLower) {
        wrong.append(
          "\(a.check) measures \(String(describing: a.measured)), then \(String(describing: b.measured))")
      }
      return wrong
    }
  }

  private static func agree(
    _ a: ClosedRange<Double>?, _ b: ClosedRange<Double>?, _ factor: Double, lowerOnly: Bool
  ) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    func agree(_ x: Double, _ y: Double) -> Bool {
      x * factor == y || abs(x * factor - y) <= 1e-8 * abs(y) + 1e-12
    }
    return agree(a.lowerBound, b.lowerBound) && (lowerOnly || agree(a.upperBound, b.upperBound))
  }

  @Test func scalingGradientsScalesAllThatTheyDo() throws {
    try Self.expectForAll { sequence, findings, profile, draw in
      let factor = draw.number(0.3...1.8)
      let scaled = CheckRunner.run(sequence.scalingGradients(by: factor), profile: profile)
      return Self.differences(
        findings, scaled,
        ofVerdicts: { !Self.gradientValues.contains($0) || ["G005", "G006"].contains($0) },
        factor: { Self.gradientValues.contains($0) ? factor : 1 })
        + (factor < 1 ? Self.lost(findings, scaled) : Self.lost(scaled, findings))
    }
  }

  @Test func scalingRFScalesB1AndTheSquareOfItSAR() throws {
    try Self.expectForAll { sequence, findings, profile, draw in
      let factor = draw.number(0.3...1.8)
      let scaled = CheckRunner.run(sequence.scalingRF(by: factor), profile: profile)
      return Self.differences(
        findings, scaled, ofVerdicts: { !Self.rfValues.contains($0) && !Self.powerValues.contains($0) },
        factor: { Self.rfValues.contains($0) ? factor : Self.powerValues.contains($0) ? factor * factor : 1 })
        + (factor < 1 ? Self.lost(findings, scaled) : Self.lost(scaled, findings))
    }
  }

  /// Checks that pass before and not after.
  private static func lost(_ before: [Finding], _ after: [Finding]) -> [String] {
    zip(before.filter(\.isSummary), after.filter(\.isSummary))
      .filter { $0.verdict == .pass && $1.verdict != .pass && abs($1.margin ?? 1) >= 1e-9 }
      .map { "\($0.check) passes no more: \($0.label); \($1.label)" }
  }

  @Test func permutingAxesPermutesVerdicts() throws {
    let permuted = try #require(ProfileVariants.permuted)
    try Self.expectForAll { sequence, findings, _, _ in
      let other = CheckRunner.run(sequence.permutingAxes(), profile: permuted)
      return Self.differences(findings, other, factor: { $0 == "T001" ? nil : 1 })
        + Self.movedAxes(findings, other)
    }
  }

  /// Breaches of single axes move to the next axis, each.
  private static func movedAxes(_ before: [Finding], _ after: [Finding]) -> [String] {
    let next = ["x": "y", "y": "z", "z": "x"]
    return ["G001", "G002", "G005"].compactMap { code in
      let a = before.filter { $0.check == code && !$0.isSummary }
      let b = after.filter { $0.check == code && !$0.isSummary }
      // Of more than ten, ten are told.
      guard a.count < 10 else { return nil }
      let moved = a.compactMap { $0.axis.flatMap { next[$0] } }.sorted()
      return moved == b.compactMap(\.axis).sorted() ? nil : "\(code) does not move with the axes"
    }
  }

  /// But for those of spectra near their limit.
  @Test func splittingABlockChangesNoVerdict() throws {
    var splits = 0
    try Self.expectForAll { sequence, findings, profile, draw in
      let index = draw.whole(0...(sequence.blocks.count - 1))
      let rasters = Int(sequence.blocks[index].duration.microseconds / 10)
      var cut: SequenceIR.Sequence?
      for _ in 0..<4 where cut == nil {
        cut = sequence.splitting(index, at: Time(microseconds: Int64(10 * draw.whole(1...(rasters - 1)))))
      }
      guard let split = cut else { return [] }
      splits += 1
      return Self.differences(
        findings, CheckRunner.run(split, profile: profile), ofVerdicts: { !Self.spectralValues.contains($0) },
        factor: { Self.values.contains($0) && !Self.spectralValues.contains($0) ? 1 : nil })
    }
    #expect(splits * 2 > Int(Self.count))
  }

  @Test func unrollingLoopsChangesNoVerdict() throws {
    try Self.expectForAll { sequence, findings, profile, _ in
      Self.differences(
        findings, CheckRunner.run(sequence.unrolled(), profile: profile), factor: { _ in 1 })
    }
  }

  @Test func aLabelThatTakesNoTimeChangesNoVerdict() throws {
    var labels = 0
    try Self.expectForAll { sequence, findings, profile, draw in
      let index = draw.whole(0...(sequence.blocks.count - 1))
      guard let longer = sequence.insertingLabel(before: index) else { return [] }
      labels += 1
      return Self.differences(
        findings, CheckRunner.run(longer, profile: profile), factor: { Self.values.contains($0) ? 1 : nil })
    }
    #expect(labels * 2 > Int(Self.count))
  }

  @Test func theSignOfGradientsDoesNotMatter() throws {
    try Self.expectForAll { sequence, findings, profile, draw in
      // With a rotation the axes mix, and only all of them together may change their sign.
      let turns = sequence.library.extras.contains { $0.rotation != nil }
      let axis = turns || draw.chance(0.5) ? nil : Axis.allCases[draw.whole(0...2)]
      let mirrored = sequence.scalingGradients(by: -1, on: axis)
      return Self.differences(findings, CheckRunner.run(mirrored, profile: profile), factor: { _ in 1 })
    }
  }

  @Test func looseningALimitNeverTakesAPass() throws {
    let looser = ProfileVariants.loosened
    #expect(looser.count == ProfileVariants.looser.count)
    try Self.expectForAll { sequence, findings, _, draw in
      let (change, profile) = looser[draw.whole(0...(looser.count - 1))]
      return Self.lost(findings, CheckRunner.run(sequence, profile: profile)).map { "\(change): \($0)" }
    }
  }

  @Test func lessKnowledgeNeverMakesAPass() throws {
    let pairs = ProfileVariants.lessKnown
    #expect(pairs.count == 200)
    try Self.expectForAll { sequence, findings, _, draw in
      let (removed, before, after) = pairs[draw.whole(0...(pairs.count - 1))]
      let pair = (CheckRunner.run(sequence, profile: before), CheckRunner.run(sequence, profile: after))
      return Self.gained(findings, pair.0).map { "less is known: \($0)" }
        + Self.gained(pair.0, pair.1).map { "without \(removed): \($0)" }
    }
  }

  /// Checks that were not evaluated before and pass after.
  private static func gained(_ before: [Finding], _ after: [Finding]) -> [String] {
    zip(before.filter(\.isSummary), after.filter(\.isSummary))
      .filter { $0.verdict == .notEvaluated && $1.verdict == .pass }
      .map { "\($0.check) passes: \($0.label); \($1.label)" }
  }

  /// The properties would hold of nothing at all: the draws keep most rules and break most.
  @Test func theDrawsKeepAndBreakTheRules() throws {
    var passed: Set<String> = []
    var broken: Set<String> = []
    try Self.expectForAll { _, findings, _, _ in
      for finding in findings where finding.isSummary {
        if finding.verdict == .pass { passed.insert(finding.check) } else { broken.insert(finding.check) }
      }
      return []
    }
    #expect(passed == Set(CheckTable.all.map(\.code)))
    let breakable = [
      "G001", "G002", "G003", "G004", "G005", "G006", "R001", "R002", "R006", "A001", "A003", "A004", "T001",
      "T002", "A005", "I001", "I004", "V002", "R007", "R008", "X001", "X003", "X004", "X006", "H001", "H002",
      "E001", "E002",
    ]
    #expect(Set(breakable).subtracting(broken).isEmpty, "never broken: \(Set(breakable).subtracting(broken))")
  }
}
