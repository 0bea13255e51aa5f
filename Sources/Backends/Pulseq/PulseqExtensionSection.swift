import SequenceIR

/// Reads the section EXTENSIONS: lists of references, and the objects they refer to.
struct PulseqExtensions {
  struct Link {
    let type: Int
    let reference: Int
    let next: Int
    let line: Range<Int>
  }

  enum Object {
    case trigger(Trigger)
    case label(LabelOperation)
    case softDelay(SoftDelay)
    case rotation(Rotation)
    case shim(RFShim)
    /// Skipped, with a warning where it stands.
    case unknown
  }

  var links = PulseqIDTable<Link>()
  /// The objects by the number that the file gives their extension.
  var tables: [Int: PulseqIDTable<Object>] = [:]
  /// What each list holds, once it was asked for.
  var lists = PulseqIDTable<ExtrasID>()
}

extension PulseqParser {
  private static var names: [String] { PulseqExtensionTables.Kind.allCases.map(\.rawValue) }

  mutating func readExtensions(_ section: PulseqSection?) {
    guard let section else { return }
    var lines = PulseqLines(bytes, in: section.body)
    // nil while the rows are links; then the extension whose objects follow.
    var current: (kind: PulseqExtensionTables.Kind?, type: Int)?
    while let line = lines.nextRow() {
      splitRow(line)
      if text(fields[0]) == "extension" {
        current = readHeader()
      } else if let current {
        readObject(current.kind, type: current.type)
      } else {
        readLink()
      }
    }
  }

  /// `extension NAME NUMBER`; type -1, which nothing refers to, when the line is faulty.
  private mutating func readHeader() -> (kind: PulseqExtensionTables.Kind?, type: Int) {
    guard fields.count == 3 else {
      log.error(.pulseqMalformedLine, at: line, "expected `extension`, a name and a number")
      extensions.links.isBroken = true
      return (nil, -1)
    }
    guard let type = whole(2, "number of the extension", from: 1) else { return (nil, -1) }
    if extensions.tables[type] != nil {
      log.error(.pulseqDuplicateID, at: fields[2], "number \(type) stands for two extensions")
      return (nil, -1)
    }
    extensions.tables[type] = PulseqIDTable()
    let name = text(fields[1])
    if let kind = PulseqExtensionTables.Kind(rawValue: name) { return (kind, type) }
    let near = Suggestion.nearest(to: name, among: PulseqParser.names).map { "did you mean \($0)?" }
    let required = (sequence.definition("RequiredExtensions") ?? "").split(separator: " ").map(String.init)
    if required.contains(name) {
      log.error(
        .pulseqUnknownExtension, at: fields[1],
        "extension \(name) is not known, and RequiredExtensions says that the sequence needs it", help: near)
    } else {
      log.warning(
        .pulseqUnknownExtension, at: fields[1], "extension \(name) is not known and is skipped", help: near)
    }
    extensions.tables[type]?.isBroken = true
    return (nil, type)
  }

  private mutating func readLink() {
    guard fields.count == 4 else {
      log.error(.pulseqColumnCount, at: line, "an extension list has 4 columns: id, type, reference, next")
      extensions.links.isBroken = true
      return
    }
    guard let id = whole(0, "id", from: 1) else { return }
    let type = whole(1, "type", from: 1)
    let reference = whole(2, "reference", from: 0)
    let next = whole(3, "next", from: 0)
    var entry = PulseqIDTable<PulseqExtensions.Link>.Entry.broken
    if let type, let reference, let next {
      entry = .value(PulseqExtensions.Link(type: type, reference: reference, next: next, line: line))
    }
    if !extensions.links.insert(entry, at: id) { reportDuplicate(id, in: "[EXTENSIONS]") }
  }

  private mutating func readObject(_ kind: PulseqExtensionTables.Kind?, type: Int) {
    guard let kind, let id = whole(0, "id", from: 1) else { return }
    let object = object(kind)
    let entry = object.map { PulseqIDTable<PulseqExtensions.Object>.Entry.value($0) } ?? .broken
    if extensions.tables[type]?.insert(entry, at: id) == false {
      reportDuplicate(id, in: "extension \(kind.rawValue)")
    }
  }

  private mutating func object(_ kind: PulseqExtensionTables.Kind) -> PulseqExtensions.Object? {
    switch kind {
    case .triggers: hasColumns(5, kind) ? trigger() : nil
    case .labelSet: hasColumns(3, kind) ? label(.set) : nil
    case .labelIncrement: hasColumns(3, kind) ? label(.increment) : nil
    case .softDelays: hasColumns(5, kind) ? softDelay() : nil
    case .rotations: hasColumns(5, kind) ? rotation() : nil
    case .shims: shim(kind)
    }
  }

  private mutating func hasColumns(_ count: Int, _ kind: PulseqExtensionTables.Kind) -> Bool {
    if fields.count == count { return true }
    log.error(
      .pulseqColumnCount, at: line,
      "a row of \(kind.rawValue) has \(count) columns, this one has \(fieldCount)",
      help: "the columns are \(kind.columns)")
    return false
  }

  private mutating func trigger() -> PulseqExtensions.Object? {
    let delay = microseconds(3, "delay")
    let duration = microseconds(4, "duration")
    guard let type = whole(1, "type", from: 0), let channel = whole(2, "channel", from: 0), let delay,
      let duration
    else { return nil }
    let known = Trigger.Channel.allCases.first { $0.pulseqCodes == (type, channel) }
    guard let known else {
      log.error(
        .pulseqTrigger, at: fields[1].lowerBound..<fields[2].upperBound,
        "trigger type \(type) on channel \(channel) is not known",
        help:
          "type 1 is an output on channel 1 (osc0), 2 (osc1) or 3 (ext1); type 2 a wait on channel 1 (physio1) or "
          + "2 (physio2)")
      return nil
    }
    return .trigger(Trigger(channel: known, delay: delay, duration: duration))
  }

  private mutating func label(_ kind: LabelOperation.Kind) -> PulseqExtensions.Object? {
    guard let value = whole(1, "value", from: -PulseqLimits.largestWhole) else { return nil }
    guard let label = Label(rawValue: text(fields[2])) else {
      let near = Suggestion.nearest(to: text(fields[2]), among: Label.allCases.map(\.rawValue))
      log.warning(
        .pulseqUnknownLabel, at: fields[2], "label \(quoted(fields[2])) is not known and is skipped",
        help: near.map { "did you mean \($0)?" })
      return .unknown
    }
    let highest = label.family == .flag ? 1 : 2
    if label.family != .counter, kind == .increment || value < 0 || value > highest {
      log.error(
        .pulseqLabelValue, at: fields[1].lowerBound..<fields[2].upperBound,
        kind == .increment
          ? "\(label.rawValue) is a flag and cannot be incremented"
          : "\(label.rawValue) takes a value from 0 to \(highest), not \(value)")
      return nil
    }
    return .label(LabelOperation(kind, label, value))
  }

  private mutating func softDelay() -> PulseqExtensions.Object? {
    let number = whole(1, "number of the soft delay", from: 0)
    let offset = microseconds(2, "offset", mayBeNegative: true)
    guard let factor = self.number(3, "factor"), let number, let offset else { return nil }
    guard factor != 0 else {
      log.error(.pulseqOutOfRange, at: fields[3], "the factor of a soft delay must not be 0")
      return nil
    }
    return .softDelay(SoftDelay(number: number, offset: offset, factor: factor, hint: text(fields[4])))
  }

  private mutating func rotation() -> PulseqExtensions.Object? {
    let parts = (1...4).map { number($0, "quaternion component") }
    guard let w = parts[0], let x = parts[1], let y = parts[2], let z = parts[3] else { return nil }
    let rotation = Rotation(w: w, x: x, y: y, z: z)
    guard abs(rotation.norm - 1) <= 1e-3 else {
      log.error(
        .pulseqRotation, at: line,
        "a rotation is a unit quaternion, and the norm of this one is \(DecimalText.significant(rotation.norm, 6))"
      )
      return nil
    }
    return .rotation(rotation)
  }

  private mutating func shim(_ kind: PulseqExtensionTables.Kind) -> PulseqExtensions.Object? {
    guard fields.count >= 2, let count = whole(1, "number of channels", from: 1, to: 1_024) else {
      if fields.count < 2 { _ = hasColumns(4, kind) }
      return nil
    }
    guard hasColumns(2 + 2 * count, kind) else { return nil }
    var channels: [RFShim.Channel] = []
    for channel in 0..<count {
      let magnitude = number(2 + 2 * channel, "magnitude")
      let phase = number(3 + 2 * channel, "phase")
      if let magnitude, let phase {
        channels.append(RFShim.Channel(magnitude: magnitude, phaseRadians: phase))
      }
    }
    return channels.count == count ? .shim(RFShim(channels: channels)) : nil
  }
}
