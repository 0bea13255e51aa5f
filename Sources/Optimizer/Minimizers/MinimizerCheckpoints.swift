/// L-BFGS and Adam to text and back; a search read back goes on with the same bits.

extension CheckpointWriter {
  mutating func write(_ progress: MinimizerProgress) {
    write("iteration", integers: [progress.iteration])
    write("evaluations", integers: [progress.evaluations])
    write("values", reals: [progress.value, progress.best, progress.gradientNorm])
  }
}

extension CheckpointReader {
  mutating func progress() -> MinimizerProgress {
    let iteration = integers("iteration", count: 1)[0]
    let evaluations = integers("evaluations", count: 1)[0]
    let values = reals("values", count: 3)
    if iteration < 0 || evaluations < 0 { report("iterations and evaluations are not negative") }
    return MinimizerProgress(
      iteration: iteration, evaluations: evaluations, value: values[0], best: values[1],
      gradientNorm: values[2])
  }

  /// The gradient, empty before the first evaluation.
  mutating func gradient(after evaluations: Int, dimension: Int) -> [Double] {
    reals("gradient", count: evaluations > 0 ? dimension : 0)
  }
}

extension LBFGS {
  package var checkpoint: String {
    var writer = CheckpointWriter()
    write(to: &writer)
    return writer.text
  }

  /// The rules for stopping are the new run's own; all else is in the text. `dimension` is that of the function.
  package static func resumed(
    from text: String, dimension: Int, stopping: StoppingRules
  ) -> Result<LBFGS, CheckpointProblem> {
    var reader = CheckpointReader(text)
    let search = LBFGS(from: &reader, dimension: dimension, stopping: stopping)
    return reader.problem.map { .failure($0) } ?? .success(search)
  }

  package func write(to writer: inout CheckpointWriter) {
    writer.write("method", word: "lbfgs")
    writer.write("memory", integers: [options.memory, options.lineSearchLimit])
    writer.write(
      "options",
      reals: [options.sufficientDecrease, options.curvature, options.firstStepLength, options.valueNoise])
    writer.write(progress)
    writer.write("x", reals: x)
    writer.write("gradient", reals: gradient)
    writer.write("best", reals: best)
    writer.write("recent", reals: recentValues)
    writer.write("products", reals: pairs.map(\.product))
    writer.write("steps", reals: pairs.flatMap(\.step))
    writer.write("changes", reals: pairs.flatMap(\.gradientChange))
  }

  init(from reader: inout CheckpointReader, dimension: Int, stopping: StoppingRules) {
    if reader.word("method") != "lbfgs" { reader.report("the search is not one by lbfgs") }
    let limits = reader.integers("memory", count: 2)
    let numbers = reader.reals("options", count: 4)
    let options = Options(
      memory: limits[0], sufficientDecrease: numbers[0], curvature: numbers[1], firstStepLength: numbers[2],
      valueNoise: numbers[3], lineSearchLimit: limits[1])
    let start = reader.reals("x", count: dimension)
    self.init(start: start, options: options, stopping: stopping)
    progress = reader.progress()
    gradient = reader.gradient(after: progress.evaluations, dimension: start.count)
    best = reader.reals("best", count: start.count)
    recentValues = reader.reals("recent")
    let products = reader.reals("products")
    if products.count > options.memory { reader.report("there are more pairs than the memory holds") }
    let steps = reader.reals("steps", count: products.count * start.count)
    let changes = reader.reals("changes", count: products.count * start.count)
    pairs = products.indices.map { index in
      let range = index * start.count..<(index + 1) * start.count
      return CurvaturePair(
        step: Array(steps[range]), gradientChange: Array(changes[range]), product: products[index])
    }
  }
}

extension Adam {
  package var checkpoint: String {
    var writer = CheckpointWriter()
    write(to: &writer)
    return writer.text
  }

  package func write(to writer: inout CheckpointWriter) {
    writer.write("method", word: "adam")
    writer.write(
      "options",
      reals: [options.rate, options.beta1, options.beta2, options.epsilon, options.finalRate])
    writer.write("decay-iterations", integers: options.decayIterations.map { [$0] } ?? [])
    writer.write(progress)
    writer.write("x", reals: x)
    writer.write("gradient", reals: gradient)
    writer.write("best", reals: best)
    writer.write("recent", reals: recentValues)
    writer.write("first-moment", reals: firstMoment)
    writer.write("second-moment", reals: secondMoment)
    writer.write("decays", reals: [decay1, decay2, caution])
  }

  /// The rules for stopping are the new run's own; all else is in the text. `dimension` is that of the function.
  package static func resumed(
    from text: String, dimension: Int, stopping: StoppingRules
  ) -> Result<Adam, CheckpointProblem> {
    var reader = CheckpointReader(text)
    let search = Adam(from: &reader, dimension: dimension, stopping: stopping)
    return reader.problem.map { .failure($0) } ?? .success(search)
  }

  init(from reader: inout CheckpointReader, dimension: Int, stopping: StoppingRules) {
    if reader.word("method") != "adam" { reader.report("the search is not one by adam") }
    let numbers = reader.reals("options", count: 5)
    let options = Options(
      rate: numbers[0], beta1: numbers[1], beta2: numbers[2], epsilon: numbers[3],
      decayIterations: reader.integers("decay-iterations").first, finalRate: numbers[4])
    let start = reader.reals("x", count: dimension)
    self.init(start: start, options: options, stopping: stopping)
    progress = reader.progress()
    gradient = reader.gradient(after: progress.evaluations, dimension: start.count)
    best = reader.reals("best", count: start.count)
    recentValues = reader.reals("recent")
    firstMoment = reader.reals("first-moment", count: start.count)
    secondMoment = reader.reals("second-moment", count: start.count)
    let decays = reader.reals("decays", count: 3)
    (decay1, decay2, caution) = (decays[0], decays[1], decays[2])
  }
}
