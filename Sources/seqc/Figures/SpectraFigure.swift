/// Simulated spectra as a figure: the mixture on top, below it what it is made of.
import Backends
import Optimizer
import SequenceIR

struct SpectraFigure {
  let report: SimulationReport
  /// Molecules that the design's search is for: they are drawn beside the rest and the sum of all.
  var wanted: [String] = []

  /// Molecules that the search of a design is for.
  static func wanted(by loaded: Driver.Loaded) -> [String] {
    let aims = loaded.design?.optimization?.aims ?? []
    let names = aims.filter { !$0.isReachedBySilence }.flatMap(\.molecules).map(\.name)
    return names.map { MoleculeLibrary.canonicalName(of: $0) ?? $0 }
  }

  /// All kinds of shots.
  var figure: Figure {
    let shots = report.simulation.shots
    return Figure(
      "Simulated spectra of \(report.file)",
      panels: shots.flatMap { panels(of: $0, title: shots.count > 1 ? "shots \($0.title): " : "") },
      notes: notes)
  }

  /// One kind of shots.
  func figure(of shots: SpectrumSimulation.Shots) -> Figure {
    let title =
      report.simulation.shots.count > 1 ? "Spectra of the shots \(shots.title)" : "Simulated spectra"
    return Figure(title, panels: panels(of: shots, title: ""), notes: notes)
  }

  private var notes: [String] {
    var notes = [
      "Real part, after one phase for all molecules that makes the first sample of the mixture real and positive.",
      "Molecules times their concentrations: the integral of one proton of 1 mmol/l after an ideal 90 degree pulse is 1 mM.",
    ]
    if let noise = report.noiseText { notes.append("The mixture has noise: \(noise).") }
    return notes
  }

  private typealias Curve = (name: String, values: [Double])

  /// Molecules in one panel.
  private static let most = 6

  private func panels(of shots: SpectrumSimulation.Shots, title: String) -> [Panel] {
    let molecules = zip(report.simulation.molecules, shots.molecules).map { molecule, signal in
      var scaled = SampledSignal(count: signal.count)
      scaled.add(signal, times: molecule.millimolar)
      return (name: molecule.name, signal: scaled)
    }
    var sum = SampledSignal(count: shots.sampleCount)
    for molecule in molecules { sum.add(molecule.signal, times: 1) }
    let turn = Turn(makingReal: sum)
    // Per hertz, so that the number of samples does not change the height.
    let perHertz = Double(shots.sampleCount) * shots.dwellSeconds
    func curve(_ name: String, _ signal: SampledSignal) -> Curve {
      (name, turn.real(of: signal.spectrum).map { perHertz * $0 })
    }
    let total = curve("sum", sum)
    let range = shownRange(shots)
    var result = [panel(title + "mixture", [curve("mixture", shots.mixture)], shots, range, height: 200)]
    let aims = molecules.filter { wanted.contains($0.name) }
    if !aims.isEmpty, aims.count < molecules.count, aims.count <= SpectraFigure.most {
      var rest = SampledSignal(count: shots.sampleCount)
      for molecule in molecules where !wanted.contains(molecule.name) { rest.add(molecule.signal, times: 1) }
      let curves = aims.map { curve($0.name, $0.signal) } + [curve("the rest", rest), total]
      result.append(panel(title + "what the search is for", curves, shots, range, height: 200))
    }
    // In equal parts, so that no panel is left with one molecule.
    let rows = (molecules.count + SpectraFigure.most - 1) / SpectraFigure.most
    for row in 0..<rows {
      let part = molecules[(row * molecules.count / rows)..<((row + 1) * molecules.count / rows)]
      result.append(
        panel(title + "molecules", part.map { curve($0.name, $0.signal) }, shots, range, height: 130))
    }
    return result
  }

  private func panel(
    _ title: String, _ curves: [Curve], _ shots: SpectrumSimulation.Shots, _ range: ClosedRange<Double>,
    height: Double
  ) -> Panel {
    let shifts = shifts(of: shots)
    let shown = shifts.indices.filter { range.contains(shifts[$0]) }
    return Panel(
      title, x: PlotAxis("chemical shift", unit: "ppm", range: range, isReversed: true),
      y: PlotAxis("spectrum, real part", unit: "mM/Hz"),
      series: curves.map { curve in
        PlotSeries(curve.name, x: shown.map { shifts[$0] }, y: shown.map { curve.values[$0] })
      }, height: height)
  }

  private func shifts(of shots: SpectrumSimulation.Shots) -> [Double] {
    SampledSignal.frequencies(count: shots.sampleCount, dwellSeconds: shots.dwellSeconds).map {
      report.simulation.referencePPM + $0 / report.simulation.fieldHertzPerPPM
    }
  }

  /// Where the molecules have lines, half a ppm beyond them, as far as it was sampled.
  private func shownRange(_ shots: SpectrumSimulation.Shots) -> ClosedRange<Double> {
    let shifts = shifts(of: shots)
    guard let first = shifts.first, let last = shifts.last, last > first else { return 0...1 }
    let lines = report.simulation.molecules.flatMap(\.shiftsPPM)
    let lower = max(first, (lines.min() ?? first) - 0.5)
    let upper = min(last, (lines.max() ?? last) + 0.5)
    return lower < upper ? lower...upper : first...last
  }
}

/// A turn of the phase of a whole spectrum.
private struct Turn {
  let cosine: Double
  let sine: Double

  init(makingReal signal: SampledSignal) {
    let (re, im) = (signal.real.first ?? 0, signal.imaginary.first ?? 0)
    let size = (re * re + im * im).squareRoot()
    (cosine, sine) = size > 0 ? (re / size, -im / size) : (1, 0)
  }

  func real(of signal: SampledSignal) -> [Double] {
    signal.real.indices.map { cosine * signal.real[$0] - sine * signal.imaginary[$0] }
  }
}
