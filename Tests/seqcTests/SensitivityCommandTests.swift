// `seqc sensitivity` and `seqc robustness`: what is printed and written, and requests that cannot be met.
import Backends
import Foundation
import SequenceIR
import Testing

@testable import seqc

@Suite struct SensitivityCommandTests {
  private let run = TestRun()

  private static func design(_ pulse: String, optimize: String = "") -> String {
    """
    design "echo"
    scanner siemens-prisma
    pulse excite = rect(flip: 90 deg, duration: 100 us)
    pulse refocus = rect(flip: 180 deg, duration: 200 us, use: refocusing)
    \(pulse)
    sequence {
      repeat 4 as n {
        excite                              phase by n (0, 180) deg
        refocus, crush x z 4 cycles across 20 mm at 5 ms
        mix
        acquire 256 points dwell 1 ms       phase by n (0, 180) deg
        fill to 1 s
      }
    }
    \(optimize)
    """
  }

  private static let searched = design(
    "pulse mix = optimized(duration: 200 us, step: 50 us, peak: 15 uT)",
    optimize: "optimize {\n  minimize crlb of Asp\n  molecules Asp 10 mM, Cr 10 mM\n  macromolecules none\n}")

  private struct Sensitivity: Decodable {
    struct Outcome: Decodable { var change: String; var loss: Double }
    struct Pulse: Decodable {
      var name: String
      var xHertz: [Double]
      var gradientYPerHertz: [Double]
    }
    struct Part: Decodable {
      var startSeconds: Double; var curvatureAmplitude: Double; var removed: Outcome
    }
    var format: String
    var outcomes: [Outcome]
    var pulses: [Pulse]
    var parts: [Part]
    var eigenvalues: [Double]
  }

  @Test func partsAndChangesOfAPinnedPulseAreTold() throws {
    run.put(Self.searched, at: "echo.seq")
    run.put(ShapedEcho.pinnedPulse, at: "echo.mix.pulse")
    #expect(run.run("sensitivity", "echo.seq", "--parts", "2") == .success, "\(run.messageText)")
    #expect(run.outputText.hasPrefix("aims          minimize crlb of Asp\n"))
    let lines = run.outputText.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("  mix removed ") })
    #expect(lines.contains { $0.hasPrefix("  0.1 to 0.2 ") })
    #expect(run.run("sensitivity", "echo.seq", "--parts", "9", "-o", "x.json") == .success)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let json = try decoder.decode(
      Sensitivity.self, from: Data(try #require(run.text(at: "x.json")).utf8))
    #expect(json.format == "seqc-sensitivity 1" && json.outcomes.first?.change == "as it is")
    #expect(json.pulses.map(\.name) == ["mix"] && json.pulses[0].gradientYPerHertz.count == 4)
    #expect(json.parts.count == 4 && json.eigenvalues.count == 8 && json.parts[1].startSeconds == 5e-5)
    #expect(run.run("sensitivity", "echo.seq", "--parts", "2", "--format", "csv") == .success)
    let rows = run.outputText.split(separator: "\n").filter { !$0.hasPrefix("#") }
    let columns = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
    #expect(rows.count == 1 + json.outcomes.count + 2 && Set(columns).count == 1)
    // Nothing but what was asked for is written.
    #expect(run.tree == ["echo.mix.pulse", "echo.seq", "x.json"])
  }

  @Test func whatHasNoSearchedPulseHasNoSensitivity() {
    run.put(Self.searched, at: "echo.seq")
    #expect(run.run("sensitivity", "echo.seq") == .failed)
    #expect(run.messageText.contains("echo.mix.pulse"), "\(run.messageText)")
    run.put(ShapedEcho.pinnedPulse, at: "plain.mix.pulse")
    run.put(Self.design("pulse mix = rect(flip: 20 deg, duration: 100 us)"), at: "plain.seq")
    #expect(run.run("sensitivity", "plain.seq") == .failed)
    #expect(run.messageText.contains("the design asks for no search"))
    run.put("[VERSION]\nmajor 1\nminor 5\nrevision 0\n", at: "file.seq")
    #expect(run.run("sensitivity", "file.seq") == .failed)
    #expect(run.messageText.contains("`seqc robustness` maps the signals of any sequence"))
    #expect(run.run("sensitivity", "echo.seq", "--parts", "0") == .trouble)
  }

  @Test func aMapHasACellForEveryScaleAndOffset() throws {
    run.put(Self.design("pulse mix = rect(flip: 20 deg, duration: 100 us)"), at: "plain.seq")
    #expect(
      run.run(
        "robustness", "plain.seq", "--molecules", "Cr", "--b1", "0.8..1", "--offset", "-10..10Hz",
        "--steps", "3", "--format", "csv") == .success, "\(run.messageText)")
    let rows = run.outputText.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(rows.count == 1 + 9 && rows[0] == "b1_scale,offset_Hz,figure,baseline,unit,value")
    #expect(rows[1].hasPrefix("0.8,-10,signal(Cr),,% of an ideal acquisition,"))
    #expect(run.run("robustness", "plain.seq", "--molecules", "Cr", "--steps", "2") == .success)
    #expect(run.outputText.contains("signal(Cr)"))
  }

  @Test func figuresOfPulseAndMapsAreDrawn() throws {
    run.put(Self.searched, at: "echo.seq")
    run.put(ShapedEcho.pinnedPulse, at: "echo.mix.pulse")
    #expect(
      run.run("robustness", "echo.seq", "--b1", "0.8..1.2", "--steps", "3", "-o", "map.svg") == .success,
      "\(run.messageText)")
    let map = try figure("map.svg")
    // Cells reach half a step beyond the first and the last scale.
    #expect(map.contains("CRLB(Asp) A"))
    let edges = map.components(separatedBy: "data-y-min=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(!edges.isEmpty && edges.allSatisfy { abs((Double($0) ?? 0) - 0.7) < 1e-6 }, "\(edges)")
    #expect(run.run("sensitivity", "echo.seq", "--parts", "2", "-o", "parts.svg") == .success)
    let parts = try figure("parts.svg")
    for words in ["Slope of the loss", "Curvature of the loss", "Loss without a part", "B1, Hz"] {
      #expect(parts.contains(words), "\(words)")
    }
    #expect(run.run("plot", "echo.seq", "sensitivity", "-o", "same.svg") == .success)
    #expect(try figure("same.svg").contains("Loss without a part"))
    #expect(run.run("plot", "echo.seq", "robustness") == .success)
    #expect(run.outputText.contains("Robustness of echo.seq"))
    #expect(run.run("plot", "echo.seq", "spectra", "-o", "spectra.svg") == .success, "\(run.messageText)")
    #expect(try figure("spectra.svg").contains("Asp"))
  }

  private func figure(_ path: String) throws -> String {
    let svg = try #require(run.text(at: path))
    guard case .success = XMLReader.read(Array(svg.utf8), .foreign) else {
      Issue.record("\(path) is not well-formed")
      return ""
    }
    return svg
  }

  @Test func aDesignWithAimsGivesItsBounds() {
    run.put(Self.searched, at: "echo.seq")
    run.put(ShapedEcho.pinnedPulse, at: "echo.mix.pulse")
    #expect(run.run("robustness", "echo.seq", "--steps", "2") == .success, "\(run.messageText)")
    #expect(run.outputText.contains("CRLB(Asp) A"))
  }

  @Test func theSameFromTheEmittedFile() throws {
    run.put(Self.design("pulse mix = rect(flip: 20 deg, duration: 100 us)"), at: "plain.seq")
    #expect(run.run("build", "plain.seq", "-o", "file.seq") == .success, "\(run.messageText)")
    let words = ["--molecules", "Cr,Asp", "--steps", "2", "--band", "2.5..3.2ppm", "--format", "csv"]
    #expect(run.run(words: ["robustness", "plain.seq"] + words) == .success)
    let one = run.outputText.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(run.run(words: ["robustness", "file.seq"] + words) == .failed)
    #expect(run.messageText.contains("--field 3T"))
    let field = ["--scanner", "siemens-prisma"]
    #expect(run.run(words: ["robustness", "file.seq"] + field + words) == .success)
    let two = run.outputText.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(one == two && one.count == 9)
  }

  @Test(arguments: [
    ("--b1", "0.8"), ("--b1", "1.2..0.8"), ("--b1", "0.8Hz..1Hz"), ("--offset", "-10..10"),
    ("--steps", "0"), ("--steps", "many"), ("--band", "2..3"), ("--b1", "0.8..9"),
  ]) func whatIsNoRangeIsTold(option: String, value: String) {
    run.put(Self.design("pulse mix = rect(flip: 20 deg, duration: 100 us)"), at: "plain.seq")
    #expect(run.run("robustness", "plain.seq", "--molecules", "Cr", option, value) == .trouble)
    #expect(run.messageText.contains(option))
  }
}
