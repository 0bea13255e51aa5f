import SequenceIR

/// What a figure of a sequence is made from.
package struct SequenceFigureInput {
  package var sequence: SequenceIR.Sequence
  package var profile: ScannerProfile?
  package var nucleus: Nucleus
  /// nil: what each figure shows by itself.
  package var window: PlayedWindow?

  package init(
    _ sequence: SequenceIR.Sequence, profile: ScannerProfile? = nil, nucleus: Nucleus = .proton,
    window: PlayedWindow? = nil
  ) {
    self.sequence = sequence
    self.profile = profile
    self.nucleus = nucleus
    self.window = window
  }

  /// The window, or the first shot.
  var shot: Result<PlayedWindow, PlayedWindow.Problem> {
    window.map { .success($0) } ?? PlayedWindow.shot(1, of: sequence)
  }

  /// mT/m of Hz/m.
  func millitesla(_ hertz: Double) -> Double { hertz / nucleus.hertzPerTesla * 1e3 }
  /// uT of Hz.
  func microtesla(_ hertz: Double) -> Double { hertz / nucleus.hertzPerTesla * 1e6 }
}

/// The figures of a sequence that need nothing but the sequence and a scanner's profile. What is missing is said in
/// the notes, never drawn as if there were none of it.
package enum SequenceFigures {
  /// The one panel of a figure that cannot be drawn.
  static func empty(_ title: String, x: PlotAxis, y: PlotAxis, because reason: String) -> Figure {
    var panel = Panel(x: x, y: y)
    panel.reasonForNoData = reason
    return Figure(title, panels: [panel], notes: [capitalised(reason) + "."])
  }

  static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  static func time(_ window: PlayedWindow) -> PlotAxis {
    PlotAxis("time", unit: "ms", range: 0...(window.seconds * 1e3))
  }

  /// Where the window lies, and what is left out of it.
  static func notes(_ window: PlayedWindow) -> [String] {
    var notes: [String] = []
    if window.start > .zero { notes.append("0 ms is \(words(window.start)) after the start of the run.") }
    if window.isCut { notes.append("Data go on behind the end of the figure.") }
    return notes
  }

  static func words(_ time: Time) -> String {
    time.seconds < 10
      ? "\(DecimalText.rounded(time.milliseconds, decimals: 3)) ms"
      : "\(DecimalText.rounded(time.seconds, decimals: 6)) s"
  }

  /// Pulses of a window that turn spins, at their centres, ms.
  static func pulseMarkers(_ input: SequenceFigureInput, _ window: PlayedWindow) -> [PlotMarker] {
    let sequence = input.sequence
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    return window.entries.compactMap { entry in
      guard !entry.block.rf.isNone, facts[entry.block.rf].peakHertz > 0 else { return nil }
      let event = sequence.library[entry.block.rf]
      let fact = facts[entry.block.rf]
      let centre = (entry.start - window.start + event.delay + event.centre).milliseconds
      return PlotMarker(x: centre, fact.use(of: event).name)
    }
  }

  /// Times at which data are acquired, ms.
  static func acquisitionBands(_ input: SequenceFigureInput, _ window: PlayedWindow) -> [PlotBand] {
    var bands: [PlotBand] = []
    for entry in window.entries where !entry.block.adc.isNone {
      let adc = input.sequence.library[entry.block.adc]
      let begin = (entry.start - window.start + adc.delay).milliseconds
      let end = begin + max(0, adc.duration?.milliseconds ?? 0)
      // One word says what all of them are.
      bands.append(PlotBand(begin...end, bands.isEmpty ? "data" : ""))
    }
    return bands
  }
}
