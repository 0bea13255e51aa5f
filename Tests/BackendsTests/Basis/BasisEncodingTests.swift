// JSON and MAT-files are read back by readers of our own; bytes that are neither are refused and never trap.
import Foundation
import SequenceIR
import Testing

@testable import Backends

@Suite struct BasisEncodingTests {
  @Test func jsonReadsAsFoundationReadsIt() throws {
    let text = """
      {"a": [1, -2.5e-3, 0.1, 1E2], "b": "x\\n\\"\\u00e9\\/", "c": {"d": null, "e": [true, false], "f": {}}, "g": []}
      """
    let value = try JSONReader.read(Array(text.utf8)).get()
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(value["a"]?.numbers == object["a"] as? [Double])
    #expect(value["b"]?.string == object["b"] as? String)
    #expect(value["c"]?["d"] == .null && value["c"]?["e"] == .array([.bool(true), .bool(false)]))
    #expect(value["c"]?["f"] == .object([]) && value["g"]?.numbers == [] && value["z"] == nil)
  }

  @Test(arguments: [
    "", "{", "[1,]", "[1 2]", "{\"a\" 1}", "{\"a\": }", "\"a", "\"\\x\"", "\"\\ud800\"", "tru", "[1] 2", "1e",
    "-", "nan",
  ])
  func whatIsNoJSONIsRefused(_ text: String) {
    #expect((try? JSONReader.read(Array(text.utf8)).get()) == nil)
  }

  @Test func deepJSONIsRefusedAndDoesNotTrap() {
    let deep = String(repeating: "[", count: 100_000)
    #expect((try? JSONReader.read(Array(deep.utf8)).get()) == nil)
  }

  private let value = MATValue.structure([
    ("name", .cell([.text("NAA"), .text("é")])), ("te", .number(35)),
    ("fids", .double(rows: 2, columns: 1, real: [1, -0.5], imaginary: [0.25, 3])), ("ppm", .row([1, 2, 3])),
  ])

  @Test func matFilesReadBack() throws {
    let bytes = MATFile.bytes([(name: "BASIS", value: value)], description: "test")
    #expect(bytes.count % 8 == 0 && Array(bytes[124..<128]) == [0, 1, 0x49, 0x4D])
    let read = try #require(MATReader.read(bytes))
    #expect(read.map(\.name) == ["BASIS"] && read[0].value == value)
    // The tag of the matrix, and its flags: a structure (2).
    #expect(Array(bytes[128..<132]) == [14, 0, 0, 0] && bytes[144] == 2)
  }

  @Test func cutAndChangedMatFilesDoNotTrap() {
    let bytes = MATFile.bytes([(name: "BASIS", value: value)], description: "test")
    for count in 0..<bytes.count where count != 128 { #expect(MATReader.read(Array(bytes[..<count])) == nil) }
    var random = SystemRandomNumberGenerator()
    for index in 128..<bytes.count {
      var changed = bytes
      changed[index] = UInt8.random(in: 0...255, using: &random)
      _ = MATReader.read(changed)
    }
  }

  @Test func scientificNumbersAreThoseOfC() {
    var values: [Double] = [1, -1, 9.999999999, 0.1, 1e-12, -3.75e20, 123.456, 1e-300, 9.99999994999e-5]
    for index in 1...200 { values.append(Double(index * index) / 7e5 * (index % 2 == 0 ? 1 : -1)) }
    for value in values {
      #expect(DecimalText.scientific(value, decimals: 8) == String(format: "%.8E", value))
    }
    #expect(DecimalText.scientific(0, decimals: 3) == "0.000E+00")
  }

  @Test func transformsOfAnyLengthAreTheSlowSum() {
    for count in [1, 2, 6, 15, 40] {
      let signal = BasisSignal(
        real: (0..<count).map { Foundation.cos(Double($0 * $0)) },
        imaginary: (0..<count).map { Foundation.sin(3 * Double($0)) })
      let found = signal.transformed(dividedBy: 1)
      for k in 0..<count {
        var sum = (re: 0.0, im: 0.0)
        for n in 0..<count {
          let angle = -2 * Double.pi * Double(k * n) / Double(count)
          sum.re += signal.real[n] * Foundation.cos(angle) - signal.imaginary[n] * Foundation.sin(angle)
          sum.im += signal.real[n] * Foundation.sin(angle) + signal.imaginary[n] * Foundation.cos(angle)
        }
        #expect(abs(found.real[k] - sum.re) < 1e-12 && abs(found.imaginary[k] - sum.im) < 1e-12)
      }
      #expect(found.transformedBack(times: 1).farthest(from: signal) < 1e-13)
      // Frequency zero stands at N/2, rounded down.
      #expect(found.centred.real[count / 2] == found.real[0])
    }
  }
}
