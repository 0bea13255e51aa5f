// Faults of rows F and G: interpreters, labels, files and profiles, with their twins.
import SequenceIR
import TestSupport

extension CheckCase {
  private static let siemens = TestProfile.t3.replacing("vendor generic", with: "vendor siemens")
  private static let ge =
    TestProfile.t3.replacing("vendor generic", with: "vendor ge")
    .replacing("gradient-raster 10 us", with: "gradient-raster 4 us")
    .replacing("block-raster 10 us", with: "block-raster 4 us")
    .replacing("rf-raster 1 us", with: "rf-raster 2 us").replacing(
      "adc-raster 0.1 us", with: "adc-raster 2 us")
    + "segment-ringdown-time 105 us site \"fictional\"\n"
  private static let geRasters = Rasters(gradient: 20, rf: 2, adc: 2, block: 20)
  private static func trid(_ number: Int) -> SequenceBuilder.Event {
    .label(LabelOperation(.set, .segmentID, number))
  }

  static let targets: [CheckCase] = [
    CheckCase(
      code: "T003", claim: "ge-takes-multiples-of-four-microseconds", profile: ge,
      twinRasters: geRasters, fault: { $0.block("wait", 110, trid(1)) },
      twin: { $0.block("wait", 120, trid(1)) }),
    CheckCase(
      code: "A004", claim: "ge-takes-even-dwell-times", profile: ge, rasters: geRasters,
      twinRasters: geRasters,
      fault: { $0.block("dwell 3 us", 400, .adc(64, dwell: 3, delay: 20), trid(1)) },
      twin: { $0.block("dwell 4 us", 500, .adc(64, dwell: 4, delay: 20), trid(1)) }),
    CheckCase(
      code: "T004", claim: "a-block-of-no-duration-holds-labels", verdict: .notProven,
      fault: {
        $0.block("nothing", 0)
        $0.block("wait", 100)
      },
      twin: {
        $0.block("labels", 0, .label(LabelOperation(.set, .line, 1)))
        $0.block("wait", 100)
      }),
    CheckCase(
      code: "A005", claim: "counters-stay-within-sixteen-bits",
      fault: {
        $0.block("read", 1000, .label(LabelOperation(.increment, .line, 100)), .adc(64, dwell: 10, delay: 20))
        $0.endSegment(repetitions: 400)
      },
      twin: {
        $0.block("read", 1000, .label(LabelOperation(.increment, .line, 100)), .adc(64, dwell: 10, delay: 20))
        $0.endSegment(repetitions: 327)
      }),
    CheckCase(
      code: "A005", claim: "no-line-is-negative-where-it-is-acquired",
      fault: {
        $0.block("read", 1000, .label(LabelOperation(.set, .line, -1)), .adc(64, dwell: 10, delay: 20))
      },
      twin: {
        $0.block("set", 1000, .label(LabelOperation(.set, .line, -1)))
        $0.block("read", 1000, .label(LabelOperation(.increment, .line, 1)), .adc(64, dwell: 10, delay: 20))
      }),
    CheckCase(
      code: "I001", claim: "siemens-takes-one-trigger-a-block", profile: siemens,
      fault: {
        $0.block("two triggers", 200, .trigger(delay: 0, duration: 50), .trigger(delay: 100, duration: 50))
      },
      twin: { $0.block("one trigger", 200, .trigger(delay: 0, duration: 50)) }),
    CheckCase(
      code: "I001", claim: "ge-takes-no-trigger-alone", profile: ge, rasters: geRasters,
      twinRasters: geRasters,
      fault: { $0.block("a trigger", 200, .trigger(delay: 0, duration: 60), trid(1)) },
      twin: {
        $0.block(
          "a trigger and an acquisition", 500, .trigger(delay: 0, duration: 60),
          .adc(64, dwell: 4, delay: 20),
          trid(1))
      }),
    CheckCase(
      code: "I002", claim: "every-instance-of-a-segment-has-the-same-events", profile: ge, rasters: geRasters,
      twinRasters: geRasters,
      fault: {
        $0.block("dummy", 1000, trid(1))
        $0.block("read", 1000, .adc(64, dwell: 4, delay: 20), trid(1))
      },
      twin: {
        $0.block("dummy", 1000, trid(1))
        $0.block("read", 1000, .adc(64, dwell: 4, delay: 20), trid(2))
      }),
    CheckCase(
      code: "I002", claim: "the-first-block-begins-a-segment", profile: ge, rasters: geRasters,
      twinRasters: geRasters, fault: { $0.block("wait", 1000) }, twin: { $0.block("wait", 1000, trid(1)) }),
    CheckCase(
      code: "I003", claim: "a-segment-of-ge-ends-with-its-ringdown", profile: ge, rasters: geRasters,
      twinRasters: geRasters,
      fault: { $0.block("100 us left", 1100, .trapezoid(.x, 10, rise: 200, flat: 600, fall: 200), trid(1)) },
      twin: { $0.block("120 us left", 1120, .trapezoid(.x, 10, rise: 200, flat: 600, fall: 200), trid(1)) }),
    CheckCase(
      code: "I004", claim: "acquisitions-have-one-length",
      profile: TestProfile.t3 + "adc-lengths 1 site \"fictional\"\n",
      fault: {
        $0.block("64 samples", 1000, .adc(64, dwell: 10, delay: 20))
        $0.block("128 samples", 2000, .adc(128, dwell: 10, delay: 20))
      },
      twin: {
        $0.block("64 samples", 1000, .adc(64, dwell: 10, delay: 20))
        $0.block("64 samples, slower", 2000, .adc(64, dwell: 20, delay: 20))
      }),
    CheckCase(
      code: "I005", claim: "a-run-ends-within-a-day",
      profile: TestProfile.t3 + "run-limit 86400 s site \"fictional\"\n",
      fault: {
        $0.block("an hour and a second", 3_601_000_000)
        $0.endSegment(repetitions: 24)
      },
      twin: {
        $0.block("an hour", 3_600_000_000)
        $0.endSegment(repetitions: 24)
      }),
    CheckCase(
      code: "I006", claim: "the-interpreter-has-room-for-so-many-blocks",
      profile: TestProfile.t3 + "block-limit 100 site \"fictional\"\n",
      fault: {
        $0.block("wait", 100)
        $0.endSegment(repetitions: 101)
      },
      twin: {
        $0.block("wait", 100)
        $0.endSegment(repetitions: 100)
      }),
  ]

  static let files: [CheckCase] = [
    CheckCase(
      code: "F001", claim: "a-file-edited-by-hand-is-refused", seal: .broken,
      fault: { $0.block("wait", 100) }, twin: { $0.block("wait", 100) }),
    CheckCase(
      code: "F001", claim: "a-file-without-a-signature-is-flagged", verdict: .notProven, seal: .absent,
      fault: { $0.block("wait", 100) }, twin: { $0.block("wait", 100) }),
    CheckCase(
      code: "F002", claim: "another-gamma-is-flagged", verdict: .notProven,
      fault: {
        $0.sequence.define("Gamma", "42.58e6")
        $0.block("wait", 100)
      },
      twin: {
        $0.sequence.define("Gamma", "42.576e6")
        $0.block("wait", 100)
      }),
    CheckCase(
      code: "F002", claim: "the-duration-is-what-the-definition-says", verdict: .notProven,
      fault: {
        $0.sequence.define("TotalDuration", "2")
        $0.block("a second", 1_000_000)
      },
      twin: {
        $0.sequence.define("TotalDuration", "1")
        $0.block("a second", 1_000_000)
      }),
    CheckCase(
      code: "F003", claim: "limits-of-a-simulator-are-nobodys",
      profile: TestProfile.t3 + "kind simulation\n", twinProfile: TestProfile.t3,
      fault: { $0.block("wait", 100) }, twin: { $0.block("wait", 100) }),
  ]
}
