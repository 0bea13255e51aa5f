import SequenceIR

extension PulseqFile {
  /// What the checks ask of the text around the sequence.
  package var facts: FileFacts { FileFacts(seal: seal, sealOrigin: signatureOrigin) }

  private var seal: FileFacts.Seal {
    switch signature {
    case .valid, .validWithLineFeed: .intact
    case .absent: .absent
    case .lineEndingsChanged:
      .unclear("the signature holds for other line endings: the file was converted")
    case .unknown(let type):
      .unclear(
        type.isEmpty
          ? "the signature has no hash that could be checked"
          : "the signature is of type \(type), which cannot be checked")
    case .mismatch: .broken
    }
  }
}
