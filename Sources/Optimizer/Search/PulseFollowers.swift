/// How the pulses of a design follow its angles and numbers: found by compiling it with some of their values.
import SequenceIR

struct PulseFollowers {
  private let design: LoweredShots
  private let waveforms: [[Double]]
  /// Of every pulse that is not searched for itself; nil: no value changes it.
  private var pulses: [FollowingPulse?]
  private(set) var peakHertz = 0.0
  /// Of the variables before the last one, and of that.
  private var earlierEnergy = 0.0
  private var currentEnergy = 0.0

  var additionalEnergy: Double { earlierEnergy + currentEnergy }

  /// Of the largest sample. Files keep shapes to 1e-7.
  private static let rounding = 3e-6
  /// A waveform between the nodes of a polynomial, of the largest sample.
  private static let curveTolerance = 1e-4
  /// Share of a range that is near its lower end: one over this.
  private static let nearby = 64.0
  /// Nodes of a polynomial for pulses that grow out of proportion.
  private static let curveNodes = 9

  init(_ design: LoweredShots) {
    self.design = design
    waveforms = design.fixedWaveforms
    pulses = waveforms.map { _ in nil }
  }

  /// Finds out what a variable does to every pulse.
  mutating func add(
    _ variable: OptimizationRequest.Variable, _ index: Int, relower: SearchedValues.Relower
  ) throws(SearchProblem) {
    let (lower, upper) = (variable.lower.value, variable.upper.value)
    (earlierEnergy, currentEnergy) = (additionalEnergy, 0)
    let ends = try sampled(variable, at: [lower, (lower + upper) / 2, upper], relower: relower)
    // A phase may turn by whole turns between those.
    let nearby = try sampled(variable, at: [lower + (upper - lower) / Self.nearby], relower: relower)[0]
      .fixedWaveforms
    let behaviours = waveforms.indices.map { Behaviour(ends.map { $0.fixedWaveforms }, nearby, $0) }
    guard behaviours.contains(where: { $0 != .unchanged }) else {
      throw SearchProblem(
        "`\(variable.name)` changes no pulse before the acquisition", at: variable.span,
        help: "vary the flip angle or the phase of a pulse, or remove the line")
    }
    for pulse in waveforms.indices {
      guard behaviours[pulse] == .proportional else { continue }
      try setShape(
        WaveformFamily([
          .init(nodes: [lower, upper], waveforms: [ends[0], ends[2]].map { $0.fixedWaveforms[pulse] })
        ]), variable, index, of: pulse)
    }
    for pulse in waveforms.indices where behaviours[pulse] == .turned {
      turn(pulse, by: variable, index, ends.map { $0.fixedWaveforms[pulse] }, nearby[pulse])
    }
    let curved = waveforms.indices.filter { behaviours[$0] == .curved }
    guard !curved.isEmpty else { return }
    var families = try families(of: curved, variable, between: [lower, upper], relower: relower)
    let right = ElementaryFunctions.pi / 2
    if families == nil, variable.value.dimension == .angle, lower < right, right < upper {
      // The width of a profile is one at half of sin(flip angle), which is largest there.
      families = try self.families(of: curved, variable, between: [lower, right, upper], relower: relower)
    }
    guard let families else {
      throw SearchProblem(
        "a pulse does not follow `\(variable.name)` smoothly", at: variable.span,
        help: "a narrower range may do; or list the values of interest: vary \(variable.name) in (..., ...)")
    }
    for (pulse, family) in zip(curved, families) { try setShape(family, variable, index, of: pulse) }
  }

  /// Polynomials between the borders, for each of the pulses; nil: they are not what the design has between the nodes.
  private mutating func families(
    of curved: [Int], _ variable: OptimizationRequest.Variable, between borders: [Double],
    relower: SearchedValues.Relower
  ) throws(SearchProblem) -> [WaveformFamily]? {
    var pieces = curved.map { _ in [WaveformFamily.Piece]() }
    for (lower, upper) in zip(borders, borders.dropFirst()) {
      let nodes = WaveformFamily.Piece.nodes(Self.curveNodes, from: lower, to: upper)
      let found = try sampled(variable, at: nodes, relower: relower).map(\.fixedWaveforms)
      let middle = Self.curveNodes / 2
      let between = [(nodes[0] + nodes[1]) / 2, (nodes[middle] + nodes[middle + 1]) / 2]
      let tests = try sampled(variable, at: between, relower: relower).map(\.fixedWaveforms)
      for (position, pulse) in curved.enumerated() {
        let piece = WaveformFamily.Piece(nodes: nodes, waveforms: found.map { $0[pulse] })
        for (value, test) in zip(between, tests)
        where !Behaviour.agree(piece.samples(value), test[pulse], Self.curveTolerance) { return nil }
        pieces[position].append(piece)
      }
    }
    return pieces.map { WaveformFamily($0) }
  }

  /// That the design's own values, and the largest of all variables together, give the pulses that are expected.
  func check(
    _ variables: [OptimizationRequest.Variable], relower: SearchedValues.Relower
  ) throws(SearchProblem) {
    let moving = variables.filter { $0.value.dimension != .time }
    for (pulse, follower) in zip(waveforms, pulses) {
      guard let follower else { continue }
      try require(
        follower.samples(full(variables)), pulse, Self.curveTolerance,
        "a pulse follows no smooth line through the value that the design has", moving)
    }
    guard moving.count > 1 else { return }
    let corner = try relower(moving.map { ($0, $0.upper.value) })
    try checkLikeness(corner, moving)
    let upper = variables.map { $0.value.dimension == .time ? $0.value.value : $0.upper.value }
    for (pulse, follower) in zip(corner.fixedWaveforms, pulses) {
      guard let follower else { continue }
      try require(
        follower.samples(upper), pulse, Self.curveTolerance,
        "\(moving.map { "`\($0.name)`" }.joined(separator: " and ")) change a pulse together", moving)
    }
  }

  private func full(_ variables: [OptimizationRequest.Variable]) -> [Double] { variables.map(\.value.value) }

  /// Makes controls of the pulses that follow, behind those of the searched ones; returns them in their order.
  func mark(_ programs: inout ShotPrograms) -> [FollowingPulse] {
    var next = programs.items.map(\.program.controlSampleCount).max() ?? 0
    var index = 0
    for item in programs.items.indices {
      programs.items[item].program.steps = programs.items[item].program.steps.mappingFixedPulses { pulse in
        defer { index += 1 }
        guard pulses[index] != nil else { return pulse }
        var marked = pulse
        marked.waveform = .control(first: next, count: pulse.sampleCount)
        next += pulse.sampleCount
        return marked
      }
    }
    for item in programs.items.indices { programs.items[item].program.controlSampleCount = next }
    return pulses.compactMap { $0 }
  }

  // MARK: compiling

  private mutating func sampled(
    _ variable: OptimizationRequest.Variable, at values: [Double], relower: SearchedValues.Relower
  ) throws(SearchProblem) -> [LoweredShots] {
    var result: [LoweredShots] = []
    for value in values {
      let lowered = try relower([(variable, value)])
      try checkLikeness(lowered, [variable])
      result.append(lowered)
    }
    peakHertz = max(peakHertz, result.reduce(design.peakHertz) { max($0, $1.peakHertz) })
    currentEnergy = result.reduce(currentEnergy) { max($0, $1.energy - design.energy) }
    return result
  }

  private func checkLikeness(
    _ lowered: LoweredShots, _ variables: [OptimizationRequest.Variable]
  ) throws(SearchProblem) {
    guard lowered.programs.isAlike(design.programs, waveforms: false),
      SearchedValues.keepsDelays(lowered.programs, of: design.programs)
    else {
      let names = variables.map { "`\($0.name)`" }.joined(separator: " and ")
      throw SearchProblem(
        "\(names) \(variables.count == 1 ? "changes" : "change") more than the shape and phase of pulses that are not searched",
        at: variables.first?.span,
        help:
          "a narrower range may do; or list the values of interest: vary \(variables[0].name) in (..., ...)")
    }
  }

  // MARK: one pulse

  private mutating func setShape(
    _ family: WaveformFamily, _ variable: OptimizationRequest.Variable, _ index: Int, of pulse: Int
  ) throws(SearchProblem) {
    var follower = pulses[pulse] ?? FollowingPulse(shape: family)
    guard follower.shapeVariable == nil else {
      throw SearchProblem(
        "`\(variable.name)` changes the shape of a pulse that another varied value changes as well",
        at: variable.span, help: "vary one of them, and list values of the other: vary NAME in (..., ...)")
    }
    follower.shape = family
    follower.shapeVariable = index
    pulses[pulse] = follower
  }

  /// The angle per unit is known modulo whole turns over half the range, and roughly from a value nearby.
  private mutating func turn(
    _ pulse: Int, by variable: OptimizationRequest.Variable, _ index: Int, _ ends: [[Double]],
    _ nearby: [Double]
  ) {
    let half = (variable.upper.value - variable.lower.value) / 2
    let rough = Behaviour.angle(from: ends[0], to: nearby) * Self.nearby / (2 * half)
    let precise = Behaviour.angle(from: ends[0], to: ends[1])
    let wholeTurns = ((rough * half - precise) / ElementaryFunctions.twoPi).rounded()
    let radians = (precise + wholeTurns * ElementaryFunctions.twoPi) / half
    var follower = pulses[pulse] ?? FollowingPulse(shape: WaveformFamily(waveforms[pulse]))
    follower.turns.append(
      FollowingPulse.Turn(variable: index, radians: radians, origin: variable.value.value))
    pulses[pulse] = follower
  }

  private func require(
    _ samples: [Double], _ expected: [Double], _ tolerance: Double, _ message: String,
    _ variables: [OptimizationRequest.Variable]
  ) throws(SearchProblem) {
    guard !Behaviour.agree(samples, expected, tolerance) else { return }
    throw SearchProblem(
      message, at: variables.first?.span,
      help: "a narrower range may do; or list the values of interest: vary NAME in (..., ...)")
  }

  /// What the three waveforms at both ends and in the middle of a range have to do with each other.
  private enum Behaviour: Equatable {
    case unchanged, proportional, turned, curved

    init(_ ends: [[[Double]]], _ nearby: [[Double]], _ pulse: Int) {
      let (lower, middle, upper) = (ends[0][pulse], ends[1][pulse], ends[2][pulse])
      let rounding = PulseFollowers.rounding
      let halfway = Self.angle(from: lower, to: middle)
      func between(_ share: Double) -> [Double] { zip(lower, upper).map { $0 + share * ($1 - $0) } }
      if Self.agree(lower, nearby[pulse], rounding), Self.agree(lower, middle, rounding),
        Self.agree(middle, upper, rounding)
      {
        self = .unchanged
      } else if Self.agree(middle, between(0.5), rounding),
        Self.agree(nearby[pulse], between(1 / PulseFollowers.nearby), rounding)
      {
        self = .proportional
      } else if Self.agree(FollowingPulse.turned(lower, by: halfway), middle, rounding),
        Self.agree(FollowingPulse.turned(middle, by: halfway), upper, rounding)
      {
        self = .turned
      } else {
        self = .curved
      }
    }

    static func agree(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
      let largest = a.reduce(1e-9) { max($0, abs($1)) }
      return a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * largest }
    }

    /// Of the rotation that brings one waveform closest to another, rad.
    static func angle(from a: [Double], to b: [Double]) -> Double {
      var (real, imaginary) = (0.0, 0.0)
      for index in stride(from: 0, to: a.count, by: 2) {
        real += a[index] * b[index] + a[index + 1] * b[index + 1]
        imaginary += a[index] * b[index + 1] - a[index + 1] * b[index]
      }
      return ElementaryFunctions.atan2(imaginary, real)
    }
  }
}
