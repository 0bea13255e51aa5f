import Testing

@testable import Backends

@Suite struct LibXMLTests {
  @Test func theSystemsLibraryIsFound() {
    let numbers = LibXML.version.split(separator: ".").map { Int($0) }
    #expect(numbers.count >= 3)
    #expect(numbers.allSatisfy { $0 != nil })
    #expect(numbers.first.map { ($0 ?? 0) >= 2 } == true)
  }
}
