/// The two vendor formats of pulse files, as far as a pulse's shape goes.
extension PulseFileReader {
  /// Siemens .pta: `KEY: value` lines, then one sample a line, `amplitude phase ; (index)`, phase in radians.
  ///
  /// REFGRAD is the gradient in mT/m that selects 10 mm with a pulse of 5.12 ms, for protons.
  mutating func readSiemens() -> PulseShape? {
    var shape = PulseShape(format: .siemens)
    for line in lines where !isBlankOrComment(line) {
      if let (key, value) = keyAndValue(line, separator: UInt8(ascii: ":")) {
        if key == "REFGRAD", let gradient = DecimalText.number(file.bytes[value]), gradient > 0,
          gradient < 1e6
        {
          shape.timeBandwidth =
            gradient * 1e-3 * Nucleus.proton.hertzPerTesla * PulseShape.referenceSliceMetres
            * PulseShape.referenceSeconds
        }
        continue
      }
      guard let row = numbers(beforeSemicolon(line), count: 2) else {
        guard mayContinue(after: shape.count, at: line) else { return nil }
        continue
      }
      shape.append(amplitude: row[0], phaseRadians: row[1])
      guard mayContinue(after: shape.count, at: line) else { return nil }
    }
    return finished(shape)
  }

  /// Bruker: JCAMP-DX with amplitude in percent and phase in degrees, one sample a line after `##XYPOINTS=`.
  mutating func readBruker() -> PulseShape? {
    var shape = PulseShape(format: .bruker)
    var announced: (count: Int, place: Range<Int>)?
    var inData = false
    for line in lines {
      let text = word(line)
      if text.isEmpty || text.hasPrefix("$$") { continue }
      if text.hasPrefix("##") {
        guard let (key, value) = keyAndValue(line, separator: UInt8(ascii: "=")) else { continue }
        inData = key == "##XYPOINTS"
        if key == "##END" { break }
        if key == "##NPOINTS" { announced = DecimalText.integer(file.bytes[value]).map { ($0, value) } }
        if key == "##$SHAPE_BWFAC", let factor = DecimalText.number(file.bytes[value]), factor > 0,
          factor < 1e6
        {
          shape.timeBandwidth = factor
        }
      } else if inData {
        if let row = numbers(line, count: 2) {
          shape.append(amplitude: row[0] / 100, phaseRadians: row[1] * PulseShape.radiansPerDegree)
        }
        guard mayContinue(after: shape.count, at: line) else { return nil }
      }
    }
    if let announced, announced.count != shape.count, !diagnostics.hasErrors {
      error(
        .pulseFileCount, "NPOINTS is \(announced.count), and there are \(shape.count) samples",
        at: announced.place,
        help: "the file may be cut off")
    }
    return finished(shape)
  }

  /// The shape with its peak at one; an error when there is nothing in it.
  mutating func finished(_ shape: PulseShape, unit: PulseShape.Peak? = nil) -> PulseShape? {
    guard !diagnostics.hasErrors else { return nil }
    guard let normalised = shape.normalised(unit: unit) else {
      let what = shape.count == 0 ? "there are no samples" : "all \(shape.count) samples are zero"
      error(.pulseFileEmpty, "\(what) in this \(shape.format.rawValue) file", at: 0..<0)
      return nil
    }
    return normalised
  }

  /// `KEY: value`; nil unless the line begins with a letter or a sign of a keyword.
  private func keyAndValue(_ line: Range<Int>, separator: UInt8) -> (key: String, value: Range<Int>)? {
    let trimmed = PulseFileReader.trimmed(file.bytes, line)
    guard let first = trimmed.first else { return nil }
    let byte = file.bytes[first]
    guard (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "#") else {
      return nil
    }
    guard let cut = trimmed.first(where: { file.bytes[$0] == separator }) else { return nil }
    let key = word(trimmed.lowerBound..<cut).uppercased()
    return (key, PulseFileReader.trimmed(file.bytes, (cut + 1)..<trimmed.upperBound))
  }

  private func beforeSemicolon(_ line: Range<Int>) -> Range<Int> {
    line.lowerBound..<(line.first { file.bytes[$0] == UInt8(ascii: ";") } ?? line.upperBound)
  }
}
