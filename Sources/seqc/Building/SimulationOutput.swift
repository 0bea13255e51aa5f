/// What a simulation gives, in the format that was asked for.
import Backends
import Optimizer
import SequenceIR

enum SimulationOutput {
  case spectra(SimulationReport, Driver.Loaded)
  case map(SimulationMapReport)
  case magnetisation(BlochReport)

  var notes: [String] {
    switch self {
    case .spectra(let report, _): report.simulation.notes
    case .map(let report): report.map.notes
    case .magnetisation(let report): report.simulation.notes
    }
  }

  var summary: String {
    switch self {
    case .spectra(let report, _): report.summary
    case .map(let report): report.summary
    case .magnetisation(let report): report.summary
    }
  }

  /// Empty where the format is none of text.
  func text(in format: SimulationFormat) -> String {
    switch (self, format) {
    case (.spectra(let report, _), .csv): report.csv
    case (.spectra(let report, _), .json): report.json + "\n"
    case (.spectra(let report, let loaded), .svg):
      SpectraFigure(report: report, wanted: SpectraFigure.wanted(by: loaded)).figure.svg()
    case (.map(let report), .csv): report.csv
    case (.map(let report), .json): report.json + "\n"
    case (.map(let report), .svg): SignalMapFigure(report: report).figure.svg()
    case (.magnetisation(let report), .csv): report.csv
    case (.magnetisation(let report), .json): report.json + "\n"
    case (.magnetisation(let report), .svg): MagnetisationFigure(report: report).figure.svg()
    case (_, .niftiMRS): ""
    }
  }

  func files(at path: String, in format: SimulationFormat) throws(SimulationProblem) -> [OutputFile] {
    if case .spectra(let report, let loaded) = self, format == .niftiMRS {
      return try SimulationNIfTI(report: report, sequence: loaded.sequence).files(at: path)
    }
    return [OutputFile(path: path, bytes: Array(text(in: format).utf8))]
  }
}
