/// Reads pulses that somebody else made: CSV, Siemens .pta, Bruker shapes. The content decides which it is.
package enum PulseFile {
  package enum Format: String, Sendable {
    case csv = "CSV"
    case siemens = "Siemens .pta"
    case bruker = "Bruker shape"
  }

  /// The shape, and what is wrong with the file; no shape when there is an error.
  package static func read(_ file: SourceFile) -> (shape: PulseShape?, diagnostics: Diagnostics) {
    var reader = PulseFileReader(file)
    let shape: PulseShape?
    switch reader.format() {
    case .csv: shape = reader.readCSV()
    case .siemens: shape = reader.readSiemens()
    case .bruker: shape = reader.readBruker()
    case nil: shape = nil
    }
    return (reader.diagnostics.hasErrors ? nil : shape, reader.diagnostics)
  }
}

/// Walks the lines of a pulse file and collects rows of numbers.
struct PulseFileReader {
  let file: SourceFile
  private(set) var diagnostics = Diagnostics()
  /// Byte ranges of the lines, without their ends.
  let lines: [Range<Int>]

  init(_ file: SourceFile) {
    self.file = file
    lines = file.bytes.count <= PulseFileReader.mostBytes ? PulseFileReader.lines(of: file.bytes) : []
  }

  /// 65536 samples of four columns take a few megabytes; what is longer is something else.
  static let mostBytes = 1 << 24

  /// The format by its first line that is neither blank nor comment; an error when it is none.
  mutating func format() -> PulseFile.Format? {
    if file.bytes.count > PulseFileReader.mostBytes {
      diagnostics.error(
        .pulseFileTooLong,
        "a file of \(file.bytes.count) bytes, and \(PulseFileReader.mostBytes) is the limit",
        at: span(0..<0))
      return nil
    }
    guard let first = lines.first(where: { !isBlankOrComment($0) }) else {
      diagnostics.error(.pulseFileEmpty, "the pulse file is empty", at: span(0..<0))
      return nil
    }
    if file.bytes.prefix(4_096).contains(0) {
      diagnostics.error(
        .unknownPulseFile, "this is a binary file", at: span(first.lowerBound..<first.lowerBound),
        help: "export the pulse as text: CSV, Siemens .pta or a Bruker shape")
      return nil
    }
    let text = word(first)
    if text.hasPrefix("##") { return .bruker }
    if lines.prefix(32).contains(where: { word($0).uppercased().hasPrefix("PULSENAME") }) { return .siemens }
    if text.hasPrefix("[") || text.hasPrefix("<") {
      diagnostics.error(
        .unknownPulseFile, "this is neither CSV nor a Siemens or Bruker pulse", at: span(first),
        help: "CSV begins with a line such as: amplitude [uT], phase [deg]")
      return nil
    }
    return .csv
  }

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(file: file.id, from: range.lowerBound, to: range.upperBound)
  }

  /// The first 80 characters of a range, for looking at keywords and for messages.
  func word(_ range: Range<Int>) -> String {
    let trimmed = PulseFileReader.trimmed(file.bytes, range)
    return String(
      decoding: file.bytes[trimmed.lowerBound..<min(trimmed.upperBound, trimmed.lowerBound + 80)],
      as: UTF8.self)
  }

  mutating func error(
    _ code: DiagnosticCode, _ message: String, at range: Range<Int>, help: String? = nil
  ) {
    diagnostics.error(code, message, at: span(range), help: help)
  }

  func isBlankOrComment(_ line: Range<Int>) -> Bool {
    let trimmed = PulseFileReader.trimmed(file.bytes, line)
    guard let first = trimmed.first else { return true }
    // One number sign begins a comment of CSV, two a field of JCAMP-DX.
    return file.bytes[first] == UInt8(ascii: "#")
      && (first + 1 >= trimmed.upperBound || file.bytes[first + 1] != UInt8(ascii: "#"))
  }

  /// Numbers of a line cut at commas, semicolons and blanks; nil after an error.
  mutating func numbers(_ line: Range<Int>, count: Int) -> [Double]? {
    let fields = fields(line, separators: [UInt8(ascii: ","), UInt8(ascii: ";"), 32, 9], keepEmpty: false)
    return numbers(fields, count: count, line: line)
  }

  mutating func numbers(_ fields: [Range<Int>], count: Int, line: Range<Int>) -> [Double]? {
    guard fields.count == count else {
      error(
        .pulseFileRow, "\(fields.count) values where \(count) are expected",
        at: PulseFileReader.trimmed(file.bytes, line))
      return nil
    }
    var values: [Double] = []
    for field in fields {
      guard let value = DecimalText.number(file.bytes[field]), value.isFinite else {
        error(.pulseFileNumber, "`\(word(field))` is not a finite number", at: field)
        return nil
      }
      values.append(value)
    }
    return values
  }

  /// Pieces of a line without surrounding blanks.
  func fields(_ line: Range<Int>, separators: [UInt8], keepEmpty: Bool) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = line.lowerBound
    for index in line.lowerBound...line.upperBound {
      guard index == line.upperBound || separators.contains(file.bytes[index]) else { continue }
      let field = PulseFileReader.trimmed(file.bytes, start..<index)
      if keepEmpty || !field.isEmpty { result.append(field) }
      start = index + 1
    }
    return result
  }

  /// False, with an error, when no more rows should be read: too many samples, or too many errors to be worth
  /// more.
  mutating func mayContinue(after samples: Int, at line: Range<Int>) -> Bool {
    if samples > PulseGrid.mostSamples {
      error(.pulseFileTooLong, "more than \(PulseGrid.mostSamples) samples", at: line)
      return false
    }
    return diagnostics.items.count < 10
  }

  static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start] == 32 || bytes[start] == 9 || bytes[start] == 13 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 || bytes[end - 1] == 13 { end -= 1 }
    return start..<end
  }

  /// Lines end with LF, CR LF or CR; a byte order mark is skipped.
  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for index in start..<max(bytes.count, start) where bytes[index] == 10 || bytes[index] == 13 {
      if index > start || bytes[index] == 10 { result.append(start..<index) }
      start = index + 1
    }
    if start < bytes.count { result.append(start..<bytes.count) }
    return result
  }
}
