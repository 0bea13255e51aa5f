// Faults as mistakes inside a rule would overlook them: of either sign, on each axis, at every place of a run, turned,
// on each kind of waveform. The limits are those of T3; what a block holds is in mT/m, uT and microseconds.
import SequenceIR
import TestSupport
import Testing

/// One block that breaks one rule, or with `isFaulty` false keeps it by a hair.
struct RuleMistake: Sendable, CustomTestStringConvertible {
  typealias Block = (duration: Double, events: [SequenceBuilder.Event])

  var code: String
  var testDescription: String
  /// Other checks that the same fault breaks, by nature.
  var also: Set<String> = []
  var axis: String?
  var make: @Sendable (_ isFaulty: Bool) -> Block
}

extension RuleMistake {
  /// On every axis, of both signs.
  static let gradients: [RuleMistake] = Axis.allCases.flatMap { axis in
    [1.0, -1.0].flatMap { sign in
      trapezoids(axis, sign) + corners(axis, sign) + samples(axis, sign) + times(axis, sign)
    }
  }

  private static func name(_ what: String, _ axis: Axis, _ sign: Double) -> String {
    "\(what) on \(sign < 0 ? "-" : "")\(axis.name)"
  }

  private static func trapezoids(_ axis: Axis, _ sign: Double) -> [RuleMistake] {
    [
      RuleMistake(
        code: "G001", testDescription: name("amplitude of a trapezoid", axis, sign), axis: axis.name,
        make: { isFaulty in
          (1000, [.trapezoid(axis, sign * (isFaulty ? 40.01 : 39.99), rise: 300, flat: 400, fall: 300)])
        }),
      RuleMistake(
        code: "G002", testDescription: name("rising ramp", axis, sign), axis: axis.name,
        make: { isFaulty in
          let rise = isFaulty ? 130.0 : 140
          return (1000, [.trapezoid(axis, sign * 20, rise: rise, flat: 700 - rise, fall: 300)])
        }),
      RuleMistake(
        code: "G002", testDescription: name("falling ramp", axis, sign), axis: axis.name,
        make: { isFaulty in
          let fall = isFaulty ? 130.0 : 140
          return (1000, [.trapezoid(axis, sign * 20, rise: 300, flat: 700 - fall, fall: fall)])
        }),
    ]
  }

  private static func corners(_ axis: Axis, _ sign: Double) -> [RuleMistake] {
    [
      RuleMistake(
        code: "G001", testDescription: name("amplitude of a corner", axis, sign), axis: axis.name,
        make: { isFaulty in
          let peak = sign * (isFaulty ? 40.01 : 39.99)
          return (1000, [.corners(axis, [(0, 0), (300, peak), (600, 5 * sign), (1000, 0)])])
        }),
      RuleMistake(
        code: "G002", testDescription: name("slew between two corners of different sign", axis, sign),
        axis: axis.name,
        make: { isFaulty in
          let end = isFaulty ? 560.0 : 570
          return (1000, [.corners(axis, [(0, 0), (300, 20 * sign), (end, -20 * sign), (1000, 0)])])
        }),
      RuleMistake(
        code: "T001", testDescription: name("a corner off the raster", axis, sign), axis: axis.name,
        make: { isFaulty in
          (1000, [.corners(axis, [(0, 0), (isFaulty ? 305 : 300, 10 * sign), (1000, 0)])])
        }),
    ]
  }

  /// Samples at the centres of the raster, of which the amplitude's sign or the shape's carries the sign.
  private static func samples(_ axis: Axis, _ sign: Double) -> [RuleMistake] {
    [true, false].flatMap { signInAmplitude -> [RuleMistake] in
      let placeOfSign = signInAmplitude ? ", negative amplitude" : ", negative shape"
      let suffix = sign < 0 ? placeOfSign : ""
      guard sign < 0 || signInAmplitude else { return [] }
      @Sendable func event(_ values: [Double]) -> Block {
        let peak = values.max() ?? 1
        let shape = values.map { $0 / peak * (signInAmplitude ? 1 : sign) }
        return (
          Double(10 * values.count),
          [.raw(axis, amplitude: peak * (signInAmplitude ? sign : 1), shape: shape, first: 0, last: 0)]
        )
      }
      func mistake(_ code: String, _ what: String, _ values: @escaping @Sendable (Bool) -> [Double])
        -> RuleMistake
      {
        RuleMistake(
          code: code, testDescription: name(what, axis, sign) + suffix, axis: axis.name,
          make: { event(values($0)) })
      }
      return [
        mistake("G001", "one sample in the middle") { isFaulty in
          let arch = (0..<200).map { index in
            let turn = (Double(index) + 0.5) / 200
            return 4 * turn * (1 - turn)
          }
          let scale = (isFaulty ? 40.01 : 39.99) / (arch.max() ?? 1)
          return arch.map { $0 * scale }
        },
        mistake("G002", "a step between two samples in the middle") { isFaulty in
          stairs(first: 0.5, step: 1, count: 10, jump: isFaulty ? 1.6 : 1.4)
        },
        mistake("G002", "the first half raster") { isFaulty in
          stairs(first: isFaulty ? 0.8 : 0.7, step: 1, count: 5, jump: 0)
        },
        mistake("G002", "the last half raster") { isFaulty in
          stairs(first: isFaulty ? 0.8 : 0.7, step: 1, count: 5, jump: 0).reversed()
        },
      ]
    }
  }

  /// Up in `count` equal steps, up once by `jump`, level, and down in steps of 1 to less than 0.7.
  private static func stairs(first: Double, step: Double, count: Int, jump: Double) -> [Double] {
    var values = (0..<count).map { first + step * Double($0) }
    let top = (values.last ?? 0) + jump
    values += [Double](repeating: top, count: 10)
    var value = top - 1
    while value > 0 {
      values.append(value)
      value -= 1
    }
    if let last = values.last, last >= 0.7 { values.append(last / 2) }
    return values
  }

  private static func times(_ axis: Axis, _ sign: Double) -> [RuleMistake] {
    let peak = 10 * sign
    func mistake(
      _ code: String, _ what: String, _ event: @escaping @Sendable (Bool) -> SequenceBuilder.Event
    ) -> RuleMistake {
      RuleMistake(
        code: code, testDescription: name(what, axis, sign), axis: axis.name, make: { (1000, [event($0)]) })
    }
    return [
      mistake("T001", "rise time off the raster") {
        .trapezoid(axis, peak, rise: $0 ? 305 : 300, flat: 390, fall: 300)
      },
      mistake("T001", "flat time off the raster") {
        .trapezoid(axis, peak, rise: 300, flat: $0 ? 395 : 390, fall: 300)
      },
      mistake("T001", "fall time off the raster") {
        .trapezoid(axis, peak, rise: 300, flat: 390, fall: $0 ? 305 : 300)
      },
      mistake("T001", "delay off the raster") {
        .trapezoid(axis, peak, rise: 300, flat: 300, fall: 300, delay: $0 ? 45 : 40)
      },
      mistake("T002", "a gradient outlasts its block") {
        .trapezoid(axis, peak, rise: 300, flat: $0 ? 410 : 400, fall: 300)
      },
    ]
  }
}

extension RuleMistake {
  static let radiofrequency: [RuleMistake] =
    [1.0, -1.0].flatMap { sign in amplitudes(sign) + offsets(sign) } + durations

  private static func amplitudes(_ sign: Double) -> [RuleMistake] {
    let signName = sign < 0 ? ", negative" : ""
    let pulses = [(0, "first"), (250, "middle"), (499, "last")].map { position, word in
      RuleMistake(
        code: "R001", testDescription: "the \(word) sample\(signName)",
        make: { isFaulty in
          var values = [Double](repeating: 1, count: 500)
          values[position] = sign * (isFaulty ? 13.01 : 12.99)
          return (1000, [.pulse(values, delay: 100)])
        })
    }
    return [
      RuleMistake(
        code: "R001", testDescription: "amplitude of a rectangle\(signName)",
        make: { isFaulty in
          (1000, [.rectangle(sign * (isFaulty ? 13.01 : 12.99), duration: 500, delay: 100)])
        })
    ] + pulses
  }

  /// 3 T are 127.73 MHz: 250 kHz are 1957 ppm.
  private static func offsets(_ sign: Double) -> [RuleMistake] {
    [
      RuleMistake(
        code: "R006", testDescription: "offset of the RF, sign \(sign)",
        make: { isFaulty in
          let offset = sign * (isFaulty ? 250.1 : 249.9)
          return (1000, [.rectangle(1, duration: 500, delay: 100, offsetKilohertz: offset)])
        }),
      RuleMistake(
        code: "R006", testDescription: "offset of the RF in ppm, sign \(sign)",
        make: { isFaulty in
          (1000, [.rectangle(1, duration: 500, delay: 100, offsetPPM: sign * (isFaulty ? 1958 : 1956))])
        }),
      RuleMistake(
        code: "R006", testDescription: "offset of the ADC, sign \(sign)",
        make: { isFaulty in
          (1000, [.adc(64, dwell: 10, delay: 20, offsetKilohertz: sign * (isFaulty ? 250.1 : 249.9))])
        }),
    ]
  }

  private static func mistake(
    _ code: String, _ what: String, also: Set<String> = [], block: Double = 1000,
    _ event: @escaping @Sendable (Bool) -> SequenceBuilder.Event
  ) -> RuleMistake {
    RuleMistake(code: code, testDescription: what, also: also, make: { (block, [event($0)]) })
  }

  private static let durations: [RuleMistake] = [
    mistake("R002", "before the RF") { .rectangle(1, duration: 500, delay: $0 ? 99 : 100) },
    mistake("R003", "behind the RF") { .rectangle(1, duration: $0 ? 871 : 870, delay: 100) },
    mistake("R005", "long RF", block: 10_000) { .rectangle(1, duration: $0 ? 8193 : 8192, delay: 100) },
    mistake("A001", "before the ADC") { .adc(64, dwell: 10, delay: $0 ? 19 : 20) },
    mistake("A001", "behind the ADC") { .adc(96, dwell: 10, delay: $0 ? 21 : 20) },
    mistake("A002", "samples of the ADC", block: 10_000) { .adc($0 ? 8196 : 8192, dwell: 1, delay: 20) },
    mistake("A003", "divisor of the ADC") { .adc($0 ? 66 : 64, dwell: 10, delay: 20) },
    mistake("A004", "dwell of the ADC") { .adc(64, dwell: $0 ? 10.05 : 10, delay: 20) },
    mistake("T001", "RF delay") { .rectangle(1, duration: 500, delay: $0 ? 100.5 : 101) },
    mistake("T001", "ADC delay") { .adc(64, dwell: 10, delay: $0 ? 20.5 : 21) },
    mistake("T002", "RF outlasts its block", also: ["R003"]) {
      .rectangle(1, duration: $0 ? 901 : 870, delay: 100)
    },
    mistake("T002", "ADC outlasts its block", also: ["A001"]) { .adc($0 ? 100 : 96, dwell: 10, delay: 20) },
    mistake("T002", "trigger outlasts its block") { .trigger(delay: 10, duration: $0 ? 1000 : 990) },
    RuleMistake(
      code: "R004", testDescription: "RF and ADC at once", also: ["R003", "A001"],
      make: { isFaulty in
        (1000, [.rectangle(1, duration: 500, delay: 100), .adc(16, dwell: 10, delay: isFaulty ? 590 : 650)])
      }),
    RuleMistake(
      code: "T001", testDescription: "block duration",
      make: { ($0 ? 1005 : 1000, [.adc(64, dwell: 10, delay: 20)]) }),
  ]
}
