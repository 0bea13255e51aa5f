/// All commands of `seqc`, in the order in which help lists them. Each row is in a file of its own under Commands.
enum CommandTable {
  static let all: [Command] = [
<<<<<<< HEAD
    .build, .verify, .check, .optimize, .simulate, .report, .compare, .inspect, .diff, .new, .format, .scanners,
=======
    .build, .verify, .check, .optimize, .simulate, .compare, .inspect, .plot, .diff, .new, .format, .scanners,
>>>>>>> plots
    .metabolites,
    .targets,
    .explain,
    .completions, .manual,
  ]
}
