/// A basis set as Osprey reads it: a MAT-file with the structure BASIS.
///
/// Source: Osprey's reader and makers of such files (`osp_fitInitialise.m`, `fit_makeBasis.m`, `io_LCMBasis.m`,
/// `fit_resampleBasis.m`, `osp_recalculate_basis_specs.m`): `fids` has a column for each molecule, metabolites first, frequencies
/// rising towards higher shifts; `specs` is its transform with frequency zero in the middle; `ppm` has points half a step
/// beside those of the transform, as all of Osprey's axes have, and 42.577 MHz/T; all is divided by the tallest point of
/// `specs`. Echo time in ms.
import SequenceIR

enum BasisOsprey {
  /// Osprey's figure of protons, MHz/T: with `Bo`, it is the frequency.
  private static let megahertzPerTesla = 42.577

  @Sendable static func write(_ input: TargetInput) -> TargetOutput {
    var output = TargetOutput()
    guard let sets = BasisTarget.protonSets(of: input, "Osprey", &output) else { return output }
    for set in sets {
      let path = "\(set.name).basis-osprey.mat"
      let bytes = MATFile.bytes(
        [(name: "BASIS", value: structure(of: set))], description: BasisTarget.oneLine(set))
      output.files.append(TargetFile(path: path, bytes: bytes))
      if let difference = difference(bytes, set) { output.bugs.append("\(path): \(difference)") }
      output.proofs.append(
        "basis-osprey: \(set.functions.count) molecules in \(path), read back, equal the simulated signals")
    }
    return output
  }

  /// Metabolites first, as Osprey counts them.
  private static func ordered(_ set: BasisSet) -> [BasisSet.Function] {
    set.functions.filter { $0.kind == .metabolite } + set.functions.filter { $0.kind == .macromolecule }
  }

  private static func structure(of set: BasisSet) -> MATValue {
    let functions = ordered(set)
    let count = set.sampleCount
    let spectra = functions.map { $0.signal.transformed(dividedBy: 1).centred }
    let scale = spectra.reduce(0) { max($0, $1.real.max() ?? 0) }
    let width = 1 / set.dwellSeconds
    let metabolites = functions.count { $0.kind == .metabolite }
    let zero = ["coils", "averages", "subSpecs", "extras"].map { ($0, MATValue.number(0)) }
    return .structure([
      ("spectralwidth", .number(width)), ("dwelltime", .number(set.dwellSeconds)),
      ("n", .number(Double(count))), ("linewidth", .number(set.linewidthHertz)),
      ("Bo", .number(set.hertzPerPPM / megahertzPerTesla)), ("seq", .cell([.text("unedited")])),
      // A number must stand here; it is for titles and tables.
      ("te", .number((set.echoTimeSeconds ?? 0) * 1e3)), ("centerFreq", .number(set.referencePPM)),
      ("ppm", .row((0..<count).map { ppm(at: $0, set) })),
      ("t", .row((0..<count).map { Double($0) * set.dwellSeconds })), ("flags", flags(functions)),
      ("nMM", .number(Double(functions.count - metabolites))),
      ("fids", columns(functions.map(\.signal), dividedBy: scale > 0 ? scale : 1)),
      ("specs", columns(spectra, dividedBy: scale > 0 ? scale : 1)),
      ("name", .cell(functions.map { .text($0.name == "water" ? "H2O" : $0.name) })),
      ("dims", .structure([("t", .number(1))] + zero)), ("nMets", .number(Double(metabolites))),
      ("sz", .row([Double(count), Double(functions.count)])), ("scale", .number(scale > 0 ? scale : 1)),
      ("seqc", .text(set.description.text)),
    ])
  }

  /// From half a step above -width/2.
  private static func ppm(at index: Int, _ set: BasisSet) -> Double {
    let width = 1 / set.dwellSeconds
    let hertz = width * ((Double(index) + 0.5) / Double(set.sampleCount) - 0.5)
    return hertz / set.hertzPerPPM + set.referencePPM
  }

  /// What has been done to the data, as those of a simulation.
  private static func flags(_ functions: [BasisSet.Function]) -> MATValue {
    let done = [
      "writtentostruct", "gotparams", "leftshifted", "averaged", "addedrcvrs", "subtracted", "writtentotext",
    ]
    let rest = ["filtered", "zeropadded", "freqcorrected", "phasecorrected", "downsampled", "isFourSteps"]
    let hasMacromolecules = functions.contains { $0.kind == .macromolecule }
    return .structure(
      done.map { ($0, .number(1)) } + rest.map { ($0, .number(0)) }
        + [("addedMM", .number(hasMacromolecules ? 1 : 0))])
  }

  private static func columns(_ signals: [BasisSignal], dividedBy scale: Double) -> MATValue {
    .double(
      rows: signals.first?.count ?? 0, columns: signals.count,
      real: signals.flatMap { $0.real.map { $0 / scale } },
      imaginary: signals.flatMap { $0.imaginary.map { $0 / scale } })
  }

  /// What a reader makes of the file, beside the set it was made from.
  private static func difference(_ bytes: [UInt8], _ set: BasisSet) -> String? {
    let functions = ordered(set)
    guard let basis = MATReader.read(bytes)?.first(where: { $0.name == "BASIS" })?.value,
      case .double(let rows, let columns, let real, let imaginary?)? = basis["fids"],
      case .double(_, _, let scale, nil)? = basis["scale"], case .cell(let names)? = basis["name"],
      rows == set.sampleCount, columns == functions.count, names.count == columns,
      real.count == rows * columns, imaginary.count == real.count, let factor = scale.first
    else { return "it is not read as a basis set" }
    for (index, function) in functions.enumerated() {
      let range = (index * rows)..<((index + 1) * rows)
      let signal = BasisSignal(
        real: real[range].map { $0 * factor }, imaginary: imaginary[range].map { $0 * factor })
      guard signal.farthest(from: function.signal) <= 1e-12 * function.signal.largest else {
        return "the signal of \(function.name) differs"
      }
    }
    return nil
  }
}
