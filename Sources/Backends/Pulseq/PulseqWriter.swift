import SequenceIR

/// Writes a sequence as Pulseq text, in the version asked for or in the oldest of 1.5 that can express it.
package enum PulseqWriter {
  /// `version` nil lets the sequence decide. `fieldHertz` is gamma B0; versions before 1.5 need it for offsets in ppm.
  /// When the sequence cannot be written, `bytes` is empty and the diagnostics say why.
  package static func write(
    _ sequence: Sequence, version: PulseqVersion? = nil, fieldHertz: Double? = nil
  ) -> PulseqOutput {
    var diagnostics = Diagnostics()
    let (chosen, reason) = version.map { ($0, "asked for") } ?? choose(for: sequence)
    guard PulseqVersion.written.contains(chosen) else {
      let list = PulseqVersion.written.map(\.description).joined(separator: ", ")
      diagnostics.error(
        .pulseqVersionNotWritten, "Pulseq \(chosen) is not written", help: "choose one of \(list)")
      return refused(sequence, chosen, reason, diagnostics)
    }
    if sequence.playedBlockCount == 0 {
      diagnostics.error(
        .pulseqNothingToWrite, "the sequence has no blocks, and a Pulseq file needs at least one")
    }
    if sequence.playedBlockCount > PulseqLimits.writtenBlocks {
      diagnostics.error(
        .pulseqValueCannotBeStored,
        "the sequence plays \(sequence.playedBlockCount) blocks, and a file holds at most "
          + "\(PulseqLimits.writtenBlocks)", help: "Pulseq has no loops: each repetition is written out")
    }
    for feature in PulseqFeature.all(withoutField: fieldHertz == nil) where feature.since > chosen {
      if let use = firstUse(of: feature, in: sequence) {
        report(feature, use, version: chosen, to: &diagnostics)
      }
    }
    if diagnostics.hasErrors { return refused(sequence, chosen, reason, diagnostics) }

    var written = sequence
    if chosen < .withCentres {
      var conversion = PulseqDownConversion(to: chosen, fieldHertz: fieldHertz)
      written = conversion.converted(sequence)
      diagnostics.append(contentsOf: conversion.diagnostics)
    }
    var emission = PulseqEmission(written, version: chosen)
    let (bytes, signature) = emission.file()
    diagnostics.append(contentsOf: emission.diagnostics)
    if diagnostics.hasErrors { return refused(sequence, chosen, reason, diagnostics) }
    return PulseqOutput(
      bytes: bytes, signature: signature, version: chosen, reason: reason, written: written,
      diagnostics: diagnostics)
  }

  /// The version to write when nobody asks for one, and why.
  private static func choose(for sequence: Sequence) -> (PulseqVersion, String) {
    let oldest = PulseqVersion(1, 5, 0)
    for feature in PulseqFeature.all(withoutField: true) where feature.since > oldest {
      if let use = firstUse(of: feature, in: sequence) {
        return (feature.since, "block \(use.number) needs \(feature.name), which \(oldest) does not have")
      }
    }
    return (oldest, "the oldest version of 1.5 that can express the sequence")
  }

  /// The first block played, from 1, that uses the feature.
  private static func firstUse(
    of feature: PulseqFeature, in sequence: Sequence
  ) -> (number: Int, origin: SourceSpan)? {
    guard feature.isNeeded(in: sequence.library),
      sequence.blocks.contains(where: { feature.isNeeded(by: $0, in: sequence.library) })
    else { return nil }
    var number = 0
    for entry in sequence.timeline {
      number += 1
      if feature.isNeeded(by: entry.block, in: sequence.library) { return (number, entry.block.origin) }
    }
    return nil
  }

  private static func report(
    _ feature: PulseqFeature, _ use: (number: Int, origin: SourceSpan), version: PulseqVersion,
    to diagnostics: inout Diagnostics
  ) {
    diagnostics.error(
      .pulseqVersionCannotExpress,
      "block \(use.number) needs \(feature.name), which Pulseq \(version) does not have", at: use.origin,
      help: "write version \(feature.since) or newer" + (feature.remedy.map { ", or \($0)" } ?? ""))
  }

  private static func refused(
    _ sequence: Sequence, _ version: PulseqVersion, _ reason: String, _ diagnostics: Diagnostics
  ) -> PulseqOutput {
    PulseqOutput(
      bytes: [], signature: "", version: version, reason: reason, written: sequence, diagnostics: diagnostics)
  }
}

/// A written file, or the reasons why there is none.
package struct PulseqOutput: Sendable {
  /// The whole file; empty when the sequence cannot be written.
  package let bytes: [UInt8]
  /// The MD5 sum that the file is signed with, 32 hexadecimal digits.
  package let signature: String
  package let version: PulseqVersion
  /// Why this version: for the user.
  package let reason: String
  /// What a reader of the file must find: the sequence itself, or for versions before 1.5 the sequence without what
  /// they cannot store.
  package let written: Sequence
  package let diagnostics: Diagnostics
}
