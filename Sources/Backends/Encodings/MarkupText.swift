/// Text inside HTML and SVG: names and definitions come from files of strangers, and must stay text.
package enum MarkupText {
  /// For the content of elements and for attributes in double quotes. Characters that command a terminal, turn the
  /// direction of writing, or cannot stand in XML become the replacement character.
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(isHeld(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// The same; a text in back quotes is code.
  package static func marked(_ text: String) -> String {
    let parts = escaped(text).split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      if index % 2 == 0 { return String(part) }
      // A back quote without a partner is itself.
      return index + 1 < parts.count ? "<code>\(part)</code>" : "`\(part)"
    }.joined()
  }

  private static func isHeld(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
