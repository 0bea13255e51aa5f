// Writes what `conformance/pulseq_peers.py` compares with other readers: emitted files and our waveforms beside them.
// Runs only where SEQC_PEER_DIRECTORY names a folder for them.
import Backends
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["SEQC_PEER_DIRECTORY"] != nil,
    "SEQC_PEER_DIRECTORY names no folder for the files to compare"))
struct PulseqPeerExportTests {
  let folder = ProcessInfo.processInfo.environment["SEQC_PEER_DIRECTORY"] ?? ""

  /// Every fixture, emitted in each version that can express it.
  @Test func fixturesAreEmittedInEveryVersion() throws {
    for path in Golden.files(in: "golden/read", ending: ".seq") {
      let file = try #require(try Reading(path).file)
      for version in PulseqVersion.written {
        let output = PulseqWriter.write(file.sequence, version: version)
        if output.bytes.isEmpty { continue }
        let name = path.split(separator: "/").suffix(2).joined(separator: "-").dropLast(".seq".count)
        try save(output.bytes, as: "emitted/\(name)-as-\(version).seq")
        try save(
          Array(WaveformExport.json(of: output.written).utf8), as: "emitted/\(name)-as-\(version).json")
      }
    }
  }

  /// Our reading of each corpus file, and the file as we write it.
  @Test(.enabled(if: SharedFolder.hasCorpus, "the corpus is not beside the clone"))
  func corpusIsReadAndEmitted() throws {
    for entry in CorpusEntry.all() {
      let outcome = try CorpusOutcome(entry)
      guard let file = outcome.reading.file, let output = outcome.output else { continue }
      try save(Array(WaveformExport.json(of: file.sequence).utf8), as: "corpus/\(entry.file).json")
      let name = String(entry.file.dropLast(".seq".count))
      try save(output.bytes, as: "corpus-emitted/\(name).seq")
      try save(Array(WaveformExport.json(of: output.written).utf8), as: "corpus-emitted/\(name).json")
    }
  }

  private func save(_ bytes: [UInt8], as path: String) throws {
    let url = URL(fileURLWithPath: folder).appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}
