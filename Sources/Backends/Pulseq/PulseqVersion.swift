import SequenceIR

/// A version of the Pulseq text format.
package struct PulseqVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let major: Int
  package let minor: Int
  package let revision: Int

  package init(_ major: Int, _ minor: Int, _ revision: Int) {
    self.major = major
    self.minor = minor
    self.revision = revision
  }

  /// Reads `1.4.2`; nil for any other form.
  package init?(text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let numbers = parts.compactMap { DecimalText.integer(Array($0)[...]) }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    self.init(numbers[0], numbers[1], numbers[2])
  }

  /// The versions that can be written, oldest first.
  package static let written = [
    PulseqVersion(1, 4, 0), PulseqVersion(1, 4, 1), PulseqVersion(1, 4, 2), PulseqVersion(1, 5, 0),
    PulseqVersion(1, 5, 1),
  ]

  /// The newest revision of each minor version that was published, oldest first.
  package static let newestRead = [
    PulseqVersion(1, 2, 1), PulseqVersion(1, 3, 1), PulseqVersion(1, 4, 2), PulseqVersion(1, 5, 1),
  ]

  /// From here on blocks carry their duration and RF and gradients may have sample times.
  static let withBlockDurations = PulseqVersion(1, 4, 0)
  /// From here on RF centre and use, gradient ends and offsets in ppm are stored.
  static let withCentres = PulseqVersion(1, 5, 0)

  package var description: String { "\(major).\(minor).\(revision)" }

  package static func < (a: PulseqVersion, b: PulseqVersion) -> Bool {
    (a.major, a.minor, a.revision) < (b.major, b.minor, b.revision)
  }
}
