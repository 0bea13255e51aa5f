// Gradient and curvature along a pulse, and what changes of it do, against differences and an independent propagation.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct PulseSensitivityTests {
  /// Hard pulses and no slices, so that matrix exponentials are quick.
  private static func design(_ lines: String) -> String {
    """
    design "hard"
    scanner siemens-prisma
    voxel 20 mm, 20 mm, 20 mm
    pulse excite = rect(flip: 90 deg, duration: 100 us, use: excitation)
    pulse refocus = rect(flip: 180 deg, duration: 100 us, use: refocusing)
    pulse mix = optimized(duration: 1.2 ms, step: 100 us, peak: 15 uT)
    molecule pair {
      spin A at 2.35 ppm
      spin B at 2.10 ppm
      couple A, B 7.3 Hz
      t1 1.2 s
      t2 160 ms
    }
    sequence {
      repeat 4 as n {
        excite phase by n (0, 180) deg
        refocus phase 90 deg at 8 ms
        mix
        acquire 256 points dwell 1 ms phase by n (0, 180) deg
        fill to 1 s
      }
    }
    optimize {
      molecules pair 5 mM, Cr 4 mM
      macromolecules none
      \(lines)
    }
    """
  }

  private static let members = "over b1 0.9 .. 1.1 in 2 steps\nover offset -10 Hz .. 10 Hz in 2 steps"
  private static let count = 12

  private static let controls: [Double] = (0..<count).flatMap { index -> [Double] in
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(0.9 * Double(index) + 0.2)
    return [380 * cosine, 240 * sine - 60]
  }

  private static func sensitivity(_ search: PulseSearch, parts: Int) throws -> PulseSensitivity {
    let pulse = PinnedPulse(
      name: "mix", step: Time(microseconds: 100), hertzX: (0..<count).map { controls[2 * $0] },
      hertzY: (0..<count).map { controls[2 * $0 + 1] }, nucleus: .proton)
    return try search.sensitivity(of: [pulse], nucleus: .proton, partCount: parts)
  }

  /// Matrix exponentials have no part in the engine. The difference is that of the engine's kicks.
  @Test func theGradientIsThatOfExactPropagation() throws {
    let search = try SearchFixtures.search(Self.design("minimize crlb of pair\n" + Self.members))
    let sensitivity = try Self.sensitivity(search, parts: 3)
    let setup = search.assay.setups(search.shots, accuracy: search.accuracy(.polishing), threads: 1)[0]
    func loss(_ index: Int, _ step: Double) -> Double {
      var moved = sensitivity.controls
      moved[index] += step
      return search.loss(
        of: setup.members.indices.map {
          setup.exactSpectra(member: $0, controls: EnsembleControls(samples: moved))
        })
    }
    let largest = sensitivity.gradient.reduce(0) { max($0, abs($1)) }
    for index in [0, 5, 10, 15, 23] {
      let difference = (loss(index, 1) - loss(index, -1)) / 2
      #expect(
        abs(difference - sensitivity.gradient[index]) < 2e-3 * largest, "\(index): \(difference)")
    }
  }

  /// Second differences of the loss alone, which know nothing of the gradient.
  @Test(arguments: ["minimize crlb of pair", "maximize signal of pair in 2.2 ppm .. 2.5 ppm"])
  func curvatureIsThatOfSecondDifferences(aim: String) throws {
    let search = try SearchFixtures.search(Self.design(aim + "\n" + Self.members))
    let sensitivity = try Self.sensitivity(search, parts: 4)
    #expect(sensitivity.parts.count == 4 && sensitivity.hessian.count == 64)
    #expect(sensitivity.asymmetry < 1e-3)
    let scale = sensitivity.eigenvalues.reduce(0) { max($0, abs($1)) }
    for part in sensitivity.parts {
      func loss(_ change: PulseChange) -> Double { search.outcome(change, "", sensitivity.controls).loss }
      let h = 0.02
      let here = sensitivity.loss
      let (more, less) = (loss(.scaled(part.samples, by: 1 + h)), loss(.scaled(part.samples, by: 1 - h)))
      #expect(abs((more - less) / (2 * h) - part.amplitude.gradient) < 2e-3 * scale)
      #expect(abs((more - 2 * here + less) / (h * h) - part.amplitude.curvature) < 5e-3 * scale)
      let (on, back) = (
        loss(.turned(part.samples, radians: h)), loss(.turned(part.samples, radians: -h))
      )
      #expect(abs((on - back) / (2 * h) - part.phase.gradient) < 2e-3 * scale)
      #expect(abs((on - 2 * here + back) / (h * h) - part.phase.curvature) < 5e-3 * scale)
    }
    // The sum over the diagonal is the sum of the eigenvalues.
    let trace = (0..<8).reduce(0) { $0 + sensitivity.hessian[9 * $1] }
    #expect(abs(trace - sensitivity.eigenvalues.reduce(0, +)) < 1e-9 * scale)
  }

  /// The phase of a whole pulse behind an excitation matters; that of everything together would not.
  @Test func changesAreWhatTheySay() throws {
    let search = try SearchFixtures.search(Self.design("minimize crlb of pair"))
    let sensitivity = try Self.sensitivity(search, parts: 2)
    var unused: [Double] = []
    #expect(
      abs(
        sensitivity.loss
          - search.controlFunction(.polishing).evaluate(sensitivity.controls, gradient: &unused)) < 1e-12)
    let nothing = search.outcome(.removed(3..<3), "", sensitivity.controls)
    #expect(nothing.loss == sensitivity.loss && nothing.figures == sensitivity.outcomes[0].figures)
    let silent = search.outcome(.removed(0..<Self.count), "", sensitivity.controls)
    let removed = try #require(sensitivity.outcomes.first { $0.words == "mix removed" })
    #expect(removed.loss == silent.loss)
    #expect(
      silent.loss == search.outcome(.none, "", [Double](repeating: 0, count: 2 * Self.count)).loss)
    #expect(sensitivity.parts.map(\.energyShare).reduce(0, +) == 1)
    #expect(sensitivity.parts.map(\.samples) == [0..<6, 6..<12])
  }

  /// The transmitter's error by the members' B1, and by the samples.
  @Test func scalingTheOnlyPulseIsAScaleOfB1() throws {
    let text = Self.design("minimize crlb of pair").replacing(
      "        excite phase by n (0, 180) deg\n        refocus phase 90 deg at 8 ms\n", with: ""
    ).replacing(" phase by n (0, 180) deg", with: "")
    let search = try SearchFixtures.search(text)
    let engines = search.assay.engines(
      search.shots, accuracy: search.accuracy(.polishing), precision: .double, threads: 1,
      members: [EnsembleMember(b1Scale: 1.1)])
    let member = engines.spectra(EnsembleControls(samples: Self.controls))[0].signal
    let scaled = search.accurate.spectra(
      EnsembleControls(
        samples: PulseChange.scaled(0..<Self.count, by: 1.1).applied(to: Self.controls)))[0].signal
    let size = scaled.real.reduce(0) { max($0, abs($1)) }
    #expect(size > 1e-3)
    #expect(zip(member.real, scaled.real).allSatisfy { abs($0 - $1) < 1e-10 * size })
    #expect(zip(member.imaginary, scaled.imaginary).allSatisfy { abs($0 - $1) < 1e-10 * size })
  }
}
