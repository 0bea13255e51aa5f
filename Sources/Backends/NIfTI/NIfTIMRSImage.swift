/// Time signals of one voxel as a NIfTI-MRS file: a NIfTI-2 header, the header extension of the MRS standard, complex
/// data.
///
/// Sources: nifti2.h of the NIfTI Data Format Working Group (2011) for the layout; the NIfTI-MRS standard, version
/// 0.11 (Clarke et al., Magn Reson Med 2022;88:2358-2370), for what stands in it.
import SequenceIR

package struct NIfTIMRSImage: Sendable {
  /// The version of the standard, in the way of its intent name.
  package static let intentName = "mrs_v0_11"

  /// The fifth, sixth or seventh dimension.
  package struct Dimension: Sendable {
    /// `DIM_EDIT`, `DIM_DYN`, `DIM_USER_0`, ...
    package var tag: String
    package var size: Int
    package var info: String
    /// What changes along it: `dim_N_header`; keys that are not the standard's hold `Value` and `Description`.
    package var header: JSONObject

    package init(tag: String, size: Int, info: String, header: JSONObject) {
      (self.tag, self.size, self.info, self.header) = (tag, size, info, header)
    }
  }

  package let metadata: NIfTIMRSMetadata
  package let dwellSeconds: Double
  /// Sides along x, y, z; nil, or 0 for a side: not localised.
  package let voxelMillimetres: [Double]?
  package let dimensions: [Dimension]
  /// One for each index of the dimensions beyond time, the fifth fastest. Frequencies positive towards higher shifts.
  package let signals: [(real: [Double], imaginary: [Double])]

  /// All signals have the same number of samples, and there are as many as the dimensions say.
  package init(
    metadata: NIfTIMRSMetadata, dwellSeconds: Double, voxelMillimetres: [Double]?, dimensions: [Dimension],
    signals: [(real: [Double], imaginary: [Double])]
  ) {
    precondition(dimensions.count <= 3, "NIfTI has three dimensions beyond time")
    precondition(
      signals.count == dimensions.reduce(1) { $0 * $1.size }
        && signals.allSatisfy {
          $0.real.count == signals[0].real.count && $0.imaginary.count == $0.real.count
        },
      "signals do not fill the dimensions")
    self.metadata = metadata
    self.dwellSeconds = dwellSeconds
    self.voxelMillimetres = voxelMillimetres
    self.dimensions = dimensions
    self.signals = signals
  }

  package var bytes: [UInt8] {
    let extensionBytes = headerExtension
    var writer = LittleEndianBytes()
    appendHeader(dataOffset: NIfTIMRSImage.headerSize + 4 + extensionBytes.count, to: &writer)
    writer.append([1, 0, 0, 0])
    writer.append(extensionBytes)
    for signal in signals {
      for index in signal.real.indices {
        writer.append(Float(signal.real[index]))
        // The standard's frame turns the other way: where B0 is positive, spins of higher shift turn clockwise, for
        // their Larmor frequency, -gamma B0, is the more negative one (Levitt 1997). Nuclei of negative gamma are
        // stored turned over, which comes to the same.
        writer.append(-Float(signal.imaginary[index]))
      }
    }
    return writer.bytes
  }

  // MARK: header

  private static let headerSize = 540
  /// DT_COMPLEX64: two floats.
  private static let complex64: Int16 = 32
  /// NIFTI_UNITS_MM + NIFTI_UNITS_SEC.
  private static let units: Int32 = 2 + 8
  /// Of a side without localisation, mm.
  private static let unlocalised = 10_000.0

  private func appendHeader(dataOffset: Int, to writer: inout LittleEndianBytes) {
    let sides = (0..<3).map { axis in
      voxelMillimetres.map { $0[axis] > 0 ? $0[axis] : NIfTIMRSImage.unlocalised }
        ?? NIfTIMRSImage.unlocalised
    }
    writer.append(Int32(NIfTIMRSImage.headerSize))
    writer.append(Array("n+2".utf8) + [0, 0x0D, 0x0A, 0x1A, 0x0A])
    writer.append(NIfTIMRSImage.complex64)
    writer.append(Int16(64))
    let sizes = [1, 1, 1, signals[0].real.count] + dimensions.map(\.size)
    let padding = [Int](repeating: 1, count: 7 - sizes.count)
    writer.append(Int64(sizes.count))
    for size in sizes + padding { writer.append(Int64(size)) }
    writer.append(zeros: 3)  // intent_p1 to intent_p3
    // qfac, sides, dwell time, and no steps of the other dimensions.
    for step in [1] + sides + [dwellSeconds, 1, 1, 1] { writer.append(step) }
    writer.append(Int64(dataOffset))
    writer.append(1.0)  // scl_slope
    writer.append(zeros: 5)  // scl_inter, cal_max, cal_min, slice_duration, toffset
    writer.append(Int64(0))  // slice_start
    writer.append(Int64(0))  // slice_end
    writer.append(text: metadata.description, length: 80)
    writer.append(text: "", length: 24)  // aux_file
    // No place in the world is known of what is simulated: qform_code 0, as the standard wants it then.
    writer.append(Int32(0))
    writer.append(Int32(0))
    writer.append(zeros: 6)  // quatern_b, c, d, qoffset_x, y, z
    for row in 0..<3 { for column in 0..<4 { writer.append(row == column ? sides[row] : 0.0) } }
    writer.append(Int32(0))  // slice_code
    writer.append(NIfTIMRSImage.units)
    writer.append(Int32(0))  // intent_code
    writer.append(text: NIfTIMRSImage.intentName, length: 16)
    writer.append(text: "", length: 16)  // dim_info, unused_str
  }

  /// NIFTI_ECODE_MRS
  private static let extensionCode: Int32 = 44

  /// Size, code and JSON, filled up with zeros to a multiple of 16 bytes.
  private var headerExtension: [UInt8] {
    let text = Array(metadata.json(dimensions).utf8)
    let size = (text.count + 8 + 15) / 16 * 16
    var writer = LittleEndianBytes()
    writer.append(Int32(size))
    writer.append(NIfTIMRSImage.extensionCode)
    writer.append(text)
    writer.append([UInt8](repeating: 0, count: size - 8 - text.count))
    return writer.bytes
  }
}

/// Numbers in little-endian order, one after the other.
private struct LittleEndianBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) { bytes += more }

  mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
    for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Integer(shift)))
    }
  }

  mutating func append(_ value: Double) { append(Int64(bitPattern: value.bitPattern)) }

  mutating func append(_ value: Float) { append(Int32(bitPattern: value.bitPattern)) }

  mutating func append(zeros count: Int) { for _ in 0..<count { append(0.0) } }

  /// Cut to leave a zero at the end, and filled up with zeros.
  mutating func append(text: String, length: Int) {
    var field = Array(text.utf8.prefix(length - 1))
    // A character is not cut in two.
    while !field.isEmpty, String(validating: field, as: UTF8.self) == nil { field.removeLast() }
    bytes += field + [UInt8](repeating: 0, count: length - field.count)
  }
}
