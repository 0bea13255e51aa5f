/// A search from many starts to text and back.

extension MultiStart {
  package var checkpoint: String {
    var writer = CheckpointWriter()
    write(to: &writer)
    return writer.text
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write("method", word: "multi-start")
    // Words of 64 bits do not fit a signed number: two halves.
    writer.write("seed", integers: [Int(options.seed >> 32), Int(options.seed & 0xFFFF_FFFF)])
    writer.write("counts", integers: [options.starts, options.survivors, scoutedCount, scoutEvaluations])
    writer.write("scouted-starts", integers: ranking.map(\.start))
    for (rank, candidate) in ranking.enumerated() {
      writer.prefix = "scouted.\(rank)."
      writer.write(candidate.result)
    }
    writer.prefix = ""
    writer.write("polishing", integers: [polishing.count])
    for (rank, search) in polishing.enumerated() {
      writer.prefix = "polished.\(rank)."
      search.write(to: &writer)
      writer.write("ending", word: endings[rank]?.rawValue ?? "none")
    }
    writer.prefix = ""
  }

  /// Goes on where the text was written. Seed and number of starts and survivors must be the same; rules, rounds and
  /// threads are the new run's own.
  package static func resumed(
    from text: String, dimension: Int, options: Options
  ) -> Result<MultiStart, CheckpointProblem> {
    var reader = CheckpointReader(text)
    return resumed(from: &reader, dimension: dimension, options: options)
  }

  static func resumed(
    from reader: inout CheckpointReader, dimension: Int, options: Options
  ) -> Result<MultiStart, CheckpointProblem> {
    var search = MultiStart(options: options)
    if reader.word("method") != "multi-start" { reader.report("the search is not one from many starts") }
    let halves = reader.integers("seed", count: 2)
    let counts = reader.integers("counts", count: 4)
    if halves != [Int(options.seed >> 32), Int(options.seed & 0xFFFF_FFFF)] {
      reader.report("the seed is another one")
    }
    if counts[0] != options.starts || counts[1] != options.survivors {
      reader.report("the search had \(counts[0]) starts and \(counts[1]) survivors")
    }
    search.scoutedCount = counts[2]
    search.scoutEvaluations = counts[3]
    search.ranking = reader.candidates(
      dimension: dimension, starts: options.starts, survivors: options.survivors)
    let polished = reader.integers("polishing", count: 1)[0]
    if !(0...options.starts).contains(counts[2]) || search.ranking.count != min(counts[2], options.survivors)
      || (polished != 0 && (polished != search.ranking.count || counts[2] != options.starts))
    {
      reader.report("its counts contradict each other")
    }
    if let problem = reader.problem { return .failure(problem) }
    for rank in 0..<polished {
      reader.prefix = "polished.\(rank)."
      search.polishing.append(
        options.method.minimizer(from: &reader, dimension: dimension, stopping: options.polishStopping))
      search.endings.append(reader.ending())
    }
    return reader.problem.map { .failure($0) } ?? .success(search)
  }
}

extension CheckpointWriter {
  mutating func write(_ result: MinimizerResult) {
    write("x", reals: result.x)
    write("value", reals: [result.value])
    write("counts", integers: [result.iterations, result.evaluations])
    write("reason", word: result.reason.rawValue)
  }
}

extension MultiStart.Method {
  func minimizer(
    from reader: inout CheckpointReader, dimension: Int, stopping: StoppingRules
  ) -> any Minimizer {
    switch self {
    case .lbfgs: LBFGS(from: &reader, dimension: dimension, stopping: stopping)
    case .adam: Adam(from: &reader, dimension: dimension, stopping: stopping)
    }
  }
}

extension CheckpointReader {
  fileprivate mutating func candidates(
    dimension: Int, starts: Int, survivors: Int
  ) -> [MultiStart.Candidate] {
    let indices = integers("scouted-starts")
    if indices.count > survivors || indices.contains(where: { !(0..<starts).contains($0) }) {
      report("the scouted starts are not among those of this search")
    }
    var result: [MultiStart.Candidate] = []
    for (rank, start) in indices.enumerated() where problem == nil {
      prefix = "scouted.\(rank)."
      result.append(MultiStart.Candidate(start: start, result: self.result(dimension: dimension)))
    }
    prefix = ""
    return result
  }

  /// `dimension` nil takes a point of any.
  mutating func result(dimension: Int?) -> MinimizerResult {
    let x = reals("x", count: dimension)
    let value = reals("value", count: 1)[0]
    let counts = integers("counts", count: 2)
    let reason = StopReason(rawValue: word("reason"))
    if reason == nil { report("'\(prefix)reason' is not known") }
    return MinimizerResult(
      x: x, value: value, reason: reason ?? .observer, iterations: counts[0], evaluations: counts[1])
  }

  /// Ends by a limit are forgotten: the new rules decide.
  fileprivate mutating func ending() -> StopReason? {
    let text = word("ending")
    if text == "none" { return nil }
    guard let reason = StopReason(rawValue: text) else {
      report("'\(prefix)ending' is not known")
      return nil
    }
    return reason == .noFurtherDecrease || reason == .notFinite ? reason : nil
  }
}
