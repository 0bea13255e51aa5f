/// JSON by hand: one value or one object at a time, fields in the order they are added, so that output is stable.
package enum JSONText {
  /// A string in quotes; control characters and the two line separators that JavaScript minds are escaped.
  package static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{2028}", "\u{2029}": result += "\\u" + hexadecimal(scalar.value)
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          result += "\\u" + hexadecimal(scalar.value)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// The shortest text that reads back equal; what JSON cannot hold (infinite, not a number) becomes `null`.
  package static func number(_ value: Double) -> String {
    value.isFinite ? DecimalText.shortest(value) : "null"
  }

  /// To `digits` significant digits, for results whose other digits are those of numerics.
  package static func number(_ value: Double, digits: Int) -> String {
    value.isFinite ? DecimalText.significant(value, digits) : "null"
  }

  package static func array(_ values: [String]) -> String { "[\(values.joined(separator: ","))]" }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// A JSON object that grows field by field; a key must not be added twice.
package struct JSONObject: Sendable {
  private var fields: [String] = []

  package init() {}

  package var text: String { "{\(fields.joined(separator: ","))}" }

  package mutating func add(_ key: String, _ value: String) { add(key, raw: JSONText.string(value)) }
  package mutating func add(_ key: String, _ value: Double) { add(key, raw: JSONText.number(value)) }
  package mutating func add(_ key: String, _ value: Int) { add(key, raw: String(value)) }
  package mutating func add(_ key: String, _ value: Bool) { add(key, raw: value ? "true" : "false") }
  package mutating func add(_ key: String, _ value: JSONObject) { add(key, raw: value.text) }

  /// `raw` is JSON already: an array, or `null`.
  package mutating func add(_ key: String, raw: String) { fields.append("\(JSONText.string(key)):\(raw)") }

  /// `file`, `line` and `column` of a place.
  package static func place(of span: SourceSpan, in sources: SourceMap) -> JSONObject {
    let file = sources[span.file]
    let (line, column) = file.position(of: Int(span.offset))
    var object = JSONObject()
    object.add("file", file.name)
    object.add("line", line)
    object.add("column", column)
    return object
  }
}
