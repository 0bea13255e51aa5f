// The harness that compares texts with golden files must itself be able to fail.
import Foundation
import TestSupport
import Testing

@Suite struct GoldenHarnessTests {
  let present = "Package.swift"

  @Test func aFileThatHoldsTheTextPasses() throws {
    let text = try #require(Golden.text(at: present))
    #expect(Golden.complaint(about: text, at: present, environment: [:]) == nil)
  }

  @Test func oneChangedByteFailsAndIsShown() throws {
    let text = try #require(Golden.text(at: present))
    let changed = text.replacingOccurrences(of: "swift-tools-version", with: "swift-tools-versiom")
    let complaint = try #require(Golden.complaint(about: changed, at: present, environment: [:]))
    #expect(complaint.contains("+ // swift-tools-versiom"))
    #expect(complaint.contains("- // swift-tools-version"))
  }

  @Test func theDifferenceShowsOnlyTheLinesThatChanged() {
    let difference = Golden.lineDifference(expected: "a\n1\nb", found: "a\n2\nb")
    #expect(difference == "@@ line 2 @@\n  a\n- 1\n+ 2\n  b")
  }

  @Test func missingExpectationFails() throws {
    let complaint = try #require(Golden.complaint(about: "x", at: "golden/no-such-file", environment: [:]))
    #expect(complaint.contains("is missing"))
  }

  @Test func emptyTextFailsEvenWhenAccepting() throws {
    let accept = ["UPDATE_GOLDEN": "1"]
    let complaint = Golden.complaint(about: "", at: "golden/no-such-file", environment: accept)
    #expect(complaint?.contains("empty") == true)
  }

  @Test func acceptingIsRefusedWhereCIIsSet() throws {
    let both = ["UPDATE_GOLDEN": "1", "CI": "true"]
    let complaint = try #require(Golden.complaint(about: "x", at: "golden/no-such-file", environment: both))
    #expect(complaint.contains("refused"))
    #expect(Golden.bytes(at: "golden/no-such-file") == nil)
  }
}
