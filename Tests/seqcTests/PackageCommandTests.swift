// `build --handoff` and `verify`: the whole package or nothing, and nothing in it may change.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Backends
@testable import seqc

@Suite struct PackageCommandTests {
  private let run = TestRun()

  private func put(_ names: String...) throws {
    for name in names { run.put(try #require(Golden.text(at: "examples/\(name)")), at: name) }
  }

  private func packed() throws {
    try put("press.seq")
    #expect(run.run("build", "press.seq", "--handoff", "out") == .success, "\(run.messageText)")
  }

  private func change(_ path: String, _ edit: (inout String) -> Void) throws {
    var text = try #require(run.text(at: path))
    let before = text
    edit(&text)
    #expect(text != before)
    run.put(text, at: path)
  }

  @Test func aPackageHoldsWhatAnOperatorNeeds() throws {
    try packed()
    let expected = [
      "checks.json", "design/press.seq", "manifest.json", "press.handoff-siemens.xml", "press.mrd.xml",
      "press.printout.xml", "press.seq", "profile/built-in/siemens-common.scanner",
      "profile/built-in/siemens-prisma.scanner", "pulses/press-1-excitation.pta", "sheet.html",
    ]
    for path in expected { #expect(run.text(at: "out/\(path)") != nil, "\(path)") }
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
    for line in ["each with its SHA-256, and no other", "files agree with each other", "every byte equal"] {
      #expect(run.outputText.contains(line))
    }
  }

  @Test func aDesignWithPulsesAndAProfileOfTheSiteTravelsWhole() throws {
    try put("glu-gln-3t-precise.seq", "glu-gln-3t-precise.mix.pulse", "site-prisma-mrs.scanner")
    #expect(run.run("build", "glu-gln-3t-precise.seq", "--handoff", "out") == .success, "\(run.messageText)")
    for path in ["glu-gln-3t-precise.mix.pulse", "site-prisma-mrs.scanner"] {
      #expect(run.text(at: "out/design/\(path)") != nil)
    }
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
  }

  @Test func aProfileFromElsewhereHasAFolderOfItsOwn() throws {
    for folder in ["designs", "sites"] {
      try FileManager.default.createDirectory(
        atPath: "\(run.folder)/\(folder)", withIntermediateDirectories: true)
    }
    run.put(try #require(Golden.text(at: "examples/gre-2d.seq")), at: "designs/gre-2d.seq")
    run.put(try #require(Golden.text(at: "examples/site-prisma.scanner")), at: "sites/ours.scanner")
    #expect(
      run.run("build", "designs/gre-2d.seq", "--scanner", "sites/ours.scanner", "--handoff", "out")
        == .success,
      "\(run.messageText)")
    #expect(run.text(at: "out/profile/site/ours.scanner") != nil)
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
  }

  @Test func aPulseqFileIsPackedToo() throws {
    try put("gre-3d.seq")
    run.run("build", "gre-3d.seq", "-o", "scan.seq")
    #expect(
      run.run("build", "scan.seq", "--scanner", "siemens-prisma", "--handoff", "out") == .success,
      "\(run.messageText)")
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
  }

  @Test func twoBuildsGiveTheSameBytes() throws {
    try packed()
    run.run("build", "./press.seq", "--handoff", "again/")
    #expect(run.text(at: "out/manifest.json") == run.text(at: "again/manifest.json"))
  }

  // MARK: what verify finds

  /// What is done to a package, and what verify says of it.
  private static let tampering: [(name: String, path: String, from: String, to: String)] = [
    ("a flipped byte", "press.seq", "PRESS single", "PRESS singlf"),
    ("a changed number in XML", "press.mrd.xml", "<TE>35</TE>", "<TE>36</TE>"),
    ("a changed number of the hand-off", "press.handoff-siemens.xml", "value=\"2000\"", "value=\"2001\""),
    ("a changed verdict", "checks.json", "not_evaluated", "pass"),
    ("a swapped profile", "profile/built-in/siemens-prisma.scanner", "siemens-prisma", "siemens-skyra"),
    ("a changed design", "design/press.seq", "TE = 35 ms", "TE = 36 ms"),
    ("a changed pulse", "pulses/press-1-excitation.pta", "REFGRAD: 3", "REFGRAD: 4"),
    ("a changed sheet", "sheet.html", "136 s", "137 s"),
  ]

  @Test(arguments: tampering.indices) func whatWasChangedIsFound(row: Int) throws {
    let (name, path, from, to) = Self.tampering[row]
    try packed()
    try change("out/\(path)") { $0 = $0.replacing(from, with: to, maxReplacements: 1) }
    #expect(run.run("verify", "out") == .failed, "\(name)")
    #expect(run.messageText.contains("error: \(path) was changed"), "\(name): \(run.messageText)")
  }

  /// Who changes a file may write its new digest into the manifest: then the files contradict each other.
  @Test(arguments: tampering.indices) func whatWasChangedAndEnteredInTheManifestIsFoundToo(row: Int) throws {
    let (name, path, from, to) = Self.tampering[row]
    try packed()
    let before = SHA256.hexadecimal(of: Array(try #require(run.text(at: "out/\(path)")).utf8))
    try change("out/\(path)") { $0 = $0.replacing(from, with: to, maxReplacements: 1) }
    let after = SHA256.hexadecimal(of: Array(try #require(run.text(at: "out/\(path)")).utf8))
    try change("out/manifest.json") { $0 = $0.replacing(before, with: after) }
    #expect(run.run("verify", "out") == .failed, "\(name)")
    #expect(!run.messageText.contains("was changed: its SHA-256"), "\(name)")
  }

  @Test func aSignedAgainButAlteredSequenceIsFound() throws {
    try packed()
    let old = try #require(run.text(at: "out/press.seq"))
    try change("out/press.seq") { text in
      let body = text.replacing("TotalDuration 136", with: "TotalDuration 137")
      guard let end = body.range(of: "\n[SIGNATURE]")?.lowerBound, let place = body.range(of: "Hash ") else {
        return
      }
      let sum = MD5.hexadecimal(of: Array(body[..<end].utf8)[...])
      text = body.replacingCharacters(
        in: place.upperBound..<body.index(place.upperBound, offsetBy: 32), with: sum)
    }
    let new = try #require(run.text(at: "out/press.seq"))
    try change("out/manifest.json") {
      $0 = $0.replacing(
        SHA256.hexadecimal(of: Array(old.utf8)), with: SHA256.hexadecimal(of: Array(new.utf8)))
    }
    #expect(run.run("verify", "out") == .failed)
    #expect(run.messageText.contains("press.mrd.xml is the header of another press.seq"))
    #expect(run.messageText.contains("press.seq is another file than it names"))
    #expect(run.messageText.contains("press.seq is not what design/press.seq and the profile give"))
  }

  @Test func aMissingAndAnExtraFileAreFound() throws {
    try packed()
    try FileManager.default.removeItem(atPath: "\(run.folder)/out/sheet.html")
    run.put("", at: "out/notes.txt")
    #expect(run.run("verify", "out") == .failed)
    #expect(run.messageText.contains("error: sheet.html is missing"))
    #expect(run.messageText.contains("error: \"notes.txt\" does not belong to the package"))
  }

  @Test func aManifestThatLeadsOutOfTheFolderIsRefused() throws {
    try packed()
    try change("out/manifest.json") { $0 = $0.replacing("\"checks.json\"", with: "\"../press.seq\"") }
    #expect(run.run("verify", "out") == .failed)
    #expect(run.messageText.contains("is not the manifest of a package"))
    run.put("{", at: "out/manifest.json")
    #expect(run.run("verify", "out") == .failed)
    #expect(run.run("verify", "nowhere") == .trouble)
  }

  @Test func wordsOfAManifestAreNotShownBlindly() throws {
    try packed()
    let whole = try #require(run.text(at: "out/manifest.json"))
    let changes = [
      ("\"0.1.0\"", "\"\\u001b[2J\""), ("\"design/press.seq\",", "\"-\","),
      ("\"targets\":[]", "\"targets\":[\"x\"]"),
      ("\"checks.json\"", "\"press.seq\""),
    ]
    for (from, to) in changes {
      run.put(whole.replacing(from, with: to, maxReplacements: 1), at: "out/manifest.json")
      #expect(run.text(at: "out/manifest.json") != whole, "\(from)")
      #expect(run.run("verify", "out") == .failed)
      #expect(run.messageText.contains("is not the manifest of a package"), "\(from): \(run.messageText)")
    }
  }

  @Test func linksAreNotFollowed() throws {
    try packed()
    for path in ["press.seq", "design/press.seq"] {
      try FileManager.default.moveItem(atPath: "\(run.folder)/out/\(path)", toPath: "\(run.folder)/aside")
      try FileManager.default.createSymbolicLink(
        atPath: "\(run.folder)/out/\(path)", withDestinationPath: "\(run.folder)/aside")
      #expect(run.run("verify", "out") == .failed)
      #expect(run.messageText.contains("error: \(path) is no plain file"), "\(run.messageText)")
      try FileManager.default.removeItem(atPath: "\(run.folder)/out/\(path)")
      try FileManager.default.moveItem(atPath: "\(run.folder)/aside", toPath: "\(run.folder)/out/\(path)")
    }
    #expect(run.run("verify", "out") == .success)
  }

  @Test func aFileThatNothingMadeIsFoundThoughTheManifestNamesIt() throws {
    try packed()
    run.put("x", at: "out/other.seq")
    let sum = SHA256.hexadecimal(of: Array("x".utf8))
    try change("out/manifest.json") {
      $0 = $0.replacing(
        "\"files\":[\n", with: "\"files\":[\n{\"path\":\"other.seq\",\"bytes\":1,\"sha256\":\"\(sum)\"},\n")
    }
    #expect(run.run("verify", "out") == .failed)
    #expect(run.messageText.contains("other.seq is neither made by the build nor read by it"))
  }

  @Test func theOwnTargetsOfAPackageMayBeAskedFor() throws {
    try put("press.seq")
    let targets = "mrd-header,siemens-xml,handoff-siemens,vespa"
    #expect(
      run.run("build", "press.seq", "--handoff", "out", "--target", targets) == .success, "\(run.messageText)"
    )
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
    #expect(run.text(at: "out/press.vespa.xml") != nil)
  }

  @Test func inputsNamedWithADotTravelToo() throws {
    try put("glu-gln-3t-precise.mix.pulse", "site-prisma-mrs.scanner")
    let design = try #require(Golden.text(at: "examples/glu-gln-3t-precise.seq"))
    run.put(
      design.replacing("scanner \"site-prisma-mrs.scanner\"", with: "scanner \"./site-prisma-mrs.scanner\""),
      at: "glu-gln-3t-precise.seq")
    #expect(run.run("build", "glu-gln-3t-precise.seq", "--handoff", "out") == .success, "\(run.messageText)")
    #expect(run.text(at: "out/design/site-prisma-mrs.scanner") != nil)
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
  }

  @Test func aPackageOfAnotherVersionIsNotBuiltAgain() throws {
    try packed()
    try change("out/manifest.json") { $0 = $0.replacing("\"0.1.0\"", with: "\"0.0.9\"") }
    #expect(run.run("verify", "out") == .notProven)
    #expect(run.messageText.contains("made by seqc 0.0.9"))
    #expect(run.outputText.hasSuffix("not proven: it was not built again\n"))
  }

  // MARK: what is refused

  @Test func aFolderWithOtherFilesIsLeftAlone() throws {
    try put("press.seq")
    try FileManager.default.createDirectory(atPath: "\(run.folder)/out", withIntermediateDirectories: true)
    run.put("mine", at: "out/mine.txt")
    #expect(run.run("build", "press.seq", "--handoff", "out") == .trouble)
    #expect(run.messageText.contains("holds 'mine.txt'"))
    #expect(run.tree == ["out", "out/mine.txt", "press.seq"])
  }

  @Test func aDesignThatFailsLeavesNoFolder() throws {
    try put("press.seq")
    try change("press.seq") { $0 = $0.replacing("let TE = 35 ms", with: "let TE = 5 ms") }
    #expect(run.run("build", "press.seq", "--handoff", "out") == .failed)
    #expect(run.tree == ["press.seq"])
  }

  @Test func inputsFromOutsideOfTheFolderAreRefused() throws {
    try FileManager.default.createDirectory(atPath: "\(run.folder)/a", withIntermediateDirectories: true)
    run.put(try #require(Golden.text(at: "examples/site-prisma.scanner")), at: "site.scanner")
    let design = try #require(Golden.text(at: "examples/gre-2d.seq"))
    run.put(
      design.replacing("scanner siemens-prisma", with: "scanner \"../site.scanner\""), at: "a/gre-2d.seq")
    #expect(run.run("build", "a/gre-2d.seq", "--handoff", "out") == .failed)
    #expect(run.messageText.contains("error[B011]"))
    #expect(!run.tree.contains("out"))
  }

  /// Such as `--handoff "$OUT"` where OUT is not set: the files must not go to the root of the disk.
  @Test func anEmptyPlaceIsRefused() throws {
    try put("press.seq")
    #expect(run.run("build", "press.seq", "--handoff", "") == .trouble)
    #expect(run.messageText.contains("--handoff names no folder"))
    #expect(run.tree == ["press.seq"])
  }

  @Test func aNameThatCannotBeSeenIsRefused() throws {
    let design = try #require(Golden.text(at: "examples/press.seq"))
    for name in ["new\nline.seq", "..seq"] {
      run.put(design, at: name)
      #expect(run.run("build", name, "--handoff", "out") == .failed)
      #expect(run.messageText.contains("error[B011]"))
    }
  }

  @Test func aSequenceOfNoKnownVolumeIsPackedWithoutItsHeader() throws {
    try put("pulse-acquire.seq")
    #expect(run.run("build", "pulse-acquire.seq", "--handoff", "out") == .success, "\(run.messageText)")
    #expect(run.messageText.contains("there is no file of mrd-header"))
    #expect(run.text(at: "out/pulse-acquire.mrd.xml") == nil)
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
    #expect(run.outputText.hasSuffix("whole and unchanged\n"))
    #expect(run.run("build", "pulse-acquire.seq", "--handoff", "more", "--target", "mrd-header") == .failed)
  }

  @Test func standardInputAndTwoPlacesAreRefused() throws {
    try put("press.seq")
    let design = try #require(run.text(at: "press.seq"))
    #expect(run.run("build", "-", "--handoff", "out", input: design) == .failed)
    #expect(run.messageText.contains("error[B011]"))
    #expect(run.run("build", "press.seq", "--handoff", "out", "-o", "x/") == .trouble)
    #expect(run.messageText.contains("exclude each other"))
    #expect(run.tree == ["press.seq"])
  }
}
