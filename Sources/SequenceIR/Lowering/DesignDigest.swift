/// Whether a pinned pulse still belongs to its design: a digest of everything that it was found for.
///
/// All words of the design and of the files it includes count, except comments, blanks, the design's name, its `define`
/// lines, what says how long to search (`starts`, `seed`, `iterations`, `minimizer`), and the values that the search itself may `vary`.
/// So do the figures of the scanner that sequences are made from. Files named by `table` and `file` count by their name only.
struct DesignDigest {
  private var hash = FowlerNollVo()

  static func text(
    of designs: [Syntax.Design], varied: Set<String>, profile: ScannerProfile
  ) -> String {
    var digest = DesignDigest()
    for design in designs { digest.add(design.tokens, varied: varied) }
    for key in figures {
      guard let figure = profile[key] else { continue }
      digest.add("\(key.rawValue) \(DecimalText.shortest(figure.value))")
    }
    return digest.hash.text
  }

  /// What timing, amplitudes and the search are made from.
  private static let figures: [FigureKey] = [
    .fieldStrength, .gradientAmplitude, .gradientSlewRate, .b1Peak, .longestRF, .rfDeadTime, .rfRingdownTime,
    .adcDeadTime, .adcRingdownTime, .gradientRaster, .rfRaster, .adcRaster, .blockRaster,
  ]

  private mutating func add(_ word: String) {
    hash.add(word.utf8)
    hash.add(CollectionOfOne(0))
  }

  private mutating func add(_ tokens: [Token], varied: Set<String>) {
    var openBraces = 0
    var isInOptimize = false
    for line in tokens.split(whereSeparator: { $0.kind == .newline || $0.kind == .endOfFile }) {
      guard let first = line.first else { continue }
      if openBraces == 0 { isInOptimize = first.isWord("optimize") }
      let isIdle =
        isInOptimize
        ? Self.searchWords.contains(first.text) : openBraces == 0 && Self.idleWords.contains(first.text)
      if !isIdle {
        let isVaried = first.isWord("let") && varied.contains(line.dropFirst().first?.text ?? "")
        for token in isVaried ? line.prefix(2) : line { add(token) }
        add("")
      }
      for token in line {
        if token.isSymbol("{") { openBraces += 1 }
        if token.isSymbol("}") { openBraces -= 1 }
      }
    }
  }

  /// Quotes tell the text "a" from the name a.
  private mutating func add(_ token: Token) { add(token.kind == .string ? "\"\(token.text)\"" : token.text) }

  /// Lines of the top level that play nothing.
  private static let idleWords: Set<String> = ["design", "define"]
  /// Lines of `optimize` that say how to search, not what for.
  private static let searchWords: Set<String> = ["starts", "seed", "iterations", "minimizer"]
}

/// FNV-1a with 128 bits (Fowler, Noll, Vo): finds accidental changes, and is no protection against intended ones.
package struct FowlerNollVo {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
  private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B

  package init() {}

  package mutating func add(_ bytes: some Swift.Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt128(byte)) &* FowlerNollVo.prime }
  }

  /// 32 hexadecimal digits.
  package var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 32 - digits.utf8.count) + digits
  }
}

extension Lowering {
  /// For pinned files; nil when nothing of the design is found by a search.
  mutating func digest(of design: Syntax.Design) -> String? {
    guard optimization != nil || !optimizedPulses.isEmpty else { return nil }
    let varied = Set(optimization.map { $0.variables.map(\.name) + $0.choices.map(\.name) } ?? [])
    return DesignDigest.text(of: [design] + includedDesigns, varied: varied, profile: profile)
  }

  /// Warns of pinned pulses that were found for another design, and refuses those found for other values.
  mutating func checkPinned(_ digest: String) {
    guard case .files = environment.pinned else { return }
    for pulse in optimizedPulses {
      guard let provenance = pulse.pinned?.provenance else { continue }
      for found in provenance.found { check(found, of: pulse) }
      if !provenance.designDigest.isEmpty, provenance.designDigest != digest {
        evaluator.diagnostics.warning(
          .designChanged, "the design has changed since `\(pulse.name)` was found", at: pulse.span,
          notes: ["the pulse in \(pulse.file) is played as it is; what its file says of it may not hold"],
          help: "run `seqc optimize \(environment.nameOfFile(pulse.span.file))` again")
      }
    }
  }

  private mutating func check(_ found: PinnedPulse.FoundValue, of pulse: OptimizedPulse) {
    guard let expected = found.quantity else { return }
    guard case .quantity(let actual)? = evaluator.scope.lookup(found.name)?.value else { return }
    let isSame =
      actual.dimension == expected.dimension
      && (actual.time.map { $0 == expected.time } ?? (actual.value == expected.value))
    guard !isSame else { return }
    error(
      .pinnedPulseMismatch,
      "`\(pulse.name)` was found with \(found.name) = \(expected), and here it is \(actual)", at: pulse.span,
      help: "write: let \(found.name) = \(found.text)")
  }
}
