/// Pulses as a design would ask for them, for the tests of this folder.
import SequenceIR

struct DesignFailure: Error, CustomStringConvertible {
  let description: String
}

func pulse(
  _ family: String, _ quantities: [String: Double], _ keywords: [String: String] = [:],
  rasterMicroseconds: Int64 = 4
) throws -> PulseWaveform {
  guard let row = PulseFamily.named(family) else { throw DesignFailure(description: "no family \(family)") }
  let arguments = PulseArguments(
    quantities: quantities, keywords: keywords, raster: Time(microseconds: rasterMicroseconds),
    nucleus: .proton)
  switch row.design(arguments) {
  case .success(let waveform): return waveform
  case .failure(let problem): throw DesignFailure(description: problem.message)
  }
}

let degrees = Double.pi / 180
