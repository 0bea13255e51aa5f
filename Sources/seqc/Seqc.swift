/// The program: the real terminal and the real files around `Program`.
import Glibc

@main
struct Seqc {
  static func main() {
    // A file beyond the limit of the shell's `ulimit -f` is an error of writing like any other, with its cleaning up.
    signal(SIGXFSZ, SIG_IGN)
    let environment = Environment(
      console: .standard(), files: FileSystem(), terminal: .current(), interruption: .controlC)
    let status = Program(environment: environment).run(Array(CommandLine.arguments.dropFirst()))
    exit(status.rawValue)
  }
}
