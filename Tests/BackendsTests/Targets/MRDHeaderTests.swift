// ISMRMRD headers: of the examples, as files; what they must hold, from what the designs say; rules and refusals.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct MRDHeaderTests {
  private static let golden = ["press", "semi-laser", "gre-2d", "epi"]
  private static let folder = "golden/targets/mrd-header"

  private func header(_ run: TargetRun, _ change: (inout TargetInput) -> Void = { _ in }) throws -> XMLElement
  {
    let output = try run.output(.mrdHeader, changing: change)
    #expect(output.bugs == [])
    #expect(!output.diagnostics.hasErrors, "\(output.diagnostics.items.map(\.message))")
    let file = try #require(output.files.first)
    return try XMLReader.read(file.bytes, MRDHeader.rules).get().root
  }

  private func example(_ name: String) throws -> XMLElement {
    try header(TargetRun(at: "examples/\(name).seq", scanner: "siemens-prisma"))
  }

  private func numbers(_ element: XMLElement?) -> [Double] {
    element?.elements.compactMap { DecimalText.number(Array($0.text.utf8)[...]) } ?? []
  }

  @Test(arguments: golden) func headerOfAnExampleIsThisFile(name: String) throws {
    let output = try TargetRun(at: "examples/\(name).seq", scanner: "siemens-prisma").output(.mrdHeader)
    let file = try #require(output.files.first)
    #expect(file.path == "\(name).mrd.xml")
    Golden.expect(String(decoding: file.bytes, as: UTF8.self), at: "\(Self.folder)/\(name).xml")
  }

  @Test func everyFileOfTheFolderBelongsToAnExample() {
    Golden.expectNoOrphans(
      in: Self.folder, ending: ".xml", known: Self.golden.map { "\(Self.folder)/\($0).xml" })
  }

  // MARK: what the designs say

  /// Matrix, field of view in mm, trajectory, TE and TR in ms, as a reader of the design would write them down.
  private static let expected: [(String, [Double], [Double], String, [Double], [Double])] = [
    ("gre-2d", [128, 128, 1], [256, 256, 5], "cartesian", [5], [60]),
    ("gre-3d", [128, 128, 128], [224, 224, 192], "cartesian", [4], [10]),
    ("tse", [128, 128, 1], [256, 256, 5], "cartesian", [48], [2400]),
    ("epi", [64, 64, 1], [220, 220, 4], "epi", [30], [2000]),
    ("press", [1, 1, 1], [20, 20, 20], "other", [35], [2000]),
    ("semi-laser", [1, 1, 1], [20, 20, 20], "other", [44], [3000]),
  ]

  @Test(arguments: expected.indices) func encodingIsWhatTheDesignSays(row: Int) throws {
    let (name, matrix, fieldOfView, trajectory, echoTimes, repetitionTimes) = Self.expected[row]
    let root = try example(name)
    let encoding = try #require(root.first("encoding"))
    for space in ["encodedSpace", "reconSpace"] {
      #expect(numbers(encoding.at(space, "matrixSize")) == matrix, "\(name) \(space)")
      for (found, wanted) in zip(numbers(encoding.at(space, "fieldOfView_mm")), fieldOfView) {
        #expect(abs(found - wanted) < 1e-6 * wanted, "\(name) \(space): \(found) mm")
      }
    }
    #expect(encoding.first("trajectory")?.text == trajectory)
    let times = { (key: String) in
      root.first("sequenceParameters")?.elements(key).compactMap {
        DecimalText.number(Array($0.text.utf8)[...])
      }
    }
    #expect(times("TE") == echoTimes)
    #expect(times("TR") == repetitionTimes)
  }

  @Test func limitsAreThoseOfTheLabels() throws {
    let limits = try #require(try example("epi").at("encoding", "encodingLimits"))
    #expect(numbers(limits.first("kspace_encoding_step_0")) == [0, 63, 32])
    #expect(numbers(limits.first("kspace_encoding_step_1")) == [0, 63, 32])
    #expect(numbers(limits.first("slice")) == [0, 9, 0])
    #expect(numbers(limits.first("repetition")) == [0, 3, 0])
    #expect(
      limits.elements.map(\.name) == [
        "kspace_encoding_step_0", "kspace_encoding_step_1", "slice", "repetition",
      ])
    let volume = try #require(try example("gre-3d").at("encoding", "encodingLimits"))
    #expect(numbers(volume.first("kspace_encoding_step_2")) == [0, 127, 64])
  }

  @Test func trainsOfEchoesAreCounted() throws {
    let epi = try example("epi")
    #expect(epi.at("encoding", "echoTrainLength")?.text == "64")
    #expect(epi.at("sequenceParameters", "echo_spacing")?.text == "0.68")
    let tse = try example("tse")
    #expect(tse.at("encoding", "echoTrainLength")?.text == "8")
    #expect(tse.at("sequenceParameters", "echo_spacing") == nil)
    #expect(try example("gre-2d").at("encoding", "echoTrainLength") == nil)
  }

  @Test func theFrequencyIsThatOfProtonsWhateverIsMeasured() throws {
    let text = """
      design "phosphorus"
      nucleus 31P
      voxel 30 mm, 30 mm, 30 mm
      pulse excite = rect(flip: 90 deg, duration: 500 us)
      sequence {
        excite
        acquire 1024 points dwell 250 us
      }
      """
    let run = try TargetRun(text)
    let field = try #require(run.input.profile?[.fieldStrength]?.value)
    let root = try header(run)
    let frequency = DecimalText.shortest((field * 42.576e6).rounded())
    #expect(root.at("experimentalConditions", "H1resonanceFrequency_Hz")?.text == frequency)
    let parameters = try #require(root.first("userParameters"))
    let own = parameters.elements("userParameterDouble").first {
      $0.first("name")?.text == "resonanceFrequency_Hz"
    }
    #expect(own?.first("value")?.text == DecimalText.shortest((field * 17.235e6).rounded()))
    // A free induction decay has no echo.
    #expect(root.at("sequenceParameters", "TE") == nil)
  }

  @Test func theSignatureIsTheSumOfTheFileOfTheSameBuild() throws {
    let run = try TargetRun(at: "examples/gre-2d.seq", scanner: "siemens-prisma")
    let text = String(decoding: run.input.pulseq, as: UTF8.self)
    let signature = try #require(try header(run).at("userParameters", "userParameterString", "value")).text
    #expect(text.hasSuffix("Hash \(signature)\n"))
    let end = try #require(text.firstRange(of: "\n[SIGNATURE]")).lowerBound
    #expect(MD5.hexadecimal(of: Array(text[..<end].utf8)[...]) == signature)
  }

  @Test func oversamplingWidensTheEncodedFieldOfViewOnly() throws {
    let text = try #require(Golden.text(at: "examples/gre-2d.seq"))
      .replacing("dwell: 20 us", with: "dwell: 10 us, oversampling: 2")
    let root = try header(TargetRun(text))
    #expect(numbers(root.at("encoding", "encodedSpace", "matrixSize")) == [256, 128, 1])
    #expect(numbers(root.at("encoding", "encodedSpace", "fieldOfView_mm"))[0] == 512)
    #expect(numbers(root.at("encoding", "reconSpace", "matrixSize")) == [128, 128, 1])
    #expect(numbers(root.at("encoding", "reconSpace", "fieldOfView_mm"))[0] == 256)
    #expect(numbers(root.at("encoding", "encodingLimits", "kspace_encoding_step_0")) == [0, 255, 128])
  }

  /// The word of the schema, the matrix of the image, and samples of a spoke over their field of view.
  private static let spokes: [(String, String, [Double], [Double])] = [
    ("radial", "goldenangle", [160, 160, 1], [320, 512]),
    ("look-locker", "goldenangle", [160, 160, 1], [320, 512]),
    ("libre", "radial", [192, 192, 192], [384, 440]),
  ]

  @Test(arguments: spokes)
  func spokesAreEncodedAsTheyAreSampled(
    _ name: String, _ trajectory: String, _ matrix: [Double], _ readout: [Double]
  ) throws {
    let encoding = try #require(try example(name).first("encoding"))
    #expect(encoding.first("trajectory")?.text == trajectory)
    #expect(numbers(encoding.at("reconSpace", "matrixSize")) == matrix)
    #expect(numbers(encoding.at("encodedSpace", "matrixSize"))[0] == readout[0])
    #expect(abs(numbers(encoding.at("encodedSpace", "fieldOfView_mm"))[0] - readout[1]) < 1e-3)
    #expect(numbers(encoding.at("encodingLimits", "kspace_encoding_step_0"))[1] == readout[0] - 1)
  }

  /// Samples along a curve are counted, but they are no steps of the matrix.
  @Test func spiralsAreNamed() throws {
    let text = try #require(Golden.text(at: "examples/fingerprint.seq"))
      .replacing("table(\"fingerprint.csv\", 1)", with: "(10, 20, 30, 40, 50)")
    let encoding = try #require(try header(TargetRun(text)).first("encoding"))
    #expect(encoding.first("trajectory")?.text == "spiral")
    #expect(numbers(encoding.at("reconSpace", "matrixSize")) == [192, 192, 1])
    #expect(encoding.at("encodingLimits", "kspace_encoding_step_0") == nil)
    // Back again to the centre it is another curve.
    let loop = try #require(Golden.text(at: "examples/radial.seq"))
      .replacing("let spokes = 1020", with: "let spokes = 4")
      .replacing(
        "readout line =",
        with: """
          gradient out = extended(times: (0, 0.25, 0.5, 0.75, 1) ms, amplitudes: (0, 10, 0, -10, 0) mT/m)
          gradient back = extended(times: (0, 0.25, 0.75, 1) ms, amplitudes: (0, 10, -10, 0) mT/m)
          readout line =
          """
      ).replacing(
        "acquire line along x                           phase phi echo at TE",
        with: "acquire 320 points dwell 3 us, out on x, back on y"
      ).replacing("rephase z, prephase x for line", with: "rephase z")
    #expect(try header(TargetRun(loop)).at("encoding", "trajectory")?.text == "other")
  }

  /// 23.628 deg is the seventh of the tiny golden angles; 20 deg is none.
  @Test(arguments: [("180 deg / (tau + 6)", "goldenangle"), ("180 deg / 9", "radial")])
  func onlyGoldenAnglesAreCalledSo(_ turn: String, _ trajectory: String) throws {
    let text = try #require(Golden.text(at: "examples/radial.seq"))
      .replacing("let turn = 180 deg / tau", with: "let turn = \(turn)").replacing(
        "let spokes = 1020", with: "let spokes = 51")
    #expect(try header(TargetRun(text)).at("encoding", "trajectory")?.text == trajectory)
  }

  @Test func linesLeftOutAroundACalibrationAreAnAcceleration() throws {
    let encoding = try #require(try example("spirit").first("encoding"))
    #expect(numbers(encoding.at("encodedSpace", "matrixSize")) == [384, 192, 1])
    #expect(numbers(encoding.at("parallelImaging", "accelerationFactor")) == [3, 1])
    #expect(encoding.at("parallelImaging", "calibrationMode")?.text == "embedded")
    #expect(numbers(encoding.at("encodingLimits", "kspace_encoding_step_1")) == [0, 189, 96])
    // All lines are played: nothing to say.
    #expect(try example("gre-2d").at("encoding", "parallelImaging") == nil)
  }

  // The pattern falls into the calibration, or beside it; calibration at an end; no calibration; none of either.
  private static let patterns: [([Double], Int)] = [
    ([-6, -3, 0, 1, 2, 3, 6, 9], 3), ([-6, -3, -1, 0, 1, 3, 6], 3), ([0, 1, 2, 4, 6, 8], 2),
    ([-6, -3, 0, 3, 6], 1), ([-2, -1, 0, 1, 2], 1), ([-6, -4, -1, 0, 1, 5, 6], 1), ([0], 1), ([], 1),
  ]

  @Test(arguments: patterns)
  func accelerationIsWhatThePatternSays(_ positions: [Double], _ factor: Int) {
    #expect(MRDAcceleration.factor(positions.map { $0 * 4.1667 }) == factor)
  }

  @Test func turnedSlicesHaveTheFieldOfViewOfTheirEncoding() throws {
    let text = try #require(Golden.text(at: "examples/gre-2d.seq"))
      .replacing("nucleus 1H", with: "nucleus 1H\norientation rotate 30 deg about x")
    let root = try header(TargetRun(text))
    #expect(numbers(root.at("encoding", "reconSpace", "matrixSize")) == [128, 128, 1])
    for (found, wanted) in zip(numbers(root.at("encoding", "reconSpace", "fieldOfView_mm")), [256.0, 256, 5])
    {
      #expect(abs(found - wanted) < 1e-4 * wanted)
    }
  }

  // MARK: refusals, each with its twin

  private static let decay = """
    design "decay"
    pulse excite = rect(flip: 90 deg, duration: 500 us)
    sequence {
      excite
      acquire 1024 points dwell 250 us
    }
    """

  private func refusal(_ run: TargetRun, _ change: (inout TargetInput) -> Void = { _ in }) throws
    -> Diagnostic
  {
    let output = try run.output(.mrdHeader, changing: change)
    #expect(output.files.isEmpty && output.bugs.isEmpty)
    return try #require(output.diagnostics.items.first)
  }

  @Test func aVolumeThatNothingTellsIsNotMadeUp() throws {
    let found = try refusal(TargetRun(Self.decay))
    #expect(found.code == .targetValueMissing)
    #expect(found.help?.contains("voxel") == true)
    let twin = Self.decay.replacing("\npulse", with: "\nvoxel 20 mm, 20 mm, 20 mm\npulse")
    #expect(
      numbers(try header(TargetRun(twin)).at("encoding", "reconSpace", "fieldOfView_mm")) == [20, 20, 20])
  }

  @Test func aFieldThatNothingTellsIsNotMadeUp() throws {
    let run = try TargetRun(at: "examples/press.seq")
    #expect(try refusal(run) { $0.profile = nil }.code == .targetValueMissing)
    #expect(
      try refusal(run) { $0.profile?.figures[.fieldStrength] = nil }.help?.contains("--scanner") == true)
    _ = try header(run)
  }

  @Test func aThicknessThatNothingTellsIsNotMadeUp() throws {
    let run = try TargetRun(at: "examples/gre-2d.seq")
    let found = try refusal(run) { $0.sliceThicknessMetres = nil }
    #expect(found.help?.contains("SliceThickness") == true)
    let root = try header(run) {
      $0.sliceThicknessMetres = nil
      $0.sequence.define("SliceThickness", "0.005")
    }
    #expect(numbers(root.at("encoding", "reconSpace", "fieldOfView_mm"))[2] == 5)
  }

  @Test func aCounterOf17BitsIsRefused() throws {
    let text = Self.decay.replacing("\npulse", with: "\nvoxel 20 mm, 20 mm, 20 mm\npulse")
    let run = try TargetRun(text)
    let counted = { (value: Int) in
      { (input: inout TargetInput) in
        var extras = Extras()
        extras.labels = [LabelOperation(.set, .average, value)]
        input.sequence.blocks[0].extras = input.sequence.library.add(extras)
      }
    }
    #expect(try refusal(run, counted(65_536)).code == .targetValueOutOfRange)
    #expect(try refusal(run, counted(-1)).code == .targetValueOutOfRange)
    #expect(
      numbers(try header(run, counted(65_535)).at("encoding", "encodingLimits", "average"))[1] == 65_535)
  }

  @Test func aFieldOfViewThatIsNoneCountsAsNone() throws {
    let run = try TargetRun(at: "examples/gre-2d.seq")
    for text in [
      "1e300 1e300 1e300", "0 0 0", "-1 1 1", "nan nan nan", "a b c", "", "0.2", "0.2 0.2 0.2 0.2",
    ] {
      // The encoding tells it then.
      let root = try header(run) { $0.sequence.define("FOV", text) }
      #expect(numbers(root.at("encoding", "reconSpace", "matrixSize")) == [128, 128, 1])
      let sides = numbers(root.at("encoding", "reconSpace", "fieldOfView_mm"))
      #expect(zip(sides, [256.0, 256, 5]).allSatisfy { abs($0 - $1) < 1e-3 * $1 })
    }
    let root = try header(run) { $0.sequence.define("FOV", "0.512 0.128 0.005") }
    #expect(numbers(root.at("encoding", "reconSpace", "matrixSize")) == [256, 64, 1])
  }

  @Test func aNameThatXMLCannotHoldIsTheUsersToChange() throws {
    let run = try TargetRun(at: "examples/press.seq")
    let found = try refusal(run) { $0.sequence.name = "a\u{1}" }
    #expect(found.code == .xmlCannotBeWritten)
  }

  // MARK: the schema

  private static let schemas = ["ismrmrd_debian_1.8.0.xsd", "ismrmrd.xsd"]

  @Test(arguments: schemas) func bothVersionsOfTheSchemaTakeEveryExample(schema: String) throws {
    guard let bytes = SharedFolder.bytes(at: "reference/vendor-xml-examples/ismrmrd/\(schema)") else {
      return
    }
    for row in Self.expected {
      let run = try TargetRun(at: "examples/\(row.0).seq", scanner: "siemens-prisma")
      let output = try run.output(.mrdHeader) { $0.schema = (schema, bytes) }
      #expect(output.isWritten, "\(output.diagnostics.items.map(\.message))")
      #expect(output.proofs == ["follows \(schema)"])
    }
  }

  @Test func aSchemaThatAsksForMoreRefusesTheFile() throws {
    let schema = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.ismrm.org/ISMRMRD">
        <xs:element name="ismrmrdHeader" type="xs:long"/>
      </xs:schema>
      """
    let run = try TargetRun(at: "examples/press.seq")
    let output = try run.output(.mrdHeader) { $0.schema = ("strict.xsd", Array(schema.utf8)) }
    #expect(!output.isWritten)
    #expect(output.diagnostics.items.first?.code == .xmlSchemaViolated)
    let none = try run.output(.mrdHeader) { $0.schema = ("none.xsd", Array("<a/>".utf8)) }
    #expect(none.diagnostics.items.first?.code == .xmlSchemaUnusable)
    #expect(try run.output(.mrdHeader).proofs.first?.contains("not checked") == true)
  }

  // MARK: rules

  private func violations(_ change: (inout String) -> Void) throws -> [String] {
    var text = try #require(Golden.text(at: "\(Self.folder)/gre-2d.xml"))
    let before = text
    change(&text)
    #expect(text != before)
    return MRDHeaderRules.violations(of: try XMLReader.read(Array(text.utf8)).get().root)
  }

  @Test func theFileItselfBreaksNoRule() throws {
    #expect(try violations { $0 += "<!-- twin -->" } == [])
  }

  /// What is replaced by what, and a word of the complaint.
  @Test(arguments: [
    ("www.ismrm.org", "www.example.org", "the root is not"),
    ("<trajectory>cartesian", "<trajectory>zigzag", "one of cartesian"),
    ("<trajectory>cartesian</trajectory>", "", "trajectory 0 times"),
    ("<x>128</x>", "<x>65536</x>", "16 bits"),
    ("<x>128</x>", "<x>-1</x>", "16 bits"),
    ("<x>128</x>", "<x>0</x>", "matrixSize/x is not above zero"),
    ("<x>256</x>", "<x>0</x>", "fieldOfView_mm/x is not above zero"),
    ("<x>256</x>", "<x>wide</x>", "not a number"),
    ("<center>64</center>", "<center>200</center>", "minimum over center"),
    ("<maximum>127</maximum>", "<maximum>400</maximum>", "beyond the encoded matrix"),
    ("<TE>5</TE>", "<TE>-5</TE>", "TE is negative"),
    ("<TE>5</TE>", "<TD>5</TD>", "TD, which is not among"),
    ("<H1resonanceFrequency_Hz>1", "<H1resonanceFrequency_Hz>-1", "protons is not above zero"),
    ("<name>seq_signature</name>", "<name>signature</name>", "seq_signature"),
    (
      "<experimentalConditions>", "<version>2</version><experimentalConditions>",
      "version, which is not among"
    ),
    ("<minimum>0</minimum>", "", "minimum 0 times"),
  ])
  func everyRuleHasAHeaderThatBreaksIt(old: String, new: String, complaint: String) throws {
    let found = try violations { text in
      guard let place = text.firstRange(of: old) else { return }
      text.replaceSubrange(place, with: new)
    }
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
  }

  @Test func theOrderOfElementsIsARule() throws {
    let found = try violations { text in
      let te = "<TE>5</TE>"
      text = text.replacing(te, with: "").replacing("<TR>60</TR>", with: "\(te)<TR>60</TR>")
    }
    #expect(found == ["ismrmrdHeader/sequenceParameters/TR stands too late"])
  }
}
