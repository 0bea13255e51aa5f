/// `pulse NAME = file("waveform.csv", ...)`: samples that somebody else made.
extension Lowering {
  mutating func pulseFromFile(_ arguments: [Syntax.Argument], at span: SourceSpan) -> PulseWaveform? {
    guard let first = arguments.first, first.name == nil, case .string = first.value.kind else {
      error(
        .missingParameter, "a pulse from a file begins with the file's name in quotes", at: span,
        help: "write: file(\"pulse.csv\", flip: 90 deg, duration: 3.2 ms)")
      return nil
    }
    return nil
  }
}
