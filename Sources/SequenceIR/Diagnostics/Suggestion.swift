/// "Did you mean": the nearest of the names that would be valid in this place.
package enum Suggestion {
  /// The candidate within edit distance max(1, length / 3), case folded; the first of the nearest; nil when none is near.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let target = Array(word.lowercased().unicodeScalars)
    guard target.count <= 64 else { return nil }
    let threshold = max(1, target.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate != word {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      guard abs(scalars.count - target.count) <= threshold else { continue }
      let distance = editDistance(target, scalars)
      if distance <= threshold, distance < best?.distance ?? Int.max { best = (distance, candidate) }
    }
    return best?.name
  }

  /// The same of names without an order; nil where there are more than anybody wrote by hand.
  package static func nearest(to word: String, among names: Set<String>) -> String? {
    names.count <= mostNames ? nearest(to: word, among: names.sorted()) : nil
  }

  private static let mostNames = 2_000

  /// Restricted Damerau-Levenshtein distance: insertions, deletions, substitutions, swaps of neighbours.
  private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      for j in 0..<b.count {
        var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
