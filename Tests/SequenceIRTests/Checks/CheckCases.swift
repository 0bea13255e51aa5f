// One fault and its passing twin per row: the sequences that the golden files under golden/check show.
import SequenceIR
import TestSupport
import Testing

struct CheckCase: Sendable, CustomTestStringConvertible {
  typealias Build = @Sendable (inout SequenceBuilder) -> Void

  var code: String
  /// What the folder is called, behind the code.
  var claim: String
  /// Other checks that the same fault breaks, by nature.
  var alsoFails: [String] = []
  var profile = TestProfile.t3
  var verdict = Finding.Verdict.fail
  var rasters = Rasters()
  /// Of the twin, where they are not the defaults.
  var twinRasters = Rasters()
  /// Of the twin, where it is another one.
  var twinProfile: String?
  /// What happened to the file that the fault was written to; nil: nothing.
  var seal: FileFacts.Seal?
  /// True where the text of a file cannot hold the fault, or where writing it takes it away.
  var isLostInAFile = false
  var fault: Build
  /// Just inside the limit.
  var twin: Build

  /// Microseconds.
  struct Rasters: Sendable {
    var gradient = 10.0
    var rf = 1.0
    var adc = 0.1
    var block = 10.0
  }

  var folder: String { "golden/check/\(code)-\(claim)" }
  var testDescription: String { "\(code)-\(claim)" }

  static let all: [CheckCase] =
    gradientAmplitude + gradientSlew + vectors + continuity + ends + rf + deadTimes + adc + timing
    + turned + stimulation + acoustics + targets + files
    + powerAndHeating + alone

  static let fixed = SequenceBuilder.Event.label(LabelOperation(.set, .noRotation, 1))
  /// 45 degrees about z.
  static let eighthTurn = Rotation(w: 0.9238795325112867, x: 0, y: 0, z: 0.3826834323650898)
  static let quarterTurn = Rotation(w: 0.7071067811865476, x: 0, y: 0, z: 0.7071067811865476)
}

extension CheckCase {
  fileprivate static let gradientAmplitude: [CheckCase] = [
    CheckCase(
      code: "G001", claim: "amplitude-is-checked-per-axis", alsoFails: ["G003"],
      fault: { $0.block("gx 40.001 mT/m", 1540, .trapezoid(.x, 40.001, rise: 270, flat: 1000, fall: 270)) },
      twin: { $0.block("gx 40 mT/m", 1540, .trapezoid(.x, 40, rise: 270, flat: 1000, fall: 270)) }),
    CheckCase(
      code: "G001", claim: "negative-amplitudes-count", alsoFails: ["G003"],
      fault: { $0.block("gy -40.001 mT/m", 1540, .trapezoid(.y, -40.001, rise: 270, flat: 1000, fall: 270)) },
      twin: { $0.block("gy -40 mT/m", 1540, .trapezoid(.y, -40, rise: 270, flat: 1000, fall: 270)) }),
    CheckCase(
      code: "G001", claim: "three-tenths-of-a-millionth-over-is-over", alsoFails: ["G003"],
      fault: {
        $0.block("gx a hair over", 1540, .trapezoid(.x, 40 * (1 + 3e-7), rise: 270, flat: 1000, fall: 270))
      },
      twin: {
        $0.block("gx a hair under", 1540, .trapezoid(.x, 40 * (1 - 3e-7), rise: 270, flat: 1000, fall: 270))
      }),
    CheckCase(
      code: "G001", claim: "a-shape-beyond-one-counts-with-its-amplitude",
      alsoFails: ["G002", "G003", "G004"],
      fault: {
        $0.block(
          "39 mT/m times 1.2", 50, .raw(.x, amplitude: 39, shape: [0, 0.6, 1.2, 0.6, 0], first: 0, last: 0))
      },
      twin: {
        $0.block(
          "1.4 mT/m a step", 50, .raw(.x, amplitude: 39, shape: [0, 0.03, 0.06, 0.03, 0], first: 0, last: 0))
      }),
    CheckCase(
      code: "G001", claim: "what-is-not-a-number-is-over", alsoFails: ["G002", "G003", "G004"],
      isLostInAFile: true,
      fault: { $0.block("not a number", 1540, .trapezoid(.x, .nan, rise: 270, flat: 1000, fall: 270)) },
      twin: { $0.block("a number", 1540, .trapezoid(.x, 1, rise: 270, flat: 1000, fall: 270)) }),
    CheckCase(
      code: "G001", claim: "a-rotation-in-the-file-moves-the-axes",
      alsoFails: ["G003"],
      fault: {
        $0.block(
          "gx and gy 30 mT/m, turned by 45 deg", 1540, .trapezoid(.x, 30, rise: 300, flat: 940, fall: 300),
          .trapezoid(.y, 30, rise: 300, flat: 940, fall: 300), .rotation(eighthTurn))
      },
      twin: {
        $0.block(
          "gx 40 mT/m, turned by 90 deg", 1540, .trapezoid(.x, 40, rise: 270, flat: 1000, fall: 270),
          .rotation(quarterTurn))
      }),
  ]

  fileprivate static let gradientSlew: [CheckCase] = [
    CheckCase(
      code: "G002", claim: "slew-is-checked-on-the-rising-ramp", alsoFails: ["G004"],
      fault: { $0.block("40 mT/m in 260 us", 1540, .trapezoid(.x, 40, rise: 260, flat: 1000, fall: 280)) },
      twin: { $0.block("30 mT/m in 200 us", 1540, .trapezoid(.x, 30, rise: 200, flat: 1140, fall: 200)) }),
    CheckCase(
      code: "G002", claim: "slew-is-checked-on-the-falling-ramp", alsoFails: ["G004"],
      fault: { $0.block("down in 100 us", 1540, .trapezoid(.y, 40, rise: 270, flat: 1170, fall: 100)) },
      twin: { $0.block("down in 270 us", 1540, .trapezoid(.y, 40, rise: 280, flat: 990, fall: 270)) }),
    CheckCase(
      code: "G002", claim: "a-jump-between-two-samples-is-seen", alsoFails: ["G004"],
      fault: {
        $0.block("5 mT/m in 10 us", 60, .samples(.x, [0, 0, 0.5, 5.5, 4.5, 3.5], first: 0, last: 3))
        $0.block("down", 50, .samples(.x, [2.5, 1.5, 1, 0.5, 0], first: 3, last: 0))
      },
      twin: {
        $0.block("1.5 mT/m in 10 us", 60, .samples(.x, [0.7, 2.2, 3.7, 3.7, 2.2, 0.7], first: 0, last: 0))
      }),
    CheckCase(
      code: "G002", claim: "the-first-sample-is-half-a-raster-from-the-start", alsoFails: ["G004"],
      fault: {
        $0.block("3 mT/m in 5 us", 30, .samples(.x, [3, 2, 1], first: 0, last: 0.3))
        $0.block("down", 10, .samples(.x, [0.1], first: 0.3, last: 0))
      },
      twin: { $0.block("0.7 mT/m in 5 us", 30, .samples(.x, [0.7, 2.1, 0.7], first: 0, last: 0)) }),
    CheckCase(
      code: "G002", claim: "a-vertical-edge-is-infinitely-steep", alsoFails: ["G004"],
      fault: {
        $0.block("two corners at one time", 400, .corners(.x, [(0, 0), (100, 0), (100, 10), (400, 0)]))
      },
      twin: {
        $0.block("two corners 100 us apart", 400, .corners(.x, [(0, 0), (100, 0), (200, 10), (400, 0)]))
      }),
  ]

  fileprivate static let vectors: [CheckCase] = [
    CheckCase(
      code: "G003", claim: "three-axes-add-up-when-the-orientation-is-free",
      fault: {
        $0.block(
          "35 mT/m on all axes", 2000, .trapezoid(.x, 35, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.y, 35, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.z, 35, rise: 500, flat: 1000, fall: 500))
      },
      twin: {
        $0.block(
          "23.094 mT/m on all axes", 2000, .trapezoid(.x, 23.094, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.y, 23.094, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.z, 23.094, rise: 500, flat: 1000, fall: 500))
      }),
    CheckCase(
      code: "G003", claim: "norot-fixes-the-orientation",
      fault: {
        $0.block("label", 10, fixed)
        $0.block("free again", 10, .label(LabelOperation(.set, .noRotation, 0)))
        $0.block(
          "35 mT/m on two axes", 2000, .trapezoid(.x, 35, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.y, 35, rise: 500, flat: 1000, fall: 500))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block(
          "35 mT/m on two axes", 2000, .trapezoid(.x, 35, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.y, 35, rise: 500, flat: 1000, fall: 500))
      }),
    CheckCase(
      code: "G003", claim: "a-peak-between-the-corners-of-another-axis-is-found",
      fault: {
        $0.block(
          "a tip on a plateau", 2000, .trapezoid(.x, 35, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.y, 25, rise: 300, flat: 0, fall: 300, delay: 700))
      },
      twin: {
        $0.block(
          "one after the other", 2600, .trapezoid(.x, 35, rise: 500, flat: 1000, fall: 500),
          .trapezoid(.y, 25, rise: 300, flat: 0, fall: 300, delay: 2000))
      }),
    CheckCase(
      code: "G004", claim: "slews-of-two-axes-add-up",
      fault: {
        $0.block(
          "150 T/m/s on x and y", 400, .trapezoid(.x, 20, rise: 200, flat: 0, fall: 200),
          .trapezoid(.y, 30, rise: 200, flat: 0, fall: 200))
      },
      twin: {
        $0.block(
          "90 and 120 T/m/s", 400, .trapezoid(.x, 18, rise: 200, flat: 0, fall: 200),
          .trapezoid(.y, 24, rise: 200, flat: 0, fall: 200))
      }),
  ]

  fileprivate static let continuity: [CheckCase] = [
    CheckCase(
      code: "G005", claim: "a-step-at-a-block-edge-is-found-however-small",
      fault: {
        $0.block("ends at 1.4 mT/m", 400, .corners(.x, [(0, 0), (200, 10), (400, 1.4)]))
        $0.block("nothing", 100)
      },
      twin: {
        $0.block("ends at 20 mT/m", 400, .corners(.x, [(0, 0), (400, 20)]))
        $0.block("begins at 20 mT/m", 400, .corners(.x, [(0, 20), (400, 0)]))
      }),
    CheckCase(
      code: "G005", claim: "a-block-that-repeats-meets-itself",
      fault: {
        $0.block("up", 400, .corners(.x, [(0, 0), (400, 10)]))
        $0.endSegment(repetitions: 1000)
        $0.block("down", 400, .corners(.x, [(0, 10), (400, 0)]))
      },
      twin: {
        $0.block("up", 400, .corners(.x, [(0, 0), (400, 10)]))
        $0.endSegment()
        $0.block("level", 400, .corners(.x, [(0, 10), (400, 10)]))
        $0.endSegment(repetitions: 1000)
        $0.block("down", 400, .corners(.x, [(0, 10), (400, 0)]))
      }),
    CheckCase(
      code: "G005", claim: "the-last-repetition-meets-what-follows",
      fault: {
        $0.block("up", 400, .corners(.x, [(0, 0), (400, 10)]))
        $0.endSegment()
        $0.block("level", 400, .corners(.x, [(0, 10), (400, 10)]))
        $0.endSegment(repetitions: 1000)
        $0.block("nothing", 400)
      },
      twin: {
        $0.block("up and down", 400, .corners(.x, [(0, 0), (200, 10), (400, 0)]))
        $0.endSegment(repetitions: 1000)
        $0.block("nothing", 400)
      }),
    CheckCase(
      code: "G005", claim: "no-block-comes-between-two-that-stay-on",
      fault: {
        $0.block("up", 400, .corners(.z, [(0, 0), (400, 10)]))
        $0.block("a trigger", 100, .trigger(delay: 0, duration: 50))
        $0.block("down", 400, .corners(.z, [(0, 10), (400, 0)]))
      },
      twin: {
        $0.block("up", 400, .corners(.z, [(0, 0), (400, 10)]))
        $0.block("down", 400, .corners(.z, [(0, 10), (400, 0)]), .trigger(delay: 0, duration: 50))
      }),
    CheckCase(
      code: "G005", claim: "a-block-of-labels-is-no-time-between-two-that-stay-on",
      fault: {
        $0.block("up", 400, .corners(.z, [(0, 0), (400, 10)]))
        $0.block("labels", 0, .label(LabelOperation(.set, .line, 1)))
        $0.block("down from 9.9 mT/m", 400, .corners(.z, [(0, 9.9), (400, 0)]))
      },
      twin: {
        $0.block("up", 400, .corners(.z, [(0, 0), (400, 10)]))
        $0.block("labels", 0, .label(LabelOperation(.set, .line, 1)))
        $0.block("down", 400, .corners(.z, [(0, 10), (400, 0)]))
      }),
    CheckCase(
      code: "G005", claim: "an-event-that-ends-early-ends-at-zero",
      fault: { $0.block("off at 300 us", 400, .corners(.x, [(0, 0), (300, 10)])) },
      twin: { $0.block("down by 300 us", 400, .corners(.x, [(0, 0), (150, 10), (300, 0)])) }),
    CheckCase(
      code: "G005", claim: "rotations-turn-the-edge-too",
      fault: {
        $0.block("up on x", 400, .corners(.x, [(0, 0), (400, 10)]))
        $0.block("down on x, turned", 400, .corners(.x, [(0, 10), (400, 0)]), .rotation(quarterTurn))
      },
      twin: {
        $0.block("up on y", 400, .corners(.y, [(0, 0), (400, 10)]))
        $0.block("down on x, turned onto y", 400, .corners(.x, [(0, 10), (400, 0)]), .rotation(quarterTurn))
      }),
  ]

  fileprivate static let ends: [CheckCase] = [
    CheckCase(
      code: "G006", claim: "the-sequence-begins-at-zero",
      fault: { $0.block("down from 10 mT/m", 400, .corners(.x, [(0, 10), (400, 0)])) },
      twin: { $0.block("up and down", 400, .corners(.x, [(0, 0), (200, 10), (400, 0)])) }),
    CheckCase(
      code: "G006", claim: "the-sequence-ends-at-zero",
      fault: { $0.block("up to 10 mT/m", 400, .corners(.y, [(0, 0), (400, 10)])) },
      twin: { $0.block("up and down", 400, .corners(.y, [(0, 0), (200, 10), (400, 0)])) }),
    CheckCase(
      code: "G006", claim: "labels-behind-the-last-block-do-not-end-a-gradient",
      fault: {
        $0.block("up to 10 mT/m", 400, .corners(.y, [(0, 0), (400, 10)]))
        $0.block("labels", 0, .label(LabelOperation(.set, .line, 1)))
      },
      twin: {
        $0.block("up and down", 400, .corners(.y, [(0, 0), (200, 10), (400, 0)]))
        $0.block("labels", 0, .label(LabelOperation(.set, .line, 1)))
      }),
  ]

  fileprivate static let rf: [CheckCase] = [
    CheckCase(
      code: "R001", claim: "a-short-refocusing-pulse-is-too-strong",
      fault: { $0.block("rect 587.2 uT", 150, .rectangle(587.2, duration: 20, delay: 100)) },
      twin: { $0.block("rect 11.7437 uT", 1130, .rectangle(11.7437, duration: 1000, delay: 100)) }),
    CheckCase(
      code: "R001", claim: "the-limit-itself-is-allowed",
      fault: { $0.block("rect 13.001 uT", 1130, .rectangle(13.001, duration: 1000, delay: 100)) },
      twin: { $0.block("rect 13 uT", 1130, .rectangle(13, duration: 1000, delay: 100)) }),
    CheckCase(
      code: "R001", claim: "a-shim-is-not-proven", verdict: .notProven,
      fault: { $0.block("two channels", 1130, .rectangle(10, duration: 1000, delay: 100), .shim([1, 1])) },
      twin: { $0.block("one channel", 1130, .rectangle(10, duration: 1000, delay: 100)) }),
    CheckCase(
      code: "R001", claim: "an-unverified-figure-is-never-a-pass",
      profile: TestProfile.t3.replacing("13 uT site", with: "13 uT unverified"), verdict: .notEvaluated,
      fault: { $0.block("rect 14 uT", 1130, .rectangle(14, duration: 1000, delay: 100)) },
      // No twin of an unverified figure passes: the twin's profile is T3 itself.
      twin: { $0.block("rect 12 uT", 1130, .rectangle(12, duration: 1000, delay: 100)) }),
    CheckCase(
      code: "R005", claim: "a-pulse-is-too-long-for-the-interpreter",
      fault: { $0.block("8.193 ms", 8330, .rectangle(1, duration: 8193, delay: 100)) },
      twin: { $0.block("8.192 ms", 8330, .rectangle(1, duration: 8192, delay: 100)) }),
    CheckCase(
      code: "R006", claim: "offsets-in-hertz-and-ppm-add-up",
      fault: {
        $0.block(
          "200 kHz and 400 ppm", 1130,
          .rectangle(1, duration: 1000, delay: 100, offsetKilohertz: 200, offsetPPM: 400))
      },
      twin: {
        $0.block("-250 kHz", 1130, .rectangle(1, duration: 1000, delay: 100, offsetKilohertz: -250))
      }),
    CheckCase(
      code: "R006", claim: "the-receiver-has-a-range-too",
      fault: { $0.block("adc 300 kHz", 1000, .adc(64, dwell: 10, delay: 20, offsetKilohertz: 300)) },
      twin: { $0.block("adc 250 kHz", 1000, .adc(64, dwell: 10, delay: 20, offsetKilohertz: 250)) }),
  ]

  fileprivate static let deadTimes: [CheckCase] = [
    CheckCase(
      code: "R002", claim: "rf-waits-for-its-dead-time",
      fault: { $0.block("rf after 40 us", 1130, .rectangle(1, duration: 1000, delay: 40)) },
      twin: { $0.block("rf after 100 us", 1130, .rectangle(1, duration: 1000, delay: 100)) }),
    CheckCase(
      code: "R002", claim: "a-repetition-meets-its-own-end", alsoFails: ["R003"],
      profile: TestProfile.t3.replacing("vendor generic", with: "vendor ge"),
      fault: {
        $0.block("wait", 100, .label(LabelOperation(.set, .segmentID, 1)))
        $0.endSegment()
        $0.block("rf to the end of its block", 1090, .rectangle(1, duration: 1000, delay: 90))
        $0.endSegment(repetitions: 8)
        $0.block("wait", 100)
      },
      twin: {
        $0.block("wait", 100, .label(LabelOperation(.set, .segmentID, 1)))
        $0.endSegment()
        $0.block("rf and 40 us", 1130, .rectangle(1, duration: 1000, delay: 90))
        $0.endSegment(repetitions: 8)
        $0.block("wait", 100)
      }),
    CheckCase(
      code: "R003", claim: "ringdown-and-dead-time-add-up-over-a-block-edge", alsoFails: ["R002"],
      fault: {
        $0.block("rf until 20 us before the end", 1120, .rectangle(1, duration: 1000, delay: 100))
        $0.block("rf 30 us later", 1060, .rectangle(1, duration: 1000, delay: 30))
      },
      twin: {
        $0.block("rf until 30 us before the end", 1130, .rectangle(1, duration: 1000, delay: 100))
        $0.block("rf 100 us later", 1130, .rectangle(1, duration: 1000, delay: 100))
      }),
    CheckCase(
      code: "R003", claim: "ringdown-lasts-into-the-acquisition",
      fault: {
        $0.block(
          "adc 40 us after rf", 1500, .rectangle(1, duration: 400, delay: 100),
          .adc(64, dwell: 10, delay: 540))
      },
      twin: {
        $0.block(
          "adc 50 us after rf", 1500, .rectangle(1, duration: 400, delay: 100),
          .adc(64, dwell: 10, delay: 550))
      }),
    CheckCase(
      code: "R004", claim: "no-reception-while-transmitting", alsoFails: ["R003", "A001"],
      fault: {
        $0.block("both", 1500, .rectangle(1, duration: 400, delay: 100), .adc(64, dwell: 10, delay: 480))
      },
      twin: {
        $0.block(
          "one after the other", 1500, .rectangle(1, duration: 400, delay: 100),
          .adc(64, dwell: 10, delay: 600))
      }),
    CheckCase(
      code: "A001", claim: "the-receiver-closes-before-its-block-ends",
      fault: { $0.block("adc to the end", 660, .adc(64, dwell: 10, delay: 20)) },
      twin: { $0.block("adc and 20 us", 680, .adc(64, dwell: 10, delay: 20)) }),
  ]

  fileprivate static let adc: [CheckCase] = [
    CheckCase(
      code: "A002", claim: "one-event-holds-so-many-samples",
      fault: { $0.block("8196 samples", 8240, .adc(8196, dwell: 1, delay: 20)) },
      twin: { $0.block("8192 samples", 8240, .adc(8192, dwell: 1, delay: 20)) }),
    CheckCase(
      code: "A003", claim: "samples-come-in-fours",
      fault: { $0.block("8190 samples", 8240, .adc(8190, dwell: 1, delay: 20)) },
      twin: { $0.block("8188 samples", 8240, .adc(8188, dwell: 1, delay: 20)) }),
    CheckCase(
      code: "A004", claim: "the-dwell-is-on-its-raster",
      fault: { $0.block("dwell 3.33 us", 300, .adc(64, dwell: 3.33, delay: 20)) },
      twin: { $0.block("dwell 3.3 us", 300, .adc(64, dwell: 3.3, delay: 20)) }),
  ]

  fileprivate static let timing: [CheckCase] = [
    CheckCase(
      code: "T001", claim: "the-rf-delay-is-on-its-raster",
      fault: { $0.block("delay 100.5 us", 1140, .rectangle(1, duration: 1000, delay: 100.5)) },
      twin: { $0.block("delay 101 us", 1140, .rectangle(1, duration: 1000, delay: 101)) }),
    CheckCase(
      code: "T001", claim: "block-durations-are-on-their-raster", isLostInAFile: true,
      fault: { $0.block("3.337 ms", 3337) },
      twin: { $0.block("3.34 ms", 3340) }),
    CheckCase(
      code: "T001", claim: "gradient-corners-are-on-their-raster",
      fault: {
        $0.block("rise 205 us", 1000, .trapezoid(.x, 10, rise: 205, flat: 495, fall: 300))
        $0.block("a corner at 155 us", 1000, .corners(.y, [(0, 0), (155, 10), (1000, 0)]))
      },
      twin: {
        $0.block("rise 210 us", 1000, .trapezoid(.x, 10, rise: 210, flat: 490, fall: 300))
        $0.block("a corner at 160 us", 1000, .corners(.y, [(0, 0), (160, 10), (1000, 0)]))
      }),
    CheckCase(
      code: "T001", claim: "samples-at-the-middles-of-rasters-are-on-them",
      fault: { $0.block("every other middle", 100, .corners(.z, [(5, 0), (25, 1), (45, 0)])) },
      twin: { $0.block("every middle", 100, .corners(.z, [(5, 0), (15, 1), (25, 0)])) }),
    CheckCase(
      code: "T002", claim: "no-event-outlasts-its-block", alsoFails: ["A001", "R002", "R003"],
      fault: {
        $0.block("a long gradient", 1000, .trapezoid(.x, 10, rise: 300, flat: 500, fall: 300))
        $0.block("a long acquisition", 600, .adc(64, dwell: 10, delay: 20))
        $0.block("a long pulse", 1000, .rectangle(1, duration: 1000, delay: 100))
        $0.block("a long trigger", 40, .trigger(delay: 0, duration: 50))
      },
      twin: {
        $0.block("a gradient", 1100, .trapezoid(.x, 10, rise: 300, flat: 500, fall: 300))
        $0.block("an acquisition", 680, .adc(64, dwell: 10, delay: 20))
        $0.block("a pulse", 1130, .rectangle(1, duration: 1000, delay: 100))
        $0.block("a trigger", 50, .trigger(delay: 0, duration: 50))
      }),
    CheckCase(
      code: "T003", claim: "the-file-declares-rasters-the-scanner-has", rasters: Rasters(gradient: 4),
      fault: { $0.block("wait", 100) },
      twin: { $0.block("wait", 100) }),
  ]
}
