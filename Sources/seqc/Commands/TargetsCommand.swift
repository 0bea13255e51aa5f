/// `seqc targets`
import Backends

extension Command {
  static let targets = Command(
    name: "targets",
    summary: "list what build can write",
    arguments: [
      Argument(
        "NAME", .optional, completing: .choice(Target.all.map(\.name)),
        "a target: its files, who reads them, what is proved of them and what is not; none: list all")
    ],
    options: [],
    details: [],
    examples: [],
    run: { invocation, environment in
      let one = invocation.arguments.first.flatMap { TargetListing.explain($0) }
      environment.console.print(one ?? TargetListing.list())
      return .success
    })
}
