/// What is generated from the command table: help, completions, the manual, docs/cli.md.
import Foundation
import TestSupport
import Testing

@testable import seqc

@Suite struct DocumentTests {
  @Test func helpIsTheGoldenPage() {
    Golden.expect(HelpPage.overview(CommandTable.all, width: 80), at: "golden/cli/help/seqc.txt")
    for command in CommandTable.all {
      Golden.expect(HelpPage.page(of: command, width: 80), at: "golden/cli/help/\(command.name).txt")
    }
    Golden.expectNoOrphans(
      in: "golden/cli/help", ending: ".txt",
      known: (["seqc"] + CommandTable.all.map(\.name)).map { "golden/cli/help/\($0).txt" })
  }

  @Test func helpFitsItsWidth() {
    for width in [60, 80, 100] {
      for command in CommandTable.all {
        let examples = command.examples.map { "  " + $0.line }
        for line in HelpPage.page(of: command, width: width).split(separator: "\n") {
          #expect(line.count <= width || examples.contains(String(line)), "\(line)")
        }
      }
    }
  }

  @Test func completionScriptsAreTheGoldenOnes() {
    for shell in Completions.shells {
      Golden.expect(
        Completions.script(for: shell, commands: CommandTable.all), at: "golden/cli/completions/seqc.\(shell)"
      )
    }
  }

  @Test func completionScriptOfBashOffersWhatFits() throws {
    #expect(try offered("seqc", "ins") == ["inspect"])
    #expect(try offered("seqc", "check", "--str") == ["--strict"])
    #expect(try offered("seqc", "build", "x.seq", "--pulseq-version", "1.4.1") == ["1.4.1"])
    #expect(try offered("seqc", "check", "--scanner", "siemens-vid") == ["siemens-vida"])
    #expect(try offered("seqc", "explain", "G00").contains("G002"))
    #expect(try offered("seqc", "--color", "al") == ["always"])
  }

  @Test func manualIsTheGoldenPage() {
    Golden.expect(Manual.page(CommandTable.all), at: "golden/cli/manual/seqc.1")
  }

  @Test func manualHasNoTextThatRoffTakesForARequest() {
    let requests: Set = ["TH", "SH", "SS", "PP", "TP", "B", "br", "RS", "RE", "nf", "fi"]
    for line in Manual.page(CommandTable.all).split(separator: "\n") where line.hasPrefix(".") {
      #expect(requests.contains(String(line.dropFirst().prefix { $0 != " " })), "\(line)")
    }
  }

  @Test func docsAreMadeFromTheTable() {
    Golden.expect(CommandReference.markdown(CommandTable.all), at: "docs/cli.md")
  }

  /// What the script answers when the last word is to be completed.
  private func offered(_ words: String...) throws -> [String] {
    let script = Completions.script(for: "bash", commands: CommandTable.all)
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      script.replacing("complete -o", with: ": complete -o")
        + "COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); _seqc; printf '%s\\n' \"${COMPREPLY[@]}\"",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
