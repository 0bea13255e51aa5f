import Testing

@testable import seqc

@Suite struct ArgumentParserTests {
  private let parser = ArgumentParser(commands: CommandTable.all)

  private func invocation(_ words: String...) throws -> Invocation {
    guard case .run(let invocation) = try parser.parse(words).request else {
      throw UsageError("not a command")
    }
    return invocation
  }

  private func complaint(_ words: String...) -> UsageError? {
    do throws(UsageError) {
      _ = try parser.parse(words)
      return nil
    } catch { return error }
  }

  @Test func optionsMayStandAnywhere() throws {
    let forms = [
      ["check", "a.seq", "--scanner", "siemens-prisma"], ["check", "--scanner", "siemens-prisma", "a.seq"],
      ["--scanner", "siemens-prisma", "check", "a.seq"], ["check", "--scanner=siemens-prisma", "a.seq"],
    ]
    for words in forms {
      guard case .run(let invocation) = try parser.parse(words).request else {
        Issue.record("\(words) is not a command")
        continue
      }
      #expect(invocation.command.name == "check")
      #expect(invocation.arguments == ["a.seq"])
      #expect(invocation.value(.scanner) == "siemens-prisma")
    }
  }

  @Test func shortOptionTakesItsValueAttachedOrApart() throws {
    #expect(try invocation("build", "a.seq", "-o", "out/").value(.output) == "out/")
    #expect(try invocation("build", "a.seq", "-oout/").value(.output) == "out/")
  }

  @Test func wordsAfterTwoDashesAreArguments() throws {
    #expect(try invocation("check", "--", "--scanner").arguments == ["--scanner"])
  }

  @Test func singleDashIsAnArgument() throws {
    #expect(try invocation("check", "-").arguments == ["-"])
  }

  @Test func repeatedOptionKeepsAllValues() throws {
    #expect(try invocation("build", "a", "--target", "pulseq", "--target", "pulseq").all(.target).count == 2)
  }

  @Test func choicesThatRepeatMayBeListed() throws {
    #expect(
      try invocation("build", "a", "--target", "pulseq, mrd-header").all(.target) == ["pulseq", "mrd-header"])
    #expect(complaint("build", "a", "--target", "pulseq,")?.message.hasPrefix("'' is not a value") == true)
    #expect(complaint("check", "a", "--format", "text,json")?.message.hasPrefix("'text,json'") == true)
  }

  @Test func optionGivenTwiceWithDifferentValuesIsRefused() {
    #expect(
      complaint("check", "a", "--scanner", "x", "--scanner", "y")?.message.contains("given twice") == true)
    #expect(complaint("check", "a", "--scanner", "x", "--scanner", "x") == nil)
  }

  @Test func misspelledCommandBringsTheNearest() {
    #expect(complaint("biuld", "a.seq")?.help == "did you mean build?")
    #expect(complaint("compl")?.help == "did you mean completions?")
    #expect(complaint("zzzzzz")?.help == "seqc --help lists the commands")
  }

  @Test func misspelledOptionBringsTheNearest() {
    #expect(complaint("check", "a", "--scaner", "x")?.help == "did you mean --scanner?")
  }

  @Test func optionOfAnotherCommandSaysWhoseItIs() {
    let error = complaint("inspect", "a", "--pulseq-version", "1.5.0")
    #expect(error?.message == "inspect has no option --pulseq-version")
    #expect(error?.help?.hasPrefix("it belongs to build;") == true)
  }

  @Test func missingValueSaysWhatToWrite() {
    #expect(complaint("check", "a", "--scanner")?.help == "write --scanner NAME|FILE")
  }

  @Test func flagWithAValueIsRefused() {
    #expect(complaint("check", "a", "--strict=yes")?.message == "option --strict takes no value")
  }

  @Test func valueOutsideTheChoiceListsThem() {
    let error = complaint("check", "a", "--format", "jsn")
    #expect(error?.message == "'jsn' is not a value of --format, which takes: text, json, sarif")
    #expect(error?.help == "did you mean json?")
  }

  @Test func missingArgumentShowsTheUsage() {
    #expect(complaint("diff", "a")?.message == "diff needs B")
    #expect(complaint("diff", "a", "b") == nil)
  }

  @Test func surplusArgumentIsRefused() {
    #expect(complaint("diff", "a", "b", "c")?.message == "unexpected argument 'c'")
  }

  @Test func questionsAboutACommandNeedNoFile() {
    #expect(complaint("check", "--list") == nil)
    #expect(complaint("check")?.message == "check needs FILE")
  }

  @Test func colourIsUnderstoodWithEveryCommand() throws {
    #expect(try parser.parse(["--color", "never", "targets"]).colour == "never")
    #expect(try parser.parse(["targets", "--color=always"]).colour == "always")
    #expect(
      complaint("targets", "--color", "sometimes")?.message.contains("which takes: auto, always, never")
        == true)
  }

  /// The parser separates options from arguments before it knows the command.
  @Test func everyNameMeansTheSameKindOfOptionInAllCommands() {
    var takesValue: [String: Bool] = [:]
    for option in CommandTable.all.flatMap(\.options) + Option.global {
      for spelling in option.spellings {
        #expect(takesValue[spelling, default: option.value != nil] == (option.value != nil), "\(spelling)")
        takesValue[spelling] = option.value != nil
      }
    }
  }

  @Test func tableIsWrittenAsHelpWantsIt() {
    for command in CommandTable.all {
      #expect(!command.summary.hasSuffix("."), "\(command.name)")
      #expect(command.summary.first?.isLowercase == true, "\(command.name)")
      #expect(Set(command.options.map(\.name)).count == command.options.count, "\(command.name)")
      // Only the last argument may be left out or repeated: the parser counts from the front.
      #expect(command.arguments.dropLast().allSatisfy { $0.count == .one }, "\(command.name)")
      for example in command.examples {
        #expect(example.line.hasPrefix("seqc \(command.name)"), "\(example.line)")
      }
    }
    #expect(Set(CommandTable.all.map(\.name)).count == CommandTable.all.count)
  }
}
