// What public codes that sample stimulation give for the same gradients: written out, their sums are their numbers, and the
// exact value is larger by what the sampling leaves out.
import SequenceIR
import TestSupport
import Testing

@Suite struct SampledStimulationTests {
  private static let fast = TestProfile.t3.replacing("150 T/m/s", with: "800 T/m/s")
    .replacing("40 mT/m", with: "400 mT/m")
  private static let fixed = SequenceBuilder.Event.label(LabelOperation(.set, .noRotation, 1))

  private static func percent(
    _ code: String, _ profile: String, raster: Double, _ build: (inout SequenceBuilder) -> Void
  ) throws -> Double {
    var builder = SequenceBuilder(gradientRasterMicroseconds: raster, blockRasterMicroseconds: raster)
    builder.block("orientation", 20, fixed)
    build(&builder)
    var (sequence, sources) = builder.finished()
    sequence.name = "test"
    let loaded = TestProfile.load(profile, into: &sources)
    let scanner = try #require(loaded)
    let summary = CheckRunner.run(sequence, profile: scanner).first { $0.isSummary && $0.check == code }
    return try #require(summary?.measured?.upperBound)
  }

  // MARK: the rheobase-chronaxie model

  struct Coil: Sendable, CustomTestStringConvertible {
    var name: String
    /// us, T/s, m
    var chronaxie, rheobase, length: Double
    /// Percent by a kernel that is sampled in the middle of each step of 4 us, at its right edge, and there with weights of
    /// the axes.
    var middle, rightEdge, weighted: Double
    var testDescription: String { name }

    var lines: String {
      "pns-chronaxie \(chronaxie) us site \"v\"\npns-rheobase \(rheobase) T/s site \"v\"\n"
        + "pns-effective-length \(length) m site \"v\"\n"
    }

    /// Percent per T/m/s s.
    var factor: Double { 100 / (rheobase / length) }

    /// The kernel, 1/s, at so many us.
    func kernel(_ microseconds: Double) -> Double {
      chronaxie / ((chronaxie + microseconds) * (chronaxie + microseconds)) * 1e6
    }
  }

  /// 40 mT/m up in 396 us, held for 804 us, down, and the same with the other sign; half of it on y and z.
  @Test(arguments: [
    Coil(
      name: "xrmw", chronaxie: 360, rheobase: 20, length: 0.324, middle: 131.57144189346036,
      rightEdge: 130.5843795887453, weighted: 107.28601553785947),
    Coil(
      name: "xrm", chronaxie: 334, rheobase: 23.4, length: 0.333, middle: 118.64091177530435,
      rightEdge: 117.69543729890648, weighted: 96.69666888606896),
    Coil(
      name: "whole", chronaxie: 370, rheobase: 23.7, length: 0.344, middle: 116.72081717021616,
      rightEdge: 115.86423162941081, weighted: 95.19217990714777),
    Coil(
      name: "zoom", chronaxie: 354, rheobase: 29.1, length: 0.309, middle: 86.75872190488494,
      rightEdge: 86.09898957429459, weighted: 70.7375381523649),
    Coil(
      name: "hrmb", chronaxie: 359, rheobase: 26.5, length: 0.37, middle: 113.51026501085857,
      rightEdge: 112.65679261154037, weighted: 92.55699985428298),
    Coil(
      name: "hrmw", chronaxie: 642.4, rheobase: 17.9, length: 0.31, middle: 109.05371743893352,
      rightEdge: 108.5376236909919, weighted: 89.17275725034507),
    Coil(
      name: "magnus, code", chronaxie: 611, rheobase: 55.2, length: 0.324, middle: 37.93205364175086,
      rightEdge: 37.745274128095, weighted: 31.01090711876066),
    Coil(
      name: "magnus, table", chronaxie: 611, rheobase: 52.2, length: 0.324, middle: 40.112056724610106,
      rightEdge: 39.914542756146446, weighted: 32.79314316006875),
  ])
  func sampledKernelsSeeLess(_ coil: Coil) throws {
    let exact = try Self.percent("E001", Self.fast + coil.lines, raster: 4) { builder in
      for sign in [1.0, -1] {
        builder.append(
          "lobe", 1596,
          [(Axis.x, 40.0), (.y, 20), (.z, 20)].map {
            .trapezoid($0.0, sign * $0.1, rise: 396, flat: 804, fall: 396)
          })
      }
    }
    // Steps of 4 us with their slew, T/m/s, on x; the vector is sqrt(1.5) of it.
    let lobe =
      [Double](repeating: 40 / 0.396, count: 99) + [Double](repeating: 0, count: 201)
      + [Double](repeating: -40 / 0.396, count: 99)
    let slews = lobe + lobe.map { -$0 }
    func largest(_ place: Double) -> Double {
      var largest = 0.0
      for end in [99, 399, 498, 798] {
        var sum = 0.0
        for step in 0..<end { sum += slews[step] * coil.kernel((Double(end - step) - place) * 4) * 4e-6 }
        largest = max(largest, abs(sum) * coil.factor * 1.5.squareRoot())
      }
      return largest
    }
    #expect(close(largest(0.5), coil.middle, relative: 1e-12))
    #expect(close(largest(0), coil.rightEdge, relative: 1e-12))
    // The rule of the middle is off by its second order, that of the right edge by half a step of the kernel.
    #expect(exact > coil.middle && exact < coil.middle * (1 + 2e-5), "\(exact)")
    #expect(exact > coil.rightEdge * 1.004 && exact < coil.rightEdge * 1.009, "\(exact)")
    // Axes of 1, 1/2 and 1/2 with weights of 0.8, 1 and 0.7, which E001 does not have.
    #expect(close(coil.weighted / coil.rightEdge, (1.0125 / 1.5).squareRoot(), relative: 1e-12))
  }

  /// One ramp of 200 T/m/s.
  @Test(arguments: [
    (20.0, 16.07996523250761, 16.079420666555123, 15.893919923176641),
    (100, 65.57958170861397, 65.57773057865207, 64.88838191538319),
    (200, 106.59752232785942, 106.59495309479459, 105.56511075273801),
    (500, 170.63272458955916, 170.6295414915656, 169.20814690247013),
  ])
  func oneRampInSteps(microseconds: Double, closed: Double, middle: Double, rightEdge: Double) throws {
    let coil = Coil(
      name: "xrm", chronaxie: 334, rheobase: 23.4, length: 0.333, middle: middle, rightEdge: rightEdge,
      weighted: 0)
    let exact = try Self.percent("E001", Self.fast + coil.lines, raster: 4) {
      $0.block(
        "lobe", 2 * microseconds + 5000,
        .trapezoid(.x, 0.2 * microseconds, rise: microseconds, flat: 5000, fall: microseconds))
    }
    func sum(_ place: Double) -> Double {
      let steps = Int(microseconds / 4)
      return (1...steps).reduce(0) { $0 + 200 * coil.factor * coil.kernel((Double($1) - place) * 4) * 4e-6 }
    }
    #expect(close(exact, closed, relative: 3e-9))
    #expect(close(sum(0.5), middle, relative: 1e-12) && middle < exact)
    #expect(close(sum(0), rightEdge, relative: 1e-12) && rightEdge < middle)
  }

  // MARK: SAFE, the public example of hardware

  private static let timeConstants = [[200.0, 30, 3000], [1500, 2500, 150], [2000, 120, 1000]]
  private static let weights = [[0.4, 0.1, 0.5], [0.55, 0.15, 0.3], [0.42, 0.4, 0.18]]
  private static let factors = [100 * 0.35 / 30, 100 * 0.31 / 15, 100 * 0.25 / 25]

  /// y_n = alpha x_n + (1 - alpha) y_(n-1), for steps of so many us with a slew of T/m/s along `direction`.
  private static func sampled(_ slews: [Double], _ direction: [Double], step: Double) -> Double {
    var filtered = [[Double]](repeating: [0, 0, 0], count: 3)
    var largest = 0.0
    for slew in slews {
      var square = 0.0
      for axis in 0..<3 {
        var sum = 0.0
        for index in 0..<3 {
          let alpha = step / (timeConstants[axis][index] + step)
          let slew = slew * direction[axis]
          filtered[axis][index] =
            alpha * (index == 1 ? abs(slew) : slew) + (1 - alpha) * filtered[axis][index]
          sum += weights[axis][index] * abs(filtered[axis][index])
        }
        square += factors[axis] * sum * factors[axis] * sum
      }
      largest = max(largest, square)
    }
    return largest.squareRoot()
  }

  struct Lobe: Sendable {
    var axis: Axis
    /// mT/m, us.
    var amplitude, ramp, flat, step: Double
    /// Percent.
    var published: Double
  }

  @Test(arguments: [
    Lobe(axis: .x, amplitude: 20, ramp: 100, flat: 5000, step: 10, published: 61.872647333153765),
    Lobe(axis: .y, amplitude: 20, ramp: 100, flat: 5000, step: 10, published: 76.00755827033299),
    Lobe(axis: .z, amplitude: 20, ramp: 100, flat: 5000, step: 10, published: 51.56547404123377),
    Lobe(axis: .x, amplitude: 80, ramp: 400, flat: 1000, step: 10, published: 117.94930588369421),
    Lobe(axis: .x, amplitude: 80, ramp: 400, flat: 1000, step: 4, published: 118.33754874365461),
    Lobe(axis: .x, amplitude: 80, ramp: 400, flat: 1000, step: 1, published: 118.53306705066846),
  ])
  func sampledLowPassesSeeLess(_ lobe: Lobe) throws {
    let slew = lobe.amplitude / lobe.ramp * 1000
    let ramp = [Double](repeating: slew, count: Int(lobe.ramp / lobe.step))
    let slews = ramp + [Double](repeating: 0, count: Int(lobe.flat / lobe.step)) + ramp.map { -$0 }
    let direction = Axis.allCases.map { $0 == lobe.axis ? 1.0 : 0 }
    #expect(close(Self.sampled(slews, direction, step: lobe.step), lobe.published, relative: 1e-11))
    let exact = try Self.percent("E002", Self.fast + TestProfile.stimulation, raster: 10) {
      $0.block(
        "lobe", 2 * lobe.ramp + lobe.flat,
        .trapezoid(lobe.axis, lobe.amplitude, rise: lobe.ramp, flat: lobe.flat, fall: lobe.ramp))
    }
    #expect(exact > lobe.published && exact < lobe.published * 1.025, "\(exact)")
  }

  /// A train along the diagonal, in steps of 5 us, and its first lobe alone; exact 109.92102533974831.
  @Test func aTrainOnAllAxes() throws {
    let lobe =
      [Double](repeating: 200, count: 25) + [Double](repeating: 0, count: 100)
      + [Double](repeating: -200, count: 25)
    let train = (0..<32).flatMap { index in lobe.map { index % 2 == 0 ? $0 : -$0 } }
    let diagonal = [Double](repeating: (1.0 / 3).squareRoot(), count: 3)
    #expect(close(Self.sampled(lobe, diagonal, step: 5), 74.91529633461553, relative: 1e-11))
    #expect(close(Self.sampled(train, diagonal, step: 5), 109.35225061733881, relative: 1e-11))
    let amplitude = 25 * (1.0 / 3).squareRoot()
    let exact = try Self.percent("E002", Self.fast + TestProfile.stimulation, raster: 5) { builder in
      for lobe in 0..<32 {
        let sign = lobe % 2 == 0 ? 1.0 : -1.0
        builder.append(
          "lobe", 750,
          Axis.allCases.map { .trapezoid($0, sign * amplitude, rise: 125, flat: 500, fall: 125) })
      }
    }
    #expect(close(exact, 109.92102533974831, relative: 1e-9))
  }
}
