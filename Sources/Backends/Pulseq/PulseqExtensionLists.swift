import SequenceIR

/// Follows the extension lists that blocks refer to.
extension PulseqParser {
  /// What the list that begins at `id` holds; none when it is faulty, which is reported once.
  mutating func extras(at id: Int, block: Range<Int>) -> ExtrasID {
    switch extensions.lists[id] {
    case .value(let known): return known
    case .broken: return .none
    case nil: break
    }
    guard extensions.links[id] != nil else {
      log.error(.pulseqUnknownID, at: block, "extension list \(id) is not defined in [EXTENSIONS]")
      return .none
    }
    let extras = collect(from: id).map { sequence.library.add($0) }
    _ = extensions.lists.insert(extras.map { .value($0) } ?? .broken, at: id)
    return extras ?? .none
  }

  private mutating func collect(from head: Int) -> Extras? {
    var extras = Extras()
    var seen: Set<Int> = []
    var id = head
    var previous: Range<Int>?
    while id != 0 {
      guard seen.insert(id).inserted else {
        log.error(
          .pulseqExtensionLoop, at: previous, "the extension list that begins at \(head) comes back to \(id)")
        return nil
      }
      // Blocks may share a list, so that a long one costs its length for each block.
      guard seen.count <= PulseqLimits.extensions else {
        log.error(
          .pulseqExtensionLoop, at: previous,
          "the extension list that begins at \(head) has more than \(PulseqLimits.extensions) entries")
        return nil
      }
      switch extensions.links[id] {
      case .value(let link):
        guard add(link, to: &extras) else { return nil }
        previous = link.line
        id = link.next
      case .broken: return nil
      case nil:
        log.error(.pulseqUnknownID, at: previous, "the next entry \(id) is not defined in [EXTENSIONS]")
        return nil
      }
    }
    return extras
  }

  private mutating func add(_ link: PulseqExtensions.Link, to extras: inout Extras) -> Bool {
    guard let table = extensions.tables[link.type] else {
      log.error(
        .pulseqUnknownID, at: link.line,
        "extension type \(link.type) is not defined: no line `extension NAME "
          + "\(link.type)`")
      return false
    }
    switch table[link.reference] {
    // A table of an unknown extension counts as broken, and its objects are skipped.
    case .broken: return true
    case .value(let object): return add(object, at: link.line, to: &extras)
    case nil:
      log.error(
        .pulseqUnknownID, at: link.line,
        "object \(link.reference) of extension type \(link.type) is not defined")
      return false
    }
  }

  private mutating func add(_ object: PulseqExtensions.Object, at line: Range<Int>, to extras: inout Extras)
    -> Bool
  {
    var repeated: String?
    switch object {
    case .unknown: break
    case .trigger(let trigger): extras.triggers.append(trigger)
    case .label(let operation): extras.labels.append(operation)
    case .softDelay(let delay):
      if extras.softDelay != nil { repeated = "soft delay" }
      extras.softDelay = delay
    case .rotation(let rotation):
      if extras.rotation != nil { repeated = "rotation" }
      extras.rotation = rotation
    case .shim(let shim):
      if extras.shim != nil { repeated = "set of RF shims" }
      extras.shim = shim
    }
    if let repeated {
      log.error(
        .pulseqRepeatedExtension, at: line, "a block has at most one \(repeated), and this list has two")
    }
    return repeated == nil
  }
}
