// The hand-off: as files, by its schema and its digest, in the words of each vendor; and the sheet of paper.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct HandoffTests {
  private static let golden = ["press", "semi-laser", "gre-2d", "epi"]
  private static let folder = "golden/targets/handoff"

  private func example(_ name: String, scanner: String = "siemens-prisma") throws -> TargetRun {
    var run = try TargetRun(at: "examples/\(name).seq", scanner: scanner)
    run.input.findings = CheckRunner.run(
      run.input.sequence, profile: run.input.profile, nucleus: run.input.nucleus, file: nil)
    run.input.version = "test"
    return run
  }

  private func bytes(_ run: TargetRun, _ dialect: ConsoleDialect) throws -> [UInt8] {
    let output = Handoff.write(
      run.input, dialect, files: [Handoff.file(role: "pulseq", "x.seq", run.input.pulseq)])
    #expect(output.bugs == [] && !output.diagnostics.hasErrors)
    return try #require(output.files.first).bytes
  }

  @Test(arguments: golden) func handOffOfAnExampleIsThisFile(name: String) throws {
    let text = String(decoding: try bytes(example(name), .siemens), as: UTF8.self)
    Golden.expect(text, at: "\(Self.folder)/\(name).xml")
  }

  @Test func theShippedSchemaIsTheOneThatIsFollowed() {
    Golden.expect(HandoffSchema.text, at: "docs/seqc-handoff-1.xsd")
  }

  @Test func theSheetOfPressIsThisFile() throws {
    Golden.expect(HandoffSheet.html(try example("press").input, .siemens), at: "\(Self.folder)/press.html")
  }

  @Test func theSheetNeedsNoNetworkAndNoScript() throws {
    let html = HandoffSheet.html(try example("epi").input, .siemens)
    for word in ["<script", "<img", "<link", "@import", "url("] { #expect(!html.contains(word)) }
    // Drawings inside a page need no name of their namespace, so that there is no address at all.
    #expect(!html.contains("http"))
  }

  @Test func whatANameHoldsIsTextInTheSheet() throws {
    var input = try example("press").input
    input.sequence.name = "<b>\"x\" & y</b>"
    let html = HandoffSheet.html(input, .generic)
    #expect(html.contains("&lt;b&gt;&quot;x&quot; &amp; y&lt;/b&gt;") && !html.contains("<b>\"x\""))
  }

  // MARK: digest and schema

  @Test func anUntouchedHandOffHasNoProblem() throws {
    #expect(Handoff.problems(in: try bytes(example("press"), .siemens)) == [])
  }

  @Test(arguments: [
    ("value=\"35\"", "value=\"36\""), (">136<", ">137<"), ("verdict=\"not evaluated\"", "verdict=\"pass\""),
    ("type this", "leave as is"), ("</steps>", "<step>more</step></steps>"),
  ])
  func aChangedWordBreaksTheDigest(from: String, to: String) throws {
    let text = String(decoding: try bytes(example("press"), .siemens), as: UTF8.self)
    let changed = text.replacing(from, with: to, maxReplacements: 1)
    #expect(changed != text)
    #expect(Handoff.problems(in: Array(changed.utf8)).first?.contains("digest") == true)
  }

  @Test(arguments: [
    ("verdict=\"pass\"", "verdict=\"fine\""), (" unit=\"s\"", ""),
    ("status=\"research-use-only\"", "status=\"cleared\""),
    ("<digest", "<sum"),
  ])
  func aBrokenSchemaIsTold(from: String, to: String) throws {
    let text = String(decoding: try bytes(example("press"), .siemens), as: UTF8.self)
    #expect(Handoff.problems(in: Array(text.replacing(from, with: to, maxReplacements: 1).utf8)) != [])
  }

  // MARK: words of the vendors

  @Test func everyDialectIsATargetAndSaysItsUnits() throws {
    let names = Target.all.map(\.name).filter { $0.hasPrefix("handoff-") }
    #expect(names == ["handoff-siemens", "handoff-ge", "handoff-philips", "handoff-uih", "handoff-generic"])
    let facts = ConsoleFacts(try example("gre-2d").input)
    let value = { (dialect: ConsoleDialect, label: String) in
      dialect.parameters(of: facts).first { $0.label == label }.map { "\($0.value) \($0.unit)" }
    }
    #expect(value(.siemens, "FoV read") == "256 mm")
    #expect(value(.ge, "FOV") == "25.6 cm")
    // 20 us between samples are 50 kHz, which GE calls plus and minus 25.
    #expect(value(.ge, "Receiver Bandwidth") == "25 kHz")
    #expect(value(.siemens, "Bandwidth") == "390.625 Hz/Px")
    #expect(value(.philips, "NSA") == "1 ")
    for dialect in ConsoleDialect.all { #expect(!dialect.parameters(of: facts).isEmpty) }
  }

  @Test func geGradientsAreInGaussPerCentimetre() throws {
    let run = try example("gre-2d", scanner: "ge-premier")
    let root = try XMLReader.read(try bytes(run, .ge)).get().root
    let axis = try #require(root.first("gradients")?.elements.first)
    let quantity = { (name: String) in axis.elements.first { $0["name"] == name } }
    let summary = SequenceSummary(of: run.input.sequence).gradients[0]
    // 1 G/cm is 10 mT/m, and 42.576 kHz/m a mT/m.
    let gauss = summary.peakHertzPerMetre / 42_576 / 10
    #expect(quantity("peak")?["unit"] == "G/cm")
    #expect(abs((Double(quantity("peak")?.text ?? "") ?? 0) - gauss) < 1e-5 * gauss)
    #expect(quantity("slew rate")?["unit"] == "G/cm/ms")
    let slew = summary.peakSlewHertzPerMetrePerSecond / 42_576 / 10 / 1000
    #expect(abs((Double(quantity("slew rate")?.text ?? "") ?? 0) - slew) < 1e-5 * slew)
  }

  /// Label and card as a printed protocol of syngo MR D11 has them, written down by hand.
  @Test func labelsOfAnImageAreThoseOfAPrintedProtocol() throws {
    let printed = [
      "FoV read": "Routine", "FoV phase": "Routine", "Slice thickness": "Routine", "Slices": "Routine",
      "TR": "Routine", "TE": "Routine", "Averages": "Routine", "Flip angle": "Contrast",
      "Base resolution": "Resolution", "Phase resolution": "Resolution", "Bandwidth": "Sequence",
      "TX Nucleus": "Sequence", "Frequency 1H": "System",
    ]
    let parameters = ConsoleDialect.siemens.parameters(of: ConsoleFacts(try example("gre-2d").input))
    for parameter in parameters where parameter.entry != .compare {
      #expect(printed[parameter.label] == parameter.card, "\(parameter.label)")
    }
    #expect(parameters.count == printed.count + 1)
  }

  /// No volume is known, but times are.
  @Test func timesStandThereWhereNoVolumeIsKnown() throws {
    var input = try example("press").input
    input.voxelMetres = nil
    let facts = ConsoleFacts(input)
    #expect(facts.voxelMillimetres == nil && facts.matrix == nil)
    #expect(facts.repetitionTimeMilliseconds == 2000 && facts.echoTimesMilliseconds == [35])
  }

  @Test func aHandOffNamesTheFilesBesideIt() throws {
    var run = try example("press")
    run.input.siblings = [
      TargetFile(path: "press.mrd.xml", bytes: [1]), TargetFile(path: "pulses/a.pta", bytes: [2]),
      TargetFile(path: "press.printout.xml", bytes: [3]),
    ]
    let output = Handoff.target(.siemens)(run.input)
    let root = try XMLReader.read(try #require(output.files.first).bytes).get().root
    let files = root.first("sequence")?.elements("file") ?? []
    #expect(files.map { $0["role"] } == ["pulseq", "mrd-header", "rf-waveform", "vendor"])
    #expect(files.map { $0["bytes"] } == [String(run.input.pulseq.count), "1", "1", "1"])
  }

  @Test func anotherVendorsWordsAreRefused() throws {
    let output = Handoff.write(try example("gre-2d").input, .ge, files: [])
    #expect(!output.isWritten && output.diagnostics.items.first?.code == .targetCannotExpress)
  }

  @Test func whatWasNotProvenStandsInTheWarnings() throws {
    let root = try XMLReader.read(try bytes(example("press"), .siemens)).get().root
    let text = root.first("warnings")?.elements.map(\.text).joined() ?? ""
    #expect(text.contains("R001 peak B1 (not evaluated)"))
  }
}
