/// The one table of the language's words. The parser, "did you mean", and the reference page come from it.
package enum Vocabulary {
  package static let statements: [StatementRule] =
    designStatements + declarations + optimizationStatements + flow + events

  package static func statement(_ word: String) -> StatementRule? { statements.first { $0.word == word } }
  package static func item(_ word: String) -> WordRule? { items.first { $0.word == word } }

  /// Words that may follow a number without being its unit.
  package static let clauseWords: Set<String> = Set(
    items.map(\.word) + modifiers.map(\.word)
      + [
        "points", "dwell", "of", "step", "fov", "thickness", "offset", "across", "for", "after", "about",
        "delay",
      ]
      + [
        "duration", "area", "along", "reversed", "phases", "factor", "adjustable", "as", "cycles", "in",
        "from", "on", "refocused",
      ]
      + ["steps", "times", "weight", "noise", "below", "set", "to"])

  /// Keywords of pulse parameters that contain a dash, longest first.
  package static let dashedKeywords: [String] = {
    var words: [String] = []
    for parameter in PulseFamily.all.flatMap(\.parameters) {
      if case .keyword(let choices) = parameter.kind { words += choices.filter { $0.contains("-") } }
    }
    return words.sorted { ($1.count, $0) < ($0.count, $1) }
  }()

  // swift-format-ignore
  package static let items: [WordRule] = [
    WordRule("slice", syntax: "AXIS [ thickness LENGTH ] [ offset LENGTH ]",
      "plays the pulse of the line under a slice-selection gradient; thickness and offset default to those of the voxel",
      example: "excite, slice z thickness 5 mm offset 10 mm"),
    WordRule("rephase", syntax: "AXIS",
      "undoes the dephasing that the last slice-selective pulse on the axis left behind its centre", example: "rephase z"),
    WordRule("prephase", syntax: "AXIS for READOUT [ refocused ]",
      "moves to the start of the readout, so that its echo falls into its middle; `refocused`: a refocusing pulse comes between",
      example: "prephase x for line refocused"),
    WordRule("encode", syntax: "AXIS step COUNT of COUNT fov LENGTH [ refocused ]",
      "a phase-encoding step; step n of N moves n - N/2 lines of 1/fov; `refocused` as of prephase", example: "encode y step k of 128 fov 256 mm"),
    WordRule("rewind", syntax: "AXIS { AXIS } [ for READOUT ]",
      "undoes the last `encode` on the axis; `for`: goes back to k = 0 from behind the readout", example: "rewind x for line"),
    WordRule("lobe", syntax: "AXIS area AREA",
      "the shortest trapezoid of this area (cycles/m or mT*ms/m); beside a readout it is played after the last sample",
      example: "lobe y area 4 cycles/m"),
    WordRule("spoil", syntax: "AXIS { AXIS } CYCLES across LENGTH",
      "dephases by so many cycles across the length", example: "spoil z 4 cycles across 5 mm"),
    WordRule("crush", syntax: "AXIS { AXIS } CYCLES across LENGTH",
      "a pair of equal spoilers, before and after the pulse of the line",
      example: "excite, slice y, crush x y z 4 cycles across 20 mm"),
    WordRule("acquire", syntax: "( COUNT points dwell TIME | READOUT along AXIS [ AXIS ] [ reversed CONDITION ] )",
      "opens the receiver; with a readout, under its gradient", example: "acquire 2048 points dwell 0.5 ms"),
    WordRule("shim", syntax: "LIST [ phases LIST ]",
      "weights of the transmit channels for the pulse of the line", example: "excite, shim (1, 0.8) phases (0, 45) deg"),
  ]

  // swift-format-ignore
  package static let modifiers: [WordRule] = [
    WordRule("phase", syntax: "( ANGLE | by COUNTER LIST )",
      "phase of the pulse or of the receiver; `by` takes the list's elements in turn",
      example: "excite phase by shot (0, 90, 180, 270) deg"),
    WordRule("frequency", syntax: "FREQUENCY", "added to the frequency of the pulse or of the receiver",
      example: "excite frequency -440 Hz"),
    WordRule("carrier", syntax: "SHIFT", "plays this pulse at another chemical shift than the design's carrier",
      example: "excite carrier 4.7 ppm"),
    WordRule("scale", syntax: "NUMBER", "multiplies the amplitude of the pulse or of the gradients of the line",
      example: "excite scale 0.5"),
    WordRule("at", syntax: "TIME [ after NAME ]",
      "waits so that the centre of the pulse falls this long after the last excitation (or the named event)",
      example: "excite at 15 ms after first"),
    WordRule("echo", syntax: "at TIME [ after NAME ]",
      "waits so that the echo of the acquisition falls this long after the last excitation (or the named event)",
      example: "acquire 2048 points dwell 0.5 ms echo at 30 ms"),
    WordRule("as", syntax: "NAME", "names the line's pulse or acquisition for `after`", example: "excite as first"),
    WordRule("lasting", syntax: "TIME", "stretches the gradient lobes of the line to this duration",
      example: "spoil z 4 cycles across 5 mm lasting 3 ms"),
  ]
}
