// Faults of rows E (resonances of the gradient coil) with their twins.
import SequenceIR
import TestSupport

extension CheckCase {
  private static let bands = """
    acoustic-band 590 Hz width 100 Hz site "fictional"
    acoustic-band 1140 Hz width 220 Hz site "fictional"

    """
  private static let limited =
    "acoustic-band 1140 Hz width 220 Hz limit 2 mT/m site \"fictional\"\n"
  private static let fixedAxes =
    "echo-spacing-band 0.41 ms to 0.51 ms axes x,y site \"fictional\"\n"
    + "echo-spacing-band 0.36 ms to 0.44 ms axes z site \"fictional\"\n"
  private static let limitsOfAxes =
    "acoustic-band 1140 Hz width 220 Hz axes x limit 2 mT/m site \"fictional\"\n"
    + "acoustic-band 1140 Hz width 220 Hz axes y limit 3 mT/m site \"fictional\"\n"
  /// 90 degrees about y: x plays z.
  private static let ontoZ = Rotation(w: 0.7071067811865476, x: 0, y: -0.7071067811865476, z: 0)

  /// A train with its third harmonic at 1172 Hz, or at 938 Hz, and a second of silence, in one block.
  private static func trainInOneBlock(
    _ builder: inout SequenceBuilder, _ axis: Axis = .x, lobes: Int, flat: Double,
    _ more: SequenceBuilder.Event...
  ) {
    var corners: [(Double, Double)] = [(0, 0)]
    for lobe in 0..<lobes {
      let start = Double(lobe) * (200 + flat)
      let amplitude = lobe % 2 == 0 ? 10.0 : -10
      corners += [(start + 100, amplitude), (start + 100 + flat, amplitude), (start + 200 + flat, 0)]
    }
    builder.append("train", 1_200_000, [.corners(axis, corners)] + more)
  }

  /// A balanced repetition: readout with half its area before and behind it, and silence.
  private static func balanced(_ builder: inout SequenceBuilder, milliseconds: Double, count: Int) {
    builder.block(
      "prephaser, readout, rephaser", milliseconds * 1000,
      .corners(
        .x,
        [
          (0, 0), (100, -15), (500, -15), (600, 0), (700, 10), (1400, 10), (1500, 0), (1600, -15),
          (2000, -15),
          (2100, 0),
        ], delay: 600))
    builder.endSegment(repetitions: count)
  }

  /// Excitation with its slice gradient, a refocusing pulse between crushers, a readout.
  private static func spinEcho(_ builder: inout SequenceBuilder) {
    builder.block(
      "excitation", 4000, .trapezoid(.z, 10, rise: 100, flat: 3000, fall: 100, delay: 100))
    builder.block(
      "rephaser", 2000, .trapezoid(.z, -10, rise: 200, flat: 1300, fall: 200),
      .trapezoid(.x, 10, rise: 200, flat: 1300, fall: 200),
      .trapezoid(.y, 8, rise: 200, flat: 1300, fall: 200))
    builder.block("crusher", 1500, .trapezoid(.z, 20, rise: 200, flat: 1000, fall: 200))
    builder.block("refocusing", 4000, .trapezoid(.z, 10, rise: 100, flat: 3000, fall: 100, delay: 100))
    builder.block("crusher", 1500, .trapezoid(.z, 20, rise: 200, flat: 1000, fall: 200))
    builder.block("wait", 3000)
    builder.block("readout", 6000, .trapezoid(.x, 10, rise: 100, flat: 5000, fall: 100, delay: 100))
    builder.block("wait", 78_000)
    builder.endSegment(repetitions: 4)
  }

  static let acoustics: [CheckCase] = [
    CheckCase(
      code: "V001", claim: "a-train-at-588-hertz-is-in-a-band", profile: TestProfile.t3 + bands,
      fault: { train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 650) },
      twin: { train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 500) }),
    CheckCase(
      code: "V001", claim: "a-train-at-1136-hertz-is-in-a-band", profile: TestProfile.t3 + bands,
      fault: { train(&$0, .y, 10, lobes: 64, ramp: 100, flat: 240) },
      twin: { train(&$0, .y, 10, lobes: 64, ramp: 100, flat: 320) }),
    CheckCase(
      code: "V001", claim: "a-repeated-pair-is-a-train", profile: TestProfile.t3 + bands,
      fault: {
        train(&$0, .x, 10, lobes: 2, ramp: 100, flat: 650)
        $0.endSegment(repetitions: 100)
      },
      twin: {
        train(&$0, .x, 10, lobes: 2, ramp: 100, flat: 650)
        $0.endSegment()
      }),
    CheckCase(
      code: "V001", claim: "the-third-harmonic-of-a-train-is-flagged", profile: TestProfile.t3 + bands,
      verdict: .notProven,
      fault: { train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 1080) },
      twin: { train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 1400) }),
    CheckCase(
      code: "V001", claim: "bands-belong-to-axes-after-rotation", profile: TestProfile.t3 + fixedAxes,
      fault: {
        $0.block("label", 10, fixed)
        train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 200, .rotation(ontoZ))
      },
      twin: {
        $0.block("label", 10, fixed)
        train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 200)
      }),
    CheckCase(
      code: "V002", claim: "the-second-line-of-a-balanced-repetition-is-flagged",
      profile: TestProfile.t3 + bands, verdict: .notProven,
      fault: { balanced(&$0, milliseconds: 3.4, count: 300) },
      twin: { spinEcho(&$0) }),
    CheckCase(
      code: "V003", claim: "a-site-limits-the-amplitude-of-harmonics", profile: TestProfile.t3 + limited,
      fault: { train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 1080) },
      twin: { train(&$0, .x, 10, lobes: 64, ramp: 100, flat: 1400) }),
    CheckCase(
      code: "V003", claim: "silence-in-the-same-block-does-not-thin-a-train",
      profile: TestProfile.t3 + limited,
      fault: { trainInOneBlock(&$0, lobes: 64, flat: 1080) },
      twin: { trainInOneBlock(&$0, lobes: 64, flat: 1400) }),
    CheckCase(
      code: "V003", claim: "at-the-start-the-silence-before-it-counts", profile: TestProfile.t3 + limited,
      fault: { trainInOneBlock(&$0, lobes: 40, flat: 1080) },
      twin: { trainInOneBlock(&$0, lobes: 12, flat: 1080) }),
    CheckCase(
      code: "V003", claim: "each-axis-has-the-limit-of-its-own-bands",
      profile: TestProfile.t3 + limitsOfAxes,
      fault: { trainInOneBlock(&$0, .y, lobes: 64, flat: 1080, fixed) },
      twin: { trainInOneBlock(&$0, .y, lobes: 64, flat: 1400, fixed) }),
  ]
}
