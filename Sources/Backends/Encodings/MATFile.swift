/// Variables as a MAT-file of level 5, uncompressed, little-endian.
///
/// Source: The MathWorks, MAT-File Format (level 5): header of 128 bytes; data elements of tag and data, filled up to
/// eight bytes; up to four bytes of data stand in the tag.
enum MATFile {
  /// Numbers of data types and classes.
  enum DataType: UInt32 { case int8 = 1, uint16 = 4, int32 = 5, uint32 = 6, double = 9, matrix = 14 }
  enum ArrayClass: UInt32 { case cell = 1, structure = 2, text = 4, double = 6 }

  static let complexFlag: UInt32 = 0x0800
  static let headerSize = 128
  /// Of a name of a field, with a zero at its end.
  static let nameLength = 32

  /// `description` is for people; no time of making, so that the same values give the same bytes.
  static func bytes(_ variables: [(name: String, value: MATValue)], description: String) -> [UInt8] {
    var text = Array("MATLAB 5.0 MAT-file, \(description)".utf8.prefix(116))
    text += [UInt8](repeating: 0x20, count: 116 - text.count)
    var bytes = text + [UInt8](repeating: 0, count: 8) + [0x00, 0x01] + Array("IM".utf8)
    for (name, value) in variables { append(value, named: name, to: &bytes) }
    return bytes
  }

  private static func append(_ value: MATValue, named name: String, to bytes: inout [UInt8]) {
    var content: [UInt8] = []
    switch value {
    case .double(let rows, let columns, let real, let imaginary):
      let flags = imaginary == nil ? 0 : complexFlag
      begin(.double, flags: flags, rows, columns, name, &content)
      for part in [real] + (imaginary.map { [$0] } ?? []) {
        element(.double, part.flatMap { littleEndian($0.bitPattern) }, to: &content)
      }
    case .text(let text):
      let units = Array(text.utf16)
      begin(.text, flags: 0, 1, units.count, name, &content)
      element(.uint16, units.flatMap { littleEndian($0) }, to: &content)
    case .cell(let values):
      begin(.cell, flags: 0, 1, values.count, name, &content)
      for value in values { append(value, named: "", to: &content) }
    case .structure(let fields):
      begin(.structure, flags: 0, 1, 1, name, &content)
      element(.int32, littleEndian(UInt32(nameLength)), to: &content)
      element(
        .int8,
        fields.flatMap { field -> [UInt8] in
          let name = Array(field.name.utf8.prefix(nameLength - 1))
          return name + [UInt8](repeating: 0, count: nameLength - name.count)
        }, to: &content)
      for field in fields { append(field.value, named: "", to: &content) }
    }
    bytes += littleEndian(DataType.matrix.rawValue) + littleEndian(UInt32(content.count)) + content
  }

  private static func begin(
    _ arrayClass: ArrayClass, flags: UInt32, _ rows: Int, _ columns: Int, _ name: String,
    _ content: inout [UInt8]
  ) {
    element(.uint32, littleEndian(arrayClass.rawValue | flags) + littleEndian(UInt32(0)), to: &content)
    element(.int32, littleEndian(UInt32(rows)) + littleEndian(UInt32(columns)), to: &content)
    element(.int8, Array(name.utf8), to: &content)
  }

  private static func element(_ type: DataType, _ data: [UInt8], to bytes: inout [UInt8]) {
    if (1...4).contains(data.count) {
      bytes += littleEndian(type.rawValue | UInt32(data.count) << 16) + data
      bytes += [UInt8](repeating: 0, count: 4 - data.count)
      return
    }
    bytes += littleEndian(type.rawValue) + littleEndian(UInt32(data.count)) + data
    bytes += [UInt8](repeating: 0, count: (8 - data.count % 8) % 8)
  }

  private static func littleEndian<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    (0..<(Number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> Number(8 * $0)) }
  }
}
