// Values that a search found, as a design would say them.
import Optimizer
import SequenceIR
import Testing

@testable import seqc

@Suite struct RoundedValueTests {
  private static let span = SourceSpan(file: FileID(index: 0), offset: 0, length: 0)
  private static let raster = Time(microseconds: 100)

  private func variable(
    _ lower: Double, _ upper: Double, _ dimension: Dimension = .none
  ) -> OptimizationRequest.Variable {
    OptimizationRequest.Variable(
      name: "V", lower: Quantity(lower, dimension), upper: Quantity(upper, dimension),
      value: Quantity(lower, dimension), span: Self.span)
  }

  @Test func numbersAreRoundedToThousandthsWithinTheirBounds() {
    #expect(variable(0, 2).nearValue(1.23456, raster: Self.raster)?.value == 1.235)
    #expect(variable(0, 1.2346).nearValue(1.23456, raster: Self.raster)?.value == 1.234)
    #expect(variable(-2, 0).nearValue(-1.23456, raster: Self.raster)?.value == -1.235)
  }

  @Test func anglesAreRoundedToTenthsOfADegree() throws {
    let degree = Double.pi / 180
    let found = try #require(
      variable(60 * degree, 110 * degree, .angle).nearValue(87.6543 * degree, raster: Self.raster))
    #expect(abs(found.value - 87.7 * degree) < 1e-12)
  }

  /// In thousandths they are beyond 64 bits, and a double of this size has no decimals to round.
  @Test(arguments: [9.3e15, 1e18, 4.5e200, -9.3e15, -1e18, .greatestFiniteMagnitude])
  func numbersTooLargeForDecimalsStay(number: Double) {
    let (lower, upper) = number < 0 ? (2 * number, 0) : (0, .greatestFiniteMagnitude)
    #expect(variable(lower, upper).nearValue(number, raster: Self.raster)?.value == number)
  }

  @Test func whatIsNoNumberIsNoValue() {
    for number in [Double.nan, .infinity, -.infinity] {
      #expect(variable(0, 2).nearValue(number, raster: Self.raster) == nil)
      #expect(variable(0, 2, .time).nearValue(number, raster: Self.raster) == nil)
    }
    #expect(variable(0, 2, .time).nearValue(1e300, raster: Self.raster) == nil)
  }
}
