// Times loss and full gradient of the anchor problem of docs/performance.md: OptimizerBenchmark [REPEATS [CASE]]
//
// One line of JSON a case: the shortest and the median time of an evaluation in seconds, the loss, the norm of its
// gradient, and for Glu and Gln by how much both differ from the same with kicks every 2.5 us, relative.
import Dispatch
import Optimizer
import SequenceIR

struct Case {
  let name: String
  let problem: AnchorProblem
  /// Of so many evaluations one is done: larger molecules take longer.
  var thinning = 1
  var isCompared: Bool { problem.systems.count == 2 }

  init(
    _ systems: [SpinSystem], _ precision: Precision, kick: Double = 80e-6, threads: Int = 2, thinning: Int = 1
  ) {
    let spins = systems.first?.spinCount ?? 0
    let molecules = systems.count == 2 ? "Glu+Gln" : "\(spins) spins"
    name = "\(molecules), \(precision), kicks \(Int((kick * 1e6).rounded())) us, threads \(threads)"
    problem = AnchorProblem(systems: systems, kickSeconds: kick, precision: precision, threads: threads)
    self.thinning = thinning
  }
}

let glutamateAndGlutamine = [Molecules.glutamate, Molecules.glutamine]
let cases =
  [1, 2].flatMap { threads in
    [
      Case(glutamateAndGlutamine, .double, threads: threads),
      Case(glutamateAndGlutamine, .single, threads: threads),
    ]
  } + [
    Case([Molecules.gaba], .double, thinning: 4), Case([Molecules.gaba], .single, thinning: 4),
    Case([Molecules.sevenSpins], .double, thinning: 8), Case([Molecules.sevenSpins], .single, thinning: 8),
  ]
  + [5e-6, 10e-6, 20e-6, 40e-6, 160e-6, 320e-6].flatMap { kick in
    [
      Case(glutamateAndGlutamine, .double, kick: kick, thinning: 2),
      Case(glutamateAndGlutamine, .single, kick: kick, thinning: 2),
    ]
  }

func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

func clockSeconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

/// A line of JSON.
func line(of one: Case, repeats: Int, reference: (loss: Double, gradient: [Double])?) -> String {
  let evaluate = one.problem.evaluation()
  var seconds: [Double] = []
  var result = evaluate()
  for _ in 0..<repeats {
    let start = clockSeconds()
    result = evaluate()
    seconds.append(clockSeconds() - start)
  }
  seconds.sort()
  var fields = [
    "\"name\": \"\(one.name)\"", "\"seconds\": \(seconds[0])", "\"median\": \(seconds[seconds.count / 2])",
    "\"loss\": \(result.loss)", "\"gradient\": \(norm(result.gradient))",
  ]
  if let reference {
    let difference = zip(result.gradient, reference.gradient).map { $0 - $1 }
    fields.append("\"lossError\": \(abs(result.loss / reference.loss - 1))")
    fields.append("\"gradientError\": \(norm(difference) / norm(reference.gradient))")
  }
  return "{\(fields.joined(separator: ", "))}"
}

let arguments = CommandLine.arguments
let repeats = arguments.count > 1 ? Int(arguments[1]) ?? 40 : 40
let chosen = cases.filter { arguments.count < 3 || $0.name.hasPrefix(arguments[2]) }
let needsReference = arguments.count < 3 && chosen.contains { $0.isCompared }
let reference =
  needsReference ? Case(glutamateAndGlutamine, .double, kick: 2.5e-6).problem.evaluation()() : nil
for one in chosen {
  print(
    line(
      of: one, repeats: max(1, repeats / one.thinning), reference: one.isCompared ? reference : nil))
}
