// Simulated spectra against what can be worked out by hand.
import Foundation
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SpectrumSimulationTests {
  private typealias Fixtures = SimulationFixtures

  @Test func oneProtonGivesOneAtTheFirstSample() throws {
    let simulation = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"])
    let signal = try #require(simulation.shots.first).molecules[0]
    #expect(simulation.shots.count == 1)
    #expect(simulation.shots[0].played == 4)
    #expect(abs(signal.real[0] - 1) < 1e-6)
    #expect(abs(signal.imaginary[0]) < 1e-6)
    // 5.5 Hz: exp(-pi 5.5 t).
    #expect(abs(signal.real[100] - exp(-Double.pi * 5.5 * 0.05)) < 1e-6)
  }

  @Test func spectrumIsTheTransformOfTheSignal() throws {
    var signal = SampledSignal(count: 24)
    for index in 0..<24 {
      signal.real[index] = sin(Double(index * index))
      signal.imaginary[index] = cos(Double(3 * index))
    }
    let spectrum = signal.spectrum
    for k in -12..<12 {
      var (x, y) = (0.0, 0.0)
      for n in 0..<24 {
        let angle = -2 * Double.pi * Double(k * n) / 24
        x += (signal.real[n] * cos(angle) - signal.imaginary[n] * sin(angle)) / 24
        y += (signal.real[n] * sin(angle) + signal.imaginary[n] * cos(angle)) / 24
      }
      #expect(abs(spectrum.real[k + 12] - x) < 1e-12)
      #expect(abs(spectrum.imaginary[k + 12] - y) < 1e-12)
    }
    #expect(abs(spectrum.real.reduce(0, +) - signal.real[0]) < 1e-12)
  }

  @Test func higherShiftsStandAtHigherFrequencies() throws {
    let simulation = try Fixtures.simulate(Fixtures.pulseAcquire, ["left"])
    let shots = simulation.shots[0]
    let spectrum = shots.molecules[0].spectrum
    let frequencies = SampledSignal.frequencies(count: shots.sampleCount, dwellSeconds: shots.dwellSeconds)
    let top = try #require(
      spectrum.real.indices.max {
        hypot(spectrum.real[$0], spectrum.imaginary[$0])
          < hypot(spectrum.real[$1], spectrum.imaginary[$1])
      })
    #expect(abs(frequencies[top] - Fixtures.hertzPerPPM) < 2.1)
  }

  @Test func offsetOfTheFieldMovesTheLines() throws {
    let still = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"]).shots[0].molecules[0]
    let moved = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"]) { $0.offsetHertz = 25 }.shots[0]
      .molecules[0]
    for index in [0, 20, 100] {
      // 0.31 ms from the centre of the pulse to the first sample.
      let angle = 2 * Double.pi * 25 * (Double(index) * 0.5e-3 + 0.31e-3)
      #expect(abs(moved.real[index] - still.real[index] * cos(angle)) < 1e-3)
      #expect(abs(moved.imaginary[index] - still.real[index] * sin(angle)) < 1e-3)
    }
  }

  @Test func weakB1GivesTheSineOfTheFlipAngle() throws {
    let weak = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"]) { $0.b1Scale = 0.5 }
    #expect(abs(weak.shots[0].molecules[0].real[0] - sin(Double.pi / 4)) < 1e-6)
  }

  @Test func singletDecaysWithT2InASpinEcho() throws {
    let early = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: 30), ["three"]).shots[0].molecules[0]
    let late = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: 130), ["three"]).shots[0].molecules[0]
    #expect(abs(late.real[0] / early.real[0] - exp(-100 / 146)) < 1e-4)
    // Refocusing about the axis of the magnetisation keeps it.
    #expect(abs(early.real[0] - 3 * exp(-30.25 / 146)) < 3e-4)
  }

  /// 90 degrees in 2 ms with T1 1.5 s and T2 146 ms: the exponential of the matrix of the Bloch equations (numpy) leaves
  /// 0.99336 transverse. A step of relaxation longer than the pulse would count T2 for all of it: 0.9864.
  @Test func relaxationInAPulseIsThatOfTheBlochEquations() throws {
    let slow = "pulse slow = rect(flip: 90 deg, duration: 2 ms, use: excitation)"
    func first(_ pulse: String) throws -> Double {
      let design = Fixtures.design("\(pulse)\nacquire 64 points dwell 0.5 ms", declarations: slow)
      return try Fixtures.simulate(design, ["three"]).shots[0].molecules[0].real[0] / 3
    }
    let wait = try -0.146 * log(first("hard"))
    #expect(wait > 0 && wait < 1e-3)
    // The short pulse of 20 us decays for about half of its length.
    #expect(try abs(first("slow") * exp((wait - 10e-6) / 0.146) - 0.993365) < 3e-5)
  }

  /// A slice is inverted and subtracted: what lies outside cancels, whatever T1 does in the meantime, and what lies
  /// inside has come back by exp(-t/T1).
  @Test func spinsOutsideOfASubtractedSliceCancel() throws {
    let declarations = """
      pulse invert = adiabatic(family: goia-wurst, duration: 5 ms, bandwidth: 10 kHz, peak: 16 uT, use: inversion)
      molecule quick {
        spin H at 4.7 ppm
        t1 80 ms
        t2 70 ms
      }
      """
    func signal(_ name: String) throws -> Double {
      let design = Fixtures.design(
        """
        if n mod 2 == 1 {
          invert, slice x
        }
        spoil x 12 cycles across 20 mm
        delay 40 ms
        hard
        acquire 64 points dwell 0.5 ms phase by n (0, 180) deg
        """, declarations: declarations)
      return try Fixtures.simulate(design, [name]).shots[0].molecules[0].real[0]
    }
    let (still, quick) = try (signal("rest"), signal("quick"))
    #expect(abs(still - 1) < 0.05)
    // From the middle of the pulse, about, which itself costs a little of T2.
    #expect(abs(quick / still - exp(-43 / 80)) < 0.05)
  }

  /// Spins far from the carrier see a slice of the same width, elsewhere.
  @Test func slicesOfDistantShiftsAreSeenWhole() throws {
    let declarations = """
      pulse narrow = slr(flip: 90 deg, duration: 8 ms, bandwidth: 700 Hz, use: excitation)
      molecule far {
        spin H at 0.9 ppm
      }
      """
    let design = Fixtures.design(
      "narrow, slice x\nrephase x\nacquire 64 points dwell 0.5 ms", declarations: declarations)
    let near = try Fixtures.simulate(design, ["rest"]).shots[0].molecules[0]
    let far = try Fixtures.simulate(design, ["far"]).shots[0].molecules[0]
    #expect(abs(hypot(far.real[0], far.imaginary[0]) / hypot(near.real[0], near.imaginary[0]) - 1) < 2e-3)
  }

  @Test func doubletIsInvertedAtOneOverJAndUprightAtTwo() throws {
    // Weakly coupled A and X without relaxation: both lines have cos(pi J TE) at the echo, and the first sample lies
    // half a dwell, 0.25 ms, after it.
    let hertz = 2.8 * Fixtures.hertzPerPPM
    for milliseconds in [72.0, 144.0, 288.0] {
      let signal = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: milliseconds), ["pair"]).shots[0]
        .molecules[0]
      let size = cos(Double.pi * 6.93 * milliseconds * 1e-3)
      let angle = 2 * Double.pi * hertz * 0.25e-3
      #expect(abs(signal.real[0] - size * (1 + cos(angle))) < 0.02)
      #expect(abs(signal.imaginary[0] - size * sin(angle)) < 0.02)
    }
  }

  @Test func lactateTurnsOverAsItShould() throws {
    for (milliseconds, sign) in [(144.0, -1.0), (288.0, 1.0)] {
      let shots = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: milliseconds), ["Lac", "rest"]).shots[
        0]
      let spectrum = shots.molecules[0].spectrum
      let frequencies = SampledSignal.frequencies(count: shots.sampleCount, dwellSeconds: shots.dwellSeconds)
      var doublet = 0.0
      for (index, frequency) in frequencies.enumerated() {
        guard abs(4.7 + frequency / Fixtures.hertzPerPPM - 1.31) < 0.2 else { continue }
        // The phase that 0.25 ms make of the offset.
        let angle = 2 * Double.pi * frequency * 0.25e-3
        doublet += spectrum.real[index] * cos(angle) + spectrum.imaginary[index] * sin(angle)
      }
      // Half of three protons is in the line, half in the level of a transform that begins at once. They decay with T2
      // and, while they are antiphase, with T1; a few per cent of the line lie outside the band.
      let most = 1.5 * exp(-milliseconds / 105)
      #expect(sign * doublet > 0.8 * most && sign * doublet < most)
      #expect(abs(shots.molecules[1].real[0] - 1) < 1e-3)
    }
  }

  @Test func mixtureIsTheSumTimesTheConcentrations() throws {
    let run = try Fixtures.simulate(Fixtures.pulseAcquire, ["Glu", "Gln", "rest"])
    #expect(run.molecules.map(\.millimolar) == [10, 3, 1])
    let shots = run.shots[0]
    for index in [0, 7, 300] {
      let sum =
        10 * shots.molecules[0].real[index] + 3 * shots.molecules[1].real[index]
        + shots.molecules[2].real[index]
      #expect(abs(shots.mixture.real[index] - sum) < 1e-9)
    }
    #expect(run.notes.contains("no typical concentration of rest is known: 1 mM stands in"))
  }

  @Test func errorEstimateFallsUnderThePrecision() throws {
    let echo = Fixtures.spinEcho(milliseconds: 30)
    let coarse = try Fixtures.simulate(echo, ["Glu"]) { $0.precision = 1e-2 }
    let fine = try Fixtures.simulate(echo, ["Glu"]) { $0.precision = 1e-6 }
    #expect(coarse.errorEstimate <= 1e-2)
    #expect(fine.errorEstimate <= 1e-6)
    var rest = coarse.shots[0].molecules[0]
    rest.add(fine.shots[0].molecules[0], times: -1)
    let difference = (rest.energy / fine.shots[0].molecules[0].energy).squareRoot()
    #expect(difference <= 1.5 * (coarse.errorEstimate + fine.errorEstimate))
  }

  @Test func threadsDoNotChangeTheBits() throws {
    let one = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: 30), ["Glu", "Cr", "Lac"])
    let two = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: 30), ["Glu", "Cr", "Lac"]) {
      $0.threads = 2
    }
    #expect(one.shots[0].mixture == two.shots[0].mixture)
  }

  // MARK: kinds of shots

  /// Two shots without and two with an inversion before them.
  private static let edited = Fixtures.design(
    """
    if n < 2 {
      turn
      delay 10 ms
    }
    hard
    acquire 512 points dwell 0.5 ms
    """)

  @Test func kindsOfShotsAreAveragedOrGivenApart() throws {
    let mean = try Fixtures.simulate(Self.edited, ["rest"])
    #expect(mean.shots.map(\.title) == ["mean"] && mean.shots.map(\.played) == [4])
    #expect(abs(mean.shots[0].molecules[0].real[0]) < 1e-3)
    #expect(mean.notes.contains("2 kinds of shots, played 2, 2 times, are averaged"))
    let each = try Fixtures.simulate(Self.edited, ["rest"]) { $0.averagesShots = false }
    #expect(each.shots.map(\.title) == ["1", "2"] && each.shots.map(\.played) == [2, 2])
    #expect(abs(each.shots[0].molecules[0].real[0] + 1) < 1e-3)
    #expect(abs(each.shots[1].molecules[0].real[0] - 1) < 1e-3)
  }

  @Test func shotsThatAreStoredApartAreNotAveraged() throws {
    let stored = Self.edited.replacing("if n < 2 {", with: "label SET = 1\nif n < 2 {\nlabel SET = 0")
    let simulation = try Fixtures.simulate(stored, ["rest"])
    #expect(simulation.shots.map(\.title) == ["mean 0", "mean 1"])
    #expect(abs(simulation.shots[0].molecules[0].real[0] + 1) < 1e-3)
    #expect(abs(simulation.shots[1].molecules[0].real[0] - 1) < 1e-3)
  }

  // MARK: what cannot be simulated

  private func problem(of design: String, _ names: [String] = ["rest"]) throws -> SimulationProblem? {
    do {
      _ = try Fixtures.simulate(design, names)
      return nil
    } catch let problem as SimulationProblem {
      return problem
    }
  }

  @Test func gradientDuringTheAcquisitionIsRefused() throws {
    let image = Fixtures.design(
      """
      slab, slice z
      rephase z, prephase x for line
      acquire line along x
      """, declarations: "readout line = cartesian(points: 64, fov: 256 mm, dwell: 20 us)")
    #expect(try problem(of: image)?.code.id == "M002")
    #expect(try problem(of: Fixtures.pulseAcquire) == nil)
  }

  @Test func secondEchoOfAnExcitationIsRefused() throws {
    let train = Fixtures.design(
      """
      hard
      turn at 10 ms
      acquire 32 points dwell 0.1 ms
      turn at 30 ms
      acquire 32 points dwell 0.1 ms
      """)
    #expect(try problem(of: train)?.code.id == "M004")
    #expect(try problem(of: Fixtures.spinEcho(milliseconds: 20)) == nil)
  }

  @Test func acquisitionOfNothingIsRefused() throws {
    #expect(try problem(of: Fixtures.design("acquire 32 points dwell 0.1 ms"))?.code.id == "M003")
    #expect(try problem(of: Fixtures.design("hard\ndelay 10 ms"))?.code.id == "M003")
  }

  @Test func moleculesThatAreNotKnownAreRefused() throws {
    let unknown = try problem(of: Fixtures.pulseAcquire, ["glutamatte"])
    #expect(unknown?.code.id == "M006" && unknown?.help == "did you mean `glutamate`?")
    #expect(try problem(of: Fixtures.pulseAcquire, ["Glu", "glutamate"])?.code.id == "M006")
    #expect(try problem(of: Fixtures.pulseAcquire, ["glutamate"]) == nil)
    let phosphorus = Fixtures.pulseAcquire.replacing(
      "scanner siemens-prisma", with: "scanner siemens-prisma\nnucleus 31P")
    #expect(try problem(of: phosphorus, ["Glu"])?.code.id == "M006")
    #expect(try problem(of: phosphorus, ["rest"]) == nil)
  }

  @Test func sweepsOfManyKindsAreRefused() throws {
    let sweep = Fixtures.design("hard\ndelay (n + 1) * 1 ms\nacquire 32 points dwell 0.1 ms", repetitions: 65)
    #expect(try problem(of: sweep)?.code.id == "M005")
    let shorter = Fixtures.design(
      "hard\ndelay (n + 1) * 1 ms\nacquire 32 points dwell 0.1 ms", repetitions: 8)
    #expect(try problem(of: shorter) == nil)
  }
}
