/// `seqc scanners [NAME]`
import SequenceIR

extension Command {
  static let scanners = Command(
    name: "scanners",
    summary: "list the scanners, or every figure of one and where it comes from",
    arguments: [
      Argument("NAME|FILE", .optional, completing: .scanner, "a built-in scanner, or a profile of your own")
    ],
    options: [],
    details: [
      """
      A figure that is not known is not guessed: what rests on it is not evaluated, and a scanner without rasters \
      cannot be built for until a profile of the site's own adds them.
      """
    ],
    examples: [
      Example(
        line: "seqc scanners siemens-prisma", meaning: "its figures, each with unit, source and confidence"),
      Example(
        line: "seqc scanners ./site.scanner",
        meaning: "the same for a profile of your own, with what it extends"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      let driver = Driver(environment, invocation)
      guard let name = invocation.arguments.first else {
        let profiles = BuiltInProfiles.scanners.compactMap { driver.inputs.builtInScanner($0) }
        environment.console.print(ProfileListing.table(profiles))
        return .success
      }
      let profile = try driver.scanner(named: name)
      driver.finish(invocation)
      guard let profile else { return .trouble }
      environment.console.print(ProfileListing.detail(profile))
      return .success
    })
}
