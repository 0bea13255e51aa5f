// Damage that knows the texts it is done to: numbers become other numbers, lines and words change places, sections repeat.
// Seeded, so that every machine sees the same mutants.

/// Steele, Lea and Flood's SplitMix64.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}

package enum Mutation {
  /// Numbers at the edges of what types and formats hold, and what only looks like one.
  package static let numbers = [
    "0", "-0", "1", "-1", "2", "255", "256", "65535", "65536", "2147483647", "2147483648", "-2147483648",
    "4294967296", "1000000000000", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551616", "999999999999999999", "1e6", "1e15", "1e18", "1e19", "1e300", "1e308", "1e309",
    "-1e308",
    "4.9e-324", "1e-400", "2.2250738585072014e-308", "0.1", "0.1000000000000001", "1e-7", "1e-12", "0.5",
    "1.5",
    "nan", "inf", "-inf", "1e", ".", "-", "+1", "0x10", "1_0", "00", String(repeating: "9", count: 400),
  ].map { Array($0.utf8) }

  /// `bytes` with one to four changes; `other` is a second text of the same kind, of which pieces may come.
  package static func mutant(of bytes: [UInt8], other: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var result = bytes
    for _ in 0...random.below(4) { change(&result, other, &random) }
    return result
  }

  private static func change(_ bytes: inout [UInt8], _ other: [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else {
      bytes = other
      return
    }
    switch random.below(10) {
    case 0...3: replaceNumber(&bytes, &random)
    case 4: bytes.removeSubrange(piece(of: bytes, ending: 10, &random))
    case 5:
      let line = bytes[piece(of: bytes, ending: 10, &random)]
      bytes.insert(contentsOf: line, at: piece(of: bytes, ending: 10, &random).lowerBound)
    case 6:
      let line = other.isEmpty ? [] : other[piece(of: other, ending: 10, &random)]
      bytes.insert(contentsOf: line, at: piece(of: bytes, ending: 10, &random).lowerBound)
    case 7:
      let word = Array(bytes[piece(of: bytes, ending: 32, &random)])
      bytes.replaceSubrange(piece(of: bytes, ending: 32, &random), with: word)
    case 8: bytes[random.below(bytes.count)] = UInt8(random.below(256))
    default:
      // From one line on, everything once more, or nothing any more.
      let start = piece(of: bytes, ending: 10, &random).lowerBound
      if random.below(2) == 0 {
        bytes.removeSubrange(start...)
      } else {
        bytes += bytes[start...].prefix(20_000)
      }
    }
  }

  /// A random number of the text becomes one of `numbers`.
  private static func replaceNumber(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let isDigit = { (byte: UInt8) in byte >= 48 && byte <= 57 }
    let from = random.below(bytes.count)
    guard let start = bytes[from...].firstIndex(where: isDigit) ?? bytes.firstIndex(where: isDigit) else {
      bytes.insert(contentsOf: numbers[random.below(numbers.count)], at: from)
      return
    }
    let end = bytes[start...].firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: numbers[random.below(numbers.count)])
  }

  /// The stretch between two bytes of value `ending` around a random place, the second one included.
  private static func piece(of bytes: [UInt8], ending: UInt8, _ random: inout SplitMix) -> Range<Int> {
    let place = random.below(bytes.count)
    let start = bytes[..<place].lastIndex(of: ending).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: ending).map { $0 + 1 } ?? bytes.count
    return start..<end
  }
}
