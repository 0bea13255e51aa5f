/// `seqc manual`
extension Command {
  static let manual = Command(
    name: "manual",
    summary: "print the manual page",
    arguments: [],
    options: [.manualFormat],
    details: [],
    examples: [Example(line: "seqc manual | man -l -", meaning: "reads the manual without installing it")],
    run: { invocation, environment in
      let isMarkdown = invocation.value(.manualFormat) == "markdown"
      environment.console.print(
        isMarkdown ? CommandReference.markdown(CommandTable.all) : Manual.page(CommandTable.all))
      return .success
    })
}
