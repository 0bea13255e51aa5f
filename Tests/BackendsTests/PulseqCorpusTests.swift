// Real files by many authors: each is read or refused with a reason, and what is read is written and read again.
import Backends
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite(.enabled(if: SharedFolder.hasCorpus, "the corpus of foreign files is not beside the clone"))
struct PulseqCorpusTests {
  static let entries = CorpusEntry.all()

  /// The table of refused files is generated, and looked at by a person before it is accepted.
  @Test func refusedFilesAreThoseOfTheConformancePage() throws {
    let outcomes = try Self.entries.map { try CorpusOutcome($0) }
    #expect(outcomes.count > 200)
    Golden.expect(ConformancePage.text(of: outcomes), at: "docs/pulseq-conformance.md")
    let read = outcomes.count { $0.reading.file != nil }
    print(
      "corpus: \(read) of \(outcomes.count) files read and written again, \(outcomes.count - read) refused")
  }

  @Test(arguments: entries) func fileSurvivesWritingAndReading(entry: CorpusEntry) throws {
    let outcome = try CorpusOutcome(entry)
    guard let first = outcome.reading.file, let output = outcome.output else { return }
    let second = try #require(Reading(name: entry.file, bytes: output.bytes).file)
    #expect(second.version == output.version)
    #expect(second.signature == .valid)
    #expect(SequenceComparison.differences(output.written, second.sequence) == [])
    // Nothing may be lost where the version did not change.
    if first.version == output.version {
      #expect(SequenceComparison.differences(first.sequence, second.sequence) == [])
    }
  }

  /// The index was made by another program.
  @Test(arguments: entries) func countsAndSignatureAreThoseOfTheIndex(entry: CorpusEntry) throws {
    guard let file = try CorpusOutcome(entry).reading.file else { return }
    #expect(file.sequence.blocks.count == entry.blocks)
    #expect(entry.version.map { $0.hasPrefix(file.version.description) } == true)
    let expected: [PulseqSignature?] =
      switch entry.signature {
      case nil: [.absent]
      case "ok": [.valid]
      case "ok-no-strip": [.validWithLineFeed]
      default: [.lineEndingsChanged, nil]
      }
    let found: PulseqSignature? = if case .mismatch = file.signature { nil } else { file.signature }
    #expect(expected.contains(found))
  }

  /// Files before 1.5 do not store the ends of sampled gradients. The numbers, in Hz/m, are where the gradients of block 4
  /// begin on x and y, which take over from the spiral in block 3: by 1.5 w(1) - 0.5 w(2) of their samples in the first
  /// file, by their first vertex in the second. The MATLAB toolbox's sum of alternating signs over the spiral, which errs
  /// as it goes, ends at -941,670 and 25,638.
  @Test(arguments: [
    ("KomaMRIjl__read_comparison-v1.3-spiral.seq", -947_610.302, 46_816.894),
    ("KomaMRIjl__read_comparison-v1.4-spiral.seq", -947_610, 46_816.9),
  ])
  func theRestoredEndOfASpiralIsWhereTheNextEventBegins(name: String, x: Double, y: Double) throws {
    let bytes = try #require(SharedFolder.bytes(at: "corpus/\(name)"))
    let sequence = try #require(Reading(name: name, bytes: bytes).file).sequence
    for (axis, expected) in [(Axis.x, x), (Axis.y, y)] {
      guard case .arbitrary(let gradient) = sequence.library[sequence.blocks[2].gradient(axis)] else {
        Issue.record("block 3 has no sampled gradient on \(axis.name)")
        continue
      }
      #expect(gradient.firstHertzPerMetre == 0)
      #expect(close(gradient.lastHertzPerMetre, expected, relative: 1e-6))
    }
  }
}

/// A row of the corpus's index.
struct CorpusEntry: Sendable, CustomTestStringConvertible {
  let file: String
  let version: String?
  let blocks: Int?
  let signature: String?

  var testDescription: String { file }

  static func all() -> [CorpusEntry] {
    guard let bytes = SharedFolder.bytes(at: "corpus/index.json"),
      let rows = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]]
    else { return [] }
    return rows.compactMap { row in
      (row["file"] as? String).map {
        CorpusEntry(
          file: $0, version: row["version"] as? String, blocks: row["blocks"] as? Int,
          signature: row["signature"] as? String)
      }
    }
  }
}

/// What became of one file: how it was read, and how it was written.
struct CorpusOutcome {
  let entry: CorpusEntry
  let reading: Reading
  let output: PulseqOutput?

  /// Written at the version of the file where that is written, else at the oldest that can express the sequence.
  init(_ entry: CorpusEntry) throws {
    self.entry = entry
    let bytes = try #require(SharedFolder.bytes(at: "corpus/\(entry.file)"))
    reading = Reading(name: entry.file, bytes: bytes)
    guard let file = reading.file else {
      output = nil
      return
    }
    let versions = PulseqVersion.written.contains(file.version) ? [file.version] : PulseqVersion.written
    var written: PulseqOutput?
    for version in versions where written == nil {
      let attempt = PulseqWriter.write(file.sequence, version: version)
      if !attempt.bytes.isEmpty { written = attempt }
    }
    let found: PulseqOutput = try #require(written, "\(entry.file) could not be written")
    output = found
  }
}

/// `docs/pulseq-conformance.md`.
enum ConformancePage {
  /// Each refusal was looked at by a person: why it is right.
  static let judgements = [
    (
      file: "ISMRM-Virtual-Meeting--November-15-17-2023__dummy.seq",
      why: "an excerpt for a slide: no version, no rasters, and its last shape breaks off after three samples"
    ),
    (
      file: "ptx-pulseq__gre2d_pTxSingleChan_8Tx.seq",
      why:
        "the samples of eight transmit channels follow each other in one shape, whose times begin anew for each; "
        + "the format has no such pulses, and a reader that ignores the times would play 24 ms instead of 3 ms"
    ),
    (
      file: "pulseq-rs__grappa_acs.seq",
      why: "a private dialect that calls itself 1.4.6 and adds two columns for RF shims"
    ),
    (file: "pulseq__epi_rs.bseq", why: "the binary form, of which three incompatible layouts exist"),
    (file: "pulseq__gre.bseq", why: "the binary form, of which three incompatible layouts exist"),
    (
      file: "pulseq__v1.4.0-pressdisp.seq",
      why:
        "older than 1.2 and cut: a shape contains the line `<<truncated>>`, and the file itself says that it "
        + "cannot be loaded"
    ),
    (file: "py2jemris__gre_jemris.seq", why: "older than 1.2: rows without delays, and no version"),
    (
      file: "test-seqs__pypulseq_rf_shim-B1map_presat_4adc_pythonby_rfshim.seq",
      why: "a private dialect that calls itself 1.3.90 and adds two columns for RF shims"
    ),
  ]

  static func text(of outcomes: [CorpusOutcome]) -> String {
    let refused = outcomes.filter { $0.reading.file == nil }
    var lines = [
      "# Reading Pulseq files of others", "",
      "The reader is held to a collection of \(outcomes.count) files from public repositories, made by many programs.",
      "It is not part of this repository; when it lies beside the clone (`../shared/corpus`), `make test` reads every",
      "file, writes what was read, reads that again, and compares the two sequences event by event. This page is",
      "generated by that test.", "",
      "`conformance/pulseq_peers.py` compares our reading and what we write with `pypulseq` and `pypulseqpp`.",
      "",
      "* \(outcomes.count - refused.count) files are read, and survive the round trip with every event equal.",
      "* \(refused.count) files are refused, each for the reason below.", "",
      "| version of the file | files | read | written as |", "|---|---:|---:|---|",
    ]
    let groups = Dictionary(grouping: outcomes) { $0.entry.version ?? "none" }
    for version in groups.keys.sorted() {
      let group = groups[version] ?? []
      let written = Set(group.compactMap { $0.output?.version.description }).sorted().joined(separator: ", ")
      let read = group.count { $0.reading.file != nil }
      lines.append("| \(version) | \(group.count) | \(read) | \(written.isEmpty ? "-" : written) |")
    }
    lines += [
      "", "## Refused files", "", "| file | code | line | reason given | why that is right |",
      "|---|---|---:|---|---|",
    ]
    for outcome in refused {
      guard let first = outcome.reading.diagnostics.items.first(where: { $0.severity == .error }) else {
        continue
      }
      let line = outcome.reading.line(of: first).map(String.init) ?? "-"
      let why = judgements.first { $0.file == outcome.entry.file }?.why ?? ""
      lines.append("| `\(outcome.entry.file)` | \(first.code.id) | \(line) | \(first.message) | \(why) |")
    }
    lines += ["", "## Read with a warning", "", "| file | code | line | warning |", "|---|---|---:|---|"]
    for outcome in outcomes where outcome.reading.file != nil {
      for item in outcome.reading.diagnostics.items.prefix(1) {
        let line = outcome.reading.line(of: item).map(String.init) ?? "-"
        lines.append("| `\(outcome.entry.file)` | \(item.code.id) | \(line) | \(item.message) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
