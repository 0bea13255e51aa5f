/// How long each stage of a run took by the clock and in CPU time, and the most memory the process had held by its end.
import Glibc
import SequenceIR

struct StageTimings {
  private var rows: [Row] = []
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var lastProcessor: Double

  private struct Row {
    var stage: String
    var seconds: Double
    /// User and system, all threads.
    var processorSeconds: Double
    var megabytes: Double
  }

  init() {
    last = clock.now
    lastProcessor = Self.usage().processorSeconds
  }

  /// Ends a stage, which began when the one before it ended.
  mutating func end(_ stage: String) {
    let now = clock.now
    let (seconds, attoseconds) = (now - last).components
    let usage = Self.usage()
    rows.append(
      Row(
        stage: stage, seconds: Double(seconds) + Double(attoseconds) / 1e18,
        processorSeconds: usage.processorSeconds - lastProcessor, megabytes: usage.megabytes))
    (last, lastProcessor) = (now, usage.processorSeconds)
  }

  var text: String {
    var lines = ["stage             time         CPU  peak memory"]
    let total = Row(
      stage: "total", seconds: rows.reduce(0) { $0 + $1.seconds },
      processorSeconds: rows.reduce(0) { $0 + $1.processorSeconds }, megabytes: rows.last?.megabytes ?? 0)
    for row in rows + [total] {
      let memory = "\(DecimalText.rounded(row.megabytes, decimals: 0)) MB"
      lines.append(
        StageTimings.padded(row.stage, 10) + StageTimings.right(Self.milliseconds(row.seconds), 12)
          + StageTimings.right(Self.milliseconds(row.processorSeconds), 12) + StageTimings.right(memory, 13))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func milliseconds(_ seconds: Double) -> String {
    "\(DecimalText.rounded(seconds * 1e3, decimals: 1)) ms"
  }

  private static func usage() -> (processorSeconds: Double, megabytes: Double) {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return (0, 0) }
    let times = [usage.ru_utime, usage.ru_stime]
    // Linux counts kilobytes here.
    return (
      times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }, Double(usage.ru_maxrss) / 1024
    )
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
