/// `seqc states FILE`
import Backends
import Optimizer
import SequenceIR

extension Command {
  static let states = Command(
    name: "states",
    summary: "say which spin states a sequence passes through, and where the signal came from",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [
      .molecules, .spinParameters, .scanner, .field, .linewidth, .b1Scale, .offset, .stateTimes, .stateBands,
      .stateShots, .statePlaces, .withoutPart, .top, .explain, .withoutRelaxation, .precision,
      .analysisFormat, .analysisOutput, .timings,
    ],
    details: [
      """
      At the edges of blocks and pulses and at the times asked for: the density operator of each molecule in product \
      operators, by classes (in-phase, antiphase, double-quantum, ...), coherence orders and spin orders, and what a \
      receiver opened then would see. The recorded signal of a band is divided among the operators of any of these \
      times and among coherence pathways, exactly: the parts add up to it.
      """,
      """
      Without --molecules they are those that the design's search aims at, else those that it defines, else Glu and \
      Gln. docs/states.md has all definitions, and the thresholds of the sentences at the end.
      """,
    ],
    examples: [
      Example(
        line: "seqc states press.seq --molecules Gln --band 2.40..2.52ppm",
        meaning: "where the signal of glutamine's C4 protons came from"),
      Example(
        line: "seqc states press.seq --at 8ms,16ms --explain",
        meaning: "sentences alone, also about two more times"),
      Example(
        line: "seqc states press.seq --molecules Gln --without antiphase",
        meaning: "what the signal would be without the antiphase magnetization before the last pulse"),
      Example(
        line: "seqc states scan.seq --field 3T --format json", meaning: "every number of a Pulseq file"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard let request = driver.asked(invocation, StatesRequest.init) else { return .trouble }
      try driver.foresee(output: request.output.path, of: invocation.arguments[0])
      guard let loaded = try driver.load(invocation.arguments[0]),
        let report = driver.stateReport(of: loaded, request)
      else { return .failed }
      driver.timings.end("states")
      try request.output.write(
        text: { report.text }, csv: { report.csv }, json: { report.json },
        figure: { StatesFigure.figure(of: report.analysis, file: report.file) },
        notes: report.analysis.notes, environment)
      driver.timings.end("write")
      return .success
    })
}
