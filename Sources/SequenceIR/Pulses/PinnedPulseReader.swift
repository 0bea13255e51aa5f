/// Reads pinned pulses. Any bytes give a pulse or diagnostics, never a trap.
extension PinnedPulse {
  /// The pulse, and what is wrong with the file; no pulse when there is an error.
  package static func read(_ file: SourceFile) -> (pulse: PinnedPulse?, diagnostics: Diagnostics) {
    var reader = PinnedPulseReader(file)
    let pulse = reader.pulse()
    return (reader.diagnostics.hasErrors ? nil : pulse, reader.diagnostics)
  }

  /// Keys of the head in the order they are written, and what each says.
  package static let keys: [(key: String, meaning: String)] = [
    ("pulse", "what the design calls the pulse"),
    ("design-digest", "32 hexadecimal digits of the design it was found for"),
    ("objective", "what was asked for, in words"),
    ("ensemble", "the members it was found for, in words"),
    ("scanner", "the profile whose limits held"),
    ("version", "of seqc"),
    ("seed", "of the random starts"),
    ("minimizer", "which minimizer found it, `lbfgs` or `adam`"),
    ("kick-interval", "longest time between kicks of the couplings in the simulation"),
    ("error-estimate", "relative error of the simulated signals"),
    ("metric", "a name and a number; any number of lines"),
    ("found", "the name of a `let` and the value found for it; any number of lines"),
    ("step", "how long each sample is held"),
    ("samples", "how many there are"),
    ("waveform", "always `uT`; the last line of the head"),
  ]
}

/// Walks the lines of a pinned pulse.
private struct PinnedPulseReader {
  let file: SourceFile
  private(set) var diagnostics = Diagnostics()
  private var name = ""
  private var provenance = PinnedPulse.Provenance()
  private var step: Time?
  private var announced: (count: Int, place: Range<Int>)?
  private var seen: Set<String> = []
  private var heading = 0..<0

  init(_ file: SourceFile) { self.file = file }

  /// 65536 lines of two numbers of 25 characters and a head take far less.
  private static let mostBytes = 1 << 22
  private static let mostErrors = 10
  private static let mostMetrics = 1_000

  mutating func pulse() -> PinnedPulse? {
    guard file.bytes.count <= Self.mostBytes else {
      error(
        .pinnedPulseCount, "a file of \(file.bytes.count) bytes, and \(Self.mostBytes) is the limit",
        at: 0..<0)
      return nil
    }
    var lines = self.lines()[...]
    heading = lines.popFirst() ?? 0..<0
    guard isHeading(heading) else { return nil }
    var hasWaveform = false
    while !hasWaveform, let line = lines.popFirst() {
      hasWaveform = head(line)
      if diagnostics.errorCount >= Self.mostErrors { return nil }
    }
    guard hasHead(hasWaveform), let (x, y) = samples(lines), let step, !diagnostics.hasErrors else {
      return nil
    }
    return PinnedPulse(name: name, step: step, microteslaX: x, microteslaY: y, provenance: provenance)
  }

  // MARK: lines and words

  /// Lines that are neither blank nor a comment, without surrounding blanks.
  private func lines() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for end in 0...file.bytes.count where end == file.bytes.count || file.bytes[end] == 10 {
      let line = PulseFileReader.trimmed(file.bytes, start..<end)
      if !line.isEmpty, file.bytes[line.lowerBound] != UInt8(ascii: "#") { result.append(line) }
      start = end + 1
    }
    return result
  }

  private func words(_ line: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start: Int?
    for index in line {
      let isBlank = file.bytes[index] == 32 || file.bytes[index] == 9
      if isBlank, let begun = start {
        result.append(begun..<index)
        start = nil
      } else if !isBlank, start == nil {
        start = index
      }
    }
    if let start { result.append(start..<line.upperBound) }
    return result
  }

  private static let longestText = 4_096

  /// For numbers, names and messages; a line of a megabyte is cut.
  private func text(_ range: Range<Int>) -> String {
    let end = min(range.upperBound, range.lowerBound + Self.longestText)
    return String(decoding: file.bytes[range.lowerBound..<end], as: UTF8.self)
  }

  private func shown(_ range: Range<Int>) -> String { String(text(range).prefix(40)) }

  private mutating func error(
    _ code: DiagnosticCode, _ message: String, at range: Range<Int>, help: String? = nil
  ) {
    diagnostics.error(
      code, message, at: SourceSpan(file: file.id, from: range.lowerBound, to: range.upperBound), help: help)
  }

  // MARK: the head

  private mutating func isHeading(_ line: Range<Int>) -> Bool {
    let words = words(line).map(shown)
    guard words.first == "seqc-pulse" else {
      error(
        .notAPinnedPulse, "a pinned pulse begins with `seqc-pulse \(PinnedPulse.formatVersion)`", at: line)
      return false
    }
    guard words == ["seqc-pulse", String(PinnedPulse.formatVersion)] else {
      error(
        .notAPinnedPulse,
        "version \(words.count > 1 ? words[1] : "?") of the format is not known, \(PinnedPulse.formatVersion) is",
        at: line, help: "it may have been written by a newer seqc")
      return false
    }
    return true
  }

  /// True for the line that ends the head.
  private mutating func head(_ line: Range<Int>) -> Bool {
    let words = words(line)
    let keyPlace = words[0]
    let key = shown(keyPlace)
    let known = PinnedPulse.keys.map(\.key)
    guard known.contains(key) else {
      error(
        .pinnedPulseLine, "`\(key)` is no key of a pinned pulse", at: keyPlace,
        help: Suggestion.nearest(to: key, among: known).map { "did you mean `\($0)`?" })
      return false
    }
    if !seen.insert(key).inserted, key != "metric", key != "found" {
      error(.pinnedPulseLine, "`\(key)` stands twice", at: keyPlace)
      return key == "waveform"
    }
    let value = PulseFileReader.trimmed(file.bytes, keyPlace.upperBound..<line.upperBound)
    guard !value.isEmpty, take(key, value, Array(words.dropFirst())) else {
      let meaning = PinnedPulse.keys.first { $0.key == key }?.meaning ?? ""
      error(.pinnedPulseLine, "the value of `\(key)` is not understood", at: line, help: meaning)
      return key == "waveform"
    }
    return key == "waveform"
  }

  /// False when the value is not of the kind the key needs.
  private mutating func take(_ key: String, _ value: Range<Int>, _ words: [Range<Int>]) -> Bool {
    switch key {
    case "pulse": return set(\.name, value)
    case "objective": return set(\.provenance.objective, value)
    case "ensemble": return set(\.provenance.ensemble, value)
    case "scanner": return set(\.provenance.scanner, value)
    case "version": return set(\.provenance.version, value)
    case "minimizer": return set(\.provenance.minimizer, value)
    case "design-digest":
      let digits = text(value)
      guard digits.utf8.count == 32,
        digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
      else { return false }
      provenance.designDigest = digits
    case "seed":
      guard let seed = DecimalText.integer(file.bytes[value]), seed >= 0 else { return false }
      provenance.seed = seed
    case "kick-interval":
      guard let time = time(words) else { return false }
      provenance.kickInterval = time
    case "error-estimate":
      guard let number = number(value) else { return false }
      provenance.errorEstimate = number
    case "metric":
      guard words.count == 2, let name = word(words[0]), let number = number(words[1]),
        provenance.metrics.count < Self.mostMetrics
      else { return false }
      provenance.metrics.append(PinnedPulse.Metric(name, number))
    case "found":
      guard let found = foundValue(words), provenance.found.count < Self.mostMetrics else { return false }
      provenance.found.append(found)
    case "step":
      guard let time = time(words), time > .zero else { return false }
      step = time
    case "samples":
      guard let count = DecimalText.integer(file.bytes[value]), count > 0 else { return false }
      announced = (count, value)
    default: return text(value) == "uT"
    }
    return true
  }

  /// False when the value is no text.
  private mutating func set(_ path: WritableKeyPath<Self, String>, _ range: Range<Int>) -> Bool {
    guard let words = words(of: range) else { return false }
    self[keyPath: path] = words
    return true
  }

  /// Text as it is written: on one line, with single blanks; nil for what is no UTF-8, blank, or too long to be read by
  /// anybody.
  private func words(of range: Range<Int>) -> String? {
    guard range.count <= Self.longestText, let text = String(validating: file.bytes[range], as: UTF8.self)
    else { return nil }
    let words = PinnedPulse.oneLine(text)
    return words.isEmpty ? nil : words
  }

  /// One word of it.
  private func word(_ range: Range<Int>) -> String? {
    words(of: range).flatMap { $0.contains(" ") ? nil : $0 }
  }

  private func number(_ range: Range<Int>) -> Double? {
    DecimalText.number(file.bytes[range]).flatMap { $0.isFinite ? $0 : nil }
  }

  /// `50 us`, exactly.
  private func time(_ words: [Range<Int>]) -> Time? {
    guard words.count == 2, number(words[0]) != nil,
      let (quantity, tooFine) = Quantity.literal(text(words[0]), unit: text(words[1])), !tooFine
    else { return nil }
    return quantity.time
  }

  private func foundValue(_ words: [Range<Int>]) -> PinnedPulse.FoundValue? {
    guard words.count == 2 || words.count == 3, let name = word(words[0]), number(words[1]) != nil else {
      return nil
    }
    let unit = words.count == 3 ? text(words[2]) : nil
    if let unit, Unit.parse(unit) == nil { return nil }
    return PinnedPulse.FoundValue(name, digits: text(words[1]), unit: unit)
  }

  /// Whether everything is there that a pulse needs.
  private mutating func hasHead(_ hasWaveform: Bool) -> Bool {
    let needed = ["pulse", "step", "samples", "waveform"]
    let missing = needed.filter { !seen.contains($0) }
    // A misspelled key is missing under its right name: one fault, one error.
    if !missing.isEmpty, !diagnostics.hasErrors {
      error(
        .pinnedPulseLine, "the head lacks \(missing.map { "`\($0)`" }.joined(separator: " and "))",
        at: heading,
        help: "the file may be cut off")
    }
    if let announced, announced.count > PinnedPulse.mostSamples {
      error(
        .pinnedPulseCount, "\(announced.count) samples, and \(PinnedPulse.mostSamples) is the limit",
        at: announced.place)
    }
    return hasWaveform && !diagnostics.hasErrors
  }

  // MARK: samples

  /// Beyond it a value is no B1 of anything: 1 T.
  private static let largestMicrotesla = 1e6

  private mutating func samples(_ lines: ArraySlice<Range<Int>>) -> (x: [Double], y: [Double])? {
    guard let announced else { return nil }
    guard lines.count == announced.count else {
      error(
        .pinnedPulseCount, "the head says \(announced.count) samples, and there are \(lines.count)",
        at: announced.place, help: "the file may be cut off")
      return nil
    }
    var x: [Double] = []
    var y: [Double] = []
    for line in lines {
      let words = words(line)
      let values = words.compactMap(number).filter { abs($0) <= Self.largestMicrotesla }
      guard words.count == 2, values.count == 2 else {
        error(.pinnedPulseNumber, "`\(shown(line))` is not two numbers in uT", at: line)
        if diagnostics.errorCount >= Self.mostErrors { return nil }
        continue
      }
      x.append(values[0])
      y.append(values[1])
    }
    return (x, y)
  }
}
