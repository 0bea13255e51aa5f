import SequenceIR

extension SequenceFigures {
  /// RF magnitude and phase, gradients on the physical axes, acquisition, with pulses, labels and triggers.
  package static func diagram(_ input: SequenceFigureInput, rowHeight: Double = 46) -> Figure {
    switch input.shot {
    case .success(let window): SequenceDiagram(input, window, rowHeight: rowHeight).figure
    case .failure(let problem):
      empty(
        "Sequence diagram", x: PlotAxis("time", unit: "ms"), y: PlotAxis("|B1|", unit: "µT"),
        because: problem.words)
    }
  }
}

/// One window of time as rows above one another.
private struct SequenceDiagram {
  private let input: SequenceFigureInput
  private let window: PlayedWindow
  private let facts: EventFacts
  private let time: PlotAxis
  private let rowHeight: Double

  init(_ input: SequenceFigureInput, _ window: PlayedWindow, rowHeight: Double) {
    self.input = input
    self.window = window
    self.rowHeight = rowHeight
    facts = EventFacts(input.sequence.library, rasters: input.sequence.rasters)
    time = SequenceFigures.time(window)
  }

  var figure: Figure {
    let course = GradientCourse(input.sequence, window)
    var panels = radiofrequency() + gradients(course)
    panels.append(acquisition())
    for index in panels.indices.dropLast() { panels[index].hasLabelsBelow = false }
    var notes = SequenceFigures.notes(window)
    if course.isRotated {
      notes.append("Gradients are drawn on the physical axes, after the file's rotations.")
    }
    return Figure("Sequence diagram", panels: panels, notes: notes)
  }

  private func milliseconds(_ entry: Timeline.Entry) -> Double { (entry.start - window.start).milliseconds }

  private func radiofrequency() -> [Panel] {
    var magnitude = PlotSeries("|B1|", x: [], y: [], kind: .area, colour: 1)
    var phase = PlotSeries("phase", x: [], y: [], colour: 4)
    var markers: [PlotMarker] = []
    for entry in window.entries where !entry.block.rf.isNone && facts[entry.block.rf].peakHertz > 0 {
      let event = input.sequence.library[entry.block.rf]
      let begin = milliseconds(entry) + event.delay.milliseconds
      append(event, from: begin, &magnitude, &phase)
      markers.append(PlotMarker(x: begin + event.centre.milliseconds, name(of: event, facts[entry.block.rf])))
    }
    var first = Panel(
      x: time, y: PlotAxis("|B1|", unit: "µT"), series: [magnitude], style: .strip, height: rowHeight + 18)
    first.markers = markers
    first.reasonForNoData = "no RF"
    if let peak = magnitude.y.max(), peak > 0 { first.y.range = 0...(1.3 * peak) }
    var second = Panel(
      x: time, y: PlotAxis("phase", unit: "degree", range: -200...200, tickStep: 180), series: [phase],
      style: .strip, height: rowHeight)
    second.reasonForNoData = "no RF"
    return [first, second]
  }

  /// `excitation 90°, +500 Hz`
  private func name(of event: RFEvent, _ fact: RFFacts) -> String {
    var words = fact.use(of: event).name
    if let radians = fact.flipAngleRadians, radians.isFinite {
      words += " \(DecimalText.rounded(radians * 180 / ElementaryFunctions.pi, decimals: 0))°"
    }
    if event.frequencyHertz != 0 {
      words +=
        ", \(event.frequencyHertz > 0 ? "+" : "")\(DecimalText.significant(event.frequencyHertz, 4)) Hz"
    }
    return words
  }

  private func append(
    _ event: RFEvent, from begin: Double, _ magnitude: inout PlotSeries, _ phase: inout PlotSeries
  ) {
    let library = input.sequence.library
    let raster = input.sequence.rasters.radiofrequency
    let shape = library[event.magnitude].samples()
    let turns = event.phase.isNone ? [] : library[event.phase].samples()
    let times = library.sampleTimesSeconds(of: event, raster: raster)
    let end = begin + library.duration(of: event, raster: raster).milliseconds
    let values = shape.map { input.microtesla(abs(event.amplitudeHertz * $0)) }
    guard let first = values.first, let last = values.last, times.count >= values.count else { return }
    let peak = values.max() ?? 0
    magnitude.x += [begin, begin] + values.indices.map { begin + times[$0] * 1e3 } + [end, end, end]
    magnitude.y += [0, first] + values + [last, 0, .nan]
    var before = Double.nan
    for index in values.indices {
      let sign = event.amplitudeHertz * shape[index] < 0 ? 180.0 : 0
      let shaped = index < turns.count ? 360 * turns[index] : 0
      let degrees = Self.wrapped(event.phaseRadians * 180 / ElementaryFunctions.pi + shaped + sign)
      let isBreak = abs(degrees - before) > 180 || values[index] < 1e-3 * peak
      if isBreak {
        phase.x.append(begin + times[index] * 1e3)
        phase.y.append(.nan)
      }
      if values[index] >= 1e-3 * peak {
        phase.x.append(begin + times[index] * 1e3)
        phase.y.append(degrees)
      }
      before = degrees
    }
    phase.x.append(end)
    phase.y.append(.nan)
  }

  /// To -180 < x <= 180.
  private static func wrapped(_ degrees: Double) -> Double {
    guard degrees.isFinite else { return 0 }
    let rest = degrees - 360 * (degrees / 360).rounded()
    return rest <= -180 + 1e-9 ? rest + 360 : rest
  }

  /// All three with the same range, so that they can be compared.
  private func gradients(_ course: GradientCourse) -> [Panel] {
    var peak = 0.0
    for piece in course.pieces {
      for axis in 0..<3 { peak = max(peak, abs(piece.first[axis]), abs(piece.last[axis])) }
    }
    let reach = peak.isFinite && peak > 0 ? 1.15 * input.millitesla(peak) : 1
    return Axis.allCases.map { axis in
      var series = PlotSeries("G\(axis.name)", x: [0], y: [0], kind: .area, colour: 3)
      for piece in course.pieces {
        let (a, b) = (piece.first[axis.rawValue], piece.last[axis.rawValue])
        let start = piece.start * 1e3
        if let last = series.x.last, last < start { series.append(start, 0) }
        series.append(start, input.millitesla(a))
        series.append(piece.end * 1e3, input.millitesla(b))
      }
      series.append(series.x.last ?? 0, 0)
      series.append(window.seconds * 1e3, 0)
      return Panel(
        x: time, y: PlotAxis("G\(axis.name)", unit: "mT/m", range: -reach...reach), series: [series],
        style: .strip, height: rowHeight)
    }
  }

  private func acquisition() -> Panel {
    var series = PlotSeries("ADC", x: [0], y: [0], kind: .area, colour: 2)
    var markers: [PlotMarker] = []
    for entry in window.entries {
      let begin = milliseconds(entry)
      if !entry.block.adc.isNone {
        let event = input.sequence.library[entry.block.adc]
        let start = begin + event.delay.milliseconds
        let end = start + (event.duration?.milliseconds ?? 0)
        for (x, y) in [(start, 0.0), (start, 1), (end, 1), (end, 0)] { series.append(x, y) }
      }
      if !entry.block.extras.isNone {
        let words = self.words(input.sequence.library[entry.block.extras])
        if !words.isEmpty { markers.append(PlotMarker(x: begin, words)) }
      }
    }
    // Labels have room above what is acquired.
    let hasLabels = !markers.isEmpty
    var panel = Panel(
      x: time, y: PlotAxis("ADC", unit: "1 = on", range: 0...(hasLabels ? 1.99 : 1.2), tickStep: 1),
      series: [series], style: .strip, height: hasLabels ? max(rowHeight, 46) + 36 : rowHeight)
    panel.markers = markers
    return panel
  }

  /// Labels and triggers of a block: `LIN = 3`, `LIN + 1`.
  private func words(_ extras: Extras) -> String {
    let labels = extras.labels.map { "\($0.label.rawValue) \($0.kind == .set ? "=" : "+") \($0.value)" }
    return (labels + extras.triggers.map { "trigger \($0.channel.rawValue)" }).joined(separator: ", ")
  }
}

extension PlotSeries {
  fileprivate mutating func append(_ x: Double, _ y: Double) {
    self.x.append(x)
    self.y.append(y)
  }
}
