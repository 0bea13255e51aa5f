/// Numbers distinct keys from 0 on, in the order they are first met.
///
/// Sequences of a million blocks have as many combinations of events as a third of that, and every block asks for the
/// number of its own. Whoever asks keeps the keys; here are their hashes and a table of four bytes a place, which takes
/// a fraction of a dictionary's room and time.
struct Numbering {
  /// Numbers by hash, each at the first place that was free; -1 is free. A power of two of places, at least twice as
  /// many as there are numbers.
  private var places = [Int32](repeating: -1, count: 64)
  /// Of each number.
  private var hashes: [UInt64] = []

  var count: Int { hashes.count }

  /// The number of a key, and whether it is a new one; `isSame` says whether the key with a number is this one.
  @inline(__always)
  mutating func number(of hash: UInt64, _ isSame: (Int) -> Bool) -> (number: Int, isNew: Bool) {
    if let known = known(hash, isSame) { return (known, false) }
    append(hash)
    return (hashes.count - 1, true)
  }

  /// The number of a key that has one.
  @inline(__always)
  func known(_ hash: UInt64, _ isSame: (Int) -> Bool) -> Int? {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] >= 0 {
      let number = Int(places[place])
      if hashes[number] == hash, isSame(number) { return number }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Gives the next number to a key that has none.
  mutating func append(_ hash: UInt64) {
    hashes.append(hash)
    if 2 * hashes.count > places.count { return grow() }
    enter(hashes.count - 1)
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: 2 * places.count)
    for number in hashes.indices { enter(number) }
  }

  private mutating func enter(_ number: Int) {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hashes[number]) & mask
    while places[place] >= 0 { place = (place + 1) & mask }
    places[place] = Int32(number)
  }
}

extension Numbering {
  /// A hash of two numbers, of which either may be a hash: their product in 128 bits, folded. They are mixed with two
  /// numbers of this process, so that nobody can write a file whose keys all have one place; the numbers that keys are
  /// given do not depend on it.
  @inline(__always)
  static func hash(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = (a ^ salt.0).multipliedFullWidth(by: b ^ salt.1)
    return high ^ low
  }

  /// Hashers of Swift differ from process to process.
  private static let salt: (UInt64, UInt64) = {
    func number(_ index: Int) -> UInt64 {
      var hasher = Hasher()
      hasher.combine(index)
      return UInt64(bitPattern: Int64(hasher.finalize()))
    }
    return (number(0), number(1))
  }()
}
