/// A program cut into what the kernels do: rotations over short intervals, kicks of the couplings, free precession,
/// relaxation, filters. The same for every molecule.
import SequenceIR

struct Schedule: Sendable {
  /// RF and gradients that are constant for a while.
  struct Microsteps: Sendable {
    var seconds: [Double] = []
    /// x, y, z gradient of each, Hz/m.
    var gradients: [[Double]] = [[], [], []]
    /// Frequency of all spins beside their own, Hz: minus that of a pulse, in whose frame they are for its time.
    var offsetsHertz: [Double] = []
    /// B1 in rad/s of fixed microsteps; controls are filled in at each evaluation.
    var fixed: [Double] = []
    var uses: [Use] = []
    var count: Int { seconds.count }
  }

  /// Microstep `microstep` plays control sample `sample` turned by the phase with this cosine and sine.
  struct Use: Sendable {
    let microstep: Int
    let sample: Int
    let cosine: Double
    let sine: Double
  }

  enum Operation: Sendable, Equatable {
    /// Rotations of the single spins over these microsteps.
    case turn(Range<Int>)
    /// All couplings act for this long, one after the other; every second time in the opposite order, so that what
    /// they do not commute cancels.
    case kick(Double, reversed: Bool)
    /// Relaxation for this long; only in runs without searched samples.
    case relax(Double)
    /// Free precession, exact; `control` adds a searched delay.
    case free(Double, control: Int?)
  }

  struct Run: Sendable {
    var operations: [Operation] = []
    var hasControls = false
  }

  indirect enum Node: Sendable {
    case run(Run)
    case relax(Double, control: Int?)
    case select([Int])
    case symmetrize
    /// A turn about z: cycles per metre along x, y, z, and cycles wherever the spins are.
    case dephase([Double], cycles: Double)
    case positions(places: [[Double]], weights: [Double], nodes: [Node])
  }

  var microsteps = Microsteps()
  var nodes: [Node] = []
  let start: SpinProgram.Start
  let controlSampleCount: Int
  let controlDelayCount: Int
  /// Whether a filter makes operators that are not Hermitian, so that two planes are needed.
  let isComplex: Bool

  init(_ program: SpinProgram, accuracy: PropagationAccuracy, relaxes: Bool) {
    start = program.start
    controlSampleCount = program.controlSampleCount
    controlDelayCount = program.controlDelayCount
    isComplex = Schedule.filters(program.steps)
    var builder = ScheduleBuilder(accuracy: accuracy, relaxes: relaxes)
    nodes = builder.nodes(of: program.steps)
    microsteps = builder.microsteps
  }

  private static func filters(_ steps: [SpinProgram.Step]) -> Bool {
    steps.contains { step in
      switch step {
      case .select, .symmetrize, .dephase: true
      case .positions(let positions): filters(positions.steps)
      case .pulse, .delay: false
      }
    }
  }

  /// B1 of all microsteps, rad/s, from the searched samples in Hz (x, y in turn).
  func expanded(_ samples: [Double]) -> [Double] {
    var target = microsteps.fixed
    let scale = 2 * Double.pi
    for use in microsteps.uses {
      let (x, y) = (scale * samples[2 * use.sample], scale * samples[2 * use.sample + 1])
      target[2 * use.microstep] = use.cosine * x - use.sine * y
      target[2 * use.microstep + 1] = use.sine * x + use.cosine * y
    }
    return target
  }

  /// The transpose of `expanded`.
  func contract(_ gradient: [Double], into samples: inout [Double]) {
    let scale = 2 * Double.pi
    for use in microsteps.uses {
      let (x, y) = (gradient[2 * use.microstep], gradient[2 * use.microstep + 1])
      samples[2 * use.sample] += scale * (use.cosine * x + use.sine * y)
      samples[2 * use.sample + 1] += scale * (use.cosine * y - use.sine * x)
    }
  }
}

struct ScheduleBuilder {
  let accuracy: PropagationAccuracy
  let relaxes: Bool
  var microsteps = Schedule.Microsteps()
  /// Whether the couplings of the next kick act in the opposite order.
  private var isReversed = false
  /// Delays at least this many kick intervals long are propagated in the eigenbasis.
  private static let freeThreshold = 4.0
  /// Largest angle of a microstep: the series of half the angle converge to the last bit below it.
  private static let largestAngle = 1.6

  /// A stretch of the program with constant RF and gradients.
  private struct Piece {
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
    return 2 * Double.pi * (1.3 * b1 + accuracy.largestOffsetHertz + 0.1 * gradient)
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

  // MARK: relaxation

  /// In pulses that are not searched for, relaxation acts with the couplings: B1 turns spins so fast that nothing coarser
  /// would do. In delays and searched pulses it has steps of its own: there a step costs more, and delays need few.
  private mutating func runs(of pieces: [Piece]) -> [Schedule.Node] {
    guard !pieces.isEmpty else { return [] }
    guard relaxes else { return [run(of: pieces[...], relaxes: false)] }
    var result: [Schedule.Node] = []
    var first = 0
    while first < pieces.count {
      let rest = pieces[first...]
      let end = rest.firstIndex { $0.relaxation != pieces[first].relaxation } ?? pieces.count
      switch pieces[first].relaxation {
      case .withCouplings: result.append(run(of: pieces[first..<end], relaxes: true))
      case .inSteps: result += steps(of: pieces[first..<end])
      }
      first = end
    }
    return result
  }

  /// Relaxation acts in the middle of equal stretches: half a stretch, relax, a stretch, relax, ..., half a stretch.
  private mutating func steps(of pieces: ArraySlice<Piece>) -> [Schedule.Node] {
    let total = pieces.reduce(0) { $0 + $1.seconds }
    guard total > 0 else { return [run(of: pieces, relaxes: false)] + searchedRelaxation(pieces) }
    let count = max(1, Int((total / accuracy.relaxationSeconds).rounded(.up)))
    let stretch = total / Double(count)
    var result: [Schedule.Node] = []
    var current: [Piece] = []
    var time = 0.0
    var next = 0
    for piece in pieces {
      var rest = piece.seconds
      while next < count, time + rest > (Double(next) + 0.5) * stretch - 1e-12 {
        let untilNext = max(0, (Double(next) + 0.5) * stretch - time)
        if case .free(nil) = piece.kind, untilNext > 0, untilNext < rest {
          current.append(Piece(kind: piece.kind, seconds: untilNext, isControl: false))
          rest -= untilNext
          time += untilNext
        } else if untilNext > rest / 2 {
          break
        }
        result.append(run(of: current[...], relaxes: false))
        current = []
        result.append(.relax(stretch, control: nil))
        next += 1
      }
      if rest > 0 || piece.isControl {
        current.append(Piece(kind: piece.kind, seconds: rest, isControl: piece.isControl))
        time += rest
      }
    }
    result.append(run(of: current[...], relaxes: false))
    while next < count {
      result.append(.relax(stretch, control: nil))
      next += 1
    }
    return result.filter { node in
      if case .run(let run) = node { return !run.operations.isEmpty }
      return true
    } + searchedRelaxation(pieces)
  }

  /// What searched delays add to the time that relaxation acts.
  private func searchedRelaxation(_ pieces: ArraySlice<Piece>) -> [Schedule.Node] {
    pieces.compactMap { piece in
      if case .free(let control?) = piece.kind { return .relax(0, control: control) }
      return nil
    }
  }

  // MARK: couplings

  /// Strang splitting: the couplings of each interval act at its middle, all at once. Delays in their eigenbasis have
  /// their couplings already.
  private mutating func run(of pieces: ArraySlice<Piece>, relaxes: Bool) -> Schedule.Node {
    var run = Schedule.Run()
    run.hasControls = pieces.contains { $0.isControl }
    var stretch: [(index: Int, seconds: Double)] = []
    for piece in pieces {
      switch piece.kind {
      case .microstep(let index): stretch.append((index, piece.seconds))
      case .free(let control):
        run.operations += operations(of: stretch, relaxes: relaxes)
        stretch = []
        run.operations.append(.free(piece.seconds, control: control))
      }
    }
    run.operations += operations(of: stretch, relaxes: relaxes)
    return .run(run)
  }

  /// Intervals of at most the kick distance. The couplings of each act at its middle; where that is no border of
  /// microsteps, half of them act before it and half after it. A kick beside the middle would leave an error of first
  /// order.
  private mutating func operations(
    of stretch: [(index: Int, seconds: Double)], relaxes: Bool
  ) -> [Schedule.Operation] {
    var result: [Schedule.Operation] = []
    var turnStart = 0
    func turn(upTo end: Int) {
      if end > turnStart { result.append(.turn(stretch[turnStart].index..<stretch[end - 1].index + 1)) }
      turnStart = end
    }
    var first = 0
    while first < stretch.count {
      if let interval = symmetricInterval(of: stretch, from: first) {
        turn(upTo: interval.middle)
        result += kick(interval.seconds, relaxes: relaxes)
        first = interval.end
      } else {
        let half = stretch[first].seconds / 2
        turn(upTo: first)
        result += kick(half, relaxes: relaxes)
        turn(upTo: first + 1)
        result += kick(half, relaxes: relaxes)
        first += 1
      }
    }
    turn(upTo: stretch.count)
    return result
  }

  /// Couplings and relaxation, every second time in the opposite order.
  private mutating func kick(_ seconds: Double, relaxes: Bool) -> [Schedule.Operation] {
    let kick = Schedule.Operation.kick(seconds, reversed: isReversed)
    defer { isReversed.toggle() }
    guard relaxes else { return [kick] }
    return isReversed ? [.relax(seconds), kick] : [kick, .relax(seconds)]
  }

  /// The longest interval from `first` that is not above the kick distance and has a border at its middle.
  private func symmetricInterval(
    of stretch: [(index: Int, seconds: Double)], from first: Int
  ) -> (middle: Int, end: Int, seconds: Double)? {
    var best: (middle: Int, end: Int, seconds: Double)?
    var seconds = 0.0
    var (middle, before) = (first, 0.0)
    for end in first..<stretch.count {
      seconds += stretch[end].seconds
      if seconds > accuracy.kickSeconds * 1.000001 { break }
      while before + stretch[middle].seconds <= seconds / 2 * 1.000001 {
        before += stretch[middle].seconds
        middle += 1
      }
      if middle > first, before >= seconds / 2 * 0.999999 { best = (middle, end + 1, seconds) }
    }
    return best
  }
}
