/// Pulse files: each format read, each mistake refused with its line, and no bytes that trap.
import SequenceIR
import TestSupport
import Testing

@Suite struct PulseFileTests {
  @Test func csvWithUnitsGivesThePulseItsAmplitude() throws {
    let text = """
      # a comment
      amplitude [uT]; phase [deg]; time [us]
      0; 0; 5
      10; 90; 15
      5; 180; 25
      """
    let shape = try #require(read(text).shape)
    #expect(shape.format == .csv)
    #expect(shape.peak == .tesla(10 * 1e-6) || shape.peak == .tesla(1e-5))
    let pulse = try shape.family.design(arguments([:])).get()
    #expect(pulse.dwell == Time(microseconds: 10))
    #expect(pulse.duration == Time(microseconds: 30))
    #expect(close(pulse.peakHertz, 425.76, relative: 1e-12))
    #expect(close(pulse.imaginary[1], 425.76, relative: 1e-12))
    #expect(close(pulse.real[2], -212.88, relative: 1e-12))
    #expect(pulse.centre == Time(microseconds: 15))
  }

  @Test func csvOfRealAndImaginaryPartIsScaledToTheFlipAngle() throws {
    let shape = try #require(read("real,imaginary\n1,1\n3,3\n1,1\n").shape)
    #expect(shape.peak == nil)
    let pulse = try shape.family.design(arguments(["flip": .pi / 2, "duration": 3e-3])).get()
    #expect(pulse.dwell == Time(microseconds: 1_000))
    // 2 pi |sum| dwell = pi/2 with |sum| = 5 sqrt(2) units.
    #expect(close(pulse.peakHertz, 3 / (4 * 5 * 1e-3), relative: 1e-12))
  }

  @Test func gradientColumnBecomesAModulation() throws {
    let shape = try #require(read("amplitude,phase [rad],gradient [mT/m]\n1,0,20\n2,1,2\n1,0,20\n").shape)
    let pulse = try shape.family.design(arguments(["peak": 10e-6, "duration": 3e-3])).get()
    #expect(pulse.gradientModulation == [1, 0.1, 1])
  }

  @Test func siemensShapeIsRead() throws {
    let text = """
      PULSENAME: Test.Half\r
      COMMENT: two samples\r
      REFGRAD: 4.5874\r
      MINSLICE: 1.0\r
      MAXSLICE: 200.0\r
      AMPINT: 1.5\r
      POWERINT: \r
      ABSINT: 1.5\r
      \r
      0.500000000\t0.000000000\t; (0)\r
      1.000000000\t3.141592654\t; (1)\r
      """
    let shape = try #require(read(text).shape)
    #expect(shape.format == .siemens)
    #expect(shape.count == 2)
    #expect(close(shape.real[0], 0.5, relative: 1e-9))
    #expect(close(shape.real[1], -1, relative: 1e-9))
    // 4.5874 mT/m over 10 mm at 42.576 MHz/T is 1953.1 Hz; times 5.12 ms.
    #expect(close(try #require(shape.timeBandwidth), 10.0, relative: 1e-4))
    let pulse = try shape.family.design(arguments(["peak": 10e-6, "duration": 2e-3])).get()
    #expect(close(try #require(pulse.bandwidthHertz), 5_000, relative: 1e-4))
  }

  @Test func brukerShapeIsRead() throws {
    let text = """
      ##TITLE= test
      ##JCAMP-DX= 5.00 $$ a comment
      ##DATA TYPE= Shape Data
      ##$SHAPE_BWFAC= 2.025000e+00
      ##NPOINTS= 3
      ##XYPOINTS= (XY..XY)
      5.000000e+01, 0.000000e+00
      1.000000e+02, 9.000000e+01
      25 180
      ##END=
      """
    let shape = try #require(read(text).shape)
    #expect(shape.format == .bruker)
    #expect(shape.timeBandwidth == 2.025)
    #expect(close(shape.real[0], 0.5, relative: 1e-12))
    #expect(close(shape.imaginary[1], 1, relative: 1e-12))
    #expect(close(shape.real[2], -0.25, relative: 1e-12))
  }

  @Test func samplesAreKeptWhereTheirDwellLiesOnTheRaster() throws {
    let shape = try #require(read("amplitude\n1\n2\n2\n1\n").shape)
    let kept = try shape.family.design(arguments(["peak": 1e-6, "duration": 8e-6])).get()
    #expect(kept.real.count == 4)
    #expect(kept.dwell == Time(microseconds: 2))
    let stretched = try shape.family.design(arguments(["peak": 1e-6, "duration": 6e-6])).get()
    #expect(stretched.real.count == 6)
    // Linear between centres at 0.75, 2.25, ... us: the sample at 1.5 us lies half way up.
    #expect(close(stretched.real[1] / 42.576, 0.75, relative: 1e-12))
    let squeezed = try shape.family.design(arguments(["peak": 1e-6, "duration": 2e-6])).get()
    #expect(squeezed.real.count == 2)
    #expect(close(squeezed.real[0], squeezed.real[1], relative: 1e-12))
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let code: String
    let line: Int
    var testDescription: String { "\(code): \(text.prefix(40))" }
  }

  static let mistakes: [Mistake] = [
    Mistake(text: "", code: "W006", line: 1),
    Mistake(text: "# only a comment\n", code: "W006", line: 1),
    Mistake(text: "[VERSION]\nmajor 1\n", code: "W001", line: 1),
    Mistake(text: "a\u{0}b", code: "W001", line: 1),
    Mistake(text: "0.1,0.2\n0.3,0.4\n", code: "W002", line: 1),
    Mistake(text: "amplitude,fase [deg]\n1,0\n", code: "W002", line: 1),
    Mistake(text: "amplitude,phase\n1,0\n", code: "W002", line: 1),
    Mistake(text: "amplitude [mm]\n1\n", code: "W002", line: 1),
    Mistake(text: "amplitude,amplitude\n1,0\n", code: "W002", line: 1),
    Mistake(text: "phase [deg]\n1\n", code: "W002", line: 1),
    Mistake(text: "real [uT],imaginary [Hz]\n1,0\n", code: "W002", line: 1),
    Mistake(text: "amplitude\n1\nx\n", code: "W003", line: 3),
    Mistake(text: "amplitude\n1\nnan\n", code: "W003", line: 3),
    Mistake(text: "amplitude\n1\n1e999\n", code: "W003", line: 3),
    Mistake(text: "amplitude,phase [deg]\n1,0\n1\n", code: "W004", line: 3),
    Mistake(text: "amplitude\n0\n0\n", code: "W006", line: 1),
    Mistake(text: "amplitude\n", code: "W006", line: 1),
    Mistake(text: "amplitude,time [us]\n1,1\n1,2\n1,4\n", code: "W007", line: 3),
    Mistake(text: "amplitude,time [us]\n1,2\n1,1\n1,0\n", code: "W007", line: 3),
    Mistake(text: "PULSENAME: x\n1 0 ; (0)\n1 ; (1)\n", code: "W004", line: 3),
    Mistake(text: "PULSENAME: x\n", code: "W006", line: 1),
    Mistake(
      text: "##TITLE=x\n##NPOINTS= 3\n##XYPOINTS= (XY..XY)\n100, 0\n100, 0\n##END=\n", code: "W005", line: 2),
    Mistake(text: "##TITLE=x\n##XYPOINTS= (XY..XY)\n100, 0, 1\n##END=\n", code: "W004", line: 3),
    Mistake(text: "##TITLE=x\n##END=\n", code: "W006", line: 1),
    Mistake(text: "amplitude\n" + String(repeating: "1\n", count: 65_537), code: "W008", line: 65_538),
  ]

  @Test(arguments: mistakes) func mistakeIsRefusedAtItsLine(_ mistake: Mistake) throws {
    let file = source(mistake.text)
    let (shape, diagnostics) = PulseFile.read(file)
    #expect(shape == nil)
    let first = try #require(diagnostics.items.first)
    #expect(first.code.id == mistake.code, "\(first.message)")
    let span = try #require(first.span)
    #expect(file.position(of: Int(span.offset)).line == mistake.line)
  }

  @Test func hugeFileIsRefusedWithoutReadingItsLines() {
    var sources = SourceMap()
    let file = sources.add(name: "huge", bytes: [UInt8](repeating: UInt8(ascii: "1"), count: (1 << 24) + 1))
    #expect(PulseFile.read(file).diagnostics.items.map(\.code.id) == ["W008"])
  }

  @Test func everyCodeHasAFailingCase() {
    let covered = Set(Self.mistakes.map(\.code))
    let unseen = DiagnosticCode.waveformFamily.map(\.id).filter { !covered.contains($0) }
    #expect(unseen.isEmpty, "\(unseen)")
  }

  @Test func strengthMustBeGivenOnceAndOnlyOnce() throws {
    let shape = try #require(read("amplitude\n1\n1\n").shape)
    #expect(problem(shape, [:])?.message.contains("duration") == true)
    #expect(problem(shape, ["duration": 1e-3])?.message.contains("flip or peak") == true)
    #expect(problem(shape, ["duration": 1e-3, "flip": 1, "peak": 1e-6])?.parameter == "peak")
    #expect(problem(shape, ["duration": 1e-3, "flip": 1]) == nil)
    #expect(problem(shape, ["duration": 1.0005e-3, "flip": 1])?.parameter == "duration")
  }

  @Test func cancellingSamplesHaveNoFlipAngle() throws {
    let shape = try #require(read("real,imaginary\n1,0\n-1,0\n").shape)
    #expect(problem(shape, ["duration": 1e-3, "flip": 1])?.parameter == "flip")
    #expect(problem(shape, ["duration": 1e-3, "peak": 1e-6]) == nil)
  }

  /// Cut, flipped and repeated bytes of good files: whatever comes out, nothing traps.
  @Test func damagedFilesNeverTrap() {
    let seeds = [
      "amplitude [uT],phase [deg],time [us]\n1,0,5\n2,90,15\n",
      "PULSENAME: a\nREFGRAD: 1\n\n0.5 0.1 ; (0)\n1 0 ; (1)\n",
      "##TITLE= a\n##NPOINTS= 2\n##XYPOINTS= (XY..XY)\n1, 2\n3, 4\n##END=\n",
    ]
    var state: UInt64 = 7
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    var outcomes = 0
    for seed in seeds {
      for _ in 0..<3_000 {
        var bytes = Array(seed.utf8)
        for _ in 0...random(4) {
          guard !bytes.isEmpty else { break }
          switch random(3) {
          case 0: bytes[random(bytes.count)] = UInt8(random(256))
          case 1: bytes.removeLast(random(bytes.count))
          default: bytes.insert(contentsOf: bytes[random(bytes.count)...], at: random(bytes.count))
          }
        }
        var sources = SourceMap()
        let result = PulseFile.read(sources.add(name: "damaged", bytes: bytes))
        if let shape = result.shape { _ = shape.family.design(arguments(["flip": 1, "duration": 1e-3])) }
        #expect(result.shape != nil || result.diagnostics.hasErrors)
        outcomes += 1
      }
    }
    #expect(outcomes == 9_000)
  }

  private func source(_ text: String) -> SourceFile {
    var sources = SourceMap()
    return sources.add(name: "pulse", bytes: Array(text.utf8))
  }

  private func read(_ text: String) -> (shape: PulseShape?, diagnostics: Diagnostics) {
    PulseFile.read(source(text))
  }

  private func arguments(_ quantities: [String: Double]) -> PulseArguments {
    PulseArguments(quantities: quantities, raster: Time(microseconds: 1), nucleus: .proton)
  }

  private func problem(_ shape: PulseShape, _ quantities: [String: Double]) -> PulseProblem? {
    guard case .failure(let problem) = shape.family.design(arguments(quantities)) else { return nil }
    return problem
  }
}
