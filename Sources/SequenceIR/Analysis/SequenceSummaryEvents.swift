/// The parts of a summary that need the distinct events and how often each is played, nothing of their order.

/// One gradient axis.
package struct GradientSummary: Hashable, Sendable {
  package var axis: Axis
  package var peakHertzPerMetre: Double
  /// Root mean square over the whole duration of the sequence.
  package var rmsHertzPerMetre: Double
  package var peakSlewHertzPerMetrePerSecond: Double

  static func all(of sequence: Sequence, played: PlayedEvents, facts: EventFacts) -> [GradientSummary] {
    var summaries = Axis.allCases.map {
      GradientSummary(axis: $0, peakHertzPerMetre: 0, rmsHertzPerMetre: 0, peakSlewHertzPerMetrePerSecond: 0)
    }
    var squares = [0.0, 0.0, 0.0]
    for index in sequence.library.gradients.indices {
      let counts = Axis.allCases.map { played.gradients[$0.rawValue][index] }
      guard counts.contains(where: { $0 > 0 }) else { continue }
      let gradient = facts.gradients[index]
      let square = GradientPath(corners: gradient.corners).squareIntegral
      for axis in summaries.indices where counts[axis] > 0 {
        summaries[axis].peakHertzPerMetre = max(summaries[axis].peakHertzPerMetre, gradient.peakHertzPerMetre)
        summaries[axis].peakSlewHertzPerMetrePerSecond = max(
          summaries[axis].peakSlewHertzPerMetrePerSecond, gradient.peakSlewHertzPerMetreSecond)
        squares[axis] += Double(counts[axis]) * square
      }
    }
    let seconds = sequence.duration?.seconds ?? 0
    for axis in summaries.indices where seconds > 0 {
      summaries[axis].rmsHertzPerMetre = (squares[axis] / seconds).squareRoot()
    }
    return summaries
  }
}

extension RFFacts {
  /// The use the file gives. Files before version 1.5 give none: their makers' own reader takes up to 90 degrees for
  /// an excitation, and so does this.
  package func use(of event: RFEvent) -> RFUse {
    guard event.use == .undefined else { return event.use }
    return (flipAngleRadians ?? 0) <= ElementaryFunctions.pi / 2 * 1.0001 ? .excitation : .refocusing
  }
}

/// All RF of a sequence.
package struct PulseSummary: Sendable {
  package var peakHertz: Double
  /// Integral of |B1|^2 over the sequence, Hz^2 s.
  package var energy: Double
  /// Root mean square over the whole duration, Hz.
  package var rmsHertz: Double
  /// Pulses played, per use, in the order of `RFUse`; uses that do not occur are left out.
  package var played: [(use: RFUse, count: Int)]
  /// On-resonance flip angles of the pulses played, smallest and largest, per use as in `played`, rad.
  package var flipAngles: [ClosedRange<Double>]
  package var usesAreGuessed: Bool

  init(of sequence: Sequence, played counts: PlayedEvents, facts: EventFacts) {
    let uses = zip(facts.rf, sequence.library.rf).map { $0.use(of: $1) }
    peakHertz = 0
    energy = 0
    played = []
    flipAngles = []
    usesAreGuessed = false
    for (index, pulse) in facts.rf.enumerated() where counts.rf[index] > 0 {
      peakHertz = max(peakHertz, pulse.peakHertz)
      energy += Double(counts.rf[index]) * pulse.energyHertzSquaredSeconds
      if sequence.library.rf[index].use == .undefined { usesAreGuessed = true }
    }
    for use in RFUse.allCases {
      let indices = uses.indices.filter { uses[$0] == use && counts.rf[$0] > 0 }
      let angles = indices.map { facts.rf[$0].flipAngleRadians ?? .infinity }
      guard let least = angles.min(), let most = angles.max() else { continue }
      played.append((use, indices.reduce(0) { $0 &+ counts.rf[$1] }))
      flipAngles.append(least...most)
    }
    let seconds = sequence.duration?.seconds ?? 0
    rmsHertz = seconds > 0 ? (energy / seconds).squareRoot() : 0
  }
}

/// All ADC events of a sequence.
package struct AcquisitionSummary: Sendable {
  package var count: Int
  /// Over all of them; saturates.
  package var samples: Int
  /// nil when nothing is acquired.
  package var sampleCounts: ClosedRange<Int>?
  package var dwells: ClosedRange<Time>?

  init(of sequence: Sequence, played: PlayedEvents) {
    count = 0
    samples = 0
    var present: [ADCEvent] = []
    for (index, event) in sequence.library.adc.enumerated() where played.adc[index] > 0 {
      let (product, overflow) = event.sampleCount.multipliedReportingOverflow(by: played.adc[index])
      count = count.addingReportingOverflow(played.adc[index]).overflow ? Int.max : count + played.adc[index]
      let (sum, tooMany) = samples.addingReportingOverflow(product)
      samples = overflow || tooMany ? Int.max : sum
      present.append(event)
    }
    let counts = present.map(\.sampleCount)
    if let least = counts.min(), let most = counts.max() { sampleCounts = least...most }
    let times = present.map(\.dwell)
    if let least = times.min(), let most = times.max() { dwells = least...most }
  }
}
