// Faults of RF power, specific absorption and heating, each with its twin.
import SequenceIR
import TestSupport
import Testing

extension CheckCase {
  static let powerAndHeating: [CheckCase] =
    transmitter + exposure + wholeBody + burst + otherSAR + parallel + matrices + heating

  /// T3 with further lines.
  private static func t3(_ lines: String...) -> String {
    TestProfile.t3 + lines.map { $0 + "\n" }.joined()
  }
  /// T3 whose whole-body SAR is estimated by the public interval.
  private static let body = t3("transmit-coil body")
  /// The same with the site's own factor.
  private static let ownFactor = t3("transmit-coil body", "sar-whole-body 0.24 W/kg/uT/uT site \"fictional\"")

  /// A rectangle of 1 ms in a block of `milliseconds`, `count` times.
  private static func rectangles(
    _ line: String, _ microtesla: Double, every milliseconds: Double, _ count: Int
  ) -> Build {
    {
      $0.block(line, milliseconds * 1e3, .rectangle(microtesla, duration: 1000, delay: 100))
      $0.endSegment(repetitions: count)
    }
  }

  private static func sum(_ parts: Build...) -> Build { { for part in parts { part(&$0) } } }

  private static func rest(_ seconds: Double) -> Build {
    {
      $0.block("\(seconds) s of rest", seconds * 1e6)
      $0.endSegment()
    }
  }
}

extension CheckCase {
  fileprivate static let transmitter: [CheckCase] = [
    CheckCase(
      code: "R001", claim: "a-train-of-flip-angles-counts-with-its-largest",
      fault: {
        for scale in [1, 1.1, 1.3] {
          $0.block("10.2 uT times \(scale)", 1130, .rectangle(10.2 * scale, duration: 1000, delay: 100))
        }
      },
      twin: {
        for scale in [1, 1.1, 1.2] {
          $0.block("10.2 uT times \(scale)", 1130, .rectangle(10.2 * scale, duration: 1000, delay: 100))
        }
      }),
    CheckCase(
      code: "R001", claim: "a-sinc-of-180-degrees-is-too-strong",
      fault: {
        $0.block("180 deg", 3130, .pulse(SequenceBuilder.sinc(degrees: 180, microseconds: 3000), delay: 100))
      },
      twin: {
        $0.block("90 deg", 3130, .pulse(SequenceBuilder.sinc(degrees: 90, microseconds: 3000), delay: 100))
      }),
    CheckCase(
      code: "R002", claim: "what-a-file-says-of-dead-times-is-no-limit",
      fault: {
        $0.sequence.define("RfDeadTime", "0")
        $0.block("rf at once", 1130, .rectangle(1, duration: 1000, delay: 0))
      },
      twin: {
        $0.sequence.define("RfDeadTime", "0")
        $0.block("rf after 100 us", 1130, .rectangle(1, duration: 1000, delay: 100))
      }),
    CheckCase(
      code: "R006", claim: "the-synthesizer-has-a-range",
      fault: { $0.block("300 kHz", 1130, .rectangle(1, duration: 1000, delay: 100, offsetKilohertz: 300)) },
      twin: { $0.block("250 kHz", 1130, .rectangle(1, duration: 1000, delay: 100, offsetKilohertz: 250)) }),
    CheckCase(
      code: "T003", claim: "siemens-plays-its-own-rf-raster-only",
      profile: TestProfile.t3.replacing("vendor generic", with: "vendor siemens"), rasters: Rasters(rf: 2),
      fault: { $0.block("501 samples of 2 us", 1140, .rectangle(1, duration: 1002, delay: 100)) },
      twin: { $0.block("1002 samples of 1 us", 1140, .rectangle(1, duration: 1002, delay: 100)) }),
    CheckCase(
      code: "R007", claim: "a-large-subject-needs-more-voltage",
      profile: t3(
        "rf-peak-voltage 300 V site \"fictional\"", "rf-reference-voltage 471 V site \"fictional\""),
      fault: { $0.block("12.5 uT", 1130, .rectangle(12.5, duration: 1000, delay: 100)) },
      twin: { $0.block("7.48 uT", 1130, .rectangle(7.48, duration: 1000, delay: 100)) }),
    CheckCase(
      code: "R007", claim: "without-the-amplifiers-voltage-nothing-is-said",
      profile: t3("rf-reference-voltage 471 V site \"fictional\""), verdict: .notEvaluated,
      twinProfile: TestProfile.t3OfSite,
      fault: { $0.block("12.5 uT", 1130, .rectangle(12.5, duration: 1000, delay: 100)) },
      twin: sum(
        { $0.block("12.5 uT", 1130, .rectangle(12.5, duration: 1000, delay: 100)) }, rest(30))),
    CheckCase(
      code: "R008", claim: "a-train-for-magnetisation-transfer-is-on-too-long",
      profile: t3("rf-duty 50 percent site \"fictional\"", "rf-duty-window 1 s site \"fictional\"")
        .replacing("8.192 ms", with: "30 ms"),
      fault: {
        $0.block("20 ms of 25 ms", 25000, .rectangle(6, duration: 20000, delay: 100))
        $0.endSegment(repetitions: 100)
      },
      twin: {
        $0.block("20 ms of 50 ms", 50000, .rectangle(6, duration: 20000, delay: 100))
        $0.endSegment(repetitions: 100)
      }),
    CheckCase(
      code: "R008", claim: "the-window-begins-where-it-is-worst",
      profile: t3("rf-duty 40 percent site \"fictional\"", "rf-duty-window 10 ms site \"fictional\""),
      fault: {
        $0.block("first", 7130, .rectangle(1, duration: 2000, delay: 100))
        $0.block("second", 40000, .rectangle(1, duration: 5000, delay: 100))
      },
      twin: {
        $0.block("first", 7130, .rectangle(1, duration: 2000, delay: 100))
        $0.block("second", 40000, .rectangle(1, duration: 1000, delay: 100))
      }),
    CheckCase(
      code: "R008", claim: "the-run-may-be-repeated-at-once",
      profile: t3("rf-duty 40 percent site \"fictional\"", "rf-duty-window 10 ms site \"fictional\""),
      fault: {
        $0.block("first", 40000, .rectangle(1, duration: 3000, delay: 100))
        $0.block("last", 3130, .rectangle(1, duration: 3000, delay: 100))
      },
      twin: {
        $0.block("first", 40000, .rectangle(1, duration: 3000, delay: 100))
        $0.block("last", 13130, .rectangle(1, duration: 3000, delay: 100))
      }),
    CheckCase(
      code: "R008", claim: "a-pulse-of-no-amplitude-is-not-on",
      profile: t3("rf-duty 50 percent site \"fictional\"", "rf-duty-window 10 ms site \"fictional\""),
      fault: {
        $0.block("3 ms", 5000, .rectangle(1, duration: 3000, delay: 100))
        $0.block("3 ms again", 15000, .rectangle(1, duration: 3000, delay: 100))
      },
      twin: {
        $0.block("3 ms", 5000, .rectangle(1, duration: 3000, delay: 100))
        $0.block("3 ms of nothing", 15000, .rectangle(0, duration: 3000, delay: 100))
      }),
    CheckCase(
      code: "R008", claim: "an-unknown-amplifier-is-not-trusted", verdict: .notEvaluated,
      twinProfile: TestProfile.t3OfSite,
      fault: rectangles("80 % on", 1, every: 1.25, 100),
      twin: rectangles("20 % on", 1, every: 5, 100)),
    CheckCase(
      code: "R009", claim: "eight-channels-do-not-fit-one", profile: t3("rf-channels 1 site \"fictional\""),
      fault: {
        $0.block(
          "eight channels", 1130, .rectangle(10, duration: 1000, delay: 100),
          .shim([1, 1, 1, 1, 1, 1, 1, 1]))
      },
      twin: { $0.block("one channel", 1130, .rectangle(10, duration: 1000, delay: 100), .shim([1])) }),
  ]

  fileprivate static let exposure: [CheckCase] = [
    CheckCase(
      code: "X001", claim: "a-window-holds-three-pulses-or-two",
      profile: t3("b1-rms 0.6 uT site \"fictional\""),
      fault: {
        $0.block("8 ms every 4 s", 4e6, .rectangle(13, duration: 8000, delay: 100))
        $0.endSegment(repetitions: 100)
      },
      twin: {
        $0.block("8 ms every 5.1 s", 5.1e6, .rectangle(13, duration: 8000, delay: 100))
        $0.endSegment(repetitions: 100)
      }),
    CheckCase(
      code: "X001", claim: "an-unverified-limit-is-never-a-pass",
      profile: t3("b1-rms 2 uT unverified \"fictional\""), verdict: .notEvaluated,
      twinProfile: TestProfile.t3OfSite, fault: rectangles("2.62 uT", 11.7437, every: 20, 100),
      twin: rectangles("1.17 uT", 11.7437, every: 100, 100)),
    CheckCase(
      code: "X001", claim: "what-is-not-a-number-is-over", alsoFails: ["R001"],
      profile: t3("b1-rms 2 uT site \"fictional\""), isLostInAFile: true,
      fault: { $0.block("not a number", 1e6, .rectangle(.nan, duration: 1000, delay: 100)) },
      twin: { $0.block("a number", 1e6, .rectangle(10, duration: 1000, delay: 100)) }),
    CheckCase(
      code: "X002", claim: "an-implant-allows-less-than-the-scanner",
      profile: t3("b1-rms 4 uT site \"fictional\"", "implant-b1-rms 2 uT site \"label of the implant\""),
      fault: {
        let half = SequenceBuilder.Event.pulse(
          SequenceBuilder.sinc(degrees: 90, microseconds: 3000), delay: 100)
        $0.block("90 deg", 4000, half)
        for _ in 0..<4 { $0.block("another", 4000, half) }
        $0.block("rest of 40 ms", 20000)
        $0.endSegment(repetitions: 20)
      },
      twin: {
        let half = SequenceBuilder.Event.pulse(
          SequenceBuilder.sinc(degrees: 90, microseconds: 3000), delay: 100)
        $0.block("90 deg", 4000, half)
        for _ in 0..<3 { $0.block("another", 4000, half) }
        $0.block("rest of 40 ms", 24000)
        $0.endSegment(repetitions: 20)
      }),
  ]

  private static func balanced(_ degrees: Double) -> Build {
    {
      $0.block(
        "\(degrees) deg", 3500, .pulse(SequenceBuilder.sinc(degrees: degrees, microseconds: 1000), delay: 100)
      )
      $0.endSegment(repetitions: 100)
    }
  }

  /// One excitation and 16 refocusing pulses every `milliseconds`.
  private static func turboSpinEcho(_ milliseconds: Double) -> Build {
    {
      $0.block("90 deg", 10000, .pulse(SequenceBuilder.sinc(degrees: 90, microseconds: 3000), delay: 100))
      for _ in 0..<16 {
        $0.block("180 deg", 10000, .pulse(SequenceBuilder.sinc(degrees: 180, microseconds: 3000), delay: 100))
      }
      $0.block("recovery", (milliseconds - 170) * 1e3)
      $0.endSegment(repetitions: 8)
    }
  }

  /// 0.6 W/kg per uT^2 and 4 uT^2 are 2.4 W/kg.
  private static let firstLevel = t3(
    "transmit-coil body", "operating-mode first-level", "sar-whole-body 0.6 W/kg/uT/uT site \"fictional\"")

  fileprivate static let wholeBody: [CheckCase] = [
    CheckCase(
      code: "X003", claim: "a-balanced-sequence-of-60-degrees-is-over-in-any-model", alsoFails: ["R001"],
      profile: body, fault: balanced(60), twin: balanced(25)),
    CheckCase(
      code: "X003", claim: "first-level-mode-does-not-prove-it", alsoFails: ["R001"],
      profile: t3("transmit-coil body", "operating-mode first-level"), verdict: .notProven,
      fault: balanced(60), twin: balanced(29)),
    CheckCase(
      code: "X003", claim: "a-room-of-unknown-temperature-may-be-hot", profile: firstLevel,
      verdict: .notProven,
      twinProfile: firstLevel + "ambient-temperature 25 degC site \"fictional\"\n",
      fault: rectangles("2 uT rms", 11.7437, every: 34.48, 100),
      twin: rectangles("2 uT rms", 11.7437, every: 34.48, 100)),
    CheckCase(
      code: "X003", claim: "an-interval-that-holds-the-limit-proves-nothing",
      profile: body.replacing("13 uT", with: "20 uT"), verdict: .notProven,
      fault: turboSpinEcho(500), twin: turboSpinEcho(1000)),
    CheckCase(
      code: "X003", claim: "one-models-factor-does-not-speak-for-another", profile: body,
      verdict: .notProven,
      twinProfile: t3("transmit-coil body", "sar-whole-body 0.31 W/kg/uT/uT site \"fictional\""),
      fault: rectangles("2 uT rms", 11.7437, every: 34.48, 100),
      twin: rectangles("2 uT rms", 11.7437, every: 34.48, 100)),
    CheckCase(
      code: "X003", claim: "a-warm-room-allows-less", alsoFails: ["R001"],
      profile: t3(
        "transmit-coil body", "sar-whole-body 0.24 W/kg/uT/uT site \"fictional\"",
        "operating-mode first-level",
        "ambient-temperature 29 degC site \"fictional\""),
      twinProfile: t3(
        "transmit-coil body", "sar-whole-body 0.24 W/kg/uT/uT site \"fictional\"",
        "operating-mode first-level",
        "ambient-temperature 25 degC site \"fictional\""
      ).replacing("13 uT", with: "20 uT"),
      fault: balanced(60), twin: balanced(60)),
    CheckCase(
      code: "X003", claim: "factors-of-3-t-are-not-for-7-t",
      profile: body.replacing("field 3 T", with: "field 7 T"), verdict: .notEvaluated, twinProfile: body,
      fault: balanced(10), twin: balanced(10)),
    CheckCase(
      code: "X003", claim: "the-body-coils-factor-is-not-the-heads", profile: t3("transmit-coil head"),
      verdict: .notEvaluated, twinProfile: body, fault: balanced(10), twin: balanced(10)),
    CheckCase(
      code: "X003", claim: "what-transmits-must-be-said", verdict: .notEvaluated, twinProfile: body,
      fault: balanced(10), twin: balanced(10)),
    CheckCase(
      code: "X003", claim: "a-sites-unverified-factor-is-never-a-pass",
      profile: t3("transmit-coil body", "sar-whole-body 0.31 W/kg/uT/uT unverified \"fictional\""),
      verdict: .notEvaluated, twinProfile: body, fault: balanced(40), twin: balanced(25)),
  ]

  fileprivate static let burst: [CheckCase] = [
    CheckCase(
      code: "X003", claim: "ten-seconds-count-beside-six-minutes", profile: ownFactor,
      fault: sum(burst300(500), rest(355)),
      twin: sum(burst300(160), rest(358.4))),
    CheckCase(
      code: "X003", claim: "a-burst-between-the-steps-of-a-clock-counts-in-full", profile: ownFactor,
      fault: sum(rest(2.5), burst145(50), rest(347.5)),
      twin: sum(rest(2.5), rectangles("120 a second", 11.7437, every: 8.34, 1199), rest(347.5))),
    CheckCase(
      code: "X003", claim: "the-limit-itself-is-allowed",
      profile: t3("transmit-coil body", "sar-whole-body 0.256 W/kg/uT/uT site \"fictional\""),
      // 12.5 uT for 1 ms every 10 ms: 15.625 uT^2.
      fault: sum(rectangles("a hair over 4 W/kg", 12.5001, every: 10, 1000), rest(350)),
      twin: sum(rectangles("4 W/kg", 12.5, every: 10, 1000), rest(350))),
    CheckCase(
      code: "X003", claim: "the-operator-may-repeat-the-run", profile: ownFactor,
      fault: rectangles("10 uT^2 for 7 s", 11.7437, every: 13.79, 507),
      twin: sum(rectangles("10 uT^2 for 7 s", 11.7437, every: 13.79, 507), rest(7))),
  ]

  /// Three rectangles every 10 ms.
  private static func burst300(_ count: Int) -> Build {
    {
      for milliseconds in [3.33, 3.33, 3.34] {
        $0.block("one of 300 a second", milliseconds * 1e3, .rectangle(11.7437, duration: 1000, delay: 100))
      }
      $0.endSegment(repetitions: count)
    }
  }

  /// 29 rectangles every 200 ms.
  private static func burst145(_ count: Int) -> Build {
    {
      for index in 0..<29 {
        $0.block(
          "one of 145 a second", index == 28 ? 6800 : 6900, .rectangle(11.7437, duration: 1000, delay: 100))
      }
      $0.endSegment(repetitions: count)
    }
  }

  fileprivate static let otherSAR: [CheckCase] = [
    CheckCase(
      code: "X004", claim: "the-head-takes-less-than-its-coil-gives",
      profile: t3("transmit-coil head", "sar-head 0.8 W/kg/uT/uT site \"fictional\""),
      fault: rectangles("4.6 uT^2", 11.7437, every: 30, 100),
      twin: rectangles("3.94 uT^2", 11.7437, every: 35, 100)),
    CheckCase(
      code: "X004", claim: "a-head-coil-without-its-factor", profile: t3("transmit-coil head"),
      verdict: .notEvaluated,
      twinProfile: t3("transmit-coil head", "sar-head 0.8 W/kg/uT/uT site \"fictional\""),
      fault: balanced(10), twin: balanced(10)),
    CheckCase(
      code: "X005", claim: "a-leg-takes-what-its-mass-allows",
      profile: t3(
        "transmit-coil body", "exposed-mass-ratio 40 percent site \"fictional\"",
        "sar-partial-body 1.8 W/kg/uT/uT site \"fictional\"",
        "sar-whole-body 0.24 W/kg/uT/uT site \"fictional\""),
      fault: rectangles("4.6 uT^2", 11.7437, every: 30, 100),
      twin: rectangles("3.45 uT^2", 11.7437, every: 40, 100)),
    CheckCase(
      code: "X005", claim: "the-whole-bodys-factor-bounds-its-parts",
      profile: t3("transmit-coil body", "exposed-mass-ratio 20 percent site \"fictional\""),
      verdict: .notProven, fault: rectangles("3 uT^2", 11.7437, every: 45.97, 100),
      twin: rectangles("2.76 uT^2", 11.7437, every: 50, 100)),
    CheckCase(
      code: "X005", claim: "the-ratio-of-masses-must-be-given", profile: body,
      verdict: .notEvaluated,
      twinProfile: t3("transmit-coil body", "exposed-mass-ratio 40 percent site \"fictional\""),
      fault: balanced(10), twin: balanced(10)),
    CheckCase(
      code: "X006", claim: "a-local-coil-has-a-local-limit",
      profile: t3("transmit-coil local", "sar-local 9 W/kg/uT/uT site \"fictional\""),
      fault: rectangles("1.38 uT^2", 11.7437, every: 100, 100),
      twin: rectangles("1.06 uT^2", 11.7437, every: 130, 100)),
    CheckCase(
      code: "X006", claim: "a-leg-takes-more-than-the-trunk",
      profile: t3("transmit-coil extremity", "sar-local 9 W/kg/uT/uT site \"fictional\""),
      fault: rectangles("2.3 uT^2", 11.7437, every: 60, 100),
      twin: rectangles("1.38 uT^2", 11.7437, every: 100, 100)),
    CheckCase(
      code: "X006", claim: "a-body-coil-has-no-local-limit", profile: body,
      verdict: .notEvaluated,
      twinProfile: t3("transmit-coil body", "sar-local 9 W/kg/uT/uT site \"fictional\""), fault: balanced(25),
      twin: balanced(25)),
    CheckCase(
      code: "X007", claim: "an-hour-of-little-adds-up",
      profile: t3("transmit-coil body", "specific-energy-dose 1.4 kJ/kg site \"fictional\""),
      fault: rectangles("1.97 uT^2", 11.7437, every: 70, 60000),
      twin: rectangles("1.97 uT^2", 11.7437, every: 70, 16000)),
  ]

  fileprivate static let parallel: [CheckCase] = [
    CheckCase(
      code: "X003", claim: "parallel-transmission-needs-matrices", profile: body, verdict: .notEvaluated,
      twinProfile: body,
      fault: {
        $0.block("two channels", 1e6, .rectangle(10, duration: 1000, delay: 100), .shim([1, 1]))
      },
      twin: { $0.block("one channel", 1e6, .rectangle(10, duration: 1000, delay: 100)) })
  ]

  private static let twoChannels = t3(
    "q-matrix local channels 2 1.2 0 0.3 -0.1 1.1 0 W/kg/uT/uT site \"fictional\"")

  private static func shimmed(_ weights: [Double]) -> Build {
    {
      $0.block(
        "weights \(weights)", 38300, .rectangle(11.7437, duration: 1000, delay: 100), .shim(weights))
      $0.endSegment(repetitions: 100)
    }
  }

  fileprivate static let matrices: [CheckCase] = [
    CheckCase(
      code: "X008", claim: "the-channels-add-up-where-they-are-in-phase", profile: twoChannels,
      fault: shimmed([1, 1]), twin: shimmed([1, -1])),
    CheckCase(
      code: "X008", claim: "a-shim-without-matrices-is-not-evaluated", verdict: .notEvaluated,
      twinProfile: twoChannels, fault: shimmed([1, -1]), twin: shimmed([1, -1])),
    CheckCase(
      code: "X008", claim: "an-unverified-matrix-is-never-a-pass",
      profile: twoChannels.replacing("uT/uT site", with: "uT/uT unverified"), verdict: .notEvaluated,
      twinProfile: twoChannels, fault: shimmed([1, -1]), twin: shimmed([1, -1])),
  ]

  fileprivate static let heating: [CheckCase] = [
    CheckCase(
      code: "H001", claim: "without-a-limit-the-value-is-told",
      verdict: .notEvaluated,
      twinProfile: t3(
        "gradient-rms 45 mT/m site \"fictional\"", "gradient-rms-window 60 s site \"fictional\""),
      fault: constant(40), twin: constant(40)),
    CheckCase(
      code: "H001", claim: "a-constant-gradient-heats",
      profile: t3("gradient-rms 30 mT/m site \"fictional\"", "gradient-rms-window 10 s site \"fictional\""),
      fault: constant(40), twin: constant(29)),
    CheckCase(
      code: "H001", claim: "the-last-of-a-million-blocks-counts",
      profile: t3("gradient-rms 25 mT/m site \"fictional\"", "gradient-rms-window 60 s site \"fictional\""),
      fault: million(35), twin: million(25)),
    CheckCase(
      code: "H001", claim: "a-written-zero-is-not-a-figure",
      verdict: .notEvaluated,
      twinProfile: t3(
        "gradient-rms 25 mT/m site \"fictional\"", "gradient-rms-window 60 s site \"fictional\""),
      fault: {
        $0.sequence.define("GradientRMS", "0")
        million(20)(&$0)
      },
      twin: million(20)),
    CheckCase(
      code: "H001", claim: "an-oblique-slice-can-heat-one-axis",
      profile: t3("gradient-rms 18 mT/m site \"fictional\"", "gradient-rms-window 1 s site \"fictional\""),
      verdict: .notProven,
      fault: {
        $0.block(
          "two axes", 10000, .trapezoid(.x, 20, rise: 200, flat: 9000, fall: 200),
          .trapezoid(.y, 20, rise: 200, flat: 9000, fall: 200))
        $0.block("rest", 4000)
      },
      twin: {
        $0.block("label", 10000, fixed)
        $0.block(
          "orientation fixed", 10000, .trapezoid(.x, 20, rise: 200, flat: 9000, fall: 200),
          .trapezoid(.y, 20, rise: 200, flat: 9000, fall: 200))
        $0.block("rest", 4000)
      }),
    CheckCase(
      code: "H002", claim: "an-amplifier-needs-its-pauses",
      profile: t3(
        "gradient-duty 60 percent site \"fictional\"", "gradient-duty-window 1 s site \"fictional\""),
      fault: {
        $0.block("8 of 10 ms", 10000, .trapezoid(.z, 5, rise: 1000, flat: 6000, fall: 1000))
        $0.endSegment(repetitions: 100)
      },
      twin: {
        $0.block("5 of 10 ms", 10000, .trapezoid(.z, 5, rise: 1000, flat: 3000, fall: 1000))
        $0.endSegment(repetitions: 100)
      }),
  ]

  /// On all axes for 30 s, in an orientation that the console may not change.
  private static func constant(_ strength: Double) -> Build {
    {
      $0.block(
        "\(strength) mT/m for 30 s", 30e6, fixed,
        .trapezoid(.x, strength, rise: 300, flat: 29.9994e6, fall: 300),
        .trapezoid(.y, strength, rise: 300, flat: 29.9994e6, fall: 300),
        .trapezoid(.z, strength, rise: 300, flat: 29.9994e6, fall: 300))
    }
  }

  /// 40 000 blocks of little, then 960 000 of `strength`.
  private static func million(_ strength: Double) -> Build {
    {
      $0.block("weak", 10000, .trapezoid(.x, 1, rise: 300, flat: 9400, fall: 300))
      $0.endSegment(repetitions: 40_000)
      $0.block("strong", 10000, .trapezoid(.x, strength, rise: 300, flat: 9400, fall: 300))
      $0.endSegment(repetitions: 960_000)
    }
  }
}
