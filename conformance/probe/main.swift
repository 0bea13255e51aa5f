// Prints the signals that the engine computes for experiments given as text, for comparison with other simulators.
//
// One word and its numbers a line, read from standard input:
//
//     system HERTZ_PER_PPM RECEIVER_PPM LINEWIDTH_HERTZ
//     member B1_SCALE OFFSET_HERTZ
//     ideal DEGREES PHASE_DEGREES
//     shaped DWELL_SECONDS X1 Y1 X2 Y2 ...       B1 in Hz
//     delay SECONDS
//     keep ORDER ...
//     acquire NAME SAMPLES DWELL_SECONDS         plays the steps since the last `acquire` on that molecule
//
// Each `acquire` prints a line for every sample: real and imaginary part.
import Optimizer
import SequenceIR

struct Experiment {
  var hertzPerPPM = 0.0
  var receiverPPM = 0.0
  var linewidthHertz = 0.0
  var member = EnsembleMember()
  var steps: [SpinProgram.Step] = []

  /// False where the line is not understood.
  mutating func read(_ word: String, _ numbers: [Double]) -> Bool {
    switch (word, numbers.count) {
    case ("system", 3):
      (hertzPerPPM, receiverPPM, linewidthHertz) = (numbers[0], numbers[1], numbers[2])
    case ("member", 2): member = EnsembleMember(b1Scale: numbers[0], offsetHertz: numbers[1])
    case ("ideal", 2):
      let degree = Double.pi / 180
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(numbers[1] * degree)
      steps.append(.pulse(.ideal(radians: numbers[0] * degree, cosine: cosine, sine: sine)))
    case ("shaped", 3...) where numbers.count % 2 == 1:
      let x = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
      let y = stride(from: 2, to: numbers.count, by: 2).map { numbers[$0] }
      steps.append(.pulse(.init(.fixed(x: x, y: y), dwellSeconds: numbers[0])))
    case ("delay", 1): steps.append(.delay(.init(seconds: numbers[0])))
    case ("keep", 1...): steps.append(.select(orders: numbers.map { Int($0) }))
    default: return false
    }
    return true
  }

  /// The damped signal: the inverse transform of the engine's spectrum at all frequencies.
  func signal(of molecule: Molecule, sampleCount: Int, dwellSeconds: Double) -> [(re: Double, im: Double)] {
    let frequencies = (0..<sampleCount).map { Double($0) / (dwellSeconds * Double(sampleCount)) }
    let grid = SpectralGrid(
      sampleCount: sampleCount, dwellSeconds: dwellSeconds, frequenciesHertz: frequencies,
      ppm: frequencies.map { receiverPPM + $0 / hertzPerPPM })
    let setup = EnsembleSetup(
      molecules: [[molecule]], members: [member], program: SpinProgram(steps: steps), grid: grid,
      linewidthHertz: linewidthHertz, fieldHertzPerPPM: hertzPerPPM, receiverPPM: receiverPPM,
      relaxes: false, alignsFrequency: false)
    let spectrum = setup.engine(.double, withTime: false).spectra()[0].signal
    return (0..<sampleCount).map { sample in
      var (re, im) = (0.0, 0.0)
      for point in 0..<sampleCount {
        let angle = 2 * Double.pi * Double(point * sample % sampleCount) / Double(sampleCount)
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
        re += spectrum.real[point] * cosine - spectrum.imaginary[point] * sine
        im += spectrum.real[point] * sine + spectrum.imaginary[point] * cosine
      }
      return (re, im)
    }
  }
}

var experiment = Experiment()
while let line = readLine() {
  let words = line.split(separator: " ").map(String.init)
  guard let word = words.first else { continue }
  if word == "acquire", words.count == 4, let molecule = MoleculeLibrary.molecule(named: words[1]),
    let count = Int(words[2]), count > 0, let dwell = Double(words[3]), dwell > 0
  {
    for (re, im) in experiment.signal(of: molecule, sampleCount: count, dwellSeconds: dwell) {
      print(re, im)
    }
    experiment.steps = []
  } else {
    let numbers = words.dropFirst().compactMap { Double($0) }
    guard numbers.count == words.count - 1, experiment.read(word, numbers) else {
      fatalError("not understood: \(line)")
    }
  }
}
