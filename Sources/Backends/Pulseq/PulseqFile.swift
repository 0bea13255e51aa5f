import SequenceIR

/// A Pulseq file as read: its sequence, and what the text around it says.
package struct PulseqFile: Sendable {
  package let version: PulseqVersion
  package let sequence: Sequence
  package let signature: PulseqSignature
  /// The line `[SIGNATURE]`; nil when the file has none.
  package let signatureOrigin: SourceSpan?
}

/// Whether the text is still what its writer signed.
package enum PulseqSignature: Hashable, Sendable {
  case absent
  case valid
  /// Valid when the line feed before [SIGNATURE] counts, as some writers have it.
  case validWithLineFeed
  /// Valid for the same text with line feeds only: somebody converted the line endings.
  case lineEndingsChanged
  case mismatch(declared: String, computed: String)
  /// Signed by another method than MD5, or without a hash.
  case unknown(type: String)

  package var name: String {
    switch self {
    case .absent: "absent"
    case .valid: "valid"
    case .validWithLineFeed: "valid, line feed included"
    case .lineEndingsChanged: "valid before the line endings were changed"
    case .mismatch: "mismatch"
    case .unknown: "unknown"
    }
  }
}

/// Bounds on what a file may declare, so that no arithmetic on what was read can overflow.
enum PulseqLimits {
  /// Samples of one shape.
  static let samples = 100_000_000
  /// Samples of a shape that is written without run lengths: about 100 MB of text.
  static let writtenNumbers = 10_000_000
  /// Entries of one extension list: more than all labels, triggers and outputs that a block can have.
  static let extensions = 256
  /// The longest delay, event or block: 1e6 s, eleven days.
  static let longest = Block.longest
  /// The coarsest raster: 10 ms.
  static let coarsestRaster = Time(picoseconds: 10_000_000_000)
  /// The largest number in a row of [BLOCKS]: eighteen digits.
  static let largestColumn = 999_999_999_999_999_999
  /// The largest id, number of a soft delay, label value and count of anything but samples.
  static let largestWhole = Int(Int32.max)
  /// The largest |sample| of a shape; times in a time shape go up to the number of rasters.
  static let largestSample = 1e9
  /// Blocks of a file that is written: about 2 GB of text.
  static let writtenBlocks = 50_000_000
  /// Files beyond this cannot be addressed by a `SourceSpan`.
  static let bytes = Int(UInt32.max)
}
