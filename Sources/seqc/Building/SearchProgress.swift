/// What a search says of itself while it runs: one line that is rewritten on a terminal, a line now and then elsewhere.
import Optimizer
import SequenceIR

final class SearchProgress {
  private let console: Console
  private let isWatched: Bool
  private let width: Int
  /// Seconds since some moment.
  private let now: () -> Double
  /// Seconds that polishing takes at most, as far as it is known before it begins.
  private let polishingSeconds: Double
  private var phase: MultiStart.Phase?
  private var phaseStart = 0.0
  private var iterations = 0
  private var lastShown: Double
  private var isLineOpen = false

  /// Seconds between two lines: a terminal's is rewritten, others add up.
  private static let watchedSeconds = 0.1
  private static let plainSeconds = 30.0

  init(
    console: Console, terminal: Terminal, polishingSeconds: Double,
    now: @escaping () -> Double = SearchProgress.clock()
  ) {
    self.console = console
    isWatched = terminal.messagesAreWatched
    width = terminal.width
    self.polishingSeconds = polishingSeconds
    self.now = now
    lastShown = now()
  }

  /// Seconds since the call.
  static func clock() -> () -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    return { (clock.now - start) / .seconds(1) }
  }

  func show(_ progress: PulseSearch.Progress) {
    let time = now()
    if phase != progress.phase {
      phase = progress.phase
      phaseStart = time
      iterations = 0
    } else {
      // The first of a phase takes the time since it began; what is measured starts after it.
      iterations += 1
    }
    guard time - lastShown >= (isWatched ? Self.watchedSeconds : Self.plainSeconds) else { return }
    lastShown = time
    let line = Self.line(progress, secondsLeft: secondsLeft(progress, at: time))
    guard isWatched else {
      console.tell(line + "\n")
      return
    }
    // Back to the start, the line, and nothing of what stood there before.
    console.tell("\r" + line.prefix(max(20, width - 1)) + "\u{1B}[K")
    isLineOpen = true
  }

  /// Ends the line that is being rewritten.
  func finish() {
    if isLineOpen { console.tell("\n") }
    isLineOpen = false
  }

  private func secondsLeft(_ progress: PulseSearch.Progress, at time: Double) -> Double? {
    guard iterations > 0 else { return nil }
    let own = Double(progress.iterationsLeft) * (time - phaseStart) / Double(iterations)
    return own + (progress.phase == .scouting ? polishingSeconds : 0)
  }

  static func line(_ progress: PulseSearch.Progress, secondsLeft: Double?) -> String {
    let value = { DecimalText.significant($0, 6) }
    var line = "\(progress.phase.rawValue) start \(progress.start) of \(progress.starts), "
    line += "\(progress.finished) of \(progress.total) done, "
    line += "iteration \(progress.iteration): \(value(progress.value)), best \(value(progress.best)), "
    line += "B1 \(DecimalText.rounded(100 * progress.b1Share, decimals: 0)) % of its peak"
    if let secondsLeft { line += ", at most \(Self.time(secondsLeft)) left" }
    return line
  }

  /// `20 s`, `12 min`, `3 h 20 min`; up, for it is a bound.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "years" }
    if seconds < 90 { return "\(Int(seconds.rounded(.up))) s" }
    let minutes = Int((seconds / 60).rounded(.up))
    if minutes < 90 { return "\(minutes) min" }
    return "\(minutes / 60) h \(minutes % 60) min"
  }
}
