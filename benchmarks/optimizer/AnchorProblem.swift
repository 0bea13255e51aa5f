/// The loss and its gradient that are timed: the problem of `peer_torch.py`, for any molecules, precision and kick interval.
///
/// Nine members (three B1 scales, three offsets), 256 steps of 20 us of which every x and y amplitude is searched,
/// 20 ms of precession, then the energy of the signals in two bands of the spectrum: each molecule's own counts as
/// gain, the other's as loss. A term for RF power makes the problem well posed.
import Optimizer
import SequenceIR

struct AnchorProblem {
  let systems: [SpinSystem]
  let kickSeconds: Double
  let precision: Precision
  let threads: Int

  static let stepCount = 256
  private static let fieldHertzPerPPM = 42.57747892 * 3.0
  private static let receiverPPM = 3.0
  private static let sampleCount = 2048
  private static let dwellSeconds = 0.5e-3

  /// x and y in turn, Hz.
  static let samples = (0..<stepCount).flatMap { step in
    let t = Double(step) / Double(stepCount - 1)
    return [
      300 * ElementaryFunctions.sin(Double.pi * t) * ElementaryFunctions.cos(3 * t),
      200 * ElementaryFunctions.sin(2 * Double.pi * t),
    ]
  }

  private static let members = [0.9, 1.0, 1.1].flatMap { scale in
    [-20.0, 0, 20].map { EnsembleMember(b1Scale: scale, offsetHertz: $0) }
  }

  /// The points of two bands, 2.30 to 2.39 and 2.40 to 2.49 ppm. The ppm axis is that of the PyTorch script, which
  /// runs against the frequency.
  private static func bands() -> (frequencies: [Double], isFirst: [Bool]) {
    var frequencies: [Double] = []
    var isFirst: [Bool] = []
    for index in 0..<sampleCount {
      let bin = index < sampleCount / 2 ? index : index - sampleCount
      let frequency = Double(bin) / (dwellSeconds * Double(sampleCount))
      let ppm = receiverPPM - frequency / fieldHertzPerPPM
      guard (ppm > 2.30 && ppm < 2.39) || (ppm > 2.40 && ppm < 2.49) else { continue }
      frequencies.append(frequency)
      isFirst.append(ppm < 2.39)
    }
    return (frequencies, isFirst)
  }

  /// What is evaluated again and again: the loss, and dL/d(amplitude) in the script's unit, rad/s.
  func evaluation() -> () -> (loss: Double, gradient: [Double]) {
    let engine = setup().engine(precision, withTime: false)
    let loss = bandLoss()
    let controls = EnsembleControls(samples: Self.samples)
    return {
      var gradient = EnsembleControls()
      var value = engine.evaluate(controls, loss: loss, gradient: &gradient)
      let count = Double(Self.samples.count)
      for (index, sample) in Self.samples.enumerated() {
        value += 1e-3 * (sample / 500) * (sample / 500) / count
        gradient.samples[index] =
          (gradient.samples[index] + 2e-3 * sample / (500 * 500) / count) / (2 * Double.pi)
      }
      return (value, gradient.samples)
    }
  }

  private func setup() -> EnsembleSetup {
    let frequencies = Self.bands().frequencies
    let molecules = systems.enumerated().map { index, system in
      Molecule(name: "\(index)", groups: [SpinGroup(name: "all", system: system)])
    }
    let program = SpinProgram(
      start: .transverse(cosine: 0, sine: -1),
      steps: [
        .pulse(.init(.control(first: 0, count: Self.stepCount), dwellSeconds: 20e-6)),
        .delay(.init(seconds: 20e-3)),
      ], controlSampleCount: Self.stepCount)
    return EnsembleSetup(
      molecules: [molecules], members: Self.members, program: program,
      grid: SpectralGrid(
        sampleCount: Self.sampleCount, dwellSeconds: Self.dwellSeconds, frequenciesHertz: frequencies,
        ppm: frequencies.map { Self.receiverPPM + $0 / Self.fieldHertzPerPPM }),
      linewidthHertz: 6, fieldHertzPerPPM: Self.fieldHertzPerPPM, receiverPPM: Self.receiverPPM,
      accuracy: PropagationAccuracy(kickSeconds: kickSeconds, largestB1Hertz: 600), relaxes: false,
      alignsFrequency: false, threads: threads)
  }

  /// Energy in the other's band less that in the own, averaged over the members.
  private func bandLoss() -> SpectralLoss {
    let isFirst = Self.bands().isFirst
    // The script does not divide by the number of states: a factor 2^N/4 of our signals.
    let scales = systems.map { Double((1 << $0.spinCount) / 4) * Double((1 << $0.spinCount) / 4) }
    return { spectra, cotangents in
      var value = 0.0
      for member in spectra.indices {
        for molecule in scales.indices {
          for point in isFirst.indices {
            let index = molecule * isFirst.count + point
            let sign =
              (isFirst[point] == (molecule == 0) ? -1.0 : 1.0) * scales[molecule] / Double(spectra.count)
            let (x, y) = (spectra[member].signal.real[index], spectra[member].signal.imaginary[index])
            value += sign * (x * x + y * y)
            cotangents[member].signal.real[index] = 2 * sign * x
            cotangents[member].signal.imaginary[index] = 2 * sign * y
          }
        }
      }
      return value
    }
  }
}
