// A sequence played out on one time axis, worked out here from the events alone: what a spin at rest would see.
import SequenceIR

package struct PlayedSequence {
  package struct Pulse {
    /// Rotation point, seconds from the start of the sequence.
    package let centre: Double
    package let event: RFEvent
    package let origin: SourceSpan
  }

  package struct Window {
    /// Start of the first dwell and length, seconds.
    package let start: Double
    package let length: Double
    package let event: ADCEvent
    /// Labels as they stand at this acquisition.
    package let labels: [Label: Int]
    package var middle: Double { start + length / 2 }
  }

  /// A straight piece of a gradient: seconds and Hz/m.
  private struct Piece {
    let from: Double
    let to: Double
    let first: Double
    let last: Double
    /// Zeroth moment of everything before it, 1/m.
    let before: Double
  }

  package private(set) var pulses: [Pulse] = []
  package private(set) var windows: [Window] = []
  package private(set) var duration = 0.0
  private var pieces: [[Piece]] = [[], [], []]

  /// Rotations of blocks are not applied: moments are those of the design's own axes.
  package init(_ sequence: SequenceIR.Sequence) {
    var labels: [Label: Int] = [:]
    for entry in sequence.timeline {
      let start = Double(entry.start.picoseconds) * 1e-12
      let block = entry.block
      if !block.extras.isNone { PlayedSequence.apply(sequence.library[block.extras].labels, to: &labels) }
      if !block.rf.isNone {
        let event = sequence.library[block.rf]
        let centre = start + event.delay.seconds + event.centre.seconds
        pulses.append(Pulse(centre: centre, event: event, origin: block.origin))
      }
      for axis in Axis.allCases where !block.gradient(axis).isNone {
        add(sequence.library[block.gradient(axis)], axis.rawValue, at: start, sequence)
      }
      if !block.adc.isNone {
        let event = sequence.library[block.adc]
        windows.append(
          Window(
            start: start + event.delay.seconds, length: event.dwell.seconds * Double(event.sampleCount),
            event: event,
            labels: labels))
      }
      duration = start + block.duration.seconds
    }
  }

  private static func apply(_ operations: [LabelOperation], to labels: inout [Label: Int]) {
    for operation in operations where operation.kind == .set { labels[operation.label] = operation.value }
    for operation in operations where operation.kind == .increment {
      labels[operation.label, default: 0] += operation.value
    }
  }

  private mutating func add(
    _ event: GradientEvent, _ axis: Int, at start: Double, _ sequence: SequenceIR.Sequence
  ) {
    switch event {
    case .trapezoid(let shape):
      let a = shape.amplitudeHertzPerMetre
      var time = start + shape.delay.seconds
      for (length, first, last) in [(shape.rise, 0.0, a), (shape.flat, a, a), (shape.fall, a, 0.0)] {
        append(axis, time, time + length.seconds, first, last)
        time += length.seconds
      }
    case .arbitrary(let shape):
      let samples = sequence.library[shape.shape].samples().map { $0 * shape.amplitudeHertzPerMetre }
      let raster = sequence.rasters.gradient.seconds
      var points: [(Double, Double)]
      switch shape.timing {
      case .centres:
        points = [(0, shape.firstHertzPerMetre)]
        points += samples.enumerated().map { ((Double($0.offset) + 0.5) * raster, $0.element) }
        points.append((Double(samples.count) * raster, shape.lastHertzPerMetre))
      case .halfRaster:
        points = [(0, shape.firstHertzPerMetre)]
        points += samples.enumerated().map { (Double($0.offset + 1) * raster / 2, $0.element) }
        points.append((Double(samples.count + 1) * raster / 2, shape.lastHertzPerMetre))
      case .explicit(let times):
        points = zip(sequence.library[times].samples(), samples).map { ($0 * raster, $1) }
      }
      let delay = start + shape.delay.seconds
      for (a, b) in zip(points, points.dropFirst()) { append(axis, delay + a.0, delay + b.0, a.1, b.1) }
    }
  }

  private mutating func append(_ axis: Int, _ from: Double, _ to: Double, _ first: Double, _ last: Double) {
    guard to > from else { return }
    let previous = pieces[axis].last
    let before = previous.map { $0.before + ($0.first + $0.last) / 2 * ($0.to - $0.from) } ?? 0
    pieces[axis].append(Piece(from: from, to: to, first: first, last: last, before: before))
  }

  /// Zeroth moment of an axis from the start of the sequence to `time`, 1/m.
  private func integral(_ axis: Axis, to time: Double) -> Double {
    let list = pieces[axis.rawValue]
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].from < time { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    let piece = list[low - 1]
    let length = min(time, piece.to) - piece.from
    let slope = (piece.last - piece.first) / (piece.to - piece.from)
    return piece.before + length * (piece.first + slope * length / 2)
  }

  /// Zeroth moment of an axis between two times, 1/m.
  package func moment(_ axis: Axis, from start: Double, to end: Double) -> Double {
    integral(axis, to: end) - integral(axis, to: start)
  }

  /// What the spins of the last excitation have gathered by `time`, 1/m; refocusing pulses turn the sign.
  package func k(_ axis: Axis, at time: Double) -> Double {
    let past = pulses[..<firstPulse(after: time)]
    guard let last = past.lastIndex(where: { $0.event.use == .excitation }) else { return .nan }
    var sum = 0.0
    var from = past[last].centre
    for pulse in past[(last + 1)...] where pulse.event.use == .refocusing {
      sum = -(sum + moment(axis, from: from, to: pulse.centre))
      from = pulse.centre
    }
    return sum + moment(axis, from: from, to: time)
  }

  /// Rotation point of the last excitation before `time`, seconds.
  package func excitation(before time: Double) -> Double? {
    pulses[..<firstPulse(after: time)].last { $0.event.use == .excitation }?.centre
  }

  private func firstPulse(after time: Double) -> Int {
    var low = 0
    var high = pulses.count
    while low < high {
      let middle = (low + high) / 2
      if pulses[middle].centre < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
