/// A one-dimensional NumPy array as Vespa keeps arrays in its XML: `.npy`, packed by zlib, in base64.
///
/// Complex numbers are pairs of doubles. The zlib stream holds stored blocks only (RFC 1950, RFC 1951 section 3.2.4), so
/// that no compressor is needed and every decompressor reads it.
package enum NumpyArray {
  /// What the elements are: `<f8` or `<c16` of the `.npy` format, version 1.0.
  package enum Element: String, Sendable {
    case double = "<f8"
    case complex = "<c16"

    var doublesEach: Int { self == .double ? 1 : 2 }
  }

  /// The value of the attribute `encoding` beside such text.
  package static let encodingName = "npy zlib base64"

  /// `values` are doubles, of complex numbers the real part first.
  package static func text(_ values: [Double], _ element: Element) -> String {
    Base64.text(Zlib.stored(npy(values, element)))
  }

  /// The doubles of `text(_:_:)`; nil for anything else.
  package static func values(_ text: String, _ element: Element) -> [Double]? {
    guard let packed = Base64.bytes(text), let file = Zlib.bytes(ofStored: packed) else { return nil }
    let header = npy([], element)
    guard file.count >= header.count else { return nil }
    let count = (file.count - header.count) / 8
    let values = (0..<count).map { index -> Double in
      let place = header.count + 8 * index
      return Double(bitPattern: (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(file[place + $1]) })
    }
    // The length stands in the header: only the whole file says whether it is one of ours.
    return npy(values, element) == file ? values : nil
  }

  private static func npy(_ values: [Double], _ element: Element) -> [UInt8] {
    let count = values.count / element.doublesEach
    var header = "{'descr': '\(element.rawValue)', 'fortran_order': False, 'shape': (\(count),), }"
    // Magic, version and length are ten bytes; the whole header is 128, which no count of ours outgrows.
    header += String(repeating: " ", count: max(0, 117 - header.utf8.count)) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes += [
      UInt8(truncatingIfNeeded: header.utf8.count), UInt8(truncatingIfNeeded: header.utf8.count >> 8),
    ]
    bytes += Array(header.utf8)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values {
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(shift)))
      }
    }
    return bytes
  }
}

/// RFC 4648, section 4.
package enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.enumerated().reduce(UInt32(0)) {
        $0 | UInt32($1.element) << UInt32(16 - 8 * $1.offset)
      }
      for place in 0..<4 {
        let isFilled = place <= group.count
        result.append(isFilled ? letters[Int(bits >> UInt32(18 - 6 * place)) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// nil when `text` is not base64; white space is skipped.
  package static func bytes(_ text: String) -> [UInt8]? {
    var values: [UInt8] = []
    var padding = 0
    for letter in text.utf8 where ![0x20, 0x09, 0x0A, 0x0D].contains(letter) {
      if letter == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(of: letter) else { return nil }
      values.append(value)
    }
    guard (values.count + padding) % 4 == 0, padding < 3 else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(values.count * 3 / 4)
    for start in stride(from: 0, to: values.count, by: 4) {
      let group = values[start..<min(start + 4, values.count)]
      let bits = group.enumerated().reduce(UInt32(0)) {
        $0 | UInt32($1.element) << UInt32(18 - 6 * $1.offset)
      }
      for place in 0..<(group.count - 1) {
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place)))
      }
    }
    return result
  }

  private static func value(of letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

/// zlib streams (RFC 1950) of stored blocks.
package enum Zlib {
  private static let longestBlock = 65_535

  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    // Window of 32 KiB, no dictionary, fastest; the two bytes are a multiple of 31.
    var result: [UInt8] = [0x78, 0x01]
    result.reserveCapacity(bytes.count + bytes.count / longestBlock * 5 + 16)
    var start = 0
    repeat {
      let end = min(start + longestBlock, bytes.count)
      let length = UInt16(end - start)
      result.append(end == bytes.count ? 1 : 0)
      for value in [length, ~length] { result += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
      result += bytes[start..<end]
      start = end
    } while start < bytes.count
    let sum = adler32(bytes)
    for shift in [24, 16, 8, 0] { result.append(UInt8(truncatingIfNeeded: sum >> UInt32(shift))) }
    return result
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
