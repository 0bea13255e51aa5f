/// How long each stage of a run took, and the most memory the process had held by its end.
import Glibc
import SequenceIR

struct StageTimings {
  private var rows: [(stage: String, seconds: Double, megabytes: Double)] = []
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant

  init() { last = clock.now }

  /// Ends a stage, which began when the one before it ended.
  mutating func end(_ stage: String) {
    let now = clock.now
    let (seconds, attoseconds) = (now - last).components
    rows.append((stage, Double(seconds) + Double(attoseconds) / 1e18, StageTimings.peakMegabytes()))
    last = now
  }

  var text: String {
    var lines = ["stage             time  peak memory"]
    for row in rows + [("total", rows.reduce(0) { $0 + $1.seconds }, rows.last?.megabytes ?? 0)] {
      let time = "\(DecimalText.rounded(row.seconds * 1e3, decimals: 1)) ms"
      let memory = "\(DecimalText.rounded(row.megabytes, decimals: 0)) MB"
      lines.append(
        StageTimings.padded(row.stage, 10) + StageTimings.right(time, 12) + StageTimings.right(memory, 13))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func peakMegabytes() -> Double {
    var usage = rusage()
    // Linux counts kilobytes here.
    return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? Double(usage.ru_maxrss) / 1024 : 0
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
