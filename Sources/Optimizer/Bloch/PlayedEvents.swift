/// What isochromats go through: pulses and acquisitions of a sequence in order, repetition by repetition.
import SequenceIR

/// A pulse or an acquisition, at its time.
struct PlayedEvent: Sendable {
  enum Kind: Sendable {
    /// Index into `PlayedEvents.pulses`; the phase of the event turns the whole pulse.
    case pulse(Int, phase: Double)
    /// `encoding`: where k is, 1/m, when gradients are on meanwhile; nil: they are off.
    case acquisition(receiverPhase: Double, encoding: Vector?)
  }
  let kind: Kind
  /// s from the start of the sequence; the same for an acquisition, which stands for one sample.
  let start: Double
  let end: Double
  /// Moments of the gradients since the start of the sequence, 1/m.
  let momentAtStart: Vector
  let momentAtCentre: Vector
  let momentAtEnd: Vector
}

struct PlayedEvents: Sendable {
  /// Different pulses, their events' phases left out.
  private(set) var pulses: [PlayedPulse] = []
  private(set) var uses: [RFUse] = []
  /// Of all repetitions that are followed.
  private(set) var events: [PlayedEvent] = []
  /// First event of each repetition; pulses that prepare belong to the repetition that acquires after them.
  private(set) var repetitionStarts: [Int] = [0]
  private(set) var playsThrough = 1

  private let sequence: SequenceIR.Sequence
  private let libraryUses: [RFUse]
  private let fieldHertzPerPPM: Double
  private var reader: ShotReader
  private var known: [PulseKey: Int] = [:]
  private var moment = Vector.zero
  /// Since the centre of the last excitation, refocusing pulses heeded.
  private var k = Vector.zero
  private var excites = false
  /// First pulse since the last acquisition.
  private var firstPulse: Int?
  private var hasAcquired = false

  private struct PulseKey: Hashable {
    let event: [Int64]
    let use: RFUse
    let gradients: [GradientID]
    let duration: Time
    let rotation: ExtrasID
  }

  /// The first `repetitions` of the sequence, which is played again from its start where it has fewer.
  init(_ sequence: SequenceIR.Sequence, fieldHertzPerPPM: Double, repetitions: Int) {
    self.sequence = sequence
    self.fieldHertzPerPPM = fieldHertzPerPPM
    reader = ShotReader(sequence, fieldHertzPerPPM: fieldHertzPerPPM)
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    libraryUses = zip(facts.rf, sequence.library.rf).map { $0.use(of: $1) }
    read(repetitions)
  }

  var repetitionCount: Int { repetitionStarts.count }

  /// Events of the last repetition, no more than are told.
  var last: Range<Int> {
    max(repetitionStarts.last ?? 0, events.count - PlayedEvents.mostTold)..<events.count
  }
  var leavesOut: Bool { events.count - (repetitionStarts.last ?? 0) > PlayedEvents.mostTold }

  private static let mostEvents = 1_000_000
  private static let mostTold = 512

  private mutating func read(_ repetitions: Int) {
    var start = 0.0
    while true {
      for entry in sequence.timeline {
        let before = events.count
        append(entry.block, entry.index, at: start + entry.start.seconds)
        if closesRepetition(before) {
          if repetitionStarts.count == repetitions {
            events.removeSubrange((firstPulse ?? before)...)
            return
          }
          repetitionStarts.append(firstPulse ?? before)
        }
        for index in before..<events.count {
          if case .acquisition = events[index].kind {
            hasAcquired = true
            excites = false
            firstPulse = nil
          }
        }
        guard events.count < PlayedEvents.mostEvents else { return }
      }
      // Pulses after the last acquisition of the file prepare nothing that is acquired.
      let isEnough = repetitionStarts.count >= repetitions || events.isEmpty || !hasAcquired
      if isEnough { return }
      start += sequence.duration?.seconds ?? 0
      playsThrough += 1
    }
  }

  /// Whether an excitation among the new events, after an acquisition, begins another repetition.
  private mutating func closesRepetition(_ before: Int) -> Bool {
    var closes = false
    for index in before..<events.count {
      guard case .pulse(let pulse, _) = events[index].kind else { continue }
      if firstPulse == nil { firstPulse = index }
      if uses[pulse] == .excitation, !excites {
        excites = true
        closes = hasAcquired
      }
    }
    return closes
  }

  private mutating func append(_ block: Block, _ index: Int, at time: Double) {
    let path = reader.blockMoments(index)
    if !block.rf.isNone, sequence.library[block.rf].amplitudeHertz != 0 {
      append(pulse: block, path, at: time)
    }
    if !block.adc.isNone { append(acquisition: block, path, at: time) }
    moment = moment + path.total
    // What a pulse leaves is counted from its centre.
    k = k + path.total
  }

  private mutating func append(pulse block: Block, _ path: BlockMoments, at time: Double) {
    let event = sequence.library[block.rf]
    let phase = event.phaseRadians + event.phasePPM * fieldHertzPerPPM
    let key = PulseKey(
      event: [
        Int64(event.magnitude.number), Int64(event.phase.number), Int64(event.time.number),
        Int64(bitPattern: event.amplitudeHertz.bitPattern),
        Int64(bitPattern: (event.frequencyHertz + event.frequencyPPM * fieldHertzPerPPM).bitPattern),
        event.delay.picoseconds,
      ], use: libraryUses[Int(block.rf.number) - 1], gradients: [block.gx, block.gy, block.gz],
      duration: block.duration,
      rotation: block.extras.isNone || sequence.library[block.extras].rotation == nil ? .none : block.extras)
    let number: Int
    if let position = known[key] {
      number = position
    } else {
      var unturned = event
      unturned.phaseRadians = 0
      unturned.phasePPM = 0
      number = pulses.count
      pulses.append(reader.played(unturned, block, path, at: 0))
      uses.append(key.use)
      known[key] = number
    }
    let pulse = pulses[number]
    let atCentre = path.moment(to: pulse.centre)
    events.append(
      PlayedEvent(
        kind: .pulse(number, phase: phase), start: time + pulse.start, end: time + pulse.end,
        momentAtStart: moment + path.moment(to: pulse.start), momentAtCentre: moment + atCentre,
        momentAtEnd: moment + path.moment(to: pulse.end)))
    switch key.use {
    case .excitation: k = -atCentre
    case .refocusing: k = -(k + atCentre) - atCentre
    default: break
    }
  }

  /// The sample nearest to the centre of k-space; the first where no gradient is on.
  private mutating func append(acquisition block: Block, _ path: BlockMoments, at time: Double) {
    let event = sequence.library[block.adc]
    let first = event.delay.seconds + event.dwell.seconds / 2
    let length = Double(event.sampleCount - 1) * event.dwell.seconds
    var (chosen, encoding): (Double, Vector?) = (first, nil)
    if path.isOn(in: first...(first + max(length, 0))) {
      encoding = k + path.moment(to: first)
      for sample in 1..<max(event.sampleCount, 1) {
        let seconds = first + Double(sample) * event.dwell.seconds
        let here = k + path.moment(to: seconds)
        if here.norm < (encoding?.norm ?? 0) { (chosen, encoding) = (seconds, here) }
      }
    }
    let there = moment + path.moment(to: chosen)
    events.append(
      PlayedEvent(
        kind: .acquisition(
          receiverPhase: event.phaseRadians + event.phasePPM * fieldHertzPerPPM, encoding: encoding),
        start: time + chosen, end: time + chosen, momentAtStart: there, momentAtCentre: there,
        momentAtEnd: there))
  }
}
