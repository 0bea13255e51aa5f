/// Reads JSON (RFC 8259), as far as reading back what was written asks for.
import SequenceIR

package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Field])

  package struct Field: Sendable, Equatable {
    package var key: String
    package var value: JSONValue
  }

  /// The first field of an object with this key.
  package subscript(_ key: String) -> JSONValue? {
    if case .object(let fields) = self { fields.first { $0.key == key }?.value } else { nil }
  }

  package var number: Double? { if case .number(let value) = self { value } else { nil } }
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// Of an array that holds nothing else.
  package var numbers: [Double]? {
    guard case .array(let values) = self else { return nil }
    let numbers = values.compactMap(\.number)
    return numbers.count == values.count ? numbers : nil
  }
}

package enum JSONReader {
  package struct Problem: Error, Equatable { package var offset: Int }

  package static func read(_ bytes: [UInt8]) -> Result<JSONValue, Problem> {
    var text = Text(bytes: bytes)
    guard let value = text.value(depth: 0) else { return .failure(Problem(offset: text.index)) }
    text.skipBlanks()
    return text.index == bytes.count ? .success(value) : .failure(Problem(offset: text.index))
  }

  private static let deepest = 100

  private struct Text {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func skipBlanks() {
      while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    mutating func take(_ byte: Character) -> Bool {
      guard next == byte.asciiValue else { return false }
      index += 1
      return true
    }

    mutating func take(word: String) -> Bool {
      guard bytes[index...].starts(with: word.utf8) else { return false }
      index += word.utf8.count
      return true
    }

    mutating func value(depth: Int) -> JSONValue? {
      guard depth < JSONReader.deepest else { return nil }
      skipBlanks()
      switch next {
      case UInt8(ascii: "{"): return object(depth)
      case UInt8(ascii: "["): return array(depth)
      case UInt8(ascii: "\""): return string().map(JSONValue.string)
      case UInt8(ascii: "t"): return take(word: "true") ? .bool(true) : nil
      case UInt8(ascii: "f"): return take(word: "false") ? .bool(false) : nil
      case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
      default: return number()
      }
    }

    private mutating func number() -> JSONValue? {
      let start = index
      while let byte = next, JSONReader.isOfNumber(byte) { index += 1 }
      return DecimalText.number(bytes[start..<index]).map(JSONValue.number)
    }

    private mutating func array(_ depth: Int) -> JSONValue? {
      guard take("[") else { return nil }
      var values: [JSONValue] = []
      skipBlanks()
      if take("]") { return .array([]) }
      while let value = value(depth: depth + 1) {
        values.append(value)
        skipBlanks()
        if take("]") { return .array(values) }
        guard take(",") else { return nil }
      }
      return nil
    }

    private mutating func object(_ depth: Int) -> JSONValue? {
      guard take("{") else { return nil }
      var fields: [JSONValue.Field] = []
      skipBlanks()
      if take("}") { return .object([]) }
      while true {
        skipBlanks()
        guard let key = string() else { return nil }
        skipBlanks()
        guard take(":"), let value = value(depth: depth + 1) else { return nil }
        fields.append(JSONValue.Field(key: key, value: value))
        skipBlanks()
        if take("}") { return .object(fields) }
        guard take(",") else { return nil }
      }
    }

    private mutating func string() -> String? {
      guard take("\"") else { return nil }
      var units: [UInt8] = []
      while let byte = next {
        index += 1
        if byte == UInt8(ascii: "\"") { return String(validating: units, as: UTF8.self) }
        guard byte >= 0x20 else { return nil }
        guard byte == UInt8(ascii: "\\") else {
          units.append(byte)
          continue
        }
        guard let scalar = escaped() else { return nil }
        units += Array(String(scalar).utf8)
      }
      return nil
    }

    /// After a backslash. Surrogates, which nothing here writes, are refused.
    private mutating func escaped() -> Unicode.Scalar? {
      guard let byte = next else { return nil }
      index += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "u"):
        guard index + 4 <= bytes.count,
          let value = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
        else { return nil }
        index += 4
        return Unicode.Scalar(value)
      default: return nil
      }
    }
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e")
      || byte == UInt8(ascii: "E")
  }
}
