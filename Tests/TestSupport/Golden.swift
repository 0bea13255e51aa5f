// Expectations kept as files under `golden/`: compares a text with its file, or accepts it with UPDATE_GOLDEN=1.
import Foundation
import Testing

package enum Golden {
  /// The root of the package, with no slash at its end.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Fails unless the file at `path` (from the package root) holds exactly `text`. A missing or an empty file fails
  /// too, and so does an empty `text`, which would expect nothing. UPDATE_GOLDEN=1 writes the file instead; where CI
  /// is set that is refused, so that nothing can be accepted unseen.
  package static func expect(
    _ text: String, at path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if let complaint = complaint(about: text, at: path) {
      Issue.record(Comment(rawValue: complaint), sourceLocation: sourceLocation)
    }
  }

  /// Fails for every file under `folder` that ends with `ending` and is not in `known`: an expectation nobody checks.
  package static func expectNoOrphans(
    in folder: String, ending: String, known: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for path in files(in: folder, ending: ending) where !known.contains(path) {
      Issue.record("\(path) belongs to no test: delete it or add its input", sourceLocation: sourceLocation)
    }
  }

  /// Paths from the package root of the files below `folder` that end with `ending`, sorted by their bytes.
  package static func files(in folder: String, ending: String) -> [String] {
    let below = FileManager.default.enumerator(atPath: "\(root)/\(folder)")
    return (below?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(ending) }
      .map { "\(folder)/\($0)" }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The bytes of a file, `path` from the package root; nil when it cannot be read.
  package static func bytes(at path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(root)/\(path)").map { [UInt8]($0) }
  }

  /// The text of a file, `path` from the package root; nil when it cannot be read.
  package static func text(at path: String) -> String? {
    bytes(at: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What is wrong with `text` as the content of the file at `path`; nil when nothing is.
  package static func complaint(
    about text: String, at path: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    if text.isEmpty { return "\(path): the text to compare is empty, so nothing would be expected" }
    if environment["UPDATE_GOLDEN"] == "1" {
      if environment["CI"] != nil { return "\(path): UPDATE_GOLDEN is refused where CI is set" }
      return accept(text, at: path)
    }
    guard let expected = self.text(at: path) else {
      return "\(path) is missing; look at the text and accept it with UPDATE_GOLDEN=1"
    }
    if expected.isEmpty { return "\(path) is empty, so it expects nothing" }
    // Compared byte by byte: Swift's `==` takes canonically equivalent texts for equal.
    if expected.utf8.elementsEqual(text.utf8) { return nil }
    return "\(path) differs (- expected, + found); accept with UPDATE_GOLDEN=1\n"
      + lineDifference(expected: expected, found: text)
  }

  private static func accept(_ text: String, at path: String) -> String? {
    let url = URL(fileURLWithPath: "\(root)/\(path)")
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      if bytes(at: path) != Array(text.utf8) { try Data(text.utf8).write(to: url) }
      return nil
    } catch {
      return "\(path) cannot be written: \(error)"
    }
  }

  /// The lines between the common beginning and the common end, with two lines around them.
  package static func lineDifference(expected: String, found: String) -> String {
    let old = lines(of: expected)
    let new = lines(of: found)
    var head = 0
    while head < min(old.count, new.count), old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < min(old.count, new.count) - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    var result = ["@@ line \(head + 1) @@"]
    result += old[max(0, head - 2)..<head].map { "  " + $0 }
    result += shortened(old[head..<(old.count - tail)].map { "- " + $0 })
    result += shortened(new[head..<(new.count - tail)].map { "+ " + $0 })
    result += old[(old.count - tail)...].prefix(2).map { "  " + $0 }
    return result.joined(separator: "\n")
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func shortened(_ lines: [String]) -> [String] {
    let most = 40
    return lines.count <= most ? lines : lines.prefix(most) + ["  (and \(lines.count - most) more lines)"]
  }
}
