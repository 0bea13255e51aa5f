/// Pulses as CSV: a line that names the columns and their units, then one sample a line.
///
///     amplitude [uT], phase [deg], time [us]
///     0.00, 0.0, 5
///
/// Columns are cut at commas, semicolons or tabs. Without a unit an amplitude is relative, and the design
/// gives flip angle or peak.
extension PulseFileReader {
  private enum Quantity: Sendable { case amplitude, phase, real, imaginary, time, gradient }

  private struct Column {
    let quantity: Quantity
    /// SI units (hertz or tesla for amplitudes) that one unit of the column is; nil: relative.
    let factor: Double?
    let inTesla: Bool
    let place: Range<Int>

    var peakUnit: PulseShape.Peak? { factor.map { inTesla ? .tesla($0) : .hertz($0) } }
  }

  private static let names: [(String, Quantity)] = [
    ("amplitude", .amplitude), ("magnitude", .amplitude), ("phase", .phase), ("real", .real),
    ("imaginary", .imaginary),
    ("time", .time), ("gradient", .gradient),
  ]

  private static let dimensions: [(Quantity, [Dimension])] = [
    (.amplitude, [.fluxDensity, .frequency, .none]), (.real, [.fluxDensity, .frequency, .none]),
    (.imaginary, [.fluxDensity, .frequency, .none]), (.phase, [.angle]), (.time, [.time]),
    (.gradient, [.gradient, .gradientInHertz, .none]),
  ]

  mutating func readCSV() -> PulseShape? {
    let content = lines.filter { !isBlankOrComment($0) }
    guard let header = content.first, let separator = separator(of: header),
      let columns = columns(fields(header, separators: [separator], keepEmpty: true), header)
    else { return nil }
    var shape = PulseShape(format: .csv)
    var times: [(seconds: Double, place: Range<Int>)] = []
    for line in content.dropFirst() {
      let cut = fields(line, separators: [separator], keepEmpty: true)
      if let row = numbers(cut, count: columns.count, line: line) {
        append(row, columns, line, &shape, &times)
      }
      guard mayContinue(after: shape.count, at: line) else { return nil }
    }
    shape.dwellSeconds = dwell(times)
    let amplitude = columns.first { $0.quantity == .amplitude || $0.quantity == .real }
    return finished(shape, unit: amplitude?.peakUnit)
  }

  private func separator(of header: Range<Int>) -> UInt8? {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
    return candidates.first { separator in header.contains { file.bytes[$0] == separator } } ?? candidates[0]
  }

  private mutating func columns(_ fields: [Range<Int>], _ header: Range<Int>) -> [Column]? {
    var columns: [Column] = []
    for field in fields {
      guard let column = column(field) else { return nil }
      if columns.contains(where: { $0.quantity == column.quantity }) {
        error(.pulseFileColumn, "column `\(word(field))` appears twice", at: field)
        return nil
      }
      columns.append(column)
    }
    let has = { (quantity: Quantity) in columns.contains { $0.quantity == quantity } }
    let polar = has(.amplitude) && !has(.real) && !has(.imaginary)
    let cartesian = has(.real) && has(.imaginary) && !has(.amplitude) && !has(.phase)
    guard polar || cartesian else {
      error(
        .pulseFileColumn, "the columns do not make a pulse", at: PulseFileReader.trimmed(file.bytes, header),
        help: "amplitude [uT], phase [deg]; or real [uT], imaginary [uT]")
      return nil
    }
    let real = columns.first { $0.quantity == .real }
    let imaginary = columns.first { $0.quantity == .imaginary }
    if let real, let imaginary, real.factor != imaginary.factor || real.inTesla != imaginary.inTesla {
      error(.pulseFileColumn, "real and imaginary part have different units", at: imaginary.place)
      return nil
    }
    return columns
  }

  /// `name [unit]`; the unit of a phase and of a time must be there.
  private mutating func column(_ field: Range<Int>) -> Column? {
    let text = word(field)
    let parts = text.split(separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0].split(separator: " ").joined(separator: " ").lowercased()
    guard let quantity = PulseFileReader.names.first(where: { $0.0 == name })?.1 else {
      let known = PulseFileReader.names.map(\.0)
      error(
        .pulseFileColumn, "`\(text)` does not name a column", at: field,
        help: Suggestion.nearest(to: name, among: known).map { "did you mean \($0)?" }
          ?? "the first line names the columns: \(known.joined(separator: ", "))")
      return nil
    }
    let unitText = parts.count == 2 ? String(parts[1].split(separator: "]").first ?? "") : ""
    let allowed = PulseFileReader.dimensions.first { $0.0 == quantity }?.1 ?? []
    if unitText.isEmpty {
      guard allowed.contains(.none) else {
        error(
          .pulseFileColumn, "column `\(name)` has no unit", at: field,
          help: "\(allowed[0].description), for example \(name) [\(quantity == .time ? "us" : "deg")]")
        return nil
      }
      return Column(quantity: quantity, factor: nil, inTesla: false, place: field)
    }
    let unit = unitText == "%" ? (dimension: Dimension.none, factor: 0.01) : Unit.parse(unitText)
    guard let unit, allowed.contains(unit.dimension) else {
      error(
        .pulseFileColumn, "`\(unitText)` is not a unit of \(name)", at: field,
        help: allowed.map(\.description).joined(separator: " or "))
      return nil
    }
    let isRelative = unit.dimension == .none
    return Column(
      quantity: quantity, factor: isRelative ? nil : unit.factor, inTesla: unit.dimension == .fluxDensity,
      place: field)
  }

  private func append(
    _ row: [Double], _ columns: [Column], _ line: Range<Int>, _ shape: inout PulseShape,
    _ times: inout [(seconds: Double, place: Range<Int>)]
  ) {
    var (amplitude, phase, real, imaginary) = (0.0, 0.0, 0.0, 0.0)
    var isPolar = false
    for (value, column) in zip(row, columns) {
      switch column.quantity {
      case .amplitude: (amplitude, isPolar) = (value, true)
      case .phase: phase = value * (column.factor ?? 1)
      case .real: real = value
      case .imaginary: imaginary = value
      case .time: times.append((value * (column.factor ?? 1), line))
      case .gradient: shape.gradient = (shape.gradient ?? []) + [value]
      }
    }
    if isPolar {
      shape.append(amplitude: amplitude, phaseRadians: phase)
    } else {
      shape.append(real: real, imaginary: imaginary)
    }
  }

  /// The step of evenly spaced times; a hundredth of a step is what rounding of the text may cost.
  private mutating func dwell(_ times: [(seconds: Double, place: Range<Int>)]) -> Double? {
    guard times.count > 1, !diagnostics.hasErrors else { return nil }
    let step = (times[times.count - 1].seconds - times[0].seconds) / Double(times.count - 1)
    for n in 1..<times.count {
      let difference = times[n].seconds - times[n - 1].seconds
      guard step > 0, abs(difference - step) <= 0.01 * step else {
        error(
          .pulseFileTimes,
          "a step of \(DecimalText.significant(difference * 1e6, 6)) us where the others are "
            + "\(DecimalText.significant(step * 1e6, 6)) us", at: times[n].place,
          help: "resample the pulse to equal steps")
        return nil
      }
    }
    return step
  }
}
