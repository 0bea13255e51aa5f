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
