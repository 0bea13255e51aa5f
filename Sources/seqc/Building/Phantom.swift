/// A synthetic acquisition whose concentrations are known: the file for a fitting program, and the truth beside it.
import Backends
import Optimizer
import SequenceIR

struct Phantom {
  let report: SimulationReport
  let files: [OutputFile]
  let deviation: Double?

  init(
    _ report: SimulationReport, of loaded: Driver.Loaded, _ request: PhantomRequest
  ) throws(SimulationProblem) {
    self.report = report
    let (deviation, signals) = report.simulation.acquisitions(request.acquisitionCount, noise: request.noise)
    self.deviation = deviation
    let noise = deviation.flatMap { deviation in request.noise.map { (deviation, $0.seed) } }
    let image = try SimulationNIfTI(report: report, sequence: loaded.sequence, command: "phantom")
      .file(at: request.path, acquisitions: signals, noise: noise)
    let truth = Phantom.truth(report, loaded, request, deviation)
    files = [image, OutputFile(path: request.truthPath, bytes: Array((truth.text + "\n").utf8))]
  }

  /// What a fit should find, and under which conditions.
  private static func truth(
    _ report: SimulationReport, _ loaded: Driver.Loaded, _ request: PhantomRequest, _ deviation: Double?
  ) -> JSONObject {
    let simulation = report.simulation
    let conditions = simulation.conditions
    var object = JSONObject()
    object.add("format", "seqc-phantom 1")
    object.add("version", report.version)
    object.add("data", FileSystem.lastName(of: request.path))
    object.add("file", report.file)
    object.add("sequence", loaded.sequence.name)
    object.add("nucleus", report.nucleus.name)
    object.add("field_tesla", report.fieldTesla)
    object.add(
      "spectrometer_hertz", raw: DecimalText.rounded(simulation.fieldHertzPerPPM * 1e6, decimals: 3))
    object.add("reference_ppm", simulation.referencePPM)
    object.add("spin_parameters", report.set.rawValue)
    object.add("linewidth_hertz", conditions.linewidthHertz)
    object.add("b1_scale", conditions.b1Scale)
    object.add("b1_spread", conditions.b1Spread)
    object.add("offset_hertz", conditions.offsetHertz)
    object.add("b0_spread_hertz", conditions.offsetSpreadHertz)
    object.add("places_across_slices", conditions.positionCount)
    object.add("precision", conditions.precision)
    object.add("error_estimate", raw: DecimalText.significant(simulation.errorEstimate, 2))
    object.add("dwell_seconds", simulation.shots[0].dwellSeconds)
    object.add("samples", simulation.shots[0].sampleCount)
    object.add("acquisitions", request.acquisitionCount)
    object.add("noise", raw: noise(request.noise, deviation))
    object.add("shots", raw: JSONText.array(simulation.shots.map { JSONText.string($0.title) }))
    object.add("molecules", raw: JSONText.array(simulation.molecules.map { molecule($0).text }))
    object.add("notes", raw: JSONText.array(simulation.notes.map(JSONText.string)))
    return object
  }

  private static func noise(_ noise: SimulatedNoise?, _ deviation: Double?) -> String {
    guard let noise, let deviation else { return "null" }
    var object = JSONObject()
    object.add("deviation", deviation)
    if case .ratio(let ratio) = noise.level { object.add("snr", ratio) }
    object.add("seed", raw: String(noise.seed))
    object.add("meaning", "standard deviation of the real and of the imaginary part of each sample")
    return object.text
  }

  private static func molecule(_ molecule: SimulatedMolecule) -> JSONObject {
    var object = JSONObject()
    object.add("name", molecule.name)
    object.add("kind", molecule.isMacromolecule ? "macromolecule" : "metabolite")
    object.add("millimolar", molecule.millimolar)
    object.add("source", molecule.source)
    return object
  }

  /// For people.
  func summary(_ request: PhantomRequest) -> String {
    let count = request.acquisitionCount
    var text = files.map { "wrote         \($0.path)\n" }.joined() + report.summary
    if let deviation, let noise = request.noise {
      text +=
        "noise         standard deviation \(DecimalText.significant(deviation, 6)) in each part of a sample, seed "
        + "\(noise.seed), \(count) acquisition\(count == 1 ? "" : "s")\n"
    }
    return text
  }
}

extension Driver {
  /// nil after a diagnostic.
  func phantom(of loaded: Loaded, _ request: PhantomRequest) -> Phantom? {
    simulated { () throws(SimulationProblem) in
      let simulation = try ofBrain(
        request.simulation, hasMacromolecules: request.hasMacromolecules, loaded)
      return try Phantom(try simulate(loaded, simulation), of: loaded, request)
    }
  }
}
