/// What the options of `seqc plot` ask for.
import SequenceIR

struct PlotRequest {
  let kind: PlotKind
  let invocation: Invocation
  /// nil: a drawing in text on standard output.
  let output: String?
  let from: Time?
  let to: Time?
  /// From 1.
  let repetition: Int?
  /// Of the sequence, once it is known; nil: what the figure shows by itself.
  private(set) var window: PlayedWindow?

  init(_ invocation: Invocation) throws(UsageError) {
    self.invocation = invocation
    guard let kind = PlotKind.named(invocation.arguments[1]) else {
      throw UsageError("there is no figure `\(invocation.arguments[1])`")
    }
    self.kind = kind
    output = invocation.value(.plotOutput)
    from = try PlotRequest.time(.from, invocation)
    to = try PlotRequest.time(.to, invocation)
    repetition = try invocation.count(.repetition, 1...Int(Int32.max))
    let asked = [Option.from, .to, .repetition].first { invocation.has($0) }
    if let asked, !kind.isOverTime {
      throw UsageError("\(kind.name) is a figure of the whole run, and takes no \(asked.name)")
    }
    if repetition != nil, from != nil || to != nil {
      throw UsageError("--repetition excludes --from and --to", help: "each says what time is shown")
    }
    if let from, let to, to <= from { throw UsageError("--to is not behind --from") }
  }

  /// Finds the window of time that was asked for.
  mutating func find(in sequence: SequenceIR.Sequence) throws(UsageError) {
    let found: Result<PlayedWindow, PlayedWindow.Problem>
    if let repetition {
      found = PlayedWindow.shot(repetition, of: sequence)
    } else if from != nil || to != nil {
      found = PlayedWindow.between(from, to, of: sequence)
    } else {
      return
    }
    switch found {
    case .success(let window): self.window = window
    case .failure(let problem):
      let option = repetition != nil ? Option.repetition : from != nil ? .from : .to
      throw UsageError("\(option.name) \(invocation.value(option) ?? ""): \(problem.words)")
    }
  }

  private static func time(_ option: Option, _ invocation: Invocation) throws(UsageError) -> Time? {
    try invocation.quantity(option, .time, 0...2e6, "12ms").flatMap(
      Time.init(nearestToSeconds:))
  }
}
