/// The name and number of this program.
enum Version {
  static let text = "0.1.0"
  static let summary = "a compiler for magnetic-resonance sequences"
}
