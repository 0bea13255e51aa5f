// Edges: between blocks, into and out of a repeated segment, between its repetitions, at both ends of the run.
import SequenceIR
import TestSupport
import Testing

@Suite struct RuleEdgeTests {
  private static func findings(_ builder: SequenceBuilder, profile text: String = TestProfile.t3) throws
    -> [Finding]
  {
    var (sequence, sources) = builder.finished()
    sequence.name = "test"
    let profile = try #require(TestProfile.load(text, into: &sources))
    return CheckRunner.run(sequence, profile: profile)
  }

  private static func failed(_ findings: [Finding]) -> Set<String> {
    Set(findings.filter { $0.isSummary && $0.verdict == .fail }.map(\.check))
  }

  /// Four blocks: up, one that is played five times, level, down. An edge may have a step.
  enum Edge: String, CaseIterable, Sendable {
    case none, intoTheSegment, betweenItsRepetitions, outOfTheSegment, betweenBlocks, beginning, end
  }

  private static func ramps(_ axis: Axis, _ sign: Double, _ edge: Edge, rotation: Rotation? = nil)
    -> SequenceBuilder
  {
    var builder = SequenceBuilder()
    let turn = rotation.map { [SequenceBuilder.Event.rotation($0)] } ?? []
    func add(_ line: String, from: Double, to: Double) {
      builder.append(line, 400, [.corners(axis, [(0, from * sign), (400, to * sign)])] + turn)
    }
    // mT/m. The repeated segment goes from `enter` to `leave`; both are 5 unless an edge is to have a step.
    let enter = edge == .betweenItsRepetitions ? 4.0 : 5
    add("up", from: edge == .beginning ? 1 : 0, to: edge == .intoTheSegment ? 4 : enter)
    builder.endSegment()
    add("repeated", from: enter, to: 5)
    builder.endSegment(repetitions: 5)
    add("level", from: edge == .outOfTheSegment ? 4 : 5, to: 5)
    add("down", from: edge == .betweenBlocks ? 4 : 5, to: edge == .end ? 1 : 0)
    return builder
  }

  /// The block of a step is the one behind the edge; of the end, the last.
  private static let blocks: [Edge: Int] = [
    .intoTheSegment: 1, .betweenItsRepetitions: 1, .outOfTheSegment: 2, .betweenBlocks: 3,
  ]

  @Test(arguments: Axis.allCases, Edge.allCases) func aStepAtAnEdgeIsSeen(axis: Axis, edge: Edge) throws {
    for sign in [1.0, -1] {
      for rotation in [nil, Rotation(w: 0.6, x: 0, y: 0, z: 0.8), Rotation(w: 0.8, x: 0.6, y: 0, z: 0)] {
        let found = try Self.findings(Self.ramps(axis, sign, edge, rotation: rotation))
        let expected: Set<String> =
          edge == .none ? [] : edge == .beginning || edge == .end ? ["G006"] : ["G005"]
        #expect(Self.failed(found) == expected, "\(sign) \(rotation != nil)")
        guard let block = Self.blocks[edge] else { continue }
        let place = try #require(found.first { !$0.isSummary && $0.check == "G005" }?.place)
        // Either side of the edge may be named.
        #expect(place.block == block || place.block == block - 1 || place.block == 1)
      }
    }
  }

  /// GE's interpreter reckons with events alone, so that an edge of blocks is no room of its own. RF of 500 us ends with
  /// its block and is followed across an edge by an RF or an ADC, `gap` us after the edge.
  private static func pair(_ second: SequenceBuilder.Event, _ edge: Edge) -> SequenceBuilder {
    var builder = SequenceBuilder()
    let first = SequenceBuilder.Event.rectangle(1, duration: 500, delay: 500)
    let silence: [SequenceBuilder.Event] = []
    func add(_ line: String, _ events: [SequenceBuilder.Event]) { builder.append(line, 1000, events) }
    switch edge {
    case .intoTheSegment:
      add("first", [first])
      builder.endSegment()
      add("second", [second])
      add("rest", silence)
      builder.endSegment(repetitions: 3)
    case .betweenItsRepetitions:
      add("before", silence)
      builder.endSegment()
      add("second", [second])
      add("rest", silence)
      add("first", [first])
      builder.endSegment(repetitions: 2)
      add("after", silence)
    case .outOfTheSegment:
      add("rest", silence)
      add("first", [first])
      builder.endSegment(repetitions: 3)
      add("second", [second])
    default:
      add("first", [first])
      add("second", [second])
    }
    add("rest", silence)
    return builder
  }

  private static let ge = TestProfile.t3.replacing("vendor generic", with: "vendor ge")

  /// R002 asks 100 us before an RF, R003 its ringdown of 30 us and the next one's dead time of 100 or 20 us.
  @Test(arguments: [Edge.intoTheSegment, .betweenItsRepetitions, .outOfTheSegment, .betweenBlocks])
  func deadTimesAddUpOverEveryEdge(_ edge: Edge) throws {
    func codes(_ second: SequenceBuilder.Event) throws -> Set<String> {
      // I002 asks for labels that these sequences do not have.
      Self.failed(try Self.findings(Self.pair(second, edge), profile: Self.ge)).subtracting(["I002"])
    }
    func pulse(_ delay: Double) -> SequenceBuilder.Event { .rectangle(1, duration: 300, delay: delay) }
    #expect(try codes(pulse(130)) == [])
    #expect(try codes(pulse(129)) == ["R003"])
    #expect(try codes(pulse(99)) == ["R002", "R003"])
    func acquisition(_ delay: Double) -> SequenceBuilder.Event { .adc(32, dwell: 10, delay: delay) }
    #expect(try codes(acquisition(50)) == [])
    #expect(try codes(acquisition(49)) == ["R003"])
    #expect(try codes(acquisition(19)) == ["A001", "R003"])
  }

  /// Silent blocks behind the last event are its time where events alone count, repeated ones too; elsewhere its block
  /// must do.
  @Test(arguments: [(29.0, 1), (30, 1), (10, 3), (9, 3)]) func theLastPulseRingsUntilTheRunEnds(
    pause: Double, repetitions: Int
  ) throws {
    var builder = SequenceBuilder(blockRasterMicroseconds: 1)
    builder.append("rf", 600, [.rectangle(1, duration: 500, delay: 100)])
    builder.endSegment()
    builder.append("silence", pause, [])
    builder.endSegment(repetitions: repetitions)
    let isEnough = pause * Double(repetitions) >= 30
    let codes = Self.failed(try Self.findings(builder, profile: Self.ge)).intersection(["R003"])
    #expect(codes == (isEnough ? [] : ["R003"]))
    #expect(Self.failed(try Self.findings(builder)).contains("R003"))
  }

  /// The repetition that breaks the rule is named: between repetitions, the second.
  @Test func theRepetitionAtFaultIsNamed() throws {
    let second = SequenceBuilder.Event.rectangle(1, duration: 300, delay: 99)
    for (edge, repetition) in [(Edge.intoTheSegment, 0), (.betweenItsRepetitions, 1)] {
      let found = try Self.findings(Self.pair(second, edge), profile: Self.ge)
      let place = try #require(found.first { !$0.isSummary && $0.check == "R002" }?.place)
      #expect(place.repetition == repetition && place.block == 1, "\(edge)")
    }
  }

  /// Trains of 4 s, with 1 uT for 8 of every 10 ms, and pauses of 12 s: 10 s hold two trains only across the edge that
  /// is meant. The mean square there is 6.4/10 uT^2, and 3.2/10 elsewhere.
  @Test(arguments: [Edge.betweenBlocks, .betweenItsRepetitions, .outOfTheSegment, .end])
  func windowsReachOverEveryEdge(_ edge: Edge) throws {
    var builder = SequenceBuilder()
    // RF of 8 ms every 10 ms, 400 times, is 3.2 s of RF in 4 s.
    func on() {
      for _ in 0..<400 { builder.append("on", 10_000, [.rectangle(1, duration: 8_000, delay: 100)]) }
    }
    func off() { builder.append("off", 12e6, []) }
    switch edge {
    case .betweenItsRepetitions:
      off()
      builder.endSegment()
      on()
      off()
      on()
      builder.endSegment(repetitions: 2)
      off()
    case .outOfTheSegment:
      off()
      on()
      builder.endSegment(repetitions: 2)
      on()
      off()
    case .end:
      on()
      off()
      on()
    default:
      off()
      on()
      on()
      off()
    }
    let found = try Self.findings(builder, profile: TestProfile.t3 + "b1-rms 3 uT site \"x\"\n")
    let value = try #require(found.first { $0.isSummary && $0.check == "X001" }?.measured)
    #expect(close(value.upperBound * value.upperBound, 6.4 / 10, relative: 1e-9), "\(value)")
  }
}
