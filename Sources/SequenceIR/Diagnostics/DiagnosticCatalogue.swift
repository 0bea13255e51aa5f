/// The one catalogue of diagnostic codes; each family lives in a file of its own beside this one.
///
/// S syntax, N names, U units and values, D design, P Pulseq files, C scanner profiles, W waveform files, O optimized pulses,
/// M simulation, B building, K XML and what is
/// written beside a Pulseq file.
extension DiagnosticCode {
  package static let all: [DiagnosticCode] = families.flatMap(\.self)

  private static let families: [[DiagnosticCode]] = [
    languageFamily, designFamily, pulseqFamily, profileFamily, waveformFamily,
    optimizationFamily, simulationFamily, buildFamily, xmlFamily,
  ]
}
