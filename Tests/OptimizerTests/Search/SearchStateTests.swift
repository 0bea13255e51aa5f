// States as aims: the overlap of known states, and mistakes in what is asked for.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SearchStateTests {
  /// Two weakly coupled spins: 7 Hz at 2.35 and 2.10 ppm.
  private static let pair = SpinGroup(
    name: "pair",
    system: SpinSystem(shiftsPPM: [2.35, 2.10], couplings: [ScalarCoupling(0, 1, hertz: 7)]))
  private static let molecule = Molecule(name: "pair", groups: [pair])

  private func overlap(
    _ text: String, _ steps: [SpinProgram.Step], members: [EnsembleMember] = [EnsembleMember()]
  )
    throws -> [Double]
  {
    var sources = SourceMap()
    let file = sources.add(name: "s", bytes: [])
    let span = SourceSpan(file: file.id, offset: 0, length: 0)
    let (_, target) = try StateTarget.read(text, of: Self.molecule, at: span)
    let setup = EnsembleSetup(
      molecules: [[Self.molecule]], members: members, program: SpinProgram(steps: steps),
      grid: SpectralGrid(sampleCount: 1, dwellSeconds: 1e-3, frequenciesHertz: [], ppm: []),
      linewidthHertz: 5,
      fieldHertzPerPPM: 127.7, receiverPPM: 4.65, relaxes: false)
    var none = EnsembleControls()
    return StateEngine(setup, groups: [Self.pair], target: target).overlaps(
      EnsembleControls(), addingGradientTo: &none)
  }

  private static func pulse(_ degrees: Double) -> SpinProgram.Step {
    .pulse(.ideal(radians: degrees * Double.pi / 180, cosine: 0, sine: 1))
  }

  /// I1z + I2z has the norm sqrt(2) of each of its parts.
  @Test func equilibriumOverlapsWithItselfAndItsParts() throws {
    #expect(abs(try overlap("I1z + I2z", [])[0] - 1) < 1e-12)
    #expect(abs(try overlap("-3 I1z", [])[0] + 0.5.squareRoot()) < 1e-12)
    #expect(abs(try overlap("2 I1z I2z", [])[0]) < 1e-12)
  }

  /// A pulse about y takes z to x; another scale of B1 turns it by as much more: sin(1.2 x 60 deg).
  @Test func aPulseTurnsTheState() throws {
    let found = try overlap(
      "I1x + I2x", [Self.pulse(60)], members: [EnsembleMember(), EnsembleMember(b1Scale: 1.2)])
    let (sine, more) = (
      ElementaryFunctions.sineAndCosine(Double.pi / 3).sine,
      ElementaryFunctions.sineAndCosine(1.2 * Double.pi / 3).sine
    )
    #expect(abs(found[0] - sine) < 1e-9 && abs(found[1] - more) < 1e-9)
  }

  /// An echo of half the coupling's period makes antiphase, 2 I1y I2z and its mirror, up to strong coupling.
  @Test func anEchoMakesAntiphase() throws {
    let steps: [SpinProgram.Step] = [
      Self.pulse(90), .delay(.init(seconds: 1 / 28.0)), Self.pulse(180), .delay(.init(seconds: 1 / 28.0)),
    ]
    let found = try overlap("2 I1y I2z + 2 I1z I2y", steps)[0]
    #expect(abs(abs(found) - 1) < 0.1)
    #expect(abs(try overlap("I1x + I2x", steps)[0]) < 0.3)
  }

  @Test(arguments: [
    ("2 I1z I3z", "there is no spin 3"), ("2 J1z I2z", "is no operator"), ("I1w", "is no operator"),
    ("2", "has no operator"), ("", "is empty"), ("I1z I1x", "stands twice"), ("I1z - I1z", "is empty"),
  ]) func whatIsNoStateIsTold(text: String, words: String) throws {
    do {
      _ = try overlap(text, [])
      Issue.record("\(text) was taken")
    } catch let problem as SearchProblem {
      #expect(problem.message.contains(words), "\(problem.message)")
    }
  }
}
