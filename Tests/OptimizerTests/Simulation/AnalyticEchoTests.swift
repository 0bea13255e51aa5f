// Coupled spins under PRESS and STEAM against closed forms: ideal pulses, crushers, no relaxation.
//
// Weak coupling: product operators, as O. W. Sorensen, G. W. Eich, M. H. Levitt, G. Bodenhausen and R. R. Ernst, Prog.
// NMR Spectrosc. 16, 163 (1983). AB: worked out here in singlet and triplet, as the comments say, not taken from a paper.
// conformance/analytic_echoes.py holds each form against density matrices in numpy, and computes the numbers of AX2 under
// STEAM.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct AnalyticEchoTests {
  private static let hertzPerPPM = 1000.0
  private static let linewidth = 4.0
  private static let dwell = 0.5e-3
  private static let count = 256

  /// Spins by their frequencies, Hz; the first is coupled to all others.
  private struct Spins {
    var hertz: [Double]
    var coupling: Double
  }

  private struct Complex {
    var real: Double
    var imaginary: Double

    static func * (a: Complex, b: Complex) -> Complex {
      Complex(
        real: a.real * b.real - a.imaginary * b.imaginary,
        imaginary: a.real * b.imaginary + a.imaginary * b.real)
    }
    static func * (a: Double, b: Complex) -> Complex { Complex(real: a * b.real, imaginary: a * b.imaginary) }
    static func + (a: Complex, b: Complex) -> Complex {
      Complex(real: a.real + b.real, imaginary: a.imaginary + b.imaginary)
    }
    static func turn(_ angle: Double) -> Complex { Complex(real: cos(angle), imaginary: sin(angle)) }
  }

  // MARK: sequences

  /// Pulses of a nanosecond at the start of blocks of 10 us, with crushers or nothing between.
  private struct Train {
    var builder = SequenceBuilder(rfRasterMicroseconds: 0.001)

    mutating func pulse(degrees: Double) {
      let peak = degrees / 360 / 1e-9 / (Nucleus.proton.hertzPerTesla * 1e-6)
      builder.block("pulse", 10, .rectangle(peak, duration: 0.001, delay: 0))
    }

    /// What fills the time from one pulse to the next.
    mutating func wait(_ seconds: Double, crusher axis: Axis? = nil, flat: Double = 0) {
      let microseconds = (seconds * 1e6).rounded() - 10
      guard let axis else { return builder.block("wait", microseconds) }
      builder.block("crush", microseconds, .trapezoid(axis, 20, rise: 100, flat: flat, fall: 100))
    }

    mutating func acquired() -> SequenceIR.Sequence {
      builder.block(
        "acquire", AnalyticEchoTests.dwell * 1e6 * Double(AnalyticEchoTests.count),
        .adc(AnalyticEchoTests.count, dwell: AnalyticEchoTests.dwell * 1e6, delay: 0))
      return builder.finished().sequence
    }
  }

  /// Refocusing pulses at `first` / 2 and at `first` / 2 + `whole` / 2, the echo at `whole`, s.
  private static func press(first: Double, whole: Double) -> SequenceIR.Sequence {
    var train = Train()
    train.pulse(degrees: 90)
    train.wait(first / 2, crusher: .y, flat: 800)
    train.pulse(degrees: 180)
    // One crusher that undoes the first one along y, and one along z, in blocks of their own.
    train.wait(1.5e-3, crusher: .y, flat: 800)
    train.builder.block("nothing", 10)
    train.wait(whole / 2 - 1.5e-3, crusher: .z, flat: 1200)
    train.pulse(degrees: 180)
    train.wait((whole - first) / 2, crusher: .z, flat: 1200)
    return train.acquired()
  }

  private static func steam(echo: Double, mixing: Double) -> SequenceIR.Sequence {
    var train = Train()
    train.pulse(degrees: 90)
    train.wait(echo / 2, crusher: .x, flat: 1000)
    train.pulse(degrees: 90)
    train.wait(mixing, crusher: .y, flat: 2500)
    train.pulse(degrees: 90)
    train.wait(echo / 2, crusher: .x, flat: 1000)
    return train.acquired()
  }

  private static func simulated(_ sequence: SequenceIR.Sequence, _ spins: Spins) throws -> SampledSignal {
    let span = SourceSpan(file: FileID(index: 0), from: 0, to: 0)
    var definition = MoleculeDefinition(name: "spins", span: span)
    definition.spins = spins.hertz.enumerated().map {
      MoleculeDefinition.Spin(name: "H\($0)", shiftPPM: 4.7 + $1 / hertzPerPPM, count: 1)
    }
    definition.couplings = (1..<spins.hertz.count).filter { _ in spins.coupling != 0 }.map {
      MoleculeDefinition.Coupling(first: 0, second: $0, hertz: spins.coupling)
    }
    var conditions = SpectrumSimulation.Conditions()
    conditions.linewidthHertz = linewidth
    let molecules = try SimulationMolecules(
      [SimulationMolecules.Wanted("spins")], set: nil,
      context: SimulationMolecules.Context(
        nucleus: .proton, own: [definition], spectrometerHertz: hertzPerPPM * 1e6))
    let simulation = try SpectrumSimulation(
      of: sequence, molecules: molecules, conditions: conditions, fieldHertzPerPPM: hertzPerPPM,
      referencePPM: 4.7)
    return simulation.shots[0].molecules[0]
  }

  /// Largest difference between the spectrum simulated and that of a closed form of the time after the echo, over the
  /// largest magnitude.
  private static func difference(
    _ sequence: SequenceIR.Sequence, _ spins: Spins, _ form: (Double) -> Complex
  ) throws -> Double {
    let found = try simulated(sequence, spins).spectrum
    var signal = SampledSignal(count: count)
    for index in 0..<count {
      let value = exp(-Double.pi * linewidth * Double(index) * dwell) * form((Double(index) + 0.5) * dwell)
      (signal.real[index], signal.imaginary[index]) = (value.real, value.imaginary)
    }
    let expected = signal.spectrum
    var (worst, largest) = (0.0, 0.0)
    for index in 0..<count {
      let rest = hypot(
        found.real[index] - expected.real[index], found.imaginary[index] - expected.imaginary[index])
      worst = max(worst, rest)
      largest = max(largest, hypot(expected.real[index], expected.imaginary[index]))
    }
    return worst / largest
  }

  // MARK: weak coupling

  /// Shifts 30.9 kHz apart and 7 Hz: what strong coupling would add is of the order of their ratio, 2.3e-4 of the
  /// first sample, and more of a largest peak that is small.
  private static let weak = Spins(hertz: [15_630, -15_270], coupling: 7)
  private static let weakTriple = Spins(hertz: [15_630, -15_270, -15_270], coupling: 7)

  private static func precession(_ hertz: Double, _ seconds: Double) -> Complex {
    .turn(2 * Double.pi * hertz * seconds)
  }

  /// Both doublets: cos(pi J (TE + t)).
  @Test(arguments: [20e-3, 35.7e-3, 71.4e-3, 142.9e-3, 285.8e-3])
  func pressOfAXIsTheCosine(echoTime: Double) throws {
    let whole = (echoTime * 5e4).rounded() / 5e4
    let rest = try Self.difference(Self.press(first: 10e-3, whole: whole), Self.weak) { time in
      cos(Double.pi * 7 * (whole + time)) * (Self.precession(15_630, time) + Self.precession(-15_270, time))
    }
    #expect(rest < 2e-3, "\(rest)")
  }

  /// The triplet of A: the square of the cosine; the doublet of X2: twice the cosine.
  @Test(arguments: [20e-3, 71.4e-3, 142.8e-3])
  func pressOfAX2IsTheSquareOfTheCosineAndTheCosine(echoTime: Double) throws {
    let rest = try Self.difference(Self.press(first: 12e-3, whole: echoTime), Self.weakTriple) { time in
      let modulation = cos(Double.pi * 7 * (echoTime + time))
      return modulation * modulation * Self.precession(15_630, time) + 2 * modulation
        * Self.precession(-15_270, time)
    }
    #expect(rest < 1e-3, "\(rest)")
  }

  /// Both spins of AX together at the echo: -(cos^2 a - sin^2 a sin^2 b cos psi) with a = pi J TE/2, b = pi delta TE/2 and
  /// psi = 2 pi delta TM: what was zero-quantum coherence in the mixing time turns with the difference of the shifts.
  @Test(arguments: [(20e-3, 10e-3), (20e-3, 10.01e-3), (72e-3, 30e-3), (142.86e-3, 7.3e-3)])
  func steamOfAXHasTheZeroQuantumTerm(echo: Double, mixing: Double) throws {
    // b would be a multiple of pi at 30 kHz and any time on the raster.
    let spins = Spins(hertz: [15_012.5, -15_012.5], coupling: 7)
    let sequence = Self.steam(echo: echo, mixing: mixing)
    let rest = try Self.difference(sequence, spins) { time in
      Self.steamAB(spins, echo: echo, mixing: mixing, after: time, isWeak: true)
    }
    #expect(rest < 1e-3, "\(rest)")
    let (a, b) = (Double.pi * 7 * echo / 2, Double.pi * 30_025 * echo / 2)
    let atEcho = Self.steamAB(spins, echo: echo, mixing: mixing, after: 0, isWeak: true)
    let form = cos(a) * cos(a) - pow(sin(a) * sin(b), 2) * cos(2 * Double.pi * 30_025 * mixing)
    #expect(abs(atEcho.real + form) < 1e-9 && abs(atEcho.imaginary) < 1e-9)
  }

  /// Numbers of conformance/analytic_echoes.py: shifts of 110 and -130 Hz, J 7 Hz, 0.25 and 20.25 ms behind the echo.
  @Test(arguments: AX2Echo.all) private func steamOfAX2IsThatOfDensityMatrices(_ echo: AX2Echo) throws {
    let spins = Spins(hertz: [110, -130, -130], coupling: 7)
    let signal = try Self.simulated(Self.steam(echo: echo.echo, mixing: echo.mixing), spins)
    for (index, value) in [(0, echo.early), (40, echo.late)] {
      let decay = exp(-Double.pi * Self.linewidth * Double(index) * Self.dwell)
      #expect(abs(signal.real[index] - decay * value.0) < 1e-6)
      #expect(abs(signal.imaginary[index] - decay * value.1) < 1e-6)
    }
  }

  private struct AX2Echo: Sendable {
    let echo: Double
    let mixing: Double
    let early: (Double, Double)
    let late: (Double, Double)

    static let all = [
      AX2Echo(
        echo: 20e-3, mixing: 10e-3, early: (-1.437492543, 0.116068343), late: (0.523482341, -0.987237760)),
      AX2Echo(
        echo: 20e-3, mixing: 12e-3, early: (-1.331922916, 0.114206351), late: (0.438665861, -0.785544953)),
      AX2Echo(
        echo: 72e-3, mixing: 30e-3, early: (-0.511867553, 0.058379039), late: (0.072981408, -0.153549392)),
      AX2Echo(
        echo: 144e-3, mixing: 6e-3, early: (-0.683110347, 0.048288933), late: (0.428016212, -0.479026389)),
    ]
  }

  // MARK: AB

  private static let pairs = [
    Spins(hertz: [40, -25], coupling: 16.1), Spins(hertz: [9, -9], coupling: 15),
    Spins(hertz: [180, -150], coupling: 7),
  ]

  /// exp(-i t (pi delta sigma_z + pi J sigma_x)) in the space of the two states of no magnetic number, as cosine and sine of
  /// half the angle; singlet and triplet are the states along -x and x.
  private static func rotation(delta: Double, _ coupling: Double, _ seconds: Double) -> [Double] {
    let size = hypot(delta, coupling)
    let half = Double.pi * size * seconds
    return [cos(half), sin(half) * coupling / size, 0, sin(half) * delta / size]
  }

  /// (l0 - i l.sigma) (r0 - i r.sigma)
  private static func product(_ l: [Double], _ r: [Double]) -> [Double] {
    [
      l[0] * r[0] - l[1] * r[1] - l[2] * r[2] - l[3] * r[3],
      l[0] * r[1] + r[0] * l[1] + l[2] * r[3] - l[3] * r[2],
      l[0] * r[2] + r[0] * l[2] + l[3] * r[1] - l[1] * r[3],
      l[0] * r[3] + r[0] * l[3] + l[1] * r[2] - l[2] * r[1],
    ]
  }

  /// 2 Re(exp(i pi J (TE + t)) <T0|V|T0>): V is what the shifts, turned over by each refocusing pulse, and the coupling
  /// make of the triplet state T0, against which the outer states have the phase pi J.
  private static func pressAB(_ spins: Spins, first: Double, whole: Double, after: Double) -> Complex {
    let delta = spins.hertz[0] - spins.hertz[1]
    let early = rotation(delta: delta, spins.coupling, first / 2)
    let middle = rotation(delta: -delta, spins.coupling, whole / 2)
    let late = rotation(delta: delta, spins.coupling, (whole - first) / 2 + after)
    let v = product(late, product(middle, early))
    let angle = Double.pi * spins.coupling * (whole + after)
    return 2 * (v[0] * cos(angle) + v[1] * sin(angle))
      * precession((spins.hertz[0] + spins.hertz[1]) / 2, after)
  }

  /// Half of the magnetisation is stored. What is along z stands still; what coherence of T0 and singlet is in the mixing
  /// time turns about the axis of shifts and coupling by 2 pi TM times their frequency.
  private static func steamAB(
    _ spins: Spins, echo: Double, mixing: Double, after: Double, isWeak: Bool = false
  ) -> Complex {
    let delta = spins.hertz[0] - spins.hertz[1]
    let size = isWeak ? delta : hypot(delta, spins.coupling)
    let (p, q) = isWeak ? (0, 1) : (spins.coupling / size, delta / size)
    let (a, b) = (Double.pi * spins.coupling * echo / 2, Double.pi * size * echo / 2)
    let (c, d) = (a + Double.pi * spins.coupling * after, b + Double.pi * size * after)
    let psi = 2 * Double.pi * size * mixing
    let stored = cos(a) * cos(b) + p * sin(a) * sin(b)
    let read = cos(c) * cos(d) + p * sin(c) * sin(d)
    let z = q * q * cos(a) + p * p * cos(a) * cos(psi) - p * sin(a) * sin(psi)
    let y = -sin(a) * cos(psi) - p * cos(a) * sin(psi)
    let zeroQuantum = q * q * sin(b) * sin(d) * (z * cos(c) + y * sin(c))
    return -(stored * read + zeroQuantum) * precession((spins.hertz[0] + spins.hertz[1]) / 2, after)
  }

  @Test(arguments: pairs.indices, [(10e-3, 20e-3), (14e-3, 35e-3), (30e-3, 130e-3), (7e-3, 7e-3 + 270e-3)])
  func pressOfABIsExact(pair: Int, times: (first: Double, whole: Double)) throws {
    let spins = Self.pairs[pair]
    let rest = try Self.difference(Self.press(first: times.first, whole: times.whole), spins) {
      Self.pressAB(spins, first: times.first, whole: times.whole, after: $0)
    }
    #expect(rest < 1e-6, "\(rest)")
  }

  /// Two refocusing pulses with half of the echo time each: 2 (cos(pi J TE) (1 - 2 p^2 sin^2) + p sin(pi J TE) sin).
  @Test(arguments: pairs.indices) func echoOfABIsThatOfItsFourLevels(pair: Int) {
    let spins = Self.pairs[pair]
    let delta = spins.hertz[0] - spins.hertz[1]
    let size = hypot(delta, spins.coupling)
    let p = spins.coupling / size
    for echo in [10e-3, 35e-3, 80e-3] {
      // A PRESS whose first echo takes no time is a spin echo.
      let value = Self.pressAB(spins, first: 0, whole: echo, after: 0)
      let (whole, quarter) = (Double.pi * spins.coupling * echo, Double.pi * size * echo / 2)
      let form =
        2
        * (cos(whole) * (1 - 2 * p * p * sin(quarter) * sin(quarter)) + p * sin(whole) * sin(2 * quarter))
      #expect(abs(value.real - form) < 1e-12)
    }
  }

  @Test(arguments: pairs.indices, [(20e-3, 10e-3), (20e-3, 13e-3), (72e-3, 30e-3), (144e-3, 6e-3)])
  func steamOfABIsExact(pair: Int, times: (echo: Double, mixing: Double)) throws {
    let spins = Self.pairs[pair]
    let rest = try Self.difference(Self.steam(echo: times.echo, mixing: times.mixing), spins) {
      Self.steamAB(spins, echo: times.echo, mixing: times.mixing, after: $0)
    }
    #expect(rest < 1e-6, "\(rest)")
  }

  // MARK: far from the receiver

  /// Delays that are short for the engine are cut into turns; at 30 kHz these must be shorter than at 100 Hz.
  @Test func linesFarFromTheReceiverPrecessInShortDelays() throws {
    var train = Train()
    train.pulse(degrees: 90)
    train.wait(0.5e-3)
    let rest = try Self.difference(train.acquired(), Spins(hertz: [30_000, -21_000], coupling: 0)) { time in
      Self.precession(30_000, time + 0.5e-3) + Self.precession(-21_000, time + 0.5e-3)
    }
    #expect(rest < 1e-4, "\(rest)")
  }
}
