/// How the sensitivity of pulses is worked out: parts, slopes by central differences of the exact gradient, changes.
import SequenceIR

struct SensitivityAnalysis {
  let search: PulseSearch
  let controls: [Double]
  let pulses: [PulseSensitivity.Pulse]
  let partCount: Int

  /// Relative amplitude, and radians.
  private static let step = 0.01

  init(search: PulseSearch, controls: [Double], partCount: Int) {
    (self.search, self.controls, self.partCount) = (search, controls, partCount)
    var pulses: [PulseSensitivity.Pulse] = []
    for pulse in search.request.pulses {
      let first = pulses.last?.samples.upperBound ?? 0
      pulses.append(
        PulseSensitivity.Pulse(
          name: pulse.name, samples: first..<first + pulse.grid.count, stepSeconds: pulse.grid.step.seconds))
    }
    self.pulses = pulses
  }

  func run(_ progress: (Int, Int) -> Void) -> PulseSensitivity {
    let cuts = pulses.indices.flatMap { pulse in
      SensitivityAnalysis.parts(of: pulses[pulse].samples, count: partCount).map {
        (pulse: pulse, samples: $0)
      }
    }
    let function = search.controlFunction(.polishing)
    let total = 1 + 4 * cuts.count
    var done = 0
    func gradient(_ samples: [Double]) -> [Double] {
      var gradient: [Double] = []
      _ = function.evaluate(samples, gradient: &gradient)
      done += 1
      progress(done, total)
      return gradient
    }
    let center = gradient(controls)
    let order = 2 * cuts.count
    var hessian: [Double] = []
    for direction in 0..<order {
      let range = cuts[direction % cuts.count].samples
      let changes = [1.0, -1.0].map { sign in
        direction < cuts.count
          ? PulseChange.scaled(range, by: 1 + sign * Self.step)
          : PulseChange.turned(range, radians: sign * Self.step)
      }
      let ends = changes.map { change -> [Double] in
        let samples = change.applied(to: controls)
        return slopes(gradient(samples), at: samples, cuts.map(\.samples), changed: range, change)
      }
      for column in 0..<order { hessian.append((ends[0][column] - ends[1][column]) / (2 * Self.step)) }
    }
    let asymmetry = SensitivityAnalysis.symmetrize(&hessian, order: order)
    let first = slopes(center, at: controls, cuts.map(\.samples), changed: 0..<0, .none)
    var parts: [PulseSensitivity.Part] = []
    for (index, cut) in cuts.enumerated() {
      let phase = cuts.count + index
      parts.append(
        part(
          cut.pulse, cut.samples,
          amplitude: .init(gradient: first[index], curvature: hessian[index * order + index]),
          phase: .init(gradient: first[phase], curvature: hessian[phase * order + phase])))
    }
    return PulseSensitivity(
      pulses: pulses, controls: controls, gradient: center, parts: parts, hessian: hessian,
      asymmetry: asymmetry,
      eigenvalues: SymmetricEigen.decompose(hessian, order: order).values.sorted(by: >),
      outcomes: changes.map { search.outcome($0.change, $0.words, controls) },
      memberCount: search.accurate.memberCount,
      interest: search.assay.interest.map { search.assay.molecules[$0] },
      objective: search.request.objectiveWords, ensemble: search.request.ensembleWords, notes: search.notes)
  }

  // MARK: parts

  /// Ranges of nearly equal length, all of them longer than nothing.
  static func parts(of samples: Range<Int>, count: Int) -> [Range<Int>] {
    let count = max(1, min(count, samples.count))
    return (0..<count).map { index in
      let ends = [index, index + 1].map { samples.lowerBound + samples.count * $0 / count }
      return ends[0]..<ends[1]
    }
  }

  private func part(
    _ pulse: Int, _ samples: Range<Int>, amplitude: PulseSensitivity.Slope, phase: PulseSensitivity.Slope
  ) -> PulseSensitivity.Part {
    let owner = pulses[pulse]
    let energy = self.energy(owner.samples)
    let times = [samples.lowerBound, samples.upperBound].map {
      Double($0 - owner.samples.lowerBound) * owner.stepSeconds
    }
    let milliseconds = times.map { DecimalText.rounded($0 * 1e3, decimals: 3) }
    return PulseSensitivity.Part(
      pulse: pulse, samples: samples, startSeconds: times[0], endSeconds: times[1],
      energyShare: energy > 0 ? self.energy(samples) / energy : 0, amplitude: amplitude, phase: phase,
      removed: search.outcome(
        .removed(samples), "\(owner.name) without \(milliseconds[0]) to \(milliseconds[1]) ms", controls))
  }

  private func energy(_ samples: Range<Int>) -> Double {
    (2 * samples.lowerBound..<2 * samples.upperBound).reduce(0) { $0 + controls[$1] * controls[$1] }
  }

  // MARK: slopes

  /// dL/da of the relative amplitude a of every part, then dL/dphi of every phase. u(a, phi) = (1 + a) R(phi) u0, so
  /// that du/da = R u0 and du/dphi = J u with J the quarter turn; only a part that is scaled has u other than R u0.
  private func slopes(
    _ gradient: [Double], at samples: [Double], _ parts: [Range<Int>], changed: Range<Int>,
    _ change: PulseChange
  ) -> [Double] {
    var (amplitudes, phases): ([Double], [Double]) = ([], [])
    for part in parts {
      var (along, across) = (0.0, 0.0)
      for sample in part {
        let (x, y) = (samples[2 * sample], samples[2 * sample + 1])
        along += gradient[2 * sample] * x + gradient[2 * sample + 1] * y
        across += gradient[2 * sample + 1] * x - gradient[2 * sample] * y
      }
      if part == changed, case .scaled(_, let factor) = change { along /= factor }
      amplitudes.append(along)
      phases.append(across)
    }
    return amplitudes + phases
  }

  /// Returns the largest difference of mirrored entries over the largest entry.
  private static func symmetrize(_ matrix: inout [Double], order: Int) -> Double {
    var (worst, largest) = (0.0, 0.0)
    for row in 0..<order {
      largest = max(largest, abs(matrix[row * order + row]))
      for column in 0..<row {
        let (a, b) = (matrix[row * order + column], matrix[column * order + row])
        worst = max(worst, abs(a - b))
        largest = max(largest, abs(a), abs(b))
        matrix[row * order + column] = (a + b) / 2
        matrix[column * order + row] = (a + b) / 2
      }
    }
    return largest > 0 ? worst / largest : 0
  }

  // MARK: whole pulses

  /// What a transmitter does wrong most often: each pulse for itself, and all of them together.
  private var changes: [(change: PulseChange, words: String)] {
    var result: [(change: PulseChange, words: String)] = [(.none, "as it is")]
    for pulse in pulses {
      result.append((.removed(pulse.samples), "\(pulse.name) removed"))
      for percent in [-20, -10, -5, 5, 10, 20] {
        let sign = percent > 0 ? "+" : ""
        result.append(
          (.scaled(pulse.samples, by: 1 + Double(percent) / 100), "\(pulse.name) \(sign)\(percent) % B1"))
      }
      for degrees in [-10, 10] {
        let sign = degrees > 0 ? "+" : ""
        result.append(
          (
            .turned(pulse.samples, radians: Double(degrees) * Double.pi / 180),
            "\(pulse.name) \(sign)\(degrees) deg"
          ))
      }
      for microseconds in [-50, -10, 10, 50] {
        let words = microseconds > 0 ? "\(microseconds) us late" : "\(-microseconds) us early"
        result.append(
          (
            .delayed(
              pulse.samples, seconds: Double(microseconds) * 1e-6, stepSeconds: pulse.stepSeconds),
            "\(pulse.name) \(words)"
          ))
      }
    }
    return result
  }
}
