// Times the loss and its full gradient on the anchor problem of docs/performance.md:
// Glu and Gln, 256 steps of 20 us, 9 members, and the same with six and seven spins.
import Dispatch
import Optimizer
import SequenceIR

let glutamate = SpinSystem(
  shiftsPPM: [3.7433, 2.0375, 2.1200, 2.3378, 2.3520],
  couplings: [
    ScalarCoupling(0, 1, hertz: 7.331), ScalarCoupling(0, 2, hertz: 4.651),
    ScalarCoupling(1, 2, hertz: -14.849),
    ScalarCoupling(1, 4, hertz: 8.406), ScalarCoupling(2, 4, hertz: 6.875),
    ScalarCoupling(1, 3, hertz: 6.413),
    ScalarCoupling(2, 3, hertz: 8.478), ScalarCoupling(3, 4, hertz: -15.915),
  ])
let glutamine = SpinSystem(
  shiftsPPM: [3.7530, 2.1290, 2.1090, 2.4320, 2.4540],
  couplings: [
    ScalarCoupling(0, 1, hertz: 5.847), ScalarCoupling(0, 2, hertz: 6.500),
    ScalarCoupling(1, 2, hertz: -14.504),
    ScalarCoupling(1, 4, hertz: 9.165), ScalarCoupling(2, 4, hertz: 6.347),
    ScalarCoupling(1, 3, hertz: 6.324),
    ScalarCoupling(2, 3, hertz: 9.209), ScalarCoupling(3, 4, hertz: -15.371),
  ])
let gaba = SpinSystem(
  shiftsPPM: [3.0128, 3.0128, 1.8890, 1.8890, 2.2840, 2.2840],
  couplings: [
    (0, 1, -12.021), (0, 2, 5.372), (0, 3, 7.127), (1, 2, 10.578), (1, 3, 6.982), (2, 3, -13.121),
    (2, 4, 7.755),
    (2, 5, 7.432), (3, 4, 6.173), (3, 5, 7.933), (4, 5, -10.744),
  ].map { ScalarCoupling($0.0, $0.1, hertz: $0.2) })
let sevenSpins = SpinSystem(
  shiftsPPM: glutamate.shiftsPPM + [6.8, 7.5],
  couplings: glutamate.couplings + [(3, 5), (4, 5), (4, 6)].map { ScalarCoupling($0.0, $0.1, hertz: 1) }
    + [ScalarCoupling(5, 6, hertz: 2)])

let stepCount = 256
let fieldHertzPerPPM = 42.57747892 * 3.0
let sampleCount = 2048
let dwell = 0.5e-3

/// The points of two bands, 2.30 to 2.39 and 2.40 to 2.49 ppm, on the ppm axis of the PyTorch script, which runs
/// against the frequency.
func bands() -> (frequencies: [Double], first: [Bool]) {
  var frequencies: [Double] = []
  var first: [Bool] = []
  for index in 0..<sampleCount {
    let frequency =
      Double(index < sampleCount / 2 ? index : index - sampleCount) / (dwell * Double(sampleCount))
    let ppm = 3.0 - frequency / fieldHertzPerPPM
    if ppm > 2.30 && ppm < 2.39 {
      frequencies.append(frequency)
      first.append(true)
    } else if ppm > 2.40 && ppm < 2.49 {
      frequencies.append(frequency)
      first.append(false)
    }
  }
  return (frequencies, first)
}

func clockSeconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

func run(
  _ name: String, _ systems: [SpinSystem], kick: Double, threads: Int, repeats: Int, _ precision: Precision
) {
  let (frequencies, isFirst) = bands()
  let members = [0.9, 1.0, 1.1].flatMap { scale in
    [-20.0, 0, 20].map { EnsembleMember(b1Scale: scale, offsetHertz: $0) }
  }
  let program = SpinProgram(
    start: .transverse(cosine: 0, sine: -1),
    steps: [
      .pulse(.init(.control(first: 0, count: stepCount), dwellSeconds: 20e-6)), .delay(.init(seconds: 20e-3)),
    ], controlSampleCount: stepCount)
  let molecules = systems.enumerated().map { index, system in
    Molecule(name: "\(index)", groups: [SpinGroup(name: "all", system: system)])
  }
  let engine = EnsembleSetup(
    molecules: [molecules], members: members, program: program,
    grid: SpectralGrid(
      sampleCount: sampleCount, dwellSeconds: dwell, frequenciesHertz: frequencies,
      ppm: frequencies.map { 3.0 + $0 / fieldHertzPerPPM }),
    linewidthHertz: 6, fieldHertzPerPPM: fieldHertzPerPPM, receiverPPM: 3.0,
    accuracy: PropagationAccuracy(kickSeconds: kick, largestB1Hertz: 600), relaxes: false,
    alignsFrequency: false,
    threads: threads
  ).engine(precision, withTime: false)
  var samples: [Double] = []
  for step in 0..<stepCount {
    let t = Double(step) / Double(stepCount - 1)
    samples.append(300 * ElementaryFunctions.sin(Double.pi * t) * ElementaryFunctions.cos(3 * t))
    samples.append(200 * ElementaryFunctions.sin(2 * Double.pi * t))
  }
  // The script does not divide by the number of states: a factor 2^N/4 of ours.
  let scales = systems.map { Double((1 << $0.spinCount) / 4) * Double((1 << $0.spinCount) / 4) }
  let memberCount = Double(members.count)
  let loss: SpectralLoss = { spectra, cotangents in
    var value = 0.0
    let count = frequencies.count
    for member in spectra.indices {
      for molecule in systems.indices {
        for point in 0..<count {
          let index = molecule * count + point
          let sign = (isFirst[point] == (molecule == 0) ? -1.0 : 1.0) * scales[molecule] / memberCount
          let (x, y) = (spectra[member].signal.real[index], spectra[member].signal.imaginary[index])
          value += sign * (x * x + y * y)
          cotangents[member].signal.real[index] = 2 * sign * x
          cotangents[member].signal.imaginary[index] = 2 * sign * y
        }
      }
    }
    return value
  }
  var gradient = EnsembleControls()
  var value = 0.0
  var best = Double.infinity
  let controls = EnsembleControls(samples: samples)
  for _ in 0..<repeats {
    let start = clockSeconds()
    value = engine.evaluate(controls, loss: loss, gradient: &gradient)
    best = min(best, clockSeconds() - start)
  }
  // The RF power term of the script.
  var norm = 0.0
  for index in samples.indices {
    value += 1e-3 * (samples[index] / 500) * (samples[index] / 500) / Double(samples.count)
    let term =
      gradient.samples[index] / (2 * Double.pi)
      + 2e-3 * samples[index] / 500 / (2 * Double.pi * 500) / Double(samples.count)
    norm += term * term
  }
  print(
    "\(name) \(precision) kicks \(Int((kick * 1e6).rounded())) us threads \(threads): "
      + "\(Double(Int(best * 1e6 + 0.5)) / 1e3) ms, loss \(value), gradient norm \(norm.squareRoot())")
}

let repeats = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 40 : 40
for threads in [1, 2] {
  run("Glu+Gln", [glutamate, glutamine], kick: 80e-6, threads: threads, repeats: repeats, .double)
  run("Glu+Gln", [glutamate, glutamine], kick: 80e-6, threads: threads, repeats: repeats, .single)
}
run("Glu+Gln", [glutamate, glutamine], kick: 160e-6, threads: 2, repeats: repeats, .single)
run("GABA (6 spins)", [gaba], kick: 80e-6, threads: 2, repeats: max(repeats / 4, 3), .double)
run("7 spins", [sevenSpins], kick: 80e-6, threads: 2, repeats: max(repeats / 8, 3), .double)
