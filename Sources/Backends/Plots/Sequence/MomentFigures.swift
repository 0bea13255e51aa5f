import SequenceIR

extension SequenceFigures {
  /// Zeroth and first moment of the gradients over time.
  package static func moments(_ input: SequenceFigureInput) -> Figure {
    let title = "Gradient moments"
    let zeroth = PlotAxis("zeroth moment", unit: "1/m")
    switch input.shot {
    case .failure(let problem):
      return empty(title, x: PlotAxis("time", unit: "ms"), y: zeroth, because: problem.words)
    case .success(let window):
      let course = MomentCourse(input.sequence, window)
      var panels = [
        momentPanel(course, window, y: zeroth) { $0.zeroth },
        momentPanel(course, window, y: PlotAxis("first moment", unit: "s/m")) { $0.first },
      ]
      for index in panels.indices {
        panels[index].bands = acquisitionBands(input, window)
        panels[index].markers = pulseMarkers(input, window)
      }
      panels[0].hasLabelsBelow = false
      return Figure(title, panels: panels, notes: notes(window) + [convention(window)])
    }
  }

  private static func convention(_ window: PlayedWindow) -> String {
    let several =
      window.excitations > 1
      ? " The window has \(window.excitations) excitations: the moments are those since the last one." : ""
    return
      "Moments are of gamma G over time: zero at the centre of an excitation, negated at that of a refocusing "
      + "pulse; the first moment counts time from the excitation." + several
  }

  private static func momentPanel(
    _ course: MomentCourse, _ window: PlayedWindow, y: PlotAxis,
    _ value: (MomentCourse.Point) -> SIMD3<Double>
  ) -> Panel {
    let x = course.points.map { $0.seconds * 1e3 }
    let series = Axis.allCases.map { axis in
      PlotSeries(axis.name, x: x, y: course.points.map { value($0)[axis.rawValue] })
    }
    return Panel(x: time(window), y: y, series: series, height: 190)
  }

  /// Readouts of a run that are drawn in k-space.
  private static let mostReadouts = 1000

  /// Where data are acquired in k-space, in the plane of the two axes that reach farthest, and k over the time of one
  /// shot.
  package static func kSpace(_ input: SequenceFigureInput) -> Figure {
    let title = "k-space"
    let x = PlotAxis("kx", unit: "1/m")
    let shot: PlayedWindow
    switch input.shot {
    case .failure(let problem):
      return empty(title, x: x, y: PlotAxis("ky", unit: "1/m"), because: problem.words)
    case .success(let window): shot = window
    }
    let (whole, isComplete) = readouts(input)
    let course = MomentCourse(input.sequence, whole, steps: 1)
    let sampled = course.acquisitions.flatMap { course.points[$0] }
    let reach = (0..<3).map { axis in sampled.map { abs($0.zeroth[axis]) }.max() ?? 0 }
    let order = (0..<3).sorted { reach[$0] > reach[$1] }
    let (first, second) = (min(order[0], order[1]), max(order[0], order[1]))
    var plane = trajectory(course, first, second)
    if sampled.isEmpty {
      plane.reasonForNoData = "no data after an excitation"
    } else if reach[order[0]] == 0 {
      plane.reasonForNoData = "all data are acquired at the centre of k-space"
      plane.series = []
    }
    let shotCourse = MomentCourse(input.sequence, shot)
    var over = momentPanel(shotCourse, shot, y: PlotAxis("k", unit: "1/m")) { $0.zeroth }
    over.bands = acquisitionBands(input, shot)
    over.markers = pulseMarkers(input, shot)
    for index in over.series.indices { over.series[index].name = "k\(over.series[index].name)" }
    var notes = Self.notes(shot) + [convention(whole)]
    if !isComplete { notes.append("The trajectory is that of the first \(mostReadouts) readouts.") }
    return Figure(title, panels: [plane, over], notes: notes)
  }

  private static func trajectory(_ course: MomentCourse, _ first: Int, _ second: Int) -> Panel {
    let names = Axis.allCases.map { "k\($0.name)" }
    var path = PlotSeries("readouts", x: [], y: [], kind: .path)
    var ends = PlotSeries("first samples", x: [], y: [], kind: .points)
    for range in course.acquisitions {
      for point in course.points[range] {
        path.x.append(point.zeroth[first])
        path.y.append(point.zeroth[second])
      }
      path.x.append(.nan)
      path.y.append(.nan)
      ends.x.append(course.points[range.lowerBound].zeroth[first])
      ends.y.append(course.points[range.lowerBound].zeroth[second])
    }
    return Panel(
      x: PlotAxis(names[first], unit: "1/m"), y: PlotAxis(names[second], unit: "1/m"), series: [path, ends],
      height: 320)
  }

  /// The window asked for, else the run as far as its first readouts.
  private static func readouts(_ input: SequenceFigureInput) -> (PlayedWindow, isComplete: Bool) {
    if let window = input.window { return (window, true) }
    return PlayedWindow.readouts(mostReadouts, of: input.sequence)
  }
}
