/// What two compilations of a design have in common: the parts of their programs, one by one.
import SequenceIR

extension [SpinProgram.Step] {
  /// Seconds of all delays in their order.
  var delays: [Double] {
    flatMap { step -> [Double] in
      switch step {
      case .delay(let delay): return [delay.seconds]
      case .positions(let positions): return positions.steps.delays
      case .pulse, .select, .symmetrize, .dephase: return []
      }
    }
  }

  func mappingDelays(_ change: (SpinProgram.Delay) -> [SpinProgram.Delay]) -> [SpinProgram.Step] {
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

  /// Samples x0, y0, x1, y1, ... of all pulses that are not searched for themselves, in their order, Hz.
  var fixedWaveforms: [[Double]] {
    flatMap { step -> [[Double]] in
      switch step {
      case .pulse(let pulse):
        guard case .fixed(let x, let y) = pulse.waveform else { return [] }
        return [zip(x, y).flatMap { [$0, $1] }]
      case .positions(let positions): return positions.steps.fixedWaveforms
      case .delay, .select, .symmetrize, .dephase: return []
      }
    }
  }

  /// `change` is given the pulses that are not searched for themselves, in their order.
  func mappingFixedPulses(_ change: (SpinProgram.Pulse) -> SpinProgram.Pulse) -> [SpinProgram.Step] {
    map { step in
      switch step {
      case .pulse(let pulse):
        if case .fixed = pulse.waveform { return .pulse(change(pulse)) }
        return step
      case .positions(var positions):
        positions.steps = positions.steps.mappingFixedPulses(change)
        return .positions(positions)
      case .delay, .select, .symmetrize, .dephase: return step
      }
    }
  }
}

extension ShotPrograms {
  /// Whether all but the lengths of delays is the same, rounding apart. Without `waveforms` fixed pulses of as many
  /// samples are alike, and so are places along a slice, which follow from its pulses.
  func isAlike(_ other: ShotPrograms, waveforms: Bool) -> Bool {
    items.count == other.items.count
      && zip(items, other.items).allSatisfy { a, b in
        a.count == b.count && a.channel == b.channel && a.sampleCount == b.sampleCount
          && a.dwellSeconds == b.dwellSeconds && a.isExact == b.isExact
          && a.program.steps.isAlike(b.program.steps, waveforms)
      }
  }
}

extension [SpinProgram.Step] {
  fileprivate func isAlike(_ other: [SpinProgram.Step], _ waveforms: Bool) -> Bool {
    count == other.count && zip(self, other).allSatisfy { Self.areAlike($0, $1, waveforms) }
  }

  private static func areAlike(_ a: SpinProgram.Step, _ b: SpinProgram.Step, _ waveforms: Bool) -> Bool {
    switch (a, b) {
    case (.delay, .delay), (.symmetrize, .symmetrize): true
    case (.select(let first), .select(let second)): first == second
    case (.dephase(let first), .dephase(let second)): close(first, second)
    case (.positions(let first), .positions(let second)):
      first.places.count == second.places.count && first.steps.isAlike(second.steps, waveforms)
        && (!waveforms
          || close(first.weights, second.weights)
            && close(first.places.flatMap { $0 }, second.places.flatMap { $0 }))
    case (.pulse(let first), .pulse(let second)):
      first.dwellSeconds == second.dwellSeconds
        && close([first.phase, first.turnHertz], [second.phase, second.turnHertz])
        && close(first.gradients.flatMap { $0 }, second.gradients.flatMap { $0 })
        && areAlike(first.waveform, second.waveform, waveforms)
    default: false
    }
  }

  private static func areAlike(
    _ a: SpinProgram.Pulse.Waveform, _ b: SpinProgram.Pulse.Waveform, _ waveforms: Bool
  ) -> Bool {
    switch (a, b) {
    case (.fixed(let x, let y), .fixed(let u, let v)):
      waveforms ? close(x, u) && close(y, v) : x.count == u.count && y.count == v.count
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
