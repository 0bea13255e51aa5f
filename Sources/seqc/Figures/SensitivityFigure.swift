/// A searched pulse over time, with what each part of it is worth.
import Backends
import Optimizer
import SequenceIR

enum SensitivityFigure {
  /// Four panels a pulse: its samples; slope and curvature of the loss by amplitude and phase of each part; the loss
  /// without each part.
  static func figure(of report: SensitivityReport) -> Figure {
    let sensitivity = report.sensitivity
    return Figure(
      "Sensitivity of \(report.file)",
      panels: sensitivity.pulses.indices.flatMap { panels(of: $0, sensitivity) },
      notes: [
        "Slopes and curvatures of the loss by relative amplitude (0.1 is 10 % more B1) and phase of a part. The loss is what the "
          + "search made small: \(sensitivity.objective)."
      ])
  }

  private static func panels(of index: Int, _ sensitivity: PulseSensitivity) -> [Panel] {
    let pulse = sensitivity.pulses[index]
    let parts = sensitivity.parts.filter { $0.pulse == index }
    let time = PlotAxis("time in \(pulse.name)", unit: "ms")
    let starts =
      parts.map { Figure.milliseconds($0.startSeconds) } + [Figure.milliseconds(parts.last?.endSeconds ?? 0)]
    func series(_ name: String, _ value: (PulseSensitivity.Part) -> Double) -> PlotSeries {
      let values = parts.map(value)
      return PlotSeries(name, x: starts, y: values + [values.last ?? 0], kind: .step)
    }
    var loss = Panel("Loss without a part", x: time, y: PlotAxis("loss", unit: "as the search has it"))
    loss.series = [series("without the part") { $0.removed.loss }]
    loss.limits = [PlotLimit(sensitivity.loss, "as it is", meaning: .reference)]
    return [
      Panel(pulse.name, x: time, y: PlotAxis("B1", unit: "Hz"), series: samples(of: pulse, sensitivity)),
      Panel(
        "Slope of the loss", x: time, y: PlotAxis("dL", unit: "per relative amplitude or radian"),
        series: [series("amplitude") { $0.amplitude.gradient }, series("phase") { $0.phase.gradient }]),
      Panel(
        "Curvature of the loss", x: time,
        y: PlotAxis("d²L", unit: "per relative amplitude² or radian²"),
        series: [series("amplitude") { $0.amplitude.curvature }, series("phase") { $0.phase.curvature }]),
      loss,
    ]
  }

  private static func samples(of pulse: PulseSensitivity.Pulse, _ sensitivity: PulseSensitivity)
    -> [PlotSeries]
  {
    let times = (0...pulse.samples.count).map { Figure.milliseconds(Double($0) * pulse.stepSeconds) }
    return [("x", 0), ("y", 1)].map { name, part in
      let values = pulse.samples.map { sensitivity.controls[2 * $0 + part] }
      return PlotSeries(name, x: times, y: values + [values.last ?? 0], kind: .step)
    }
  }
}

extension PlotKind {
  /// `seqc sensitivity -o FILE.svg` draws the same with options of its own.
  static let sensitivity = PlotKind(
    name: "sensitivity", meaning: "searched pulses, and what each part of them is worth", isOverTime: false
  ) { (driver: inout Driver, loaded: Driver.Loaded, plot: PlotRequest) throws(EnvironmentError) -> Figure? in
    try driver.sensitivity(of: plot.invocation.arguments[0], parts: SensitivityRequest.usualParts).map(
      SensitivityFigure.figure)
  }
}
