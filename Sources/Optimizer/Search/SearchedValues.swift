/// Values of a design that a search varies (`vary TE in 30 ms .. 60 ms`, `vary FLIP in 60 deg .. 120 deg`): how the
/// delays and the pulses of its shots follow them.
import SequenceIR

/// The design is compiled with other values. Between them only delays may differ, each by the same amount per unit of
/// time, delay_i = base_i + sum_v slope_iv (value_v - design_v), or, for angles and numbers, only samples of pulses
/// that are not searched for themselves (`FollowingPulse`). So gradients by values are exact: those of delays and
/// samples, carried through slopes.
struct SearchedValues: Sendable {
  typealias Variable = OptimizationRequest.Variable

  let variables: [Variable]
  /// [delay][variable]
  let slopes: [[Double]]
  /// Their samples stand one after the other behind those of the searched pulses.
  let pulses: [FollowingPulse]
  /// What the design's pulses need at most over all values that were tried, Hz, and Hz^2 s more than with its own.
  let peakHertz: Double
  let additionalEnergy: Double

  static let none = SearchedValues(
    variables: [], slopes: [], pulses: [], peakHertz: 0, additionalEnergy: 0)

  /// What the delays of the programs are longer than in the design, s.
  func delays(_ values: some Collection<Double>) -> [Double] {
    slopes.map { row in
      var sum = 0.0
      for ((slope, value), variable) in zip(zip(row, values), variables) {
        sum += slope * (value - variable.value.value)
      }
      return sum
    }
  }

  /// Samples of the pulses that follow the values, Hz.
  func samples(_ values: some Collection<Double>) -> [Double] {
    pulses.flatMap { $0.samples(Array(values)) }
  }

  /// Searched samples, and what the values make of the rest.
  func controls(_ samples: some Collection<Double>, _ values: some Collection<Double>) -> EnsembleControls {
    EnsembleControls(samples: samples + self.samples(values), delays: delays(values))
  }

  /// The gradient by the values, of the gradient by `samples(values)` and `delays(values)`.
  func transposed(
    samples: ArraySlice<Double>, delays: [Double], at values: some Collection<Double>
  ) -> [Double] {
    var result = variables.indices.map { variable in
      zip(slopes, delays).reduce(0) { $0 + $1.0[variable] * $1.1 }
    }
    let values = Array(values)
    var first = samples.startIndex
    for pulse in pulses {
      let end = first + pulse.shape.count
      pulse.addGradient(samples[first..<end], at: values, to: &result)
      first = end
    }
    return result
  }
}

/// A design with some values of its variables.
struct LoweredShots: Sendable {
  var programs: ShotPrograms
  /// Of all pulses of the sequence.
  var peakHertz: Double
  var energy: Double

  var fixedWaveforms: [[Double]] { programs.items.flatMap { $0.program.steps.fixedWaveforms } }
}

extension SearchedValues {
  /// The relaxation of a searched delay acts at its end: parts of it keep that close to where it happens.
  private static let parts = 4

  /// Delays that do not differ by more than a raster from what is expected are rounded, not something else.
  private static let rasterSeconds = 2e-5

  typealias Relower = ([(variable: Variable, value: Double)]) throws(SearchProblem) -> LoweredShots

  /// The values, and the shots with the delays and pulses that follow them marked. `relower` gives the shots of the
  /// design with other values of some variables.
  static func make(
    _ variables: [Variable], _ design: LoweredShots, relower: Relower
  ) throws(SearchProblem) -> (SearchedValues, ShotPrograms) {
    guard !variables.isEmpty else { return (.none, design.programs) }
    let count = design.programs.items.reduce(0) { $0 + $1.program.steps.delays.count }
    var columns: [[Double]] = []
    var followers = PulseFollowers(design)
    for (index, variable) in variables.enumerated() {
      switch variable.value.dimension {
      case .time: columns.append(try column(of: variable, design.programs, relower: relower))
      case .angle, .none:
        columns.append([Double](repeating: 0, count: count))
        try followers.add(variable, index, relower: relower)
      default:
        throw SearchProblem(
          "`\(variable.name)` is neither a time nor an angle nor a number, and only these can be varied",
          at: variable.span, help: "list the values of interest instead: vary \(variable.name) in (..., ...)")
      }
    }
    try followers.check(variables, relower: relower)
    var marked = design.programs
    let slopes = markDelays(of: &marked, columns)
    let pulses = followers.mark(&marked)
    return (
      SearchedValues(
        variables: variables, slopes: slopes, pulses: pulses, peakHertz: followers.peakHertz,
        additionalEnergy: followers.additionalEnergy), marked
    )
  }

  /// How much each delay grows with a time.
  private static func column(
    of variable: Variable, _ design: ShotPrograms, relower: Relower
  ) throws(SearchProblem) -> [Double] {
    let base = design.items.flatMap { $0.program.steps.delays }
    let ends = (
      try relower([(variable, variable.lower.value)]).programs,
      try relower([(variable, variable.upper.value)]).programs
    )
    guard ends.0.isAlike(design, waveforms: true), ends.1.isAlike(design, waveforms: true) else {
      throw SearchProblem(
        "`\(variable.name)` changes more than delays, and a time that is varied may change nothing else",
        at: variable.span, help: "list the values of interest instead: vary \(variable.name) in (..., ...)")
    }
    let (lower, upper) = (
      ends.0.items.flatMap { $0.program.steps.delays }, ends.1.items.flatMap { $0.program.steps.delays }
    )
    let range = variable.upper.value - variable.lower.value
    let offset = variable.value.value - variable.lower.value
    let column = zip(lower, upper).map { ($1 - $0) / range }
    for (index, slope) in column.enumerated()
    where abs(lower[index] + slope * offset - base[index]) > rasterSeconds {
      throw SearchProblem(
        "a delay does not follow `\(variable.name)` in proportion", at: variable.span,
        help: "a narrower range may do")
    }
    guard column.contains(where: { abs($0) * range > rasterSeconds }) else {
      throw SearchProblem(
        "`\(variable.name)` changes nothing between the first pulse and the acquisition", at: variable.span,
        help: "vary an echo time or a mixing time, or remove the line")
    }
    return column
  }

  private static func markDelays(of programs: inout ShotPrograms, _ columns: [[Double]]) -> [[Double]] {
    var kept: [[Double]] = []
    var index = 0
    for item in programs.items.indices {
      programs.items[item].program.steps = programs.items[item].program.steps.mappingDelays { delay in
        let row = columns.map { $0[index] }
        index += 1
        guard row.contains(where: { abs($0) > 1e-6 }) else { return [delay] }
        return (0..<parts).map { _ in
          kept.append(row.map { $0 / Double(parts) })
          return SpinProgram.Delay(seconds: delay.seconds / Double(parts), control: kept.count - 1)
        }
      }
    }
    for item in programs.items.indices { programs.items[item].program.controlDelayCount = kept.count }
    return kept
  }

  /// Whether all delays are those of the design, rasters apart.
  static func keepsDelays(_ programs: ShotPrograms, of design: ShotPrograms) -> Bool {
    zip(
      programs.items.flatMap { $0.program.steps.delays }, design.items.flatMap { $0.program.steps.delays }
    ).allSatisfy { abs($0 - $1) <= rasterSeconds }
  }
}
