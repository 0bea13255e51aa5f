/// From the words of a command line to an exit status: what `main` calls, and what tests call in its place.
import SequenceIR

struct Program {
  let environment: Environment
  var commands = CommandTable.all

  /// `words` does not include the program's name.
  func run(_ words: [String]) -> ExitStatus {
    let console = environment.console
    let status: ExitStatus
    do throws(UsageError) {
      let parsed = try ArgumentParser(commands: commands).parse(words)
      console.colour = environment.terminal.coloursMessages(choice: parsed.colour)
      status = answer(parsed.request)
    } catch {
      console.tell(error.text)
      return .trouble
    }
    if let number = console.outputFailure {
      console.tell("error: cannot write the result: \(EnvironmentError.reason(number))\n")
      return .trouble
    }
    return status
  }

  private func answer(_ request: ArgumentParser.Request) -> ExitStatus {
    let console = environment.console
    switch request {
    case .version:
      console.print("seqc \(Version.text)\n")
    case .help(nil):
      console.print(HelpPage.overview(commands, width: environment.terminal.width))
    case .help(.some(let command)):
      console.print(HelpPage.page(of: command, width: environment.terminal.width))
    case .run(let invocation):
      do throws(EnvironmentError) {
        return try invocation.command.run(invocation, environment)
      } catch {
        var diagnostics = Diagnostics()
        diagnostics.append(error.diagnostic)
        console.report(diagnostics, of: SourceMap())
        return .trouble
      }
    }
    return .success
  }
}
