/// What the process tells its caller.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case success = 0
  case failed = 1
  case trouble = 2
  case notProven = 3
  case bug = 70

  var meaning: String {
    switch self {
    case .success: "done, and nothing failed; what could not be proven or evaluated is a visible warning"
    case .failed: "the design or a check failed, or two sequences differ"
    case .trouble: "the command line was not understood, or a file could not be read or written"
    case .notProven: "with --strict: nothing failed, but something was not proven or not evaluated"
    case .bug: "a bug in seqc"
    }
  }
}
