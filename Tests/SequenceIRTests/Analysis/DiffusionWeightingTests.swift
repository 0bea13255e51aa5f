// b-values against closed forms and against sums over time.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct DiffusionWeightingTests {
  private static func design(_ lobes: String, crush: String = "", echoTime: String = "80 ms") -> String {
    """
    design "weighting"
    scanner siemens-prisma
    console may change nothing
    pulse hard = rect(flip: 90 deg, duration: 100 us, use: excitation)
    pulse turn = rect(flip: 180 deg, duration: 200 us, use: refocusing)
    gradient pair = trapezoid(amplitude: 40 mT/m, flat: 19.6 ms, rise: 400 us)
    readout line = cartesian(points: 64, fov: 220 mm, dwell: 8 us)
    let TE = \(echoTime)
    sequence {
      hard
      \(lobes)
      turn\(crush) at TE / 2
      \(lobes)
      acquire 64 points dwell 0.1 ms echo at TE
    }
    """
  }

  private static func weightings(_ text: String) throws -> ([DiffusionWeighting], SequenceIR.Sequence) {
    let run = DesignRun(text)
    let sequence = try #require(run.sequence, "\(run.rendered)")
    return (SequenceSummary(of: sequence).echoes.weightings, sequence)
  }

  /// (2 pi)^2 G^2 (d^2 (D - d/3) + e^3/30 - d e^2/6): trapezoids, d from the start to the end of the plateau, ramps e
  /// (Price and Kuchel, J. Magn. Reson. 94 (1991) 133).
  @Test func pairOfTrapezoidsHasTheClosedForm() throws {
    let (rows, sequence) = try Self.weightings(Self.design("pair on x"))
    let row = try #require(rows.first)
    #expect(rows.count == 1 && row.count == 1)
    let played = PlayedSequence(sequence)
    let starts = sequence.timeline.compactMap { entry in
      entry.block.gx.isNone ? nil : entry.start.seconds
    }
    #expect(starts.count == 2 && played.pulses.count == 2)
    let (distance, lasts, ramp) = (starts[1] - starts[0], 20e-3, 0.4e-3)
    let strength = 40e-3 * 42.576e6
    let expected =
      4 * Double.pi * Double.pi * strength * strength
      * (lasts * lasts * (distance - lasts / 3) + ramp * ramp * ramp / 30 - lasts * ramp * ramp / 6)
    // What a file rounds away, and that pulses act at their centres: nothing else is left.
    #expect(abs(row.value / expected - 1) < 1e-5, "\(row.value / 1e6) s/mm2, \(expected / 1e6)")
    #expect(row.value > 1.0e9 && row.direction.map { abs($0.x - 1) < 1e-9 } == true)
  }

  /// Crushers, lobes of other sizes and a readout: cross terms too, against sums over 2 us.
  @Test func allGradientsAndTheirCrossTermsCount() throws {
    let text = """
      design "weighting"
      scanner siemens-prisma
      voxel 5 mm, 5 mm, 5 mm
      pulse soft = slr(flip: 90 deg, duration: 3 ms, time_bandwidth: 4, use: excitation)
      pulse turn = slr(flip: 180 deg, duration: 5.2 ms, time_bandwidth: 3, filter: windowed-sinc, use: refocusing)
      readout line = cartesian(points: 64, fov: 220 mm, dwell: 8 us)
      sequence {
        repeat 2 as n {
          soft, slice z
          rephase z, prephase x for line refocused, encode y step 10 of 64 fov 220 mm refocused
          lobe x area 9000 cycles/m, lobe y area (4 - 7 * n) * 1000 cycles/m     lasting 12 ms
          turn, slice z, crush y z 8 cycles across 2 mm at 40 ms
          lobe x area 9000 cycles/m, lobe y area (4 - 7 * n) * 1000 cycles/m     lasting 12 ms
          acquire line along x                                       echo at 80 ms
          fill to 200 ms
        }
      }
      """
    let (rows, sequence) = try Self.weightings(text)
    #expect(rows.count == 2 && rows.allSatisfy { $0.count == 1 })
    let played = PlayedSequence(sequence)
    for (number, row) in rows.enumerated() {
      let window = played.windows[number]
      let start = try #require(played.excitation(before: window.start))
      let end = start + 80e-3
      let step = 2e-6
      var sums = [Double](repeating: 0, count: 6)
      for index in 0..<Int((end - start) / step) {
        let time = start + (Double(index) + 0.5) * step
        let k = Axis.allCases.map { played.k($0, at: time) }
        let products = [k[0] * k[0], k[1] * k[1], k[2] * k[2], k[0] * k[1], k[0] * k[2], k[1] * k[2]]
        for (place, product) in products.enumerated() { sums[place] += product * step }
      }
      let expected = sums.map { $0 * 4 * Double.pi * Double.pi }
      let trace = expected[0] + expected[1] + expected[2]
      #expect(abs(row.value / trace - 1) < 2e-4, "\(row.value), \(trace)")
      for (found, wanted) in zip(row.matrix.components, expected) {
        #expect(abs(found - wanted) < 5e-4 * trace, "\(found), \(wanted)")
      }
    }
  }

  /// The oracle of the others knows no rotations: turned by R, the matrix is R b R^T.
  @Test func turnedGradientsTurnTheMatrix() throws {
    func matrix(_ angle: String) throws -> [Double] {
      let lobes =
        "lobe x area 9000 cycles/m, lobe y area 2000 cycles/m, lobe z area 1000 cycles/m lasting 12 ms"
      let text = """
        design "weighting"
        scanner siemens-prisma
        pulse hard = rect(flip: 90 deg, duration: 100 us, use: excitation)
        pulse turn = rect(flip: 180 deg, duration: 200 us, use: refocusing)
        sequence {
          hard
          rotate \(angle) about z {
            \(lobes)
            turn at 20 ms
            \(lobes)
          }
          acquire 64 points dwell 0.1 ms echo at 40 ms
        }
        """
      return try #require(try Self.weightings(text).0.first).matrix.components
    }
    let (plain, turned) = (try matrix("0 deg"), try matrix("30 deg"))
    let (c, s) = (cos(Double.pi / 6), sin(Double.pi / 6))
    let (xx, yy, zz, xy, xz, yz) = (plain[0], plain[1], plain[2], plain[3], plain[4], plain[5])
    let expected = [
      c * c * xx - 2 * c * s * xy + s * s * yy, s * s * xx + 2 * c * s * xy + c * c * yy, zz,
      c * s * (xx - yy) + (c * c - s * s) * xy, c * xz - s * yz, s * xz + c * yz,
    ]
    for (found, wanted) in zip(turned, expected) { #expect(abs(found - wanted) < 1e-5 * xx) }
  }

  @Test func weightingsThatAreAlikeAreCountedTogether() throws {
    let text = """
      design "weighting"
      scanner siemens-prisma
      pulse hard = rect(flip: 90 deg, duration: 100 us, use: excitation)
      pulse turn = rect(flip: 180 deg, duration: 200 us, use: refocusing)
      sequence {
        repeat 5 {
          repeat 3 as n {
            hard
            lobe x area n * 6000 cycles/m lasting 10 ms
            turn at 20 ms
            lobe x area n * 6000 cycles/m lasting 10 ms
            acquire 64 points dwell 0.1 ms echo at 40 ms
            fill to 100 ms
          }
        }
      }
      """
    let (rows, _) = try Self.weightings(text)
    #expect(rows.map(\.count) == [5, 5, 5])
    #expect(rows[0].value == 0 && abs(rows[2].value / rows[1].value - 4) < 0.01)
  }

  /// Not more than what a spoiler leaves: the summary is silent.
  @Test func imagesWithoutWeightingSayNothing() throws {
    let (rows, sequence) = try Self.weightings(Self.design("delay 1 ms", echoTime: "20 ms"))
    #expect(rows.count == 1 && rows[0].value < DiffusionWeighting.least)
    #expect(!SequenceSummary(of: sequence).text().contains("b-value"))
  }
}
