/// The MD5 sum of RFC 1321, with which Pulseq files are signed (against accidents, not against malice).
enum MD5 {
  /// 32 lower-case hexadecimal digits.
  static func hexadecimal(of bytes: ArraySlice<UInt8>) -> String {
    var digits: [UInt8] = []
    for byte in digest(of: bytes) {
      digits.append(hexadecimalDigits[Int(byte >> 4)])
      digits.append(hexadecimalDigits[Int(byte & 15)])
    }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func digest(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    var state = MD5State()
    bytes.withUnsafeBytes { buffer in
      for chunk in 0..<(buffer.count / 64) { state.mix(buffer, at: 64 * chunk) }
    }
    let tail = padding(of: bytes)
    tail.withUnsafeBytes { buffer in
      for chunk in 0..<(buffer.count / 64) { state.mix(buffer, at: 64 * chunk) }
    }
    return state.words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
  }

  /// The bytes after the last whole chunk, a one bit, zeros, and the length in bits: one or two chunks of 64.
  private static func padding(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    var tail = Array(bytes.suffix(bytes.count % 64))
    tail.append(0x80)
    while tail.count % 64 != 56 { tail.append(0) }
    let bits = UInt64(bytes.count) &* 8
    for shift in 0..<8 { tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * shift))) }
    return tail
  }

  private static let hexadecimalDigits = Array("0123456789abcdef".utf8)
}
