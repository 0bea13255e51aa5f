/// The lines of `optimize { ... }` and of `molecule NAME { ... }`: what each says, and how it is read.

/// A row of the vocabulary: a word that begins a line of a block.
package struct EntryRule<Kind: Sendable>: Sendable {
  package let word: String
  /// EBNF of what follows the word.
  package let syntax: String
  package let meaning: String
  /// A line that a reader could copy; tests parse it.
  package let example: String
  /// Whether a block has at most one.
  package let isSingle: Bool
  package let parse: @Sendable (inout Parser) -> Kind?

  package init(
    _ word: String, syntax: String, _ meaning: String, example: String, isSingle: Bool = false,
    parse: @escaping @Sendable (inout Parser) -> Kind?
  ) {
    self.word = word
    self.syntax = syntax
    self.meaning = meaning
    self.example = example
    self.isSingle = isSingle
    self.parse = parse
  }
}

extension Vocabulary {
  // swift-format-ignore
  package static let optimizationStatements: [StatementRule] = [
    StatementRule("optimize", [.design], syntax: "[ PULSE { , PULSE } ] { LINES }",
      "what `seqc optimize` searches for: the pulses named, or all that are `optimized(...)`",
      example: "optimize {\n  minimize crlb of Glu, Gln\n}", isSingle: true) { parser in parser.optimization() },
    StatementRule("molecule", [.design], syntax: "MOLECULE { LINES }",
      "a molecule of your own: its spins, couplings and relaxation times",
      example: "molecule Lac2 {\n  spin H2 at 4.10 ppm\n  spin H3 at 1.31 ppm times 3\n  couple H2, H3 6.93 Hz\n}") { parser in
        parser.moleculeDefinition()
      },
  ]

  // swift-format-ignore
  package static let optimization: [EntryRule<Syntax.Optimization.Kind>] = [
    EntryRule("minimize", syntax: "( crlb | mse ) of MOLECULE [ weight NUMBER ] { , ... } [ noise NUMBER ]",
      "aim: the smallest Cramer-Rao bound of the amplitudes; or variance plus squared bias, for which the noise is given",
      example: "minimize crlb of Glu, Gln weight 2") { $0.minimize() },
    EntryRule("maximize", syntax: "signal of MOLECULE in SHIFT .. SHIFT [ set NUMBER ] [ weight NUMBER ]",
      "aim: the most signal of the molecule in the band; `set`: of the shots with this label SET",
      example: "maximize signal of Glu in 2.28 ppm .. 2.40 ppm") { $0.maximize() },
    EntryRule("suppress", syntax: "signal of MOLECULE { , MOLECULE } in SHIFT .. SHIFT [ set NUMBER ] [ below SHARE ] [ weight NUMBER ]",
      "aim: no signal of these in the band; `below`: a share of their energy there that is good enough",
      example: "suppress signal of Gln in 2.20 ppm .. 2.60 ppm below 5 %") { $0.suppress() },
    EntryRule("match", syntax: "spectrum of MOLECULE to \"FILE\" [ weight NUMBER ]",
      "aim: the spectrum in the file", example: "match spectrum of Glu to \"target.csv\"") { $0.match() },
    EntryRule("reach", syntax: "( state \"PRODUCT OPERATORS\" of MOLECULE | profile KIND of PULSE band FREQUENCY [ transition FREQUENCY ] ) [ weight NUMBER ]",
      "aim: this state at the start of the acquisition; or what the pulse does by itself to spins in a band: `excitation`, `inversion`, `refocusing` or `rotation ANGLE`, and nothing beyond the transition",
      example: "reach profile excitation of mix band 2 kHz transition 0.5 kHz") { $0.reach() },
    EntryRule("molecules", syntax: "( MOLECULE CONCENTRATION { , MOLECULE CONCENTRATION } | in brain )",
      "what the spectrum holds (typical grey matter when left out)", example: "molecules Glu 10 mM, Gln 3 mM", isSingle: true) { $0.molecules() },
    EntryRule("macromolecules", syntax: "( known | free | none )",
      "their signal, of known shape: of `known` amplitude, of `free` amplitudes that are fitted, or `none` (known when left out)",
      example: "macromolecules free", isSingle: true) { $0.choice(of: ["known", "free", "none"]).map { .macromolecules($0) } },
    EntryRule("baseline", syntax: "( none | spline SHIFT ) { , ... }",
      "the smooth baseline that is fitted, by the distance of its knots; several: the search is over all (none when left out)",
      example: "baseline none, spline 0.4 ppm", isSingle: true) { $0.baselines() },
    EntryRule("linewidth", syntax: "FREQUENCY", "width of the lines beyond T2 (5.5 Hz when left out)",
      example: "linewidth 5.5 Hz", isSingle: true) { parser in parser.expression().map { .linewidth($0) } },
    EntryRule("window", syntax: "SHIFT .. SHIFT", "the part of the spectrum that is fitted (0.5 to 4.2 ppm when left out)",
      example: "window 0.5 ppm .. 4.2 ppm", isSingle: true) { parser in parser.interval().map { .window($0) } },
    EntryRule("over", syntax: "( b1 NUMBER .. NUMBER in COUNT steps | offset FREQUENCY .. FREQUENCY in COUNT steps | parameters NAME { , NAME } )",
      "the ensemble: every aim holds for all scales of B1, offsets of B0 and sets of spin parameters named",
      example: "over b1 0.85 .. 1.15 in 3 steps") { $0.over() },
    EntryRule("penalty", syntax: "( energy | smoothness ) NUMBER",
      "weight of the pulses' energy, or of their roughness, in what is minimized (0 when left out)",
      example: "penalty energy 0.01") { $0.penalty() },
    EntryRule("bandwidth", syntax: "FREQUENCY [ below SHARE ]",
      "keeps the spectrum of the pulses' RF within minus to plus half of it; `below`: the share of energy outside that is good enough, 1 % when left out (the scanner's `rf-bandwidth` when left out)",
      example: "bandwidth 20 kHz below 1 %", isSingle: true) { $0.bandwidth() },
    EntryRule("starts", syntax: "COUNT", "random starts of the search (32 when left out)",
      example: "starts 32", isSingle: true) { $0.setting("starts") },
    EntryRule("seed", syntax: "COUNT", "of the random starts: the same seed gives the same pulses (1 when left out)",
      example: "seed 7", isSingle: true) { $0.setting("seed") },
    EntryRule("iterations", syntax: "COUNT", "most iterations of each start (200 when left out)",
      example: "iterations 200", isSingle: true) { $0.setting("iterations") },
    EntryRule("minimizer", syntax: "( lbfgs | adam )",
      "how the search moves: `lbfgs`, by curvature learnt from the last steps; `adam`, by steps of a set size along a running mean of gradients (lbfgs when left out)",
      example: "minimizer adam", isSingle: true) { $0.choice(of: ["lbfgs", "adam"]).map { .minimizer($0) } },
    EntryRule("worst", syntax: "SHARE", "weight of the worst member beside the mean of all, whose weight is 1 (0.3 when left out)",
      example: "worst 0.3", isSingle: true) { $0.setting("worst") },
    EntryRule("vary", syntax: "NAME in ( VALUE .. VALUE | LIST )",
      "lets the search change a `let` of the design within these bounds; or tries the values of a list, each with a search of its own, and keeps the best",
      example: "vary TE in 20 ms .. 40 ms") { $0.vary() },
  ]

  // swift-format-ignore
  package static let moleculeLines: [EntryRule<Syntax.Molecule.Kind>] = [
    EntryRule("spin", syntax: "NAME at SHIFT [ times COUNT ]",
      "a spin 1/2, or so many that are magnetically equivalent", example: "spin H3 at 1.31 ppm times 3") { $0.spin() },
    EntryRule("couple", syntax: "NAME , NAME FREQUENCY", "the J coupling of two spins, or of each pair of two groups",
      example: "couple H2, H3 6.93 Hz") { $0.couple() },
    EntryRule("t1", syntax: "TIME", "longitudinal relaxation time (none when left out)", example: "t1 1.3 s", isSingle: true) { $0.property("t1") },
    EntryRule("t2", syntax: "TIME", "transverse relaxation time (none when left out)", example: "t2 180 ms", isSingle: true) { $0.property("t2") },
    EntryRule("concentration", syntax: "CONCENTRATION", "how much there is, where `molecules` does not say",
      example: "concentration 2 mM", isSingle: true) { $0.property("concentration") },
  ]
}
