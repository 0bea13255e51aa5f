/// RF and ADC events that follow each other, on the timeline of `PlayedBlocks`: what dead times are held against.
///
/// Most neighbours of a run stand to each other as some before them do. Each way to stand is kept once, where it is first
/// met; only who has to tell every place walks them all.
struct EventNeighbours {
  struct Event {
    var isRF: Bool
    var start: Time
    var end: Time
    var block: Int
    var blockStart: Time
    var blockEnd: Time
    var repetition: Int
    /// From the start of its block.
    var offset: Time { start - blockStart }
  }

  /// One of them is missing at either end of the run.
  struct Pair {
    var before: Event?
    var after: Event?

    /// All that one event is to another, without the time and the place.
    fileprivate struct Standing: Equatable {
      var kinds: UInt64
      var between: Time
      var end: Time
      var restOfBlock: Time
      var offset: Time
    }

    fileprivate var standing: Standing {
      func kind(_ event: Event?) -> UInt64 { event.map { $0.isRF ? 1 : 2 } ?? 0 }
      return Standing(
        kinds: kind(before) << 2 | kind(after), between: (after?.start ?? .zero) - (before?.end ?? .zero),
        end: before.map { $0.end - $0.blockStart } ?? .zero,
        restOfBlock: before.map { $0.blockEnd - $0.end } ?? .zero, offset: after?.offset ?? .zero)
    }
  }

  /// In the order they are first met; nil when there are too many of them to be of use.
  let distinct: [Pair]?

  private static let mostDistinct = 4_096

  init(_ sequence: Sequence, _ facts: EventFacts, deadTimesStayInsideBlocks: Bool) {
    var numbering = Numbering()
    var found: [Pair] = []
    var standings: [Pair.Standing] = []
    Self.forEach(sequence, facts, deadTimesStayInsideBlocks) { pair in
      guard found.count <= Self.mostDistinct else { return }
      let standing = pair.standing
      if numbering.number(of: standing.numberingHash, { standings[$0] == standing }).isNew {
        found.append(pair)
        standings.append(standing)
      }
    }
    distinct = found.count <= Self.mostDistinct ? found : nil
  }

  /// Calls `body` with every two neighbours in time.
  static func forEach(
    _ sequence: Sequence, _ facts: EventFacts, _ deadTimesStayInsideBlocks: Bool, _ body: (Pair) -> Void
  ) {
    var before: Event?
    var blocks = PlayedBlocks(sequence)
    func take(_ after: Event) {
      body(Pair(before: before, after: after))
      if let known = before, after.end < known.end { return }
      before = after
    }
    while let entry = blocks.next() {
      let (rf, adc) = (entry.block.rf, entry.block.adc)
      if !rf.isNone, !adc.isNone {
        let pulse = event(true, (facts[rf].start, facts[rf].end), entry)
        let acquisition = event(false, (facts[adc].start, facts[adc].end), entry)
        let isAcquiredFirst = acquisition.start < pulse.start
        take(isAcquiredFirst ? acquisition : pulse)
        take(isAcquiredFirst ? pulse : acquisition)
      } else if !rf.isNone {
        take(event(true, (facts[rf].start, facts[rf].end), entry))
      } else if !adc.isNone {
        take(event(false, (facts[adc].start, facts[adc].end), entry))
      }
    }
    if var last = before {
      // Where events alone count, silent blocks behind the last one are its time too.
      if !deadTimesStayInsideBlocks { last.blockEnd = blocks.time }
      body(Pair(before: last, after: nil))
    }
  }

  private static func event(
    _ isRF: Bool, _ span: (start: Time, end: Time), _ entry: PlayedBlocks.Entry
  ) -> Event {
    Event(
      isRF: isRF, start: entry.gapTime.addingOrLongest(span.start),
      end: entry.gapTime.addingOrLongest(span.end),
      block: entry.index, blockStart: entry.gapTime,
      blockEnd: entry.gapTime.addingOrLongest(entry.block.duration), repetition: entry.repetition)
  }
}

extension EventNeighbours.Pair.Standing {
  fileprivate var numberingHash: UInt64 {
    func bits(_ time: Time) -> UInt64 { UInt64(bitPattern: time.picoseconds) }
    return Numbering.hash(
      Numbering.hash(bits(between), bits(end)),
      Numbering.hash(bits(restOfBlock), bits(offset) ^ kinds << 60))
  }
}
