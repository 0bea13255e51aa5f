/// One matrix of doubles in an HDF5 file, in the oldest and simplest layout that every reader of HDF5 understands.
///
/// The file is superblock version 0, a root group of one link, and one contiguous dataset of little-endian doubles. All
/// offsets are fixed, and nothing in it depends on time or place. Layout after the HDF5 File Format Specification,
/// version 3.0, sections II.A, III.A, III.B, III.D, IV.A.
package struct HDF5Matrix: Hashable, Sendable {
  /// The name of the dataset in the root group, at most 15 bytes of ASCII.
  package let name: String
  /// Rows of equal length.
  package let rows: [[Double]]

  package init(name: String, rows: [[Double]]) {
    self.name = name
    self.rows = rows
  }

  /// Where the parts of the file stand, in bytes.
  private enum Place {
    static let rootHeader = 96
    static let tree = 136
    static let heap = 680
    static let heapData = 712
    static let symbols = 800
    static let datasetHeader = 1128
    static let data = 1256
  }
  private static let heapSize = 88
  /// What stands for "no address".
  private static let undefined = UInt64.max

  // MARK: writing

  package var bytes: [UInt8] {
    let columns = rows.first?.count ?? 0
    var file = LittleEndianBytes()
    file.reserve(Place.data + 8 * rows.count * columns)
    writeSuperblock(to: &file, end: Place.data + 8 * rows.count * columns)
    writeGroup(to: &file)
    writeDatasetHeader(to: &file, columns: columns)
    for row in rows { for value in row { file.add(value.bitPattern) } }
    return file.bytes
  }

  private func writeSuperblock(to file: inout LittleEndianBytes, end: Int) {
    file.add(Self.signature)
    // Versions of superblock, free space, root group, shared messages; sizes of offsets and lengths.
    file.add([0, 0, 0, 0, 0, 8, 8, 0])
    // Half the entries of a leaf, and of an inner node, of the group's tree; flags.
    file.add(UInt16(4))
    file.add(UInt16(16))
    file.add(UInt32(0))
    for address in [0, Self.undefined, UInt64(end), Self.undefined] { file.add(address) }
    // The root group's entry: no name, its header, and a copy of where its tree and heap are.
    file.add(UInt64(0))
    file.add(UInt64(Place.rootHeader))
    file.add(UInt32(1))
    file.add(UInt32(0))
    file.add(UInt64(Place.tree))
    file.add(UInt64(Place.heap))
  }

  private func writeGroup(to file: inout LittleEndianBytes) {
    Self.addHeader(of: 1, size: 24, to: &file)
    Self.addMessage(0x11, size: 16, to: &file)
    file.add(UInt64(Place.tree))
    file.add(UInt64(Place.heap))

    file.add(Array("TREE".utf8))
    file.add([0, 0])
    file.add(UInt16(1))
    for value in [Self.undefined, Self.undefined, 0, UInt64(Place.symbols), 8] { file.add(value) }
    file.pad(to: Place.heap)

    file.add(Array("HEAP".utf8))
    file.add(UInt32(0))
    for value in [UInt64(Self.heapSize), 24, UInt64(Place.heapData)] { file.add(value) }
    // The empty name, the dataset's, and a free block of what is left.
    file.add(UInt64(0))
    file.add(Array(name.utf8.prefix(15)))
    file.pad(to: Place.heapData + 24)
    file.add(UInt64(1))
    file.add(UInt64(Self.heapSize - 24))
    file.pad(to: Place.symbols)

    file.add(Array("SNOD".utf8))
    file.add([1, 0])
    file.add(UInt16(1))
    file.add(UInt64(8))
    file.add(UInt64(Place.datasetHeader))
    file.pad(to: Place.datasetHeader)
  }

  private func writeDatasetHeader(to file: inout LittleEndianBytes, columns: Int) {
    Self.addHeader(of: 4, size: 112, to: &file)
    // Dataspace, version 1, of two dimensions.
    Self.addMessage(0x01, size: 24, to: &file)
    file.add([1, 2, 0, 0, 0, 0, 0, 0])
    file.add(UInt64(rows.count))
    file.add(UInt64(columns))
    // Datatype: IEEE 754 double, little-endian.
    Self.addMessage(0x03, size: 24, flags: 1, to: &file)
    file.add(Self.doubleType)
    // Fill value, version 2: space allocated late, never filled, undefined.
    Self.addMessage(0x05, size: 8, to: &file)
    file.add([2, 2, 2, 0, 0, 0, 0, 0])
    // Layout, version 3: contiguous.
    Self.addMessage(0x08, size: 24, to: &file)
    file.add([3, 1])
    file.add(UInt64(Place.data))
    file.add(UInt64(8 * rows.count * columns))
    file.pad(to: Place.data)
  }

  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Class and version; normalised mantissa, sign at bit 63; size 8; 64 bits from bit 0; exponent of 11 bits from bit
  /// 52, mantissa of 52 from bit 0, bias 1023.
  private static let doubleType: [UInt8] = [
    0x11, 0x20, 0x3F, 0x00, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 0xFF, 0x03, 0, 0, 0, 0, 0, 0,
  ]

  private static func addHeader(of messages: Int, size: Int, to file: inout LittleEndianBytes) {
    file.add([1, 0])
    file.add(UInt16(messages))
    file.add(UInt32(1))
    file.add(UInt32(size))
    file.add(UInt32(0))
  }

  private static func addMessage(
    _ type: UInt16, size: UInt16, flags: UInt8 = 0, to file: inout LittleEndianBytes
  ) {
    file.add(type)
    file.add(size)
    file.add([flags, 0, 0, 0])
  }

  // MARK: reading

  /// Reads a file of this layout, and of no other; nil for anything else.
  package static func read(_ bytes: [UInt8], name: String) -> HDF5Matrix? {
    guard bytes.count >= Place.data, Array(bytes[0..<8]) == signature else { return nil }
    let link = bytes[(Place.heapData + 8)...].prefix { $0 != 0 }
    guard Array(link) == Array(name.utf8) else { return nil }
    let type = Place.datasetHeader + 16 + 32 + 8
    guard Array(bytes[type..<(type + doubleType.count)]) == doubleType else { return nil }
    let dimensions = Place.datasetHeader + 16 + 8 + 8
    guard let rowCount = Int(exactly: integer(bytes, at: dimensions)),
      let columns = Int(exactly: integer(bytes, at: dimensions + 8)), rowCount <= 16
    else { return nil }
    let (values, overflow) = rowCount.multipliedReportingOverflow(by: columns)
    guard !overflow, values <= (bytes.count - Place.data) / 8, bytes.count == Place.data + 8 * values else {
      return nil
    }
    let rows = (0..<rowCount).map { row in
      (0..<columns).map { column in
        Double(bitPattern: integer(bytes, at: Place.data + 8 * (row * columns + column)))
      }
    }
    return HDF5Matrix(name: name, rows: rows)
  }

  private static func integer(_ bytes: [UInt8], at place: Int) -> UInt64 {
    (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[place + $1]) }
  }
}

/// Bytes of numbers, the lowest first.
private struct LittleEndianBytes {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func add(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  mutating func add<Integer: FixedWidthInteger & UnsignedInteger>(_ value: Integer) {
    for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Integer(shift)))
    }
  }

  mutating func pad(to count: Int) {
    while bytes.count < count { bytes.append(0) }
  }
}
