import TestSupport
import Testing

@testable import Backends

@Suite struct TargetTableTests {
  @Test func thePageOfTargetsIsTheTable() { Golden.expect(TargetListing.markdown(), at: "docs/targets.md") }

  @Test func everyTargetSaysWhatIsProvedAndWhatIsNot() {
    for target in Target.all {
      let texts = [target.name, target.meaning, target.files, target.readers, target.source]
      #expect(texts.allSatisfy { !$0.isEmpty && !$0.hasSuffix(".") })
      #expect(!target.proved.isEmpty && !target.notProved.isEmpty)
      #expect((target.proved + target.notProved).allSatisfy { !$0.hasSuffix(".") })
    }
    #expect(Set(Target.all.map(\.name)).count == Target.all.count)
    #expect(Target.all.filter { $0.write == nil }.map(\.name) == ["pulseq"])
  }

  @Test func oneTargetInFullSaysEverythingOfItsRow() throws {
    for target in Target.all {
      let text = try #require(TargetListing.explain(target.name))
      for part in [target.meaning, target.files, target.readers] + target.proved + target.notProved {
        #expect(text.contains(part))
      }
    }
    #expect(TargetListing.explain("nothing") == nil)
  }
}
