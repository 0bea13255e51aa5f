// Figures in text: lines that fit, ASCII where asked, curves in the rows of their values.
import SequenceIR
import Testing

@testable import Backends

@Suite struct FigureTextTests {
  @Test(arguments: [40, 80, 100]) func linesFitTheTerminal(width: Int) {
    for isUnicode in [true, false] {
      let text = FigureSVGTests.crowded.text(FigureTextOptions(width: width, isUnicode: isUnicode))
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(
        lines.filter { $0.contains("┤") || $0.contains("│") || $0.contains("|") }.allSatisfy {
          $0.count <= width
        })
      if !isUnicode { #expect(text.utf8.allSatisfy { $0 < 128 }) }
    }
  }

  @Test func aStepIsDrawnInTheRowsOfItsValues() throws {
    var panel = Panel(x: PlotAxis("x", unit: "s"), y: PlotAxis("y", unit: "T", range: 0...10))
    panel.series = [PlotSeries("curve", x: [0, 5, 10], y: [10, 0, 0], kind: .step)]
    let text = Figure("", panels: [panel]).text(FigureTextOptions(width: 60, height: 20, isUnicode: false))
    let rows = text.split(separator: "\n")
    let top = try #require(rows.first { $0.contains("10 +") })
    let bottom = try #require(rows.first { $0.contains(" 0 +") })
    // Half of the columns lie in the top row, the others in the lowest.
    #expect((25...30).contains(top.count { $0 == "*" }))
    #expect((25...30).contains(bottom.count { $0 == "*" }))
  }

  @Test func coloursComeOnlyWhenAskedFor() {
    #expect(!FigureSVGTests.crowded.text().contains("\u{1B}"))
    #expect(FigureSVGTests.crowded.text(FigureTextOptions(hasColour: true)).contains("\u{1B}[94m"))
  }
}
