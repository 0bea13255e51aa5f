/// A program cut at the times whose states are wanted.
import SequenceIR

struct StateProgram: Sendable {
  indirect enum Element: Sendable {
    case step(SpinProgram.Step)
    /// A wanted time.
    case mark(Int)
    /// Between a pulse and the next: where coherence orders are told apart.
    case split(Int)
    case positions(places: [[Double]], weights: [Double], elements: [Element])
  }

  /// What the filters before a place have done.
  struct Stage: Sendable, Equatable {
    /// Orders of one sign were dropped as mirror images of those that are kept.
    var isHalved = false
    /// Orders that the filter after the last pulse keeps; nil: there was none.
    var keptOrders: [Int]?
    var pulsesBefore = 0
    /// Nothing but order -1 counts: the last pulse has been, and gradients or the phase cycle remove the rest.
    var isDetected = false
  }

  let elements: [Element]
  let start: SpinProgram.Start
  /// Of each mark.
  let stages: [Stage]
  /// Where the cut is, from the end of the program, s; pulses are cut between samples.
  let seconds: [Double]
  /// Of each split.
  let splits: [Stage]
  let pulseCount: Int

  /// `times`: from the end of the program, none above 0, ascending. A time at the end of a pulse is after its filter; at
  /// the start of a pulse, before it. What is earlier than the program is its start.
  init(_ program: SpinProgram, times: [Double]) {
    var cutter = StateCutter(times: times, now: -StateProgram.duration(of: program.steps))
    var elements = cutter.elements(of: program.steps)
    cutter.finish(&elements)
    self.elements = elements
    start = program.start
    stages = cutter.stages
    seconds = cutter.seconds
    splits = cutter.splits
    pulseCount = cutter.stage.pulsesBefore
  }

  static func duration(of steps: [SpinProgram.Step]) -> Double {
    steps.reduce(0) { sum, step in
      switch step {
      case .pulse(let pulse): sum + Double(pulse.sampleCount) * pulse.dwellSeconds
      case .delay(let delay): sum + delay.seconds
      case .positions(let positions): sum + duration(of: positions.steps)
      case .select, .symmetrize, .dephase: sum
      }
    }
  }

  /// Starts and ends of all pulses, from the end of the program, s.
  static func pulseTimes(of program: SpinProgram) -> [(start: Double, end: Double)] {
    var now = -duration(of: program.steps)
    var result: [(start: Double, end: Double)] = []
    func walk(_ steps: [SpinProgram.Step]) {
      for step in steps {
        switch step {
        case .pulse(let pulse):
          let end = now + Double(pulse.sampleCount) * pulse.dwellSeconds
          result.append((now, end))
          now = end
        case .delay(let delay): now += delay.seconds
        case .positions(let positions): walk(positions.steps)
        case .select, .symmetrize, .dephase: break
        }
      }
    }
    walk(program.steps)
    return result
  }
}

private struct StateCutter {
  let times: [Double]
  var now: Double
  var stage = StateProgram.Stage()
  var stages: [StateProgram.Stage] = []
  var seconds: [Double] = []
  var splits: [StateProgram.Stage] = []
  private var awaitsSplit = false
  /// Times nearer than this are one.
  private static let tolerance = 1e-10

  init(times: [Double], now: Double) {
    self.times = times
    self.now = now
  }

  /// Marks stand before what takes time, and outside of averages where they can: `settle` is called there.
  mutating func elements(of steps: [SpinProgram.Step]) -> [StateProgram.Element] {
    var result: [StateProgram.Element] = []
    for step in steps {
      switch step {
      case .pulse(let pulse):
        settle(&result)
        append(pulse, to: &result)
      case .delay(let delay):
        settle(&result)
        append(delay, to: &result)
      case .positions(let positions):
        settle(&result)
        result.append(
          .positions(
            places: positions.places, weights: positions.weights, elements: elements(of: positions.steps)))
      case .select(let orders):
        stage.keptOrders = orders
        if Set(orders) != Set(orders.map { -$0 }) { stage.isHalved = true }
        result.append(.step(step))
      case .symmetrize:
        stage.keptOrders = stage.keptOrders.map { Set($0 + $0.map { -$0 }).sorted() }
        stage.isHalved = false
        result.append(.step(step))
      case .dephase: result.append(.step(step))
      }
    }
    return result
  }

  /// What is left at the end, which is that of the last pulse's interval.
  mutating func finish(_ result: inout [StateProgram.Element]) {
    settle(&result)
    // After the last pulse, what was halved goes on as order -1 alone.
    for index in stages.indices
    where stages[index].pulsesBefore == stage.pulsesBefore && stages[index].isHalved {
      stages[index].keptOrders = [-1]
      stages[index].isDetected = true
    }
  }

  private mutating func settle(_ result: inout [StateProgram.Element]) {
    if awaitsSplit {
      splits.append(stage)
      result.append(.split(splits.count - 1))
      awaitsSplit = false
    }
    while seconds.count < times.count, times[seconds.count] <= now + StateCutter.tolerance { mark(&result) }
  }

  private mutating func mark(_ result: inout [StateProgram.Element]) {
    result.append(.mark(seconds.count))
    seconds.append(now)
    stages.append(stage)
  }

  private mutating func append(_ delay: SpinProgram.Delay, to result: inout [StateProgram.Element]) {
    let end = now + delay.seconds
    while seconds.count < times.count, times[seconds.count] < end - StateCutter.tolerance {
      let part = times[seconds.count] - now
      if part > 0 { result.append(.step(.delay(.init(seconds: part)))) }
      now = times[seconds.count]
      mark(&result)
    }
    result.append(.step(.delay(.init(seconds: end - now, control: delay.control))))
    now = end
  }

  private mutating func append(_ pulse: SpinProgram.Pulse, to result: inout [StateProgram.Element]) {
    let start = now
    let end = start + Double(pulse.sampleCount) * pulse.dwellSeconds
    var first = 0
    stage.pulsesBefore += 1
    stage.keptOrders = nil
    while seconds.count < times.count, times[seconds.count] < end - StateCutter.tolerance {
      let sample = Int(((times[seconds.count] - start) / pulse.dwellSeconds).rounded())
      guard sample < pulse.sampleCount else { break }
      if sample > first { result.append(.step(.pulse(pulse.part(first..<sample)))) }
      first = max(first, sample)
      now = start + Double(first) * pulse.dwellSeconds
      mark(&result)
    }
    result.append(.step(.pulse(first == 0 ? pulse : pulse.part(first..<pulse.sampleCount))))
    now = end
    awaitsSplit = true
  }
}

extension SpinProgram.Pulse {
  /// Some of its samples, as they are played within the whole.
  fileprivate func part(_ samples: Range<Int>) -> SpinProgram.Pulse {
    var result = self
    switch waveform {
    case .fixed(let x, let y): result.waveform = .fixed(x: Array(x[samples]), y: Array(y[samples]))
    case .control(let first, _):
      result.waveform = .control(first: first + samples.lowerBound, count: samples.count)
    }
    result.phase += 2 * Double.pi * turnHertz * Double(samples.lowerBound) * dwellSeconds
    result.gradients = gradients.map { $0.count > 1 ? Array($0[samples]) : $0 }
    return result
  }
}
