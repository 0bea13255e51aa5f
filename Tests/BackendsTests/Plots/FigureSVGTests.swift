// Figures as SVG: values where the axes say, peaks kept, words apart, colours that can be told from their background.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct FigureSVGTests {
  /// Several kinds of everything, with labels that would lie over one another.
  static var crowded: Figure {
    let ppm = (0..<400).map { 1.5 + 3 * Double($0) / 399 }
    func line(_ centre: Double, _ height: Double) -> [Double] {
      ppm.map { height / (1 + ($0 - centre) * ($0 - centre) / 4e-4) }
    }
    var spectra = Panel(
      "Spectra", x: PlotAxis("chemical shift", unit: "ppm", range: 1.5...4.5, isReversed: true),
      y: PlotAxis("signal", unit: "mM"))
    spectra.series = ["Glu", "Gln", "NAA", "Cr", "PCh", "mI", "GSH", "GABA"].enumerated().map {
      PlotSeries($1, x: ppm, y: line(1.9 + 0.27 * Double($0), 3 + Double($0)))
    }
    spectra.bands = [PlotBand(2.3...2.4, "window of Glu"), PlotBand(2.42...2.48, "window of Gln")]
    var limits = Panel(
      "Limits & <others>", x: PlotAxis("frequency", unit: "Hz"), y: PlotAxis("amplitude", unit: "mT/m"))
    let hertz = (0..<100).map { 30 * Double($0) }
    limits.series = [PlotSeries("Gx", x: hertz, y: hertz.map { 1e4 / (1000 + $0) }, kind: .step)]
    limits.bands = [
      PlotBand(540...640, "forbidden: 590 Hz", meaning: .forbidden),
      PlotBand(700...760, "forbidden: 730 Hz", meaning: .forbidden),
    ]
    limits.limits = [
      PlotLimit(8, "limit 8 mT/m"), PlotLimit(8.2, "limit 8.2 mT/m"), PlotLimit(200, "far away"),
    ]
    limits.markers = [
      PlotMarker(x: 650, "echo"), PlotMarker(x: 660, "pulse"), PlotMarker(x: 1500, y: 4, "peak"),
    ]
    return Figure("Crowded", panels: [spectra, limits, heatMap], notes: ["A note."])
  }

  static var heatMap: Panel {
    var panel = Panel(
      "Robustness", x: PlotAxis("offset", unit: "Hz"), y: PlotAxis("B1", unit: "share of nominal"))
    panel.heatMap = HeatMap(
      columns: 4, rows: 3, values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, .nan], x: -20...20, y: 0.7...1.3,
      scale: PlotAxis("signal", unit: "%"))
    return panel
  }

  @Test func everyFigureIsWellFormed() throws {
    for options in [SVGOptions.file, .inline, SVGOptions(width: 360)] {
      let drawn = try DrawnFigure(Self.crowded.svg(options))
      #expect(drawn.panels.count == 3)
      #expect(drawn.root["aria-label"]?.contains("signal, mM over chemical shift, ppm") == true)
    }
    let odd = Figure("\u{1}<&>\"", panels: [Panel(x: PlotAxis("a", unit: "b"), y: PlotAxis("c", unit: "d"))])
    #expect(try DrawnFigure(odd.svg()).words.contains { $0.text == "no data" })
  }

  @Test func valuesLandWhereTheAxesSay() throws {
    let x = [0.0, 1, 2.5, 4]
    let y = [-3.0, 7, 2, 5]
    for isReversed in [false, true] {
      let panel = Panel(
        x: PlotAxis("x", unit: "s", range: -1...5, isReversed: isReversed), y: PlotAxis("y", unit: "T"),
        series: [PlotSeries("curve", x: x, y: y)])
      let drawn = try #require(try DrawnFigure(Figure("", panels: [panel]).svg()).panels.first)
      let points = drawn.points("curve")
      #expect(points.count == 4)
      for (index, point) in points.enumerated() {
        #expect(abs(point.x - x[index]) < 1e-4 && abs(point.y - y[index]) < 1e-4)
      }
      #expect((drawn.element["data-x-min"] == "5") == isReversed)
    }
  }

  @Test func ticksStandAtTheirValues() throws {
    let drawn = try DrawnFigure(Self.crowded.svg())
    for panel in drawn.panels {
      let area = try #require(DrawnFigure.all(panel.element) { DrawnFigure.has("area", $0) }.first)
      let (left, width) = (DrawnFigure.number(area["x"]), DrawnFigure.number(area["width"]))
      let ticks = try #require(DrawnFigure.all(panel.element) { DrawnFigure.has("ticks-x", $0) }.first)
      let texts = ticks.elements("text")
      #expect(texts.count >= 3)
      for text in texts {
        let place = (DrawnFigure.number(text["x"]) - left) / width * 1000
        #expect(abs(panel.values(place, 0).x - DrawnFigure.number(text.text)) < 0.02 * 100)
        #expect(
          abs(panel.values(place, 0).x - DrawnFigure.number(text.text)) < 0.001
            * abs(panel.values(1000, 0).x - panel.values(0, 0).x))
      }
    }
  }

  @Test func everyAxisHasAUnit() throws {
    for panel in try DrawnFigure(Self.crowded.svg()).panels {
      for name in ["data-x-label", "data-y-label"] {
        let parts = try #require(panel.element[name]).split(separator: ",")
        #expect(parts.count == 2 && parts.allSatisfy { !$0.isEmpty })
      }
      let shown = DrawnFigure.all(panel.element) { $0.name == "text" }.map(\.text)
      #expect(shown.contains { $0 == panel.element["data-x-label"] })
      #expect(shown.contains { $0 == panel.element["data-y-label"] })
    }
  }

  @Test(arguments: [760.0, 500, 360]) func noTextLiesOverAnother(width: Double) throws {
    let words = try DrawnFigure(Self.crowded.svg(SVGOptions(width: width))).words
    #expect(words.count > 40)
    for (index, word) in words.enumerated() {
      #expect(word.left >= 0 && word.right <= width, "\(word.text) leaves the figure")
      for other in words[..<index] {
        #expect(!word.meets(other), "\(word.text) lies over \(other.text)")
      }
    }
  }

  @Test func aPeakOfOneSampleInAHundredThousandIsDrawn() throws {
    let x = (0..<100_000).map(Double.init)
    var y = x.map { 0.1 * ElementaryFunctions.sin($0) }
    y[31_417] = 5
    y[77_777] = -4
    let panel = Panel(
      x: PlotAxis("x", unit: "s"), y: PlotAxis("y", unit: "T"), series: [PlotSeries("curve", x: x, y: y)])
    let svg = Figure("", panels: [panel]).svg(SVGOptions(columns: 500))
    let points = try #require(try DrawnFigure(svg).panels.first).points("curve")
    #expect(points.count <= 2000)
    let top = try #require(points.max { $0.y < $1.y })
    let bottom = try #require(points.min { $0.y < $1.y })
    #expect(abs(top.y - 5) < 1e-3 && abs(top.x - 31_417) < 2)
    #expect(abs(bottom.y + 4) < 1e-3 && abs(bottom.x - 77_777) < 2)
  }

  @Test func ticksAreOneTwoOrFiveTimesAPowerOfTen() {
    var state: UInt64 = 1
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    for _ in 0..<500 {
      let size = ElementaryFunctions.pow(10, 16 * random() - 8)
      let low = size * (random() - 0.5)
      let range = low...(low + size * (0.01 + random()))
      let most = 2 + Int(random() * 10)
      let ticks = PlotTicks(range, most: most)
      #expect(ticks.values.count >= 2 && ticks.values.count <= most + 4)
      let slack = 1e-5 * (range.upperBound - range.lowerBound)
      #expect(ticks.values.allSatisfy { $0 >= range.lowerBound - slack && $0 <= range.upperBound + slack })
      let step = ticks.values[1] - ticks.values[0]
      let power = ElementaryFunctions.log10(step)
      let mantissa = ElementaryFunctions.pow(10, power - (power + 1e-6).rounded(.down))
      #expect([1, 2, 5].contains { abs(mantissa - $0) < 1e-3 }, "\(range): \(step)")
      #expect(Set(ticks.labels).count == ticks.labels.count)
      for (value, label) in zip(ticks.values, ticks.labels) {
        let read = (Double(label) ?? .nan) * ElementaryFunctions.pow(10, Double(ticks.exponent))
        #expect(abs(read - value) <= 1e-6 * step + 1e-12 * abs(value))
      }
    }
  }

  /// Contrast of two colours, 1 to 21 (WCAG 2.1).
  private func contrast(_ a: String, _ b: String) -> Double {
    func luminance(_ colour: String) -> Double {
      let bytes = stride(from: 1, to: 7, by: 2).map { start -> Double in
        let from = colour.index(colour.startIndex, offsetBy: start)
        return Double(Int(colour[from..<colour.index(from, offsetBy: 2)], radix: 16) ?? 0) / 255
      }
      let linear = bytes.map {
        $0 <= 0.04045 ? $0 / 12.92 : ElementaryFunctions.pow(($0 + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    let (high, low) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)
  }

  @Test func coloursStandOutFromLightAndDark() {
    for colour in PlotColours.series + PlotColours.others {
      #expect(contrast(colour.light, PlotColours.paper.light) >= 3, "\(colour.name) on paper")
      #expect(contrast(colour.dark, PlotColours.paper.dark) >= 3, "\(colour.name) on a dark screen")
    }
    for text in [PlotColours.ink, PlotColours.others[0]] {
      #expect(contrast(text.light, PlotColours.paper.light) >= 4.5)
      #expect(contrast(text.dark, PlotColours.paper.dark) >= 4.5)
    }
  }

  @Test func heatMapsGrowBrighterEvenInGrey() {
    let white = "#ffffff"
    let shares = (0...32).map { contrast(PlotColours.sequential(Double($0) / 32), white) }
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 > $1 })
    for share in [0.3, 0.7, 1] {
      let (cold, warm) = (PlotColours.diverging(-share), PlotColours.diverging(share))
      #expect(cold != warm && contrast(cold, white) > contrast(PlotColours.diverging(share / 2), white))
    }
  }

  @Test func aCellOfAHeatMapStandsInItsPlaceWithItsValue() throws {
    let drawn = try DrawnFigure(Figure("", panels: [Self.heatMap]).svg())
    let cells = DrawnFigure.all(drawn.root) { $0.name == "path" && $0["data-value"] != nil }
    #expect(cells.count == 11, "the twelfth is not a number and stays empty")
    // Row 1, column 2 holds 6: 500 to 750 across, the middle third from below.
    let six = try #require(cells.first { abs(DrawnFigure.number($0["data-value"]) - 6) < 0.1 })
    #expect(six["d"] == "M500 666.67H750V333.33H500Z")
  }

  @Test func limitsFarAboveTheDataAreNamedNotDrawn() throws {
    let drawn = try DrawnFigure(Self.crowded.svg())
    #expect(drawn.words.contains { $0.text == "↑ far away" })
    #expect(drawn.all("limit").count == 2)
  }

  @Test func figuresAreTheSameBytesAsBefore() {
    Golden.expect(Self.crowded.svg(), at: "golden/plots/crowded.svg")
    Golden.expect(Self.crowded.text(), at: "golden/plots/crowded.txt")
    Golden.expect(
      Self.crowded.text(FigureTextOptions(width: 80, isUnicode: false)), at: "golden/plots/crowded-ascii.txt")
  }
}
