// Splines, standard pulses, penalties, reports and starts against closed forms.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct WaveformTests {
  private let pi = ElementaryFunctions.pi

  // MARK: splines

  /// Greville abscissae as coefficients give a straight line, ones give one: cubic splines contain both.
  @Test func splinesReproduceConstantsAndLines() {
    let spline = SplineBasis(sampleCount: 60, knotSpacing: 6)
    #expect(spline.coefficientCount == 13)
    let knots: [Double] = (0..<17).map { (index: Int) -> Double in Double(min(max(index - 3, 0), 10)) }
    let coefficients = (0..<13).flatMap { (index: Int) -> [Double] in
      let sum: Double = knots[index + 1] + knots[index + 2] + knots[index + 3]
      return [1, sum / 3]
    }
    let samples = spline.samples(of: coefficients)
    for sample in 0..<60 {
      #expect(abs(samples[2 * sample] - 1) < 1e-14)
      #expect(abs(samples[2 * sample + 1] - (Double(sample) + 0.5) / 6) < 1e-13)
    }
  }

  /// Four intervals, one coefficient at a time: values of scipy.interpolate.BSpline with the same knots.
  @Test func splinesAgreeWithAnotherProgram() {
    let spline = SplineBasis(sampleCount: 20, knotSpacing: 5)
    let expected: [[Double]] = [
      [
        0.7290000000000001, 0.3429999999999999, 0.125, 0.027, 0.001, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
      ],
      [
        0.25675, 0.5422499999999999, 0.59375, 0.49525, 0.3307500000000001, 0.1822499999999999, 0.08575,
        0.03125, 0.00675, 0.00025, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
      ],
      [
        0.0140833333333333, 0.11025, 0.2604166666666666, 0.4205833333333333, 0.5467500000000001,
        0.5964166666666667, 0.5615833333333333, 0.46875, 0.3459166666666667, 0.2210833333333334, 0.1215,
        0.0571666666666667, 0.0208333333333333, 0.0045, 0.0001666666666667, 0.0, 0.0, 0.0, 0.0, 0.0,
      ],
      [
        0.0001666666666667, 0.0045, 0.0208333333333333, 0.0571666666666667, 0.1215, 0.2211666666666667,
        0.3481666666666667, 0.4791666666666666, 0.5901666666666666, 0.6571666666666667, 0.6571666666666667,
        0.5901666666666667, 0.4791666666666666, 0.3481666666666666, 0.2211666666666667, 0.1215,
        0.0571666666666667, 0.0208333333333333, 0.0045, 0.0001666666666667,
      ],
      [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0001666666666667, 0.0045, 0.0208333333333333, 0.0571666666666667, 0.1215,
        0.2210833333333334, 0.3459166666666666, 0.46875, 0.5615833333333334, 0.5964166666666667, 0.54675,
        0.4205833333333335, 0.2604166666666666, 0.1102499999999999, 0.0140833333333334,
      ],
      [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.00025, 0.00675, 0.03125, 0.0857500000000001,
        0.1822499999999999, 0.3307500000000001, 0.4952499999999999, 0.59375, 0.5422499999999999,
        0.2567500000000002,
      ],
      [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.001, 0.027, 0.125,
        0.3430000000000002, 0.7289999999999998,
      ],
    ]
    for (index, row) in expected.enumerated() {
      var coefficients = [Double](repeating: 0, count: 2 * spline.coefficientCount)
      coefficients[2 * index] = 1
      let samples = spline.samples(of: coefficients)
      for (sample, value) in row.enumerated() { #expect(abs(samples[2 * sample] - value) < 1e-14) }
    }
    #expect(expected.count == spline.coefficientCount)
  }

  @Test func transposedMapIsTheTranspose() {
    var random = RandomStream(seed: 9)
    for endsAtZero in [false, true] {
      let spline = SplineBasis(sampleCount: 47, knotSpacing: 4, endsAtZero: endsAtZero)
      let c = ParameterFixtures.parameters(2 * spline.coefficientCount, &random)
      let g = ParameterFixtures.parameters(94, &random)
      #expect(abs(VectorMath.dot(spline.samples(of: c), g) - VectorMath.dot(c, spline.transposed(g))) < 1e-12)
      let back = spline.coefficients(closestTo: spline.samples(of: c))
      for (a, b) in zip(c, back) { #expect(abs(a - b) < 1e-8) }
    }
    // More coefficients than samples: what no sample sees stays finite.
    let dense = SplineBasis(sampleCount: 3, knotSpacing: 1)
    let samples = dense.samples(of: dense.coefficients(closestTo: [1, 2, 3, 4, 5, 6]))
    for (value, expected) in zip(samples, [1.0, 2, 3, 4, 5, 6]) { #expect(abs(value - expected) < 1e-6) }
  }

  @Test func pulsesThatEndAtZeroDo() {
    let spline = SplineBasis(sampleCount: 4_000, knotSpacing: 400, endsAtZero: true)
    let samples = spline.samples(of: [Double](repeating: 1, count: 2 * spline.coefficientCount))
    #expect(abs(samples[0]) < 0.005 && abs(samples[7_999]) < 0.005 && abs(samples[4_000] - 1) < 1e-12)
  }

  // MARK: standard pulses

  @Test func standardPulseIsScaledAndTurned() throws {
    let space = try ControlSpace.make(blocks: [ParameterFixtures.standard("r")]).get()
    let shape = ParameterFixtures.shape
    let target = (0..<31).flatMap { (sample: Int) -> [Double] in
      [-1.2 * shape[2 * sample + 1], 1.2 * shape[2 * sample]]
    }
    let x = space.parameters(closestTo: target)
    #expect(abs(x[1] - pi / 2) < 1e-14)
    for (a, b) in zip(space.evaluate(x), target) { #expect(abs(a - b) < 1e-10) }
    #expect(space.parameterName(0) == "r.scale" && space.parameterName(1) == "r.phase")
  }

  // MARK: penalties

  private func penalty(_ kind: ControlPenalty.Kind, _ u: [Double]) throws -> Double {
    let space = try ControlSpace.make(blocks: [ParameterFixtures.shaped("a", count: u.count / 2)]).get()
    let terms = try ControlPenalties.make(
      [ControlPenalty(block: "a", kind: kind, weight: 1, reference: 10)], in: space
    ).get()
    var gradient = [Double](repeating: 0, count: u.count)
    return terms.evaluate(u, addingGradientTo: &gradient)
  }

  /// x = 1, 2, 4 and y = 0, 1, 0, with zeros around; K R^2 = 300.
  @Test func penaltiesFollowTheirFormulas() throws {
    let u = [1.0, 0, 2, 1, 4, 0]
    #expect(try abs(penalty(.energy, u) - (1 + 4 + 16 + 1) / 300) < 1e-15)
    #expect(try abs(penalty(.firstDifference, u) - ((1 + 1 + 4 + 16) + (1 + 1)) / 300) < 1e-15)
    // x: 1, 0, 1, -6, 4; y: 0, 1, -2, 1, 0.
    #expect(try abs(penalty(.secondDifference, u) - ((1 + 0 + 1 + 36 + 16) + (1 + 4 + 1)) / 300) < 1e-15)
  }

  @Test func penaltyOfAnUnknownBlockIsTold() throws {
    let space = try ControlSpace.make(blocks: ParameterFixtures.blocks).get()
    func problem(_ penalty: ControlPenalty) -> ControlProblem? {
      switch ControlPenalties.make([penalty], in: space) {
      case .success: nil
      case .failure(let problem): problem
      }
    }
    #expect(
      problem(ControlPenalty(block: "none", kind: .energy, weight: 1, reference: 1))
        == .unknownPulse("none", in: "penalty"))
    #expect(
      problem(ControlPenalty(block: "te", kind: .energy, weight: 1, reference: 1))
        == .unknownPulse("te", in: "penalty"))
    #expect(
      problem(ControlPenalty(block: "free", kind: .energy, weight: 1, reference: 0))
        == .limitNotPositive("free"))
    #expect(problem(ControlPenalty(block: "te", kind: .linear, weight: 1, reference: 1)) == nil)
  }

  // MARK: reports

  @Test func usageListsEveryLimit() throws {
    let space = try ControlSpace.make(
      blocks: [ParameterFixtures.shaped("a", count: 2), ParameterFixtures.blocks[5]],
      budgets: [EnergyBudget(name: "sar", pulses: ["a"], rmsHertz: 20, periodSeconds: 1)]
    ).get()
    let usage = space.usage(of: [300, 400, 0, 100, 0.35])
    #expect(usage.map(\.name) == ["a", "a", "te", "sar"])
    #expect(usage.map(\.quantity) == [.peak, .rms, .value, .budget])
    let expected = [500, 130_000.0.squareRoot(), 0.35, (260_000 * 20e-6).squareRoot()]
    for (line, value) in zip(usage, expected) { #expect(abs(line.used - value) < 1e-12) }
    #expect(usage.map(\.limit) == [800, nil, 0.7, 20] && usage[0].share == 0.625)
    #expect(space.parameterName(3) == "a.y[1]" && space.parameterName(4) == "te")
  }

  // MARK: starts

  @Test func hardPulsesHaveTheirFlipAngles() {
    let dwell = ParameterFixtures.dwellSeconds
    for seed in 0..<30 {
      var random = RandomStream(seed: UInt64(seed))
      let samples = StartShape.hardPulses(count: 3, leastFlip: 0.6, greatestFlip: 3).samples(
        count: 200, dwellSeconds: dwell, referenceHertz: 800, random: &random)
      #expect(ControlMeasures.peakHertz(samples) <= 0.99 * 800 * (1 + 1e-12))
      var flips: [Double] = []
      var wasOn = false
      for index in stride(from: 0, to: samples.count, by: 2) {
        let magnitude = ElementaryFunctions.hypot(samples[index], samples[index + 1])
        if magnitude > 0 {
          if !wasOn { flips.append(0) }
          flips[flips.count - 1] += 2 * pi * magnitude * dwell
        }
        wasOn = magnitude > 0
      }
      // Pulses of neighbouring sections may touch.
      #expect(flips.count <= 3 && flips.reduce(0, +) > 3 * 0.6 - 1e-9 && flips.reduce(0, +) < 9 + 1e-9)
      if flips.count == 3 { #expect(flips.allSatisfy { $0 > 0.6 - 1e-9 && $0 < 3 + 1e-9 }) }
    }
  }

  @Test func smoothNoiseIsSmoothAndWithinThePeak() {
    var random = RandomStream(seed: 1)
    let samples = StartShape.smoothNoise(knotSpacing: 20, level: 0.5).samples(
      count: 400, dwellSeconds: 1e-5, referenceHertz: 1_000, random: &random)
    #expect(ControlMeasures.peakHertz(samples) < 1_000 && ControlMeasures.peakHertz(samples) > 300)
    for index in 2..<samples.count { #expect(abs(samples[index] - samples[index - 2]) < 250) }
  }

  @Test func startsDependOnTheStreamAlone() throws {
    let space = try ControlSpace.make(blocks: ParameterFixtures.blocks, budgets: ParameterFixtures.budgets)
      .get()
    let shapes: [StartShape] = [
      .hardPulses(count: 2, leastFlip: 0.5, greatestFlip: 1), .smoothNoise(knotSpacing: 8, level: 0.3),
      .disturbed([Double](repeating: 50, count: 106), knotSpacing: 9, level: 0.1), .zero, .uniform, .uniform,
      .uniform, .given([0.25]),
    ]
    func start(_ index: Int) -> [Double] {
      var random = RandomStream(seed: 77, index: index)
      return space.start(shapes, random: &random)
    }
    #expect(start(3) == start(3) && start(3) != start(4))
    #expect((0..<50).allSatisfy { start($0).allSatisfy { $0.isFinite } })
    #expect(abs(space.evaluate(start(5))[space.controlRanges[7].lowerBound] - 0.25) < 1e-14)
    // A waveform of the wrong length falls back to no RF.
    var random = RandomStream(seed: 1)
    let plain = try ControlSpace.make(blocks: [ParameterFixtures.shaped("a")]).get()
    #expect(plain.start([.given([1])], random: &random).allSatisfy { $0 == 0 })
  }
}

@Suite struct ControlSearchTests {
  private static let target = (0..<10).flatMap { (sample: Int) -> [Double] in
    sample < 5 ? [200, -100] : [1_200, 1_600]
  }

  /// The waveform closest to a target half of which lies at 2,000 Hz, with a peak of 800 Hz.
  private func closest(_ form: RadialBound.Form) throws -> (u: [Double], result: MinimizerResult) {
    let space = try ControlSpace.make(blocks: [ParameterFixtures.shaped("a", count: 10, form: form)]).get()
    let distance = ClosureFunction(dimension: 20) { u, gradient in
      var value = 0.0
      for index in u.indices {
        let difference = (u[index] - Self.target[index]) / 1_000
        value += difference * difference
        gradient[index] = 2 * difference / 1_000
      }
      return value
    }
    var random = RandomStream(seed: 2)
    let start = space.start([.smoothNoise(knotSpacing: 3, level: 0.3)], random: &random)
    var search = LBFGS(start: start, stopping: StoppingRules(gradientNorm: 1e-9, relativeDecrease: -1))
    let result = search.run(ControlledFunction(space: space, objective: distance))
    return (space.evaluate(result.x), result)
  }

  /// 800 Hz along (3, 4) / 5; the distance left is 1,200 Hz for half of the samples.
  @Test func searchEndsOnTheBoundWhereTheTargetIsOutside() throws {
    let (u, result) = try closest(.folding)
    #expect(result.reason == .gradientNorm && result.iterations < 40)
    for sample in 0..<5 { #expect(abs(u[2 * sample] - 200) < 1e-5 && abs(u[2 * sample + 1] + 100) < 1e-5) }
    for sample in 5..<10 { #expect(abs(u[2 * sample] - 480) < 1e-3 && abs(u[2 * sample + 1] - 640) < 1e-3) }
    #expect(abs(result.value - 5 * 1.44) < 1e-9)
  }

  /// The saturating form comes close in value only.
  @Test func saturatingFormNearsTheBoundSlowly() throws {
    let (_, result) = try closest(.saturating)
    #expect(result.value > 5 * 1.44 && result.value < 5 * 1.45)
  }
}
