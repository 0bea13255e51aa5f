/// What is known of the terminal: who reads, in colour or not, how wide.
import Glibc

struct Terminal: Sendable {
  /// Whether standard error is a terminal.
  var messagesAreWatched: Bool
  /// `NO_COLOR` is set and not empty (no-color.org), or the terminal says it is dumb.
  var refusesColour: Bool
  var width: Int
  /// Whether standard output is a terminal.
  var resultsAreWatched = false
  /// Whether the locale's characters are UTF-8 (LC_ALL, LC_CTYPE or LANG, the first that is set).
  var speaksUnicode = true

  /// A page is never wider than this: longer lines are hard to read.
  static let widest = 100

  static func current() -> Terminal {
    let noColour = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    return Terminal(
      messagesAreWatched: isatty(STDERR_FILENO) == 1, refusesColour: !noColour.isEmpty || kind == "dumb",
      width: currentWidth(), resultsAreWatched: isatty(STDOUT_FILENO) == 1, speaksUnicode: localeIsUnicode())
  }

  private static func localeIsUnicode() -> Bool {
    let values = ["LC_ALL", "LC_CTYPE", "LANG"].map { (name: String) -> String in
      getenv(name).map { String(cString: $0) } ?? ""
    }
    let locale = (values.first { !$0.isEmpty } ?? "").lowercased()
    return locale.contains("utf-8") || locale.contains("utf8")
  }

  /// Whether messages carry colour, `choice` being the value of `--color`.
  func coloursMessages(choice: String?) -> Bool {
    switch choice {
    case "always": true
    case "never": false
    default: messagesAreWatched && !refusesColour
    }
  }

  private static func currentWidth() -> Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40
    else { return 80 }
    return min(Int(size.ws_col), widest)
  }
}
