/// Invariants of the IR. Runs after every pass; a violation is a bug of the compiler, not of a design.
///
/// 1. Segments are in order, cover all blocks without gaps or overlaps, and are played at least once.
/// 2. Every id of a block exists in the library, and every shape id of an event too.
/// 3. Durations and delays are not negative; rasters are positive.
/// 4. Every number is finite; shapes have at least one sample; magnitude and phase of a pulse have equal lengths.
/// 5. Every event ends within its block.
/// 6. A block with a soft delay has no RF, gradient or ADC, and is longer than zero.
package enum Verifier {
  /// At most ten violations in words; empty when all invariants hold.
  package static func violations(of sequence: Sequence) -> [String] {
    var verification = Verification(sequence)
    verification.segments()
    verification.library()
    verification.blocks()
    return Array(verification.found.prefix(10))
  }
}

private struct Verification {
  let sequence: Sequence
  var found: [String] = []
  private var rfEnds: [Time] = []
  private var gradientEnds: [Time] = []
  private var adcEnds: [Time] = []

  init(_ sequence: Sequence) { self.sequence = sequence }

  mutating func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition, found.count < 10 { found.append(message()) }
  }

  mutating func segments() {
    var next = 0
    for (index, segment) in sequence.segments.enumerated() {
      require(
        segment.blocks.lowerBound == next,
        "segment \(index) starts at block \(segment.blocks.lowerBound), not \(next)")
      require(segment.repetitions >= 1, "segment \(index) is played \(segment.repetitions) times")
      next = segment.blocks.upperBound
    }
    let count = sequence.blocks.count
    require(next == count, "segments cover \(next) of \(count) blocks")
    let rasters = sequence.rasters
    for raster in [rasters.gradient, rasters.radiofrequency, rasters.adc, rasters.blockDuration] {
      require(raster > .zero, "a raster is \(raster)")
    }
  }

  mutating func library() {
    let library = sequence.library
    for (index, shape) in library.shapes.enumerated() {
      require(shape.sampleCount > 0, "shape \(index + 1) is empty")
      require(shape.stored.allSatisfy(\.isFinite), "shape \(index + 1) holds a number that is not finite")
    }
    for (index, event) in library.rf.enumerated() { rfEnds.append(rfEnd(event, index + 1)) }
    for (index, event) in library.gradients.enumerated() {
      gradientEnds.append(gradientEnd(event, index + 1))
    }
    for (index, event) in library.adc.enumerated() {
      require(
        event.sampleCount > 0 && event.dwell > .zero && event.delay >= .zero, "ADC \(index + 1) has no extent"
      )
      require(
        [event.frequencyHertz, event.phaseRadians].allSatisfy(\.isFinite), "ADC \(index + 1) is not finite")
      adcEnds.append((event.duration ?? .longest) + event.delay)
    }
  }

  private func exists(_ id: ShapeID) -> Bool { Int(id.number) <= sequence.library.shapes.count }

  private mutating func rfEnd(_ event: RFEvent, _ number: Int) -> Time {
    guard exists(event.magnitude), exists(event.phase), exists(event.time), !event.magnitude.isNone else {
      found.append("RF \(number) refers to a shape that does not exist")
      return .zero
    }
    let library = sequence.library
    let count = library[event.magnitude].sampleCount
    require(
      event.phase.isNone || library[event.phase].sampleCount == count,
      "RF \(number): magnitude and phase differ in length")
    require(
      event.time.isNone || library[event.time].sampleCount == count,
      "RF \(number): magnitude and time differ in length")
    require(event.delay >= .zero, "RF \(number) has a negative delay")
    let numbers = [
      event.amplitudeHertz, event.frequencyHertz, event.frequencyPPM, event.phaseRadians, event.phasePPM,
    ]
    require(numbers.allSatisfy(\.isFinite), "RF \(number) is not finite")
    return event.delay + library.duration(of: event, raster: sequence.rasters.radiofrequency)
  }

  private mutating func gradientEnd(_ event: GradientEvent, _ number: Int) -> Time {
    switch event {
    case .trapezoid(let shape):
      require(shape.amplitudeHertzPerMetre.isFinite, "gradient \(number) is not finite")
      require(
        min(shape.rise, shape.flat, shape.fall, shape.delay) >= .zero,
        "gradient \(number) has a negative time")
      return shape.delay + shape.duration
    case .arbitrary(let gradient):
      var shapes = [gradient.shape]
      if case .explicit(let times) = gradient.timing { shapes.append(times) }
      guard shapes.allSatisfy({ exists($0) && !$0.isNone }) else {
        found.append("gradient \(number) refers to a shape that does not exist")
        return .zero
      }
      let numbers = [
        gradient.amplitudeHertzPerMetre, gradient.firstHertzPerMetre, gradient.lastHertzPerMetre,
      ]
      require(numbers.allSatisfy(\.isFinite), "gradient \(number) is not finite")
      return sequence.library.end(of: event, raster: sequence.rasters.gradient)
    }
  }

  mutating func blocks() {
    for (index, block) in sequence.blocks.enumerated() where found.count < 10 {
      require(block.duration >= .zero, "block \(index + 1) lasts \(block.duration)")
      let library = sequence.library
      guard Int(block.rf.number) <= library.rf.count, Int(block.adc.number) <= library.adc.count,
        Axis.allCases.allSatisfy({ Int(block.gradient($0).number) <= library.gradients.count }),
        Int(block.extras.number) <= library.extras.count
      else {
        found.append("block \(index + 1) refers to an event that does not exist")
        continue
      }
      if !block.rf.isNone { ends(rfEnds[Int(block.rf.number) - 1], block, index, "RF") }
      if !block.adc.isNone { ends(adcEnds[Int(block.adc.number) - 1], block, index, "ADC") }
      for axis in Axis.allCases where !block.gradient(axis).isNone {
        ends(gradientEnds[Int(block.gradient(axis).number) - 1], block, index, "gradient \(axis.name)")
      }
      if !block.extras.isNone, library[block.extras].softDelay != nil {
        require(block.isDelay && block.duration > .zero, "block \(index + 1) has a soft delay beside events")
      }
    }
  }

  private mutating func ends(_ end: Time, _ block: Block, _ index: Int, _ what: String) {
    require(
      end <= block.duration, "block \(index + 1): \(what) ends at \(end), the block at \(block.duration)")
  }
}
