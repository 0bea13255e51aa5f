// Every check is needed: with any row of the table switched off, a fault of some golden case goes through.
import SequenceIR
import TestSupport
import Testing

@Suite struct CheckMutationTests {
  /// Not only the finding is gone, which is no wonder: nothing else objects, so that the fault would reach a scanner.
  @Test(arguments: CheckTable.all.map(\.code))
  func withoutACheckAFaultGoesThrough(_ code: String) throws {
    let cases = CheckCase.all.filter {
      $0.code == code && $0.verdict != .notEvaluated && $0.alsoFails.isEmpty
    }
    #expect(
      try cases.contains(where: Self.goesThroughWithoutItsCheck),
      "no golden case would notice that \(code) is off")
  }

  private static func goesThroughWithoutItsCheck(_ example: CheckCase) throws -> Bool {
    let verdicts: [Finding.Verdict] = example.verdict == .fail ? [.fail] : [.fail, .notProven]
    func objections(without disabled: Set<String>) throws -> [String] {
      try CheckTests.run(
        example.fault, profile: example.profile, rasters: example.rasters, seal: example.seal ?? .intact,
        without: disabled
      ).findings.filter { $0.isSummary && verdicts.contains($0.verdict) }.map(\.check)
    }
    return try objections(without: []) == [example.code] && objections(without: [example.code]).isEmpty
  }

  /// No check leans on another: without one, the others find what they found before.
  @Test func withoutACheckTheOthersFindTheSame() throws {
    let profile = try #require(ProfileVariants.complete)
    for (number, check) in CheckTable.all.enumerated() {
      let sequence = RandomSequence.make(seed: UInt64(1000 + number))
      let all = CheckRunner.run(sequence, profile: profile)
      let fewer = CheckRunner.run(sequence, profile: profile, without: [check.code])
      #expect(fewer.map(Self.words) == all.filter { $0.check != check.code }.map(Self.words), "\(check.code)")
    }
  }

  private static func words(_ finding: Finding) -> String {
    "\(finding.check) \(finding.verdict) \(finding.label) \(String(describing: finding.measured))"
  }
}
