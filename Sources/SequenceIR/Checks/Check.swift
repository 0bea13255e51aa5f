/// One check: what it promises in words, the figures it needs, and the function that measures.
package struct Check: Sendable {
  /// Stable, never reused: `G002`.
  package let code: String
  /// What it looks at: `gradient slew rate`.
  package let title: String
  /// What a breach is called: `gradient slew rate exceeds the limit`.
  package let failure: String
  /// The inequality, in words and symbols.
  package let rule: String
  /// Figures without which there is no verdict; the first is the limit.
  package let needs: [FigureKey]
  /// Of the measured value and the limit; empty for counts.
  package let unit: String
  package let promises: String
  package let doesNotPromise: String
  package let source: String

  let run: @Sendable (CheckContext) -> Measurements
  /// What to change, and to what; nil where that cannot be known.
  var help: @Sendable (CheckContext, Measurements.Observation) -> String? = { _, _ in nil }
  /// Likewise for what is not proven, where something can be done about it.
  var helpWithoutProof: @Sendable (CheckContext, Measurements.Observation) -> String? = { _, _ in nil }
  /// Value against limit, in words.
  var label: @Sendable (Measurements.Observation, String) -> String = CheckLabel.comparison
  /// Figures that change the verdict where the profile has them, and what holds where it has not.
  package var uses: [StandIn] = []
  /// What else of the profile it uses where there is any.
  var usesParts: [ProfilePart] = []
  /// How sure the limit is, where it is a standard's.
  var limitConfidence: Confidence?
  /// What it asks of the scanner as a whole.
  var statements: [ProfileStatement] = []
  /// False where the limit is a standard's, and no line of the profile gives it.
  var limitIsAFigure = true
  /// What can be said without the figures that are missing.
  var withoutLimit: @Sendable (CheckContext) -> String? = { _ in nil }
  /// What it needs of the profile besides figures.
  var parts: [ProfilePart] = []
  /// The one interpreter whose rule it is; nil: a rule for all.
  var vendor: ScannerProfile.Vendor?
  /// True when it asks something of the profile that is neither figure nor part.
  var needsProfile = false

  /// What it cannot do without, as profiles name it.
  package var needsInWords: [String] { needs.map(\.rawValue) + parts.map(\.statement) }

  /// True when the check asks nothing of a profile.
  package var isAboutTheFileAlone: Bool {
    needs.isEmpty && parts.isEmpty && vendor == nil && !needsProfile
  }
}

/// What every check may ask: the sequence, its facts, the profile, and where each event is first played. What only some
/// checks ask is worked out for the first that does.
struct CheckContext {
  let sequence: Sequence
  let profile: ScannerProfile?
  let nucleus: Nucleus
  let facts: EventFacts
  let uses: EventUses
  /// RF and ADC events that follow each other.
  var neighbours: EventNeighbours { neighboursOnce.value }
  /// The gradients in playing order.
  var play: GradientPlay { playOnce.value }
  /// The gradients' spectrum in the profile's forbidden bands; nil when it has none, or a gradient has no spectrum.
  var spectrum: BandSpectrum? { spectrumOnce.value }
  /// What the text of the file says around the sequence; nil for one that was never in a file.
  let file: FileFacts?
  /// One for each of `uses.combinations`.
  var peaks: [GradientCombination.Peaks] { peaksOnce.value }
  /// Nil when the run is longer than times go.
  var rfExposure: RFExposure? { rfExposureOnce.value }

  private let neighboursOnce: Lazy<EventNeighbours>
  private let playOnce: Lazy<GradientPlay>
  private let spectrumOnce: Lazy<BandSpectrum?>
  private let peaksOnce: Lazy<[GradientCombination.Peaks]>
  private let rfExposureOnce: Lazy<RFExposure?>

  init(_ sequence: Sequence, profile: ScannerProfile?, nucleus: Nucleus, file: FileFacts?) {
    self.sequence = sequence
    self.profile = profile
    self.nucleus = nucleus
    self.file = file
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    let uses = EventUses(sequence)
    let play = Lazy { GradientPlay(sequence, facts, uses) }
    let bands = profile?.forbiddenBands ?? []
    self.facts = facts
    self.uses = uses
    let staysInside = Self.deadTimesStayInsideBlocks(profile)
    neighboursOnce = Lazy { EventNeighbours(sequence, facts, deadTimesStayInsideBlocks: staysInside) }
    playOnce = play
    spectrumOnce = Lazy { bands.isEmpty || play.value.isBroken ? nil : BandSpectrum(play.value, bands) }
    peaksOnce = Lazy { uses.combinations.map { $0.combination.peaks(facts) } }
    rfExposureOnce = Lazy { RFExposure(sequence, hertzPerTesla: nucleus.hertzPerTesla) }
  }

  /// The blocks that are played, each once, in playing order, with their index into `Sequence.blocks`.
  var playedOnce: some Swift.Sequence<(index: Int, block: Block)> {
    uses.playedSegments.lazy.flatMap { sequence.segments[$0].blocks }.map { ($0, sequence.blocks[$0]) }
  }

  /// The same, as a loop: what looks at every block of a million is quicker so.
  @inline(__always)
  func forEachPlayedBlock(_ body: (_ index: Int, _ block: Block) -> Void) {
    for segment in uses.playedSegments {
      for index in sequence.segments[segment].blocks { body(index, sequence.blocks[index]) }
    }
  }

  /// The value of a figure, SI; zero when it is absent, which the runner has ruled out for what a check needs.
  func value(_ key: FigureKey) -> Double { profile?[key]?.value ?? 0 }

  /// Likewise for a figure that is a time.
  func time(_ key: FigureKey) -> Time { profile?.time(key) ?? .zero }

  /// Hz/m as mT/m of the file's nucleus.
  func millitesla(_ hertz: Double) -> Double { hertz / nucleus.hertzPerTesla * 1e3 }

  /// Hz as uT of the file's nucleus.
  func microtesla(_ hertz: Double) -> Double { hertz / nucleus.hertzPerTesla * 1e6 }

  /// GE's interpreter reckons with the events alone; the others want the dead times of an event inside its own block.
  var deadTimesStayInsideBlocks: Bool { Self.deadTimesStayInsideBlocks(profile) }

  private static func deadTimesStayInsideBlocks(_ profile: ScannerProfile?) -> Bool { profile?.vendor != .ge }

  func place(of observation: Measurements.Observation) -> Finding.Place {
    let index = observation.block
    var start = Time.zero
    var played = 0
    for (segment, duration) in zip(sequence.segments, uses.segmentDurations) {
      let isHere = segment.blocks.contains(index)
      let repetitions = isHere ? observation.repetition : segment.repetitions
      start = start.addingOrLongest(duration.times(repetitions) ?? .longest)
      let (product, tooMany) = segment.blocks.count.multipliedReportingOverflow(by: repetitions)
      let (sum, overflow) = played.addingReportingOverflow(product)
      played = tooMany || overflow ? Int.max / 2 : sum
      if isHere {
        played += index - segment.blocks.lowerBound + 1
        break
      }
    }
    let time = start.addingOrLongest(uses.startInSegment[index]).addingOrLongest(observation.offset)
    return Finding.Place(
      block: index, played: played, repetition: observation.repetition, time: time,
      origin: sequence.blocks[index].origin)
  }
}
