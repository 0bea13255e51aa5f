import SequenceIR

/// The EXTENSIONS section of a file in the making: lists of references, shared where they end alike, and the objects
/// that they refer to.
struct PulseqExtensionTables {
  /// Number of the first list entry of each `Extras`, by number in the library; 0 means not laid out yet.
  private var heads: [Int]
  private var entries: [Entry] = []
  private var entryNumbers: [Entry: Int] = [:]
  /// The rows of each kind without their number, in order of first use.
  private var rows: [[String]] = Array(repeating: [], count: Kind.allCases.count)
  private var rowNumbers: [[String: Int]] = Array(repeating: [:], count: Kind.allCases.count)
  private var problems = Diagnostics()

  /// The extensions that are written, in the order of their tables.
  enum Kind: String, CaseIterable {
    case triggers = "TRIGGERS"
    case labelSet = "LABELSET"
    case labelIncrement = "LABELINC"
    case softDelays = "DELAYS"
    case shims = "RF_SHIMS"
    case rotations = "ROTATIONS"

    var columns: String {
      switch self {
      case .triggers: "id type channel delay(us) duration(us)"
      case .labelSet, .labelIncrement: "id value label"
      case .softDelays: "id number offset(us) factor hint"
      case .shims: "id channels magnitude phase(rad) magnitude phase(rad) ..."
      case .rotations: "id q0 qx qy qz"
      }
    }
  }

  private struct Entry: Hashable {
    let kind: Kind
    let reference: Int
    let next: Int
  }

  init(extrasCount: Int) { heads = [Int](repeating: 0, count: extrasCount) }

  var usesRotations: Bool { !rows[index(of: .rotations)].isEmpty }

  /// The number to write into the last column of a block.
  mutating func head(of id: ExtrasID, in library: EventLibrary, _ use: PulseqUse) -> Int {
    if id.isNone { return 0 }
    let index = Int(id.number) - 1
    if heads[index] == 0 { heads[index] = layOut(library[id], use) }
    return heads[index]
  }

  /// The section; empty when nothing is in it.
  func text(reporting diagnostics: inout Diagnostics) -> PulseqText {
    diagnostics.append(contentsOf: problems)
    var text = PulseqText()
    if entries.isEmpty { return text }
    let used = Kind.allCases.filter { !rows[index(of: $0)].isEmpty }
    text.line("# id type reference next")
    text.line("[EXTENSIONS]")
    for (number, entry) in entries.enumerated() {
      let type = (used.firstIndex(of: entry.kind) ?? 0) + 1
      text.line("\(number + 1) \(type) \(entry.reference) \(entry.next)")
    }
    text.endLine()
    for (number, kind) in used.enumerated() {
      text.line("# \(kind.columns)")
      text.line("extension \(kind.rawValue) \(number + 1)")
      for (row, fields) in rows[index(of: kind)].enumerated() { text.line("\(row + 1) \(fields)") }
      text.endLine()
    }
    return text
  }

  /// A list is laid out from its end, so that lists with the same end share it.
  private mutating func layOut(_ extras: Extras, _ use: PulseqUse) -> Int {
    var references: [(Kind, Int)] = []
    for operation in extras.labels {
      references.append(
        reference(
          operation.kind == .set ? .labelSet : .labelIncrement,
          "\(operation.value) \(operation.label.rawValue)"))
    }
    for trigger in extras.triggers { references.append(reference(.triggers, row(of: trigger, use))) }
    if let delay = extras.softDelay { references.append(reference(.softDelays, row(of: delay, use))) }
    if let shim = extras.shim { references.append(reference(.shims, row(of: shim, use))) }
    if let rotation = extras.rotation {
      references.append(
        reference(.rotations, numbers([rotation.w, rotation.x, rotation.y, rotation.z], use)))
    }
    var next = 0
    for (kind, number) in references.reversed() {
      let entry = Entry(kind: kind, reference: number, next: next)
      if let known = entryNumbers[entry] {
        next = known
      } else {
        entries.append(entry)
        next = entries.count
        entryNumbers[entry] = next
      }
    }
    return next
  }

  private mutating func reference(_ kind: Kind, _ row: String) -> (Kind, Int) {
    let table = index(of: kind)
    if let known = rowNumbers[table][row] { return (kind, known) }
    rows[table].append(row)
    rowNumbers[table][row] = rows[table].count
    return (kind, rows[table].count)
  }

  private mutating func row(of trigger: Trigger, _ use: PulseqUse) -> String {
    let codes = trigger.channel.pulseqCodes
    return "\(codes.type) \(codes.channel) \(microseconds(trigger.delay, "trigger delay", use)) "
      + microseconds(trigger.duration, "trigger duration", use)
  }

  private mutating func row(of delay: SoftDelay, _ use: PulseqUse) -> String {
    let isOneWord = !delay.hint.isEmpty && delay.hint.utf8.allSatisfy { $0 > 32 && $0 != 127 }
    if !isOneWord { report(use, "has the soft delay hint \"\(delay.hint)\", which is not one word") }
    if delay.factor == 0 { report(use, "has a soft delay with factor 0") }
    return "\(delay.number) \(microseconds(delay.offset, "soft delay offset", use)) "
      + "\(numbers([delay.factor], use)) \(delay.hint)"
  }

  private mutating func row(of shim: RFShim, _ use: PulseqUse) -> String {
    let row =
      "\(shim.channels.count) " + numbers(shim.channels.flatMap { [$0.magnitude, $0.phaseRadians] }, use)
    // The id in front takes up to ten characters more.
    if row.utf8.count > 255 - 11 {
      problems.warning(
        .pulseqLongLine,
        "block \(use.block) has RF shims that make a line of about \(row.utf8.count) characters, and the reference "
          + "interpreter keeps 255", at: use.origin,
        help: "round the magnitudes and phases of the channels to fewer digits")
    }
    return row
  }

  private mutating func numbers(_ values: [Double], _ use: PulseqUse) -> String {
    if let bad = values.first(where: { !$0.isFinite }) {
      report(use, "has the number \(bad) in an extension, which is not finite")
    }
    return values.map { DecimalText.shortest($0) }.joined(separator: " ")
  }

  private mutating func microseconds(_ time: Time, _ what: String, _ use: PulseqUse) -> String {
    if time.picoseconds % 1_000_000 != 0 {
      report(use, "has the \(what) \(time), which Pulseq cannot store: it takes whole microseconds")
    }
    return String(time.picoseconds / 1_000_000)
  }

  private mutating func report(_ use: PulseqUse, _ what: String) {
    if problems.items.count >= 20 { return }
    problems.error(.pulseqValueCannotBeStored, "block \(use.block) \(what)", at: use.origin)
  }

  private func index(of kind: Kind) -> Int { Kind.allCases.firstIndex(of: kind) ?? 0 }
}
