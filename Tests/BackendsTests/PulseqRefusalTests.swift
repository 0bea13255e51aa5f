// Every diagnostic of the reader: a file that is sound, one change to it, and what the reader says then.
import Backends
import SequenceIR
import TestSupport
import Testing

@Suite struct PulseqRefusalTests {
  /// One change to a sound file, and the codes it brings.
  struct Case: Sendable {
    let claim: String
    let base: String
    let old: String
    let new: String
    let codes: [String]

    init(_ claim: String, _ base: String, _ old: String, _ new: String, _ codes: String...) {
      self.claim = claim
      self.base = base
      self.old = old
      self.new = new
      self.codes = codes
    }

    /// The changed file; nil when there was nothing to change, which is a fault of the case.
    var text: String? {
      guard base.contains(old) else { return nil }
      return base.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: new)
    }
  }

  // swift-format-ignore
  static let cases = [
    Case("a binary file is refused", v15, "[VERSION]", "\u{1}pulseq\u{2}", "P001"),
    Case("a design is not a Pulseq file", "design \"x\"", "x", "y", "P001"),
    Case("a zero byte is no text", v15, "[VERSION]", "\u{0}[VERSION]", "P001"),
    Case("text before the first section is not understood", v15, "[VERSION]", "hello\n[VERSION]", "P030"),
    Case("a file without version is refused", v15, "[VERSION]\nmajor 1\nminor 5\nrevision 1\n", "", "P002"),
    Case("a version needs its revision", v15, "revision 1\n", "", "P002"),
    Case("a version is made of numbers", v15, "minor 5", "minor five", "P030"),
    Case("version 1.1 is refused", v15, "minor 5", "minor 1", "P003"),
    Case("version 2 is refused", v15, "major 1", "major 2", "P003"),
    Case("a revision of the future is read with a warning", v15, "revision 1", "revision 7", "P003"),
    Case("an unknown section is skipped with a warning", v15, "[TRAP]", "[EXTRA]\nx 1\n\n[TRAP]", "P004"),
    Case("a section may appear once", v15, "[SHAPES]", "[ADC]\n9 1 1000 0 0 0 0 0 0\n\n[SHAPES]", "P005"),
    Case("a file needs blocks", v15, "[BLOCKS]\n1 70 1 2 0 3 1 1\n2 10 0 0 0 0 0 0\n", "", "P006"),
    Case("the blocks may not be none", v15, "1 70 1 2 0 3 1 1\n2 10 0 0 0 0 0 0\n", "", "P006"),
    Case("a block has eight columns", v15, "2 10 0 0 0 0 0 0", "2 10 0 0 0 0 0 0 0", "P007"),
    Case("a trapezoid has six columns", v15, "2 1000 20 600 20 0", "2 1000 20 600 20", "P007"),
    Case("RF rows of 1.4 under a header of 1.5 are recognised", v15,
      "1 100 1 2 0 50 0 0 0 0 0 e", "1 100 1 2 0 0 0 0", "P008"),
    Case("RF rows of 1.5 under a header of 1.4 are recognised", v14,
      "1 100 1 2 0 0 0 0", "1 100 1 2 0 50 0 0 0 0 0 e", "P008"),
    Case("gradient rows of 1.4 under a header of 1.5 are recognised", v15,
      "3 -500 0 0 4 5 0", "3 -500 4 5 0", "P008"),
    Case("an amplitude is a number", v15, "2 1000 20", "2 1OOO 20", "P009"),
    Case("an amplitude is not nan", v15, "2 1000 20", "2 nan 20", "P009"),
    Case("an amplitude is not too large", v15, "2 1000 20", "2 1e999 20", "P009"),
    Case("a block holds whole numbers", v15, "2 10 0 0", "2 10.5 0 0", "P009"),
    Case("a delay is not negative", v15, "600 20 0", "600 20 -10", "P010"),
    Case("a ramp lasts at most 1e6 s", v15, "600 20 0", "600 1e15 0", "P010"),
    Case("an ADC has a sample", v15, "1 64 10000", "1 0 10000", "P010"),
    Case("an ADC lasts at most 1e6 s", v15, "1 64 10000", "1 60000000 1e12", "P010"),
    Case("a block lasts at most 1e6 s", v15, "2 10 0", "2 999999999999999999 0", "P010"),
    Case("all blocks together fit into the time there is", v15,
      "2 10 0", "2 90000000000 0 0 0 0 0 0\n3 90000000000 0 0 0 0 0 0\n4 90000000000 0", "P010"),
    Case("an id is positive", v15, "1 64 10000", "0 64 10000", "P010"),
    Case("a trapezoid id is given once", v15, "[TRAP]", "[TRAP]\n2 1 10 10 10 0", "P011"),
    Case("trapezoids and samples share their ids", v15, "2 1000 20 600", "3 1000 20 600", "P012", "P011"),
    Case("a shape id is given once", v15, "shape_id 2", "shape_id 1", "P012", "P011"),
    Case("a block names events that exist", v15, "1 70 1 2 0 3 1 1", "1 70 1 2 0 99 1 1", "P012"),
    Case("an RF pulse names shapes that exist", v15, "1 100 1 2 0", "1 100 1 9 0", "P012"),
    Case("an RF pulse has no half raster", v15, "1 100 1 2 0", "1 100 1 2 -1", "P012"),
    Case("a block names extensions that exist", v15, "3 1 1\n2", "3 1 7\n2", "P012"),
    Case("an extension object exists", v15, "1 1 1 2", "1 1 5 2", "P012"),
    Case("an extension list goes on where there is something", v15, "1 1 1 2", "1 1 1 9", "P012"),
    Case("an extension has its table", v15, "1 1 1 2", "1 5 1 2", "P012"),
    Case("a shape decodes to its length", v15, "1\n0\n0\n97", "1\n0\n0\n96", "P013"),
    Case("a shape does not decode to more", v15, "1\n0\n0\n97", "1\n0\n0\n98", "P013"),
    Case("a run has a whole count", v15, "1\n0\n0\n97", "1\n0\n0\n96.5", "P014"),
    Case("a run has a count", v15, "1\n0\n0\n97", "1\n0\n0", "P014"),
    Case("a shape is not longer than any memory", v15, "num_samples 100\n1", "num_samples 999999999999\n1", "P015"),
    Case("a shape has samples", v15, "num_samples 100\n1", "num_samples 0\n1", "P015"),
    Case("a sample is a number", v15, "1\n0\n0\n97", "1\n0x1\n0\n97", "P009"),
    Case("a sample stays within bounds", v15, "1\n0\n0\n97", "1e300\n0\n0\n97", "P010"),
    Case("samples follow their header", v15, "shape_id 1\n", "", "P030"),
    Case("all four rasters are defined", v15, "AdcRasterTime 1e-07\n", "", "P016"),
    Case("a raster is positive", v15, "AdcRasterTime 1e-07", "AdcRasterTime 0", "P017"),
    Case("a raster is a number", v15, "AdcRasterTime 1e-07", "AdcRasterTime fast", "P017"),
    Case("an unknown extension is skipped with a warning", v15, "extension TRIGGERS 2", "extension TRIGERS 2", "P018"),
    Case("a required extension must be known", v15, "extension TRIGGERS 2", "extension SPARKS 2", "P018"),
    Case("an unknown label is skipped with a warning", v15, "1 3 LIN", "1 3 LINE", "P019"),
    Case("a dwell is longer than zero", v15, "1 64 10000 20", "1 64 0 20", "P010"),
    Case("a duration of 19 digits is no duration", v15, "\n2 10 0", "\n2 1000000000000000000 0", "P010"),
    Case("a number of 40 digits is no number", v15, "\n2 10 0", "\n2 1000000000000000000000000000000000000000 0", "P009"),
    Case("leading zeros have an end", v15, "\n2 10 0", "\n2 0000000000000000000000010 0", "P009"),
    Case("a flag is 0 or 1", v15, "1 3 LIN", "1 3 NAV", "P020"),
    Case("a flag cannot be incremented", v15, "extension LABELSET 1\n1 3 LIN", "extension LABELINC 1\n1 1 NAV", "P020"),
    Case("an extension list has at most 256 entries", v15, "2 2 1 0",
      (2...257).map { "\($0) 2 1 \($0 + 1)" }.joined(separator: "\n") + "\n258 2 1 0", "P021"),
    Case("a shape of 100 samples does not have 152 numbers", v15, "num_samples 100",
      "num_samples 100\n" + (1...152).map { "0.\($0)" }.joined(separator: "\n"), "P013"),
    Case("an extension list ends", v15, "2 2 1 0", "2 2 1 1", "P021"),
    Case("a block has one rotation", rotated, "1 1 1 0", "1 1 1 2\n2 1 1 0", "P022"),
    Case("blocks are numbered upwards", v15, "\n2 10 0", "\n1 10 0", "P023"),
    Case("a changed file is noticed", signed, "Name a", "Name b", "P024"),
    Case("a signature has a hash", signed, "Type md5", "Type sha1", "P024"),
    Case("from 1.4 on there is no section for delays", v14, "[RF]", "[DELAYS]\n1 100\n\n[RF]", "P026"),
    Case("magnitude and phase have the same length", v15, "1 100 1 2 0", "1 100 1 4 0", "P027"),
    Case("times do not run backwards", v15, "num_samples 3\n0\n1\n4", "num_samples 3\n0\n4\n1", "P027"),
    Case("times do not begin before zero", v15, "num_samples 3\n0\n1\n4", "num_samples 3\n-1\n1\n4", "P027"),
    Case("a half-raster gradient has an odd number of samples", v15, "3 -500 0 0 4 5 0", "3 -500 0 0 1 -1 0", "P027"),
    Case("a modulation has a sample for each of the ADC", v15, "1 64 10000 20 0 0 0 0 0", "1 64 10000 20 0 0 0 0 1", "P027"),
    Case("a rotation is a unit quaternion", rotated, "1 0.6 0 0 0.8", "1 0.6 0 0 0.9", "P028"),
    Case("a trigger has a known channel", v15, "1 1 3 0 100", "1 2 3 0 100", "P029"),
    Case("a use is one of seven letters", v15, "0 0 0 0 0 e", "0 0 0 0 0 x", "P030"),
    Case("a magnitude is at most full scale", v15, "1\n0\n0\n97", "2\n0\n0\n97", "P031"),
    Case("a delay of an old file is defined", v13, "2 1 0 0 0 0 0 0", "2 5 0 0 0 0 0 0", "P012"),
    Case("before 1.4 every shape is encoded", v13, "num_samples 3\n0.5\n0.25\n0.125", "num_samples 3\n0.5\n0.5\n0.125", "P014"),
  ]

  @Test(arguments: [v13, v14, v15, rotated, signed]) func soundFileIsReadWithoutAWord(text: String) {
    let reading = Reading(text: text)
    #expect(reading.file != nil)
    #expect(reading.rendered == "")
  }

  @Test(arguments: cases.indices) func changeIsReported(index: Int) throws {
    let example = Self.cases[index]
    let text = try #require(example.text, "\(example.claim): the text to change is not in the file")
    let reading = Reading(text: text)
    #expect(reading.codes == example.codes, "\(example.claim)\n\(reading.rendered)")
    #expect(reading.diagnostics.hasErrors == (reading.file == nil))
  }

  @Test func everyMessageReadsAsAccepted() {
    let texts = Self.cases.map { "## \($0.claim)\n\n\(Reading(text: $0.text ?? "").rendered)" }
    Golden.expect(texts.joined(separator: "\n"), at: "golden/read/refusals.txt")
  }

  @Test func everyCodeOfTheReaderHasACase() {
    let tested = Set(Self.cases.flatMap(\.codes))
    let untested = DiagnosticCode.pulseqFamily.map(\.id).filter { $0 < "P040" && !tested.contains($0) }
    #expect(untested == ["P025"])  // See thousandMistakesAreCounted.
  }

  @Test func independentMistakesAreAllReportedInTheOrderOfTheFile() {
    let text = Self.v15
      .split(separator: "600 20 0").joined(separator: "600 20 -1")
      .split(separator: "AdcRasterTime 1e-07").joined(separator: "AdcRasterTime soon")
      .split(separator: "1 3 LIN").joined(separator: "1 3 NAV")
    let reading = Reading(text: text)
    #expect(reading.codes == ["P017", "P010", "P020"])
    let places = reading.diagnostics.items.compactMap(\.span?.offset)
    #expect(places == places.sorted())
  }

  @Test func thousandMistakesAreCounted() {
    let rows = (2...1_021).map { "\($0) 10 0 77 0 0 0 0" }.joined(separator: "\n")
    let reading = Reading(text: Self.v15.split(separator: "2 10 0 0 0 0 0 0").joined(separator: rows))
    #expect(reading.codes.count == 21)
    #expect(reading.diagnostics.items.last?.message == "and 1000 more errors in this file")
  }

  static let v15 = """
    [VERSION]
    major 1
    minor 5
    revision 1

    [DEFINITIONS]
    AdcRasterTime 1e-07
    BlockDurationRaster 1e-05
    GradientRasterTime 1e-05
    RadiofrequencyRasterTime 1e-06
    RequiredExtensions SPARKS

    [BLOCKS]
    1 70 1 2 0 3 1 1
    2 10 0 0 0 0 0 0

    [RF]
    1 100 1 2 0 50 0 0 0 0 0 e

    [GRADIENTS]
    3 -500 0 0 4 5 0

    [TRAP]
    2 1000 20 600 20 0

    [ADC]
    1 64 10000 20 0 0 0 0 0

    [EXTENSIONS]
    1 1 1 2
    2 2 1 0

    extension LABELSET 1
    1 3 LIN

    extension TRIGGERS 2
    1 1 3 0 100

    [SHAPES]

    shape_id 1
    num_samples 100
    1
    0
    0
    97

    shape_id 2
    num_samples 100
    0
    0
    98

    shape_id 4
    num_samples 3
    0
    1
    0

    shape_id 5
    num_samples 3
    0
    1
    4

    """

  static let v14 = """
    [VERSION]
    major 1
    minor 4
    revision 0

    [DEFINITIONS]
    AdcRasterTime 1e-07
    BlockDurationRaster 1e-05
    GradientRasterTime 1e-05
    RadiofrequencyRasterTime 1e-06

    [BLOCKS]
    1 70 1 0 0 0 0 0

    [RF]
    1 100 1 2 0 0 0 0

    [SHAPES]

    shape_id 1
    num_samples 100
    1
    0
    0
    97

    shape_id 2
    num_samples 100
    0
    0
    98

    """

  static let v13 = """
    [VERSION]
    major 1
    minor 3
    revision 1

    [BLOCKS]
    1 0 0 1 0 0 0 0
    2 1 0 0 0 0 0 0

    [GRADIENTS]
    1 1000 1 0

    [DELAYS]
    1 250

    [SHAPES]

    shape_id 1
    num_samples 3
    0.5
    0.25
    0.125

    """

  static let rotated = """
    [VERSION]
    major 1
    minor 5
    revision 1

    [DEFINITIONS]
    AdcRasterTime 1e-07
    BlockDurationRaster 1e-05
    GradientRasterTime 1e-05
    RadiofrequencyRasterTime 1e-06

    [BLOCKS]
    1 64 0 1 0 0 0 1

    [TRAP]
    1 1000 20 600 20 0

    [EXTENSIONS]
    1 1 1 0

    extension ROTATIONS 1
    1 0.6 0 0 0.8

    [SHAPES]

    """

  /// The hash is that of md5sum.
  static let signed = """
    [VERSION]
    major 1
    minor 3
    revision 1

    [DEFINITIONS]
    Name a

    [BLOCKS]
    1 0 0 0 0 0 0 0

    [SIGNATURE]
    Type md5
    Hash 7aad911e8af3f790138b04df0aa55357

    """
}
