// Checks on files that others wrote, some of them to be refused.
import Backends
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite(.enabled(if: SharedFolder.hasCorpus, "the corpus of foreign files is not beside the clone"))
struct CheckCorpusTests {
  private static func findings(_ bytes: [UInt8], name: String) -> [Finding]? {
    var sources = SourceMap()
    let file = sources.add(name: name, bytes: bytes)
    guard let sequence = PulseqReader.read(file).file?.sequence else { return nil }
    let profile = BuiltInProfiles.load("siemens-prisma", sources: &sources).profile
    let findings = CheckRunner.run(sequence, profile: profile)
    // Rendering must hold for whatever was found.
    _ = FindingText.render(findings, sources: sources, colour: false) + FindingText.table(findings)
    _ = FindingJSON.lines(findings, sources: sources)
    return findings
  }

  private static func isContinuous(_ findings: [Finding]) -> Bool {
    findings.allSatisfy { !($0.isSummary && ["G005", "G006"].contains($0.check)) || $0.verdict == .pass }
  }

  /// A foreign test-suite for a checker of gradient continuity: the file's name says what it should find.
  @Test(arguments: [
    ("01_ok_trap_extended_trap", true), ("05_ok_extended_with_delay", true), ("08_ok_rot_identity", true),
    ("12_ok_rot_extended_delay", true), ("15_ok_rot_same_rotation", true),
    ("02_fail_trap_then_startshigh", false), ("06_fail_delay_then_startshigh", false),
    ("07_fail_nonconnecting", false), ("10_fail_rot_first_block", false), ("11_fail_rot_allhigh", false),
    ("14_fail_rot_nonconnecting", false), ("16_fail_rot_diff_rotation_1", false),
  ])
  func continuityAgreesWithAForeignSuite(name: String, continuous: Bool) throws {
    let bytes = try #require(SharedFolder.bytes(at: "corpus/pulserverlib__\(name).seq"))
    let findings = try #require(Self.findings(bytes, name: name))
    #expect(Self.isContinuous(findings) == continuous)
  }

  /// Every small file is checked to the end, and every check says something.
  @Test func everySmallFileIsChecked() throws {
    let folder = try #require(SharedFolder.path) + "/corpus"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".seq") }
      .sorted()
    var checked = 0
    for name in names {
      guard let bytes = SharedFolder.bytes(at: "corpus/\(name)"), bytes.count < 300_000,
        let findings = Self.findings(bytes, name: name)
      else { continue }
      #expect(findings.filter(\.isSummary).count == CheckTable.all.count, "\(name)")
      checked += 1
    }
    print("checks: \(checked) of \(names.count) corpus files are small enough and were checked")
    #expect(checked > 50)
  }
}
