/// Times of a design that a search varies (`vary TE in 30 ms .. 60 ms`): how the delays of its shots follow them.
import SequenceIR

/// The design is compiled with each time at both ends of its range. Only delays may differ between them, and each by the
/// same amount per unit of time: then delay_i = base_i + sum_v slope_iv (value_v - design_v), and the gradient by a time
/// is exact, d/dvalue_v = sum_i slope_iv d/ddelay_i.
struct SearchedTimes: Sendable {
  let variables: [OptimizationRequest.Variable]
  /// [delay][variable]
  let slopes: [[Double]]

  static let none = SearchedTimes(variables: [], slopes: [])

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

  func transposed(_ gradient: [Double]) -> [Double] {
    variables.indices.map { variable in
      zip(slopes, gradient).reduce(0) { $0 + $1.0[variable] * $1.1 }
    }
  }

  /// The relaxation of a searched delay acts at its end: parts of it keep that close to where it happens.
  private static let parts = 4

  /// Delays that do not differ by more than a raster from what is expected are rounded, not something else.
  private static let rasterSeconds = 2e-5

  /// The times, and the shots with the delays that follow them marked. `relower` gives the shots of the design with
  /// another value of a variable.
  static func make(
    _ variables: [OptimizationRequest.Variable], _ shots: ShotPrograms,
    relower: (OptimizationRequest.Variable, Quantity) throws(SearchProblem) -> ShotPrograms
  ) throws(SearchProblem) -> (SearchedTimes, ShotPrograms) {
    guard !variables.isEmpty else { return (.none, shots) }
    let base = shots.items.flatMap { $0.program.steps.delays }
    var columns: [[Double]] = []
    for variable in variables {
      guard variable.value.dimension == .time else {
        throw SearchProblem(
          "`\(variable.name)` is not a time, and only times can be varied", at: variable.span,
          help: "search once for each value of interest, and compare them by `seqc compare`")
      }
      let ends = (
        try relower(variable, variable.lower), try relower(variable, variable.upper)
      )
      guard ends.0.isAlike(shots), ends.1.isAlike(shots) else {
        throw SearchProblem(
          "`\(variable.name)` changes more than delays, and only delays can be varied", at: variable.span,
          help: "search once for each value of interest, and compare them by `seqc compare`")
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
      columns.append(column)
    }
    var marked = shots
    var kept: [[Double]] = []
    var index = 0
    for item in marked.items.indices {
      marked.items[item].program.steps = marked.items[item].program.steps.mappingDelays { delay in
        let row = columns.map { $0[index] }
        index += 1
        guard row.contains(where: { abs($0) > 1e-6 }) else { return [delay] }
        return (0..<parts).map { _ in
          kept.append(row.map { $0 / Double(parts) })
          return SpinProgram.Delay(seconds: delay.seconds / Double(parts), control: kept.count - 1)
        }
      }
    }
    for item in marked.items.indices { marked.items[item].program.controlDelayCount = kept.count }
    return (SearchedTimes(variables: variables, slopes: kept), marked)
  }
}

extension [SpinProgram.Step] {
  /// Seconds of all delays in their order.
  fileprivate var delays: [Double] {
    flatMap { step -> [Double] in
      switch step {
      case .delay(let delay): return [delay.seconds]
      case .positions(let positions): return positions.steps.delays
      case .pulse, .select, .symmetrize, .dephase: return []
      }
    }
  }

  fileprivate func mappingDelays(_ change: (SpinProgram.Delay) -> [SpinProgram.Delay]) -> [SpinProgram.Step] {
    flatMap { step -> [SpinProgram.Step] in
      switch step {
      case .delay(let delay): return change(delay).map { .delay($0) }
      case .positions(var positions):
        positions.steps = positions.steps.mappingDelays(change)
        return [.positions(positions)]
      case .pulse, .select, .symmetrize, .dephase: return [step]
      }
    }
  }
}

extension ShotPrograms {
  /// Whether all but the lengths of delays is the same, rounding apart.
  fileprivate func isAlike(_ other: ShotPrograms) -> Bool {
    items.count == other.items.count
      && zip(items, other.items).allSatisfy { a, b in
        a.count == b.count && a.channel == b.channel && a.sampleCount == b.sampleCount
          && a.dwellSeconds == b.dwellSeconds && a.program.steps.isAlike(b.program.steps)
      }
  }
}

extension [SpinProgram.Step] {
  fileprivate func isAlike(_ other: [SpinProgram.Step]) -> Bool {
    count == other.count && zip(self, other).allSatisfy { Self.areAlike($0, $1) }
  }

  private static func areAlike(_ a: SpinProgram.Step, _ b: SpinProgram.Step) -> Bool {
    switch (a, b) {
    case (.delay, .delay), (.symmetrize, .symmetrize): true
    case (.select(let first), .select(let second)): first == second
    case (.dephase(let first), .dephase(let second)): close(first, second)
    case (.positions(let first), .positions(let second)):
      close(first.weights, second.weights) && close(first.places.flatMap { $0 }, second.places.flatMap { $0 })
        && first.steps.isAlike(second.steps)
    case (.pulse(let first), .pulse(let second)):
      first.dwellSeconds == second.dwellSeconds
        && close([first.phase, first.turnHertz], [second.phase, second.turnHertz])
        && close(first.gradients.flatMap { $0 }, second.gradients.flatMap { $0 })
        && areAlike(first.waveform, second.waveform)
    default: false
    }
  }

  private static func areAlike(
    _ a: SpinProgram.Pulse.Waveform, _ b: SpinProgram.Pulse.Waveform
  ) -> Bool {
    switch (a, b) {
    case (.fixed(let x, let y), .fixed(let u, let v)): close(x, u) && close(y, v)
    case (.control(let first, let count), .control(let other, let length)): first == other && count == length
    default: false
    }
  }

  /// Equal but for what the file format and sums of times round.
  private static func close(_ a: [Double], _ b: [Double]) -> Bool {
    let largest = a.reduce(1e-9) { Swift.max($0, abs($1)) }
    return a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-5 * largest }
  }
}
