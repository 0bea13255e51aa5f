/// From the steps of a program to microsteps and nodes of its schedule.
import SequenceIR

struct ScheduleBuilder {
  let accuracy: PropagationAccuracy
  let relaxes: Bool
  var microsteps = Schedule.Microsteps()
  /// Whether the couplings of the next kick act in the opposite order.
  var isReversed = false
  /// Delays at least this many kick intervals long are propagated in the eigenbasis.
  private static let freeThreshold = 4.0
  /// Largest angle of a microstep: the series of half the angle converge to the last bit below it.
  private static let largestAngle = 1.6

  /// A stretch of the program with constant RF and gradients.
  struct Piece {
    enum Kind { case microstep(Int), free(control: Int?) }
    enum Relaxation { case withCouplings, inSteps }
    let kind: Kind
    let seconds: Double
    let isControl: Bool

    var relaxation: Relaxation {
      if case .microstep = kind, !isControl { return .withCouplings }
      return .inSteps
    }
  }

  init(accuracy: PropagationAccuracy, relaxes: Bool) {
    self.accuracy = accuracy
    self.relaxes = relaxes
  }

  mutating func nodes(of steps: [SpinProgram.Step]) -> [Schedule.Node] {
    var result: [Schedule.Node] = []
    var pieces: [Piece] = []
    func flush() {
      result += runs(of: pieces)
      pieces = []
    }
    for step in steps {
      switch step {
      case .pulse(let pulse):
        append(pulse, to: &pieces)
        guard pulse.turnHertz != 0 else { continue }
        // Back from the frame that turned with the pulse.
        flush()
        let seconds = Double(pulse.sampleCount) * pulse.dwellSeconds
        result.append(.dephase([0, 0, 0], cycles: pulse.turnHertz * seconds))
      case .delay(let delay) where delay.control != nil:
        // By itself, so that its relaxation acts where it is.
        flush()
        append(delay, to: &pieces)
        flush()
      case .delay(let delay): append(delay, to: &pieces)
      case .select(let orders):
        flush()
        result.append(.select(orders))
      case .symmetrize:
        flush()
        result.append(.symmetrize)
      case .dephase(let moment):
        flush()
        result.append(.dephase(moment, cycles: 0))
      case .positions(let positions):
        flush()
        result.append(
          .positions(places: positions.places, weights: positions.weights, nodes: nodes(of: positions.steps)))
      }
    }
    flush()
    return result
  }

  private mutating func append(_ delay: SpinProgram.Delay, to pieces: inout [Piece]) {
    if delay.control != nil || delay.seconds >= Self.freeThreshold * accuracy.kickSeconds {
      pieces.append(
        Piece(kind: .free(control: delay.control), seconds: delay.seconds, isControl: delay.control != nil))
    } else if delay.seconds > 0 {
      let angle = delay.seconds * angleRate(b1: 0, gradients: [0, 0, 0])
      let parts = max(
        2 * Int((delay.seconds / accuracy.kickSeconds).rounded(.up)),
        Int((angle / Self.largestAngle).rounded(.up)))
      for _ in 0..<parts {
        addMicrostep(seconds: delay.seconds / Double(parts), x: 0, y: 0, gradients: [0, 0, 0])
        pieces.append(
          Piece(
            kind: .microstep(microsteps.count - 1), seconds: delay.seconds / Double(parts), isControl: false))
      }
    }
  }

  private mutating func append(_ pulse: SpinProgram.Pulse, to pieces: inout [Piece]) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(pulse.phase)
    for sample in 0..<pulse.sampleCount {
      let gradients = pulse.gradients.map { $0.isEmpty ? 0 : $0[$0.count == 1 ? 0 : sample] }
      var (x, y, b1) = (0.0, 0.0, accuracy.largestB1Hertz)
      if case .fixed(let xs, let ys) = pulse.waveform {
        (x, y) = (xs[sample], ys[sample])
        b1 = (x * x + y * y).squareRoot()
      }
      let angle = pulse.dwellSeconds * angleRate(b1: b1, gradients: gradients)
      // An interval has at least two microsteps, so that its middle is a border.
      let least = pulse.dwellSeconds > accuracy.kickSeconds / 2 ? 2 : 1
      let parts = max(
        least, Int((angle / Self.largestAngle).rounded(.up)),
        Int((pulse.dwellSeconds / accuracy.kickSeconds).rounded(.up)) * least)
      let seconds = pulse.dwellSeconds / Double(parts)
      for _ in 0..<parts {
        addMicrostep(
          seconds: seconds, x: cosine * x - sine * y, y: sine * x + cosine * y, gradients: gradients,
          offsetHertz: -pulse.turnHertz)
        if case .control(let first, _) = pulse.waveform {
          microsteps.uses.append(
            Schedule.Use(microstep: microsteps.count - 1, sample: first + sample, cosine: cosine, sine: sine))
          pieces.append(Piece(kind: .microstep(microsteps.count - 1), seconds: seconds, isControl: true))
        } else {
          pieces.append(Piece(kind: .microstep(microsteps.count - 1), seconds: seconds, isControl: false))
        }
      }
    }
  }

  /// Upper bound of how fast a spin turns, rad/s; gradients are taken at a place 0.1 m from the centre.
  private func angleRate(b1: Double, gradients: [Double]) -> Double {
    let gradient = gradients.reduce(0) { $0 + abs($1) }
    return 2 * Double.pi * (accuracy.largestB1Scale * b1 + accuracy.largestOffsetHertz + 0.1 * gradient)
  }

  private mutating func addMicrostep(
    seconds: Double, x: Double, y: Double, gradients: [Double], offsetHertz: Double = 0
  ) {
    microsteps.seconds.append(seconds)
    microsteps.fixed.append(2 * Double.pi * x)
    microsteps.fixed.append(2 * Double.pi * y)
    for axis in 0..<3 { microsteps.gradients[axis].append(gradients[axis]) }
    microsteps.offsetsHertz.append(offsetHertz)
  }
}
