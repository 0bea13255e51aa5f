import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct ExploreTests {
  @Test func explore() throws {
    func f(_ x: Double) -> String { DecimalText.rounded(x, decimals: 3) }
    let glu = StateBand(2.28...2.40), gln = StateBand(2.40...2.52)
    let bands = [StateBand.whole, glu, gln]
    for (name, set) in [("separated", 0), ("separated", 1), ("precise", 0), ("robust", 0)] {
      let clock = ContinuousClock()
      let t0 = clock.now
      let sequence = try ExplainedSequence(name, set: set)
      print("=====", name, set, "kinds", sequence.experiment.kinds.count, "start", f(sequence.start * 1e3), "end", f(sequence.end * 1e3), "first", f(sequence.firstSample * 1e3))
      for molecule in ["Glu", "Gln"] {
        let mid = 0.5 * (sequence.start + sequence.end)
        let states = try sequence.states(molecule, bands: bands, asked: [mid])
        let ideal = sequence.ideal.states(of: try sequence.molecule(molecule), named: molecule, bands: bands, marks: try sequence.ideal.marks(askedSeconds: []))
        print("---", molecule, states.spins.map { "\($0.number) \($0.label) \(f($0.shiftPPM))" }.joined(separator: ", "), "error", states.errorEstimate, "time", clock.now - t0)
        print("band size over ideal (whole, Glu, Gln):", zip(states.bands, ideal.bands).map { f($0.contribution.matched.real / $1.contribution.matched.real) }.joined(separator: " "), "abs", states.bands.map { f($0.contribution.matched.real) }.joined(separator: " "))
        print("pathways", states.pathways.prefix(6).map { "\($0.orders.map { $0.map(String.init) ?? "*" }) " + $0.contributions.map { f($0.matched.real) }.joined(separator: "/") }.joined(separator: "; "), states.pathwayNote)
        for seconds in [sequence.start, mid, sequence.end, sequence.firstSample] {
          guard let moment = states.moment(at: seconds) else { continue }
          print("  * at", f(moment.seconds * 1e3), moment.title, "norm", f(moment.norm), "average", f(moment.averageNorm), "observable", f(moment.observableNow), "kept", moment.keptOrders ?? [], "mirror", moment.countsMirrorImages)
          print("    total", moment.total.map { f($0.matched.real) }.joined(separator: " "), "coherence", moment.interference.map { f($0.coherence) }.joined(separator: " "), "enhancement", moment.interference.map { f($0.enhancement) }.joined(separator: " "), "absolute", moment.interference.map { f($0.absolute) }.joined(separator: " "))
          for (kind, part) in moment.classes where part.norm > 1e-4 {
            print("      class", kind.word, "norm", f(part.norm / moment.norm), "contributions", part.contributions.map { "\(f($0.matched.real))\($0.matched.imaginary < 0 ? "" : "+")\(f($0.matched.imaginary))i" }.joined(separator: " "))
          }
          for (orders, part) in moment.orders where part.norm > 1e-4 { print("      order", orders, "norm", f(part.norm / moment.norm), part.contributions.map { f($0.matched.real) }.joined(separator: " ")) }
          for (count, part) in moment.spinOrders where part.norm > 1e-4 { print("      spins", count, "norm", f(part.norm / moment.norm), part.contributions.map { f($0.matched.real) }.joined(separator: " ")) }
          print("      terms by norm:", moment.terms.prefix(12).map { "\($0.name) \(f($0.average.real)) share \(f($0.share)) [\($0.contributions.map { f($0.matched.real) }.joined(separator: " "))]" }.joined(separator: "; "))
          for band in [1, 2] {
            let sorted = moment.terms.sorted { abs($0.contributions[band].matched.real) > abs($1.contributions[band].matched.real) }
            print("      terms by band", band, sorted.prefix(12).map { "\($0.name) \(f($0.contributions[band].matched.real))" }.joined(separator: "; "))
          }
        }
      }
    }
  }
}
