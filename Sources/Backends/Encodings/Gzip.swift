/// gzip members (RFC 1952) of stored blocks: what reads `.gz` opens them, and no compression library is needed.
package enum Gzip {
  /// Deflate, no name, no time, unknown system: the same bytes whenever and wherever they are written.
  private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var result = header
    Zlib.appendStoredBlocks(bytes, to: &result)
    for value in [crc32(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        result.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    return result
  }

  /// The check sum of RFC 1952, section 8: polynomial 0xEDB88320, bits reflected.
  package static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
    return ~sum
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }
}
