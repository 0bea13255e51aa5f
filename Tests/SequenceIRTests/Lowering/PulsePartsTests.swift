// A pulse longer than an RF event may be is played in parts that add up to it.
import SequenceIR
import TestSupport
import Testing

@Suite struct PulsePartsTests {
  static let step = Time(microseconds: 50)

  /// 12 ms on a scanner whose events last 8.192 ms at most: samples that differ, with silence where `gaps` are.
  static func pinned(_ plan: OptimizedPulsePlan?) -> PinnedPulse {
    let x = (0..<240).map { 1 + Double($0 % 7) }
    let y = (0..<240).map { Double($0 % 5) - 2 }
    return PinnedPulse(
      name: "mix", step: step, microteslaX: plan?.silenced(x) ?? x, microteslaY: plan?.silenced(y) ?? y)
  }

  static func run(
    _ line: String, _ plan: OptimizedPulsePlan?, duration: String = "12 ms", others: String = ""
  ) -> DesignRun {
    DesignRun(
      """
      design "d"
      scanner siemens-prisma
      voxel 20 mm, 20 mm, 20 mm
      pulse excite = rect(flip: 90 deg, duration: 1 ms)
      pulse mix = optimized(duration: \(duration), step: 50 us, peak: 15 uT, bandwidth: 2 kHz, use: refocusing\(others))
      sequence {
        excite
        \(line)
      }
      """, name: "glu.seq", parts: ["glu.mix.pulse": pinned(plan).text])
  }

  private func plan() throws -> OptimizedPulsePlan {
    // The plan is known although there is no fitting file yet.
    try #require(Self.run("mix", nil).output?.optimizedPulses.first?.plan)
  }

  @Test func planKeepsTheLimitAndLeavesRoomForDeadTimes() throws {
    let plan = try plan()
    #expect(plan.parts.count == 2)
    #expect(plan.parts.first?.lowerBound == 0 && plan.parts.last?.upperBound == 240)
    // Siemens: 30 us ringdown, 100 us dead time, and the block raster of 10 us, in steps of 50 us.
    #expect(close(plan.gapSeconds, 150e-6, relative: 1e-12))
    for part in plan.parts { #expect(Self.step * part.count <= Time(microseconds: 8_192)) }
  }

  /// Oracle: every property of a plan, counted step by step, for many sizes.
  @Test func everyPlanHoldsItsPromises() {
    for count in 1...120 {
      for most in [1, 2, 7, 30] {
        for gap in [0, 1, 4] {
          let plan = OptimizedPulsePlan(
            count: count, step: Self.step, longest: Self.step * most, gap: Self.step * gap)
          guard let plan else {
            // Parts of the longest length with gaps between them cannot fill the pulse to its last step.
            #expect(count > most && count > 1)
            continue
          }
          let played = plan.parts.flatMap(\.self)
          let silent = plan.gaps.flatMap(\.self)
          #expect((played + silent).sorted() == Array(0..<count))
          #expect(plan.parts.allSatisfy { !$0.isEmpty && $0.count <= most })
          #expect(plan.gaps.allSatisfy { $0.count == gap } && plan.gaps.count == plan.parts.count - 1)
          // One part less would not do.
          let fewer = plan.parts.count - 1
          if fewer > 0 { #expect(fewer * most + (fewer - 1) * gap < count) }
          #expect(plan.silenced([Double](repeating: 1, count: count)).reduce(0, +) == Double(played.count))
        }
      }
    }
  }

  @Test func shortPulseAndScannerWithoutALimitGiveOneEvent() throws {
    let short = OptimizedPulsePlan(
      count: 160, step: Self.step, longest: Time(microseconds: 8_192), gap: Self.step)
    #expect(short?.parts == [0..<160] && short?.gapSeconds == 0)
    let free = OptimizedPulsePlan(count: 2_000, step: Self.step, longest: nil, gap: Self.step)
    #expect(free?.parts == [0..<2_000])
  }

  /// B1 at each microsecond from the first block with a pulse of this use, Hz, as a scanner would play it.
  private func played(_ sequence: SequenceIR.Sequence) -> [(x: Double, y: Double)] {
    var result: [(x: Double, y: Double)] = []
    for block in sequence.blocks {
      var samples = [(x: Double, y: Double)](
        repeating: (0, 0), count: Int(block.duration.picoseconds / 1_000_000))
      if !block.rf.isNone {
        let event = sequence.library[block.rf]
        let first = Int(event.delay.picoseconds / 1_000_000)
        let magnitude = sequence.library[event.magnitude].samples()
        let phase = sequence.library[event.phase].samples()
        for index in magnitude.indices {
          // Pulseq: the offset turns from the start of the shape.
          let time = (Double(index) + 0.5) * 1e-6
          let angle = 2 * Double.pi * (phase[index] + event.frequencyHertz * time) + event.phaseRadians
          let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
          let size = event.amplitudeHertz * magnitude[index]
          samples[first + index] = (size * cosine, size * sine)
        }
      }
      result += samples
    }
    return result
  }

  @Test func partsAddUpToThePulseWithItsPhaseAndFrequency() throws {
    let plan = try plan()
    let run = Self.run("mix at 20 ms frequency 130 Hz phase 30 deg", plan)
    #expect(run.errorCodes == [], "\(run.rendered)")
    let sequence = try #require(run.sequence)
    // The rotation point lies in the gap, so the part behind it bears the use.
    #expect(sequence.library.rf.map(\.use) == [.excitation, .other, .refocusing])
    let field = played(sequence)
    // The excitation's centre: its delay and half a millisecond.
    let excitation = sequence.library[sequence.blocks[0].rf].delay + Time(microseconds: 500)
    let start = Int((excitation + Time(microseconds: 20_000 - 6_000)).picoseconds / 1_000_000)
    let (x, y) = Self.pinned(plan).hertz(.proton)
    var largest = 0.0
    for index in 0..<12_000 {
      let angle = 2 * Double.pi * (130 * (Double(index) + 0.5 - 6_000) * 1e-6 + 30.0 / 360)
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
      let (a, b) = (x[index / 50], y[index / 50])
      let (real, imaginary) = (a * cosine - b * sine, a * sine + b * cosine)
      largest = max(
        largest, abs(field[start + index].x - real), abs(field[start + index].y - imaginary))
    }
    // Shapes are stored to 1e-7 of 300 Hz and of a turn.
    #expect(largest < 5e-4, "\(largest) Hz")
    #expect(field[(start + 12_000)...].allSatisfy { $0.x == 0 && $0.y == 0 })
  }

  @Test func samplesInAGapAreRefusedAndTheirTwinIsNot() throws {
    let plan = try plan()
    #expect(Self.run("mix", nil).errorCodes == ["O002"])
    #expect(Self.run("mix, crush x 4 cycles across 20 mm", plan).errorCodes == [])
  }

  @Test func sliceCannotRunThroughPartsAndItsTwinOfOnePartCan() throws {
    #expect(Self.run("mix, slice z", try plan()).errorCodes == ["D010"])
    let short = PinnedPulse(
      name: "mix", step: Self.step, microteslaX: [1, 2, 1, 0], microteslaY: [0, 0, 0, 0])
    let run = DesignRun(
      "design \"d\"\nscanner siemens-prisma\nvoxel 2 cm, 2 cm, 2 cm\n"
        + "pulse mix = optimized(duration: 200 us, step: 50 us, peak: 15 uT, bandwidth: 2 kHz)\nsequence {\n  mix, slice z\n}\n",
      name: "glu.seq", parts: ["glu.mix.pulse": short.text])
    #expect(run.errorCodes == [])
  }
}
