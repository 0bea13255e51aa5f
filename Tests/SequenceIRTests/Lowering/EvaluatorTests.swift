// Expressions: dimensions, exact times, lists, functions.
import SequenceIR
import TestSupport
import Testing

@Suite struct EvaluatorTests {
  /// The value of an expression, and the codes of what was wrong with it.
  private static func evaluate(_ text: String) -> (value: Value, codes: [String]) {
    var sources = SourceMap()
    let file = sources.add(
      name: "test", bytes: Array("design \"d\"\nlet list = (10, 20, 30) ms\nlet x = \(text)\n".utf8))
    let (design, mistakes) = Parser.parse(file)
    var evaluator = Evaluator { _, _ in nil }
    var value = Value.invalid
    for statement in design.statements {
      guard case .constant(let name, let expression) = statement.kind else { continue }
      value = evaluator.evaluate(expression)
      evaluator.scope.bind(name.text, value, at: name.span)
    }
    return (value, (mistakes.items + evaluator.diagnostics.items).map(\.code.id))
  }

  private static func quantity(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Quantity?
  {
    let (value, codes) = evaluate(text)
    #expect(codes.isEmpty, "\(text)", sourceLocation: sourceLocation)
    if case .quantity(let quantity) = value { return quantity }
    return nil
  }

  private static func boolean(_ text: String) -> Bool? {
    if case .boolean(let result) = evaluate(text).value { return result }
    return nil
  }

  @Test func timesAreExactDecimals() {
    // In doubles 0.1 ms * 3 is 0.30000000000000004 ms.
    #expect(Self.quantity("0.1 ms * 3")?.time == Time(microseconds: 300))
    #expect(Self.quantity("3 * 0.1 ms")?.time == Time(microseconds: 300))
    #expect(Self.quantity("0.1 ms + 0.2 ms")?.time == Time(microseconds: 300))
    #expect(Self.quantity("30 ms / 3")?.time == Time(microseconds: 10_000))
    #expect(Self.quantity("1 ms - 0.9 ms")?.time == Time(microseconds: 100))
    #expect(Self.quantity("1 min")?.time == Time(microseconds: 60_000_000))
    #expect(Self.quantity("1.5e-3 s")?.time == Time(microseconds: 1500))
    #expect(Self.quantity("0.000000001 ms")?.time == Time(picoseconds: 1))
    #expect(Self.boolean("0.1 ms * 3 == 0.3 ms") == true)
    #expect(Self.boolean("0.1 ms * 3 == 0.300000001 ms") == false)
  }

  @Test func aThirdOfATimeIsRoundedToThePicosecond() {
    #expect(Self.quantity("10 ms / 3")?.time == Time(picoseconds: 3_333_333_333))
    #expect(Self.quantity("20 ms / 3")?.time == Time(picoseconds: 6_666_666_667))
  }

  @Test func ratiosOfTimesAreWholeNumbersWhereTheyAre() {
    #expect(Self.quantity("30 ms / 10 ms")?.wholeNumber == 3)
    #expect(Self.quantity("1 s / 0.1 ms")?.wholeNumber == 10_000)
    #expect(Self.quantity("1 / (0.5 ms)")?.dimension == .frequency)
    #expect(Self.quantity("1 / (0.5 ms)")?.value == 2000)
  }

  @Test(arguments: [
    ("45 mT/m", Dimension.gradient, 0.045), ("200 T/m/s", .slewRate, 200), ("2 mT*ms/m", .gradientArea, 2e-6),
    ("3.4 kHz", .frequency, 3400), ("20 mm", .length, 0.02), ("12 uT", .fluxDensity, 12e-6),
    ("2.35 ppm", .shift, 2.35),
    ("180 deg", .angle, Double.pi), ("5 %", .none, 0.05), ("4 cycles / (20 mm)", .spatialFrequency, 200),
    ("10 kHz / (20 mm)", .gradientInHertz, 500_000), ("sqrt(16 mm * mm)", .length, 0.004),
  ])
  func unitsGiveDimensionsAndSIValues(text: String, dimension: Dimension, value: Double) throws {
    let text = text.replacing("mm * mm", with: "mm * (1 mm)")
    let quantity = try #require(Self.quantity(text))
    #expect(quantity.dimension == dimension)
    #expect(close(quantity.value, value, relative: 1e-15))
  }

  @Test(arguments: [
    ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("2 ^ 3 ^ 2", 512), ("-2 ^ 2", -4), ("7 mod 3", 1),
    ("-1 mod 4", 3),
    ("1 - (-7 mod -4)", 4), ("10 / 4", 2.5), ("1 - 2 - 3", -4), ("8 / 4 / 2", 1), ("floor(-1.5)", -2),
    ("ceil(1.2)", 2),
    ("round(2.5)", 3), ("abs(-3)", 3), ("min(3, 1, 2)", 1), ("max(3, 1, 2)", 3), ("sqrt(2) ^ 2", 2),
    ("exp(0)", 1),
    ("log(exp(1))", 1), ("sin(30 deg)", 0.5), ("cos(60 deg)", 0.5), ("count((5, 6, 7))", 3),
    ("(5, 6, 7)[2]", 7),
    ("choose(2 > 1, 4, 5)", 4), ("choose(no, 4, 5)", 5), ("list[1] / 1 ms", 20), ("list.count", 3),
    ("9223372036854775807 mod -1", 0), ("-9223372036854775808 mod -1", 0), ("2 ^ -1", 0.5), ("4 ^ 0.5", 2),
  ])
  func arithmeticIsThatOfTheField(text: String, value: Double) throws {
    #expect(close(try #require(Self.quantity(text)).value, value, relative: 1e-12, floor: 1e-15), "\(text)")
  }

  @Test func theArcTangentGivesAnAngle() {
    #expect(Self.quantity("atan2(1 mm, 1 mm)")?.dimension == .angle)
    #expect(close(Self.quantity("atan2(1, 1)")?.value ?? 0, Double.pi / 4, relative: 1e-15))
  }

  @Test(arguments: [
    ("1 < 2 and 2 < 1", false), ("1 < 2 or 2 < 1", true), ("not 1 < 2", false), ("not no and yes", true),
    ("3 >= 3", true), ("3 != 3", false), ("\"a\" == \"a\"", true), ("2 ms < 3000 us", true),
    ("2 ms == 2000 us", true),
    // The second operand is not looked at when the first decides.
    ("no and 1 / 0 > 1", false), ("yes or 1 / 0 > 1", true),
  ])
  func conditionsCombine(text: String, holds: Bool) {
    #expect(Self.boolean(text) == holds, "\(text)")
  }

  @Test func theUnitBehindAListCountsForItsPlainNumbers() {
    guard case .list(let values) = Self.evaluate("(0, -90, 1 rad) deg").value else {
      Issue.record("no list")
      return
    }
    let radians = values.map { value in
      if case .quantity(let quantity) = value { quantity.value } else { Double.nan }
    }
    #expect(radians.count == 3)
    #expect(close(radians[1], -Double.pi / 2, relative: 1e-15))
    #expect(radians[2] == 1)
  }

  @Test(arguments: [
    ("3 ms + 2 mT/m", "U003"), ("3 ms < 2", "U003"), ("90 deg + 3", "U003"), ("2 ppm + 1", "U003"),
    ("1 / 0", "U006"), ("0 / 0", "U006"), ("1 mod 0", "U006"), ("sqrt(-1)", "U006"), ("log(0)", "U006"),
    ("10 ^ 400", "U006"), ("1e400", "U006"), ("(1 m) ^ 0.5", "U002"), ("2 ^ (1 s)", "U002"),
    ("sin(3)", "N003"),
    ("floor(3 ms)", "N003"), ("min(3 ms, 1)", "N003"), ("sqrt(3 ms)", "N003"), ("-\"a\"", "N003"),
    ("not 3", "N003"),
    ("nothing", "N001"), ("lsit", "N001"), ("list.length", "N001"), ("list[3]", "U007"), ("list[-1]", "U007"),
    ("list[0.5]", "U004"), ("squirt(3)", "N012"), ("abs(1, 2)", "N005"), ("3 foo", "U008"),
    ("3 ms/fo", "N001"),
    ("2 ^ -9223372036854775808 + nothing", "N001"), ("list[9223372036854775807]", "U005"),
    ("2305843.009213693951 s * -4", "none"), ("abs(\"a\")", "N003"),
  ])
  func mistakesHaveTheirCode(text: String, code: String) {
    let codes = Self.evaluate(text).codes
    #expect(codes == (code == "none" ? [] : [code]), "\(text)")
  }

  @Test func timesBeyondTheRangeNeverTrap() {
    for text in [
      "2e6 s * 4 * 4 * 4", "-(2e6 s * -4)", "(1152921.504606846976 s * -8) / -1",
      "2e6 s + 2e6 s + 2e6 s + 2e6 s",
    ] {
      guard case .quantity(let quantity) = Self.evaluate(text).value else { continue }
      #expect(quantity.time == nil || abs(quantity.value) < 2.4e6)
    }
    #expect(Self.quantity("2e6 s * 3 / 3")?.time == Time(microseconds: 2_000_000_000_000))
  }

  @Test func listsInListsHaveABottom() {
    let deep = String(repeating: "(", count: 30) + "1" + String(repeating: ",)", count: 30)
    #expect(Self.evaluate(deep).codes == ["S009"])
    let flat = String(repeating: "(", count: 10) + "1" + String(repeating: ",)", count: 10)
    #expect(Self.evaluate(flat).codes == [])
  }

  @Test func tablesGiveAColumnOfAFile() {
    let text = """
      design "d"
      scanner siemens-prisma
      let flips = table("flips.csv", 2)
      let first = flips[0]
      sequence {
        delay 10 ms * flips[2]
        delay 1 ms * flips.count
      }
      """
    let run = DesignRun(text, parts: ["flips.csv": "angle; weight\n# comment\n10, 2\n20\t3\n30;4\n"])
    #expect(run.errorCodes == [])
    #expect(run.sequence?.duration == Time(microseconds: 43_000))
    #expect(DesignRun(text, parts: ["flips.csv": "10, 2\n20, x\n"]).errorCodes == ["U006"])
    #expect(DesignRun(text, parts: ["flips.csv": "10, 2\n20\n"]).errorCodes == ["U006"])
  }
}
