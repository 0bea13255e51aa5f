/// `seqc plot`: every kind of figure from a design and from a file, in text and as SVG, and requests that are refused.
import Backends
import Foundation
import SequenceIR
import Testing

@testable import seqc

@Suite struct PlotCommandTests {
  private let run = TestRun()

  private static let design = """
    design "echo"
    scanner siemens-prisma
    carrier 2.3 ppm
    pulse excite = slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)
    sequence {
      repeat 4 {
        excite, slice x thickness 20 mm
        rephase x
        acquire 64 points dwell 0.5 ms
        fill to 1 s
      }
    }
    """

  @Test func everyKindIsDrawnAsSVGAndAsText() throws {
    run.put(Self.design, at: "echo.seq")
    for kind in PlotKind.ofSequenceAlone {
      #expect(run.run("plot", "echo.seq", kind.name, "-o", "out.svg") == .success, "\(kind.name)")
      let svg = try #require(run.text(at: "out.svg"))
      guard case .success(let document) = XMLReader.read(Array(svg.utf8), .foreign) else {
        Issue.record("\(kind.name) is not well-formed")
        continue
      }
      #expect(document.root["class"] == "figure")
      #expect(run.run("plot", "echo.seq", kind.name) == .success)
      #expect(run.outputText.split(separator: "\n").count > 8, "\(kind.name)")
    }
  }

  @Test func designAndItsFileGiveTheSameDiagram() {
    run.put(Self.design, at: "echo.seq")
    run.run("plot", "echo.seq", "diagram", "-o", "-")
    let ofDesign = run.outputText
    #expect(run.run("build", "echo.seq", "-o", "file.seq") == .success)
    #expect(run.run("plot", "file.seq", "diagram", "-o", "-") == .success)
    #expect(run.outputText == ofDesign && ofDesign.hasPrefix("<?xml"))
  }

  @Test func asciiTerminalsGetASCII() {
    run.put(Self.design, at: "echo.seq")
    var terminal = Terminal.test
    terminal.speaksUnicode = false
    #expect(run.run(words: ["plot", "echo.seq", "diagram"], terminal: terminal) == .success)
    #expect(run.output.allSatisfy { $0 < 128 } && run.outputText.contains("Gx, mT/m"))
    run.run("plot", "echo.seq", "diagram")
    #expect(run.output.contains { $0 >= 128 })
  }

  @Test func thePulsesProfileIsThatOfItsBandwidth() throws {
    run.put(Self.design, at: "echo.seq")
    var driver = Driver(
      Environment(
        console: Console(output: { _ in nil }, messages: { _ in nil }),
        files: FileSystem(directory: run.folder, standardInput: 0),
        terminal: .test), scanner: nil)
    let loaded = try #require(try driver.load("echo.seq"))
    let figure = PulseFigure.all(of: SequenceFigureInput(loaded.sequence, nucleus: loaded.nucleus))
    let nominal = try #require(figure.panels[1].series.first)
    let inside = zip(nominal.x, nominal.y).filter { $0.1 > 0.5 }.map(\.0)
    let scale = figure.panels[1].x.unit == "kHz" ? 1.0 : 1e3
    // The design promises 3 kHz at half maximum.
    #expect(abs((inside.max() ?? 0) - (inside.min() ?? 0) - 3 * scale) < 0.1 * scale)
  }

  @Test func requestsThatMakeNoSenseAreRefused() {
    run.put(Self.design, at: "echo.seq")
    for (words, message) in [
      (["diagram", "--repetition", "9"], "--repetition 9: the sequence has 4 shots"),
      (["diagram", "--repetition", "0"], "takes a whole number from 1 to"),
      (["diagram", "--from", "9s"], "--from 9s: the sequence ends at"),
      (["diagram", "--from", "5"], "--from needs a number with its unit"),
      (["diagram", "--from", "2ms", "--to", "1ms"], "--to is not behind --from"),
      (["diagram", "--from", "2ms", "--repetition", "1"], "--repetition excludes"),
      (["b1rms", "--from", "2ms"], "takes no --from"),
      (["spectrogram"], "spectrogram"),
    ] {
      #expect(run.run(words: ["plot", "echo.seq"] + words) == .trouble, "\(words)")
      #expect(run.messageText.contains(message), "\(run.messageText)")
    }
  }
}
