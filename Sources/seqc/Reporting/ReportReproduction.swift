/// The last section of a report: commands, version, digests.
import Backends
import SequenceIR

extension ReportMaterial {
  var reproductionSection: ReportSection {
    let words = [path] + options
    let line = Self.shell(words)
    var commands = ["seqc report \(line)", "seqc check \(Self.shell([path] + scannerOptions))"]
    if emitted != nil { commands.append("seqc build \(Self.shell([path] + scannerOptions))") }
    if case .success = spectra { commands.append("seqc simulate \(line)") }
    var facts: [(name: String, value: String)] = [("program", "seqc \(Version.text)")]
    if let emitted {
      facts.append(
        ("file that is played", "Pulseq \(emitted.output.version), \(emitted.output.bytes.count) bytes"))
      facts.append(("", "signature MD5 `\(emitted.output.signature)`"))
      facts.append(("", "SHA-256 `\(SHA256.hexadecimal(of: emitted.output.bytes))`"))
    }
    let rows = inputs.map { file in
      ReportTable.Row([file.path, String(file.bytes.count), "`\(SHA256.hexadecimal(of: file.bytes))`"])
    }
    return ReportSection(
      "reproduce", "How to reproduce this report",
      [
        .paragraph(
          "The same program with the same files writes the same report, byte for byte, on every machine. In the folder of the files:"
        ),
        .code(commands.joined(separator: "\n")), .facts(facts),
        .table(
          ReportTable(
            "Files that were read",
            columns: [.init("file"), .init("bytes", isNumber: true), .init("SHA-256")], rows: rows)),
      ])
  }

  private var scannerOptions: [String] {
    guard let place = options.firstIndex(of: Option.scanner.name) else { return [] }
    return Array(options[place..<min(place + 2, options.count)])
  }

  /// Words as a shell takes them: a name with blanks or signs in single quotes.
  static func shell(_ words: [String]) -> String {
    words.map { word in
      let isPlain =
        !word.isEmpty
        && word.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
          default: "-_./,=:+@%".utf8.contains(byte)
          }
        }
      return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
