// Files of every kind, damaged by rules that know their form: every reader answers and keeps what it promises.
import FuzzTargets
import TestSupport
import Testing

@Suite struct HostileCorpusTests {
  /// Sound files of moderate size; what was kept under golden/fuzz comes on top.
  private static func corpus(of target: FuzzTarget) -> [[UInt8]] {
    let paths = target.seeds.flatMap { Golden.files(in: $0.folder, ending: $0.ending) } + kept(for: target)
    return paths.compactMap { Golden.bytes(at: $0) }.filter { !$0.isEmpty && $0.count < 20_000 }
  }

  private static func kept(for target: FuzzTarget) -> [String] {
    Golden.files(in: "golden/fuzz/\(target.rawValue)", ending: "").filter { Golden.bytes(at: $0) != nil }
  }

  @Test(arguments: FuzzTarget.allCases) func everyTargetHasACorpus(target: FuzzTarget) {
    #expect(Self.corpus(of: target).count >= 2)
  }

  /// Seeds, and what once made a reader fall.
  @Test(arguments: FuzzTarget.allCases) func whatWasKeptIsAnswered(target: FuzzTarget) throws {
    for path in Self.kept(for: target) {
      #expect(target.brokenPromise(try #require(Golden.bytes(at: path))) == nil, "\(path)")
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: FuzzTarget.allCases)
  func everyMutantIsAnswered(target: FuzzTarget) {
    let corpus = Self.corpus(of: target)
    var random = SplitMix(seed: 7)
    for round in 0..<200 {
      let bytes = corpus[random.below(corpus.count)]
      let other = corpus[random.below(corpus.count)]
      let mutant = Mutation.mutant(of: bytes, other: other, &random)
      if let promise = target.brokenPromise(mutant) {
        Issue.record(
          "\(target.rawValue), mutant \(round): \(promise)\n\(String(decoding: mutant, as: UTF8.self))")
      }
    }
  }

  @Test func mutantsAreTheSameInEveryRunAndDifferFromWhatTheyCameFrom() {
    let text = Array("one 1\ntwo 2\nthree 3\n".utf8)
    let made = (0..<2).map { _ in
      var random = SplitMix(seed: 3)
      return (0..<50).map { _ in Mutation.mutant(of: text, other: text, &random) }
    }
    #expect(made[0] == made[1])
    #expect(made[0].filter { $0 != text }.count > 40)
  }

  /// A profile cut off anywhere: with PulseqHostileInputTests, HostileInputTests and PinnedPulseTests, every format.
  @Test func aProfileCutOffAnywhereIsAnswered() throws {
    let bytes = try #require(Golden.bytes(at: "examples/site-prisma.scanner"))
    for count in 0..<bytes.count {
      #expect(FuzzTarget.profile.brokenPromise(Array(bytes[..<count])) == nil)
    }
  }
}
