// Figures of sequences against closed forms: corners of gradients, moments, a line of a train, B1+rms, stimulation.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct SequenceFigureTests {
  /// An excitation, a bipolar pair on x, a refocusing pulse, and data.
  private static var echo: SequenceIR.Sequence {
    var builder = SequenceBuilder()
    builder.block("excite", 2000, .rectangle(5.872, duration: 1000, delay: 500))
    builder.block(
      "bipolar", 4000, .trapezoid(.x, 10, rise: 200, flat: 1600, fall: 200),
      .label(LabelOperation(.set, .line, 3)))
    builder.block("bipolar", 4000, .trapezoid(.x, -10, rise: 200, flat: 1600, fall: 200))
    builder.block("crush", 2000, .trapezoid(.y, 8, rise: 100, flat: 800, fall: 100, delay: 300))
    builder.block("refocus", 2000, .rectangle(11.744, duration: 1000, delay: 500))
    builder.block(
      "read", 4000, .trapezoid(.z, 5, rise: 100, flat: 3000, fall: 100), .adc(100, dwell: 20, delay: 300))
    return builder.finished().sequence
  }

  private func drawn(_ figure: Figure) throws -> [DrawnPanel] { try DrawnFigure(figure.svg()).panels }

  private func panel(_ figure: Figure, _ label: String) throws -> DrawnPanel {
    try #require(try drawn(figure).first { $0.element["data-y-label"]?.hasPrefix(label) == true })
  }

  @Test func theDiagramShowsGradientsAtTheirTimes() throws {
    let figure = SequenceFigures.diagram(SequenceFigureInput(Self.echo))
    let points = try panel(figure, "Gx").points("Gx")
    let expected = [
      (0, 0.0), (2, 0), (2.2, 10), (3.8, 10), (4, 0), (6, 0), (6.2, -10), (7.8, -10), (8, 0),
    ]
    for (time, value) in expected {
      #expect(points.contains { abs($0.x - time) < 2e-3 && abs($0.y - value) < 2e-3 }, "\(time) ms")
    }
    let b1 = try panel(figure, "|B1|").points("|B1|").filter { $0.x < 2 }
    #expect(abs((b1.map(\.y).max() ?? 0) - 5.872) < 2e-3)
    #expect(abs((b1.first { $0.y > 5 }?.x ?? 0) - 0.5) < 2e-3)
    let adc = try panel(figure, "ADC").points("ADC").filter { $0.y > 0.5 }.map(\.x)
    #expect(abs((adc.min() ?? 0) - 14.3) < 2e-3 && abs((adc.max() ?? 0) - 16.3) < 2e-3)
    let words = try DrawnFigure(figure.svg()).words.map(\.text)
    #expect(words.contains { $0 == "LIN = 3" } && words.contains { $0.hasPrefix("excitation 90") })
    #expect(words.contains { $0.hasPrefix("refocusing 180") })
  }

  @Test(arguments: [30.0, 46]) func noTextOfADiagramLiesOverAnother(rowHeight: Double) throws {
    let figure = SequenceFigures.diagram(SequenceFigureInput(Self.echo), rowHeight: rowHeight)
    let words = try DrawnFigure(figure.svg()).words
    for (index, word) in words.enumerated() {
      for other in words[..<index] { #expect(!word.meets(other), "\(word.text) lies over \(other.text)") }
    }
  }

  @Test func momentsAreThoseOfTheTextbook() throws {
    let figure = SequenceFigures.moments(SequenceFigureInput(Self.echo))
    let perMillitesla = Nucleus.proton.hertzPerTesla / 1e3
    // Area of a lobe: 10 mT/m over rise + flat.
    let lobe = 10 * perMillitesla * 1.8e-3
    let zeroth = try panel(figure, "zeroth")
    let between = zeroth.points("x").filter { (4...6).contains($0.x) }
    #expect(!between.isEmpty && between.allSatisfy { abs($0.y - lobe) < 1e-3 * lobe })
    #expect(zeroth.points("x").filter { $0.x > 8 }.allSatisfy { abs($0.y) < 1e-3 * lobe })
    // First moment of a bipolar pair: minus area times the distance of the lobes, 4 ms; negated at 13 ms.
    let first = try panel(figure, "first").points("x")
    // The axis has a factor of 10^-3 in its label only.
    let velocity = lobe * 4e-3
    #expect(first.contains { (9...12.9).contains($0.x) } && first.contains { $0.x > 13.1 })
    for point in first where (9...12.9).contains(point.x) {
      #expect(abs(point.y + velocity) < 2e-3 * velocity)
    }
    for point in first where point.x > 13.1 { #expect(abs(point.y - velocity) < 2e-3 * velocity) }
    // The crusher before the refocusing pulse is negated by it.
    let y = zeroth.points("y").filter { $0.x > 13.1 }
    let crusher = 8 * perMillitesla * 0.9e-3
    #expect(!y.isEmpty && y.allSatisfy { abs($0.y + crusher) < 1e-3 * lobe })
  }

  @Test func kSpaceShowsWhereDataAreAcquired() throws {
    let figure = SequenceFigures.kSpace(SequenceFigureInput(Self.echo))
    let plane = try #require(try drawn(figure).first)
    #expect(plane.element["data-x-label"] == "ky, 1/m" && plane.element["data-y-label"] == "kz, 1/m")
    let points = plane.points("readouts")
    let perMillitesla = Nucleus.proton.hertzPerTesla / 1e3
    // From 300 us to 2300 us into the readout's gradient, whose ramp of 100 us is half as much.
    let first = 5 * perMillitesla * 0.25e-3
    let last = 5 * perMillitesla * 2.25e-3
    #expect(abs((points.map(\.y).min() ?? 0) - first) < 0.01 * last)
    #expect(abs((points.map(\.y).max() ?? 0) - last) < 0.01 * last)
    #expect(points.allSatisfy { abs($0.x + 8 * perMillitesla * 0.9e-3) < 0.5 })
  }

  @Test func aTrainHasItsLineAtItsFrequency() throws {
    var builder = SequenceBuilder()
    for index in 0..<80 {
      builder.block("lobe", 1000, .trapezoid(.x, index % 2 == 0 ? 20 : -20, rise: 100, flat: 800, fall: 100))
    }
    let figure = SequenceFigures.gradientSpectrum(SequenceFigureInput(builder.finished().sequence))
    let points = try panel(figure, "amplitude").points("Gx")
    let peak = try #require(points.max { $0.y < $1.y })
    #expect(abs(peak.x - 500) <= 6)
    // Fourier coefficient of a trapezoidal wave of period T with edges of 2 r, seen 5 Hz beside its line by windows of
    // 50 to 53 ms: sin(pi x)/(pi x), x = 5 Hz times the window.
    let edge = Double.pi * 2 * 100e-6 / 2e-3
    let fundamental = 4 * 20 / Double.pi * ElementaryFunctions.sin(edge) / edge
    func seen(_ seconds: Double) -> Double {
      let x = Double.pi * 5 * seconds
      return fundamental * ElementaryFunctions.sin(x) / x
    }
    #expect((0.985 * seen(0.053)...1.015 * seen(0.05)).contains(peak.y), "\(peak.y) of \(fundamental)")
    #expect(figure.notes.contains { $0.contains("No scanner is named") })
  }

  @Test func b1RootMeanSquareIsThatOfItsDuty() throws {
    var builder = SequenceBuilder()
    builder.block("pulse", 10_000, .rectangle(10, duration: 1000, delay: 500))
    builder.endSegment(repetitions: 1500)
    let input = SequenceFigureInput(builder.finished().sequence)
    let points = try panel(SequenceFigures.b1RootMeanSquare(input), "B1+rms").points("over 10 s")
    #expect(points.count > 100)
    // 1 ms of 10 uT every 10 ms; a window may hold a part of a pulse more or less.
    #expect(points.allSatisfy { abs($0.y - 10 * 0.1.squareRoot()) < 0.01 })
  }

  private func profile(_ text: String) throws -> ScannerProfile {
    var sources = SourceMap()
    let file = sources.add(name: "test.scanner", bytes: Array(text.utf8))
    return try #require(BuiltInProfiles.load(file, sources: &sources) { _, _ in nil }.0)
  }

  @Test func stimulationFollowsTheClosedFormOfARamp() throws {
    var builder = SequenceBuilder()
    builder.block("ramp", 4000, .trapezoid(.x, 20, rise: 400, flat: 2000, fall: 400, delay: 200))
    let profile = try profile(TestProfile.complete)
    let input = SequenceFigureInput(builder.finished().sequence, profile: profile)
    let figure = SequenceFigures.nerveStimulation(input)
    let panels = try drawn(figure)
    #expect(panels.count == 4, "E001, E002, E003 and E004")
    let points = panels[0].points("all axes")
    // A ramp of slew s and duration t: 100 % s t/(c + t) / (rheobase / length), c = 334 us, at its end.
    let response = 100 * 50 * (400.0 / 734.0) / (23.4 / 0.333)
    let end = try #require(points.min { abs($0.x - 0.6) < abs($1.x - 0.6) })
    #expect(abs(end.y - response) < 0.01 * response)
    #expect(figure.notes.contains { $0.hasPrefix("E001: the largest response") })
  }

  @Test func whatIsMissingIsSaidAndNotDrawn() throws {
    let input = SequenceFigureInput(Self.echo, profile: try profile(TestProfile.t3))
    let spectrum = SequenceFigures.gradientSpectrum(input)
    #expect(
      spectrum.panels[0].bands.isEmpty && spectrum.notes.contains { $0.contains("lists no forbidden bands") })
    let stimulation = SequenceFigures.nerveStimulation(input)
    #expect(stimulation.panels[0].series.isEmpty)
    #expect(stimulation.notes.contains { $0.contains("E001: t3 lacks pns-chronaxie") })
    let power = SequenceFigures.b1RootMeanSquare(input)
    #expect(power.panels[0].limits.isEmpty && power.notes.contains { $0.contains("has no b1-rms") })
    let complete = SequenceFigures.gradientSpectrum(
      SequenceFigureInput(Self.echo, profile: try profile(TestProfile.complete)))
    #expect(!complete.panels[0].bands.isEmpty)
  }

  @Test func shotsBeginWithTheExcitationThatGivesTheData() throws {
    var builder = SequenceBuilder()
    for index in 0..<4 {
      builder.block("excite", 2000, .rectangle(1, duration: 1000, delay: 500))
      builder.block("rest", 3000)
      if index == 1 || index == 3 { builder.block("read", 4000, .adc(100, dwell: 20, delay: 300)) }
    }
    let sequence = builder.finished().sequence
    let first = try PlayedWindow.shot(1, of: sequence).get()
    #expect(first.start.milliseconds == 5 && first.excitations == 1)
    #expect(first.end.milliseconds == 14)
    let second = try PlayedWindow.shot(2, of: sequence).get()
    #expect(second.start.milliseconds == 19)
    guard case .failure(.fewerShots(2)) = PlayedWindow.shot(3, of: sequence) else {
      Issue.record("there are two shots")
      return
    }
    #expect(
      try PlayedWindow.shot(at: Time(microseconds: 20_000), of: sequence).get().start.milliseconds == 19)
  }

  @Test func theDiagramOfAnEchoIsThisDrawing() {
    let figure = SequenceFigures.diagram(SequenceFigureInput(Self.echo))
    Golden.expect(figure.svg(), at: "golden/plots/diagram.svg")
    Golden.expect(figure.text(FigureTextOptions(width: 80)), at: "golden/plots/diagram.txt")
    Golden.expectNoOrphans(
      in: "golden/plots", ending: "",
      known: ["crowded.svg", "crowded.txt", "crowded-ascii.txt", "diagram.svg", "diagram.txt"].map {
        "golden/plots/\($0)"
      })
  }
}
