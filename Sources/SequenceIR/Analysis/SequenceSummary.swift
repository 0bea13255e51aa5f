/// What is in a sequence, in the terms of the field: timing, events, gradients, RF, acquisition, k-space, echoes.
package struct SequenceSummary: Sendable {
  package var name: String
  /// nil when it leaves the range of `Time`.
  package var duration: Time?
  package var storedBlocks: Int
  package var playedBlocks: Int
  package var segments: Int
  package var events: EventCounts
  package var gradients: [GradientSummary]
  package var pulses: PulseSummary
  package var acquisition: AcquisitionSummary
  package var echoes: EchoSummary
  package var labels: [LabelRange]
  package var definitions: [Sequence.Definition]
  /// What the reader must know to read the numbers right, in words.
  package var notes: [String]

  package init(of sequence: Sequence) {
    name = sequence.name
    duration = sequence.duration
    storedBlocks = sequence.blocks.count
    playedBlocks = sequence.playedBlockCount
    segments = sequence.segments.count
    events = EventCounts(sequence.library)
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    let played = PlayedEvents(sequence)
    gradients = GradientSummary.all(of: sequence, played: played, facts: facts)
    pulses = PulseSummary(of: sequence, played: played, facts: facts)
    acquisition = AcquisitionSummary(of: sequence, played: played)
    labels = LabelRange.all(of: sequence)
    definitions = sequence.definitions
    var finder = EchoFinder(sequence, facts: facts)
    echoes = finder.summary()
    notes = []
    if pulses.usesAreGuessed {
      notes.append(
        "the file does not say what its pulses are for: up to 90 degrees counts as excitation, above as refocusing"
      )
    }
    if sequence.library.extras.contains(where: { $0.rotation != nil }) {
      notes.append("gradients are given before the rotations of the file, k-space after them")
    }
    notes += finder.notes
  }

  /// Distinct events in the library.
  package struct EventCounts: Hashable, Sendable {
    package var rf: Int
    package var gradients: Int
    package var adc: Int
    package var shapes: Int

    init(_ library: EventLibrary) {
      rf = library.rf.count
      gradients = library.gradients.count
      adc = library.adc.count
      shapes = library.shapes.count
    }
  }
}

/// How often each distinct event is played; counts saturate.
struct PlayedEvents {
  private(set) var rf: [Int]
  private(set) var adc: [Int]
  /// Per axis.
  private(set) var gradients: [[Int]]

  init(_ sequence: Sequence) {
    rf = [Int](repeating: 0, count: sequence.library.rf.count)
    adc = [Int](repeating: 0, count: sequence.library.adc.count)
    gradients = Axis.allCases.map { _ in [Int](repeating: 0, count: sequence.library.gradients.count) }
    for segment in sequence.segments {
      for index in segment.blocks {
        let block = sequence.blocks[index]
        if !block.rf.isNone { PlayedEvents.add(segment.repetitions, to: &rf[Int(block.rf.number) - 1]) }
        if !block.adc.isNone { PlayedEvents.add(segment.repetitions, to: &adc[Int(block.adc.number) - 1]) }
        for axis in Axis.allCases {
          let id = block.gradient(axis)
          if id.isNone { continue }
          PlayedEvents.add(segment.repetitions, to: &gradients[axis.rawValue][Int(id.number) - 1])
        }
      }
    }
  }

  private static func add(_ repetitions: Int, to count: inout Int) {
    let (sum, overflow) = count.addingReportingOverflow(repetitions)
    count = overflow ? Int.max : sum
  }
}
