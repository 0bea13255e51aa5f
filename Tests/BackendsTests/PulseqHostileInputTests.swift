// Whatever the bytes, the reader answers: it neither traps nor hangs.
import Backends
import SequenceIR
import TestSupport
import Testing

@Suite struct PulseqHostileInputTests {
  static let fixtures = Golden.files(in: "golden/read", ending: ".seq")

  @Test(arguments: [
    "golden/read/1.2.1/delays-and-old-spelling.seq", "golden/read/1.4.0/gradient-ends-time-shapes.seq",
    "golden/read/1.5.1/rotations-shims.seq",
  ])
  func everyTruncationIsAnswered(path: String) throws {
    let bytes = try #require(Golden.bytes(at: path))
    var refused = 0
    for length in 0..<bytes.count {
      let reading = Reading(name: "truncated", bytes: Array(bytes[..<length]))
      answer(reading)
      if reading.file == nil { refused += 1 }
    }
    #expect(refused > bytes.count / 2)
  }

  @Test(arguments: fixtures) func everyMutantIsAnswered(path: String) throws {
    let bytes = try #require(Golden.bytes(at: path))
    var random = SplitMix(seed: 20_261_121)
    for _ in 0..<1_000 {
      var mutant = bytes
      for _ in 0...random.below(3) { mutate(&mutant, &random) }
      answer(Reading(name: "mutant", bytes: mutant))
    }
  }

  @Test(arguments: [
    "[BLOCKS]", "[", "[]", "[VERSION", "[VERSION]\nmajor", "[VERSION]\nmajor 99999999999999999999",
    "\u{FEFF}", "#",
    "\n\n\n", "[VERSION]\nmajor 1\nminor 4\nrevision 0\n[SHAPES]\nshape_id", "[SIGNATURE]",
    "[VERSION]\nmajor 1\nminor 2\nrevision 0\n[SIGNATURE]\nType md5\nHash\n[BLOCKS]\n1 0 0 0 0 0 0",
  ])
  func scrapIsAnswered(text: String) { answer(Reading(text: text)) }

  /// A few bytes may not cost a lot of memory or time: the shape has a hundred million samples in four numbers.
  @Test func hugeShapeIsReadFromItsRuns() throws {
    let text = PulseqRefusalTests.v14
      .split(separator: "num_samples 100\n1\n0\n0\n97").joined(
        separator: "num_samples 100000000\n1\n0\n0\n99999997"
      )
      .split(separator: "num_samples 100\n0\n0\n98").joined(
        separator: "num_samples 100000000\n0\n0\n99999998")
    var file: PulseqFile?
    let time = ContinuousClock().measure { file = Reading(text: text).file }
    let sequence = try #require(file).sequence
    #expect(sequence.library.rf.first?.centre == Time(microseconds: 50_000_000))
    #expect(time < .milliseconds(500))
  }

  /// A file that is read must be usable: nothing that is asked of it may trap either.
  private func answer(_ reading: Reading) {
    #expect(reading.diagnostics.hasErrors == (reading.file == nil))
    guard let sequence = reading.file?.sequence else { return }
    #expect(SequenceDump.text(of: sequence).isEmpty == false)
    let output = PulseqWriter.write(sequence)
    if output.bytes.isEmpty {
      #expect(output.diagnostics.hasErrors)
    } else if let again = Reading(name: "written", bytes: output.bytes).file {
      #expect(SequenceComparison.differences(sequence, again.sequence) == [])
    } else {
      Issue.record("what was written cannot be read")
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let position = random.below(bytes.count)
    switch random.below(5) {
    case 0: bytes[position] = UInt8(random.below(256))
    case 1: bytes[position] = Array("0123456789-.e+ \n#[]".utf8)[random.below(19)]
    case 2: bytes.remove(at: position)
    case 3: bytes.insert(Array("0123456789-.e \n".utf8)[random.below(15)], at: position)
    default:
      let end = min(bytes.count, position + 1 + random.below(40))
      bytes.insert(contentsOf: Array(bytes[position..<end]), at: random.below(bytes.count))
    }
  }
}
