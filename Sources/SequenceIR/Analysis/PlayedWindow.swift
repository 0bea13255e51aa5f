/// A stretch of a run as it is played: what a figure over time shows.
package struct PlayedWindow {
  package var start: Time
  package var end: Time
  /// The blocks that are played in it, whole or in part.
  package var entries: [Timeline.Entry]
  /// Data go on behind the end, for longer than there is anything else to see.
  package var isCut = false
  /// Excitations in it.
  package var excitations = 0

  package var seconds: Double { (end - start).seconds }

  package enum Problem: Error, Hashable, Sendable {
    case nothingIsPlayed
    /// There are no more shots than this.
    case fewerShots(Int)
    case emptyWindow
    case behindEnd(Time)
    case beyondBudget
    case longerThanTimes

    package var words: String {
      switch self {
      case .nothingIsPlayed: "the sequence plays nothing"
      case .fewerShots(let count):
        "the sequence has \(count) \(count == 1 ? "shot" : "shots") from an excitation to data"
      case .emptyWindow: "the window ends before it begins"
      case .behindEnd(let time): "the sequence ends at \(time)"
      case .beyondBudget:
        "the window begins behind the first \(PlayedWindow.mostBlocks) blocks, or holds more"
      case .longerThanTimes: "the sequence is longer than \(Time.longestInWords)"
      }
    }
  }

  /// Blocks looked through, so that a file of any length is answered in a second or so.
  package static let mostBlocks = 3_000_000

  /// From `from` to `to` after the start of the run; nil: from its start, to its end.
  package static func between(
    _ from: Time?, _ to: Time?, of sequence: Sequence
  ) -> Result<PlayedWindow, Problem> {
    let start = from ?? .zero
    guard sequence.duration != nil else { return .failure(.longerThanTimes) }
    if let to, to <= start { return .failure(.emptyWindow) }
    var entries: [Timeline.Entry] = []
    var last = Time.zero
    for (count, entry) in sequence.timeline.enumerated() {
      if count >= mostBlocks { return .failure(.beyondBudget) }
      if let to, entry.start >= to { break }
      last = entry.start + entry.block.duration
      if last > start || (last == start && entry.block.duration > .zero) { entries.append(entry) }
    }
    guard last > .zero else { return .failure(.nothingIsPlayed) }
    guard last > start else { return .failure(.behindEnd(last)) }
    var window = PlayedWindow(start: start, end: min(to ?? last, last), entries: entries)
    let uses = Shots.uses(sequence)
    window.excitations = entries.count { Shots.isExcitation($0, uses) }
    return .success(window)
  }

  /// The shot with a number from 1: from its excitation, or the first of several that select along different axes, to
  /// the end of the data before the next excitation. Data that last longer than all before them are cut.
  ///
  /// What has no excitation, or no data, is shown from its start, as far as two seconds or its end.
  package static func shot(_ number: Int, of sequence: Sequence) -> Result<PlayedWindow, Problem> {
    guard sequence.duration != nil else { return .failure(.longerThanTimes) }
    var shots = Shots(sequence)
    var walked = 0
    for entry in sequence.timeline {
      if walked >= mostBlocks { return .failure(.beyondBudget) }
      walked += 1
      if let found = shots.add(entry), shots.count == number { return .success(found) }
    }
    if let found = shots.finish(), shots.count == number { return .success(found) }
    if shots.count == 0, number == 1 {
      return between(.zero, Time(microseconds: 2_000_000), of: sequence)
    }
    return .failure(.fewerShots(shots.count))
  }

  /// From the start of the run to the end of its first `most` acquisitions; whether that is all of them.
  package static func readouts(_ most: Int, of sequence: Sequence) -> (window: PlayedWindow, isComplete: Bool)
  {
    var window = PlayedWindow(start: .zero, end: .zero, entries: [])
    guard sequence.duration != nil else { return (window, false) }
    var count = 0
    for entry in sequence.timeline.prefix(mostBlocks) {
      if count == most, !entry.block.adc.isNone { return (window, false) }
      window.entries.append(entry)
      window.end = entry.start + entry.block.duration
      if !entry.block.adc.isNone { count += 1 }
    }
    return (window, true)
  }

  /// The shot that is being played `time` after the start of the run, or the one before.
  package static func shot(at time: Time, of sequence: Sequence) -> Result<PlayedWindow, Problem> {
    guard sequence.duration != nil else { return .failure(.longerThanTimes) }
    var shots = Shots(sequence)
    var best: PlayedWindow?
    for (count, entry) in sequence.timeline.enumerated() {
      if count >= mostBlocks { return .failure(.beyondBudget) }
      if let found = shots.add(entry) {
        if found.start > time, let best { return .success(best) }
        best = found
        if found.end >= time { break }
      }
    }
    if let found = shots.finish(), best.map({ $0.end < time }) ?? true, found.start <= time { best = found }
    return best.map { .success($0) } ?? shot(1, of: sequence)
  }
}

/// Cuts a run into shots, from an excitation to its data.
private struct Shots {
  private(set) var count = 0
  private let sequence: Sequence
  private let uses: [RFUse]
  private var entries: [Timeline.Entry] = []
  /// Places in `entries` of excitations.
  private var excitations: [Int] = []
  private var lastData: Int?

  /// A train of echoes is shown as far as this many times the time from excitation to first data.
  private static let longestTrain = 8.0
  /// Of data, this share of the time before them is shown.
  private static let shareOfData = 0.4

  init(_ sequence: Sequence) {
    self.sequence = sequence
    uses = Self.uses(sequence)
  }

  static func uses(_ sequence: Sequence) -> [RFUse] {
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    return zip(facts.rf, sequence.library.rf).map { $0.use(of: $1) }
  }

  static func isExcitation(_ entry: Timeline.Entry, _ uses: [RFUse]) -> Bool {
    !entry.block.rf.isNone && uses[Int(entry.block.rf.number) - 1] == .excitation
  }

  /// The shot that ends before this entry.
  mutating func add(_ entry: Timeline.Entry) -> PlayedWindow? {
    var found: PlayedWindow?
    if Self.isExcitation(entry, uses) {
      found = finish()
      // One before it that gave no data, as in dummy shots.
      if excitations.contains(where: { selectsAlike(entries[$0], entry) }) {
        entries = []
        excitations = []
      }
      excitations.append(entries.count)
    } else if excitations.isEmpty {
      return nil
    }
    entries.append(entry)
    if !entry.block.adc.isNone { lastData = entries.count - 1 }
    return found
  }

  private func selectsAlike(_ a: Timeline.Entry, _ b: Timeline.Entry) -> Bool {
    Axis.allCases.allSatisfy { a.block.gradient($0).isNone == b.block.gradient($0).isNone }
  }

  /// The shot so far, if it has data.
  mutating func finish() -> PlayedWindow? {
    defer {
      entries = []
      excitations = []
      lastData = nil
    }
    guard let lastData, let first = entries.first,
      let firstData = entries.firstIndex(where: { !$0.block.adc.isNone })
    else { return nil }
    count += 1
    let adc = sequence.library[entries[firstData].block.adc]
    let begin = entries[firstData].start + adc.delay
    let before = (begin - first.start).seconds
    let end = entries[lastData].start + entries[lastData].block.duration
    let dataEnd = begin + (adc.duration ?? .zero)
    // A single acquisition is longer than what is before it in spectroscopy; a train goes on in imaging.
    let isLong = (dataEnd - begin).seconds > before
    let most = isLong ? Self.shareOfData * max(before, 1e-3) : Self.longestTrain * max(before, 1e-3)
    let longest = begin + (Time(nearestToSeconds: most) ?? .zero)
    let cut = min(end, longest)
    return PlayedWindow(
      start: first.start, end: cut, entries: entries.filter { $0.start < cut }, isCut: end > longest,
      excitations: excitations.count)
  }
}
