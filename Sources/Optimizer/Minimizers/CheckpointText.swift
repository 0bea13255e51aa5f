/// The state of a search as plain text that reads back to the last bit.
import SequenceIR

/// Named lists of words, whole numbers and reals, one after the other:
///
///     seqc-search 1
///     x 3
///     0.25 -1e-07 3
///     end
///
/// A name, the count, then the items, eight a line. Reals are the shortest decimals that read back as the same
/// `Double`, `inf`, `-inf` and `nan` included; `end` shows that nothing was cut off.
package struct CheckpointWriter: Sendable {
  static let heading = "seqc-search 1"
  /// Put in front of every name that follows: the place of a search among several.
  package var prefix = ""
  private var lines = [CheckpointWriter.heading]

  package init() {}

  package var text: String { (lines + ["end", ""]).joined(separator: "\n") }

  package mutating func write(_ name: String, reals: [Double]) {
    write(name, items: reals.map(\.description))
  }
  package mutating func write(_ name: String, integers: [Int]) {
    write(name, items: integers.map(\.description))
  }
  /// `word` holds no white space.
  package mutating func write(_ name: String, word: String) { write(name, items: [word]) }

  private mutating func write(_ name: String, items: [String]) {
    lines.append("\(prefix)\(name) \(items.count)")
    for first in stride(from: 0, to: items.count, by: 8) {
      lines.append(items[first..<min(first + 8, items.count)].joined(separator: " "))
    }
  }
}

/// Why a text is not a checkpoint of the search asked for.
package struct CheckpointProblem: Error, Equatable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

/// Reads what `CheckpointWriter` wrote. After a first problem everything reads as empty, and `problem` tells it.
package struct CheckpointReader: Sendable {
  package var prefix = ""
  package private(set) var problem: CheckpointProblem?
  private var items: [String: [Substring]] = [:]

  package init(_ text: String) {
    let lines = text.split(omittingEmptySubsequences: true) { $0.isNewline }
    guard let first = lines.first, first == CheckpointWriter.heading else {
      problem = CheckpointProblem("the first line is not '\(CheckpointWriter.heading)'")
      return
    }
    guard lines.last == "end" else {
      problem = CheckpointProblem("the last line is not 'end': the text is cut off")
      return
    }
    var index = 1
    while index < lines.count - 1 {
      let heading = lines[index].split(separator: " ")
      guard heading.count == 2, let count = Int(heading[1]), count >= 0 else {
        problem = CheckpointProblem("expected a name and a count, found '\(lines[index].prefix(60))'")
        return
      }
      index += 1
      var found: [Substring] = []
      while found.count < count, index < lines.count - 1 {
        found += lines[index].split(separator: " ")
        index += 1
      }
      guard found.count == count, items.updateValue(found, forKey: String(heading[0])) == nil else {
        problem = CheckpointProblem("'\(heading[0])' stands twice or does not have \(count) items")
        return
      }
    }
  }

  package mutating func report(_ text: String) {
    if problem == nil { problem = CheckpointProblem(text) }
  }

  /// `count` nil takes any number of items.
  package mutating func reals(_ name: String, count: Int? = nil) -> [Double] {
    converted(name, count, "a number", CheckpointReader.real) ?? [Double](repeating: 0, count: count ?? 0)
  }

  package mutating func integers(_ name: String, count: Int? = nil) -> [Int] {
    converted(name, count, "a whole number") { Int($0) } ?? [Int](repeating: 0, count: count ?? 0)
  }

  package mutating func word(_ name: String) -> String {
    converted(name, 1, "a word") { String($0) }?.first ?? ""
  }

  private mutating func converted<Value>(
    _ name: String, _ count: Int?, _ kind: String, _ convert: (Substring) -> Value?
  ) -> [Value]? {
    guard problem == nil else { return nil }
    guard let words = items[prefix + name] else {
      report("'\(prefix)\(name)' is missing")
      return nil
    }
    if let count, words.count != count {
      report("'\(prefix)\(name)' has \(words.count) items, expected \(count)")
      return nil
    }
    var values: [Value] = []
    for word in words {
      guard let value = convert(word) else {
        report("'\(word.prefix(40))' in '\(prefix)\(name)' is not \(kind)")
        return nil
      }
      values.append(value)
    }
    return values
  }

  private static func real(_ word: Substring) -> Double? {
    switch word {
    case "inf": .infinity
    case "-inf": -.infinity
    case "nan", "-nan": .nan
    default: DecimalText.number(Array(word.utf8)[...])
    }
  }
}
