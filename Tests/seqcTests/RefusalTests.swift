// Commands that work for long: what they cannot end with is refused before they begin.
import Foundation
import Testing

@testable import seqc

@Suite struct RefusalTests {
  private let run = TestRun()

  /// The input is no design, so that whatever is refused first is what was looked at first.
  @Test(arguments: [
    ["simulate", "x.seq"], ["states", "x.seq"], ["robustness", "x.seq"], ["sensitivity", "x.seq"],
    ["report", "x.seq"], ["plot", "x.seq", "spectra"],
  ]) func outputsThatCannotBeAreRefusedBeforeTheWork(words: [String]) {
    let input = "design \"x\"\nno such line\n"
    run.put(input, at: "x.seq")
    #expect(run.run(words: words + ["-o", "."]) == .trouble)
    #expect(run.messageText.hasPrefix("error[B003]: cannot write '.': is a directory"), "\(run.messageText)")
    #expect(run.run(words: words + ["-o", "./x.seq"]) == .trouble)
    #expect(run.messageText.contains("would overwrite an input"), "\(run.messageText)")
    #expect(run.run(words: words + ["-o", "y.svg"]) == .failed)
    #expect(run.tree == ["x.seq"] && run.text(at: "x.seq") == input)
  }
}
