import Foundation
import SequenceIR
import Testing

@Suite struct JSONTextTests {
  @Test func everyCharacterSurvivesAnotherReader() throws {
    let text =
      String(String.UnicodeScalarView((0..<0x300).compactMap(Unicode.Scalar.init))) + "\u{2028}\u{1F9F2}"
    let read = try JSONSerialization.jsonObject(
      with: Data(JSONText.string(text).utf8), options: .fragmentsAllowed)
    #expect(read as? String == text)
  }

  @Test func numbersAreShortestAndNeverInvalid() {
    #expect(JSONText.number(200) == "200")
    #expect(JSONText.number(0.1) == "0.1")
    #expect(JSONText.number(-1.5e-9) == "-1.5e-09")
    #expect(JSONText.number(.infinity) == "null")
    #expect(JSONText.number(.nan) == "null")
  }

  @Test func fieldsKeepTheirOrder() {
    var inner = JSONObject()
    inner.add("line", 3)
    var object = JSONObject()
    object.add("kind", "finding")
    object.add("measured", raw: JSONText.array(["1", "2"]))
    object.add("origin", inner)
    object.add("last", true)
    #expect(object.text == #"{"kind":"finding","measured":[1,2],"origin":{"line":3},"last":true}"#)
  }
}
