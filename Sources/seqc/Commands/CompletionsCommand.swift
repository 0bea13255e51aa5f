/// `seqc completions SHELL`
extension Command {
  static let completions = Command(
    name: "completions",
    summary: "print the completion script of a shell",
    arguments: [Argument("SHELL", .one, completing: .choice(Completions.shells), "bash, zsh or fish")],
    options: [],
    details: ["The script completes commands, options, files, and the names of scanners, targets and codes."],
    examples: [
      Example(
        line: "seqc completions bash > ~/.local/share/bash-completion/completions/seqc",
        meaning: "completion in every new bash")
    ],
    run: { invocation, environment in
      environment.console.print(Completions.script(for: invocation.arguments[0], commands: CommandTable.all))
      return .success
    })
}
