/// Whole command lines, in process: exit status, what is printed where, what is written.
import Foundation
import TestSupport
import Testing

@testable import seqc

@Suite struct CommandTests {
  private let run = TestRun()

  @Test func starterDesignBuildsAsItIs() {
    #expect(run.run("new", "mine") == .success)
    #expect(run.run("build", "mine.seq") == .success)
    #expect(run.outputText.hasPrefix("built mine-siemens-prisma/mine.seq\n"))
    #expect(run.tree == ["mine-siemens-prisma", "mine-siemens-prisma/mine.seq", "mine.seq"])
    #expect(run.text(at: "mine-siemens-prisma/mine.seq")?.contains("[SIGNATURE]") == true)
  }

  @Test func newNeverReplacesAFile() {
    run.put("precious", at: "mine.seq")
    #expect(run.run("new", "mine") == .trouble)
    #expect(run.messageText.contains("error[B010]"))
    #expect(run.text(at: "mine.seq") == "precious")
  }

  @Test func designIsLaidOutOnPaperOrInPlace() {
    run.run("new", "mine")
    let tidy = run.text(at: "mine.seq") ?? ""
    let untidy = tidy.replacing("  repeat lines", with: "       repeat lines")
    run.put(untidy, at: "untidy.seq")
    #expect(run.run("format", "untidy.seq") == .success)
    #expect(run.outputText == tidy)
    #expect(run.text(at: "untidy.seq") == untidy)
    #expect(run.run("format", "--check", "mine.seq", "untidy.seq") == .failed)
    #expect(run.messageText == "not laid out: untidy.seq\n")
    #expect(run.run("format", "--write", "mine.seq", "untidy.seq") == .success)
    #expect(run.text(at: "untidy.seq") == tidy)
    #expect(run.run("format", "--check", "mine.seq", "untidy.seq") == .success)
    #expect(run.run("format", "-", input: untidy) == .success)
    #expect(run.outputText == tidy)
  }

  @Test func designWithMistakesIsNotLaidOut() {
    run.put("design \"x\"\n   nucleos 1H\n", at: "x.seq")
    #expect(run.run("format", "--write", "x.seq") == .failed)
    #expect(run.text(at: "x.seq") == "design \"x\"\n   nucleos 1H\n")
    run.put("[VERSION]\n", at: "y.seq")
    #expect(run.run("format", "y.seq") == .failed)
    #expect(run.messageText.contains("only designs are laid out"))
  }

  @Test func builtFileConvertsInspectsAndChecks() {
    run.run("new", "mine")
    run.run("build", "mine.seq", "-o", "new.seq")
    #expect(run.run("build", "new.seq", "--pulseq-version", "1.4.2", "-o", "old.seq") == .success)
    #expect(run.text(at: "old.seq")?.contains("major 1\nminor 4\nrevision 2\n") == true)
    #expect(run.run("inspect", "old.seq") == .success)
    #expect(run.outputText.contains("echo time     6 ms x 64"))
    #expect(run.outputText.contains("repetition    20 ms x 63"))
    #expect(run.run("check", "old.seq") == .success)
    #expect(run.run("check", "old.seq", "--strict") == .notProven)
    #expect(run.messageText.contains("not evaluated"))
  }

  @Test func brokenLimitFailsAndLeavesNoFile() {
    let profile = "scanner weak\nextends siemens-prisma\nb1-peak 1 uT site \"test\"\n"
    run.put(profile, at: "weak.scanner")
    run.run("new", "mine")
    #expect(run.run("build", "mine.seq", "--scanner", "weak.scanner") == .failed)
    #expect(run.messageText.contains("error[R001]"))
    // The line of the design and the line of the profile.
    #expect(run.messageText.contains("mine.seq:"))
    #expect(run.messageText.contains("weak.scanner:3:"))
    #expect(run.messageText.contains("nothing was written"))
    #expect(run.outputText.isEmpty)
    #expect(run.tree == ["mine.seq", "weak.scanner"])
    run.put(profile.replacing("1 uT", with: "10 uT"), at: "weak.scanner")
    #expect(run.run("build", "mine.seq", "--scanner", "weak.scanner") == .success)
    // What no public figure exists for is said in one line with a pointer, and nothing else.
    let messages = run.messageText.split(separator: "\n")
    #expect(messages.count == 2)
    #expect(messages.first?.contains(" checks not evaluated, as figures are missing or unsure: ") == true)
    #expect(messages.last?.hasPrefix("  help: `seqc check --margin` says") == true)
    #expect(!run.messageText.contains("R001"))
  }

  @Test func failedBuildLeavesTheFormerFileAndSaysSo() {
    run.put("scanner weak\nextends siemens-prisma\nb1-peak 1 uT site \"test\"\n", at: "weak.scanner")
    run.run("new", "mine")
    run.put("former", at: "out.seq")
    #expect(run.run("build", "mine.seq", "--scanner", "weak.scanner", "-o", "out.seq") == .failed)
    #expect(run.text(at: "out.seq") == "former")
    #expect(run.messageText.contains("note: out.seq is left from an earlier run"))
  }

  @Test func mistakesAreMessagesAndTheStatusIsOne() {
    run.put("design \"x\"\nscanner siemens-prisma\nnucleos 1H\nsequence { }\n", at: "x.seq")
    #expect(run.run("build", "x.seq") == .failed)
    #expect(run.messageText.contains("x.seq:3:1"))
    #expect(run.messageText.contains("did you mean `nucleus`?"))
    #expect(run.outputText.isEmpty)
  }

  @Test func designWithoutAScannerIsRefusedAndTheOptionHelps() {
    run.run("new", "mine")
    let text = run.text(at: "mine.seq") ?? ""
    run.put(
      text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("scanner") }
        .joined(separator: "\n"), at: "bare.seq")
    #expect(run.run("build", "bare.seq") == .failed)
    #expect(run.messageText.contains("error[B007]"))
    #expect(run.run("build", "bare.seq", "--scanner", "siemens-skyra") == .success)
    #expect(run.tree.contains("bare-siemens-skyra/bare.seq"))
  }

  @Test func scannerWithoutRastersSaysWhatToAdd() {
    run.run("new", "mine")
    #expect(run.run("build", "mine.seq", "--scanner", "philips-achieva") == .failed)
    #expect(run.messageText.contains("gradient-raster NUMBER"))
    #expect(!run.tree.contains("mine-philips-achieva"))
  }

  @Test func firstLineDecidesWhatAFileIs() {
    run.put("\n# comment\n\tdesgin \"x\"\n", at: "odd.seq")
    #expect(run.run("inspect", "odd.seq") == .failed)
    #expect(run.messageText.contains("odd.seq:3:2"))
    #expect(run.messageText.contains("did you mean design?"))
    run.put("# nothing\n\n", at: "empty.seq")
    #expect(run.run("inspect", "empty.seq") == .failed)
    #expect(run.messageText.contains("is empty"))
  }

  @Test func standardInputAndOutputServe() {
    run.run("new", "mine")
    let design = run.text(at: "mine.seq") ?? ""
    #expect(run.run("build", "-", "-o", "-", input: design) == .success)
    #expect(run.outputText.hasPrefix("# "))
    #expect(run.outputText.contains("[SIGNATURE]"))
    #expect(run.messageText.contains("built <standard output>"))
    #expect(run.run("inspect", "-", input: run.outputText) == .success)
  }

  @Test func unreadableFileIsTroubleAndNotAFailure() {
    #expect(run.run("check", "nowhere.seq") == .trouble)
    #expect(run.messageText == "error[B001]: cannot read 'nowhere.seq': no such file or directory\n")
    #expect(run.outputText.isEmpty)
  }

  @Test func failureToPrintIsTrouble() {
    let console = Console(output: { _ in ENOSPC }, messages: { _ in nil })
    let environment = Environment(console: console, files: FileSystem(), terminal: .test)
    #expect(Program(environment: environment).run(["targets"]) == .trouble)
  }

  @Test func checkFindingsAsJSONEndWithTheirCounts() throws {
    run.run("new", "mine")
    run.run("build", "mine.seq", "-o", "new.seq")
    #expect(run.run("check", "new.seq", "--scanner", "siemens-prisma", "--format", "json") == .success)
    let lines = run.outputText.split(separator: "\n")
    for line in lines {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
    #expect(lines.last?.hasPrefix("{\"kind\":\"summary\",\"pass\":") == true)
  }

  @Test func findingsAsSARIFPointAtTheDesignAndTheProfile() throws {
    run.put("scanner weak\nextends siemens-prisma\nb1-peak 1 uT site \"test\"\n", at: "weak.scanner")
    run.run("new", "my design")
    #expect(run.run("check", "my design.seq", "--scanner", "weak.scanner", "--format", "sarif") == .failed)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.outputText.utf8)) as? [String: Any])
    #expect(document["version"] as? String == "2.1.0")
    let runs = try #require(document["runs"] as? [[String: Any]])
    let results = try #require(runs.first?["results"] as? [[String: Any]])
    let breach = try #require(results.first { $0["ruleId"] as? String == "R001" })
    #expect(breach["level"] as? String == "error")
    #expect(uri(of: breach["locations"]) == "my%20design.seq")
    #expect(uri(of: breach["relatedLocations"]) == "weak.scanner")
  }

  private func uri(of locations: Any?) -> String? {
    let physical = (locations as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    return (physical?["artifactLocation"] as? [String: Any])?["uri"] as? String
  }

  @Test func summaryAsJSONIsJSON() throws {
    run.run("new", "mine")
    #expect(run.run("inspect", "mine.seq", "--format", "json") == .success)
    let object = try JSONSerialization.jsonObject(with: Data(run.outputText.utf8)) as? [String: Any]
    #expect(object?["played_blocks"] as? Int == 384)
  }

  @Test func diagnosticsAsJSONAreJSON() throws {
    run.put("[VERSION]\nmajor 9\n", at: "bad.seq")
    #expect(run.run("check", "bad.seq", "--format", "json") == .failed)
    let first = try #require(run.outputText.split(separator: "\n").first)
    let object = try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any]
    #expect(object?["kind"] as? String == "diagnostic")
    #expect(object?["severity"] as? String == "error")
  }

  @Test func differenceIsFoundAndItsAbsenceSaid() {
    run.run("new", "a")
    let text = run.text(at: "a.seq") ?? ""
    run.put(text.replacing("let TR = 20 ms", with: "let TR = 21 ms"), at: "b.seq")
    #expect(run.run("diff", "a.seq", "a.seq") == .success)
    #expect(run.outputText == "no difference in what is played\n")
    #expect(run.run("diff", "a.seq", "b.seq") == .failed)
    #expect(run.outputText.contains("repetition\n  - 20 ms x 63\n  + 21 ms x 63\n"))
    #expect(run.outputText.contains("duration"))
  }

  @Test func stageOfTheCompilerIsShownAndNothingWritten() {
    run.run("new", "mine")
    #expect(run.run("build", "mine.seq", "--dump-after", "merge-delays") == .success)
    #expect(!run.outputText.isEmpty)
    #expect(run.tree == ["mine.seq"])
  }

  @Test func timingsNameTheStages() {
    run.run("new", "mine")
    run.run("build", "mine.seq", "--timings")
    for stage in ["parse", "lower", "emit", "read back", "compare", "check", "write", "total"] {
      #expect(run.messageText.contains("\n\(stage) "), "\(stage)")
    }
  }

  @Test func everyCodeIsExplained() {
    for entry in Explanations.all {
      #expect(run.run("explain", entry.id) == .success)
      #expect(run.outputText.hasPrefix(entry.id), "\(entry.id)")
      #expect(run.outputText.contains(entry.title), "\(entry.id)")
    }
    #expect(Set(Explanations.all.map(\.id)).count == Explanations.all.count)
    #expect(run.run("explain", "Q999") == .trouble)
  }

  @Test func scannersAreListedAndShown() {
    #expect(run.run("scanners") == .success)
    #expect(run.outputText.contains("siemens-prisma"))
    #expect(run.run("scanners", "siemens-prisma") == .success)
    #expect(run.outputText.contains("gradient-amplitude"))
    #expect(run.run("scanners", "siemens-prsma") == .trouble)
    #expect(run.messageText.contains("did you mean `siemens-prisma`?"))
  }

  @Test func colourFollowsTheTerminalAndTheOption() {
    let watched = Terminal(messagesAreWatched: true, refusesColour: false, width: 80)
    let refusing = Terminal(messagesAreWatched: true, refusesColour: true, width: 80)
    let escape = "\u{1B}["
    run.run("check", "none.seq", terminal: watched)
    #expect(run.messageText.contains(escape))
    run.run("check", "none.seq", terminal: refusing)
    #expect(!run.messageText.contains(escape))
    run.run("check", "none.seq", "--color", "always", terminal: refusing)
    #expect(run.messageText.contains(escape))
    run.run("check", "none.seq", "--color", "never", terminal: watched)
    #expect(!run.messageText.contains(escape))
    run.run("check", "none.seq")
    #expect(!run.messageText.contains(escape))
  }

  @Test func usageMistakesGoToMessagesWithStatusTwo() {
    #expect(run.run("biuld") == .trouble)
    #expect(run.outputText.isEmpty)
    #expect(run.messageText == "error: unknown command 'biuld'\n  help: did you mean build?\n")
  }
}
