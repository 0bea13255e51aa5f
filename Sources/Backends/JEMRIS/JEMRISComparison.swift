import SequenceIR

/// Plays what was read back from JEMRIS files beside the sequence they were made from.
///
/// The other direction of `JEMRISFlattening`, written from what JEMRIS does with the numbers, not from how they were
/// made: shapes are looked up at the times of the sequence's own samples and corners.
enum JEMRISComparison {
  /// Shapes, relative to the peak of the waveform; phases, in turns.
  static let tolerance = 1e-5

  /// Where the two differ, in words; empty when they do not. Stops after the first few.
  static func differences(
    _ read: JEMRISSequence, from sequence: SequenceIR.Sequence, fieldHertz: Double?
  ) -> [String] {
    let played = sequence.segments.filter { !$0.blocks.isEmpty }
    guard read.loops.count == played.count else {
      return ["\(read.loops.count) loops instead of \(played.count)"]
    }
    var result: [String] = []
    for (loop, segment) in zip(read.loops, played) {
      if loop.repetitions != segment.repetitions || loop.atoms.count != segment.blocks.count {
        return [
          "a loop of \(loop.repetitions) x \(loop.atoms.count) atoms for \(segment.repetitions) x "
            + "\(segment.blocks.count) blocks"
        ]
      }
      for (atom, index) in zip(loop.atoms, segment.blocks) {
        let comparison = BlockComparison(
          atom: atom, block: sequence.blocks[index], sequence: sequence, shapes: read.shapes,
          fieldMegahertz: (fieldHertz ?? 0) / 1e6)
        result += comparison.differences().map { "block \(index + 1): \($0)" }
        if result.count > 5 { return result }
      }
    }
    return result
  }

  private struct BlockComparison {
    let atom: JEMRISSequence.Atom
    let block: Block
    let sequence: SequenceIR.Sequence
    let shapes: [[[Double]]]
    let fieldMegahertz: Double

    func differences() -> [String] {
      var result: [String] = []
      if abs(atom.milliseconds - block.duration.milliseconds) > 1e-9 { result.append("another duration") }
      result += rf()
      for axis in Axis.allCases { result += gradient(axis) }
      result += acquisition()
      return result
    }

    // MARK: RF

    private func rf() -> [String] {
      let found = atom.pulses.compactMap { if case .rf(let pulse) = $0 { pulse } else { nil } }
      guard found.count == (block.rf.isNone ? 0 : 1) else { return ["\(found.count) RF pulses"] }
      guard let pulse = found.first, shapes.indices.contains(pulse.shape - 1) else { return [] }
      let event = sequence.library[block.rf]
      let rows = shapes[pulse.shape - 1]
      guard rows.count == 3, let length = rows[0].last else { return ["an RF shape of \(rows.count) rows"] }
      let magnitudes = sequence.library[event.magnitude].samples()
      let phases = event.phase.isNone ? [] : sequence.library[event.phase].samples()
      let hertz = event.frequencyHertz + event.frequencyPPM * fieldMegahertz
      let turns = (event.phaseRadians + event.phasePPM * fieldMegahertz) * JEMRISUnits.degreesPerRadian / 360
      let times = sequence.library.sampleTimesSeconds(of: event, raster: sequence.rasters.radiofrequency)
      if abs(pulse.delay - event.delay.milliseconds) > 1e-9 { return ["an RF pulse at another time"] }
      var worstAmplitude = 0.0
      var worstPhase = 0.0
      for (sample, seconds) in times.enumerated() {
        let (amplitude, phase) = Self.value(pulse, rows, at: seconds * 1e3)
        let expected = event.amplitudeHertz * magnitudes[sample]
        worstAmplitude = max(
          worstAmplitude, abs(JEMRISUnits.hertz(radiansPerMillisecond: amplitude) - expected))
        let played =
          (phase * JEMRISUnits.degreesPerRadian + pulse.phaseDegrees) / 360
          + JEMRISUnits.hertz(radiansPerMillisecond: pulse.frequency) * (seconds - length / 2e3)
        let asked = (phases.isEmpty ? 0 : phases[sample]) + turns + hertz * seconds
        let difference = played - asked
        worstPhase = max(worstPhase, abs(difference - difference.rounded()))
      }
      let isEqual = worstAmplitude <= tolerance * abs(event.amplitudeHertz) && worstPhase <= tolerance
      return isEqual ? [] : ["another RF pulse"]
    }

    private static func value(
      _ pulse: JEMRISSequence.RF, _ rows: [[Double]], at time: Double
    ) -> (amplitude: Double, phase: Double) {
      let (low, share) = place(of: time, in: rows[0])
      let weight = pulse.isInterpolated ? share : (share < 0.5 ? 0 : 1)
      return (blend(rows[1], low, weight), blend(rows[2], low, weight))
    }

    /// The last point that is not behind `time`, but never the last of all; and how far it is to the next.
    private static func place(of time: Double, in times: [Double]) -> (low: Int, share: Double) {
      var (low, high) = (0, max(times.count - 1, 1))
      while high - low > 1 {
        let middle = (low + high) / 2
        if times[middle] <= time { low = middle } else { high = middle }
      }
      guard times.count > 1 else { return (0, 0) }
      return (low, (time - times[low]) / (times[low + 1] - times[low]))
    }

    private static func blend(_ values: [Double], _ low: Int, _ share: Double) -> Double {
      values.count > low + 1 ? values[low] + share * (values[low + 1] - values[low]) : values[low]
    }

    // MARK: gradients

    private func gradient(_ axis: Axis) -> [String] {
      let found = atom.pulses.compactMap { pulse -> JEMRISSequence.Gradient? in
        if case .gradient(let gradient) = pulse, gradient.axis == axis.rawValue { gradient } else { nil }
      }
      guard found.count < 2 else { return ["two gradients on \(axis.name)"] }
      let expected = GradientOnAxis(block, axis, sequence)
      var worst = 0.0
      for time in expected.times {
        let value = found.first.map { Self.value($0, shapes, at: time.milliseconds) } ?? 0
        worst = max(worst, abs(value - expected.value(at: time)))
      }
      return worst > tolerance * expected.peak ? ["another gradient on \(axis.name)"] : []
    }

    /// Hz/m.
    private static func value(
      _ gradient: JEMRISSequence.Gradient, _ shapes: [[[Double]]], at milliseconds: Double
    ) -> Double {
      guard shapes.indices.contains(gradient.shape - 1) else { return 0 }
      let rows = shapes[gradient.shape - 1]
      let time = milliseconds - gradient.delay
      guard rows.count == 2, let last = rows[0].last, time >= -1e-9, time <= last + 1e-9 else { return 0 }
      let (low, share) = place(of: time, in: rows[0])
      return JEMRISUnits.hertzPerMetre(gradient: gradient.scale * blend(rows[1], low, share))
    }

    // MARK: acquisition

    private func acquisition() -> [String] {
      let found = atom.pulses.compactMap { if case .acquisition(let adc) = $0 { adc } else { nil } }
      guard found.count == (block.adc.isNone ? 0 : 1) else { return ["\(found.count) acquisitions"] }
      guard let adc = found.first else { return [] }
      let event = sequence.library[block.adc]
      guard adc.sampleCount == event.sampleCount else { return ["\(adc.sampleCount) samples"] }
      var worst = 0.0
      for sample in [0, event.sampleCount - 1] {
        let asked = event.delay.milliseconds + event.dwell.milliseconds * (Double(sample) + 0.5)
        let played = adc.delay + adc.milliseconds / Double(adc.sampleCount) * (Double(sample) + 0.5)
        worst = max(worst, abs(played - asked))
        let seconds = (asked - event.delay.milliseconds) / 1e3
        let turns =
          (event.phaseRadians + event.phasePPM * fieldMegahertz) * JEMRISUnits.degreesPerRadian / 360
          + (event.frequencyHertz + event.frequencyPPM * fieldMegahertz) * seconds
        let found =
          adc.phaseDegrees / 360
          + JEMRISUnits.hertz(radiansPerMillisecond: adc.frequency) * (seconds - adc.milliseconds / 2e3)
        worst = max(worst, abs(found - turns - (found - turns).rounded()))
      }
      return worst > tolerance ? ["another acquisition"] : []
    }
  }

  /// One physical axis of a block, from the corners of all three.
  private struct GradientOnAxis {
    private let corners: [[GradientCorner]]
    private let weights: [Double]
    let times: [Time]
    let peak: Double

    init(_ block: Block, _ axis: Axis, _ sequence: SequenceIR.Sequence) {
      let rotation = block.extras.isNone ? nil : sequence.library[block.extras].rotation
      let matrix = rotation?.matrix ?? [1, 0, 0, 0, 1, 0, 0, 0, 1]
      weights = Array(matrix[(3 * axis.rawValue)..<(3 * axis.rawValue + 3)])
      corners = Axis.allCases.map { other in
        let id = block.gradient(other)
        return id.isNone ? [] : sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient)
      }
      times = Set(corners.joined().map(\.time)).sorted()
      peak = corners.joined().reduce(0) { max($0, abs($1.hertzPerMetre)) }
    }

    func value(at time: Time) -> Double {
      var sum = 0.0
      for (axis, weight) in zip(corners, weights) { sum += weight * axis.hertzPerMetre(at: time) }
      return sum
    }
  }
}
