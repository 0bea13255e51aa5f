/// The statements of the language: what each says, and how it is read.
extension Vocabulary {
  // swift-format-ignore
  package static let designStatements: [StatementRule] = [
    StatementRule("scanner", [.design], syntax: "( NAME | \"FILE\" )",
      "where the design will run; its limits come from this profile", example: "scanner siemens-prisma", isSingle: true) { parser in
        if parser.current.kind == .string { return parser.quoted("a file").map { .scanner($0, isFile: true) } }
        return parser.rawWord("the name of a scanner, or its profile's file in quotes").map { .scanner($0, isFile: false) }
      },
    StatementRule("nucleus", [.design], syntax: "NUCLEUS",
      "the nucleus; every gyromagnetic ratio comes from it (1H when left out)", example: "nucleus 1H", isSingle: true) { parser in
        parser.rawWord("a nucleus such as 1H or 23Na").map { .nucleus($0) }
      },
    StatementRule("carrier", [.design], syntax: "SHIFT",
      "the chemical shift that pulses are centred on (the reference shift when left out)", example: "carrier 2.35 ppm", isSingle: true) { parser in
        parser.expression().map { .carrier($0) }
      },
    StatementRule("reference", [.design], syntax: "SHIFT",
      "the chemical shift that the scanner's frequency adjustment sits on (water, 4.7 ppm, for 1H)",
      example: "reference 4.68 ppm", isSingle: true) { parser in parser.expression().map { .reference($0) } },
    StatementRule("voxel", [.design], syntax: "LENGTH, LENGTH, LENGTH [ at LENGTH, LENGTH, LENGTH ]",
      "size of the voxel and position of its centre; `slice` uses them", example: "voxel 20 mm, 20 mm, 25 mm at 0 mm, -30 mm, 15 mm", isSingle: true) { parser in
        parser.extent().map { .voxel($0) }
      },
    StatementRule("fov", [.design], syntax: "LENGTH, LENGTH, LENGTH",
      "field of view; written into the file for the reconstruction", example: "fov 256 mm, 256 mm, 5 mm", isSingle: true) { parser in
        parser.three().map { .fieldOfView(Syntax.Extent(sizes: $0, centre: [])) }
      },
    StatementRule("orientation", [.design], syntax: "rotate ANGLE about AXIS { , ANGLE about AXIS }",
      "turns all gradients; the turns act in the order they are written", example: "orientation rotate 20 deg about x, 10 deg about z", isSingle: true) { parser in
        parser.turns().map { .orientation($0) }
      },
    StatementRule("console", [.design], syntax: "may change ( nothing | ( position | orientation | scale ) { , ... } )",
      "what the operator may still change at the console (everything when left out); what must hold for every orientation is checked for every orientation",
      example: "console may change position, orientation", isSingle: true) { parser in parser.console() },
    StatementRule("limit", [.design], syntax: "( gradient | slew ) VALUE",
      "stays below the scanner's limit by choice", example: "limit slew 150 T/m/s") { parser in
        guard let name = parser.name("`gradient` or `slew`"), let value = parser.expression() else { return nil }
        return .limit(name, value)
      },
    StatementRule("define", [.design], syntax: "NAME = VALUE",
      "writes a definition into the file", example: "define Patient = \"phantom\"") { parser in
        guard let name = parser.name("a name"), parser.require(symbol: "="), let value = parser.expression() else { return nil }
        return .define(name, value)
      },
    StatementRule("include", [.design, .moduleFile], syntax: "( NAME | \"FILE\" )",
      "brings in the modules of a file, or of the library that ships with seqc", example: "include water_suppression") { parser in
        if parser.current.kind == .string { return parser.quoted("a file").map { .include($0, isLibrary: false) } }
        return parser.rawWord("the name of a library, or a file in quotes").map { .include($0, isLibrary: true) }
      },
    StatementRule("sequence", [.design], syntax: "{ STATEMENTS }", "what is played", example: "sequence {\n  excite\n}", isSingle: true) { parser in
      parser.body().map { .sequence($0) }
    },
  ]

  // swift-format-ignore
  package static let declarations: [StatementRule] = [
    StatementRule("let", [.design, .moduleFile, .body], syntax: "NAME = VALUE", "gives a value a name", example: "let TE = 30 ms") { parser in
      parser.binding("a name").map { .constant($0, $1) }
    },
    StatementRule("pulse", [.design, .moduleFile, .body], syntax: "NAME = KIND ( PARAMETERS )",
      "an RF pulse; the kinds are in docs/pulses.md", example: "pulse excite = sinc(flip: 90 deg, duration: 2.56 ms, time_bandwidth: 4)") { parser in
        parser.eventBinding("a name for the pulse").map { .pulse($0, $1) }
      },
    StatementRule("gradient", [.design, .moduleFile, .body], syntax: "NAME = ( trapezoid | extended | samples ) ( PARAMETERS )",
      "a gradient shape; what is left out is worked out from the scanner's limits", example: "gradient g = trapezoid(area: 500 cycles/m)") { parser in
        parser.eventBinding("a name for the gradient").map { .gradient($0, $1) }
      },
    StatementRule("readout", [.design, .moduleFile, .body], syntax: "NAME = cartesian ( PARAMETERS )",
      "a line of k-space: gradient and acquisition", example: "readout line = cartesian(points: 256, fov: 256 mm, dwell: 10 us)") { parser in
        parser.eventBinding("a name for the readout").map { .readout($0, $1) }
      },
    StatementRule("module", [.design, .moduleFile], syntax: "NAME ( [ NAME [ = VALUE ] { , NAME [ = VALUE ] } ] ) { STATEMENTS }",
      "a piece of sequence with parameters; called by its name", example: "module echo(TE, n = 1) {\n  delay TE\n}") { parser in
        parser.module()
      },
  ]

  // swift-format-ignore
  package static let flow: [StatementRule] = [
    StatementRule("repeat", [.body], syntax: "COUNT [ as NAME ] { STATEMENTS }",
      "plays the statements COUNT times; the name counts from 0", example: "repeat 128 as line {\n  delay 10 ms\n}") { parser in
        guard let count = parser.expression() else { return nil }
        var counter: Syntax.Name?
        if parser.accept(word: "as") {
          guard let name = parser.name("a name for the counter") else { return nil }
          counter = name
        }
        return parser.body().map { .repeat(count: count, counter: counter, body: $0) }
      },
    StatementRule("if", [.body], syntax: "CONDITION { STATEMENTS } [ else { STATEMENTS } ]",
      "plays the statements when the condition holds", example: "if shot > 3 {\n  delay 10 ms\n}") { parser in parser.choice() },
    StatementRule("rotate", [.body], syntax: "ANGLE about AXIS { STATEMENTS }",
      "turns the gradients of the statements", example: "rotate 30 deg about z {\n  delay 10 ms\n}") { parser in
        guard let turn = parser.turn(), let body = parser.body() else { return nil }
        return .rotate(turn, body: body)
      },
  ]

  // swift-format-ignore
  package static let events: [StatementRule] = [
    StatementRule("delay", [.body], syntax: "TIME [ adjustable NAME [ factor NUMBER ] [ offset TIME ] ]",
      "waits; an adjustable delay can be changed at the console (block = value / factor + offset)",
      example: "delay 10 ms adjustable TE factor 2") { parser in parser.delay() },
    StatementRule("fill", [.body], syntax: "to TIME",
      "waits until this long after the start of the enclosing repeat (or sequence)", example: "fill to 2 s") { parser in
        guard parser.require(word: "to") else { return nil }
        return parser.expression().map { .fill($0) }
      },
    StatementRule("label", [.body], syntax: "LABEL ( = | += ) COUNT",
      "sets or increments a label of the acquisitions that follow", example: "label LIN = 12") { parser in
        parser.label().map { .label($0, increment: $1, $2) }
      },
    StatementRule("wait", [.body], syntax: "( physio1 | physio2 ) [ for TIME ]",
      "waits for a physiological trigger", example: "wait physio1 for 2 ms") { parser in
        guard parser.current.kind == .identifier, let channel = parser.name("a trigger input") else {
          parser.expected("a trigger input: physio1 or physio2", help: "to let time pass, write: delay 10 ms")
          return nil
        }
        guard parser.accept(word: "for") else { return .wait(channel, duration: nil) }
        return parser.expression().map { .wait(channel, duration: $0) }
      },
    StatementRule("output", [.body], syntax: "( osc0 | osc1 | ext1 ) for TIME",
      "sends a pulse on a digital output", example: "output osc0 for 10 us") { parser in
        guard let channel = parser.name("a digital output: osc0, osc1 or ext1"), parser.require(word: "for") else { return nil }
        return parser.expression().map { .output(channel, duration: $0) }
      },
    StatementRule("block", [.body], syntax: "[ duration TIME ] { rf ... | gradient ... | adc ... | label ... | output ... | shim ... }",
      "one block with every event placed by hand", example: "block duration 5 ms {\n  rf excite delay 100 us\n}") { parser in parser.exactBlock() },
  ]
}
