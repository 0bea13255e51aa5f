// A page of the documentation as tests see it: its fenced blocks, and the tables between markers.
import TestSupport

struct DocumentText {
  let lines: [String]

  /// A page of `docs/`, or an empty one when it is missing.
  init(page: String) {
    lines = (Golden.text(at: page) ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
  }

  struct Fence {
    /// Words behind the three quotes: the language, then what the page says about the block.
    let info: [String]
    let text: String
    /// Of the first line of the text, from 1.
    let line: Int
    /// The line of the page before the fence.
    let before: String

    var language: String { info.first ?? "" }
  }

  var fences: [Fence] {
    var result: [Fence] = []
    var start: Int?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let open = start else {
        start = index
        continue
      }
      let info = lines[open].dropFirst(3).split(separator: " ").map(String.init)
      let text = lines[(open + 1)..<index].map { $0 + "\n" }.joined()
      result.append(Fence(info: info, text: text, line: open + 2, before: open > 0 ? lines[open - 1] : ""))
      start = nil
    }
    return result
  }

  /// The page with other text between `<!-- table: NAME -->` and `<!-- end of table -->`; nil for a name that
  /// `table` does not know, or a marker without an end.
  func replacingTables(_ table: (String) -> String?) -> String? {
    var result: [String] = []
    var isInside = false
    for line in lines {
      if line.hasPrefix("<!-- table: "), line.hasSuffix(" -->") {
        guard !isInside, let text = table(String(line.dropFirst(12).dropLast(4))) else { return nil }
        result += [line, text]
        isInside = true
      } else if line == "<!-- end of table -->" {
        isInside = false
      }
      if !isInside { result.append(line) }
    }
    return isInside ? nil : result.joined(separator: "\n")
  }

  /// The page with each plain block replaced by what `rendering` makes of the block before it, where it makes
  /// something.
  func replacingRenderings(_ rendering: (_ input: Fence, _ shown: Fence) -> String?) -> String {
    var result = lines
    let fences = fences
    for (input, shown) in zip(fences, fences.dropFirst()).reversed() where shown.language == "text" {
      guard let text = rendering(input, shown) else { continue }
      let start = shown.line - 1
      let end = start + shown.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      let new = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      result.replaceSubrange(start..<end, with: new)
    }
    return result.joined(separator: "\n")
  }
}
