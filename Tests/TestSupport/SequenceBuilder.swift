// Small sequences for tests, in the units people say them in; each block has a line of text as its origin.
import SequenceIR

package struct SequenceBuilder {
  package var sequence: SequenceIR.Sequence
  /// One line a block, the text of the file the blocks claim to come from.
  package private(set) var text = ""
  package var nucleus = Nucleus.proton
  private var segmentStart = 0

  package init(
    gradientRasterMicroseconds: Double = 10, rfRasterMicroseconds: Double = 1,
    adcRasterMicroseconds: Double = 0.1,
    blockRasterMicroseconds: Double = 10
  ) {
    sequence = SequenceIR.Sequence(
      name: "test",
      rasters: .init(
        gradient: Self.time(gradientRasterMicroseconds), radiofrequency: Self.time(rfRasterMicroseconds),
        adc: Self.time(adcRasterMicroseconds), blockDuration: Self.time(blockRasterMicroseconds)))
  }

  package enum Event {
    /// mT/m and microseconds.
    case trapezoid(Axis, Double, rise: Double, flat: Double, fall: Double, delay: Double = 0)
    /// mT/m at microseconds from the start of the event: straight lines between.
    case corners(Axis, [(Double, Double)], delay: Double = 0)
    /// mT/m at the centres of the gradient raster, with the values at both ends.
    case samples(Axis, [Double], first: Double, last: Double, delay: Double = 0)
    /// A gradient whose shape and amplitude are given as a file has them: mT/m times numbers that should be in [-1, 1].
    case raw(Axis, amplitude: Double, shape: [Double], first: Double, last: Double)
    /// uT and microseconds.
    case rectangle(
      Double, duration: Double, delay: Double, offsetKilohertz: Double = 0, offsetPPM: Double = 0)
    /// uT at the centres of the RF raster, kept as they are.
    case pulse([Double], delay: Double)
    /// Dwell and delay in microseconds.
    case adc(Int, dwell: Double, delay: Double, offsetKilohertz: Double = 0)
    case rotation(Rotation)
    case label(LabelOperation)
    case trigger(delay: Double, duration: Double)
    case shim([Double])
  }

  /// Appends a block of `duration` microseconds whose line in the source text is `line`.
  package mutating func block(_ line: String, _ duration: Double, _ events: Event...) {
    append(line, duration, events)
  }

  /// The same for a list of events.
  package mutating func append(_ line: String, _ duration: Double, _ events: [Event]) {
    let start = text.utf8.count
    text += line + "\n"
    var block = Block(
      duration: Self.time(duration),
      origin: SourceSpan(file: FileID(index: 0), from: start, to: start + line.utf8.count))
    var extras = Extras()
    for event in events { add(event, to: &block, &extras) }
    block.extras = sequence.library.add(extras)
    sequence.blocks.append(block)
  }

  /// Ends a segment: the blocks since the last one are played `repetitions` times.
  package mutating func endSegment(repetitions: Int = 1) {
    sequence.segments.append(
      Segment(name: "", blocks: segmentStart..<sequence.blocks.count, repetitions: repetitions))
    segmentStart = sequence.blocks.count
  }

  /// The sequence with all its blocks in segments, and its text as the first input of a run.
  package func finished() -> (sequence: SequenceIR.Sequence, sources: SourceMap) {
    var copy = self
    if copy.segmentStart < copy.sequence.blocks.count { copy.endSegment() }
    var sources = SourceMap()
    _ = sources.add(name: "test.seq", bytes: Array(text.utf8))
    return (copy.sequence, sources)
  }

  private mutating func add(_ event: Event, to block: inout Block, _ extras: inout Extras) {
    switch event {
    case .trapezoid(let axis, let strength, let rise, let flat, let fall, let delay):
      block.setGradient(
        axis,
        sequence.library.add(
          .trapezoid(
            Trapezoid(
              amplitudeHertzPerMetre: hertz(strength), rise: Self.time(rise), flat: Self.time(flat),
              fall: Self.time(fall), delay: Self.time(delay)))))
    case .corners(let axis, let corners, let delay): addCorners(axis, corners, delay, to: &block)
    case .samples(let axis, let samples, let first, let last, let delay):
      let peak = max(samples.map(abs).max() ?? 0, 1e-12)
      let shape = sequence.library.add(Shape(quantizing: samples.map { $0 / peak }))
      addArbitrary(axis, peak, shape, first, last, .centres, delay, to: &block)
    case .raw(let axis, let amplitude, let numbers, let first, let last):
      let shape = sequence.library.add(
        Shape(sampleCount: numbers.count, stored: numbers, isCompressed: false))
      addArbitrary(axis, amplitude, shape, first, last, .centres, 0, to: &block)
    case .rectangle(let peak, let duration, let delay, let kilohertz, let ppm):
      let count = Int((duration / sequence.rasters.radiofrequency.microseconds).rounded())
      let magnitude = sequence.library.add(Shape(quantizing: [Double](repeating: 1, count: count)))
      let phase = sequence.library.add(Shape(quantizing: [Double](repeating: 0, count: count)))
      block.rf = sequence.library.add(
        RFEvent(
          amplitudeHertz: peak * 1e-6 * nucleus.hertzPerTesla, magnitude: magnitude, phase: phase,
          centre: Self.time(duration / 2), delay: Self.time(delay), frequencyPPM: ppm,
          frequencyHertz: kilohertz * 1e3))
    case .pulse(let samples, let delay):
      let peak = max(samples.map(abs).max() ?? 0, 1e-12)
      let magnitude = sequence.library.add(
        Shape(sampleCount: samples.count, stored: samples.map { abs($0) / peak }, isCompressed: false))
      let phase = sequence.library.add(
        Shape(sampleCount: samples.count, stored: samples.map { $0 < 0 ? 0.5 : 0 }, isCompressed: false))
      block.rf = sequence.library.add(
        RFEvent(
          amplitudeHertz: peak * 1e-6 * nucleus.hertzPerTesla, magnitude: magnitude, phase: phase,
          centre: sequence.rasters.radiofrequency * (samples.count / 2), delay: Self.time(delay)))
    case .adc(let count, let dwell, let delay, let kilohertz):
      block.adc = sequence.library.add(
        ADCEvent(
          sampleCount: count, dwell: Self.time(dwell), delay: Self.time(delay),
          frequencyHertz: kilohertz * 1e3))
    case .rotation(let rotation): extras.rotation = rotation
    case .label(let label): extras.labels.append(label)
    case .trigger(let delay, let duration):
      extras.triggers.append(Trigger(channel: .osc0, delay: Self.time(delay), duration: Self.time(duration)))
    case .shim(let weights):
      extras.shim = RFShim(channels: weights.map { RFShim.Channel(magnitude: $0, phaseRadians: 0) })
    }
  }

  private mutating func addCorners(
    _ axis: Axis, _ corners: [(Double, Double)], _ delay: Double, to block: inout Block
  ) {
    let peak = max(corners.map { abs($0.1) }.max() ?? 0, 1e-12)
    let raster = sequence.rasters.gradient.microseconds
    let shape = sequence.library.add(Shape(quantizing: corners.map { $0.1 / peak }))
    let times = corners.map { $0.0 / raster }
    let timeShape = sequence.library.add(Shape(sampleCount: times.count, stored: times, isCompressed: false))
    addArbitrary(
      axis, peak, shape, corners.first?.1 ?? 0, corners.last?.1 ?? 0, .explicit(timeShape), delay, to: &block)
  }

  private mutating func addArbitrary(
    _ axis: Axis, _ peak: Double, _ shape: ShapeID, _ first: Double, _ last: Double,
    _ timing: ArbitraryGradient.Timing, _ delay: Double, to block: inout Block
  ) {
    block.setGradient(
      axis,
      sequence.library.add(
        .arbitrary(
          ArbitraryGradient(
            amplitudeHertzPerMetre: hertz(peak), firstHertzPerMetre: hertz(first),
            lastHertzPerMetre: hertz(last),
            shape: shape, timing: timing, delay: Self.time(delay)))))
  }

  /// Samples of a sinc with a raised cosine, uT at every microsecond: time-bandwidth product 4, apodisation 0.5.
  package static func sinc(
    degrees: Double, microseconds: Int, timeBandwidth: Double = 4, apodisation: Double = 0.5
  )
    -> [Double]
  {
    let shape = (0..<microseconds).map { index in
      let x = (Double(index) + 0.5) / Double(microseconds) - 0.5
      let phase = Double.pi * timeBandwidth * x
      let sinc = phase == 0 ? 1 : ElementaryFunctions.sineAndCosine(phase).sine / phase
      let cosine = ElementaryFunctions.sineAndCosine(2 * Double.pi * x).cosine
      return sinc * (1 - apodisation + apodisation * cosine)
    }
    let area = shape.reduce(0, +) * 1e-6
    return shape.map { $0 * degrees / 360 / area / 42.576 }
  }

  /// mT/m as Hz/m.
  private func hertz(_ millitesla: Double) -> Double { millitesla * (nucleus.hertzPerTesla / 1e3) }

  package static func time(_ microseconds: Double) -> Time {
    Time(nearestToMicroseconds: microseconds) ?? .zero
  }
}
