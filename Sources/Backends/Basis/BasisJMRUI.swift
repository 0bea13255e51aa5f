/// A basis set as jMRUI reads it (QUEST, AQSES): a folder with a text file for each molecule.
///
/// Sources: jMRUI text files of public basis sets, and the readers and writers of FID-A (`io_writejmrui.m`), FSL-MRS
/// (`jmrui_io.py`) and spant: columns of signal and transform, frequencies of the signal falling towards higher shifts;
/// sampling interval in ms, frequency in Hz, field in T. Frequency zero is that of the receiver, as in the data.
import SequenceIR

enum BasisJMRUI {
  private static let decimals = 10

  @Sendable static func write(_ input: TargetInput) -> TargetOutput {
    var output = TargetOutput()
    guard let sets = BasisTarget.sets(of: input, &output) else { return output }
    for set in sets {
      let folder = "\(set.name).basis-jmrui"
      if let clash = BasisNames.clash(set.functions.map(\.name)) {
        output.diagnostics.append(clash)
        return output
      }
      for function in set.functions {
        let path = "\(folder)/\(BasisNames.file(function.name)).txt"
        let bytes = Array(text(of: function, set).utf8)
        output.files.append(TargetFile(path: path, bytes: bytes))
        if let problem = difference(bytes, function, set) { output.bugs.append("\(path): \(problem)") }
      }
      output.proofs.append(
        "basis-jmrui: \(set.functions.count) molecules in \(folder), read back from text, equal the simulated signals"
      )
    }
    return output
  }

  private static func text(of function: BasisSet.Function, _ set: BasisSet) -> String {
    let number = { (value: Double) in DecimalText.scientific(value, decimals: decimals) }
    var text = "jMRUI Data Textfile\n\nFilename: \(BasisNames.file(function.name)).txt\n\n"
    text += "PointsInDataset: \(set.sampleCount)\nDatasetsInFile: 1\n"
    text += "SamplingInterval: \(number(set.dwellSeconds * 1e3))\n"
    text += "ZeroOrderPhase: 0E0\nBeginTime: 0E0\nTransmitterFrequency: \(number(set.spectrometerHertz))\n"
    text += "MagneticField: \(number(abs(set.spectrometerHertz / set.nucleus.hertzPerTesla)))\n"
    text += "TypeOfNucleus: 0E0\nNameOfPatient: \nDateOfExperiment: \nSpectrometer: \n"
    text += "AdditionalInfo: \(BasisTarget.oneLine(set))\nSignalNames: \(function.name);\n\n\n"
    text += "Signal and FFT\nsig(real)\tsig(imag)\tfft(real)\tfft(imag)\nSignal 1 out of 1 in file\n"
    let signal = function.signal.conjugated
    let spectrum = function.signal.transformed(dividedBy: Double(set.sampleCount)).centred.conjugated
    for index in signal.real.indices {
      text +=
        [
          signal.real[index], signal.imaginary[index], spectrum.real[index], spectrum.imaginary[index],
        ].map(number).joined(separator: "\t") + "\n"
    }
    return text
  }

  private static func difference(
    _ bytes: [UInt8], _ function: BasisSet.Function, _ set: BasisSet
  ) -> String? {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: "Signal 1 out of 1 in file"),
      lines.contains("SignalNames: \(function.name);")
    else { return "it has no signal" }
    let rows = lines[(start + 1)...].filter { !$0.isEmpty }.map { line in
      line.split(separator: "\t").compactMap { DecimalText.number(Array($0.utf8)[...]) }
    }
    guard rows.count == set.sampleCount, rows.allSatisfy({ $0.count == 4 }) else {
      return "it has another number of points"
    }
    let signal = BasisSignal(real: rows.map { $0[0] }, imaginary: rows.map { $0[1] }).conjugated
    return signal.farthest(from: function.signal) <= BasisTarget.roundingOfDigits * function.signal.largest
      ? nil : "the signal differs"
  }
}
