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
  var window: PlayedWindow?

  init(_ invocation: Invocation) throws(UsageError) {
    self.invocation = invocation
    guard let kind = PlotKind.named(invocation.arguments[1]) else {
      throw UsageError("there is no figure `\(invocation.arguments[1])`")
    }
    self.kind = kind
    output = invocation.value(.plotOutput)
    from = try PlotRequest.time(.from, invocation)
    to = try PlotRequest.time(.to, invocation)
    repetition = try PlotRequest.number(invocation)
    let asked = [Option.from, .to, .repetition].first { invocation.has($0) }
    if let asked, !kind.isOverTime {
      throw UsageError("\(kind.name) is a figure of the whole run, and takes no \(asked.name)")
    }
    if repetition != nil, from != nil || to != nil {
      throw UsageError("--repetition excludes --from and --to", help: "each says what time is shown")
    }
    if let from, let to, to <= from { throw UsageError("--to is not behind --from") }
  }

  /// The window of time that was asked for; nil: none was.
  func window(of sequence: SequenceIR.Sequence) throws(UsageError) -> PlayedWindow? {
    let found: Result<PlayedWindow, PlayedWindow.Problem>
    if let repetition {
      found = PlayedWindow.shot(repetition, of: sequence)
    } else if from != nil || to != nil {
      found = PlayedWindow.between(from, to, of: sequence)
    } else {
      return nil
    }
    switch found {
    case .success(let window): return window
    case .failure(let problem):
      let option = repetition != nil ? Option.repetition : from != nil ? .from : .to
      throw UsageError("\(option.name) \(invocation.value(option) ?? ""): \(problem.words)")
    }
  }

  /// A number with a unit of time.
  private static func time(_ option: Option, _ invocation: Invocation) throws(UsageError) -> Time? {
    guard let text = invocation.value(option) else { return nil }
    let help = "write \(option.name) 12ms"
    let unit = text.drop { $0.isNumber || $0 == "." }
    let digits = text.dropLast(unit.count)
    let name = unit.drop { $0 == " " }
    guard let quantity = Quantity.literal(String(digits), unit: name.isEmpty ? nil : String(name))?.quantity,
      quantity.dimension == .time, let time = Time(nearestToSeconds: quantity.value)
    else {
      throw UsageError("\(option.name) takes a time of 0 or more with its unit, not `\(text)`", help: help)
    }
    return time
  }

  private static func number(_ invocation: Invocation) throws(UsageError) -> Int? {
    guard let text = invocation.value(.repetition) else { return nil }
    guard let value = Int(text), value >= 1 else {
      throw UsageError("\(Option.repetition.name) takes a whole number from 1 on, not `\(text)`")
    }
    return value
  }
}
