// Numbers of distinct keys, against a dictionary; and what totals promise to be.
import Testing

@testable import SequenceIR

@Suite struct NumberingTests {
  /// The numbers that keys get, one after the other.
  private static func numbers(_ keys: [Int], hash: (Int) -> UInt64) -> [Int] {
    var numbering = Numbering()
    var met: [Int] = []
    return keys.map { key in
      let (number, isNew) = numbering.number(of: hash(key)) { met[$0] == key }
      if isNew { met.append(key) }
      return number
    }
  }

  private static func expected(_ keys: [Int]) -> [Int] {
    var numbers: [Int: Int] = [:]
    return keys.map { key in
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      return number
    }
  }

  @Test func keysAreNumberedInTheOrderTheyAreMet() {
    let keys = (0..<20_000).map { $0 &* $0 % 7_919 }
    #expect(
      Self.numbers(keys) { Numbering.hash(UInt64($0), 0) } == Self.expected(keys))
  }

  @Test func keysOfOneHashAreToldApart() {
    let keys = (0..<500).map { $0 * 7 % 101 }
    #expect(Self.numbers(keys) { _ in 3 } == Self.expected(keys))
    #expect(Self.numbers(keys) { UInt64($0) << 60 } == Self.expected(keys))
  }

  @Test func whatHasNoNumberIsNotKnown() {
    var numbering = Numbering()
    #expect(numbering.known(1) { _ in true } == nil)
    numbering.append(1)
    #expect(numbering.known(1) { $0 == 0 } == 0)
    #expect(numbering.known(1) { _ in false } == nil)
    #expect(numbering.known(2) { _ in true } == nil)
  }

  /// Ids are small and follow each other: their hashes must differ in the bits that make a place.
  @Test func idsThatFollowEachOtherSpread() {
    var places = Set<UInt64>()
    for x in 0..<64 as Range<UInt64> {
      for y in 0..<64 as Range<UInt64> { places.insert(Numbering.hash(x << 32 | y, y << 1) & 0xFFFF) }
    }
    // 4096 of 65 536 places at random share few.
    #expect(places.count > 3_700)
  }
}
