/// Waveforms and numbers a search starts from.
import SequenceIR

package enum StartShape: Sendable, Equatable {
  /// No RF. Most objectives have no slope there, so it is for comparison rather than for a search.
  case zero
  /// Gaussian noise on the coefficients of a cubic B-spline with knots about every `knotSpacing` samples, standard
  /// deviation `level` times the reference amplitude in x and y, through the saturating radial bound.
  case smoothNoise(knotSpacing: Int, level: Double)
  /// `count` rectangles, one in each of `count` equal sections at a random place, with random phase and a flip angle
  /// evenly distributed between the two, rad; as short as 99 % of the reference amplitude allows.
  case hardPulses(count: Int, leastFlip: Double, greatestFlip: Double)
  /// Samples x0, y0, x1, y1, ... in Hz, or the value of a scalar.
  case given([Double])
  /// A given waveform with smooth noise on top, to look around a known solution.
  case disturbed([Double], knotSpacing: Int, level: Double)
  /// Scalars: evenly distributed over the middle 80 % of the range. Standard pulses: scale likewise, any phase.
  case uniform
}

extension StartShape {
  /// Samples of a pulse, Hz. `reference` is its peak, or the amplitude x = 1 stands for.
  package func samples(
    count: Int, dwellSeconds: Double, referenceHertz: Double, random: inout RandomStream
  ) -> [Double] {
    switch self {
    case .zero, .uniform: return [Double](repeating: 0, count: 2 * count)
    case .given(let samples): return samples
    case .smoothNoise(let knotSpacing, let level):
      return StartShape.noise(count, knotSpacing, level, referenceHertz, &random)
    case .disturbed(let samples, let knotSpacing, let level):
      let noise = StartShape.noise(count, knotSpacing, level, referenceHertz, &random)
      return zip(samples, noise).map { $0 + $1 }
    case .hardPulses(let pulses, let least, let greatest):
      return StartShape.train(
        count, pulses: pulses, flips: (least, greatest), dwellSeconds: dwellSeconds, referenceHertz, &random)
    }
  }

  private static func noise(
    _ count: Int, _ knotSpacing: Int, _ level: Double, _ referenceHertz: Double, _ random: inout RandomStream
  ) -> [Double] {
    let spline = SplineBasis(sampleCount: count, knotSpacing: knotSpacing)
    let coefficients = (0..<2 * spline.coefficientCount).map { _ in level * random.gaussian() }
    var samples = spline.samples(of: coefficients)
    RadialBound(peakHertz: referenceHertz, form: .saturating).apply(to: &samples)
    return samples
  }

  private static func train(
    _ count: Int, pulses: Int, flips: (least: Double, greatest: Double), dwellSeconds: Double,
    _ referenceHertz: Double, _ random: inout RandomStream
  ) -> [Double] {
    var samples = [Double](repeating: 0, count: 2 * count)
    let strongest = RadialBound.startLimit * referenceHertz
    for pulse in 0..<max(0, pulses) {
      let section = (pulse * count / pulses)..<((pulse + 1) * count / pulses)
      let flip = random.uniform(from: flips.least, to: flips.greatest)
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(random.uniform() * ElementaryFunctions.twoPi)
      let place = random.uniform()
      let turns = flip / ElementaryFunctions.twoPi
      let needed = (turns / (strongest * dwellSeconds)).rounded(.up)
      let length = needed < Double(section.count) ? max(1, Int(needed)) : section.count
      guard length > 0, !section.isEmpty else { continue }
      let amplitude = min(strongest, turns / (Double(length) * dwellSeconds))
      let first = section.lowerBound + Int(place * Double(section.count - length + 1))
      for sample in first..<first + length {
        samples[2 * sample] = amplitude * cosine
        samples[2 * sample + 1] = amplitude * sine
      }
    }
    return samples
  }
}

extension ControlSpace {
  /// Parameters of a start: one shape per block, drawn in the order of the blocks. Shapes that do not suit a block
  /// (a waveform of another length, noise for a scalar) give its nominal value: no RF, the shape itself, the middle.
  package func start(_ shapes: [StartShape], random: inout RandomStream) -> [Double] {
    precondition(shapes.count == blocks.count, "one start per block")
    var controls: [Double] = []
    for (block, shape) in zip(blocks, shapes) {
      var own = ControlSpace.start(block, shape, &random)
      if own.count != block.controlCount { own = ControlSpace.nominal(block) }
      controls += own
    }
    return parameters(closestTo: controls)
  }

  private static func start(_ block: ControlBlock, _ shape: StartShape, _ random: inout RandomStream)
    -> [Double]
  {
    switch (block, shape) {
    case (.shaped(let pulse), _):
      return shape.samples(
        count: pulse.sampleCount, dwellSeconds: pulse.dwellSeconds,
        referenceHertz: pulse.peakHertz ?? pulse.scaleHertz, random: &random)
    case (.standard(let pulse), .uniform):
      let share = random.uniform(from: 0.1, to: 0.9)
      let x = [
        ElementaryFunctions.log(share / (1 - share)), random.uniform() * ElementaryFunctions.twoPi,
      ]
      return pulse.controls(x)
    case (.scalar(let scalar), .uniform):
      let share = random.uniform(from: 0.1, to: 0.9)
      if case .between = scalar.range { return [scalar.value(ElementaryFunctions.log(share / (1 - share)))] }
      return [scalar.value(4 * share - 2)]
    case (_, .given(let values)): return values
    default: return nominal(block)
    }
  }

  private static func nominal(_ block: ControlBlock) -> [Double] {
    switch block {
    case .shaped(let pulse): [Double](repeating: 0, count: 2 * pulse.sampleCount)
    case .standard(let pulse): pulse.shapeHertz
    case .scalar(let scalar): [scalar.value(0)]
    }
  }
}
