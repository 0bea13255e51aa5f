// Pinned pulses: what is written is read back bit for bit, and no bytes trap the reader.
import SequenceIR
import TestSupport
import Testing

@Suite struct PinnedPulseTests {
  static func read(_ text: String) -> (pulse: PinnedPulse?, codes: [String]) {
    let file = SourceFile(id: FileID(index: 0), name: "mix.pulse", bytes: Array(text.utf8))
    let (pulse, diagnostics) = PinnedPulse.read(file)
    return (pulse, diagnostics.items.map(\.code.id))
  }

  static let good = """
    seqc-pulse 1
    pulse mix
    step 50 us
    samples 3
    waveform uT
    1.5 0
    -2 0.25
    1e-3 -1
    """

  static func full() -> PinnedPulse {
    var provenance = PinnedPulse.Provenance()
    provenance.designDigest = "9f3c5a1e0b7d4428a6c1f09be2d37745"
    provenance.objective = "crlb of Glu, Gln"
    provenance.ensemble = "b1 0.85 .. 1.15 in 3 steps"
    provenance.scanner = "siemens-prisma"
    provenance.version = "0.1.0"
    provenance.seed = 17
    provenance.minimizer = "adam"
    provenance.kickInterval = Time(microseconds: 100)
    provenance.errorEstimate = 1.25e-5
    provenance.metrics = [PinnedPulse.Metric("crlb-Glu", 0.1), PinnedPulse.Metric("leakage", 1 / 3)]
    provenance.found = [PinnedPulse.FoundValue("TE", digits: "31.2", unit: "ms")]
    return PinnedPulse(
      name: "mix", step: Time(nanoseconds: 12_500), microteslaX: [0, 0.1, 1 / 3, -1e-300],
      microteslaY: [-15, .pi, Double.leastNonzeroMagnitude, 1e6], provenance: provenance)
  }

  @Test func whatIsWrittenReadsBackBitForBit() throws {
    let pulse = Self.full()
    let (read, codes) = Self.read(pulse.text)
    #expect(codes == [])
    let again = try #require(read)
    #expect(again == pulse)
    #expect(again.text == pulse.text)
    #expect(again.microteslaX.map(\.bitPattern) == pulse.microteslaX.map(\.bitPattern))
  }

  @Test func blanksOfAnyKindBetweenWordsAreOneBlank() throws {
    let text = Self.good.replacing(
      "step", with: "objective minimize\u{0B}mse of  Glu\nstep", maxReplacements: 1)
    let pulse = try #require(Self.read(text).pulse)
    #expect(pulse.provenance.objective == "minimize mse of Glu")
    #expect(Self.read(pulse.text).pulse == pulse)
  }

  @Test func wordsThatAreNoUTF8OrTooLongAreRefused() {
    func codes(_ value: [UInt8]) -> [String] {
      let bytes = Array("seqc-pulse 1\nobjective ".utf8) + value + Array(Self.good.utf8).dropFirst(12)
      let file = SourceFile(id: FileID(index: 0), name: "mix.pulse", bytes: bytes)
      return PinnedPulse.read(file).diagnostics.items.map(\.code.id)
    }
    #expect(codes([65, 0xC3, 0xA4]) == [])
    #expect(codes([65, 0xC3]) == ["O006"])
    #expect(codes(Array(repeating: 65, count: 4_096)) == [])
    #expect(codes(Array(repeating: 65, count: 4_097)) == ["O006"])
  }

  @Test func aFoundValueIsWrittenWithTheDigitsThatTellIt() throws {
    for (digits, unit) in [
      ("83.2", "deg"), ("-12.5", "deg"), ("31.2", "ms"), ("2", nil), ("0.125", nil), ("7.5", "mm"),
    ] {
      let written = PinnedPulse.FoundValue("A", digits: digits, unit: unit)
      let quantity = try #require(written.quantity)
      #expect(PinnedPulse.FoundValue("A", quantity) == written)
    }
    let third = Quantity(1.0 / 3, .angle)
    let back = try #require(PinnedPulse.FoundValue("A", third)?.quantity)
    #expect(abs(back.value - third.value) < 1e-12)
    #expect(PinnedPulse.FoundValue("A", Quantity(1, .sarPerFluxDensitySquared)) == nil)
  }

  @Test func hertzBecomeTheNearestWholePicotesla() throws {
    // 425.76 Hz is 10 uT for protons; 1e-9 uT is lost, and so is the sign of nothing.
    let pulse = PinnedPulse(
      name: "p", step: Time(microseconds: 50), hertzX: [425.76, -1e-12, 42.576e-6 * 3.4], hertzY: [0, 0, 0],
      nucleus: .proton)
    #expect(pulse.microteslaX == [10, 0, 3e-6])
    #expect(pulse.microteslaX[1].sign == .plus)
    let read = try #require(Self.read(pulse.text).pulse)
    #expect(read == pulse)
    #expect(read.hertz(.proton).x[0] == 425.76)
    let carbon = try #require(Nucleus.named("13C"))
    #expect(close(read.hertz(carbon).x[0], 107.057, relative: 1e-12))
  }

  @Test func peakAndDurationAreThoseOfTheSamples() throws {
    let pulse = try #require(Self.read(Self.good).pulse)
    #expect(pulse.duration == Time(microseconds: 150))
    #expect(close(pulse.peakMicrotesla, (4 + 0.0625).squareRoot(), relative: 1e-12))
  }

  /// Each mistake beside the correction that makes the same file good.
  @Test(arguments: [
    ("seqc-pulse 1", "seqc-pulse 2", "O005"), ("seqc-pulse 1", "amplitude [uT]", "O005"),
    ("seqc-pulse 1\n", "", "O005"), ("step 50 us", "stepp 50 us", "O006"), ("step 50 us\n", "", "O006"),
    ("step 50 us", "step 50", "O006"), ("step 50 us", "step 0 us", "O006"),
    ("step 50 us", "step -50 us", "O006"),
    ("step 50 us", "step 50 us\nstep 50 us", "O006"), ("step 50 us", "step 50 us\nseed -1", "O006"),
    ("step 50 us", "step 50 us\nseed", "O006"), ("step 50 us", "step 50 us\ndesign-digest 9F", "O006"),
    ("step 50 us", "step 50 us\nmetric leakage nan", "O006"),
    ("step 50 us", "step 50 us\nfound TE 3 parsec", "O006"),
    ("step 50 us", "step 50 us\nmetric leak\u{A0}age 1", "O006"),
    ("step 50 us", "step 50 us\nfound T\u{0B}E 3 ms", "O006"),
    ("step 50 us", "step 50 us\nscanner \u{0B}", "O006"),
    ("waveform uT", "waveform Hz", "O006"), ("samples 3", "samples three", "O006"),
    ("samples 3", "samples 4", "O008"),
    ("samples 3", "samples 2", "O008"), ("samples 3", "samples 70000", "O008"), ("1.5 0", "nan 0", "O007"),
    ("1.5 0", "inf 0", "O007"), ("1.5 0", "1e999 0", "O007"), ("1.5 0", "1.5", "O007"),
    ("1.5 0", "1.5 0 0", "O007"),
    ("1.5 0", "2e6 0", "O007"), ("1.5 0", "0x1p3 0", "O007"), ("1.5 0", "1,5 0", "O007"),
  ]) func mistakeIsToldAndItsCorrectionIsRead(right: String, wrong: String, code: String) {
    #expect(Self.read(Self.good).codes == [])
    let (pulse, codes) = Self.read(Self.good.replacing(right, with: wrong))
    #expect(pulse == nil)
    #expect(codes.contains(code), "\(codes)")
  }

  @Test func commentsBlankLinesAndLineEndsDoNotMatter() {
    let text = Self.good.replacing("\n", with: "\r\n\r\n  # a comment\r\n\t")
    #expect(Self.read(text).pulse == Self.read(Self.good).pulse)
  }

  @Test func everyBeginningOfAFileGivesAPulseOrDiagnostics() {
    let bytes = Array(Self.full().text.utf8)
    for count in 0..<bytes.count {
      let file = SourceFile(id: FileID(index: 0), name: "cut", bytes: Array(bytes.prefix(count)))
      let (pulse, diagnostics) = PinnedPulse.read(file)
      #expect((pulse == nil) == diagnostics.hasErrors)
    }
  }

  @Test func randomBytesNeverTrap() {
    var state: UInt64 = 7
    let bytes = Array(Self.full().text.utf8)
    for _ in 0..<2_000 {
      var copy = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        copy[Int(state >> 33) % copy.count] = UInt8(truncatingIfNeeded: state >> 25)
      }
      let file = SourceFile(id: FileID(index: 0), name: "noise", bytes: copy)
      let (pulse, diagnostics) = PinnedPulse.read(file)
      #expect((pulse == nil) == diagnostics.hasErrors)
    }
  }

  @Test func keysOfThePageAreThoseOfTheReader() throws {
    let page = DocumentText(page: "docs/pinned-pulses.md")
    let table = try #require(
      page.replacingTables { name in
        guard name == "keys" else { return nil }
        let rows =
          [["key", "value"], ["---", "---"]] + PinnedPulse.keys.map { ["`\($0.key)`", $0.meaning] }
        return rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
      })
    Golden.expect(table, at: "docs/pinned-pulses.md")
  }
}
