/// The program: the real terminal and the real files around `Program`.
import Glibc

@main
struct Seqc {
  static func main() {
    let environment = Environment(
      console: .standard(), files: FileSystem(), terminal: .current(), interruption: .controlC)
    let status = Program(environment: environment).run(Array(CommandLine.arguments.dropFirst()))
    exit(status.rawValue)
  }
}
