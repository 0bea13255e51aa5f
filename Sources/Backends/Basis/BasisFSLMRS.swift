/// A basis set as FSL-MRS reads it: a folder with a JSON file for each molecule.
///
/// Source: FSL-MRS's documentation ("Basis spectra simulation", "Output - the basis spectra file format") and its reader
/// (`fsl_mrs/utils/mrs_io/fsl_io.py`, of December 2025): `basis` holds `basis_re`, `basis_im` (time signal), `basis_dwell`
/// (s), `basis_centre` (MHz), `basis_width` (Hz), `basis_name`, `basis_nucleus`; the reader conjugates what it finds, as it
/// does the data of NIfTI-MRS. Its axis has 4.65 ppm at frequency zero for protons (`PPM_SHIFT`).
import SequenceIR

enum BasisFSLMRS {
  /// The shift at frequency zero of FSL-MRS's axes.
  private static let referencePPM = ["1H": 4.65, "2H": 4.8, "13C": 0, "31P": 0]

  @Sendable static func write(_ input: TargetInput) -> TargetOutput {
    var output = TargetOutput()
    guard let sets = BasisTarget.sets(of: input, &output) else { return output }
    for set in sets {
      let reference = referencePPM[set.nucleus.name] ?? set.referencePPM
      let folder = "\(set.name).basis-fslmrs"
      if let clash = BasisNames.clash(set.functions.map { BasisNames.fslMRS($0.name) }) {
        output.diagnostics.append(clash)
        return output
      }
      for function in set.functions {
        let path = "\(folder)/\(BasisNames.file(BasisNames.fslMRS(function.name))).json"
        let bytes = Array((document(of: function, set, reference).text + "\n").utf8)
        output.files.append(TargetFile(path: path, bytes: bytes))
        output.bugs += differences(bytes, function, set, reference).map { "\(path): \($0)" }
      }
      output.proofs.append(
        "basis-fslmrs: \(set.functions.count) molecules in \(folder), read back from JSON, equal the simulated signals"
      )
    }
    return output
  }

  private static func document(
    of function: BasisSet.Function, _ set: BasisSet, _ reference: Double
  ) -> JSONObject {
    // The reader's conjugate is the signal with frequencies positive towards higher shifts.
    let signal = set.signal(of: function, referencePPM: reference).conjugated
    var basis = JSONObject()
    basis.add("basis_re", raw: JSONText.array(signal.real.map(number)))
    basis.add("basis_im", raw: JSONText.array(signal.imaginary.map(number)))
    basis.add("basis_dwell", set.dwellSeconds)
    basis.add("basis_centre", raw: megahertz(set))
    basis.add("basis_width", set.linewidthHertz)
    basis.add("basis_name", BasisNames.fslMRS(function.name))
    basis.add("basis_nucleus", set.nucleus.name)
    var meta = JSONObject()
    meta.add("SimVersion", "seqc \(set.version)")
    if let time = set.echoTimeSeconds { meta.add("TE", raw: DecimalText.rounded(time * 1e3, decimals: 6)) }
    var own = set.description
    own.add("Molecule", function.name)
    own.add("Kind", function.kind.rawValue)
    own.add("TypicalMillimolar", function.millimolar)
    own.add("Source", function.source)
    own.add("ReferencePPM", reference)
    own.add("ReceiverPPM", set.referencePPM)
    var document = JSONObject()
    document.add("basis", basis)
    document.add("meta", meta)
    if function.kind == .macromolecule { document.add("MM", true) }
    document.add("seqc", own)
    return document
  }

  private static func megahertz(_ set: BasisSet) -> String {
    DecimalText.rounded(set.spectrometerHertz * 1e-6, decimals: 9)
  }

  private static func number(_ value: Double) -> String {
    DecimalText.rounded(value, decimals: BasisSignal.decimals)
  }

  /// What a reader makes of the file, beside the set it was made from.
  private static func differences(
    _ bytes: [UInt8], _ function: BasisSet.Function, _ set: BasisSet, _ reference: Double
  ) -> [String] {
    guard case .success(let value) = JSONReader.read(bytes), let basis = value["basis"],
      let real = basis["basis_re"]?.numbers, let imaginary = basis["basis_im"]?.numbers,
      real.count == imaginary.count
    else { return ["what was written is not read as a basis spectrum"] }
    var problems: [String] = []
    let expected = [
      ("basis_dwell", set.dwellSeconds), ("basis_centre", set.spectrometerHertz * 1e-6),
      ("basis_width", set.linewidthHertz),
    ]
    for (key, value) in expected where !(abs((basis[key]?.number ?? .infinity) - value) <= 1e-9 * value) {
      problems.append("\(key) differs")
    }
    if basis["basis_name"]?.string != BasisNames.fslMRS(function.name) {
      problems.append("basis_name differs")
    }
    let signal = BasisSignal(real: real, imaginary: imaginary).conjugated
      .shifted(byHertz: (reference - set.referencePPM) * set.hertzPerPPM, dwellSeconds: set.dwellSeconds)
    if !(signal.farthest(from: function.signal) <= BasisTarget.roundingOfText) {
      problems.append("the signal differs")
    }
    return problems
  }
}
