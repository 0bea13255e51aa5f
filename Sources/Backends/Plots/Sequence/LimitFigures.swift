import SequenceIR

/// Figures that hold a sequence against what a scanner allows.
extension SequenceFigures {
  /// How strongly the gradients oscillate at each frequency, with the bands that the profile forbids.
  package static func gradientSpectrum(_ input: SequenceFigureInput) -> Figure {
    let title = "Gradient spectrum"
    let y = PlotAxis("amplitude", unit: "mT/m")
    let bands = input.profile?.forbiddenBands ?? []
    let highest = max(GradientSpectrum.usualHighest, 1.2 * (bands.map(\.hertz.upperBound).max() ?? 0))
    let x = PlotAxis("frequency", unit: "Hz", range: 0...highest)
    guard let spectrum = GradientSpectrum(input.sequence, highestHertz: min(highest, 20_000)) else {
      return empty(
        title, x: x, y: y, because: "a gradient steps or is not a number, which has no spectrum")
    }
    var panel = Panel(x: x, y: y, height: 260)
    panel.series = Axis.allCases.map { axis in
      PlotSeries(
        "G\(axis.name)", x: spectrum.hertz, y: spectrum.amplitudes[axis.rawValue].map(input.millitesla))
    }
    var notes = [
      "The largest amplitude of an oscillation in any window of 50 ms of the run, every 10 Hz: what check V003 measures."
    ]
    panel.bands = bands.map { band in
      let axes = band.axes.count == 3 ? "" : " on \(band.axes.map(\.name).joined(separator: ", "))"
      return PlotBand(band.hertz, "forbidden: \(band.text)\(axes)", meaning: .forbidden)
    }
    for band in bands {
      if let amplitude = band.largestAmplitude {
        notes.append("In \(band.text), \(DecimalText.significant(amplitude * 1e3, 4)) mT/m are allowed.")
      }
    }
    if bands.isEmpty {
      let who =
        input.profile.map { "The profile \($0.name) lists no forbidden bands" } ?? "No scanner is named"
      notes.append("\(who), so none are drawn; the coil has resonances all the same.")
    }
    return Figure(title, panels: [panel], notes: notes)
  }

  /// Stimulation over the shot with the largest response, one panel a model.
  package static func nerveStimulation(_ input: SequenceFigureInput) -> Figure {
    let title = "Nerve and cardiac stimulation"
    let y = PlotAxis("response", unit: "% of threshold")
    var window = input.window
    if window == nil {
      let largest = StimulationCourse.largest(
        of: input.sequence, profile: input.profile, nucleus: input.nucleus)
      let shot = PlayedWindow.shot(at: largest?.time ?? .zero, of: input.sequence)
      switch shot {
      case .success(let found): window = extended(found, to: largest?.time, of: input.sequence)
      case .failure(let problem):
        return empty(title, x: PlotAxis("time", unit: "ms"), y: y, because: problem.words)
      }
    }
    guard let window else { return Figure(title) }
    let course = StimulationCourse(
      input.sequence, window, profile: input.profile, nucleus: input.nucleus)
    let missing = course.obstacles.map { "Not drawn: \($0)." }
    if course.responses.isEmpty {
      var figure = empty(title, x: time(window), y: y, because: "no model of stimulation has its figures")
      figure.notes += missing
      return figure
    }
    let x = course.seconds.map { $0 * 1e3 }
    var figure = Figure(title)
    for response in course.responses {
      var panel = Panel("\(response.check), \(response.title)", x: time(window), y: y, height: 170)
      panel.series = [PlotSeries("all axes", x: x, y: response.percent, colour: 8)]
      for axis in Axis.allCases {
        panel.series.append(
          PlotSeries(axis.name, x: x, y: response.axes[axis.rawValue], colour: axis.rawValue + 1))
      }
      panel.limits = [PlotLimit(response.limitPercent, response.limitWords)]
      figure.panels.append(panel)
      figure.notes.append(
        "\(response.check): the largest response of the whole run is "
          + "\(DecimalText.significant(response.largestPercent, 4)) % at \(words(response.largestTime)).")
    }
    figure.notes += notes(window) + missing
    return figure
  }

  /// The window, and as much before or behind it as it takes to see `time` with what leads to it.
  private static func extended(
    _ window: PlayedWindow, to time: Time?, of sequence: SequenceIR.Sequence
  ) -> PlayedWindow {
    let margin = Time(microseconds: 2000)
    guard let time, time < window.start || time > window.end else { return window }
    let from = max(.zero, min(window.start, time - margin))
    guard case .success(var found) = PlayedWindow.between(from, max(window.end, time + margin), of: sequence)
    else { return window }
    found.isCut = window.isCut && found.end == window.end
    return found
  }

  /// B1+rms over the windows that end at each time of the run.
  package static func b1RootMeanSquare(_ input: SequenceFigureInput) -> Figure {
    let title = "B1+rms"
    let y = PlotAxis("B1+rms", unit: "µT")
    guard let course = B1Course(input.sequence, nucleus: input.nucleus) else {
      return empty(
        title, x: PlotAxis("time", unit: "s"), y: y,
        because:
          "the run takes no time or is too long, or transmits on several channels, so that B1 depends on the coil"
      )
    }
    var panel = Panel(x: PlotAxis("end of the window", unit: "s", range: 0...course.durationSeconds), y: y)
    var notes: [String] = []
    for window in course.windows {
      let length = window.length.seconds >= 60 ? "6 min" : "10 s"
      panel.series.append(PlotSeries("over \(length)", x: window.seconds, y: window.microtesla))
      let (low, high) = (window.largest.lowerBound, window.largest.upperBound)
      let value =
        low == high
        ? DecimalText.significant(high, 4)
        : "\(DecimalText.significant(low, 4)) to \(DecimalText.significant(high, 4))"
      notes.append("The largest over any \(length) is \(value) µT.")
    }
    panel.y.startsAtZero = true
    for (key, name) in [(FigureKey.b1RMS, "b1-rms of"), (.implantB1RMS, "implant-b1-rms of")] {
      if let figure = input.profile?[key], let profile = input.profile {
        let limit = figure.value * 1e6
        panel.limits.append(
          PlotLimit(limit, "\(name) \(profile.name), \(DecimalText.significant(limit, 4)) µT"))
      }
    }
    if panel.limits.isEmpty {
      let who = input.profile.map { "The profile \($0.name) has no b1-rms" } ?? "No scanner is named"
      notes.append("\(who), so no limit is drawn; IEC 60601-2-33 limits SAR, which depends on the patient.")
    }
    notes.append("The run is taken as repeated without a pause, as checks X001 and X002 do.")
    return Figure(title, panels: [panel], notes: notes)
  }
}
