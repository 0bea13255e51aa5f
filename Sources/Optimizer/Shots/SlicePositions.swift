/// Where along a slice direction spins are simulated.
import SequenceIR

/// How far spins are simulated.
package struct SliceReach: Sendable, Equatable {
  /// Spins count where a pulse has more than this share of its largest effect, a third of it where the pulse inverts or
  /// refocuses: beside the slice of an excitation, signals of opposite sign cancel for the most part, those do not.
  package var leastEffect: Double
  /// Frequencies of spins, Hz from the reference, whose slices are seen whole; nil: the carrier of each pulse.
  package var frequenciesHertz: ClosedRange<Double>?
  /// Whether slices of other frequencies add places; otherwise there are as many, farther apart.
  package var addsPlaces: Bool

  package init(
    leastEffect: Double = 3e-3, frequenciesHertz: ClosedRange<Double>? = nil, addsPlaces: Bool = true
  ) {
    self.leastEffect = leastEffect
    self.frequenciesHertz = frequenciesHertz
    self.addsPlaces = addsPlaces
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
  /// signal of spins outside the nominal voxel adds to it. Otherwise the width of the slice stands for it. `count`
  /// places lie across the slice of one frequency; slices of others add places, not distance between them.
  init(
    _ pulses: [PlayedPulse], axis: Int, count: Int, nominal: Double?, reach: SliceReach = SliceReach()
  ) {
    var whole = (lower: -Double.infinity, upper: Double.infinity)
    var single = whole
    var narrowest = Double.infinity
    for pulse in pulses {
      let profile = SliceProfile(pulse, axis: axis)
      let own = profile.extent(at: nil, leastEffect: reach.leastEffect)
      let ends = [reach.frequenciesHertz?.lowerBound, reach.frequenciesHertz?.upperBound].map {
        $0.map { profile.extent(at: $0, leastEffect: reach.leastEffect) } ?? own
      }
      single = (max(single.lower, own.lower), min(single.upper, own.upper))
      whole.lower = max(whole.lower, min(ends[0].lower, ends[1].lower))
      whole.upper = min(whole.upper, max(ends[0].upper, ends[1].upper))
      narrowest = min(narrowest, profile.width)
    }
    if !(whole.upper > whole.lower) || !whole.lower.isFinite || !whole.upper.isFinite {
      (whole, single, narrowest) = ((-0.02, 0.02), (-0.02, 0.02), 0.02)
    }
    let length = whole.upper - whole.lower
    let ratio = single.upper > single.lower ? length / (single.upper - single.lower) : 1
    let all =
      reach.addsPlaces
      ? Int((Double(count) * max(1, min(ratio, SlicePositions.mostRatio))).rounded(.up)) : count
    let step = length / Double(all)
    positions = (0..<all).map { whole.lower + (Double($0) + 0.5) * step }
    width = narrowest
    weights = [Double](repeating: step / (nominal ?? narrowest), count: all)
  }

  /// Slices that lie farther apart than this many widths make no voxel.
  private static let mostRatio = 4.0
}

/// Over which places pulses that select along the same axis are averaged, evenly spaced and of equal weight.
package struct SliceAverage: Sendable, Equatable {
  /// 0, 1, 2: x, y, z.
  package let axis: Int
  /// Indices of the pulses among those of the shot, from 0, saturation apart.
  package let pulses: [Int]
  package let firstMetres: Double
  package let stepMetres: Double
  package let count: Int
  /// Share of one place in the signal of the nominal voxel.
  package let weight: Double

  init(axis: Int, pulses: [Int], places: SlicePositions) {
    self.axis = axis
    self.pulses = pulses
    count = places.positions.count
    firstMetres = places.positions.first ?? 0
    stepMetres = count > 1 ? places.positions[1] - firstMetres : 0
    weight = places.weights.first ?? 0
  }
}

/// What a selective pulse does to spins along an axis.
struct SliceProfile {
  private let use: RFUse
  /// B1 and gradient in steps, Hz and Hz/m.
  private let x: [Double]
  private let y: [Double]
  private let gradient: [Double]
  private let stepSeconds: Double
  private let carrierHertz: Double
  /// Largest distance from the middle that is looked at, m: frequencies within 25 kHz of the carrier.
  private let reach: Double
  private var isRefocusing: Bool
  /// Width at half of the largest effect, m.
  private(set) var width: Double

  private static let count = 800
  /// Steps up to this long show where a slice is.
  private static let longestStep = 8e-6

  init(_ pulse: PlayedPulse, axis: Int) {
    let times = max(1, Int((SliceProfile.longestStep / pulse.dwell).rounded(.down)))
    x = SliceProfile.averaged(pulse.x, by: times)
    y = SliceProfile.averaged(pulse.y, by: times)
    gradient = SliceProfile.averaged(pulse.gradients[axis], by: times)
    // A last step that is shorter counts as a whole one: it is of no weight.
    stepSeconds = pulse.dwell * Double(times)
    (use, carrierHertz) = (pulse.use, pulse.offsetHertz)
    isRefocusing = use == .refocusing
    let peak = pulse.gradients[axis].map { abs($0) }.max() ?? 0
    reach = peak > 0 ? 25e3 / peak : 0
    width = 0.04
    guard peak > 0 else { return }
    let positions = positions
    let turns = positions.map { rotation(at: $0, hertz: carrierHertz) }
    // A pulse of unknown use that turns spins over is taken to refocus: Pulseq 1.4 does not say what pulses are for.
    if use == .undefined || use == .other { isRefocusing = turns.contains { $0.refocusing > 0.9 } }
    let effects = turns.map(effect)
    let half = 0.5 * (effects.max() ?? 0)
    guard let first = effects.firstIndex(where: { $0 >= half }),
      let last = effects.lastIndex(where: { $0 >= half })
    else { return }
    width = edge(from: last + 1, to: last, half) - edge(from: first - 1, to: first, half)
  }

  /// Where the effect passes `half` between an index outside of the slice and its neighbour inside, m.
  private func edge(from outside: Int, to inside: Int, _ half: Double) -> Double {
    let positions = positions
    guard positions.indices.contains(outside) else { return positions[inside] }
    var (low, high) = (positions[outside], positions[inside])
    for _ in 0..<12 {
      let middle = (low + high) / 2
      if effect(rotation(at: middle, hertz: carrierHertz)) >= half { high = middle } else { low = middle }
    }
    return (low + high) / 2
  }

  /// Where the pulse has an effect that counts on spins of this frequency, and a margin, m; nil: the carrier's.
  func extent(at hertz: Double?, leastEffect: Double) -> (lower: Double, upper: Double) {
    guard reach > 0 else { return (-0.02, 0.02) }
    let positions = positions
    let effects = positions.map { effect(rotation(at: $0, hertz: hertz ?? carrierHertz)) }
    let cancels = !isRefocusing && use != .inversion
    let least = (cancels ? leastEffect : leastEffect / 3) * (effects.max() ?? 0)
    let half = reach / Double(SliceProfile.count)
    let lower = (effects.firstIndex { $0 >= least }.map { positions[$0] } ?? -reach) - half
    let upper = (effects.lastIndex { $0 >= least }.map { positions[$0] } ?? reach) + half
    let margin = 0.05 * (upper - lower)
    return (lower - margin, upper + margin)
  }

  private var positions: [Double] {
    (0..<SliceProfile.count).map { reach * (2 * (Double($0) + 0.5) / Double(SliceProfile.count) - 1) }
  }

  /// Of a spin at a place whose frequency without gradient is `hertz` from the reference.
  private func rotation(at position: Double, hertz: Double) -> SpinRotation {
    var rotation = SpinRotation()
    for step in x.indices {
      rotation.turn(
        b1xHertz: x[step], b1yHertz: y[step], offsetHertz: hertz + gradient[step] * position,
        seconds: stepSeconds)
    }
    return rotation
  }

  private func effect(_ rotation: SpinRotation) -> Double {
    if isRefocusing { return rotation.refocusing }
    if use == .inversion { return (1 - rotation.longitudinal) / 2 }
    return max(rotation.excitation, (1 - rotation.longitudinal) / 2)
  }

  private static func averaged(_ values: [Double], by times: Int) -> [Double] {
    stride(from: 0, to: values.count, by: times).map { first in
      let part = values[first..<min(first + times, values.count)]
      return part.reduce(0, +) / Double(part.count)
    }
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
