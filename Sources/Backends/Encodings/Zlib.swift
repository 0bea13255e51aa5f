/// zlib streams (RFC 1950) of stored blocks.
package enum Zlib {
  private static let longestBlock = 65_535

  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    // Window of 32 KiB, no dictionary, fastest; the two bytes are a multiple of 31.
    var result: [UInt8] = [0x78, 0x01]
    appendStoredBlocks(bytes, to: &result)
    let sum = adler32(bytes)
    for shift in [24, 16, 8, 0] { result.append(UInt8(truncatingIfNeeded: sum >> UInt32(shift))) }
    return result
  }

  /// RFC 1951, section 3.2.4; no bytes are one empty block.
  static func appendStoredBlocks(_ bytes: [UInt8], to result: inout [UInt8]) {
    result.reserveCapacity(result.count + bytes.count + bytes.count / longestBlock * 5 + 16)
    var start = 0
    repeat {
      let end = min(start + longestBlock, bytes.count)
      let length = UInt16(end - start)
      result.append(end == bytes.count ? 1 : 0)
      for value in [length, ~length] { result += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
      result += bytes[start..<end]
      start = end
    } while start < bytes.count
  }

  /// nil when the stream has other than stored blocks, is cut off, or has another checksum.
  package static func bytes(ofStored stream: [UInt8]) -> [UInt8]? {
    guard stream.count >= 11, stream[0] == 0x78, stream[1] == 0x01 else { return nil }
    var result: [UInt8] = []
    var place = 2
    while true {
      guard place + 5 <= stream.count, stream[place] < 2 else { return nil }
      let length = Int(stream[place + 1]) | Int(stream[place + 2]) << 8
      let check = Int(stream[place + 3]) | Int(stream[place + 4]) << 8
      guard length ^ check == 0xFFFF, place + 5 + length <= stream.count else { return nil }
      result += stream[(place + 5)..<(place + 5 + length)]
      let isLast = stream[place] == 1
      place += 5 + length
      if isLast { break }
    }
    guard place + 4 == stream.count else { return nil }
    let sum = stream[place...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return sum == adler32(result) ? result : nil
  }

  /// RFC 1950, section 8.2.
  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }
}
