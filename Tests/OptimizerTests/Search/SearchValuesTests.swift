// `vary` with angles and numbers: pulses of the design follow them, with exact gradients.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SearchValuesTests {
  /// `excite` and `refocus` are the pulses of the fixture; `lines` go into its `optimize` block.
  private func design(
    _ lines: String, excite: String = "rect(flip: FLIP, duration: 200 us, use: excitation)",
    refocus: String = "slr(flip: 180 deg, duration: 4 ms, bandwidth: 2 kHz, use: refocusing)",
    before: String = "let FLIP = 80 deg\nlet TURN = 10 deg\nlet TE = 30 ms"
  ) -> String {
    let isSelective = excite.contains("bandwidth") || excite.contains("sinc")
    let text = SearchFixtures.design(lines, before: before, echo: "TE / 2")
      .replacing(
        "slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)", with: excite
      )
      .replacing("slr(flip: 180 deg, duration: 4 ms, bandwidth: 2 kHz, use: refocusing)", with: refocus)
    guard !isSelective else { return text }
    return text.replacing("excite, slice x phase", with: "excite phase").replacing(
      "    rephase x\n", with: "")
  }

  private func lowered(_ text: String, _ values: [String: Quantity], _ search: PulseSearch) throws
    -> [[Double]]
  {
    let (_, _, markers) = try SearchFixtures.compiled(text)
    var output = SearchFixtures.recompiled(text, markers, values)
    output.optimization?.variables = []
    let other = try PulseSearch(output, markers: markers, fieldTesla: 3, threads: 1)
    return other.shots.items.flatMap { $0.program.steps.fixedWaveforms }
  }

  private func degrees(_ value: Double) -> Quantity { Quantity(value * Double.pi / 180, .angle) }

  private static let flipOfExcitation = "vary FLIP in 40 deg .. 140 deg"

  @Test(arguments: [
    flipOfExcitation, flipOfExcitation + "\nvary TURN in -60 deg .. 200 deg\nvary TE in 24 ms .. 60 ms",
  ]) func valuesHaveTheirGradient(lines: String) throws {
    let turned = lines.contains("TURN")
    let text = design("minimize crlb of pair\nover b1 0.9 .. 1.1 in 2 steps\n" + lines)
      .replacing("dwell 1 ms phase by", with: "dwell 1 ms echo at TE phase by")
      .replacing("refocus, slice y,", with: turned ? "refocus, slice y phase TURN," : "refocus, slice y,")
    let search = try SearchFixtures.search(text)
    #expect(search.space.dimension == 2 * 10 + (turned ? 3 : 1))
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 4))
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  /// Shinnar-Le Roux pulses do not grow in proportion; their gradient is exact for the polynomial that stands for them.
  @Test func aPulseThatGrowsOutOfProportionHasItsGradient() throws {
    let search = try SearchFixtures.search(
      design(
        "minimize crlb of pair\nreach state \"I1x + I2x\" of pair\n" + Self.flipOfExcitation,
        excite: "slr(flip: FLIP, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)"))
    #expect(search.values.pulses.count == 1)
    #expect(search.values.pulses[0].shape.pieces.map(\.nodes.count) == [9, 9])
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 4))
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  /// B1 of a rectangle is flip / (2 pi T) Hz, so its derivative by the flip angle is known in closed form.
  @Test func aRectangleFollowsItsFlipAngleInProportion() throws {
    let search = try SearchFixtures.search(design("minimize crlb of pair\n" + Self.flipOfExcitation))
    let pulse = search.values.pulses[0]
    #expect(search.values.pulses.count == 1 && pulse.shape.pieces.map(\.nodes.count) == [2])
    for degrees in [40.0, 77, 140] {
      let expected = degrees / 360 / 200e-6
      let samples = pulse.samples([degrees * Double.pi / 180])
      for index in stride(from: 0, to: samples.count, by: 2) {
        let magnitude = ElementaryFunctions.hypot(samples[index], samples[index + 1])
        #expect(abs(magnitude - expected) < 1e-6 * expected)
      }
      var gradient = [0.0]
      pulse.addGradient(samples[...], at: [degrees * Double.pi / 180], to: &gradient)
      // sum B1 dB1/dflip = n B1^2 / flip
      let product = Double(samples.count / 2) * expected * expected / (degrees * Double.pi / 180)
      #expect(abs(gradient[0] - product) < 1e-6 * product)
    }
  }

  @Test(arguments: [
    ("rect(flip: FLIP, duration: 200 us, use: excitation)", 1e-6),
    ("sinc(flip: FLIP, duration: 2 ms, bandwidth: 2 kHz, use: excitation)", 1e-5),
    ("slr(flip: FLIP, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)", 1e-4),
  ]) func aMovedFlipAngleIsTheDesignWithThatAngle(pulse: String, tolerance: Double) throws {
    let text = design(
      "minimize crlb of pair\n" + Self.flipOfExcitation + "\nvary TURN in 0 deg .. 360 deg", excite: pulse
    ).replacing("refocus, slice y,", with: "refocus, slice y phase 2 * TURN,")
    let search = try SearchFixtures.search(text)
    let (flip, turn) = (degrees(63), degrees(217))
    let expected = try lowered(text, ["FLIP": flip, "TURN": turn], search).flatMap { $0 }
    let samples = search.values.samples([flip.value, turn.value])
    #expect(samples.count == expected.count)
    let largest = expected.reduce(0) { max($0, abs($1)) }
    let error = zip(samples, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(error < tolerance * largest, "\(error / largest)")
  }

  /// The signal after a hard pulse goes as the sine of its flip angle; where B1 is weaker, the angle must be larger.
  @Test(arguments: [(1.0, 90.0), (0.8, 112.5)]) func theFlipAngleOfMostSignalIsFound(
    scale: Double, expected: Double
  ) throws {
    let text = """
      design "hard"
      scanner siemens-prisma
      let FLIP = 60 deg
      pulse excite = rect(flip: FLIP, duration: 20 us, use: excitation)
      sequence {
        excite
        acquire 256 points dwell 1 ms
        fill to 1 s
      }
      optimize {
        maximize signal of Cr in 2.9 ppm .. 3.1 ppm
        molecules Cr 4 mM
        macromolecules none
        over b1 \(scale) .. \(scale) in 1 step
        vary FLIP in 20 deg .. 160 deg
      }
      """
    let search = try SearchFixtures.search(text)
    let found = try search.run(
      PulseSearch.Plan(starts: 2, iterations: 30, seed: 1), nucleus: .proton,
      provenance: PinnedPulse.Provenance())
    #expect(found.pulses.isEmpty && found.values.count == 1)
    #expect(abs(found.values[0] * 180 / Double.pi - expected) < 0.5, "\(found.values)")
    #expect(found.loss < found.startLoss)
  }

  /// Turning z by 90 deg about -y, y, x gives -x, x, -y.
  @Test(arguments: [("-I1x", 270.0), ("I1x", 90.0), ("-I1y", 0.0)]) func thePhaseOfAStateIsFound(
    state: String, expected: Double
  ) throws {
    let text = """
      design "hard"
      scanner siemens-prisma
      let TURN = 20 deg
      pulse excite = rect(flip: 90 deg, duration: 20 us, use: excitation)
      molecule one {
        spin A at 4.7 ppm
        t1 100 s
        t2 100 s
      }
      sequence {
        excite phase TURN
        acquire 256 points dwell 1 ms
        fill to 1 s
      }
      optimize {
        reach state "\(state)" of one
        molecules one 4 mM
        macromolecules none
        vary TURN in \(expected - 140) deg .. \(expected + 150) deg
      }
      """
    let search = try SearchFixtures.search(text)
    let found = try search.run(
      PulseSearch.Plan(starts: 2, iterations: 30, seed: 1), nucleus: .proton,
      provenance: PinnedPulse.Provenance())
    #expect(abs(found.values[0] * 180 / Double.pi - expected) < 0.5, "\(found.values)")
    #expect(found.loss < 1e-3, "\(found.loss)")
  }

  private static let names =
    "let FLIP = 80 deg\nlet TURN = 10 deg\nlet TE = 30 ms\nlet N = 1\nlet UNUSED = 3 deg"

  @Test(arguments: [
    ("vary UNUSED in 0 deg .. 5 deg", "`UNUSED` changes no pulse before the acquisition", "O016"),
    ("vary N in 1 .. 3", "changes more than the shape and phase of pulses", "O016"),
    ("vary FLIP in 40 deg .. 700 deg", "the scanner has 50 uT", "O015"),
    (
      "vary FLIP in 40 deg .. 100 deg\nvary TURN in 0 deg .. 90 deg", "another varied value changes as well",
      "O016"
    ),
    ("vary FLIP in 0 deg .. 100 deg", "the design cannot be built with FLIP = 0", "O016"),
  ]) func whatIsNoPulseIsTold(lines: String, words: String, code: String) throws {
    let both = lines.contains("TURN") ? "FLIP + TURN" : "FLIP"
    let text = design(
      "minimize crlb of pair\n\(lines)",
      excite: "rect(flip: \(both), duration: 400 us, use: excitation)", before: Self.names
    ).replacing("crush x z 4 cycles across", with: "crush x z N across")
    let (_, output, markers) = try SearchFixtures.compiled(text)
    do throws(SearchProblem) {
      _ = try PulseSearch(
        output, markers: markers, fieldTesla: 3, threads: 1, b1PeakTesla: 50e-6,
        recompile: { SearchFixtures.recompiled(text, markers, $0) })
      Issue.record("\(lines) was searched")
    } catch {
      #expect(error.message.contains(words) && error.code.id == code, "\(error.code.id) \(error.message)")
    }
  }

  @Test func aFlipAngleThatThePeakAllowsIsTaken() throws {
    let text = design(
      "minimize crlb of pair\nvary FLIP in 40 deg .. 90 deg",
      excite: "rect(flip: FLIP, duration: 400 us, use: excitation)", before: Self.names)
    let (_, output, markers) = try SearchFixtures.compiled(text)
    _ = try PulseSearch(
      output, markers: markers, fieldTesla: 3, threads: 1, b1PeakTesla: 50e-6,
      recompile: { SearchFixtures.recompiled(text, markers, $0) })
  }

  /// What the largest flip angle needs is taken off the budget of the searched pulse.
  @Test func theRootMeanSquareHoldsForTheLargestFlipAngle() throws {
    let text = design("minimize crlb of pair\nvary FLIP in 40 deg .. 160 deg")
    let (_, output, markers) = try SearchFixtures.compiled(text)
    func search(_ limit: Double) throws -> PulseSearch {
      try PulseSearch(
        output, markers: markers, fieldTesla: 3, threads: 1, b1RMSTesla: limit,
        recompile: { SearchFixtures.recompiled(text, markers, $0) })
    }
    let free = try search(2e-6)
    // Four shots of a rectangle of 200 us, in 4 s: (160^2 - 80^2) / 360^2 / 200 us each, a second for each.
    let expected: Double = 4 * (160 * 160 - 80 * 80) / 129_600 / 200e-6
    #expect(abs(free.values.additionalEnergy - expected) < 1e-5 * expected)
    #expect(throws: SearchProblem.self) { try search(1e-6) }
  }
}
