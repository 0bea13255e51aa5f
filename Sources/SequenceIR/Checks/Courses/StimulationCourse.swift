/// Stimulation of nerves and of the heart over a stretch of a run, by the models of the checks E001 to E004 that the
/// profile has figures for, with the history of all that was played before.
package struct StimulationCourse: Sendable {
  /// What a model says, percent of its threshold.
  package struct Response: Sendable {
    /// Of the check: `E001`.
    package var check: String
    package var title: String
    /// All axes together, and x, y and z alone, at each of `seconds`.
    package var percent: [Double]
    package var axes: [[Double]]
    /// The largest of the whole run, and when.
    package var largestPercent: Double
    package var largestTime: Time
    package var limitPercent: Double
    package var limitWords: String
  }

  /// From the start of the window.
  package private(set) var seconds: [Double] = []
  package private(set) var responses: [Response] = []
  /// What stands in the way of a model, in words.
  package private(set) var obstacles: [String] = []

  /// Between corners of gradients a response is looked at no more rarely than this, s.
  private static let longestStep = 20e-6
  /// Steps of a piece of gradient, so that a long silence costs little.
  private static let mostSteps = 40

  private struct Row {
    var check: String
    var title: String
    var model: StimulationModel
    var limit: Double
    var words: String
  }

  /// The models alone: where is the largest response of the run? nil without a model.
  package static func largest(
    of sequence: Sequence, profile: ScannerProfile?, nucleus: Nucleus
  ) -> (check: String, time: Time)? {
    let whole = Whole(sequence)
    let found = rows(profile, nucleus, sequence).0.compactMap { row -> (String, StimulationRun.Response)? in
      whole.largest(row.model).map { (row.check, $0) }
    }
    guard let worst = found.max(by: { $0.1.percent < $1.1.percent }) else { return nil }
    return (worst.0, whole.time(of: worst.1, sequence))
  }

  package init(_ sequence: Sequence, _ window: PlayedWindow, profile: ScannerProfile?, nucleus: Nucleus) {
    let (rows, missing) = Self.rows(profile, nucleus, sequence)
    obstacles = missing
    let whole = Whole(sequence)
    if whole.play.isBroken {
      obstacles = ["a gradient steps or is not a number, which no model of stimulation can follow"]
      return
    }
    for row in rows {
      let (times, totals, axes) = Self.course(row.model, sequence, window, whole.play)
      seconds = times
      let largest = whole.largest(row.model)
      responses.append(
        Response(
          check: row.check, title: row.title, percent: totals, axes: axes,
          largestPercent: largest?.percent ?? 0,
          largestTime: largest.map { whole.time(of: $0, sequence) } ?? .zero, limitPercent: row.limit,
          limitWords: row.words))
    }
  }

  /// The whole run, folded.
  private struct Whole {
    let play: GradientPlay
    private let uses: EventUses

    init(_ sequence: Sequence) {
      uses = EventUses(sequence)
      play = GradientPlay(sequence, EventFacts(sequence.library, rasters: sequence.rasters), uses)
      self.sequence = sequence
    }

    private let sequence: Sequence

    func largest(_ model: StimulationModel) -> StimulationRun.Response? {
      play.isBroken ? nil : StimulationRun(model, sequence, play, limitPercent: .infinity).largest
    }

    func time(of response: StimulationRun.Response, _ sequence: Sequence) -> Time {
      var start = Time.zero
      for (segment, duration) in zip(sequence.segments, uses.segmentDurations) {
        let isHere = segment.blocks.contains(response.block)
        let count = isHere ? response.repetition : segment.repetitions
        start = start.addingOrLongest(duration.times(count) ?? .longest)
        if isHere { break }
      }
      return start.addingOrLongest(uses.startInSegment[response.block]).addingOrLongest(response.offset)
    }
  }

  private static func rows(
    _ profile: ScannerProfile?, _ nucleus: Nucleus, _ sequence: Sequence
  ) -> ([Row], missing: [String]) {
    guard let profile else {
      return ([], ["no scanner is named, and the models' figures are those of a coil"])
    }
    var rows: [Row] = []
    var missing: [String] = []
    let perTesla = nucleus.hertzPerTesla
    let (limit, words) = StimulationChecks.nerveLimitInWords(profile)
    func value(_ key: FigureKey) -> Double? { profile[key]?.value }
    if let model = StimulationModel.rheobaseAndChronaxie(
      of: profile, hertzPerTesla: perTesla, raster: sequence.rasters.gradient)
    {
      rows.append(
        Row(check: "E001", title: "nerves, rheobase and chronaxie", model: model, limit: limit, words: words))
    } else {
      missing.append(
        "E001: \(profile.name) lacks \(FigureKey.stimulationChronaxie.rawValue), "
          + "\(FigureKey.stimulationRheobase.rawValue) or \(FigureKey.stimulationEffectiveLength.rawValue)")
    }
    for (tissue, check, title) in [
      (StimulatedTissue.nerves, "E002", "nerves, SAFE"), (.heart, "E004", "heart, SAFE"),
    ] {
      if let constants = profile.safe[tissue], constants.isComplete {
        let model = StimulationModel.safe(constants, hertzPerTesla: perTesla)
        rows.append(
          Row(
            check: check, title: title, model: model, limit: tissue == .nerves ? limit : 100,
            words: tissue == .nerves ? words : "limit of \(check), 100 %"))
      } else {
        missing.append("\(check): \(profile.name) lacks the constants of the SAFE model of its coil")
      }
    }
    if let rheobase = value(.cardiacRheobase), let tau = value(.cardiacTimeConstant),
      let length = value(.cardiacEffectiveLength)
    {
      let model = StimulationModel.cardiac(
        rheobase: rheobase, timeConstant: tau, effectiveLength: length, hertzPerTesla: perTesla)
      rows.append(
        Row(
          check: "E003", title: "heart, threshold law", model: model, limit: 100,
          words: "limit of E003, 100 %"))
    }
    return (rows, missing)
  }

  /// Plays everything up to the end of the window, and looks closely in it.
  private static func course(
    _ model: StimulationModel, _ sequence: Sequence, _ window: PlayedWindow, _ play: GradientPlay
  ) -> (seconds: [Double], percent: [Double], axes: [[Double]]) {
    var state = StimulationState(model, durations: play.durations)
    var times: [Double] = []
    var totals: [Double] = []
    var axes: [[Double]] = [[], [], []]
    for entry in sequence.timeline {
      if entry.start >= window.end { break }
      let pieces = play.pieces(of: play.kinds[entry.index])
      if entry.start + entry.block.duration > window.start {
        let offset = (entry.start - window.start).seconds
        var modes = state.modes
        for piece in pieces {
          let count = min(mostSteps, max(1, Int((piece.duration.seconds / longestStep).rounded(.up))))
          let step = piece.duration.seconds / Double(count)
          let decays = model.modes.map { $0.decay(over: step) }
          let slew = piece.slew
          for index in 1...count {
            model.advance(&modes, slew, decays)
            let time = offset + piece.start.seconds + Double(index) * step
            guard time >= 0, time <= window.seconds else { continue }
            let response = model.response(modes)
            times.append(time)
            totals.append((response * response).sum().squareRoot())
            for axis in 0..<3 { axes[axis].append(response[axis]) }
          }
        }
      }
      state.play(pieces, above: .infinity)
    }
    return (times, totals, axes)
  }
}
