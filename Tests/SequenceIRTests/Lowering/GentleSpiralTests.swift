// Spirals that spare nerves, and those that turn slowly: against models summed up sample by sample.
import Foundation
import TestSupport
import Testing

@testable import SequenceIR

@Suite struct GentleSpiralTests {
  private static let hertzPerTesla = 42.576e6

  private static func request(
    _ fieldsOfView: [Double], _ edge: Double, _ interleaves: Int, _ millitesla: Double, _ slew: Double
  ) -> SpiralDesign.Request {
    SpiralDesign.Request(
      fieldsOfView: fieldsOfView, edge: edge, interleaves: interleaves,
      amplitude: millitesla * 1e-3 * hertzPerTesla, slew: slew * hertzPerTesla, raster: Time(microseconds: 10)
    )
  }

  static let requests = [
    request([0.256], 375, 32, 80, 200), request([0.24], 200, 4, 80, 200),
    request([0.3, 0.3, 0.12], 500, 16, 40, 200),
  ]

  /// Corners of the played lines: time in s, gradients in T/m.
  private static func corners(_ spiral: SpiralDesign) -> [(time: Double, x: Double, y: Double)] {
    let step = spiral.raster.seconds
    let middle = zip(spiral.x, spiral.y).enumerated().map {
      ((Double($0) + 0.5) * step, $1.0 / hertzPerTesla, $1.1 / hertzPerTesla)
    }
    return [(0, 0, 0)] + middle + [(Double(spiral.x.count) * step, 0, 0)]
  }

  /// Slew rates of both axes every 2.5 us, T/m/s.
  private static func slews(_ spiral: SpiralDesign) -> [(x: Double, y: Double)] {
    let corners = corners(spiral)
    return zip(corners, corners.dropFirst()).flatMap { one, next in
      let length = next.time - one.time
      let slew = ((next.x - one.x) / length, (next.y - one.y) / length)
      return [(x: Double, y: Double)](repeating: slew, count: Int((length / 2.5e-6).rounded()))
    }
  }

  /// Percent by the integral of S(t - u) c / (c + u)^2, exact for slews that are constant in steps; the largest.
  private static func chronaxie(_ spiral: SpiralDesign) -> Double {
    let (c, rheobase, length, step) = (334e-6, 23.4, 0.333, 2.5e-6)
    let slews = slews(spiral)
    let weights = slews.indices.map { index in
      c / (c + Double(index) * step) - c / (c + Double(index + 1) * step)
    }
    var largest = 0.0
    for end in Swift.stride(from: 4, to: slews.count, by: 4) {
      var (x, y) = (0.0, 0.0)
      for back in 0..<end {
        x += slews[end - 1 - back].x * weights[back]
        y += slews[end - 1 - back].y * weights[back]
      }
      largest = max(largest, 100 * hypot(x, y) / (rheobase / length))
    }
    return largest
  }

  private static func profile(without figure: String = "none") throws -> ScannerProfile {
    var sources = SourceMap()
    _ = sources.add(name: "test.seq", bytes: [])
    let lines = TestProfile.complete.split(separator: "\n").filter { !$0.contains(figure) }
    return try #require(TestProfile.load(lines.joined(separator: "\n") + "\n", into: &sources))
  }

  private static func nerves(without figure: String) throws -> NerveModels {
    try #require(
      NerveModels(
        profile(without: figure), hertzPerTesla: hertzPerTesla, raster: Time(microseconds: 10)))
  }

  /// Below the limit, close to it, and faster than the fastest spiral whose slew rate is the same everywhere.
  @Test(arguments: requests) func nervesAreSparedAndNoMoreThanAsked(_ request: SpiralDesign.Request) throws {
    let nerves = try Self.nerves(without: "pns-safe")
    let limit = 60.0
    #expect(Self.chronaxie(SpiralDesign(request)) > 1.1 * limit)
    var asked = request
    asked.stimulation = limit
    let spiral = SpiralDesign(asked, nerves: nerves)
    let percent = Self.chronaxie(spiral)
    #expect(percent <= limit * 1.0005 && percent > 0.98 * limit, "\(percent) %")
    var (low, high) = (0.2, 1.0)
    for _ in 0..<9 {
      var slower = request
      slower.slew = request.slew * (low + high) / 2
      if Self.chronaxie(SpiralDesign(slower)) > limit {
        high = (low + high) / 2
      } else {
        low = (low + high) / 2
      }
    }
    var even = request
    even.slew = request.slew * low
    let same = SpiralDesign(even)
    #expect(spiral.seconds < same.seconds * 1.001, "\(spiral.seconds * 1e3) ms, \(same.seconds * 1e3) ms")
    #expect(spiral.seconds > SpiralDesign(request).seconds)
  }

  /// SAFE adds magnitudes, so it is not the same in every orientation: turned in the three planes of the coil's axes.
  @Test func nervesAreSparedInEveryOrientation() throws {
    var request = Self.requests[0]
    request.stimulation = 70
    let spiral = SpiralDesign(request, nerves: try Self.nerves(without: "pns-chronaxie"))
    let constants = try #require(try Self.profile().safe[.nerves])
    let axes = try constants.axes.map { try #require($0) }
    let slews = Self.slews(spiral)
    var largest = 0.0
    var random = SplitMix(seed: 7)
    for plane in [(0, 1), (0, 2), (1, 2)] {
      for _ in 0..<12 {
        let angle = Double(random.below(3600)) / 1800 * Double.pi
        var total = [Double](repeating: 0, count: slews.count)
        for (axis, turned) in [(plane.0, angle), (plane.1, angle + Double.pi / 2)] {
          let (values, step) = (axes[axis], 2.5e-6)
          var passes = [0.0, 0.0, 0.0]
          for (index, slew) in slews.enumerated() {
            let s = slew.x * cos(turned) + slew.y * sin(turned)
            for (filter, input) in [s, abs(s), s].enumerated() {
              passes[filter] += (input - passes[filter]) * (1 - exp(-step / values.timeConstants[filter]))
            }
            let sum =
              values.weights[0] * abs(passes[0]) + values.weights[1] * passes[1]
              + values.weights[2] * abs(passes[2])
            total[index] += pow(100 * values.scale * sum / values.limit, 2)
          }
        }
        largest = max(largest, (total.max() ?? 0).squareRoot())
      }
    }
    // Between the orientations that the design looks at there is a little more.
    #expect(largest < 70 * 1.01 && largest > 70 * 0.9, "\(largest) %")
  }

  /// The vector of the gradients turns no faster, and its spectrum is small above.
  @Test(arguments: requests) func gradientsTurnNoFasterThanAsked(_ request: SpiralDesign.Request) throws {
    var asked = request
    asked.turning = 450
    let (spiral, fast) = (SpiralDesign(asked), SpiralDesign(request))
    #expect(spiral.seconds > fast.seconds)
    func fastest(_ spiral: SpiralDesign) -> Double {
      var largest = 0.0
      let count = Int(spiral.seconds / spiral.raster.seconds) - 1
      for index in 5..<count {
        let (a, b) = ((spiral.x[index - 1], spiral.y[index - 1]), (spiral.x[index], spiral.y[index]))
        let turn = atan2(a.0 * b.1 - a.1 * b.0, a.0 * b.0 + a.1 * b.1)
        largest = max(largest, abs(turn) / (2 * Double.pi) / spiral.raster.seconds)
      }
      return largest
    }
    #expect(fastest(fast) > 600)
    #expect(fastest(spiral) < 450 * 1.02 && fastest(spiral) > 450 * 0.95, "\(fastest(spiral)) Hz")
    // Of x + iy, which turns one way: energy within 100 Hz of a coil's resonance at 750 Hz.
    func energy(_ spiral: SpiralDesign) -> Double {
      var sum = 0.0
      for frequency in Swift.stride(from: 650.0, through: 850, by: 20) {
        var (re, im) = (0.0, 0.0)
        for index in spiral.x.indices {
          let angle = -2 * Double.pi * frequency * Double(index) * spiral.raster.seconds
          re += spiral.x[index] * cos(angle) - spiral.y[index] * sin(angle)
          im += spiral.x[index] * sin(angle) + spiral.y[index] * cos(angle)
        }
        sum += re * re + im * im
      }
      return sum
    }
    #expect(energy(spiral) < 0.2 * energy(fast), "\(energy(spiral) / energy(fast))")
  }

  @Test func designSaysWhatItsSpiralMayDo() throws {
    let text = { (more: String) in
      """
      design "spiral"
      scanner ge-premier
      pulse hard = rect(flip: 10 deg, duration: 100 us)
      readout curve = spiral(points: 192, fov: 240 mm, interleaves: 24, dwell: 2 us\(more))
      sequence {
        hard
        repeat 5 as n {
          rotate n * 70 deg about y {
            acquire curve along x y
            rewind x y for curve
          }
        }
        delay 1 ms
      }
      """
    }
    func stimulation(_ more: String) throws -> Double {
      let run = DesignRun(text(more))
      let sequence = try #require(run.sequence, "\(run.rendered)")
      let findings = CheckRunner.run(sequence, profile: run.profile)
      return try #require(findings.first { $0.isSummary && $0.check == "E001" }?.measured?.upperBound)
    }
    // The rewinder is not part of the readout, and its history counts: a little above.
    let spared = try stimulation(", stimulation: 40 %, slew: 100 T/m/s")
    #expect(try stimulation("") > spared)
    for (more, count) in [
      (", stimulation: 0 %", 1), (", stimulation: 120 %", 1), (", turning: 0 Hz", 1),
      (", stimulation: 80 %", 0), (", turning: 500 Hz", 0),
    ] {
      let found = DesignRun(text(more)).errors.map(\.code)
      #expect(found.allSatisfy { $0 == .outOfRange } && found.count == count, "\(more)")
    }
  }
}
