/// Turns the lines of one profile into its parts, collecting every mistake on the way.
struct ProfileParser {
  private(set) var name: ProfileLine.Token?
  private(set) var base: ProfileLine.Token?
  private(set) var title: String?
  private(set) var vendor: ScannerProfile.Vendor?
  private(set) var kind: ScannerProfile.Kind?
  private(set) var transmitCoil: ScannerProfile.TransmitCoil?
  private(set) var operatingMode: ScannerProfile.OperatingMode?
  private(set) var figures: [FigureKey: ProfileFigure] = [:]
  private(set) var bands: [ForbiddenBand] = []
  private(set) var notes: [String] = []
  var matrices: [SARMatrix] = []
  private(set) var gradientCoil: String?
  var safe: [StimulatedTissue: SAFEConstants] = [:]
  var coilFiles: [ProfileLine.Token] = []
  private(set) var diagnostics = Diagnostics()

  /// Where each statement that may occur once was first seen.
  private var seen: [String: SourceSpan] = [:]

  /// A statement that is not a figure: how it is written, what it is for.
  struct Statement: Sendable {
    var word: String
    var form: String
    var meaning: String
    var mayRepeat = false
    var parse: @Sendable (inout ProfileParser, inout ProfileCursor) -> Void
  }

  static let statements: [Statement] = [
    Statement(word: "scanner", form: "scanner NAME", meaning: "the profile's own name; the first line") {
      $0.name = $0.parseName(&$1)
    },
    Statement(word: "extends", form: "extends NAME", meaning: "begin with all that profile NAME says") {
      $0.base = $0.parseName(&$1)
    },
    Statement(word: "title", form: "title \"TEXT\"", meaning: "the scanner as people call it") {
      $0.title = $0.parseText(&$1)
    },
    Statement(word: "vendor", form: "vendor NAME", meaning: "whose Pulseq interpreter reads the file") {
      $0.vendor = $0.parseChoice(&$1, "vendor")
    },
    Statement(
      word: "kind", form: "kind NAME", meaning: "machine (if not given), generic, simulation or common"
    ) {
      $0.kind = $0.parseChoice(&$1, "kind")
    },
    Statement(
      word: "transmit-coil", form: "transmit-coil NAME",
      meaning: "what transmits: body, head, local (at head or trunk) or extremity"
    ) { $0.transmitCoil = $0.parseChoice(&$1, "transmit coil") },
    Statement(
      word: "operating-mode", form: "operating-mode NAME",
      meaning:
        "limits of SAR (normal if not given) and of nerve stimulation (first-level if not given): normal or first-level"
    ) { $0.operatingMode = $0.parseChoice(&$1, "operating mode") },
    Statement(
      word: "q-matrix",
      form: "q-matrix local channels 2 1.2 0 0.3 -0.1 1.1 0 W/kg/uT/uT CONFIDENCE \"SOURCE\"",
      meaning: "what the channels of the coil make of SAR together", mayRepeat: true
    ) { $0.parseMatrix(&$1) },
    Statement(word: "note", form: "note \"TEXT\"", meaning: "what a reader should know", mayRepeat: true) {
      if let text = $0.parseText(&$1) { $0.notes.append(text) }
    },
    Statement(
      word: "acoustic-band",
      form: "acoustic-band 590 Hz width 100 Hz [axes x,y] [limit 5 mT/m] CONFIDENCE \"SOURCE\"",
      meaning: "a forbidden band of gradient frequencies", mayRepeat: true
    ) { $0.parseBand(&$1, .frequencies) },
    Statement(
      word: "echo-spacing-band",
      form: "echo-spacing-band 0.77 ms to 1.07 ms [axes x,y] [limit 5 mT/m] CONFIDENCE \"SOURCE\"",
      meaning: "forbidden echo spacings, which are frequencies 1/(2 x spacing)", mayRepeat: true
    ) { $0.parseBand(&$1, .echoSpacings) },
    Statement(
      word: "gradient-coil", form: "gradient-coil \"NAME\"",
      meaning: "the coil's name, which a file of its constants must bear"
    ) { $0.gradientCoil = $0.parseText(&$1) },
    Statement(
      word: "pns-safe",
      form:
        "pns-safe x tau 0.2 0.03 3 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 CONFIDENCE \"SOURCE\"",
      meaning: "constants of the SAFE model for one axis", mayRepeat: true
    ) { $0.parseSAFE(&$1, .nerves) },
    Statement(
      word: "cardiac-safe",
      form:
        "cardiac-safe x tau 3.2 2 1.1 ms weights 0.7 0.25 0.05 limit 20 T/m/s scale 0.35 CONFIDENCE \"SOURCE\"",
      meaning: "the same for the heart", mayRepeat: true
    ) { $0.parseSAFE(&$1, .heart) },
    Statement(
      word: "pns-file", form: "pns-file \"MP_GPA_NAME.asc\"",
      meaning: "the vendor's file with these constants, beside the profile", mayRepeat: true
    ) { $0.parseCoilFile(&$1) },
  ]

  mutating func parse(_ line: ProfileLine) {
    guard let head = line.tokens.first else { return }
    var cursor = ProfileCursor(line)
    cursor.next()
    let statement = ProfileParser.statements.first { $0.word == head.text }
    if statement?.mayRepeat != true {
      if let first = seen[head.text] {
        diagnostics.error(
          .profileDuplicate, "`\(head.text)` is given twice", at: head.span,
          related: [Diagnostic.Related(first, "first given here")], help: "keep one of the two lines")
        return
      }
      seen[head.text] = head.span
    }
    if let statement {
      statement.parse(&self, &cursor)
    } else if let key = FigureKey(rawValue: head.text) {
      figures[key] = cursor.figure(key)
    } else {
      reportUnknown(head)
      return
    }
    if let problem = cursor.problem {
      diagnostics.append(problem)
    } else if let extra = cursor.peek {
      diagnostics.error(
        .profileMalformedLine, "`\(extra.text)` does not belong on this line", at: extra.span,
        help: "a note follows a semicolon, a comment a `#`")
    }
  }

  private mutating func reportUnknown(_ head: ProfileLine.Token) {
    let words = ProfileParser.statements.map(\.word) + FigureKey.allCases.map(\.rawValue)
    let near = Suggestion.nearest(to: head.text, among: words)
    diagnostics.error(
      .profileUnknownKey, "`\(head.text)` is not a figure of a profile", at: head.span,
      help: near.map { "did you mean `\($0)`?" } ?? "docs/scanner-profiles.md lists the keys")
  }

  private mutating func parseName(_ cursor: inout ProfileCursor) -> ProfileLine.Token? {
    guard let token = cursor.word("a name") else { return nil }
    let letters = token.text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard letters, token.text.utf8.count <= 64, token.text.first != "-", token.text.last != "-" else {
      cursor.fail(
        .profileName, "`\(token.text)` cannot name a profile", at: token.span,
        help: "use lower-case letters, digits and dashes, e.g. `site-prisma`")
      return nil
    }
    return token
  }

  private mutating func parseText(_ cursor: inout ProfileCursor) -> String? {
    cursor.quoted("a text in quotes", code: .profileMalformedLine)
  }

  private mutating func parseChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ cursor: inout ProfileCursor, _ what: String
  ) -> Choice? {
    guard let token = cursor.word("a \(what)") else { return nil }
    if let choice = Choice(rawValue: token.text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    let near = Suggestion.nearest(to: token.text, among: words)
    cursor.fail(
      .profileUnknownWord, "`\(token.text)` is not a \(what)", at: token.span,
      help: near.map { "did you mean `\($0)`?" } ?? "one of: \(words.joined(separator: ", "))")
    return nil
  }

  private mutating func parseBand(_ cursor: inout ProfileCursor, _ form: ForbiddenBand.Form) {
    if let band = cursor.band(form) { bands.append(band) }
  }
}
