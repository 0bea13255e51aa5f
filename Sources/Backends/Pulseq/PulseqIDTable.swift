/// What the ids of a file stand for. Ids may start anywhere and have gaps, but usually they count from 1.
struct PulseqIDTable<Value> {
  enum Entry {
    case value(Value)
    /// Defined, but its row is faulty: reported once, so that references to it are not reported again.
    case broken
  }

  private var dense: [Entry?] = []
  private var sparse: [Int: Entry] = [:]
  private var count = 0
  /// Set when the whole table could not be read: then every id counts as broken.
  var isBroken = false

  @inline(__always)
  subscript(id: Int) -> Entry? {
    if id >= 0, id < dense.count, let entry = dense[id] { return entry }
    return stray(id)
  }

  /// An id that is not among the dense ones.
  private func stray(_ id: Int) -> Entry? { sparse[id] ?? (isBroken ? .broken : nil) }

  /// False when the id, which must not be negative, is taken.
  mutating func insert(_ entry: Entry, at id: Int) -> Bool {
    if !isBroken, self[id] != nil { return false }
    count += 1
    if id < 4 * count + 1_024 {
      if id >= dense.count { dense += [Entry?](repeating: nil, count: id + 1 - dense.count) }
      dense[id] = entry
    } else {
      sparse[id] = entry
    }
    return true
  }
}
