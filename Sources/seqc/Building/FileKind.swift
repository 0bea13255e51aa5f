/// What a file is, decided by its first line that is neither blank nor a comment, not by its name.
import SequenceIR

enum FileKind {
  case design
  case pulseq

  /// A diagnostic when the file is neither.
  static func of(_ file: SourceFile) -> Result<FileKind, KindProblem> {
    // A byte order mark is not part of the first word.
    var start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex { $0 == 10 || $0 == 13 } ?? file.bytes.count
      let line = file.bytes[start..<end].drop { $0 == 32 || $0 == 9 }
      if let first = line.first, first != UInt8(ascii: "#") { return kind(of: line, in: file) }
      start = end + 1
    }
    return .failure(
      KindProblem(
        diagnostic: Diagnostic(
          .error, .unknownKindOfFile,
          "'\(file.name)' is empty: there is nothing but blank lines and comments",
          help: "seqc new NAME writes a design to start from")))
  }

  private static func kind(of line: ArraySlice<UInt8>, in file: SourceFile) -> Result<FileKind, KindProblem> {
    if line.first == UInt8(ascii: "[") { return .success(.pulseq) }
    // The binary form of Pulseq: the reader refuses it and says why.
    if line.starts(with: [1] + Array("pulseq".utf8)) { return .success(.pulseq) }
    let word = line.prefix { $0 > 32 && $0 != UInt8(ascii: "\"") }
    let text = String(decoding: word.prefix(40), as: UTF8.self)
    if text == "design" || text == "module" { return .success(.design) }
    let guess = Suggestion.nearest(to: text, among: ["design", "module"])
    let span = SourceSpan(file: file.id, from: word.startIndex, to: word.startIndex + max(1, word.count))
    return .failure(
      KindProblem(
        diagnostic: Diagnostic(
          .error, .unknownKindOfFile, "'\(file.name)' is neither a design nor a Pulseq file", at: span,
          label: "expected `design \"name\"` or a section such as [VERSION]",
          help: guess.map { "did you mean \($0)?" })))
  }
}

struct KindProblem: Error {
  let diagnostic: Diagnostic
}
