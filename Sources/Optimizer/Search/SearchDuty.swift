/// How much of the time RF is on, for scanners whose amplifier limits it.
import SequenceIR

/// `rf-duty` of a profile, and the time over which it is taken; nil: over the whole sequence.
package struct RFDutyLimit: Sendable {
  package var share: Double
  package var windowSeconds: Double?

  package init(share: Double, windowSeconds: Double?) {
    self.share = share
    self.windowSeconds = windowSeconds
  }

  /// nil where the profile has no figure.
  package init?(_ profile: ScannerProfile) {
    guard let share = profile[.rfDuty]?.value else { return nil }
    self.init(share: share, windowSeconds: profile[.rfDutyWindow]?.value)
  }
}

/// When RF is on.
struct RFOnTimes {
  /// Seconds, in order and without overlap.
  private var starts: [Double] = []
  private var ends: [Double] = []
  /// Seconds of RF before each start.
  private var before: [Double] = []
  private var sum = 0.0
  private let totalSeconds: Double

  init(_ sequence: SequenceIR.Sequence) {
    totalSeconds = sequence.duration?.seconds ?? 0
    for entry in sequence.timeline {
      guard !entry.block.rf.isNone else { continue }
      let event = sequence.library[entry.block.rf]
      guard event.amplitudeHertz != 0 else { continue }
      let start = (entry.start + event.delay).seconds
      let length = sequence.library.duration(of: event, raster: sequence.rasters.radiofrequency).seconds
      starts.append(start)
      ends.append(start + length)
      before.append(sum)
      sum += length
    }
  }

  /// The largest share of any window, which begins with a pulse or ends with one; of the whole sequence when it is shorter
  /// than the window.
  func largestShare(windowSeconds: Double?) -> Double {
    guard totalSeconds > 0 else { return 0 }
    guard let windowSeconds, windowSeconds < totalSeconds else { return sum / totalSeconds }
    var largest = 0.0
    var (last, first) = (0, 0)
    for index in starts.indices {
      let until = starts[index] + windowSeconds
      while last + 1 < starts.count, starts[last + 1] < until { last += 1 }
      largest = max(largest, before[last] + min(ends[last], until) - starts[last] - before[index])
      let from = ends[index] - windowSeconds
      while ends[first] <= from { first += 1 }
      largest = max(
        largest, before[index] + ends[index] - starts[index] - before[first] - max(0, from - starts[first]))
    }
    return largest / windowSeconds
  }
}

extension PulseSearch {
  /// Amplitudes do not matter to it, so it is known before the search: for the design, and for the ends of what it varies.
  static func check(
    _ sequence: SequenceIR.Sequence, _ limit: RFDutyLimit?,
    _ changes: [(variable: OptimizationRequest.Variable, value: Double)], at span: SourceSpan
  ) throws(SearchProblem) {
    guard let limit else { return }
    let share = RFOnTimes(sequence).largestShare(windowSeconds: limit.windowSeconds)
    guard share > limit.share * (1 + 1e-9) else { return }
    let percent = { (share: Double) in "\(DecimalText.significant(100 * share, 3)) %" }
    let window = limit.windowSeconds.map { " within \(DecimalText.significant($0, 3)) s" } ?? ""
    throw SearchProblem(
      (changes.isEmpty ? "" : "with \(words(changes)) ")
        + "RF is on for \(percent(share)) of the time\(window), and the scanner allows \(percent(limit.share))",
      at: changes.first?.variable.span ?? span,
      help: changes.isEmpty ? "a longer repetition time, or shorter pulses" : "narrow the range")
  }
}
