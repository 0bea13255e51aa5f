/// `seqc targets`
import Backends

extension Command {
  static let targets = Command(
    name: "targets",
    summary: "list what build can write",
    arguments: [],
    options: [],
    details: [],
    examples: [],
    run: { _, environment in
      for target in Target.all { environment.console.print("\(target.name)  \(target.meaning)\n") }
      return .success
    })
}

/// A kind of file that `build` writes.
struct Target: Sendable {
  let name: String
  let meaning: String
  let fileEnding: String

  static let pulseq = Target(
    name: "pulseq",
    meaning: "Pulseq text, version \(PulseqVersion.written.map(\.description).joined(separator: ", "))",
    fileEnding: "seq")

  static let all = [pulseq]
}
