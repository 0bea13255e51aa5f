/// A sequence as the states of its spins are asked for: the programs of its shots, on one axis of time.
import SequenceIR

package struct StateExperiment: Sendable {
  package struct Conditions: Sendable, Equatable {
    /// Full width at half maximum of a line, Hz: all decay during acquisition.
    package var linewidthHertz = 5.5
    /// Actual over nominal B1.
    package var b1Scale = 1.0
    /// Offset of the field, Hz.
    package var offsetHertz = 0.0
    /// Places across a slice.
    package var positionCount = 24
    /// Largest estimate of the relative error of the signal that is good enough.
    package var precision = 1e-3
    /// Whether T1 and T2 act before the first sample.
    package var relaxes = true
    /// The number of a kind of shot, from 1; nil: the mean of all kinds that are stored together.
    package var kind: Int?
    package var threads = 1

    package init() {}
  }

  /// One kind of shot with its share in the mean.
  struct Kind: Sendable {
    let program: SpinProgram
    let share: Double
    let uses: [RFUse]
    let blockEdges: [Double]
  }

  let kinds: [Kind]
  package let conditions: Conditions
  package let fieldHertzPerPPM: Double
  package let referencePPM: Double
  /// From the centre of the first pulse to the first sample; of the kind of shot for which it is longest.
  package let pathSeconds: Double
  /// From the start of the first pulse to its centre.
  package let leadSeconds: Double
  /// How many shots of the sequence are meant.
  package let played: Int
  package let notes: [String]

  /// Most spins whose products are told apart.
  package static let largestSpinCount = 8

  /// `frequencies`: where the spins precess, Hz from the reference, so that their slices are seen whole.
  package init(
    of sequence: SequenceIR.Sequence, conditions: Conditions, frequencies: ClosedRange<Double>?,
    fieldHertzPerPPM: Double, referencePPM: Double
  ) throws(SimulationProblem) {
    if let problem = SpectroscopicAcquisitions.problem(in: sequence) { throw problem }
    let options = ShotOptions(
      positionCount: conditions.positionCount, fieldHertzPerPPM: fieldHertzPerPPM,
      sliceReach: SliceReach(frequenciesHertz: frequencies))
    let programs: ShotPrograms
    switch ShotPrograms.make(of: sequence, options: options) {
    case .failure(let problem): throw SimulationProblem(.noSignal, problem.text)
    case .success(let made): programs = made
    }
    var notes = programs.notes
    let items = try StateExperiment.chosen(programs.items, conditions.kind, &notes)
    self.init(
      items: items, conditions: conditions, fieldHertzPerPPM: fieldHertzPerPPM, referencePPM: referencePPM,
      notes: notes)
  }

  /// Of programs that are averaged by how often each is played.
  init(
    items: [ShotPrograms.Item], conditions: Conditions, fieldHertzPerPPM: Double, referencePPM: Double,
    notes: [String] = []
  ) {
    let total = Double(items.reduce(0) { $0 + $1.count })
    kinds = items.map {
      Kind(
        program: $0.program, share: Double($0.count) / total, uses: $0.uses, blockEdges: $0.blockEdges)
    }
    self.conditions = conditions
    self.fieldHertzPerPPM = fieldHertzPerPPM
    self.referencePPM = referencePPM
    played = items.reduce(0) { $0 + $1.count }
    var longest = (path: -Double.infinity, lead: 0.0)
    for item in items where item.pathSeconds > longest.path {
      longest = (item.pathSeconds, StateProgram.duration(of: item.program.steps) - item.pathSeconds)
    }
    (pathSeconds, leadSeconds) = longest
    self.notes = notes
  }

  private static func chosen(
    _ items: [ShotPrograms.Item], _ kind: Int?, _ notes: inout [String]
  ) throws(SimulationProblem) -> [ShotPrograms.Item] {
    if let kind {
      guard items.indices.contains(kind - 1) else {
        throw SimulationProblem(
          .noSuchShot, "there is no kind of shot \(kind): the sequence has \(items.count)",
          help: items.count == 1 ? "leave out --shots" : "give a number from 1 to \(items.count), or `mean`")
      }
      return [items[kind - 1]]
    }
    var most = items[0]
    for item in items where item.count > most.count { most = item }
    let alike = items.filter {
      $0.channel == most.channel && $0.sampleCount == most.sampleCount && $0.dwellSeconds == most.dwellSeconds
    }
    if alike.count < items.count {
      notes.append(
        "\(items.count - alike.count) of \(items.count) kinds of shots are stored apart or sampled in another way, and are "
          + "left out: --shots N shows one")
    }
    if alike.count > 1 {
      notes.append(
        "\(alike.count) kinds of shots are averaged, their states as well; --shots N shows one")
    }
    return alike
  }

  var member: EnsembleMember {
    EnsembleMember(b1Scale: conditions.b1Scale, offsetHertz: conditions.offsetHertz)
  }

  func accuracy(kickSeconds: Double) -> PropagationAccuracy {
    PropagationAccuracy(
      kickSeconds: kickSeconds, relaxationSeconds: 25 * kickSeconds,
      largestOffsetHertz: 1000 + abs(conditions.offsetHertz))
  }
}

// MARK: times

extension StateExperiment {
  /// A time at which states are told.
  struct Mark: Sendable {
    /// From the first sample.
    var seconds: Double
    var times: [StateTime]
  }

  /// Times nearer than this are one, s.
  private static let tolerance = 1.5e-10

  /// Starts and ends of pulses, edges of blocks, the first sample, and the times asked for (from the centre of the first
  /// pulse).
  func marks(
    askedSeconds: [Double], withBlockEdges: Bool = true, samplesOfPulses: Int = 0
  ) throws(SimulationProblem) -> [Mark] {
    var all: [(seconds: Double, time: StateTime)] = []
    for seconds in askedSeconds {
      guard seconds >= -leadSeconds - StateExperiment.tolerance,
        seconds <= pathSeconds + StateExperiment.tolerance
      else { throw outside(seconds) }
      all.append((min(0, seconds - pathSeconds), .askedFor))
    }
    if let longest {
      for (index, pulse) in StateProgram.pulseTimes(of: longest.program).enumerated() {
        let use = index < longest.uses.count ? longest.uses[index].name : ""
        all.append((pulse.start, .pulseStart(index + 1, use: use)))
        all.append((pulse.end, .pulseEnd(index + 1, use: use)))
        for sample in 0..<samplesOfPulses {
          let share = Double(sample + 1) / Double(samplesOfPulses + 1)
          all.append((pulse.start + share * (pulse.end - pulse.start), .withinPulse(index + 1, use: use)))
        }
      }
      let start = -(pathSeconds + leadSeconds)
      if withBlockEdges {
        all += longest.blockEdges.filter { $0 > start }.map { ($0, .blockEdge) }
      }
    }
    all.append((0, .firstSample))
    // Sorted by time; equal times in the order above.
    let sorted = all.enumerated().sorted {
      ($0.element.seconds, $0.offset) < ($1.element.seconds, $1.offset)
    }.map(\.element)
    var marks: [Mark] = []
    for entry in sorted {
      if let last = marks.last, entry.seconds - last.seconds < StateExperiment.tolerance {
        if entry.time != .blockEdge, !last.times.contains(entry.time) {
          marks[marks.count - 1].times.removeAll { $0 == .blockEdge }
          marks[marks.count - 1].times.append(entry.time)
        }
      } else {
        marks.append(Mark(seconds: entry.seconds, times: [entry.time]))
      }
    }
    return marks
  }

  /// Starts and ends of the pulses of the longest kind of shot, from the centre of its first pulse.
  package var pulseSeconds: [(start: Double, end: Double)] {
    guard let longest else { return [] }
    return StateProgram.pulseTimes(of: longest.program).map { ($0.start + pathSeconds, $0.end + pathSeconds) }
  }

  private var longest: Kind? {
    kinds.max { StateProgram.duration(of: $0.program.steps) < StateProgram.duration(of: $1.program.steps) }
  }

  private func outside(_ seconds: Double) -> SimulationProblem {
    func text(_ seconds: Double) -> String { "\(DecimalText.rounded(seconds * 1e3, decimals: 4)) ms" }
    return SimulationProblem(
      .timeOutsideShot,
      "\(text(seconds)) is \(seconds < 0 ? "before the first pulse" : "after the first sample")",
      help:
        "times count from the centre of the first pulse: give one from \(text(-leadSeconds)) to \(text(pathSeconds))"
    )
  }
}
