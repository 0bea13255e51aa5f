import SequenceIR

/// Reads the sections DEFINITIONS and SIGNATURE.
extension PulseqParser {
  mutating func readDefinitions(_ section: PulseqSection?) {
    var found: Set<String> = []
    if let section {
      var lines = PulseqLines(bytes, in: section.body)
      while let line = lines.nextRow() {
        splitRow(line)
        let key = text(fields[0])
        let value = fields.count > 1 ? text(fields[1].lowerBound..<line.upperBound) : ""
        if let raster = PulseqParser.rasters[key] {
          found.insert(key)
          if let time = rasterTime(key) { sequence.rasters[keyPath: raster] = time }
        } else {
          sequence.define(key, value)
        }
      }
    }
    sequence.name = sequence.definition("Name") ?? ""
    if version < .withBlockDurations { return }
    for key in PulseqParser.rasters.keys.sorted() where !found.contains(key) {
      log.error(
        .pulseqMissingDefinition, at: section?.header, "Pulseq \(version) requires the definition \(key)",
        help:
          "on most systems: GradientRasterTime 1e-05, RadiofrequencyRasterTime 1e-06, AdcRasterTime 1e-07, "
          + "BlockDurationRaster 1e-05")
    }
  }

  private static var rasters: [String: WritableKeyPath<Sequence.Rasters, Time> & Sendable] {
    [
      "GradientRasterTime": \.gradient, "RadiofrequencyRasterTime": \.radiofrequency, "AdcRasterTime": \.adc,
      "BlockDurationRaster": \.blockDuration,
    ]
  }

  private mutating func rasterTime(_ key: String) -> Time? {
    let place = fields.count > 1 ? fields[1] : line
    if fields.count == 2, let seconds = DecimalText.number(bytes[fields[1]]),
      let time = Time(nearestToSeconds: seconds), time > .zero, time <= PulseqLimits.coarsestRaster
    {
      return time
    }
    log.error(.pulseqBadDefinition, at: place, "\(key) must be a time in seconds, above 0 and at most 0.01")
    return nil
  }

  /// The sum covers the bytes before the line feed that precedes [SIGNATURE].
  mutating func checkSignature(_ section: PulseqSection?) -> PulseqSignature {
    guard let section else { return .absent }
    var entries: [String: String] = [:]
    var lines = PulseqLines(bytes, in: section.body)
    while let line = lines.nextRow() {
      splitRow(line)
      if fields.count == 2 { entries[text(fields[0])] = text(fields[1]) }
    }
    let type = entries["Type"] ?? ""
    guard type.lowercased() == "md5", let declared = entries["Hash"]?.lowercased() else {
      log.warning(.pulseqSignature, at: section.header, "the signature has no MD5 hash and cannot be checked")
      return .unknown(type: type)
    }
    var body = bytes[..<section.header.lowerBound]
    // The header may be indented; the line feed before it is what counts.
    while let byte = body.last, byte != 10 { body.removeLast() }
    let computed = MD5.hexadecimal(of: body.dropLast())
    if computed == declared { return .valid }
    // Where lines end with carriage return and line feed, readers disagree on which of the two is left out.
    if body.dropLast().last == 13, MD5.hexadecimal(of: body.dropLast(2)) == declared { return .valid }
    if MD5.hexadecimal(of: body) == declared { return .validWithLineFeed }
    let lineFeedsOnly = body.filter { $0 != 13 }
    if lineFeedsOnly.count != body.count, MD5.hexadecimal(of: lineFeedsOnly.dropLast()[...]) == declared {
      log.warning(
        .pulseqSignature, at: section.header,
        "the signature holds for the same text with line feeds only: the line endings were changed")
      return .lineEndingsChanged
    }
    log.warning(
      .pulseqSignature, at: section.header,
      "the signature does not match: the file was changed after it was written")
    return .mismatch(declared: declared, computed: computed)
  }
}
