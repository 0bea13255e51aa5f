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

extension RFOnTime {
  /// The largest share of time there may be, which the limit must not be below: as the check of the scanner takes it, over
  /// the run repeated at once; without a window, of the run.
  func largestShare(windowSeconds: Double?) -> Double {
    guard let window = windowSeconds.flatMap(Time.init(nearestToSeconds:)), window > .zero else {
      return shareOfRun
    }
    return largestShare(window: window).upperBound
  }
}

extension PulseSearch {
  /// Amplitudes do not matter to it, so it is known before the search: for the design, and for the ends of what it varies.
  static func check(
    _ sequence: SequenceIR.Sequence, _ limit: RFDutyLimit?,
    _ changes: [(variable: OptimizationRequest.Variable, value: Double)], at span: SourceSpan
  ) throws(SearchProblem) {
    guard let limit else { return }
    let place = changes.first?.variable.span ?? span
    let share = try rfShare(sequence, limit.windowSeconds, at: place)
    guard share > limit.share * (1 + 1e-9) else { return }
    let percent = { (share: Double) in "\(DecimalText.significant(100 * share, 3)) %" }
    let window =
      limit.windowSeconds.map { " within \(DecimalText.significant($0, 3)) s of the run repeated at once" }
      ?? ""
    throw SearchProblem(
      (changes.isEmpty ? "" : "with \(words(changes)) ")
        + "RF is on for \(percent(share)) of the time\(window), and the scanner allows \(percent(limit.share))",
      at: place, help: changes.isEmpty ? "a longer repetition time, or shorter pulses" : "narrow the range")
  }

  static func rfShare(
    _ sequence: SequenceIR.Sequence, _ windowSeconds: Double?, at span: SourceSpan?
  ) throws(SearchProblem) -> Double {
    guard let time = RFOnTime(sequence) else {
      throw SearchProblem("the run is longer than \(Time.longestInWords)", at: span)
    }
    return time.largestShare(windowSeconds: windowSeconds)
  }
}
