// Arrays in Vespa's XML and matrices in HDF5: bytes against published vectors, and refusal of everything else.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct PackedNumberTests {
  // MARK: base64, zlib, npy

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64IsThatOfTheStandard(text: String, encoded: String) {
    #expect(Base64.text(Array(text.utf8)) == encoded)
    #expect(Base64.bytes(encoded) == Array(text.utf8))
  }

  @Test func textThatIsNotBase64IsRefused() {
    for text in ["Z", "Zg", "Zg=", "Z===", "Zg==Zg==", "Zm9v!", "Zm9vé"] {
      #expect(Base64.bytes(text) == nil, "\(text)")
    }
    #expect(Base64.bytes(" Zm9v\n YmFy ") == Array("foobar".utf8))
  }

  @Test func zlibStreamHasTheChecksumOfTheStandard() {
    // Adler-32 of "Wikipedia" is 0x11E60398 (the example of its article).
    let stream = Zlib.stored(Array("Wikipedia".utf8))
    #expect(stream.suffix(4) == [0x11, 0xE6, 0x03, 0x98])
    #expect(stream.prefix(7) == [0x78, 0x01, 1, 9, 0, 246, 255])
    #expect((Int(stream[0]) * 256 + Int(stream[1])) % 31 == 0)
  }

  @Test(arguments: [0, 1, 65_534, 65_535, 65_536, 200_000]) func zlibStreamsComeBack(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    #expect(Zlib.bytes(ofStored: Zlib.stored(bytes)) == bytes)
  }

  @Test func aDamagedStreamIsRefusedAtEveryByte() {
    let stream = Zlib.stored(Array("density".utf8))
    for index in stream.indices {
      var damaged = stream
      damaged[index] ^= 0x55
      #expect(Zlib.bytes(ofStored: damaged) == nil, "byte \(index)")
      #expect(Zlib.bytes(ofStored: Array(stream[..<index])) == nil, "first \(index) bytes")
    }
  }

  @Test func arraysComeBackAndKeepTheirKind() {
    let values = [0, -0.0, 1.5, .pi, 1e-300, -7]
    #expect(NumpyArray.values(NumpyArray.text(values, .complex), .complex) == values)
    #expect(NumpyArray.values(NumpyArray.text(values, .complex), .double) == nil)
    #expect(NumpyArray.values("", .double) == nil)
  }

  @Test func anArrayStartsAsTheNumPyFormatSays() throws {
    let packed = try #require(Base64.bytes(NumpyArray.text([1, 2], .complex)))
    let file = try #require(Zlib.bytes(ofStored: packed))
    #expect(file.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    let header = String(decoding: file[10..<128], as: UTF8.self)
    #expect(
      header.hasPrefix("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }") && header.hasSuffix("\n")
    )
    #expect(Int(file[8]) + 256 * Int(file[9]) == 118 && file.count == 128 + 16)
  }

  // MARK: HDF5

  private let matrix = HDF5Matrix(name: "extpulse", rows: [[0, 0.5, 1], [0, -2.25, 0]])

  @Test func aMatrixComesBack() {
    #expect(HDF5Matrix.read(matrix.bytes, name: "extpulse") == matrix)
    #expect(matrix.bytes.count == 1256 + 8 * 6)
    let empty = HDF5Matrix(name: "extpulse", rows: [[], []])
    #expect(HDF5Matrix.read(empty.bytes, name: "extpulse") == empty)
  }

  /// Where the format's specification puts the marks of its parts.
  @Test func thePartsStandWhereTheFormatSays() {
    let bytes = matrix.bytes
    for (place, mark) in [(136, "TREE"), (680, "HEAP"), (800, "SNOD"), (720, "extpulse")] {
      #expect(Array(bytes[place..<(place + mark.utf8.count)]) == Array(mark.utf8))
    }
    // End of file, and the address and the size of the data.
    #expect(bytes[40] == UInt8(bytes.count & 255) && bytes[41] == UInt8(bytes.count >> 8))
  }

  @Test func anotherFileIsRefused() {
    let bytes = matrix.bytes
    #expect(HDF5Matrix.read(bytes, name: "other") == nil)
    #expect(HDF5Matrix.read([], name: "extpulse") == nil)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(HDF5Matrix.read(Array(bytes[..<length]), name: "extpulse") == nil)
    }
    // Counts that lie, beyond all memory.
    for place in 1160..<1176 {
      var lie = bytes
      lie[place] ^= 0x80
      #expect(HDF5Matrix.read(lie, name: "extpulse") == nil, "byte \(place)")
    }
  }
}
