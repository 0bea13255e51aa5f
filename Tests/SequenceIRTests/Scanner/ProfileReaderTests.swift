import SequenceIR
import Testing

@Suite struct ProfileReaderTests {
  private static let header = "scanner site\ntitle \"Site\"\nvendor other\n"

  private func read(
    _ text: String, bases: [(name: String, text: String)] = []
  ) -> (profile: ScannerProfile?, diagnostics: Diagnostics, sources: SourceMap) {
    var sources = SourceMap()
    let file = sources.add(name: "site.scanner", bytes: Array(text.utf8))
    let (profile, diagnostics) = ProfileReader.read(file) { name in
      bases.first { $0.name == name }.map { sources.add(name: $0.name, bytes: Array($0.text.utf8)) }
    }
    return (profile, diagnostics, sources)
  }

  @Test func everyPartOfTheFormatIsRead() throws {
    let text = """
      # a comment
      scanner site-7t
      title "Our 7 T"   # and another
      vendor siemens
      kind generic
      field 6.98 T measured
      """.replacing("measured", with: "site \"console; not a note\" ; the note # is kept whole")
      + "\ngradient-amplitude 33.3 mT/m cited \"sheet\"\nadc-samples 8192 derived \"x\"\n"
      + "rf-dead-time 0 us site \"none\"\nacoustic-band 590 Hz width 100 Hz axes x,z site \"ear\"\n"
      + "echo-spacing-band 0.5 ms to 0.625 ms site \"manual\"\nnote \"first\"\nnote \"second\"\r\n"
    let (profile, diagnostics, sources) = read(text)
    #expect(diagnostics.isEmpty)
    let site = try #require(profile)
    #expect(
      site.name == "site-7t" && site.title == "Our 7 T" && site.vendor == .siemens && site.kind == .generic)
    #expect(site[.fieldStrength]?.source == "console; not a note")
    #expect(site[.fieldStrength]?.note == "the note # is kept whole")
    #expect(site[.gradientAmplitude]?.value == 0.0333)
    #expect(site[.adcSampleLimit]?.value == 8192 && site[.adcSampleLimit]?.unit == "")
    #expect(site.time(.rfDeadTime) == .zero)
    #expect(site.forbiddenBands.map(\.hertz) == [540...640, 800...1000])
    #expect(site.forbiddenBands[0].axes == [.x, .z])
    #expect(site.notes == ["first", "second"])
    let origin = try #require(site[.gradientAmplitude]?.origin)
    #expect(sources[origin.file].position(of: Int(origin.offset)).line == 7)
  }

  @Test(arguments: [
    ("80 mT/m", 0.08), ("33.3 mT/m", 0.0333), ("5.87 mT/m", 0.00587), ("0.1 T/m", 0.1), ("1e2 mT/m", 0.1),
    ("2.5E1 mT/m", 0.025), ("4 G/cm", 0.04),
  ])
  func decimalsAreExact(written: String, value: Double) {
    let (profile, diagnostics, _) = read(Self.header + "gradient-amplitude \(written) site \"x\"")
    #expect(diagnostics.isEmpty)
    #expect(profile?[.gradientAmplitude]?.value == value)
  }

  @Test func aSiteFileAddsAndReplacesAndEachFigureKeepsItsOwnOrigin() throws {
    let base = (
      name: "base",
      text:
        "scanner base\ntitle \"Base\"\nvendor ge\nkind common\nb1-peak 20 uT cited \"a\"\nfield 3 T cited \"b\"\nnote \"n\""
    )
    let (profile, diagnostics, sources) = read(
      "scanner site\nextends base\nb1-peak 13 uT site \"c\"", bases: [base])
    #expect(diagnostics.isEmpty)
    let site = try #require(profile)
    #expect(site.title == "Base" && site.vendor == .ge && site.kind == .machine && site.base == "base")
    let peak = try #require(site[.b1Peak])
    let field = try #require(site[.fieldStrength])
    #expect(
      peak.value == 13e-6 && peak.confidence == .site && sources[peak.origin.file].name == "site.scanner")
    #expect(field.value == 3 && field.confidence == .cited && sources[field.origin.file].name == "base")
    #expect(site.notes == ["n"])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var line: String
    var code: String
    /// The text the caret stands under.
    var at: String
    var help: String
    var testDescription: String { "\(code) \(line)" }
  }

  private static let mistakes: [Mistake] = [
    Mistake(line: "b1-peek 13 uT site \"x\"", code: "C003", at: "b1-peek", help: "did you mean `b1-peak`?"),
    Mistake(line: "colour 13 uT site \"x\"", code: "C003", at: "colour", help: "docs/scanner-profiles.md"),
    Mistake(line: "b1-peak", code: "C004", at: "", help: ""),
    Mistake(line: "b1-peak high uT site \"x\"", code: "C004", at: "high", help: ""),
    Mistake(line: "b1-peak nan uT site \"x\"", code: "C004", at: "nan", help: ""),
    Mistake(line: "b1-peak 13uT site \"x\"", code: "C004", at: "13uT", help: "`13 uT`"),
    Mistake(line: "b1-peak 13 uT site \"x\" more", code: "C004", at: "more", help: "semicolon"),
    Mistake(line: "note Prisma", code: "C004", at: "Prisma", help: ""),
    Mistake(line: "acoustic-band 590 Hz 100 Hz site \"x\"", code: "C004", at: "Hz", help: ""),
    Mistake(line: "acoustic-band 590 Hz width 10 Hz axes q site \"x\"", code: "C004", at: "q", help: "x,y"),
    Mistake(
      line: "b1-peak 13 uTesla site \"x\"", code: "C005", at: "uTesla", help: "units that would do: uT, mT"),
    Mistake(
      line: "gradient-slew-rate 200 T/m/S site \"x\"", code: "C005", at: "T/m/S",
      help: "did you mean `T/m/s`?"),
    Mistake(line: "b1-peak 13 kHz site \"x\"", code: "C006", at: "kHz", help: "uT, mT"),
    Mistake(line: "b1-peak 13 site \"x\"", code: "C006", at: "site", help: "uT, mT"),
    Mistake(line: "adc-samples 8192 us site \"x\"", code: "C006", at: "us", help: "leave out `us`"),
    Mistake(line: "b1-peak 13 uT \"x\"", code: "C007", at: "\"x\"", help: "one of: cited"),
    Mistake(line: "b1-peak 13 uT citd \"x\"", code: "C007", at: "citd", help: "did you mean `cited`?"),
    Mistake(line: "b1-peak 13 uT site", code: "C008", at: "", help: "where the figure comes from"),
    Mistake(
      line: "b1-peak 13 uT site \"  \"", code: "C008", at: "\"  \"", help: "where the figure comes from"),
    Mistake(line: "b1-peak 13 uT site \"open", code: "C008", at: "\"open", help: "end it with"),
    Mistake(line: "vendor ge", code: "C009", at: "vendor", help: "keep one"),
    Mistake(line: "b1-peak -13 uT site \"x\"", code: "C010", at: "-13", help: "magnitudes"),
    Mistake(line: "b1-peak 0 uT site \"x\"", code: "C010", at: "0", help: "leave the line out"),
    Mistake(line: "b1-peak 1e999 uT site \"x\"", code: "C010", at: "1e999", help: ""),
    Mistake(line: "rf-dead-time 1e300 s site \"x\"", code: "C010", at: "1e300", help: ""),
    Mistake(line: "rf-raster 1e-9 us site \"x\"", code: "C010", at: "1e-9", help: ""),
    Mistake(line: "adc-samples 81.5 site \"x\"", code: "C010", at: "81.5", help: ""),
    Mistake(
      line: "acoustic-band 50 Hz width 100 Hz site \"x\"", code: "C010", at: "acoustic-band",
      help: "full width"),
    Mistake(
      line: "echo-spacing-band 2 ms to 1 ms site \"x\"", code: "C010", at: "echo-spacing-band",
      help: "shorter"),
    Mistake(
      line: "extends siemens-prism", code: "C011", at: "siemens-prism", help: "did you mean `siemens-prisma`?"
    ),
    Mistake(line: "extends Prisma!", code: "C014", at: "Prisma!", help: "lower-case"),
    Mistake(line: "kind real", code: "C015", at: "real", help: "machine"),
  ]

  @Test(arguments: mistakes) func eachMistakeIsOneErrorAtItsPlace(_ mistake: Mistake) throws {
    let (profile, diagnostics, sources) = read(Self.header + mistake.line)
    #expect(profile == nil)
    try #require(diagnostics.items.count == 1)
    let found = diagnostics.items[0]
    #expect(found.code.id == mistake.code)
    let span = try #require(found.span)
    #expect(sources[span.file].text(span).hasPrefix(mistake.at))
    #expect(sources[span.file].position(of: Int(span.offset)).line == 4 || mistake.at.isEmpty)
    #expect(mistake.help.isEmpty || found.help?.contains(mistake.help) == true, "\(found.help ?? "no help")")
  }

  @Test func allMistakesOfAFileAreReportedInOneRun() {
    let (_, diagnostics, _) = read(Self.header + Self.mistakes.prefix(10).map(\.line).joined(separator: "\n"))
    #expect(diagnostics.items.count == 10)
  }

  @Test func aFileWithoutAnythingIsEmpty() {
    for text in ["", "\n\n", "# only a comment\n"] {
      #expect(read(text).diagnostics.items.map(\.code.id) == ["C001"])
    }
  }

  @Test func aHeaderThatLacksSomethingSaysWhat() {
    let (_, diagnostics, _) = read("field 3 T site \"x\"")
    #expect(diagnostics.items.map(\.code.id) == ["C013"])
    #expect(
      diagnostics.items.first?.message
        == "the profile lacks `scanner NAME` and `title \"...\"` and `vendor NAME`")
  }

  @Test func bytesThatAreNotTextAreRefused() {
    var sources = SourceMap()
    let file = sources.add(name: "x", bytes: Array("scanner a\n".utf8) + [0xC3, 0x28])
    let (profile, diagnostics) = ProfileReader.read(file) { _ in nil }
    #expect(profile == nil && diagnostics.items.map(\.code.id) == ["C002"])
  }

  @Test func aProfileOfMoreThan16MegabytesIsRefusedAndOneOfSixteenIsRead() {
    let head = "scanner a\nextends siemens-prisma\n#"
    for (size, codes) in [(ProfileReader.largestFile, []), (ProfileReader.largestFile + 1, ["C020"])] {
      var sources = SourceMap()
      let bytes = Array(head.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: size - head.utf8.count)
      let (_, diagnostics) = BuiltInProfiles.load(
        sources.add(name: "x", bytes: bytes), sources: &sources)
      #expect(diagnostics.items.map(\.code.id) == codes)
    }
  }

  @Test func aCircleOfProfilesIsFound() {
    let a = (name: "a", text: "scanner a\nextends b\ntitle \"A\"\nvendor ge")
    let b = (name: "b", text: "scanner b\nextends a\ntitle \"B\"\nvendor ge")
    #expect(read("scanner site\nextends a", bases: [a, b]).diagnostics.items.map(\.code.id) == ["C012"])
    #expect(read("scanner a\nextends a", bases: [a]).diagnostics.items.map(\.code.id) == ["C012"])
  }

  /// Bytes drawn from the words of the format, so that much of the reader is reached: it must not trap.
  @Test func noBytesMakeTheReaderTrap() {
    let words = [
      "scanner", " ", "\n", "b1-peak", "13", "uT", "site", "\"", ";", "#", "axes", "1e99999", "-", "\u{FF}",
    ]
    var state: UInt64 = 1
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var read = 0
    for _ in 0..<3000 {
      var bytes: [UInt8] = []
      for _ in 0..<random(30) { bytes += Array(words[random(words.count)].utf8) + [UInt8(random(256))] }
      var sources = SourceMap()
      let file = sources.add(name: "x", bytes: bytes)
      let (profile, diagnostics) = ProfileReader.read(file) { _ in nil }
      if profile == nil, diagnostics.hasErrors { read += 1 }
    }
    #expect(read == 3000)
  }
}
