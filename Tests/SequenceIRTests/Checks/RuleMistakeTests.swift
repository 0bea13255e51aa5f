// Mistakes inside a rule (a sign forgotten, an axis, the last block, a rotation, the last repetition) do not go unseen.
import SequenceIR
import TestSupport
import Testing

@Suite struct RuleMistakeTests {
  /// Where in the run the block stands that is at fault.
  enum Place: String, CaseIterable, Sendable {
    case first, middle, last, lastOfARepeatedSegment, behindARepeatedSegment, behindAnUnplayedSegment
  }

  private static let filler: RuleMistake.Block = (
    1000, [.trapezoid(.x, 10, rise: 200, flat: 600, fall: 200)]
  )

  /// The sequence, and the index of the block at fault.
  private static func sequence(
    _ block: RuleMistake.Block, _ place: Place, isFree: Bool = false
  ) -> (builder: SequenceBuilder, index: Int) {
    var builder = SequenceBuilder()
    var count = 0
    func add(_ block: RuleMistake.Block) {
      // The orientation is fixed from the first block on, so that a fault of one axis is none of the vector.
      let label = count == 0 && !isFree ? [CheckCase.fixed] : []
      builder.append("block \(count)", block.duration, block.events + label)
      count += 1
    }
    var index = 0
    func addFault() {
      index = count
      add(block)
    }
    switch place {
    case .first:
      addFault()
      add(filler)
    case .middle:
      add(filler)
      addFault()
      add(filler)
    case .last:
      add(filler)
      addFault()
    case .lastOfARepeatedSegment:
      add(filler)
      builder.endSegment()
      add(filler)
      addFault()
      builder.endSegment(repetitions: 3)
    case .behindARepeatedSegment:
      add(filler)
      builder.endSegment(repetitions: 5)
      addFault()
    case .behindAnUnplayedSegment:
      add(filler)
      builder.endSegment()
      add(block)
      builder.endSegment(repetitions: 0)
      addFault()
    }
    return (builder, index)
  }

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

  /// The fault is found, by its check, in its block, on its axis; the same block that keeps the rule passes.
  private static func expect(
    _ mistake: RuleMistake, _ place: Place, turnedBy rotation: Rotation? = nil, axis: String?
  )
    throws
  {
    let turn = rotation.map { [SequenceBuilder.Event.rotation($0)] } ?? []
    let bad = mistake.make(true)
    let (builder, index) = sequence((bad.duration, bad.events + turn), place)
    let found = try findings(builder)
    let codes = failed(found)
    #expect(
      codes.contains(mistake.code) && codes.isSubset(of: mistake.also.union([mistake.code])),
      "\(place) \(codes)")
    let worst = found.first { !$0.isSummary && $0.check == mistake.code }
    #expect(worst?.place?.block == index && worst?.axis == axis, "\(place)")
    let good = mistake.make(false)
    #expect(
      failed(try findings(sequence((good.duration, good.events + turn), place).builder)) == [], "\(place)")
  }

  @Test(arguments: RuleMistake.gradients) func aGradientsFaultIsSeenEverywhere(_ mistake: RuleMistake) throws
  {
    for place in Place.allCases { try Self.expect(mistake, place, axis: mistake.axis) }
  }

  @Test(arguments: RuleMistake.radiofrequency) func aFaultOfRFAndADCIsSeenEverywhere(_ mistake: RuleMistake)
    throws
  {
    for place in Place.allCases { try Self.expect(mistake, place, axis: nil) }
  }

  /// What is not played breaks nothing.
  @Test(arguments: RuleMistake.gradients + RuleMistake.radiofrequency)
  func aFaultThatIsNotPlayedIsNone(_ mistake: RuleMistake) throws {
    var builder = SequenceBuilder()
    builder.append("filler", Self.filler.duration, Self.filler.events + [CheckCase.fixed])
    builder.endSegment()
    let block = mistake.make(true)
    builder.append("not played", block.duration, block.events)
    builder.endSegment(repetitions: 0)
    #expect(Self.failed(try Self.findings(builder)) == [])
  }

  // MARK: rotations

  /// A quarter turn about the third axis brings each axis to the next one; times stay with the event's own axis.
  @Test(arguments: RuleMistake.gradients) func aTurnedFaultIsOnTheTurnedAxis(_ mistake: RuleMistake) throws {
    let half = 0.7071067811865476
    let turns = [
      "x": ("y", Rotation(w: half, x: 0, y: 0, z: half)), "y": ("z", Rotation(w: half, x: half, y: 0, z: 0)),
      "z": ("x", Rotation(w: half, x: 0, y: half, z: 0)),
    ]
    let axis = try #require(mistake.axis)
    let (next, rotation) = try #require(turns[axis])
    let isTimed = mistake.code.hasPrefix("T")
    for place in [Place.first, .last] {
      try Self.expect(mistake, place, turnedBy: rotation, axis: isTimed ? axis : next)
    }
  }

  /// Two axes of 28.29 mT/m, turned by 45 deg about the third, are 40.008 mT/m on one of them; so are their slews.
  @Test(arguments: [0, 1, 2], [1.0, -1.0]) func twoAxesTurnedOntoOneAddUp(third: Int, sign: Double) throws {
    let (cosine, sine) = (0.9238795325112867, 0.3826834323650898)
    let axes = Axis.allCases.filter { $0.rawValue != third }
    let rotation = Rotation(
      w: cosine, x: third == 0 ? sine : 0, y: third == 1 ? sine : 0, z: third == 2 ? sine : 0)
    for (code, strength, rise) in [("G001", 28.29, 300.0), ("G002", 21.22, 200)] {
      for factor in [1, 0.999] {
        let events = axes.map {
          SequenceBuilder.Event.trapezoid($0, sign * strength * factor, rise: rise, flat: 300, fall: 300)
        }
        let block: RuleMistake.Block = (1000, events + [.rotation(rotation)])
        let found = Self.failed(try Self.findings(Self.sequence(block, .last).builder))
        #expect(found == (factor == 1 ? [code] : []), "\(code) \(factor)")
      }
    }
  }

  // MARK: vectors

  /// Each pair of axes, of either sign: 28.29 mT/m on both, ramps of 106.1 T/m/s on both.
  @Test(arguments: [(Axis.x, Axis.y), (.y, .z), (.z, .x)], [1.0, -1.0])
  func everyPairOfAxesIsAVector(axes: (Axis, Axis), sign: Double) throws {
    for (code, strength, rise) in [("G003", 28.29, 300.0), ("G004", 21.22, 200)] {
      for factor in [1, 0.999] {
        let block: RuleMistake.Block = (
          1000,
          [
            .trapezoid(axes.0, strength * factor, rise: rise, flat: 300, fall: 300),
            .trapezoid(axes.1, sign * strength * factor, rise: rise, flat: 300, fall: 300),
          ]
        )
        for place in Place.allCases {
          let found = Self.failed(try Self.findings(Self.sequence(block, place, isFree: true).builder))
          #expect(found == (factor == 1 ? [code] : []), "\(code) \(factor) \(place)")
        }
      }
    }
  }
}
