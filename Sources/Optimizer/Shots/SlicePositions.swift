/// Where along a slice direction spins are simulated.
import SequenceIR

/// How far beyond a slice spins are simulated.
package struct SliceReach: Sendable, Equatable {
  /// Spins count where a pulse has more than this share of its largest effect.
  package var leastEffect: Double
  /// Shifts move the slice: Hz from the carrier, either way.
  package var shiftHertz: Double

  package init(leastEffect: Double = 0.01, shiftHertz: Double = 0) {
    self.leastEffect = leastEffect
    self.shiftHertz = shiftHertz
  }
}

struct SlicePositions: Sendable {
  /// Metres along the axis, evenly spaced.
  let positions: [Double]
  /// Share of each in the signal of the nominal voxel.
  let weights: [Double]
  /// Width at half of the effect of the narrowest pulse, m.
  let width: Double

  /// `pulses` are selective along `axis`; `nominal` is the size of the voxel along it, m, where that is known: the
  /// signal of spins outside the nominal voxel adds to it. Otherwise the width of the slice stands for it.
  init(
    _ pulses: [PlayedPulse], axis: Int, count: Int, nominal: Double?, reach: SliceReach = SliceReach()
  ) {
    var lower = -Double.infinity
    var upper = Double.infinity
    var narrowest = Double.infinity
    for pulse in pulses {
      let extent = SlicePositions.extent(of: pulse, axis: axis, reach: reach)
      lower = max(lower, extent.lower)
      upper = min(upper, extent.upper)
      narrowest = min(narrowest, extent.width)
    }
    if !(upper > lower) || !lower.isFinite || !upper.isFinite {
      (lower, upper, narrowest) = (-0.02, 0.02, 0.02)
    }
    let step = (upper - lower) / Double(count)
    positions = (0..<count).map { lower + (Double($0) + 0.5) * step }
    width = narrowest
    let size = nominal ?? narrowest
    weights = [Double](repeating: step / size, count: count)
  }

  /// Where a pulse has an effect that counts, at the carrier and beside it, and its width at half at the carrier.
  static func extent(
    of pulse: PlayedPulse, axis: Int, reach sliceReach: SliceReach = SliceReach()
  ) -> (lower: Double, upper: Double, width: Double) {
    let peak = pulse.gradients[axis].map { abs($0) }.max() ?? 0
    guard peak > 0 else { return (-0.02, 0.02, 0.04) }
    // Frequencies within 25 kHz of the carrier are seen.
    let reach = 25e3 / peak
    let count = 800
    var effects: [Double] = []
    var refocused: [Double] = []
    for index in 0..<count {
      let position = reach * (2 * (Double(index) + 0.5) / Double(count) - 1)
      var rotation = SpinRotation()
      for sample in pulse.x.indices {
        rotation.turn(
          b1xHertz: pulse.x[sample], b1yHertz: pulse.y[sample],
          offsetHertz: pulse.gradients[axis][sample] * position,
          seconds: pulse.dwell)
      }
      switch pulse.use {
      case .refocusing: effects.append(rotation.refocusing)
      case .inversion: effects.append((1 - rotation.longitudinal) / 2)
      default:
        effects.append(max(rotation.excitation, (1 - rotation.longitudinal) / 2))
        refocused.append(rotation.refocusing)
      }
    }
    // A pulse of unknown use that turns spins over is taken to refocus: Pulseq 1.4 does not say what pulses are for.
    if pulse.use == .undefined || pulse.use == .other, let most = refocused.max(), most > 0.9 {
      effects = refocused
    }
    let most = effects.max() ?? 0
    func range(_ fraction: Double) -> ClosedRange<Double> {
      let first = effects.firstIndex { $0 >= fraction * most } ?? 0
      let last = effects.lastIndex { $0 >= fraction * most } ?? count - 1
      let step = 2 * reach / Double(count)
      return (-reach + Double(first) * step)...(-reach + Double(last + 1) * step)
    }
    let (outer, half) = (range(sliceReach.leastEffect), range(0.5))
    let margin = 0.05 * (outer.upperBound - outer.lowerBound) + sliceReach.shiftHertz / peak
    return (outer.lowerBound - margin, outer.upperBound + margin, half.upperBound - half.lowerBound)
  }
}

/// What all kinds of shots together see along each axis. Where shots with and without a slice are subtracted (ISIS,
/// SPECIAL), those without must count the same spins, so that all outside of the slice cancel.
struct SliceExtents {
  /// Sum of the weights of the places along x, y, z; nil: no shot selects along it.
  private var sizes: [Double?] = [nil, nil, nil]

  init(_ shots: [Shot], options: ShotOptions, nominal: [Double]) {
    guard options.resolvesSlices, shots.count > 1 else { return }
    for axis in 0..<3 {
      for shot in shots {
        let pulses = shot.pulses.filter { $0.selectiveAxis == axis }
        guard sizes[axis] == nil, !pulses.isEmpty else { continue }
        let places = SlicePositions(
          pulses, axis: axis, count: options.positionCount, nominal: nominal.isEmpty ? nil : nominal[axis],
          reach: options.sliceReach)
        sizes[axis] = places.weights.reduce(0, +)
      }
    }
  }

  /// The product over the axes that this shot does not select along and another does.
  func missing(in shot: Shot) -> Double {
    var product = 1.0
    for axis in 0..<3 {
      guard let size = sizes[axis], !shot.pulses.contains(where: { $0.selectiveAxis == axis }) else {
        continue
      }
      product *= size
    }
    return product
  }
}
