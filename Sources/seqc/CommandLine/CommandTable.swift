/// All commands of `seqc`, in the order in which help lists them. Each row is in a file of its own under Commands.
enum CommandTable {
  static let all: [Command] = [
    .build, .verify, .check, .optimize, .simulate, .phantom, .states, .sensitivity, .robustness, .report,
    .compare,
    .inspect,
    .plot, .diff, .new,
    .format, .scanners,
    .metabolites,
    .targets,
    .explain,
    .completions, .manual,
  ]
}
