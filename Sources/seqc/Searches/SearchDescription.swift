/// What is searched in a folder of work: `search.txt`, written once when the folder is made.
import Backends
import Optimizer
import SequenceIR

///     seqc-searches 1
///     design /home/me/glu-gln.seq
///     profile siemens-prisma
///     version 0.9.0
///     digest 5f0c...
///     inputs 9d1e...
///     option --starts 64
///     option --sweep TE=60ms..140ms/5ms
///     point 1 starts 64 iterations 200 seed 1 minimizer lbfgs values TE = 60 ms
///     impossible 2 the design cannot be built with TE = 65 ms
///     end
struct SearchDescription: Equatable, Sendable {
  /// The design and the `--scanner` it is searched for; these do not tell two searches apart.
  var design: String
  var scanner: String?
  /// The name of the scanner.
  var profile: String
  var version: String
  /// Of the design as far as a search depends on it, and of the other files that were read.
  var digest: String
  var inputs: String
  /// As on the command line, each with its value.
  var options: [Option] = []
  var points: [Point] = []

  struct Option: Equatable, Sendable {
    var name: String
    var value: String
  }

  /// One combination of swept or listed values.
  struct Point: Equatable, Sendable {
    /// nil: nothing can be searched there, and `words` say why.
    var plan: PulseSearch.Plan?
    /// `TE = 60 ms`; empty when there is one point only.
    var words: String
  }

  static let file = "search.txt"
  private static let heading = "seqc-searches 1"

  func values(of option: String) -> [String] { options.filter { $0.name == option }.map(\.value) }

  var items: [SearchItem] {
    points.enumerated().flatMap { index, point in
      point.plan.map { SearchItem.all(combination: index, $0) } ?? []
    }
  }

  /// Names the search in its results: 64 hexadecimal digits.
  var identity: String {
    SHA256.hexadecimal(of: Array((SearchDescription.heading + "\n" + lines.joined(separator: "\n")).utf8))
  }

  var text: String {
    let places = ["design \(design)"] + (scanner.map { ["scanner \($0)"] } ?? [])
    return ([SearchDescription.heading] + places + lines + ["end", ""]).joined(separator: "\n")
  }

  /// All that tells this search from others.
  private var lines: [String] {
    ["profile \(profile)", "version \(version)", "digest \(digest)", "inputs \(inputs)"]
      + options.map { "option \($0.name) \($0.value)" }
      + points.enumerated().map { index, point in
        guard let plan = point.plan else { return "impossible \(index + 1) \(point.words)" }
        return "point \(index + 1) starts \(plan.starts) iterations \(plan.iterations) seed \(plan.seed) "
          + "minimizer \(plan.minimizer.rawValue) values \(point.words)"
      }
  }

  init(
    design: String, scanner: String?, profile: String, version: String, digest: String, inputs: String
  ) {
    self.design = design
    self.scanner = scanner
    self.profile = profile
    self.version = version
    self.digest = digest
    self.inputs = inputs
  }

  /// nil: the text is none of ours, or cut off.
  init?(_ text: String) {
    let lines = text.split(separator: "\n")
    guard lines.count > 2, lines[0] == SearchDescription.heading, lines.last == "end" else { return nil }
    self.init(design: "", scanner: nil, profile: "", version: "", digest: "", inputs: "")
    for line in lines.dropFirst().dropLast() {
      guard take(line) else { return nil }
    }
    guard !design.isEmpty, !version.isEmpty, !points.isEmpty else { return nil }
  }

  private mutating func take(_ line: Substring) -> Bool {
    let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    let rest = String(parts[1])
    switch parts[0] {
    case "design": design = rest
    case "scanner": scanner = rest
    case "profile": profile = rest
    case "version": version = rest
    case "digest": digest = rest
    case "inputs": inputs = rest
    case "option":
      let words = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      options.append(Option(name: String(words[0]), value: words.count > 1 ? String(words[1]) : ""))
    case "point": return takePoint(rest)
    case "impossible":
      let words = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard words.count == 2, Int(words[0]) == points.count + 1 else { return false }
      points.append(Point(plan: nil, words: String(words[1])))
    default: return false
    }
    return true
  }

  private mutating func takePoint(_ text: String) -> Bool {
    let words = text.split(separator: " ", maxSplits: 10, omittingEmptySubsequences: false)
    guard words.count == 11, Int(words[0]) == points.count + 1, words[1] == "starts",
      let starts = Int(words[2]), words[3] == "iterations", let iterations = Int(words[4]),
      words[5] == "seed", let seed = Int(words[6]), words[7] == "minimizer",
      let minimizer = OptimizationRequest.Minimizer(rawValue: String(words[8])), words[9] == "values",
      starts > 0, iterations > 0
    else { return false }
    points.append(
      Point(
        plan: PulseSearch.Plan(starts: starts, iterations: iterations, seed: seed, minimizer: minimizer),
        words: String(words[10])))
    return true
  }
}
