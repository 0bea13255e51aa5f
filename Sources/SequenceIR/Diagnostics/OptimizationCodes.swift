/// Diagnostics about optimized pulses: the files they are pinned in, and what a design asks of the search.
extension DiagnosticCode {
  package static let optimizationFamily: [DiagnosticCode] = [
    pulseNotFound, pinnedPulseMismatch, designChanged, noPeak, notAPinnedPulse, pinnedPulseLine,
    pinnedPulseNumber, pinnedPulseCount, nothingToVary, noAim, reversedRange, noMembers, bandOutsideWindow,
    moleculeProblem, peakProblem, searchImpossible, notResumable,
    searchIncomplete, searchFolderProblem,
  ]

  package static let pulseNotFound = DiagnosticCode(
    "O001", "pulse not found yet",
    "An optimized pulse lives in a file beside the design, which `seqc optimize` writes.")
  package static let pinnedPulseMismatch = DiagnosticCode(
    "O002", "pinned pulse does not fit the design",
    "Duration, step, peak and the values that were searched with the pulse must be those of the design.")
  package static let designChanged = DiagnosticCode(
    "O003", "design changed since the pulse was found",
    "The pinned pulse was found for another sequence, scanner or objective, so its metrics no longer hold.")
  package static let noPeak = DiagnosticCode(
    "O004", "no bound for B1",
    "A search needs the largest B1: that of the scanner's profile, or the pulse's own `peak`.")
  package static let notAPinnedPulse = DiagnosticCode(
    "O005", "not a pinned pulse",
    "A pinned pulse is a text whose first line is `seqc-pulse 1`; docs/pinned-pulses.md describes it.")
  package static let pinnedPulseLine = DiagnosticCode(
    "O006", "line of a pinned pulse not understood",
    "Each line of the head is a key and its value; docs/pinned-pulses.md lists the keys.")
  package static let pinnedPulseNumber = DiagnosticCode(
    "O007", "not a number in a pinned pulse", "Samples are two finite decimal numbers a line, x and y in uT.")
  package static let pinnedPulseCount = DiagnosticCode(
    "O008", "number of samples differs from the head of a pinned pulse",
    "The head announces a number of samples and the file holds another: it may be cut off.")
  package static let nothingToVary = DiagnosticCode(
    "O009", "nothing to vary",
    "A search needs at least one `optimized(...)` pulse, or a value of the design named by `vary`.")
  package static let noAim = DiagnosticCode(
    "O010", "no aim",
    "A search needs something to reach: `minimize`, `maximize`, `match` or `reach`. Silence alone is reached by no pulse at all."
  )
  package static let reversedRange = DiagnosticCode(
    "O011", "range without extent", "A range runs from its smaller to its larger value.")
  package static let noMembers = DiagnosticCode(
    "O012", "ensemble without members", "Every `over` needs at least one step.")
  package static let bandOutsideWindow = DiagnosticCode(
    "O013", "band outside the spectrum", "Bands lie inside the `window` that is looked at.")
  package static let moleculeProblem = DiagnosticCode(
    "O014", "molecule does not hold together",
    "A molecule has at least one spin; each name stands once, and couplings are between two of its spins.")
  package static let peakProblem = DiagnosticCode(
    "O015", "bound of B1 that cannot be searched with",
    "The bound of an optimized pulse is at most the scanner's B1, and strong enough to turn spins by a degree."
  )
  package static let searchImpossible = DiagnosticCode(
    "O016", "search that cannot be done",
    "What the design asks for names something that does not exist, or that `seqc optimize` cannot search yet."
  )
  package static let notResumable = DiagnosticCode(
    "O017", "search that cannot go on",
    "`seqc optimize --resume` goes on where a search of the same design, by the same version of seqc, was stopped, and `--work` and `--merge` where it was begun in a folder."
  )
  package static let searchIncomplete = DiagnosticCode(
    "O018", "search with items that are not done",
    "`seqc optimize --merge` makes one search of all items in a folder, and needs the result of each.")
  package static let searchFolderProblem = DiagnosticCode(
    "O019", "search in a folder not possible",
    "`seqc optimize --work DIR` makes a folder of its own, and goes on in one that it has made; its items are at most 50,000, their results do not depend on who works on them, and `--slurm` needs a Slurm that takes the job: docs/searches.md."
  )
}
