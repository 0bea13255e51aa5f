/// Simulated spectra as NIfTI-MRS: the mixture in the file that was asked for, the molecules in one beside it.
import Backends
import Optimizer
import SequenceIR

struct SimulationNIfTI {
  let report: SimulationReport
  let sequence: SequenceIR.Sequence
  var command = "simulate"

  /// `scan.nii.gz` and `scan-molecules.nii.gz`.
  func files(at path: String) throws(SimulationProblem) -> [OutputFile] {
    try checkSampling()
    let ending = SimulationNIfTI.ending(of: path)
    let molecules = ending.map { "\(path.dropLast($0.count))-molecules\($0)" } ?? "\(path)-molecules.nii"
    return [
      file(at: path, mixture), file(at: molecules, eachMolecule),
    ]
  }

  /// `.nii` or `.nii.gz`, in whatever case; nil: another.
  static func ending(of path: String) -> Substring? {
    let ending = path.lowercased().hasSuffix(".gz") ? path.suffix(7) : path.suffix(4)
    return ending.lowercased().hasPrefix(".nii") ? ending : nil
  }

  /// Repeated acquisitions of the mixture, [acquisition][kind of shots], with their noise.
  func file(
    at path: String, acquisitions: [[SampledSignal]], noise: (deviation: Double, seed: UInt64)?
  ) throws(SimulationProblem) -> OutputFile {
    try checkSampling()
    var dimensions = kinds
    if acquisitions.count > 1 {
      var header = JSONObject()
      header.add(
        "Acquisition",
        value(
          (1...acquisitions.count).map { String($0) }, "Number of the acquisition; each has noise of its own")
      )
      dimensions.append(
        NIfTIMRSImage.Dimension(
          tag: "DIM_DYN", size: acquisitions.count, info: "Acquisitions that differ in their noise alone",
          header: header))
    }
    return self.file(
      at: path,
      image(
        dimensions, signals: acquisitions.flatMap { $0 },
        "sum of the molecules times their concentrations in mM", noise: noise))
  }

  private func file(at path: String, _ image: NIfTIMRSImage) -> OutputFile {
    let bytes = image.bytes
    return OutputFile(path: path, bytes: path.lowercased().hasSuffix(".gz") ? Gzip.stored(bytes) : bytes)
  }

  private var shots: [SpectrumSimulation.Shots] { report.simulation.shots }

  private func checkSampling() throws(SimulationProblem) {
    guard
      let other = shots.first(where: {
        $0.sampleCount != shots[0].sampleCount || $0.dwellSeconds != shots[0].dwellSeconds
      })
    else { return }
    func text(_ shots: SpectrumSimulation.Shots) -> String {
      "\(shots.sampleCount) samples every \(DecimalText.rounded(shots.dwellSeconds * 1e6, decimals: 3)) us"
    }
    throw SimulationProblem(
      .notOfOneFile, "shots \(shots[0].title) have \(text(shots[0])), shots \(other.title) \(text(other))",
      help: "average them with --shots mean, or write --format csv")
  }

  private var mixture: NIfTIMRSImage {
    image(
      kinds, signals: shots.map(\.mixture), "sum of the molecules times their concentrations in mM",
      noise: noise)
  }

  private var noise: (deviation: Double, seed: UInt64)? {
    guard let deviation = report.simulation.noiseDeviation, let noise = report.simulation.conditions.noise
    else { return nil }
    return (deviation, noise.seed)
  }

  /// Molecules in the fifth dimension, kinds of shots in the sixth.
  private var eachMolecule: NIfTIMRSImage {
    let molecules = report.simulation.molecules
    var header = JSONObject()
    header.add(
      "Molecule",
      value(molecules.map { JSONText.string($0.name) }, "Name of the molecule whose signal this is"))
    header.add(
      "Concentration",
      value(
        molecules.map { JSONText.number($0.millimolar) },
        "mM of the molecule in the mixture; the signal is that of one molecule"))
    let dimension = NIfTIMRSImage.Dimension(
      tag: "DIM_USER_0", size: molecules.count, info: "Molecules, one after the other", header: header)
    return image(
      [dimension] + kinds, signals: shots.flatMap(\.molecules),
      "one proton after an ideal 90 degree pulse gives 1", noise: noise)
  }

  private func image(
    _ dimensions: [NIfTIMRSImage.Dimension], signals: [SampledSignal], _ unit: String,
    noise: (deviation: Double, seed: UInt64)?
  ) -> NIfTIMRSImage {
    NIfTIMRSImage(
      metadata: metadata(unit, noise), dwellSeconds: shots[0].dwellSeconds,
      voxelMillimetres: voxelMillimetres, dimensions: dimensions,
      signals: signals.map { ($0.real, $0.imaginary) })
  }

  /// Shots that are stored apart (label SET) are what is edited; kinds given one by one are acquired one by one.
  private var kinds: [NIfTIMRSImage.Dimension] {
    guard shots.count > 1 else { return [] }
    var header = JSONObject()
    header.add(
      "Shots", value(shots.map { JSONText.string($0.title) }, "Which shots of the sequence these are"))
    header.add("TimesPlayed", value(shots.map { String($0.played) }, "How often the sequence plays them"))
    let isMean = report.simulation.conditions.averagesShots
    return [
      NIfTIMRSImage.Dimension(
        tag: isMean ? "DIM_EDIT" : "DIM_DYN", size: shots.count,
        info: isMean ? "Means of the shots of each value of the label SET" : "Each kind of shots",
        header: header)
    ]
  }

  private func value(_ values: [String], _ description: String) -> JSONObject {
    var object = JSONObject()
    object.add("Value", raw: JSONText.array(values))
    object.add("Description", description)
    return object
  }

  /// What the file says the voxel is.
  private var voxelMillimetres: [Double]? {
    sequence.numbers(ofDefinition: "FOV").flatMap { sides in
      sides.count == 3 && sides.allSatisfy { $0.isFinite && $0 > 0 } ? sides.map { $0 * 1e3 } : nil
    }
  }

  /// No repetition time: every shot is simulated from equilibrium, and a fit would correct what is not there.
  private func metadata(
    _ unit: String, _ noise: (deviation: Double, seed: UInt64)?
  ) -> NIfTIMRSMetadata {
    let simulation = report.simulation
    let firsts = Set(shots.map(\.firstSampleSeconds))
    let echo = NIfTIMRSMetadata.echo(of: sequence, firstSampleSeconds: shots[0].firstSampleSeconds)
    var own = JSONObject()
    own.add(
      "Description",
      "Conditions of the simulation. Every shot starts from equilibrium (endless repetition time), T1 and T2 act "
        + "until the first sample, from there on lines decay with LinewidthHertz")
    own.add("Unit", unit)
    own.add("LinewidthHertz", simulation.conditions.linewidthHertz)
    own.add("B1Scale", simulation.conditions.b1Scale)
    own.add("OffsetHertz", simulation.conditions.offsetHertz)
    own.add("SpinParameters", report.set.rawValue)
    own.add("RelativeErrorEstimate", raw: DecimalText.significant(simulation.errorEstimate, 2))
    if let noise {
      own.add("NoiseDeviationOfTheMixture", noise.deviation)
      own.add("NoiseSeed", raw: String(noise.seed))
    }
    return NIfTIMRSMetadata(
      description: "simulated by seqc \(report.version)", nucleus: report.nucleus,
      spectrometerHertz: simulation.fieldHertzPerPPM * 1e6,
      referencePPM: report.nucleus.referenceShift == nil ? nil : simulation.referencePPM,
      spectralWidthHertz: 1 / shots[0].dwellSeconds, echoTimeSeconds: echo?.echoTime,
      acquisitionStartSeconds: firsts.count == 1 ? echo?.acquisitionStart : nil, sequenceName: sequence.name,
      conversionMethod: "seqc \(report.version) \(command)", originalFile: report.file,
      own: [("Simulation", own)])
  }
}
