import SequenceIR

extension PulseqFile {
  /// What the checks ask of the text around the sequence.
  package var facts: FileFacts {
    switch signature {
    case .valid, .validWithLineFeed: FileFacts(seal: .intact)
    case .absent: FileFacts(seal: .absent)
    case .lineEndingsChanged:
      FileFacts(seal: .unclear("the signature holds for other line endings: the file was converted"))
    case .unknown(let type):
      FileFacts(
        seal: .unclear(
          type.isEmpty
            ? "the signature has no hash that could be checked"
            : "the signature is of type \(type), which cannot be checked"))
    case .mismatch: FileFacts(seal: .broken)
    }
  }
}
