/// Reads a MAT-file of level 5, as far as `MATFile` writes some: for reading back.

enum MATReader {
  /// nil: not such a file.
  static func read(_ bytes: [UInt8]) -> [(name: String, value: MATValue)]? {
    guard bytes.count >= MATFile.headerSize, bytes.starts(with: Array("MATLAB 5.0 MAT-file".utf8)),
      Array(bytes[124..<128]) == [0x00, 0x01] + Array("IM".utf8)
    else { return nil }
    var elements = Elements(bytes: bytes[MATFile.headerSize...])
    var result: [(name: String, value: MATValue)] = []
    while !elements.bytes.isEmpty {
      guard let (type, data) = elements.next(), type == .matrix, let found = matrix(data, depth: 0) else {
        return nil
      }
      result.append(found)
    }
    return result
  }

  private static let deepest = 20

  /// Data elements, one after the other.
  private struct Elements {
    var bytes: ArraySlice<UInt8>

    mutating func next() -> (type: MATFile.DataType, data: ArraySlice<UInt8>)? {
      guard bytes.count >= 8 else { return nil }
      let start = bytes.startIndex
      let tag = MATReader.number(bytes[start..<(start + 4)])
      if tag >> 16 != 0 {
        let count = Int(tag >> 16)
        guard count <= 4, let type = MATFile.DataType(rawValue: UInt32(tag & 0xFFFF)) else { return nil }
        let data = bytes[(start + 4)..<(start + 4 + count)]
        bytes = bytes.dropFirst(8)
        return (type, data)
      }
      let count = Int(MATReader.number(bytes[(start + 4)..<(start + 8)]))
      guard let type = MATFile.DataType(rawValue: UInt32(tag)), bytes.count - 8 >= count else { return nil }
      let data = bytes[(start + 8)..<(start + 8 + count)]
      let padding = type == .matrix ? 0 : (8 - count % 8) % 8
      guard bytes.count >= 8 + count + padding else { return nil }
      bytes = bytes.dropFirst(8 + count + padding)
      return (type, data)
    }

    mutating func next(_ wanted: MATFile.DataType) -> ArraySlice<UInt8>? {
      guard let (type, data) = next(), type == wanted else { return nil }
      return data
    }
  }

  private static func matrix(_ data: ArraySlice<UInt8>, depth: Int) -> (name: String, value: MATValue)? {
    var elements = Elements(bytes: data)
    guard depth < deepest, let flags = elements.next(.uint32), flags.count == 8,
      let sizes = elements.next(.int32), sizes.count == 8, let name = elements.next(.int8)
    else { return nil }
    let word = number(flags.prefix(4))
    let (rows, columns) = (Int(number(sizes.prefix(4))), Int(number(sizes.suffix(4))))
    let text = String(decoding: name, as: UTF8.self)
    guard let arrayClass = MATFile.ArrayClass(rawValue: UInt32(word & 0xFF)) else { return nil }
    let value: MATValue?
    switch arrayClass {
    case .double: value = double(&elements, rows, columns, isComplex: word & UInt64(MATFile.complexFlag) != 0)
    case .text: value = elements.next(.uint16).map { .text(string($0)) }
    case .cell:
      let values = matrices(&elements, count: rows * columns, depth)
      value = values.map { .cell($0) }
    case .structure: value = structure(&elements, depth)
    }
    return value.map { (text, $0) }
  }

  private static func double(
    _ elements: inout Elements, _ rows: Int, _ columns: Int, isComplex: Bool
  ) -> MATValue? {
    guard let real = elements.next(.double).map(doubles), real.count == rows * columns else { return nil }
    guard isComplex else { return .double(rows: rows, columns: columns, real: real, imaginary: nil) }
    guard let imaginary = elements.next(.double).map(doubles), imaginary.count == real.count else {
      return nil
    }
    return .double(rows: rows, columns: columns, real: real, imaginary: imaginary)
  }

  private static func structure(_ elements: inout Elements, _ depth: Int) -> MATValue? {
    guard let length = elements.next(.int32), number(length) == UInt64(MATFile.nameLength),
      let names = elements.next(.int8), names.count % MATFile.nameLength == 0
    else { return nil }
    let count = names.count / MATFile.nameLength
    guard let values = matrices(&elements, count: count, depth) else { return nil }
    return .structure(
      values.enumerated().map { index, value in
        let start = names.startIndex + index * MATFile.nameLength
        let name = names[start..<(start + MATFile.nameLength)].prefix { $0 != 0 }
        return MATValue.Field(name: String(decoding: name, as: UTF8.self), value: value)
      })
  }

  private static func matrices(_ elements: inout Elements, count: Int, _ depth: Int) -> [MATValue]? {
    var values: [MATValue] = []
    while values.count < count {
      guard let data = elements.next(.matrix), let (_, value) = matrix(data, depth: depth + 1) else {
        return nil
      }
      values.append(value)
    }
    return values
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func doubles(_ bytes: ArraySlice<UInt8>) -> [Double] {
    (0..<(bytes.count / 8)).map { index in
      let start = bytes.startIndex + 8 * index
      return Double(bitPattern: number(bytes[start..<(start + 8)]))
    }
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> String {
    let units = (0..<(bytes.count / 2)).map { index in
      let start = bytes.startIndex + 2 * index
      return UInt16(truncatingIfNeeded: number(bytes[start..<(start + 2)]))
    }
    return String(decoding: units, as: UTF16.self)
  }
}
