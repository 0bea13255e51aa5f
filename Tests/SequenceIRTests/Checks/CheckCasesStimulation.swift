// Faults of rows D (nerves and heart), and of rotations, with their twins.
import SequenceIR
import TestSupport

extension CheckCase {
  /// A train of alternating trapezoids, a block each: mT/m, microseconds.
  static func train(
    _ builder: inout SequenceBuilder, _ axis: Axis, _ amplitude: Double, lobes: Int, ramp: Double,
    flat: Double,
    _ more: SequenceBuilder.Event...
  ) {
    for lobe in 0..<lobes {
      builder.append(
        "lobe \(lobe + 1)", 2 * ramp + flat,
        [.trapezoid(axis, lobe % 2 == 0 ? amplitude : -amplitude, rise: ramp, flat: flat, fall: ramp)] + more)
    }
  }

  static let fast = TestProfile.t3.replacing("150 T/m/s", with: "400 T/m/s").replacing(
    "40 mT/m", with: "100 mT/m")
  private static let rheobase = """
    pns-chronaxie 334 us site "fictional"
    pns-rheobase 23.4 T/s site "fictional"
    pns-effective-length 0.333 m site "fictional"

    """
  private static let magnus = """
    pns-chronaxie 611 us site "fictional"
    pns-rheobase 52.2 T/s site "fictional"
    pns-effective-length 0.324 m site "fictional"

    """
  private static func lines(_ words: String...) -> String {
    TestProfile.stimulation.split(separator: "\n").filter { line in words.contains { line.hasPrefix($0) } }
      .map { $0 + "\n" }.joined()
  }

  static let turned: [CheckCase] = [
    CheckCase(
      code: "G001", claim: "a-quaternion-is-normalised-first", alsoFails: ["G003"],
      fault: {
        $0.block(
          "40.001 mT/m, norm 0.9999", 1540, .trapezoid(.x, 40.001, rise: 270, flat: 1000, fall: 270),
          .rotation(Rotation(w: 0.9999, x: 0, y: 0, z: 0)))
      },
      twin: {
        $0.block(
          "39.99999 mT/m, norm 1.000002", 1540, .trapezoid(.x, 39.99999, rise: 270, flat: 1000, fall: 270),
          .rotation(Rotation(w: 1.000002, x: 0, y: 0, z: 0)))
      }),
    CheckCase(
      code: "G002", claim: "a-rotation-adds-the-slews-of-two-axes", alsoFails: ["G004"],
      fault: {
        $0.block(
          "150 T/m/s on x and y, turned by 45 deg", 400, .trapezoid(.x, 15, rise: 100, flat: 200, fall: 100),
          .trapezoid(.y, 15, rise: 100, flat: 200, fall: 100), .rotation(eighthTurn))
      },
      twin: {
        $0.block(
          "150 T/m/s on x, turned by 90 deg", 400, .trapezoid(.x, 15, rise: 100, flat: 200, fall: 100),
          .rotation(quarterTurn))
      }),
  ]

  static let stimulation: [CheckCase] = [
    CheckCase(
      code: "E001", claim: "history-goes-over-blocks-and-repetitions", profile: fast + rheobase,
      fault: {
        $0.block("up", 750, .trapezoid(.x, 25, rise: 120, flat: 510, fall: 120))
        $0.block("down", 750, .trapezoid(.x, -25, rise: 120, flat: 510, fall: 120))
        $0.endSegment(repetitions: 16)
      },
      twin: {
        $0.block("up", 20_750, .trapezoid(.x, 25, rise: 120, flat: 510, fall: 120))
        $0.block("down", 20_750, .trapezoid(.x, -25, rise: 120, flat: 510, fall: 120))
        $0.endSegment(repetitions: 16)
      }),
    CheckCase(
      code: "E001", claim: "three-axes-of-seventy-percent-add-up", profile: fast + rheobase,
      fault: {
        $0.block("label", 10, fixed)
        $0.block(
          "70 % each", 2000, .trapezoid(.x, 21.3, rise: 100, flat: 1700, fall: 200),
          .trapezoid(.y, 21.3, rise: 100, flat: 1700, fall: 200),
          .trapezoid(.z, 21.3, rise: 100, flat: 1700, fall: 200))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block(
          "57 % each", 2000, .trapezoid(.x, 17.4, rise: 100, flat: 1700, fall: 200),
          .trapezoid(.y, 17.4, rise: 100, flat: 1700, fall: 200),
          .trapezoid(.z, 17.4, rise: 100, flat: 1700, fall: 200))
      }),
    CheckCase(
      code: "E001", claim: "the-lower-of-two-rheobases-counts",
      profile: TestProfile.t3.replacing("150 T/m/s", with: "750 T/m/s").replacing("40 mT/m", with: "300 mT/m")
        + magnus,
      fault: {
        $0.block(
          "100.5 % at 52.2 T/s, 95 % at 55.2 T/s", 6000,
          .trapezoid(.x, 147.6, rise: 300, flat: 5000, fall: 300))
      },
      twin: { $0.block("99.5 % at 52.2 T/s", 6000, .trapezoid(.x, 146.1, rise: 300, flat: 5000, fall: 300)) }),
    CheckCase(
      code: "E001", claim: "a-diffusion-lobe-stimulates",
      profile: TestProfile.t3.replacing("150 T/m/s", with: "200 T/m/s").replacing("40 mT/m", with: "80 mT/m")
        + rheobase,
      fault: {
        $0.block("80 mT/m in 400 us", 10_800, .trapezoid(.z, 80, rise: 400, flat: 10_000, fall: 400))
      },
      twin: { $0.block("80 mT/m in 2 ms", 14_000, .trapezoid(.z, 80, rise: 2000, flat: 10_000, fall: 2000)) }),
    CheckCase(
      code: "E001", claim: "a-wait-before-does-not-help", profile: fast + rheobase,
      fault: {
        $0.block("a second", 1_000_000)
        $0.block("31 mT/m in 100 us", 2000, .trapezoid(.x, 31, rise: 100, flat: 1700, fall: 200))
      },
      twin: {
        $0.block("a second", 1_000_000)
        $0.block("30 mT/m in 100 us", 2000, .trapezoid(.x, 30, rise: 100, flat: 1700, fall: 200))
      }),
    CheckCase(
      code: "E001", claim: "the-largest-scale-of-a-table-counts", profile: fast + rheobase,
      fault: {
        for scale in [0.5, 0.8, 1, 0.6] {
          $0.block("TR", 50_000, .trapezoid(.y, 31 * scale, rise: 100, flat: 1700, fall: 200))
        }
      },
      twin: {
        for scale in [0.5, 0.8, 0.97, 0.6] {
          $0.block("TR", 50_000, .trapezoid(.y, 31 * scale, rise: 100, flat: 1700, fall: 200))
        }
      }),
    CheckCase(
      code: "E001", claim: "normal-operating-mode-allows-less",
      profile: fast + rheobase + "operating-mode normal\n",
      fault: { $0.block("80.3 %", 2000, .trapezoid(.x, 24.5, rise: 100, flat: 1700, fall: 200)) },
      twin: { $0.block("79.7 %", 2000, .trapezoid(.x, 24.3, rise: 100, flat: 1700, fall: 200)) }),
    CheckCase(
      code: "E002", claim: "normal-operating-mode-allows-less",
      profile: fast + lines("pns-safe") + "operating-mode normal\n",
      fault: {
        $0.block("label", 10, fixed)
        $0.block("80.4 %", 5200, .trapezoid(.x, 25.5, rise: 100, flat: 5000, fall: 100))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block("79.4 %", 5200, .trapezoid(.x, 25.2, rise: 100, flat: 5000, fall: 100))
      }),
    CheckCase(
      code: "E002", claim: "the-later-lobes-of-a-train-count",
      profile: fast + lines("pns-safe") + "pns-limit 90 percent site \"fictional\"\n",
      fault: {
        $0.block("label", 10, fixed)
        train(&$0, .x, 25, lobes: 32, ramp: 120, flat: 510)
      },
      twin: {
        $0.block("label", 10, fixed)
        train(&$0, .x, 25, lobes: 1, ramp: 120, flat: 510)
      }),
    CheckCase(
      code: "E002", claim: "exact-where-samples-are-too-low", profile: fast + lines("pns-safe"),
      fault: {
        $0.block("label", 10, fixed)
        $0.block("100.4 %, sampled 98.5 %", 5200, .trapezoid(.x, 31.848, rise: 100, flat: 5000, fall: 100))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block("99.6 %", 5200, .trapezoid(.x, 31.6, rise: 100, flat: 5000, fall: 100))
      }),
    CheckCase(
      code: "E002", claim: "another-orientation-may-stimulate", profile: fast + lines("pns-safe"),
      verdict: .notProven,
      fault: {
        $0.block("97 % on x, 119 % on y", 5200, .trapezoid(.x, 30.8, rise: 100, flat: 5000, fall: 100))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block("97 % on x", 5200, .trapezoid(.x, 30.8, rise: 100, flat: 5000, fall: 100))
      }),
    CheckCase(
      code: "E003", claim: "a-long-ramp-reaches-the-heart-first",
      profile: fast + rheobase + lines("cardiac-rheobase", "cardiac-time", "cardiac-effective"),
      fault: {
        $0.block("100 mT/m in 5 ms", 15_000, .trapezoid(.x, 100, rise: 5000, flat: 5000, fall: 5000))
      },
      twin: { $0.block("80 mT/m in 5 ms", 15_000, .trapezoid(.x, 80, rise: 5000, flat: 5000, fall: 5000)) }),
    CheckCase(
      code: "E003", claim: "without-figures-of-the-heart-nothing-is-said",
      profile: fast + rheobase, verdict: .notEvaluated,
      fault: {
        $0.block("100 mT/m in 5 ms", 15_000, .trapezoid(.x, 100, rise: 5000, flat: 5000, fall: 5000))
      },
      twin: { $0.block("40 mT/m in 5 ms", 15_000, .trapezoid(.x, 40, rise: 5000, flat: 5000, fall: 5000)) }),
    CheckCase(
      code: "E004", claim: "the-heart-has-constants-of-its-own",
      profile: fast.replacing("100 mT/m", with: "300 mT/m") + lines("cardiac-safe"),
      fault: {
        $0.block("label", 10, fixed)
        $0.block("300 mT/m in 1.5 ms", 6000, .trapezoid(.x, 300, rise: 1500, flat: 3000, fall: 1500))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block("300 mT/m in 6 ms", 15_000, .trapezoid(.x, 300, rise: 6000, flat: 3000, fall: 6000))
      }),
  ]
}
