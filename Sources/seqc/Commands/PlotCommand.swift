/// `seqc plot FILE KIND`
import Backends
import SequenceIR

extension Command {
  static let plot = Command(
    name: "plot",
    summary: "draw a sequence, as SVG or in the terminal",
    arguments: [
      Argument("FILE", .one, "a design or a Pulseq file"),
      Argument(
        "KIND", .one, completing: .choice(PlotKind.all.map(\.name)),
        PlotKind.all.map { "\($0.name): \($0.meaning)" }.joined(separator: "; ")),
    ],
    options: [.plotOutput, .from, .to, .repetition, .scanner, .timings],
    details: [
      """
      Without --output the figure is drawn in the terminal, in Braille where the locale has UTF-8 and in ASCII where not. \
      An SVG has no scripts and needs no network; it follows the reader's preference for light or dark, and prints on \
      white. docs/plots.md says what each figure shows and how it is computed.
      """,
      """
      Figures over time show one shot, from an excitation to its data, unless --from, --to or --repetition say otherwise. \
      Limits and forbidden bands are those of the scanner's profile; what it does not have is said in the figure's notes.
      """,
    ],
    examples: [
      Example(line: "seqc plot press.seq diagram", meaning: "the sequence diagram in the terminal"),
      Example(
        line: "seqc plot scan.seq nerve-stimulation --scanner siemens-prisma -o pns.svg",
        meaning: "stimulation by a Pulseq file, as a file for a browser"),
      Example(
        line: "seqc plot scan.seq moments --from 1.2s --to 1.25s", meaning: "a stretch of time of your own"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard var request = driver.asked(invocation, PlotRequest.init) else { return .trouble }
      try driver.foresee(output: request.output, of: invocation.arguments[0])
      guard let loaded = try driver.load(invocation.arguments[0]) else { return .failed }
      guard driver.asked(invocation, { _ throws(UsageError) in try request.find(in: loaded.sequence) }) != nil
      else {
        return .trouble
      }
      guard let figure = try request.kind.draw(&driver, loaded, request) else { return .failed }
      driver.timings.end("plot")
      try write(figure, request, environment)
      driver.timings.end("write")
      return .success
    })

  private static func write(
    _ figure: Figure, _ request: PlotRequest, _ environment: Environment
  ) throws(EnvironmentError) {
    guard let path = request.output else {
      environment.console.print(figure.text(textOptions(request, environment.terminal)))
      return
    }
    if path == "-" { return environment.console.print(figure.svg()) }
    let isText = path.lowercased().hasSuffix(".txt")
    let text = isText ? figure.text(FigureTextOptions()) : figure.svg()
    try environment.files.write([OutputFile(path: path, bytes: Array(text.utf8))])
    environment.console.print("drawn         \(path)\n")
  }

  private static func textOptions(_ request: PlotRequest, _ terminal: Terminal) -> FigureTextOptions {
    let hasColour: Bool
    switch request.invocation.value(.color) {
    case "always": hasColour = true
    case "never": hasColour = false
    default: hasColour = terminal.resultsAreWatched && !terminal.refusesColour
    }
    return FigureTextOptions(
      width: terminal.width, isUnicode: terminal.speaksUnicode, hasColour: hasColour)
  }
}
