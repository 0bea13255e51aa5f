/// `--target`: which files appear, together or not at all.
import TestSupport
import Testing

@testable import seqc

@Suite struct TargetCommandTests {
  private let run = TestRun()

  private func putExample(_ name: String) throws {
    run.put(try #require(Golden.text(at: "examples/\(name).seq")), at: "\(name).seq")
  }

  @Test func aTargetIsWrittenBesideThePulseqFile() throws {
    try putExample("gre-2d")
    #expect(run.run("build", "gre-2d.seq", "--target", "mrd-header") == .success)
    #expect(run.tree.contains("gre-2d-siemens-prisma/gre-2d.seq"))
    #expect(run.tree.contains("gre-2d-siemens-prisma/gre-2d.mrd.xml"))
    #expect(run.outputText.contains("built gre-2d-siemens-prisma/gre-2d.mrd.xml\n  read back: equal\n"))
    let hash = try #require(run.text(at: "gre-2d-siemens-prisma/gre-2d.seq")?.split(separator: " ").last)
    let header = try #require(run.text(at: "gre-2d-siemens-prisma/gre-2d.mrd.xml"))
    #expect(header.contains("<value>\(hash.prefix(32))</value>"))
  }

  @Test func targetsAreRepeatedOrListed() throws {
    try putExample("gre-2d")
    let forms = [["--target", "pulseq", "--target", "mrd-header"], ["--target", "mrd-header, pulseq"]]
    for (index, words) in forms.enumerated() {
      let arguments = ["build", "gre-2d.seq", "-o", "out\(index)/"] + words
      #expect(run.run(words: arguments) == .success)
      #expect(run.tree.filter { $0.hasPrefix("out\(index)/") }.count == 2)
    }
    #expect(run.run("build", "gre-2d.seq", "-o", "plain/") == .success)
    #expect(run.tree.filter { $0.hasPrefix("plain/") } == ["plain/gre-2d.seq"])
  }

  @Test func aPulseqFileHasItsHeaderToo() throws {
    try putExample("epi")
    run.run("build", "epi.seq", "-o", "first/")
    let words = [
      "build", "first/epi.seq", "--scanner", "siemens-prisma", "--target", "mrd-header", "-o", "second/",
    ]
    // Its definitions do not say how thick a slice is.
    #expect(run.run(words: words) == .failed)
    #expect(run.messageText.contains("error[K010]"))
    #expect(run.messageText.contains("nothing was written: a target cannot be written"))
    #expect(!run.tree.contains { $0.hasPrefix("second") })
    try putExample("gre-3d")
    run.run("build", "gre-3d.seq", "-o", "first/")
    #expect(
      run.run(
        "build", "first/gre-3d.seq", "--scanner", "siemens-prisma", "--target", "mrd-header", "-o", "third/")
        == .success)
    #expect(run.tree.contains("third/gre-3d.mrd.xml"))
  }

  @Test func anUnknownTargetBringsTheNearest() {
    #expect(run.run("build", "a.seq", "--target", "pulseq,mrd-haeder") == .trouble)
    #expect(run.messageText.contains("'mrd-haeder' is not a value of --target"))
    #expect(run.messageText.contains("did you mean mrd-header?"))
  }

  @Test func severalFilesNeedAFolder() throws {
    try putExample("gre-2d")
    for place in ["-", "out.seq"] {
      #expect(run.run("build", "gre-2d.seq", "--target", "mrd-header", "-o", place) == .trouble)
      #expect(run.messageText.contains("error[B009]"))
    }
    #expect(run.tree == ["gre-2d.seq"])
  }

  @Test func aSchemaIsFollowedOrNothingIsWritten() throws {
    try putExample("gre-2d")
    run.put(
      """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.ismrm.org/ISMRMRD">
        <xs:element name="ismrmrdHeader"/>
      </xs:schema>
      """, at: "loose.xsd")
    run.put("<a/>", at: "none.xsd")
    let build = ["build", "gre-2d.seq", "--target", "mrd-header", "--schema"]
    #expect(run.run(words: build + ["none.xsd"]) == .failed)
    #expect(run.messageText.contains("error[K006]"))
    #expect(run.tree == ["gre-2d.seq", "loose.xsd", "none.xsd"])
    #expect(run.run(words: build + ["loose.xsd"]) == .success)
    #expect(run.outputText.contains("follows loose.xsd"))
    #expect(run.run(words: build + ["missing.xsd"]) == .trouble)
    #expect(run.run("build", "gre-2d.seq", "--schema", "loose.xsd") == .trouble)
    #expect(run.messageText.contains("no target of this build follows a schema"))
  }

  @Test func theListOfTargetsIsShortAndOneOfThemIsWhole() {
    #expect(run.run("targets") == .success)
    #expect(run.outputText.contains("mrd-header  "))
    #expect(run.run("targets", "mrd-header") == .success)
    #expect(run.outputText.contains("not proved  "))
    #expect(run.run("targets", "mrd") == .trouble)
  }
}
