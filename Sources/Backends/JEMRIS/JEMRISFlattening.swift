import SequenceIR

/// From a sequence to what JEMRIS can play: every block becomes an atom, every segment a loop.
struct JEMRISFlattening {
  private let sequence: SequenceIR.Sequence
  /// gamma B0 in MHz; nil when no scanner is known.
  private let fieldMegahertz: Double?
  private var shapes = Shapes()
  private(set) var problems: [Problem] = []

  /// What JEMRIS cannot play, and where.
  struct Problem: Hashable {
    var message: String
    var origin: SourceSpan
    var help: String?
  }

  init(_ sequence: SequenceIR.Sequence, fieldHertz: Double?) {
    self.sequence = sequence
    fieldMegahertz = fieldHertz.map { $0 / 1e6 }
  }

  mutating func flattened(_ parameters: JEMRISSequence.Parameters) -> JEMRISSequence {
    var loops: [JEMRISSequence.Loop] = []
    for segment in sequence.segments {
      let atoms = segment.blocks.map { atom(of: sequence.blocks[$0]) }
      if !atoms.isEmpty {
        loops.append(JEMRISSequence.Loop(repetitions: segment.repetitions, atoms: atoms))
      }
    }
    return JEMRISSequence(parameters: parameters, loops: loops, shapes: shapes.rows)
  }

  private mutating func atom(of block: Block) -> JEMRISSequence.Atom {
    var pulses: [JEMRISSequence.Pulse] = []
    refuseExtras(of: block)
    if !block.rf.isNone, let pulse = rf(sequence.library[block.rf], in: block) { pulses.append(.rf(pulse)) }
    pulses += gradients(of: block).map { .gradient($0) }
    if !block.adc.isNone, let adc = acquisition(sequence.library[block.adc], in: block) {
      pulses.append(.acquisition(adc))
    }
    return JEMRISSequence.Atom(milliseconds: block.duration.milliseconds, pulses: pulses)
  }

  // MARK: what cannot be said

  private mutating func refuse(_ message: String, _ block: Block, help: String? = nil) {
    // One block of a loop is played many times, and a thousand equal messages help nobody.
    if problems.contains(where: { $0.message == message }) { return }
    problems.append(Problem(message: message, origin: block.origin, help: help))
  }

  private mutating func refuseExtras(of block: Block) {
    guard !block.extras.isNone else { return }
    let extras = sequence.library[block.extras]
    if extras.shim != nil {
      refuse("a pulse has weights for transmit channels, and the JEMRIS files have one channel", block)
    }
    if extras.triggers.contains(where: { $0.channel == .physio1 || $0.channel == .physio2 }) {
      refuse("a block waits for a physiological trigger, and a simulation has none", block)
    }
  }

  /// Hz and rad of an event's offsets; nil, refused, where they scale with a field that is not known.
  private mutating func offsets(
    hertz: Double, radians: Double, ppm: Double, radiansPerMegahertz: Double, _ block: Block
  ) -> (hertz: Double, radians: Double)? {
    if ppm == 0, radiansPerMegahertz == 0 { return (hertz, radians) }
    guard let fieldMegahertz else {
      refuse(
        "an offset is given in ppm, and the field is not known", block,
        help: "name a scanner with --scanner")
      return nil
    }
    return (hertz + ppm * fieldMegahertz, radians + radiansPerMegahertz * fieldMegahertz)
  }

  /// JEMRIS counts the phase that a frequency makes from the middle of a pulse, Pulseq from its start.
  private static func phaseDegrees(radians: Double, hertz: Double, milliseconds: Double) -> Double {
    radians * JEMRISUnits.degreesPerRadian + 360 * hertz * (milliseconds / 1e3) / 2
  }

  // MARK: RF

  private mutating func rf(_ event: RFEvent, in block: Block) -> JEMRISSequence.RF? {
    guard
      let offset = offsets(
        hertz: event.frequencyHertz, radians: event.phaseRadians, ppm: event.frequencyPPM,
        radiansPerMegahertz: event.phasePPM, block)
    else { return nil }
    let raster = sequence.rasters.radiofrequency
    let milliseconds = sequence.library.duration(of: event, raster: raster).milliseconds
    let rows = Self.rows(of: event, milliseconds: milliseconds, library: sequence.library, raster: raster)
    return JEMRISSequence.RF(
      shape: shapes.number(of: rows), isInterpolated: !event.time.isNone,
      delay: event.delay.milliseconds,
      phaseDegrees: Self.phaseDegrees(
        radians: offset.radians, hertz: offset.hertz, milliseconds: milliseconds),
      frequency: JEMRISUnits.radiansPerMillisecond(hertz: offset.hertz), mark: Self.mark(of: event))
  }

  /// Time, amplitude and phase, with a point at both ends, outside of which JEMRIS stops.
  ///
  /// Without a time shape each sample is held for its raster cell: the neighbour nearest to a time is that sample, and
  /// the ends repeat the first and the last.
  private static func rows(
    of event: RFEvent, milliseconds: Double, library: EventLibrary, raster: Time
  ) -> [[Double]] {
    var times = library.sampleTimesSeconds(of: event, raster: raster).map { $0 * 1e3 }
    var amplitudes = library[event.magnitude].samples().map {
      JEMRISUnits.radiansPerMillisecond(hertz: event.amplitudeHertz * $0)
    }
    var phases =
      event.phase.isNone
      ? [Double](repeating: 0, count: times.count)
      : library[event.phase].samples().map { $0 * 360 / JEMRISUnits.degreesPerRadian }
    guard let firstTime = times.first, let lastTime = times.last, let first = amplitudes.first,
      let last = amplitudes.last, let firstPhase = phases.first, let lastPhase = phases.last
    else { return [[], [], []] }
    if firstTime > 0 {
      times.insert(0, at: 0)
      amplitudes.insert(first, at: 0)
      phases.insert(firstPhase, at: 0)
    }
    if lastTime < milliseconds {
      times.append(milliseconds)
      amplitudes.append(last)
      phases.append(lastPhase)
    }
    return [times, amplitudes, phases]
  }

  private static func mark(of event: RFEvent) -> JEMRISSequence.RF.Mark? {
    guard event.use == .excitation || event.use == .refocusing else { return nil }
    let start = (event.delay + event.centre).milliseconds - JEMRISXML.markMilliseconds / 2
    return JEMRISSequence.RF.Mark(delay: max(start, 0), isRefocusing: event.use == .refocusing)
  }

  // MARK: gradients

  private mutating func gradients(of block: Block) -> [JEMRISSequence.Gradient] {
    let raster = sequence.rasters.gradient
    let corners = Axis.allCases.map { axis -> [GradientCorner] in
      let id = block.gradient(axis)
      return id.isNone ? [] : sequence.library.corners(of: id, gradientRaster: raster)
    }
    let rotation = block.extras.isNone ? nil : sequence.library[block.extras].rotation
    let turned = rotation.map { Self.turned(corners, by: $0.matrix) } ?? corners
    return Axis.allCases.compactMap { axis in gradient(turned[axis.rawValue], axis, block) }
  }

  private mutating func gradient(
    _ corners: [GradientCorner], _ axis: Axis, _ block: Block
  ) -> JEMRISSequence.Gradient? {
    let peak = corners.reduce(0) { max($0, abs($1.hertzPerMetre)) }
    guard peak > 0, let first = corners.first else { return nil }
    for (a, b) in zip(corners, corners.dropFirst()) where a.time >= b.time {
      refuse(
        "the gradient on \(axis.name) steps at \(a.time) of a block, and a JEMRIS shape has no steps", block)
      return nil
    }
    let times = corners.map { ($0.time - first.time).milliseconds }
    let values = corners.map { $0.hertzPerMetre / peak }
    return JEMRISSequence.Gradient(
      axis: axis.rawValue, shape: shapes.number(of: [times, values]), delay: first.time.milliseconds,
      scale: JEMRISUnits.gradient(hertzPerMetre: peak))
  }

  /// The gradients of a rotated block on the physical axes: corners wherever one of the three has one.
  static func turned(_ corners: [[GradientCorner]], by matrix: [Double]) -> [[GradientCorner]] {
    let times = Set(corners.joined().map(\.time)).sorted()
    return (0..<3).map { row in
      times.map { time in
        var value = 0.0
        for column in 0..<3 { value += matrix[3 * row + column] * corners[column].hertzPerMetre(at: time) }
        return GradientCorner(time: time, hertzPerMetre: value)
      }
    }
  }

  // MARK: acquisition

  private mutating func acquisition(_ event: ADCEvent, in block: Block) -> JEMRISSequence.Acquisition? {
    if !event.phaseModulation.isNone {
      refuse("an acquisition changes its phase from sample to sample, and JEMRIS has no such thing", block)
      return nil
    }
    guard
      let offset = offsets(
        hertz: event.frequencyHertz, radians: event.phaseRadians, ppm: event.frequencyPPM,
        radiansPerMegahertz: event.phasePPM, block), let duration = event.duration
    else { return nil }
    return JEMRISSequence.Acquisition(
      sampleCount: event.sampleCount, milliseconds: duration.milliseconds, delay: event.delay.milliseconds,
      phaseDegrees: Self.phaseDegrees(
        radians: offset.radians, hertz: offset.hertz, milliseconds: duration.milliseconds),
      frequency: JEMRISUnits.radiansPerMillisecond(hertz: offset.hertz))
  }

  // MARK: shapes

  /// The distinct shapes, in the order of their first use.
  private struct Shapes {
    private(set) var rows: [[[Double]]] = []
    private var numbers: [[[Double]]: Int] = [:]

    mutating func number(of shape: [[Double]]) -> Int {
      if let known = numbers[shape] { return known }
      rows.append(shape)
      numbers[shape] = rows.count
      return rows.count
    }
  }
}
