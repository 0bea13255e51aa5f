import SequenceIR

/// One line of a protocol as an operator meets it.
package struct ConsoleParameter: Hashable, Sendable {
  /// What the operator does with it.
  package enum Entry: String, CaseIterable, Sendable {
    case type
    case derived
    case leave
    case compare

    package var words: String {
      switch self {
      case .type: "type this"
      case .derived: "derived"
      case .leave: "leave as is"
      case .compare: "read back and compare"
      }
    }

    package var meaning: String {
      switch self {
      case .type: "the file needs this value at the console"
      case .derived: "the file plays it, whatever the console shows"
      case .leave: "the scanner decides"
      case .compare: "the console works it out; if it differs, stop and find out why"
      }
    }
  }

  /// In the vendor's words and order.
  package var card: String
  package var label: String
  package var value: String
  /// As the vendor writes it; empty for counts and words.
  package var unit: String
  package var entry: Entry
  package var note: String

  package init(
    _ card: String, _ label: String, _ value: String, _ unit: String, _ entry: Entry, note: String = ""
  ) {
    self.card = card
    self.label = label
    self.value = value
    self.unit = unit
    self.entry = entry
    self.note = note
  }
}
