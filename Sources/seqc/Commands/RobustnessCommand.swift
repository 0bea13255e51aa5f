/// `seqc robustness FILE`
import Foundation
import Optimizer
import SequenceIR

extension Command {
  static let robustness = Command(
    name: "robustness",
    summary: "map what a sequence gives where B1 or the field is off",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [
      .scanner, .b1Range, .offsetRange, .steps, .molecules, .spinParameters, .band, .field, .linewidth,
      .analysisFormat, .analysisOutput,
    ],
    details: [
      """
      The sequence is simulated at every cell of a grid of B1 and offset. Of a design with an `optimize` block the map \
      has the signal of every molecule, and the bounds, correlation, leakage and bias that seqc compare prints, under the \
      molecules and the fit of the block. Of every other sequence, and with --molecules, --set, --band or --linewidth, it has the signals alone.
      """,
      """
      A signal is the norm of the spectrum, over that of an ideal pulse of 90 degrees and acquisition at once. B1 scales \
      all pulses of the sequence. Spectra are aligned: their lines stand where they do without the offset.
      """,
    ],
    examples: [
      Example(
        line: "seqc robustness glu-gln-3t-robust.seq", meaning: "0.7 to 1.3 of B1, -30 to 30 Hz, as tables"),
      Example(
        line: "seqc robustness scan.seq --field 3T --molecules Glu,Gln --band 2.28..2.40ppm -o map.csv",
        meaning: "a Pulseq file: signals in a band"),
      Example(line: "seqc robustness glu-gln-3t-robust.seq -o map.svg", meaning: "maps as heat maps"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard let request = driver.asked(invocation, RobustnessRequest.init) else { return .trouble }
      try driver.foresee(output: request.output.path, of: invocation.arguments[0])
      guard let loaded = try driver.load(invocation.arguments[0]),
        let report = driver.robustness(of: loaded, request)
      else { return .failed }
      try request.output.write(
        text: { report.text }, csv: { report.csv }, json: { report.json },
        figure: { RobustnessFigure.figure(of: report) }, notes: report.map.notes,
        environment)
      return .success
    })
}

extension Driver {
  /// nil after diagnostics.
  func robustness(of loaded: Loaded, _ request: RobustnessRequest) -> RobustnessReport? {
    guard let field = simulated({ () throws(SimulationProblem) in try field(of: loaded, request.fieldTesla) })
    else { return nil }
    guard !request.asksForSignalsAlone, let output = loaded.design, output.optimization != nil else {
      return simulated { () throws(SimulationProblem) in try signals(of: loaded, request, fieldTesla: field) }
    }
    return searched { () throws(SearchProblem) in
      let assay = try Assay.make(output, fieldTesla: field)
      let map = try RobustnessMap.make(
        of: loaded.sequence, assay, grid: request.grid,
        threads: ProcessInfo.processInfo.activeProcessorCount)
      return RobustnessReport(
        map, version: Version.text, file: loaded.file.name,
        interest: assay.interest.map { assay.molecules[$0] })
    }
  }

  private func signals(
    of loaded: Loaded, _ request: RobustnessRequest, fieldTesla: Double
  ) throws(SimulationProblem) -> RobustnessReport {
    let perPPM = loaded.nucleus.hertzPerTesla * fieldTesla * 1e-6
    let wanted = loaded.design?.optimization
    let molecules = try SimulationMolecules(
      request.molecules, set: request.set,
      context: SimulationMolecules.Context(
        nucleus: loaded.nucleus, request: wanted, own: loaded.design?.molecules ?? [],
        spectrometerHertz: perPPM * 1e6))
    let map = try RobustnessMap.make(
      of: loaded.sequence, molecules: molecules, band: request.bandPPM, grid: request.grid,
      linewidthHertz: request.linewidthHertz ?? wanted?.linewidthHertz ?? 5.5, fieldHertzPerPPM: perPPM,
      referencePPM: loaded.nucleus.referenceShift ?? 0,
      threads: ProcessInfo.processInfo.activeProcessorCount)
    return RobustnessReport(
      map, version: Version.text, file: loaded.file.name, interest: molecules.items.map(\.name))
  }
}
