/// A whole run as a train of powers: what each block spends, and when, with the integral up to every block.
///
/// Segments stay folded. A slot begins with a block that spends something and lasts until the next one that does, so
/// that the train of an RF power has one slot a pulse, however many blocks lie between.
package struct PowerTrain: Sendable {
  /// A shape as a block plays it.
  package struct Profile: Sendable {
    package var shape: Int
    /// Factor of the shape's power.
    package var scale: Double
    /// Seconds from the start of the block to the start of the shape.
    package var delay: Double

    package init(shape: Int, scale: Double, delay: Double) {
      self.shape = shape
      self.scale = scale
      self.delay = delay
    }
  }

  struct Slot {
    /// Picoseconds from the start of the repetition.
    var start: Int64
    /// Integral over the repetition before it.
    var before: Double
    /// Index into `profiles`; -1 where nothing is spent.
    var profile: Int32
    var block: Int32
  }

  /// A segment that takes time.
  struct Part {
    var slots: Range<Int>
    var repetitions: Int
    /// Picoseconds: of one repetition, and from the start of the run to the first.
    var period: Int64
    var start: Int64
    /// Integral over one repetition, and over everything before the part.
    var energy: Double
    var before: Double
  }

  let shapes: [PowerShape]
  let profiles: [Profile]
  /// Integral over each profile.
  let energies: [Double]
  private(set) var slots: [Slot] = []
  private(set) var parts: [Part] = []
  /// Picoseconds.
  private(set) var duration: Int64 = 0
  /// Integral over the run: the unit is that of the shapes, times seconds.
  package private(set) var energy = 0.0

  /// `profileOf` gives what the block with this index spends, as an index into `profiles`; nil when nothing. Nil when
  /// the run is longer than `Time.longest`.
  package init?(
    _ sequence: Sequence, shapes: [PowerShape], profiles: [Profile], profileOf: (Int) -> Int?
  ) {
    guard let total = sequence.duration, total < .longest else { return nil }
    self.shapes = shapes
    self.profiles = profiles
    energies = profiles.map { $0.scale * shapes[$0.shape].total }
    for segment in sequence.segments where segment.repetitions > 0 {
      append(segment, sequence.blocks, profileOf)
    }
  }

  /// What a train has in all, without its slots: the integral over the run, of which each block adds `energyOf` its
  /// index, and its seconds. Nil when the run is longer than `Time.longest`.
  static func total(
    _ sequence: Sequence, energyOf: (Int) -> Double
  ) -> (energy: Double, durationSeconds: Double)? {
    guard let duration = sequence.duration, duration < .longest else { return nil }
    var energy = 0.0
    for segment in sequence.segments where segment.repetitions > 0 {
      var time = Time.zero
      var spent = 0.0
      for index in segment.blocks {
        spent += energyOf(index)
        time += sequence.blocks[index].duration
      }
      if time > .zero { energy += spent * Double(segment.repetitions) }
    }
    return (energy, duration.seconds)
  }

  private mutating func append(_ segment: Segment, _ blocks: [Block], _ profileOf: (Int) -> Int?) {
    let first = slots.count
    var time: Int64 = 0
    var spent = 0.0
    for index in segment.blocks {
      let profile = profileOf(index)
      if profile != nil || index == segment.blocks.lowerBound {
        slots.append(
          Slot(start: time, before: spent, profile: Int32(profile ?? -1), block: Int32(clamping: index)))
      }
      if let profile { spent += energies[profile] }
      time += blocks[index].duration.picoseconds
    }
    // Blocks that take no time cannot hold a waveform that does; the check of events inside their blocks says so.
    guard time > 0 else {
      slots.removeSubrange(first...)
      return
    }
    parts.append(
      Part(
        slots: first..<slots.count, repetitions: segment.repetitions, period: time, start: duration,
        energy: spent, before: energy))
    duration += time * Int64(segment.repetitions)
    energy += spent * Double(segment.repetitions)
  }

  /// Seconds.
  package var durationSeconds: Double { Time(picoseconds: duration).seconds }

  /// Integral over a slot's profile from the start of the slot to `seconds` later; `profile` may be -1.
  func integral(_ profile: Int32, to seconds: Double) -> Double {
    guard profile >= 0 else { return 0 }
    let known = profiles[Int(profile)]
    return known.scale * shapes[known.shape].integral(to: seconds - known.delay)
  }
}

extension PowerTrain {
  /// Profiles by what they are made of: events that differ in phase and frequency alone share one.
  struct Profiles {
    private struct Key: Hashable {
      var shape: Int
      var scale: Double
      var delay: Time
    }
    private(set) var all: [PowerTrain.Profile] = []
    private var known: [Key: Int] = [:]

    mutating func index(of shape: Int, _ scale: Double, _ delay: Time) -> Int {
      let key = Key(shape: shape, scale: scale, delay: delay)
      if let index = known[key] { return index }
      known[key] = all.count
      all.append(PowerTrain.Profile(shape: shape, scale: scale, delay: delay.seconds))
      return all.count - 1
    }
  }
}

extension PowerTrain {
  /// Stands on one slot of the run, or of the run repeated without end.
  struct Cursor {
    /// Which playing of the run, from 0.
    private(set) var copy = 0
    private(set) var part = 0
    private(set) var repetition = 0
    private(set) var slot = 0
    /// Picoseconds from the start of the first run to the start and the end of the slot.
    private(set) var start: Int64 = 0
    private(set) var end: Int64 = 0
    /// Integral of everything before the slot.
    private(set) var before = 0.0

    /// The slot that holds the instant `time` picoseconds after the start; the run must take time.
    init(_ train: PowerTrain, at time: Int64) {
      copy = Int(time / train.duration)
      let inRun = time % train.duration
      part = (train.parts.lastIndex { $0.start <= inRun }) ?? 0
      let found = train.parts[part]
      repetition = Int((inRun - found.start) / found.period)
      let inPeriod = (inRun - found.start) % found.period
      var (low, high) = (found.slots.lowerBound, found.slots.upperBound)
      while high - low > 1 {
        let middle = (low + high) / 2
        if train.slots[middle].start <= inPeriod { low = middle } else { high = middle }
      }
      slot = low
      settle(train)
    }

    mutating func advance(_ train: PowerTrain) {
      slot += 1
      if slot == train.parts[part].slots.upperBound {
        repetition += 1
        if repetition == train.parts[part].repetitions {
          repetition = 0
          part += 1
          if part == train.parts.count {
            part = 0
            copy += 1
          }
        }
        slot = train.parts[part].slots.lowerBound
      }
      settle(train)
    }

    /// Goes `count` repetitions of the segment ahead.
    mutating func skip(_ count: Int, _ train: PowerTrain) {
      repetition += count
      settle(train)
    }

    private mutating func settle(_ train: PowerTrain) {
      let found = train.parts[part]
      let begin = Int64(copy) * train.duration + found.start + Int64(repetition) * found.period
      start = begin + train.slots[slot].start
      end = begin + (slot + 1 < found.slots.upperBound ? train.slots[slot + 1].start : found.period)
      before =
        Double(copy) * train.energy + (found.before + Double(repetition) * found.energy)
        + train.slots[slot].before
    }

    /// True on the first slot of a repetition.
    func isAtStartOfRepetition(_ train: PowerTrain) -> Bool { slot == train.parts[part].slots.lowerBound }
  }
}
