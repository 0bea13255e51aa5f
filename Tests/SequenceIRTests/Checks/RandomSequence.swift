// Small sequences drawn at random, with events of every kind, most of them legal; and what a change makes of them.
import SequenceIR
import TestSupport

/// Uniform numbers from a fixed seed (SplitMix64), so that a failure can be repeated.
struct Draw {
  var state: UInt64

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func number(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(bits() >> 11) / 9_007_199_254_740_992
  }

  mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(bits() % UInt64(range.count))
  }

  mutating func chance(_ probability: Double) -> Bool { number(0...1) < probability }
}

/// One to five blocks of 0.2 to 1 ms and some waits, in segments that repeat up to four times, on the rasters of T3.
struct RandomSequence {
  private var draw: Draw
  private var builder = SequenceBuilder()
  /// What the gradients stand at, mT/m.
  private var level = [0.0, 0, 0]
  /// Most sequences keep the limits of gradients and RF by far, so that other faults show alone.
  private let strength: Double
  private let rotation: Rotation?

  static func make(seed: UInt64) -> SequenceIR.Sequence {
    var maker = RandomSequence(seed: seed)
    let count = maker.draw.whole(1...5)
    for index in 0..<count {
      let endsSegment = index == count - 1 || maker.draw.chance(0.35)
      maker.addBlock(index, endsSegment)
      if maker.level == [0, 0, 0], maker.draw.chance(0.1) {
        maker.builder.append("wait \(index)", Double(10 * maker.draw.whole(300...2000)), [])
      }
      if endsSegment { maker.builder.endSegment(repetitions: maker.draw.whole(1...4)) }
    }
    return maker.builder.finished().sequence
  }

  private init(seed: UInt64) {
    draw = Draw(state: seed)
    strength = draw.chance(0.6) ? 0.4 : 1.15
    rotation =
      draw.chance(0.25)
      ? Rotation(
        w: draw.number(-1...1), x: draw.number(-1...1), y: draw.number(-1...1), z: draw.number(0.1...1)) : nil
  }

  private mutating func addBlock(_ index: Int, _ endsSegment: Bool) {
    let duration = 10 * draw.whole(20...100)
    var events: [SequenceBuilder.Event] = []
    for axis in Axis.allCases {
      if let event = gradient(axis, duration, endsSegment && draw.chance(0.95)) { events.append(event) }
    }
    let kind = draw.number(0...1)
    if kind < 0.35 { events.append(pulse(duration)) }
    if kind > 0.3, kind < 0.65 { events.append(acquisition(duration)) }
    if let rotation { events.append(.rotation(rotation)) }
    if index == 0, draw.chance(0.5) { events.append(CheckCase.fixed) }
    if draw.chance(0.2) { events.append(.label(LabelOperation(.increment, .line, draw.whole(-1...20_000)))) }
    if draw.chance(0.05) {
      events.append(.trigger(delay: 10, duration: Double(10 * draw.whole(1...(duration / 10)))))
    }
    if draw.chance(0.03) { events.append(.shim([1])) }
    // One in fifty is off the raster of blocks.
    builder.append("block \(index)", Double(duration) + (draw.chance(0.02) ? 5 : 0), events)
  }

  /// Goes on from where the axis stands, and now and then forgets to.
  private mutating func gradient(_ axis: Axis, _ duration: Int, _ mustEnd: Bool) -> SequenceBuilder.Event? {
    let from = draw.chance(0.02) ? 0 : level[axis.rawValue]
    level[axis.rawValue] = 0
    let kind = from == 0 ? draw.number(0...1) : 1
    let rise = 10 * draw.whole(1...(duration / 20))
    // 150 T/m/s are 0.15 mT/m in a microsecond.
    let peak = draw.number(-1...1) * strength * min(40, 0.15 * Double(rise))
    if kind < 0.35 { return nil }
    if kind < 0.65 {
      let delay = draw.chance(0.3) ? min(50, duration - 2 * rise) : 0
      return .trapezoid(
        axis, peak, rise: Double(rise), flat: Double(duration - 2 * rise - delay), fall: Double(rise),
        delay: Double(delay))
    }
    if kind < 0.75 {
      let count = duration / 10
      let samples = (0..<count).map { index in
        let turn = (Double(index) + 0.5) / Double(count)
        return peak * 4 * turn * (1 - turn)
      }
      return .samples(axis, samples, first: 0, last: 0)
    }
    let to = mustEnd || draw.chance(0.5) ? 0 : draw.number(-5...5) * strength
    level[axis.rawValue] = to
    return .corners(axis, [(0, from), (Double(rise), peak), (Double(duration), to)])
  }

  private mutating func pulse(_ duration: Int) -> SequenceBuilder.Event {
    .rectangle(
      draw.number(0.5...14) * strength, duration: Double(10 * draw.whole(1...((duration - 130) / 10))),
      delay: draw.chance(0.95) ? 100 : Double(draw.whole(0...99)),
      offsetKilohertz: draw.chance(0.05) ? 260 : draw.number(-20...20))
  }

  private mutating func acquisition(_ duration: Int) -> SequenceBuilder.Event {
    let dwell = draw.chance(0.97) ? 5 : 5.03
    let delay = draw.chance(0.9) ? 20 : 10.0
    let fitting = Int((Double(duration) - 20 - delay) / dwell)
    let count = draw.whole(1...(fitting / 4)) * 4 + (draw.chance(0.03) ? 1 : 0)
    return .adc(draw.chance(0.7) ? 32 : count, dwell: dwell, delay: delay)
  }
}
