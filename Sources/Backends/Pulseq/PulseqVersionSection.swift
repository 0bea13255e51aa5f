import SequenceIR

/// Reads the section VERSION.
enum PulseqVersionSection {
  /// nil, with a reason in the log, when the version is missing, malformed or not read.
  /// `first` is the first section of the file, at which a missing version is reported.
  static func read(
    _ section: PulseqSection?, of file: SourceFile, first: PulseqSection?, log: inout PulseqLog
  ) -> PulseqVersion? {
    guard let section else {
      log.error(
        .pulseqVersionMissing, at: first?.header,
        "the file has no section [VERSION], so its columns have no meaning",
        help: "if you know the version, add the section; files without it are older than 1.2 or incomplete")
      return nil
    }
    var parts: [String: Int] = [:]
    var lines = PulseqLines(file.bytes, in: section.body)
    var fields: [Range<Int>] = []
    while let line = lines.nextRow() {
      PulseqLines.split(line, of: file.bytes, into: &fields)
      let key = String(decoding: file.bytes[fields[0]], as: UTF8.self)
      guard fields.count == 2, ["major", "minor", "revision"].contains(key),
        let value = leadingDigits(of: file.bytes[fields[1]])
      else {
        log.error(
          .pulseqMalformedLine, at: line, "expected `major`, `minor` or `revision` and a number")
        return nil
      }
      parts[key] = value
    }
    guard let major = parts["major"], let minor = parts["minor"], let revision = parts["revision"] else {
      log.error(.pulseqVersionMissing, at: section.header, "the version needs major, minor and revision")
      return nil
    }
    return check(PulseqVersion(major, minor, revision), section, log: &log)
  }

  private static func check(
    _ version: PulseqVersion, _ section: PulseqSection, log: inout PulseqLog
  ) -> PulseqVersion? {
    guard PulseqLayout.layout(of: version) != nil else {
      log.error(
        .pulseqVersionUnsupported, at: section.header,
        "Pulseq \(version) is not read; versions 1.2 to 1.5 are")
      return nil
    }
    if let newest = PulseqVersion.newestRead.first(where: { $0.minor == version.minor }), version > newest {
      log.warning(
        .pulseqVersionUnsupported, at: section.header,
        "Pulseq \(version) is read like \(newest), the newest known")
    }
    return version
  }

  /// Revisions such as `1post1` occur; what follows the digits does not change the format.
  private static func leadingDigits(of bytes: ArraySlice<UInt8>) -> Int? {
    let digits = bytes.prefix { $0 >= 48 && $0 <= 57 }
    return digits.count <= 6 ? DecimalText.integer(digits) : nil
  }
}
