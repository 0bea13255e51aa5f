/// `seqc new [NAME]`
import SequenceIR

extension Command {
  static let new = Command(
    name: "new",
    summary: "write a commented design to start from",
    arguments: [
      Argument(
        "NAME", .optional, completing: .nothing, "the file to make, NAME.seq; design.seq when left out")
    ],
    options: [.scanner],
    details: ["The design is a gradient echo with a few lines of everything; it builds as it is."],
    examples: [Example(line: "seqc new mine", meaning: "writes mine.seq")],
    run: { invocation, environment throws(EnvironmentError) in
      let given = invocation.arguments.first ?? "design"
      let path = given.hasSuffix(".seq") ? given : given + ".seq"
      let name = String(FileSystem.lastName(of: path).dropLast(4))
      guard !name.isEmpty, !name.contains("\"") else {
        environment.console.tell(UsageError("'\(given)' is not a name for a design").text)
        return .trouble
      }
      let driver = Driver(environment, invocation)
      let scanner = invocation.value(.scanner) ?? "siemens-prisma"
      let profile = try driver.scanner(named: scanner)
      driver.reportDiagnostics()
      guard profile != nil else { return .trouble }
      if environment.files.exists(path) {
        throw EnvironmentError(
          .fileExists, "'\(path)' exists already", help: "give another name: seqc new NAME")
      }
      let text = StarterDesign.text(name: name, scanner: scanner)
      try environment.files.write([OutputFile(path: path, bytes: Array(text.utf8))])
      environment.console.print("wrote \(path); next: seqc build \(path)\n")
      return .success
    })
}

/// What `seqc new` writes.
enum StarterDesign {
  /// `scanner` is a name, or a path that the design then names in quotes.
  static func text(name: String, scanner: String) -> String {
    let isPath = scanner.contains("/") || scanner.hasSuffix(".scanner")
    return """
      # Everything after a # is a comment. Build this design with: seqc build \(name).seq
      # It is a spoiled gradient echo: one slice, 64 phase-encoding lines. docs/language.md explains each statement.

      design "\(name)"
      scanner \(isPath ? "\"\(scanner)\"" : scanner)\
      \(String(repeating: " ", count: max(1, 24 - scanner.count)))# seqc scanners lists others
      nucleus 1H

      # Numbers carry their units; a number without one is an error wherever a unit is needed.
      \(body)

      """
  }

  private static let body = """
    let lines = 64
    let TE = 6 ms
    let TR = 20 ms

    fov 256 mm, 256 mm, 5 mm

    pulse excite = sinc(flip: 15 deg, duration: 2 ms, time_bandwidth: 4)
    readout line = cartesian(points: lines, fov: fov.x, dwell: 20 us)

    sequence {
      repeat lines as n {
        label LIN = n                                  # the reconstruction finds its line by this
        excite, slice z thickness 5 mm
        # What stands together in one line is played together: the compiler finds ramps and timing.
        rephase z, prephase x for line, encode y step n of lines fov fov.y
        acquire line along x  echo at TE               # delays so that the echo comes at TE, or says what would do
        rewind y, spoil z 4 cycles across 5 mm
        fill to TR
      }
    }
    """
}
