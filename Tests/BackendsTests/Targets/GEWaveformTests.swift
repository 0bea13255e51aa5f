// Waveform files of GE: of two designs, as files; what they must hold; the comparison finds faults; refusals.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct GEWaveformTests {
  private static let folder = "golden/targets/ge-xml"
  private static let scanner = "ge-premier"

  /// A gradient echo of two lines: small enough to be read by a person.
  private static let small = """
    design "two lines"
    scanner ge-premier
    fov 256 mm, 256 mm, 5 mm
    limit gradient 20 mT/m
    pulse excite = rect(flip: 10 deg, duration: 40 us)
    readout line = cartesian(points: 32, fov: fov.x, dwell: 10 us)
    sequence {
      repeat 2 as n {
        excite  phase n * 90 deg
        prephase x for line, encode y step n of 2 fov fov.y
        acquire line along x echo at 2 ms
        rewind y
        fill to 5 ms
      }
    }
    """

  private func files(_ run: TargetRun, _ change: (inout TargetInput) -> Void = { _ in }) throws
    -> [TargetFile]
  {
    let output = try run.output(.geXML, changing: change)
    #expect(output.bugs == [])
    #expect(!output.diagnostics.hasErrors, "\(output.diagnostics.items.map(\.message))")
    return output.files
  }

  private func recording(_ file: TargetFile?) throws -> GERecording {
    try GERecording.read(try #require(file).bytes).get()
  }

  // MARK: golden

  @Test func filesOfASmallDesignAreThese() throws {
    let files = try files(TargetRun(Self.small, scanner: Self.scanner))
    #expect(files.map(\.path) == ["test.ge-xml/scan.xml.0001", "test.ge-xml/scan.xml.0002"])
    for (index, file) in files.enumerated() {
      Golden.expect(
        String(decoding: file.bytes, as: UTF8.self), at: "\(Self.folder)/two-lines-\(index + 1).xml")
    }
  }

  /// All files of an example, as their digests, and the first whole.
  @Test(arguments: ["gre-2d", "tse"]) func filesOfAnExampleAreThese(name: String) throws {
    let files = try files(TargetRun(at: "examples/\(name).seq", scanner: Self.scanner))
    var text = "\(files.count) files, \(files.reduce(0) { $0 + $1.bytes.count }) bytes\n"
    for file in files.prefix(12) { text += "\(SHA256.hexadecimal(of: file.bytes))  \(file.path)\n" }
    text += "all  \(SHA256.hexadecimal(of: files.flatMap(\.bytes)))\n"
    Golden.expect(text, at: "\(Self.folder)/\(name).txt")
    let first = try #require(files.first)
    Golden.expect(String(decoding: first.bytes, as: UTF8.self), at: "\(Self.folder)/\(name)-first.xml")
  }

  @Test func everyFileOfTheFolderIsExpected() {
    let known = ["two-lines-1", "two-lines-2", "gre-2d-first", "tse-first"].map { "\(Self.folder)/\($0).xml" }
    Golden.expectNoOrphans(in: Self.folder, ending: ".xml", known: known)
    Golden.expectNoOrphans(
      in: Self.folder, ending: ".txt", known: ["gre-2d", "tse"].map { "\(Self.folder)/\($0).txt" })
  }

  // MARK: what they hold

  @Test func gradientsAreInGaussPerCentimetreAtTheirCorners() throws {
    let run = try TargetRun(Self.small, scanner: Self.scanner)
    let first = try recording(try files(run).first)
    // dk = 1 / (32 samples ... 256 mm): G = 1 / (gamma FOV dwell) = 1 / (42.576e6 x 0.256 x 10e-6) = 9.17477 mT/m.
    let readout = try #require(first.channels[0]?.map(\.value).max())
    #expect(abs(readout - 0.917477) < 2e-6)
    #expect(first.channels[2]?.allSatisfy { $0.value == 0 } == true)
    #expect(first.endTime == 5000)
  }

  @Test func thePhaseIsNegatedAndTheStrongestPulseTakesAllCounts() throws {
    let files = try files(TargetRun(Self.small, scanner: Self.scanner))
    let (first, second) = (try recording(files.first), try recording(files.last))
    #expect(first.channels[4]?.map(\.value).max() == 32_766)
    // Twenty samples of 2 us at the middles of the raster, between zeros at the edges.
    #expect(first.channels[4]?.filter { $0.value != 0 }.count == 20)
    #expect(first.channels[5]?.allSatisfy { $0.value == 0 } == true)
    // 90 degrees are 2^22 counts.
    #expect(second.channels[5]?.map(\.value).min() == -4_194_304)
    #expect(second.channels[5]?.map(\.value).max() == 0)
  }

  @Test func countsOfPhaseGoOnceRound() {
    #expect(GEScale.phase(turns: 0) == 0)
    #expect(GEScale.phase(turns: 0.25) == -4_194_304)
    #expect(GEScale.phase(turns: -0.25) == 4_194_304)
    #expect(GEScale.phase(turns: 0.5) == -8_388_608)
    #expect(GEScale.phase(turns: -0.5) == -8_388_608)
    #expect(GEScale.phase(turns: 7.25) == -4_194_304)
    #expect(GEScale.phase(turns: 1.5 - 1e-12) == -8_388_608)
  }

  @Test func theFileSaysWhoseItIs() throws {
    let file = try #require(try files(TargetRun(Self.small, scanner: Self.scanner)).first)
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(
      text.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"yes\"?>\n<!-- Design waveforms"))
    #expect(text.contains("author=\"seqc\""))
    #expect(text.contains("name=\"seqc::two lines\""))
    // What line-based readers look for: no blanks before these.
    #expect(
      text.contains("\n<sequencer id=\"0\" title=\"Seq(0) | Core(1) | Hw(0,0,1) | Gradient X\" xtitle="))
    #expect(text.contains("\n<data waveform=\"sequencerData\">\n0\t0\n"))
    #expect(!text.contains("\n\n"))
  }

  @Test func theDraftOfASchemaTakesEveryFile() throws {
    let path = "reference/vendor-xml-examples/drafts/ge_plotter.draft.xsd"
    guard let schema = SharedFolder.bytes(at: path) else { return }
    for file in try files(TargetRun(at: "examples/tse.seq", scanner: Self.scanner)) {
      #expect(XMLSchema.violations(of: file.bytes, against: schema) == [])
    }
  }

  @Test func pulsesThatAreOffsetTurnAsTheyPlay() throws {
    let text = Self.small.replacing("excite  phase n * 90 deg", with: "excite  carrier 1.3 ppm")
    let run = try TargetRun(text, scanner: Self.scanner)
    let field = try #require(run.input.profile?[.fieldStrength]?.value)
    let rows = try #require(try recording(try files(run).first).channels[5]).filter { $0.value != 0 }
    let hertz = (1.3 - 4.7) * 1e-6 * field * 42.576e6
    // Between samples 2 us apart the phase goes on by f x 2 us, negated in the file.
    let step = try #require(rows.count > 2 ? rows[2].value - rows[1].value : nil)
    #expect(abs(step - -hertz * 2e-6 * 16_777_216) < 1.01)
    let refused = try run.output(.geXML) { $0.profile = nil }
    #expect(refused.diagnostics.items.map(\.code) == [.targetValueMissing])
  }

  // MARK: reading back

  @Test(arguments: [
    ("0.917477", "0.917487", "gradient x"), ("\t32766", "\t32766.5", ""),
    ("\t32766", "\t30000", "the pulse at"),
    ("endTime=\"5000\"", "endTime=\"5004\"", "the end is at"), ("id=\"4\"", "id=\"9\"", "channel 4"),
    ("\t32766", "\tmuch", "not two numbers"), ("author=\"seqc\">", "author=\"seqc\" ", "line"),
  ])
  func aChangeInAFileIsFound(old: String, new: String, complaint: String) throws {
    let run = try TargetRun(Self.small, scanner: Self.scanner)
    let file = try #require(try files(run).first)
    var text = String(decoding: file.bytes, as: UTF8.self)
    let place = try #require(text.firstRange(of: old) ?? text.firstRange(of: "PulseSequence>"))
    text.replaceSubrange(place, with: new)
    let sequence = run.input.sequence
    let scale = GEScale(run.input, EventFacts(sequence.library, rasters: sequence.rasters))
    let instance = try #require(GEInstance.all(of: sequence).first)
    let found = GEComparison.differences(Array(text.utf8), instance, sequence, scale)
    let unchanged = GEComparison.differences(file.bytes, instance, sequence, scale)
    #expect(unchanged == [])
    if complaint.isEmpty {
      #expect(found == [])
    } else {
      #expect(!found.isEmpty, "\(complaint)")
      #expect(complaint == "line" || found.contains { $0.contains(complaint) }, "\(found)")
    }
  }

  @Test func aPulseThatNobodyAskedForIsFound() throws {
    let run = try TargetRun(Self.small, scanner: Self.scanner)
    let file = try #require(try files(run).first)
    let text = String(decoding: file.bytes, as: UTF8.self).replacing(
      "5000\t0\n</data>", with: "4000\t9\n5000\t0\n</data>")
    let sequence = run.input.sequence
    let scale = GEScale(run.input, EventFacts(sequence.library, rasters: sequence.rasters))
    let instance = try #require(GEInstance.all(of: sequence).first)
    let found = GEComparison.differences(Array(text.utf8), instance, sequence, scale)
    #expect(found.contains("the transmitter is on where no pulse is"))
    #expect(found.contains { $0.hasPrefix("gradient y") })
  }

  // MARK: refusals, each with its twin

  private func refusal(_ run: TargetRun, _ change: (inout TargetInput) -> Void = { _ in }) throws
    -> Diagnostic
  {
    let output = try run.output(.geXML, changing: change)
    #expect(output.bugs.isEmpty && !output.isWritten)
    return try #require(output.diagnostics.items.first)
  }

  @Test func aSequenceForAnotherVendorHasNoSegments() throws {
    let found = try refusal(TargetRun(at: "examples/gre-2d.seq", scanner: "siemens-prisma"))
    #expect(found.code == .targetCannotExpress)
    #expect(found.help?.contains("--scanner ge-premier") == true)
  }

  @Test func timesBesideTheRastersAreRefusedWithTheirNeighbours() throws {
    let run = try TargetRun(Self.small, scanner: Self.scanner)
    let found = try refusal(run) { $0.sequence.blocks[0].duration += Time(microseconds: 2) }
    #expect(found.code == .targetOffRaster)
    let lasts = run.input.sequence.blocks[0].duration
    #expect(found.message.contains("block 1 lasts \(lasts + Time(microseconds: 2))"))
    #expect(found.help?.hasPrefix("make it \(lasts) or \(lasts + Time(microseconds: 4))") == true)
    let dwell = try refusal(run) { input in
      guard let index = input.sequence.blocks.firstIndex(where: { !$0.adc.isNone }) else { return }
      var event = input.sequence.library[input.sequence.blocks[index].adc]
      event.dwell = Time(microseconds: 11)
      input.sequence.blocks[index].adc = input.sequence.library.add(event)
    }
    #expect(dwell.message.contains("dwell time of 11 us"))
    let delay = try refusal(run) { input in
      var event = input.sequence.library[input.sequence.blocks[0].rf]
      event.delay += Time(microseconds: 1)
      input.sequence.blocks[0].rf = input.sequence.library.add(event)
    }
    #expect(delay.message.contains("begins a pulse after"))
    let ramp = try refusal(run) { input in
      guard let index = input.sequence.blocks.firstIndex(where: { !$0.gx.isNone }),
        case .trapezoid(var shape) = input.sequence.library[input.sequence.blocks[index].gx]
      else { return }
      shape.rise += Time(microseconds: 2)
      shape.flat = shape.flat - Time(microseconds: 2)
      input.sequence.blocks[index].gx = input.sequence.library.add(.trapezoid(shape))
    }
    #expect(ramp.message.contains("gradient's corner"))
  }

  @Test func turnsAndShimsHaveNoChannel() throws {
    let run = try TargetRun(Self.small, scanner: Self.scanner)
    let add = { (change: @escaping (inout Extras) -> Void) in
      { (input: inout TargetInput) in
        let id = input.sequence.blocks[0].extras
        var extras = id.isNone ? Extras() : input.sequence.library[id]
        change(&extras)
        input.sequence.blocks[0].extras = input.sequence.library.add(extras)
      }
    }
    let turned = try refusal(run, add { $0.rotation = Rotation(w: 1, x: 0, y: 0, z: 0) })
    #expect(turned.message.contains("is turned"))
    let shimmed = try refusal(
      run, add { $0.shim = RFShim(channels: [RFShim.Channel(magnitude: 1, phaseRadians: 0)]) })
    #expect(shimmed.message.contains("RF shims"))
    #expect(turned.code == .targetCannotExpress && shimmed.code == .targetCannotExpress)
    #expect(try files(run, add { $0.labels.append(LabelOperation(.set, .slice, 1)) }).count == 2)
  }

  @Test func tenThousandInstancesAreTooMany() throws {
    let run = try TargetRun(Self.small, scanner: Self.scanner)
    let found = try refusal(run) { $0.sequence.segments[0].repetitions = 5_000 }
    #expect(found.code == .targetFileTooLarge)
    #expect(found.message.contains("10000 segment instances"))
  }

  @Test func aTextThatReadersCannotHoldIsRefused() throws {
    // A pulse of 1 s at 2 us: half a million rows of RHO and THETA; its phase takes more than 9.9 MB.
    let run = try TargetRun(Self.small, scanner: Self.scanner)
    let long = { (samples: Int) in
      { (input: inout TargetInput) in
        var event = input.sequence.library[input.sequence.blocks[0].rf]
        event.magnitude = input.sequence.library.add(
          Shape(quantizing: [Double](repeating: 1, count: samples)))
        event.phase = input.sequence.library.add(
          Shape(quantizing: [Double](repeating: 0.4, count: samples)))
        input.sequence.blocks[0].rf = input.sequence.library.add(event)
        input.sequence.blocks[0].duration = Time(microseconds: Int64(2 * samples + 1000))
      }
    }
    let found = try refusal(run, long(700_000))
    #expect(found.code == .targetFileTooLarge)
    #expect(found.message.contains("THETA1 of segment instance 1"))
    #expect(try files(run, long(100_000)).count == 2)
  }
}
