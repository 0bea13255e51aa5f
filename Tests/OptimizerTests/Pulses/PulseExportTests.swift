/// Writes designed pulses and their simulated profiles for `conformance/pulse_profiles.py`, which compares
/// them with SigPy. Runs only when SEQC_PULSE_DIR names a folder.
import Foundation
import TestSupport
import Testing

@testable import Optimizer
@testable import SequenceIR

private let exportFolder = ProcessInfo.processInfo.environment["SEQC_PULSE_DIR"]

@Suite struct PulseExportTests {
  @Test(.enabled(if: exportFolder != nil)) func pulsesAreWrittenForComparison() throws {
    let folder = try #require(exportFolder)
    var written = 0
    for (name, wave) in try pulses() {
      let text = json(name, wave)
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).json"))
      written += 1
    }
    #expect(written == 4 * 4 + 1 + 3)
  }

  /// SLR pulses from SigPy's own filter specification, 256 samples, time-bandwidth 8; and whole families.
  private func pulses() throws -> [(String, PulseWaveform)] {
    var result: [(String, PulseWaveform)] = []
    for use in [RFUse.excitation, .refocusing, .inversion, .saturation] {
      for filter in ["least-squares", "equiripple", "minimum-phase", "windowed-sinc"] {
        result.append(("slr-\(use.name)-\(filter)", try textbook(use, filter)))
      }
    }
    result.append(
      ("slr-small-tip-least-squares", try textbook(.excitation, "least-squares", flip: 1 * degrees)))
    result.append(
      ("adiabatic-hs", try pulse("adiabatic", ["duration": 12e-3, "bandwidth": 1_247.77], ["family": "hs"])))
    result.append(
      (
        "adiabatic-goia-wurst",
        try pulse(
          "adiabatic", ["duration": 3.5e-3, "bandwidth": 20_000, "peak": 817 / 42.576e6],
          ["family": "goia-wurst"],
          rasterMicroseconds: 5)
      ))
    result.append(
      ("sinc", try pulse("sinc", ["flip": 30 * degrees, "duration": 2.56e-3, "time_bandwidth": 6])))
    return result
  }

  /// The design of Pauly 1991 without this project's refinements: transition by the formula, bandwidth of the
  /// filter.
  private func textbook(_ use: RFUse, _ filter: String, flip: Double? = nil) throws -> PulseWaveform {
    let design = SLRDesign(
      use: use, filter: filter, flipAngle: flip ?? SLRDesign.fullAngle(for: use), passbandRipple: 0.01,
      stopbandRipple: 0.01)
    let (pass, stop) = design.filterRipples
    let performance =
      filter == "minimum-phase"
      ? 0.5 * LowPass.performance(passRipple: 2 * pass, stopRipple: 0.5 * stop * stop)
      : LowPass.performance(passRipple: pass, stopRipple: stop)
    let taps = try #require(design.taps(count: 256, .init(timeBandwidth: 8, performance: performance))).taps
    let dwell = Time(microseconds: 10)
    return PulseWaveform(
      real: SLRTransform.pulseAngles(beta: taps).map { $0 / (2 * .pi * dwell.seconds) },
      imaginary: [Double](repeating: 0, count: 256), dwell: dwell, centre: .zero, bandwidthHertz: 3_125,
      use: use)
  }

  private func json(_ name: String, _ wave: PulseWaveform) -> String {
    let half = 2 * (wave.bandwidthHertz ?? 1_000)
    let offsets = (0...200).map { half * (Double($0) / 100 - 1) }
    let rotations = BlochSimulator.rotations(of: wave, on: SpinEnsemble(positionsHertz: offsets))
    let fields: [(String, [Double])] = [
      ("real_hertz", wave.real), ("imaginary_hertz", wave.imaginary),
      ("gradient", wave.gradientModulation ?? []),
      ("offsets_hertz", offsets), ("excitation", rotations.map(\.excitation)),
      ("longitudinal", rotations.map(\.longitudinal)), ("refocusing", rotations.map(\.refocusing)),
    ]
    let arrays = fields.map { key, values in
      "\"\(key)\": [\(values.map(\.description).joined(separator: ", "))]"
    }
    return "{\"name\": \"\(name)\", \"dwell_seconds\": \(wave.dwell.seconds),\n"
      + arrays.joined(separator: ",\n") + "}\n"
  }
}
