// B1+rms and SAR: reference numbers, laws of scaling, and what a report may say.
import SequenceIR
import TestSupport
import Testing

@Suite struct RFPowerTests {
  private static func findings(
    profile: String = TestProfile.t3OfSite, _ build: (inout SequenceBuilder) -> Void
  ) throws -> [Finding] {
    var builder = SequenceBuilder()
    build(&builder)
    var (sequence, sources) = builder.finished()
    let read = TestProfile.load(profile, into: &sources)
    #expect(read != nil)
    sequence.name = "test"
    return CheckRunner.run(sequence, profile: read)
  }

  private static func summary(
    _ code: String, profile: String = TestProfile.t3OfSite, _ build: (inout SequenceBuilder) -> Void
  ) throws -> Finding {
    try #require(try findings(profile: profile, build).first { $0.isSummary && $0.check == code })
  }

  /// Mean square of B1 over 10 s, uT^2, from the value that X001 reports.
  private static func meanSquare(_ build: (inout SequenceBuilder) -> Void) throws -> Double {
    let value = try #require(try summary("X001", build).measured)
    #expect(value.lowerBound == value.upperBound)
    return value.upperBound * value.upperBound
  }

  /// B1 of a rectangle, uT: turns / (gamma t).
  private static func rectangle(degrees: Double, milliseconds: Double) -> Double {
    degrees / 360 / (milliseconds * 1e-3) / 42.576
  }

  /// Numbers of hardware-limits: one pulse in 10 s, so that ten times the mean square is its energy.
  @Test(arguments: [
    (180.0, 1.0, 0.13791461590942758), (90, 1, 0.034478653977356895), (180, 0.5, 0.27582923181885516),
    (180, 2.56, 0.053872896839620155), (180, 0.1, 1.379146159094276),
  ])
  func aRectangleHasItsEnergy(degrees: Double, milliseconds: Double, energy: Double) throws {
    let peak = Self.rectangle(degrees: degrees, milliseconds: milliseconds)
    let found = try Self.meanSquare {
      $0.block("rect", 20e6, .rectangle(peak, duration: milliseconds * 1e3, delay: 100))
    }
    #expect(close(10 * found, energy, relative: 1e-12))
    #expect(close(Self.rectangle(degrees: 180, milliseconds: 1), 11.743705373919578, relative: 1e-14))
  }

  @Test(arguments: [
    (90.0, 3000, 4.0, 0.5, 7.730921436717599, 0.03569089612741034),
    (180, 3000, 4, 0.5, 15.461842873435199, 0.14276358450964136),
    (90, 2560, 4, 0.42, 9.219727638791348, 0.04435435401602978),
    (15, 2000, 4, 0.5, 1.9327279306136202, 0.0014871206719752617),
  ])
  func aSincHasItsPeakAndEnergy(
    degrees: Double, microseconds: Int, timeBandwidth: Double, apodisation: Double, peak: Double,
    energy: Double
  ) throws {
    let samples = SequenceBuilder.sinc(
      degrees: degrees, microseconds: microseconds, timeBandwidth: timeBandwidth, apodisation: apodisation)
    let findings = try Self.findings { $0.block("sinc", 20e6, .pulse(samples, delay: 100)) }
    let b1 = try #require(findings.first { $0.isSummary && $0.check == "R001" }?.measured)
    let rms = try #require(findings.first { $0.isSummary && $0.check == "X001" }?.measured)
    #expect(close(b1.upperBound, peak, relative: 1e-12))
    #expect(close(10 * rms.upperBound * rms.upperBound, energy, relative: 1e-12))
  }

  /// Echo train of 16, TR 500 ms: 2.319908248281672 uT^2 s a shot, B1rms 2.15402332776675 uT.
  @Test func aTurboSpinEchoHasItsB1RMSAndItsInterval() throws {
    let findings = try Self.findings(profile: TestProfile.t3 + "b1-rms 3 uT site \"x\"\ntransmit-coil body\n")
    {
      $0.block("90 deg", 10000, .pulse(SequenceBuilder.sinc(degrees: 90, microseconds: 3000), delay: 100))
      for _ in 0..<16 {
        $0.block("180", 10000, .pulse(SequenceBuilder.sinc(degrees: 180, microseconds: 3000), delay: 100))
      }
      $0.block("recovery", 330e3)
      $0.endSegment(repetitions: 2000)
    }
    let rms = try #require(findings.first { $0.isSummary && $0.check == "X001" }?.measured)
    #expect(close(rms.upperBound, 2.15402332776675, relative: 1e-12))
    let sar = try #require(findings.first { $0.isSummary && $0.check == "X003" }?.measured)
    let square = 2.15402332776675 * 2.15402332776675
    #expect(close(sar.lowerBound, 0.24 * square, relative: 1e-12))
    #expect(close(sar.upperBound, 0.60 * square, relative: 1e-12))
    #expect(close(sar.lowerBound, 1.1135559591752024, relative: 1e-12))
  }

  /// Two corners of a time shape: the pulse goes straight between them, from 10 to 0 uT in 1 ms.
  @Test func aPulseOfStraightLinesIsIntegratedExactly() throws {
    let found = try Self.meanSquare { builder in
      let library = { (numbers: [Double]) in
        Shape(sampleCount: numbers.count, stored: numbers, isCompressed: false)
      }
      builder.block("ramp", 20e6)
      builder.sequence.blocks[0].rf = builder.sequence.library.add(
        RFEvent(
          amplitudeHertz: 10e-6 * Nucleus.proton.hertzPerTesla,
          magnitude: builder.sequence.library.add(library([1, 0])),
          phase: builder.sequence.library.add(library([0, 0])),
          time: builder.sequence.library.add(library([0, 1000])), centre: .zero,
          delay: Time(microseconds: 100)))
    }
    #expect(close(10 * found, 100 * 1e-3 / 3, relative: 1e-12))
  }

  @Test func twoInversionsHaveTwiceTheSAROfOne() throws {
    func sar(_ count: Int) throws -> Double {
      let finding = try Self.summary("X003") {
        for _ in 0..<count { $0.block("inversion", 10000, .rectangle(11.7437, duration: 1000, delay: 100)) }
        $0.block("rest", 2e6 - Double(count) * 1e4)
      }
      return try #require(finding.measured).upperBound
    }
    let (one, two) = (try sar(1), try sar(2))
    #expect(close(two, 2 * one, relative: 1e-12))
  }

  @Test(arguments: UInt64(1)...100) func scalingRFScalesSARByTheSquare(seed: UInt64) throws {
    func sequence(_ scale: Double) -> (inout SequenceBuilder) -> Void {
      { builder in
        var state = seed
        func draw(_ range: ClosedRange<Double>) -> Double {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return range.lowerBound + (range.upperBound - range.lowerBound) * Double(state >> 33)
            / 2_147_483_648
        }
        for index in 0..<8 {
          let length = (draw(1...9) * 100).rounded()
          builder.block(
            "pulse \(index)", 2000 + (draw(1...400)).rounded() * 1000,
            .rectangle(draw(1...10) * scale, duration: length, delay: 100))
          if draw(0...1) < 0.4 { builder.endSegment(repetitions: 1 + Int(draw(0...40))) }
        }
      }
    }
    let scale = 0.1 + Double(seed % 17) / 10
    let (a, b) = (try Self.findings(sequence(1)), try Self.findings(sequence(scale)))
    for code in ["X003", "X004", "X005", "X007"] {
      let (x, y) = (
        a.first { $0.isSummary && $0.check == code }, b.first { $0.isSummary && $0.check == code }
      )
      let (low, high) = (x?.measured?.upperBound ?? 0, y?.measured?.upperBound ?? 0)
      #expect(low > 0 && close(high, low * scale * scale, relative: 1e-9), "\(code)")
    }
    let rms = (a.first { $0.isSummary && $0.check == "X001" }, b.first { $0.isSummary && $0.check == "X001" })
    #expect(
      close(rms.1?.measured?.upperBound ?? 0, (rms.0?.measured?.upperBound ?? 0) * scale, relative: 1e-9))
  }

  /// A run with the body coil at 3 T: no number of SAR stands alone, and none is called safe.
  @Test func everyNumberOfSARIsCalledAnEstimateWithItsModel() throws {
    var builder = SequenceBuilder()
    builder.block("90 deg", 5000, .pulse(SequenceBuilder.sinc(degrees: 90, microseconds: 3000), delay: 100))
    builder.endSegment(repetitions: 100)
    var (sequence, sources) = builder.finished()
    let profile = TestProfile.load(TestProfile.t3 + "transmit-coil body\n", into: &sources)
    sequence.name = "test"
    let findings = CheckRunner.run(sequence, profile: profile)
    for finding in findings where ["X003", "X004", "X005", "X006", "X007"].contains(finding.check) {
      #expect(finding.title.contains("estimated"))
    }
    let place = try #require(findings.first { !$0.isSummary && $0.check == "X003" })
    #expect(place.notes.contains { $0.contains("an estimate by") && $0.contains("not the SAR of a patient") })
    #expect(place.confidence == .secondary)
    let exposure = findings.filter { $0.check.hasPrefix("X") }
    let all = FindingText.render(exposure, sources: sources, colour: false) + FindingText.table(exposure)
    #expect(!all.contains("safe"))
  }

  @Test func aWarmRoomCountsDownToTheNormalModesLimit() throws {
    for (celsius, limit) in [(20.0, 4.0), (25, 4), (27, 3.5), (29, 3), (33, 2), (40, 2)] {
      let profile =
        TestProfile.t3OfSite + "operating-mode first-level\nambient-temperature \(celsius) degC site \"x\"\n"
      let finding = try Self.summary("X003", profile: profile) {
        $0.block("a pulse a minute", 60e6, .rectangle(1, duration: 1000, delay: 100))
      }
      // The nearer of the two limits is that of 10 s, which is twice as high, or that of 6 min.
      #expect(finding.limit == limit || finding.limit == 2 * limit)
    }
  }

  @Test func aFactorOfProtonsIsNotForOtherNuclei() throws {
    var builder = SequenceBuilder()
    builder.nucleus = try #require(Nucleus.all.first { $0.name == "31P" })
    builder.block("31P", 1e6, .rectangle(10, duration: 1000, delay: 100))
    var (sequence, sources) = builder.finished()
    let profile = TestProfile.load(TestProfile.t3OfSite, into: &sources)
    sequence.name = "test"
    let findings = CheckRunner.run(sequence, profile: profile, nucleus: builder.nucleus)
    for code in ["X003", "X004", "X005", "X006", "X007"] {
      #expect(findings.first { $0.isSummary && $0.check == code }?.verdict == .notEvaluated, "\(code)")
    }
    #expect(findings.first { $0.isSummary && $0.check == "X001" }?.verdict == .pass)
  }

  /// What is public of b1-peak is of the coil for protons; a site may speak of the coil that it uses.
  @Test func thePeakOfTheProtonCoilIsNotForOtherNuclei() throws {
    for (word, name, verdict) in [
      ("cited", "1H", Finding.Verdict.pass), ("cited", "23Na", .notEvaluated), ("site", "23Na", .pass),
      ("example", "23Na", .pass),
    ] {
      var builder = SequenceBuilder()
      builder.nucleus = try #require(Nucleus.named(name))
      builder.block(name, 1e6, .rectangle(10, duration: 1000, delay: 100))
      var (sequence, sources) = builder.finished()
      let profile = TestProfile.load(
        TestProfile.t3.replacing("13 uT site", with: "13 uT \(word)"), into: &sources)
      sequence.name = "test"
      let findings = CheckRunner.run(sequence, profile: profile, nucleus: builder.nucleus)
      #expect(findings.first { $0.isSummary && $0.check == "R001" }?.verdict == verdict, "\(word), \(name)")
    }
  }

  /// w^H Q w by hand: for (1, i), 1.2 + 1.1 + 2 Re(i (0.3 - 0.1 i)) = 2.5.
  @Test(arguments: [(1.0, 0.0, 2.9), (-1, 0, 1.7), (0, 1, 2.5), (0, -1, 2.1), (0, 0, 1.2)])
  func aMatrixIsTheQuadraticFormOfTheWeights(real: Double, imaginary: Double, expected: Double) throws {
    var sources = SourceMap()
    let line = "q-matrix local channels 2 1.2 0 0.3 -0.1 1.1 0 W/kg/uT/uT site \"x\"\n"
    let profile = TestProfile.load(TestProfile.t3 + line, into: &sources)
    let matrix = try #require(profile?.matrices.first)
    let value = matrix.quadraticForm([SIMD2(1, 0), SIMD2(real, imaginary)])
    #expect(close(value, expected, relative: 1e-14))
  }

  /// Eight random channels against the sum over all elements, one by one.
  @Test func aMatrixOfEightChannelsIsTheSumOverItsElements() throws {
    var state: UInt64 = 7
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / 1_073_741_824 - 1
    }
    var numbers: [Double] = []
    for row in 0..<8 { for column in row..<8 { numbers += row == column ? [9, 0] : [draw(), draw()] } }
    let text = numbers.map { "\($0)" }.joined(separator: " ")
    var sources = SourceMap()
    let profile = TestProfile.load(
      TestProfile.t3 + "q-matrix local channels 8 \(text) W/kg/uT/uT site \"x\"\n", into: &sources)
    let matrix = try #require(profile?.matrices.first)
    let weights = (0..<8).map { _ in SIMD2(draw(), draw()) }
    func element(_ row: Int, _ column: Int) -> SIMD2<Double> {
      if row > column { return element(column, row) * SIMD2(1, -1) }
      let index = (0..<row).reduce(0) { $0 + 8 - $1 } + column - row
      return SIMD2(numbers[2 * index], numbers[2 * index + 1])
    }
    var sum = SIMD2<Double>()
    for row in 0..<8 {
      for column in 0..<8 {
        let (a, b, q) = (weights[row] * SIMD2(1, -1), weights[column], element(row, column))
        let ab = SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
        sum += SIMD2(ab.x * q.x - ab.y * q.y, ab.x * q.y + ab.y * q.x)
      }
    }
    #expect(close(matrix.quadraticForm(weights), sum.x, relative: 1e-13))
    #expect(abs(sum.y) < 1e-12)
  }

  @Test(arguments: [
    "q-matrix local channels 2 1.2 0 0.3 -0.1 W/kg/uT/uT site \"too short\"",
    "q-matrix local channels 2 1.2 0 3 0 1.1 0 W/kg/uT/uT site \"not positive\"",
    "q-matrix local channels 1 1.2 0.5 W/kg/uT/uT site \"not Hermitian\"",
    "q-matrix locl channels 1 1.2 0 W/kg/uT/uT site \"misspelled\"",
    "q-matrix local channels 1 1.2 0 W/kg site \"wrong unit\"",
    "q-matrix local channels 0 W/kg/uT/uT site \"no channels\"", "q-matrix local", "q-matrix",
    "transmit-coil leg", "operating-mode second-level",
  ])
  func aLineThatCannotBeRightIsRefused(line: String) {
    var sources = SourceMap()
    let file = sources.add(name: "wrong.scanner", bytes: Array((TestProfile.t3 + line + "\n").utf8))
    let (profile, diagnostics) = ProfileReader.read(file) { _ in nil }
    #expect(profile == nil && diagnostics.hasErrors)
  }

  @Test func aZeroInAProfileIsRefusedAndNoFigure() {
    for line in ["gradient-rms 0 mT/m", "b1-rms 0 uT", "sar-whole-body 0 W/kg/uT/uT", "rf-duty 0 percent"] {
      var sources = SourceMap()
      let file = sources.add(
        name: "zero.scanner", bytes: Array((TestProfile.t3 + line + " site \"x\"\n").utf8))
      let (profile, diagnostics) = ProfileReader.read(file) { _ in nil }
      #expect(profile == nil && diagnostics.hasErrors, "\(line)")
    }
  }

  @Test func gradientsOfTheWholeRunAreToldWithoutALimit() throws {
    let finding = try Self.summary("H001", profile: TestProfile.t3) {
      $0.block(
        "30 s", 30e6, .trapezoid(.x, 40, rise: 300, flat: 29.9994e6, fall: 300),
        .trapezoid(.y, 10, rise: 300, flat: 29.9994e6, fall: 300))
    }
    #expect(finding.verdict == .notEvaluated)
    #expect(finding.label.hasPrefix("x 40, y 10, z 0 mT/m over the run; "), "\(finding.label)")
  }

  /// rms of a trapezoid: G sqrt((flat + (rise + fall) / 3) / TR).
  @Test func theRootMeanSquareOfATrapezoidIsAnalytic() throws {
    let finding = try Self.summary("H001") {
      $0.block("gx", 5000, .trapezoid(.x, 30, rise: 250, flat: 2000, fall: 400))
      $0.endSegment(repetitions: 100_000)
    }
    let value = try #require(finding.measured)
    #expect(close(value.upperBound, 30 * ((2000 + 650.0 / 3) / 5000).squareRoot(), relative: 1e-9))
    #expect(close(value.lowerBound, value.upperBound, relative: 1e-12))
  }
}
