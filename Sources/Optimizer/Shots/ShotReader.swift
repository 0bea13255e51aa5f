/// One acquisition and all that happens since the one before.
import SequenceIR

/// A pulse as it is played: samples with the phases and offsets of its event, gradients as they are meanwhile.
struct PlayedPulse: Sendable {
  /// From the start of the shot, s.
  let start: Double
  let end: Double
  /// The time that stands for the pulse in the bookkeeping of moments.
  let centre: Double
  /// B1 along x and y, Hz, held for `dwell` each.
  var x: [Double]
  var y: [Double]
  let dwell: Double
  /// Mean gradient during each sample, Hz/m, on x, y, z.
  var gradients: [[Double]]
  /// Phase of the event, rad: what a phase cycle changes.
  let phase: Double
  /// Frequency of the event, Hz from the receiver's reference.
  let offsetHertz: Double
  let use: RFUse
  /// Set when the samples are searched for: first control sample, and the phase of each sample relative to it.
  var control: ControlUse?
  /// Of the block.
  let origin: SourceSpan

  /// The axis of the only gradient that is on; nil: none or several.
  var selectiveAxis: Int? {
    let on = (0..<3).filter { axis in gradients[axis].contains { abs($0) > 1 } }
    return on.count == 1 ? on[0] : nil
  }
  var isSelective: Bool { gradients.contains { $0.contains { abs($0) > 1 } } }
}

/// How a played pulse plays searched samples.
struct ControlUse: Sendable {
  let first: Int
  let count: Int
  /// Seconds of each searched sample.
  let step: Double
}

struct Shot: Sendable {
  var pulses: [PlayedPulse]
  /// Moment of the gradients since the start of the shot, 1/m, at the start, centre and end of each pulse.
  var momentsAtStart: [Vector]
  var momentsAtCentre: [Vector]
  var momentsAtEnd: [Vector]
  /// Of the first sample.
  let acquisitionStart: Double
  let momentAtAcquisition: Vector
  let sampleCount: Int
  let dwellSeconds: Double
  let receiverPhase: Double
  let receiverHertz: Double
  /// Starts and ends of the blocks in which anything is played, s from the start of the shot.
  let blockEdges: [Double]
}

/// The labels that say what an acquisition is for.
private struct StorageLabels {
  private(set) var set = 0
  private var reference = 0
  private var noise = 0

  var isReference: Bool { reference != 0 || noise != 0 }

  mutating func apply(_ operations: [LabelOperation]) {
    for operation in operations {
      let value: (Int) -> Int = { operation.kind == .set ? operation.value : $0 &+ operation.value }
      switch operation.label {
      case .set: set = value(set)
      case .reference: reference = value(reference)
      case .noise: noise = value(noise)
      default: break
      }
    }
  }
}

/// Splits a sequence into shots. Saturation pulses are left out: they are made to leave metabolites alone.
struct ShotReader {
  let sequence: SequenceIR.Sequence
  /// gamma B0 / 2 pi 1e-6, Hz.
  let fieldHertzPerPPM: Double
  private var moments: [Int: BlockMoments] = [:]

  init(_ sequence: SequenceIR.Sequence, fieldHertzPerPPM: Double) {
    self.sequence = sequence
    self.fieldHertzPerPPM = fieldHertzPerPPM
  }

  /// What makes two shots alike but for phases.
  struct Structure: Hashable {
    var parts: [[Int64]] = []
    /// Value of the label SET: what is stored apart is not averaged.
    var set = 0
  }

  /// A block in a shot.
  private struct Entry {
    let index: Int
    let start: Time
  }

  /// All shots, grouped: the first of each structure in full, the phases of every one.
  struct Group {
    let structure: Structure
    let first: Shot
    /// Phases of the pulses, then the receiver's, of each different shot, with how often it is played.
    var phases: [[Double]]
    var counts: [Int]
    var played: Int { counts.reduce(0, +) }
  }

  mutating func groups(limit: Int = 100_000) -> [Group] {
    var groups: [Group] = []
    var positions: [Structure: Int] = [:]
    var current: [Entry] = []
    var start = Time.zero
    var shots = 0
    var labels = StorageLabels()
    for entry in sequence.timeline {
      labels.apply(entry.block.extras.isNone ? [] : sequence.library[entry.block.extras].labels)
      if current.isEmpty { start = entry.start }
      current.append(Entry(index: entry.index, start: entry.start - start))
      guard !entry.block.adc.isNone else { continue }
      if labels.isReference {
        // Water references and noise: what they measure is not the spectrum.
        current = []
        continue
      }
      var (structure, phases) = signature(current)
      structure.set = labels.set
      if let position = positions[structure] {
        if let known = groups[position].phases.firstIndex(of: phases) {
          groups[position].counts[known] += 1
        } else {
          groups[position].phases.append(phases)
          groups[position].counts.append(1)
        }
      } else {
        positions[structure] = groups.count
        groups.append(Group(structure: structure, first: shot(current), phases: [phases], counts: [1]))
      }
      current = []
      shots += 1
      if shots >= limit { break }
    }
    return groups
  }

  /// Whether any pulse is left out because it saturates.
  var playsSaturation: Bool {
    sequence.blocks.contains { block in
      guard !block.rf.isNone else { return false }
      let event = sequence.library[block.rf]
      return event.use == .saturation && event.amplitudeHertz != 0
    }
  }

  private func isPlayed(_ event: RFEvent) -> Bool { event.use != .saturation && event.amplitudeHertz != 0 }

  private func signature(_ entries: [Entry]) -> (Structure, [Double]) {
    var structure = Structure()
    var phases: [Double] = []
    var receiver = 0.0
    for entry in entries {
      let block = sequence.blocks[entry.index]
      var part = [
        entry.start.picoseconds, Int64(block.gx.number), Int64(block.gy.number), Int64(block.gz.number),
        Int64(
          block.extras.isNone ? 0 : sequence.library[block.extras].rotation == nil ? 0 : block.extras.number),
      ]
      if !block.rf.isNone, isPlayed(sequence.library[block.rf]) {
        let event = sequence.library[block.rf]
        part += [
          Int64(event.magnitude.number), Int64(event.phase.number),
          Int64(bitPattern: UInt64(event.amplitudeHertz.bitPattern)),
          Int64(bitPattern: UInt64((event.frequencyHertz + event.frequencyPPM).bitPattern)),
        ]
        phases.append(event.phaseRadians + event.phasePPM * fieldHertzPerPPM)
      }
      if !block.adc.isNone {
        let event = sequence.library[block.adc]
        part += [Int64(event.sampleCount), event.dwell.picoseconds, event.delay.picoseconds]
        receiver = event.phaseRadians + event.phasePPM * fieldHertzPerPPM
      }
      structure.parts.append(part)
    }
    // What precedes the first pulse does not matter: spins are at rest.
    if let first = structure.parts.firstIndex(where: { $0.count > 5 }) {
      let origin = structure.parts[first][0]
      structure.parts.removeFirst(first)
      for index in structure.parts.indices { structure.parts[index][0] -= origin }
    }
    return (structure, phases + [receiver])
  }

  private mutating func shot(_ entries: [Entry]) -> Shot {
    var shot: Shot?
    var pulses: [PlayedPulse] = []
    var (atStart, atCentre, atEnd): ([Vector], [Vector], [Vector]) = ([], [], [])
    var total = Vector.zero
    var edges: [Double] = []
    for entry in entries {
      let block = sequence.blocks[entry.index]
      let path = blockMoments(entry.index)
      let time = entry.start.seconds
      if ![block.gx.isNone, block.gy.isNone, block.gz.isNone, block.rf.isNone, block.adc.isNone].allSatisfy(
        \.self)
      {
        edges += [time, time + block.duration.seconds]
      }
      if !block.rf.isNone, isPlayed(sequence.library[block.rf]) {
        let pulse = played(sequence.library[block.rf], block, path, at: time)
        pulses.append(pulse)
        atStart.append(total + path.moment(to: pulse.start - time))
        atCentre.append(total + path.moment(to: pulse.centre - time))
        atEnd.append(total + path.moment(to: pulse.end - time))
      }
      if !block.adc.isNone {
        let event = sequence.library[block.adc]
        let first = event.delay.seconds + event.dwell.seconds / 2
        shot = Shot(
          pulses: pulses, momentsAtStart: atStart, momentsAtCentre: atCentre, momentsAtEnd: atEnd,
          acquisitionStart: time + first, momentAtAcquisition: total + path.moment(to: first),
          sampleCount: event.sampleCount, dwellSeconds: event.dwell.seconds,
          receiverPhase: event.phaseRadians + event.phasePPM * fieldHertzPerPPM,
          receiverHertz: event.frequencyHertz + event.frequencyPPM * 1e-6 * fieldHertzPerPPM * 1e6,
          blockEdges: edges)
      }
      total = total + path.total
    }
    // The last entry of a shot is its acquisition.
    return shot.unsafelyUnwrapped
  }

  mutating func blockMoments(_ index: Int) -> BlockMoments {
    if let known = moments[index] { return known }
    let block = sequence.blocks[index]
    func path(_ id: GradientID) -> GradientPath? {
      id.isNone
        ? nil
        : GradientPath(corners: sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient))
    }
    let rotation = block.extras.isNone ? nil : sequence.library[block.extras].rotation
    let result = BlockMoments(x: path(block.gx), y: path(block.gy), z: path(block.gz), rotation: rotation)
    moments[index] = result
    return result
  }

  func played(_ event: RFEvent, _ block: Block, _ path: BlockMoments, at blockStart: Double)
    -> PlayedPulse
  {
    let library = sequence.library
    let raster = sequence.rasters.radiofrequency
    let start = event.delay.seconds
    let length = library.duration(of: event, raster: raster).seconds
    let phase = event.phaseRadians + event.phasePPM * fieldHertzPerPPM
    let hertz = event.frequencyHertz + event.frequencyPPM * fieldHertzPerPPM
    let held = heldSamples(event, length: length)
    let dwell = length / Double(held.magnitude.count)
    var (x, y): ([Double], [Double]) = ([], [])
    var gradients: [[Double]] = [[], [], []]
    var before = path.moment(to: start)
    let hasGradient = path.isOn(in: start...(start + length))
    for index in held.magnitude.indices {
      let time = (Double(index) + 0.5) * dwell
      let angle = phase + 2 * Double.pi * (held.phase[index] + hertz * time)
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
      x.append(event.amplitudeHertz * held.magnitude[index] * cosine)
      y.append(event.amplitudeHertz * held.magnitude[index] * sine)
      guard hasGradient else { continue }
      let after = path.moment(to: start + Double(index + 1) * dwell)
      gradients[0].append((after.x - before.x) / dwell)
      gradients[1].append((after.y - before.y) / dwell)
      gradients[2].append((after.z - before.z) / dwell)
      before = after
    }
    return PlayedPulse(
      start: blockStart + start, end: blockStart + start + length,
      centre: blockStart + start + event.centre.seconds,
      x: x, y: y, dwell: dwell, gradients: gradients, phase: phase, offsetHertz: hertz, use: event.use,
      control: nil, origin: block.origin)
  }

  /// Magnitude and phase (turns) on a regular grid; samples with times of their own are joined by straight lines.
  private func heldSamples(_ event: RFEvent, length: Double) -> (magnitude: [Double], phase: [Double]) {
    let magnitude = sequence.library[event.magnitude].samples()
    let phase =
      event.phase.isNone
      ? [Double](repeating: 0, count: magnitude.count) : sequence.library[event.phase].samples()
    guard !event.time.isNone else { return (magnitude, phase) }
    let times = sequence.library.sampleTimesSeconds(of: event, raster: sequence.rasters.radiofrequency)
    let count = max(1, Int((length / sequence.rasters.radiofrequency.seconds).rounded()))
    var (m, p): ([Double], [Double]) = ([], [])
    var position = 0
    for index in 0..<count {
      let time = (Double(index) + 0.5) * length / Double(count)
      while position + 2 < times.count, times[position + 1] <= time { position += 1 }
      guard position + 1 < times.count, times[position + 1] > times[position] else {
        m.append(magnitude[position])
        p.append(phase[position])
        continue
      }
      let share = min(max((time - times[position]) / (times[position + 1] - times[position]), 0), 1)
      m.append(magnitude[position] + share * (magnitude[position + 1] - magnitude[position]))
      // Phases do not turn through a whole turn between two samples.
      p.append(share < 0.5 ? phase[position] : phase[position + 1])
    }
    return (m, p)
  }
}
