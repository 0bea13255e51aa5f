/// One start of a search from many, by itself: whoever has it can do it, in any order and on any machine.
///
/// `MultiStart` does the same one after the other. What a start comes to depends on the options and its number alone,
/// and what is polished on all that was scouted; so the parts make up the same search, to the last bit.

package struct StartSearch: Sendable {
  package let phase: MultiStart.Phase
  package let start: Int
  private var minimizer: any Minimizer

  package init(_ phase: MultiStart.Phase, start: Int, from point: [Double], _ options: MultiStart.Options) {
    self.phase = phase
    self.start = start
    minimizer = options.minimizer(phase, from: point)
  }

  /// nil: the observer has ended it, and `write` keeps where it is.
  package mutating func run(
    _ function: any DifferentiableFunction, observer: (MinimizerProgress) -> MinimizerDecision,
    checkpoint: (StartSearch) -> Void
  ) -> MultiStart.Candidate? {
    while true {
      let reason = minimizer.iterate(function)
      let decision = observer(minimizer.progress)
      if let reason { return MultiStart.Candidate(start: start, result: minimizer.result(reason)) }
      checkpoint(self)
      if decision == .stop { return nil }
    }
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write("phase", word: phase.rawValue)
    writer.write("start", integers: [start])
    minimizer.write(to: &writer)
  }

  /// Goes on where the text was written; problems are reported to the reader.
  init(
    from reader: inout CheckpointReader, _ phase: MultiStart.Phase, start: Int, dimension: Int,
    _ options: MultiStart.Options
  ) {
    if reader.word("phase") != phase.rawValue || reader.integers("start", count: 1) != [start] {
      reader.report("it is a search of another start")
    }
    self.phase = phase
    self.start = start
    minimizer = options.method.minimizer(
      from: &reader, dimension: dimension,
      stopping: phase == .scouting ? options.scoutStopping : options.polishStopping)
  }
}

extension MultiStart {
  /// Which starts are polished, best first.
  package static func survivors(of scouted: [Candidate], _ options: Options) -> [Candidate] {
    Array(ranked(scouted).prefix(options.survivors))
  }

  /// What the search comes to when its starts were done one by one; nil without any that was polished.
  package static func outcome(scouted: [Candidate], polished: [Candidate]) -> Outcome? {
    let polished = ranked(polished)
    guard let best = polished.first else { return nil }
    return Outcome(
      best: best, phase: .polishing, polished: polished, isComplete: true,
      scoutEvaluations: scouted.reduce(0) { $0 + $1.result.evaluations },
      polishEvaluations: polished.reduce(0) { $0 + $1.result.evaluations })
  }
}
