/// Diagnostics about Pulseq files.
extension DiagnosticCode {
  package static let pulseqFamily: [DiagnosticCode] = []
}
