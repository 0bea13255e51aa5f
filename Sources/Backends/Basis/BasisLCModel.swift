/// A basis set as LCModel reads it: one file of Fortran namelists and spectra, and the signals that its MAKEBASIS takes.
///
/// Source: the reading code of LCModel 6.3 (`LCModel.f`, subroutine MYBASI, and its transforms): a spectrum is the forward
/// transform over sqrt(N) of a signal whose frequencies fall towards higher shifts, stored from frequency zero, which is
/// 4.65 ppm when ISHIFT is 0; names have six characters at most, ID twenty. Numbers are three complex ones a line, as
/// LCModel's own MAKEBASIS lays them out, and readers that do not look at FMTBAS expect.
import SequenceIR

enum BasisLCModel {
  /// The shift at frequency zero (PPMCEN).
  private static let referencePPM = 4.65
  private static let longestName = 6
  private static let decimals = 8

  @Sendable static func write(_ input: TargetInput) -> TargetOutput {
    var output = TargetOutput()
    guard let sets = BasisTarget.protonSets(of: input, "LCModel", &output) else { return output }
    for set in sets {
      for function in set.functions where BasisNames.lcModel(function.name).utf8.count > longestName {
        output.diagnostics.error(
          .targetValueOutOfRange,
          "LCModel's names of molecules have \(longestName) characters at most, and \(function.name) has "
            + "\(BasisNames.lcModel(function.name).utf8.count)",
          help: "give the design's molecule a shorter name, or leave it out with --molecules")
        return output
      }
      if let clash = BasisNames.clash(set.functions.map { BasisNames.lcModel($0.name) }) {
        output.diagnostics.append(clash)
        return output
      }
      let path = "\(set.name).basis"
      let bytes = Array(text(of: set).utf8)
      output.files.append(TargetFile(path: path, bytes: bytes))
      output.bugs += differences(bytes, set).map { "\(path): \($0)" }
      for function in set.functions {
        let path = "\(set.name).basis-raw/\(BasisNames.file(BasisNames.lcModel(function.name))).raw"
        let text = BasisLCModelRaw.text(of: function, set, referencePPM: referencePPM)
        output.files.append(TargetFile(path: path, bytes: Array(text.utf8)))
        if let problem = BasisLCModelRaw.difference(text, function, set, referencePPM: referencePPM) {
          output.bugs.append("\(path): \(problem)")
        }
      }
      output.proofs.append(
        "basis-lcmodel: \(set.functions.count) molecules in \(path) and as .raw, read back from text, equal the simulated signals"
      )
    }
    return output
  }

  private static func text(of set: BasisSet) -> String {
    let width = set.linewidthHertz / set.hertzPerPPM
    var lines = [" $SEQPAR", " FWHMBA = \(DecimalText.rounded(width, decimals: 8)),"]
    lines.append(" HZPPPM = \(DecimalText.rounded(set.hertzPerPPM, decimals: 8)),")
    if let time = set.echoTimeSeconds {
      lines.append(" ECHOT = \(DecimalText.rounded(time * 1e3, decimals: 6)),")
    }
    lines += [" SEQ = '\(sequence(set))'", " $END", " $BASIS1"]
    lines.append(" IDBASI = 'seqc \(set.version) MD5 \(set.signature)',")
    lines.append(" FMTBAS = '(6E16.\(decimals))',")
    lines.append(" BADELT = \(DecimalText.scientific(set.dwellSeconds, decimals: 14)),")
    lines += [" NDATAB = \(set.sampleCount)", " $END"]
    var text = lines.joined(separator: "\n") + "\n"
    for function in set.functions { append(function, set, to: &text) }
    return text
  }

  private static func append(_ function: BasisSet.Function, _ set: BasisSet, to text: inout String) {
    let name = BasisNames.lcModel(function.name)
    text += " $NMUSED\n XTRASH = 0.\n $END\n $BASIS\n"
    text +=
      " ID = '\(name)',\n METABO = '\(name)',\n CONC = 1.,\n TRAMP = 1.,\n VOLUME = 1.,\n ISHIFT = 0\n $END\n"
    let spectrum = set.signal(of: function, referencePPM: referencePPM).conjugated
      .transformed(dividedBy: Double(set.sampleCount).squareRoot())
    for index in spectrum.real.indices {
      text += column(spectrum.real[index]) + column(spectrum.imaginary[index])
      if index % 3 == 2 || index == spectrum.count - 1 { text += "\n" }
    }
  }

  /// LCModel knows PRESS and STEAM, and warns where the data say the other.
  static func sequence(_ set: BasisSet) -> String { set.hasStimulatedEcho ? "STEAM" : "PRESS" }

  static func column(_ value: Double) -> String {
    let number = DecimalText.scientific(value, decimals: decimals)
    return String(repeating: " ", count: max(1, 16 - number.count)) + number
  }

  /// What a reader makes of the file, beside the set it was made from.
  private static func differences(_ bytes: [UInt8], _ set: BasisSet) -> [String] {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    var names: [String] = []
    var spectra: [[Double]] = []
    var isNamelist = false
    for line in lines {
      if line.hasPrefix(" $END") {
        isNamelist = false
      } else if line.hasPrefix(" $") {
        isNamelist = true
        if line == " $BASIS" { spectra.append([]) }
      } else if isNamelist {
        let parts = line.split(separator: "'")
        if line.hasPrefix(" METABO"), parts.count > 1 { names.append(String(parts[1])) }
      } else if !spectra.isEmpty {
        spectra[spectra.count - 1] += line.split(separator: " ").compactMap {
          DecimalText.number(Array($0.utf8)[...])
        }
      }
    }
    guard names == set.functions.map({ BasisNames.lcModel($0.name) }), spectra.count == names.count else {
      return ["the molecules differ"]
    }
    return zip(set.functions, spectra).compactMap { function, numbers in
      guard numbers.count == 2 * set.sampleCount else {
        return "\(function.name) has another number of points"
      }
      let spectrum = BasisSignal(
        real: (0..<set.sampleCount).map { numbers[2 * $0] },
        imaginary: (0..<set.sampleCount).map { numbers[2 * $0 + 1] })
      let signal = spectrum.transformedBack(times: Double(set.sampleCount).squareRoot()).conjugated
        .shifted(byHertz: (referencePPM - set.referencePPM) * set.hertzPerPPM, dwellSeconds: set.dwellSeconds)
      return signal.farthest(from: function.signal) <= BasisTarget.roundingOfDigits * function.signal.largest
        ? nil : "the signal of \(function.name) differs"
    }
  }
}
