/// The options, each described once; commands share them.
import Backends
import SequenceIR

extension Option {
  // Of every command.
  static let help = Option("--help", short: "-h", "explain seqc, or the command")
  static let version = Option("--version", "print name and version")
  static let color = Option(
    "--color", value: "WHEN", completing: .choice(["auto", "always", "never"]),
    "colour messages: auto (on a terminal, unless NO_COLOR is set), always, never")
  static let global: [Option] = [help, version, color]

  // Of those that read or make sequences.
  static let scanner = Option(
    "--scanner", value: "NAME|FILE", completing: .scanner,
    "a built-in scanner, or a profile of your own; wins over the design's")
  static let strict = Option(
    "--strict", "exit with 3 when something was not proven or not evaluated")
  static let timings = Option("--timings", "print time and peak memory of every stage")

  // Of build.
  static let output = Option(
    "--output", short: "-o", value: "DIR|FILE", completing: .file,
    "where the files go; without it, to a folder NAME-SCANNER")

  // Of those that print.
  static let findingFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["text", "json"]), "text, or one JSON object a line")
  static let summaryFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["text", "json"]), "text or JSON")
  static let manualFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["man", "markdown"]),
    "man (roff, the default) or markdown")

  /// Options that ask for something about a command as a whole, so that it needs no arguments.
  static let standalone: [String] = ["--list", "--explain-limit"]
}
