/// Reads a waveform file back and compares it with the sequence: gradients as functions of time, pulses sample by sample.
import SequenceIR

/// The channels of a file as numbers; times in us.
struct GERecording {
  private(set) var channels: [Int: [(time: Double, value: Double)]] = [:]
  private(set) var endTime = 0.0

  /// What is wrong with the file, or what it holds.
  static func read(_ bytes: [UInt8]) -> Result<GERecording, XMLProblems> {
    XMLReader.read(bytes, GEWaveforms.rules).flatMap { document in
      var recording = GERecording()
      recording.endTime = number(document.root["endTime"]) ?? -1
      for sequencer in document.root.elements("sequencer") {
        guard let id = number(sequencer["id"]).flatMap({ Int(exactly: $0) }),
          let rows = rows(of: sequencer.first("data")?.text ?? "")
        else {
          let problem = XMLProblem(.refused, "a sequencer without a number, or a row that is not two numbers")
          return .failure(XMLProblems([problem]))
        }
        recording.channels[id] = rows
      }
      return .success(recording)
    }
  }

  private static func number(_ text: String?) -> Double? {
    text.flatMap { DecimalText.number(Array($0.utf8)[...]) }
  }

  private static func rows(of text: String) -> [(time: Double, value: Double)]? {
    var result: [(Double, Double)] = []
    for line in text.utf8.split(separator: 10) {
      let words = line.split { $0 == 9 || $0 == 32 || $0 == 13 }
      if words.isEmpty { continue }
      guard words.count == 2, let time = DecimalText.number(Array(words[0])[...]),
        let value = DecimalText.number(Array(words[1])[...])
      else { return nil }
      result.append((time, value))
    }
    return result
  }
}

struct GEComparison {
  private let recording: GERecording
  private let sequence: Sequence
  private let scale: GEScale
  private var differences: [String] = []

  private static let mostDifferences = 5

  /// In words; empty when the file holds what the instance plays.
  static func differences(
    _ bytes: [UInt8], _ instance: GEInstance, _ sequence: Sequence, _ scale: GEScale
  ) -> [String] {
    switch GERecording.read(bytes) {
    case .failure(let problems): return problems.items.map(\.message)
    case .success(let recording):
      var comparison = GEComparison(recording: recording, sequence: sequence, scale: scale)
      comparison.compare(instance)
      return comparison.differences
    }
  }

  private init(recording: GERecording, sequence: Sequence, scale: GEScale) {
    self.recording = recording
    self.sequence = sequence
    self.scale = scale
  }

  private mutating func compare(_ instance: GEInstance) {
    if recording.endTime != instance.duration.microseconds {
      differences.append("the end is at \(recording.endTime) us, expected \(instance.duration)")
    }
    for id in [0, 1, 2, 4, 5] {
      let rows = recording.channels[id] ?? []
      let isOrdered = zip(rows, rows.dropFirst()).allSatisfy { $0.time <= $1.time }
      if rows.count < 2 || !isOrdered || rows.first?.time != 0 || rows.last?.time != recording.endTime {
        differences.append("channel \(id) does not go from the start to the end")
        return
      }
    }
    for axis in Axis.allCases { compare(axis, instance) }
    compareTransmitter(instance)
  }

  /// Between all corners of both the gradient is straight, so it is enough to look at the middles of the pieces, and
  /// just beside the corners.
  private mutating func compare(_ axis: Axis, _ instance: GEInstance) {
    let rows = recording.channels[axis.rawValue] ?? []
    var cursor = 0
    for entry in instance.entries {
      let id = entry.block.gradient(axis)
      let corners =
        id.isNone ? [] : sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient)
      let wantedRows = corners.map { ($0.time.microseconds, $0.hertzPerMetre * scale.gaussPerCentimetre) }
      var wantedCursor = 0
      let times = [Time.zero] + corners.map(\.time) + [entry.block.duration]
      for (from, to) in zip(times, times.dropFirst()) where to > from {
        for share in [0.001, 0.5, 0.999] {
          let inBlock = from.microseconds + share * (to - from).microseconds
          let wanted = Self.value(of: wantedRows, at: inBlock, &wantedCursor)
          let found = Self.value(of: rows, at: entry.start.microseconds + inBlock, &cursor)
          guard abs(found - wanted) > 2e-6 else { continue }
          differences.append(
            "gradient \(axis.name) at \(entry.start.microseconds + inBlock) us is \(found) G/cm, expected \(wanted)"
          )
          if differences.count >= GEComparison.mostDifferences { return }
        }
      }
    }
  }

  /// By straight lines between rows, zero outside them; times ascend from call to call, and `cursor` remembers where
  /// the last one was.
  private static func value(
    of rows: [(time: Double, value: Double)], at time: Double, _ cursor: inout Int
  ) -> Double {
    guard let first = rows.first, let last = rows.last, rows.count > 1, time >= first.time, time <= last.time
    else {
      return 0
    }
    while cursor + 2 < rows.count, rows[cursor + 1].time <= time { cursor += 1 }
    let (a, b) = (rows[cursor], rows[cursor + 1])
    guard b.time > a.time else { return b.value }
    return a.value + (time - a.time) / (b.time - a.time) * (b.value - a.value)
  }

  /// A zero followed by another row at its time, while the sample is not zero.
  private static func isEdge(_ rows: [(time: Double, value: Double)], _ index: Int, _ wanted: Double) -> Bool
  {
    wanted != 0 && rows[index].value == 0 && index + 1 < rows.count
      && rows[index + 1].time == rows[index].time
  }

  /// Each sample by its time; outside pulses the transmitter is at zero.
  private mutating func compareTransmitter(_ instance: GEInstance) {
    let rho = recording.channels[4] ?? []
    let theta = recording.channels[5] ?? []
    var (index, other) = (0, 0)
    for entry in instance.entries where !entry.block.rf.isNone {
      let pulse = GEPulse(sequence.library[entry.block.rf], sequence, scale)
      for sample in pulse.samples {
        let time = (entry.start + pulse.event.delay + sample.time).microseconds
        // Where a sample stands at an edge, the zero beside it has the same time.
        while index < rho.count, rho[index].time < time || Self.isEdge(rho, index, sample.hertz) {
          index += 1
        }
        while other < theta.count, theta[other].time < time || Self.isEdge(theta, other, sample.turns) {
          other += 1
        }
        guard index < rho.count, other < theta.count, rho[index].time == time, theta[other].time == time
        else {
          differences.append("the pulse has no sample at \(time) us")
          return
        }
        let hertz = rho[index].value / Double(GEScale.peakCount) * scale.peakHertz
        let turns = -theta[other].value / (2 * GEScale.halfTurn)
        let turn = (turns - sample.turns) - (turns - sample.turns).rounded()
        if abs(hertz - sample.hertz) > 1.01 * scale.peakHertz / Double(GEScale.peakCount) || abs(turn) > 1e-7
        {
          differences.append(
            "the pulse at \(time) us is \(hertz) Hz turned by \(turns), expected \(sample.hertz) Hz by \(sample.turns)"
          )
          if differences.count >= GEComparison.mostDifferences { return }
        }
      }
    }
    let samples = instance.entries.reduce(0) { count, entry in
      entry.block.rf.isNone
        ? count : count + sequence.library[sequence.library[entry.block.rf].magnitude].sampleCount
    }
    if rho.count(where: { $0.value != 0 }) > samples {
      differences.append("the transmitter is on where no pulse is")
    }
  }
}
