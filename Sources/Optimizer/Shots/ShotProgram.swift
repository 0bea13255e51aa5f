/// From a sequence to what its spins go through: programs for the engine.
import SequenceIR

/// How a sequence is turned into programs.
package struct ShotOptions: Sendable {
  /// Places along a slice direction.
  package var positionCount: Int
  package var sliceReach: SliceReach
  /// Fixed pulses are averaged over this long, s; 0: every sample counts.
  package var pulseStepSeconds: Double
  /// Whether slices are simulated; otherwise every spin sits in the middle of the voxel.
  package var resolvesSlices: Bool
  /// gamma B0 / 2 pi 1e-6, Hz.
  package var fieldHertzPerPPM: Double

  package init(
    positionCount: Int = 24, pulseStepSeconds: Double = 4e-6, resolvesSlices: Bool = true,
    fieldHertzPerPPM: Double, sliceReach: SliceReach = SliceReach()
  ) {
    self.positionCount = positionCount
    self.sliceReach = sliceReach
    self.pulseStepSeconds = pulseStepSeconds
    self.resolvesSlices = resolvesSlices
    self.fieldHertzPerPPM = fieldHertzPerPPM
  }
}

/// A pulse whose samples are searched for: how it is recognised in a sequence.
package struct SearchedPulse: Sendable {
  /// Hz, as they were given to the compiler; a part of them may be an event of its own.
  package var x: [Double]
  package var y: [Double]
  package var stepSeconds: Double
  /// First control sample.
  package var first: Int

  package init(x: [Double], y: [Double], stepSeconds: Double, first: Int) {
    self.x = x
    self.y = y
    self.stepSeconds = stepSeconds
    self.first = first
  }
}

/// The programs of a sequence: one for each different kind of shot.
package struct ShotPrograms: Sendable {
  package struct Item: Sendable {
    package var program: SpinProgram
    /// How often it is played.
    package var count: Int
    /// Shots of one channel are averaged. Different values of the label SET are different channels, from 0.
    package var channel: Int
    /// Orders that are kept after each section.
    package var orders: [[Int]]
    /// Whether filters after each section keep nothing but the pathways that survive.
    package var isExact: Bool
    package var sampleCount: Int
    package var dwellSeconds: Double
    /// Seconds from the centre of the first pulse to the first sample.
    package var pathSeconds: Double
    /// Pulses of one shot, saturation apart.
    package var pulseCount: Int
    /// Over which places slices are averaged.
    package var slices: [SliceAverage]
    /// What each of them is for.
    package var uses: [RFUse] = []
    /// Starts and ends of the blocks in which anything is played, s from the first sample; none is later.
    package var blockEdges: [Double] = []
  }
  package var items: [Item]
  package var notes: [String]
  /// The value of the label SET of each channel.
  package var sets: [Int] = [0]
}

package enum ShotProblem: Error, Sendable {
  case noAcquisition
  case noPulse
  /// Nothing survives the gradients and the phase cycle.
  case noPathway

  package var text: String {
    switch self {
    case .noAcquisition: "the sequence acquires nothing"
    case .noPulse: "no pulse precedes the acquisition"
    case .noPathway: "no coherence survives the gradients and the phase cycle"
    }
  }

  /// For a search.
  var help: String {
    switch self {
    case .noAcquisition: "add `acquire 2048 points dwell 0.25 ms`; only `reach profile`, alone, needs none"
    case .noPulse: "play a pulse before `acquire`"
    case .noPathway: "`seqc inspect` shows moments and phases: which echo shall be acquired?"
    }
  }
}

extension ShotPrograms {
  package static func make(
    of sequence: SequenceIR.Sequence, searched: [SearchedPulse] = [], options: ShotOptions
  ) -> Result<ShotPrograms, ShotProblem> {
    var reader = ShotReader(sequence, fieldHertzPerPPM: options.fieldHertzPerPPM)
    var groups = reader.groups()
    guard !groups.isEmpty else { return .failure(.noAcquisition) }
    var notes: [String] = []
    let silent = groups.filter { $0.first.pulses.isEmpty }.reduce(0) { $0 + $1.played }
    groups.removeAll { $0.first.pulses.isEmpty }
    guard !groups.isEmpty else { return .failure(.noPulse) }
    if silent > 0 { notes.append("\(silent) acquisitions without a pulse before them are left out") }
    if reader.playsSaturation {
      notes.append("saturation pulses are left out: they are taken to spare the metabolites")
    }
    // Dummy shots make the first acquisition look longer than all others.
    let typical = groups.max { $0.played < $1.played }?.first.pulses.count ?? 0
    if groups.count > 1, groups[0].played == 1, groups[0].first.pulses.count > typical {
      groups.removeFirst()
      notes.append("the first acquisition, which follows dummy shots, is left out")
    }
    let sizes =
      sequence.definition("FOV")?.split(separator: " ").compactMap { DecimalText.number(Array($0.utf8)[...]) }
      ?? []
    let sets = Set(groups.map(\.structure.set)).sorted()
    let extents = SliceExtents(groups.map(\.first), options: options, nominal: sizes.count == 3 ? sizes : [])
    var items: [Item] = []
    var dephased = 0
    for group in groups {
      let shot = group.first.marked(searched)
      let analysis = PathwayAnalysis(shot, phases: group.phases, counts: group.counts)
      guard analysis.pathwayCount > 0 else {
        dephased += group.played
        continue
      }
      var builder = ShotProgramBuilder(
        shot: shot, analysis: analysis, options: options,
        nominal: sizes.count == 3 ? sizes : [], unselected: extents.missing(in: group.first))
      let program = builder.program(controlSampleCount: searched.map { $0.first + $0.x.count }.max() ?? 0)
      notes += builder.notes.filter { !notes.contains($0) }
      items.append(
        Item(
          program: program, count: group.played, channel: sets.firstIndex(of: group.structure.set) ?? 0,
          orders: analysis.orders, isExact: analysis.isProduct,
          sampleCount: group.first.sampleCount, dwellSeconds: group.first.dwellSeconds,
          pathSeconds: group.first.acquisitionStart - group.first.pulses[0].centre,
          pulseCount: group.first.pulses.count, slices: builder.slices, uses: group.first.pulses.map(\.use),
          blockEdges: group.first.blockEdges.map { $0 - group.first.acquisitionStart }.filter { $0 <= 0 }))
    }
    guard !items.isEmpty else { return .failure(.noPathway) }
    if dephased > 0 {
      notes.append("\(dephased) shots without coherence that survives gradients and phase cycle are left out")
    }
    if items.contains(where: { !$0.isExact }) {
      notes.append("gradients and phase cycle do not single out the pathways: unwanted ones may be counted")
    }
    return .success(ShotPrograms(items: items, notes: notes, sets: sets))
  }
}

extension Shot {
  /// Finds the searched pulses among those played.
  func marked(_ searched: [SearchedPulse]) -> Shot {
    var result = self
    for index in pulses.indices {
      for candidate in searched {
        if let use = ControlUse(of: pulses[index], in: candidate) { result.pulses[index].control = use }
      }
    }
    return result
  }
}

extension ControlUse {
  /// Whether a played pulse is a searched one, or a part of it, up to scale and phase of the event.
  init?(of pulse: PlayedPulse, in searched: SearchedPulse) {
    let count = Int(((pulse.end - pulse.start) / searched.stepSeconds).rounded())
    guard count > 0, count <= searched.x.count, pulse.x.count % count == 0,
      abs(Double(count) * searched.stepSeconds - (pulse.end - pulse.start)) < 1e-9
    else { return nil }
    let times = pulse.x.count / count
    for first in 0...(searched.x.count - count) {
      // Magnitudes only: a frequency offset turns the phase on.
      var (product, square, own) = (0.0, 0.0, 0.0)
      for index in 0..<count {
        let (x, y) = (pulse.x[index * times], pulse.y[index * times])
        let played = (x * x + y * y).squareRoot()
        let (u, v) = (searched.x[first + index], searched.y[first + index])
        let given = (u * u + v * v).squareRoot()
        product += played * given
        square += given * given
        own += played * played
      }
      guard square > 0, own > 0 else { continue }
      if product * product > (1 - 1e-9) * square * own {
        self.init(first: searched.first + first, count: count, step: searched.stepSeconds)
        return
      }
    }
    return nil
  }
}
