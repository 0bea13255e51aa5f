/// A small localised spin echo of a pair of coupled spins, for commands that simulate.
enum ShapedEcho {
  /// Two shots of either phase, twice; the echo is recorded from its centre on.
  static let design = text(
    recording: "acquire 256 points dwell 0.5 ms phase by n (0, 180) deg echo at 16 ms")

  /// The same with a pulse after the echo that mixes orders of coherence.
  static let mixedDesign = text(
    pulses: "pulse mix = rect(flip: 60 deg, duration: 0.2 ms, use: excitation)",
    recording: "mix at 20 ms", "acquire 256 points dwell 0.5 ms phase by n (0, 180) deg")

  /// The same with a pulse that is searched for two molecules and pinned in `echo.mix.pulse`.
  static let searchedDesign =
    text(
      pulses: "pulse mix = optimized(duration: 200 us, step: 50 us, peak: 15 uT)",
      recording: "mix at 20 ms", "acquire 256 points dwell 0.5 ms phase by n (0, 180) deg")
    + "\noptimize {\n  minimize crlb of Asp\n  molecules Asp 4 mM, Cr 9 mM\n  linewidth 7 Hz\n}\n"

  static let pinnedPulse =
    "seqc-pulse 1\npulse mix\nstep 50 us\nsamples 4\nwaveform uT\n3 0\n5 1\n-2 4\n1 1\n"

  private static func text(pulses: String..., recording: String...) -> String {
    let shaped = [
      "pulse excite = slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)",
      "pulse refocus = slr(flip: 180 deg, duration: 4 ms, bandwidth: 2 kHz, use: refocusing)",
    ]
    return """
      design "echo"
      scanner siemens-prisma
      carrier 2.3 ppm
      voxel 20 mm, 20 mm, 20 mm
      \((shaped + pulses).joined(separator: "\n"))
      molecule pair {
        spin A at 3.1 ppm
        spin X at 2.2 ppm
        couple A, X 7 Hz
        concentration 2.5 mM
      }
      sequence {
        repeat 4 as n {
          excite, slice x phase by n (0, 180) deg
          rephase x
          refocus, slice y, crush x y 4 cycles across 20 mm at 8 ms
          \(recording.joined(separator: "\n    "))
          fill to 1 s
        }
      }
      """
  }
}
