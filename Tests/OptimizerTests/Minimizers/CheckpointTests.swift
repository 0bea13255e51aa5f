// Searches written down and read back go on with the same bits; damaged texts are told.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct CheckpointTests {
  @Test func realsSurviveToTheLastBit() {
    var random = RandomStream(seed: 3)
    var values = [
      0, -0.0, 1, -1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, 0.1, 1e22,
      123_456_789,
    ]
    while values.count < 20_000 {
      let value = Double(bitPattern: random.next())
      if !value.isNaN { values.append(value) }
    }
    var writer = CheckpointWriter()
    writer.write("values", reals: values)
    writer.write("lost", reals: [.nan])
    var reader = CheckpointReader(writer.text)
    #expect(reader.reals("values").map(\.bitPattern) == values.map(\.bitPattern))
    #expect(reader.reals("lost")[0].isNaN && reader.problem == nil)
  }

  @Test(arguments: [0, 1, 4, 17]) func lbfgsGoesOnWithTheSameBits(stop: Int) throws {
    let function = TestFunctions.rosenbrock(8)
    let rules = StoppingRules(iterationLimit: 45)
    let start = (0..<8).map { Double($0) / 3 - 1 }
    var straight = LBFGS(start: start, options: LBFGS.Options(memory: 5), stopping: rules)
    let expected = straight.run(function)

    var first = LBFGS(start: start, options: LBFGS.Options(memory: 5), stopping: rules)
    if stop > 0 { _ = first.run(function) { $0.iteration == stop ? .stop : .proceed } }
    var second = try LBFGS.resumed(from: first.checkpoint, dimension: 8, stopping: rules).get()
    #expect(second.checkpoint == first.checkpoint)
    let result = second.run(function)
    #expect(result == expected)
    #expect(second.checkpoint == straight.checkpoint)
  }

  @Test func adamGoesOnWithTheSameBits() throws {
    let function = TestFunctions.rosenbrock(3)
    let rules = StoppingRules(iterationLimit: 200)
    let options = Adam.Options(rate: 0.03, decayIterations: 200)
    var straight = Adam(start: [-1, 0.3, 2], options: options, stopping: rules)
    let expected = straight.run(function)
    var first = Adam(start: [-1, 0.3, 2], options: options, stopping: rules)
    _ = first.run(function) { $0.iteration == 71 ? .stop : .proceed }
    var second = try Adam.resumed(from: first.checkpoint, dimension: 3, stopping: rules).get()
    #expect(second.run(function) == expected)
    #expect(second.checkpoint == straight.checkpoint)
  }

  @Test func damagedTextsAreTold() throws {
    let function = TestFunctions.rosenbrock(3)
    var search = LBFGS(start: [-1, 0.3, 2], stopping: StoppingRules(iterationLimit: 4))
    _ = search.run(function)
    let text = search.checkpoint
    func problem(_ text: String, dimension: Int = 3) -> String? {
      switch LBFGS.resumed(from: text, dimension: dimension, stopping: StoppingRules()) {
      case .success: nil
      case .failure(let problem): problem.description
      }
    }
    #expect(problem(text) == nil)
    #expect(problem("") == "the first line is not 'seqc-search 1'")
    #expect(problem(String(text.dropLast(5))) == "the last line is not 'end': the text is cut off")
    #expect(problem(text, dimension: 4) == "'x' has 3 items, expected 4")
    let renamed = text.split(separator: "\n").map { $0 == "best 3" ? "west 3" : String($0) }
    #expect(problem(renamed.joined(separator: "\n")) == "'best' is missing")
    let spoiled = text.split(separator: "\n").map { $0 == "lbfgs" ? "adam" : String($0) }
    #expect(problem(spoiled.joined(separator: "\n")) == "the search is not one by lbfgs")
    let short = text.split(separator: "\n").map { $0 == "steps 12" ? "steps 11" : String($0) }
    #expect(problem(short.joined(separator: "\n")) == "'steps' stands twice or does not have 11 items")
    // Every line lost: a problem, never a trap.
    let lines = text.split(separator: "\n")
    for index in lines.indices {
      var kept = lines
      kept.remove(at: index)
      #expect(problem(kept.joined(separator: "\n")) != nil, "line \(index)")
    }
    for length in stride(from: 0, to: text.count - 5, by: 7) {
      #expect(problem(String(text.prefix(length))) != nil)
    }
  }
}
