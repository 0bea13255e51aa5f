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

    var isAverage: Bool { if case .positions = self { true } else { false } }
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
