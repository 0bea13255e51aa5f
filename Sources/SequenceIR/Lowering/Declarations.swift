/// Statements that declare something, and the walk over a design's top level.
extension Lowering {
  mutating func run(_ design: Syntax.Design) {
    isIncomplete = design.isIncomplete
    // Amplitudes in tesla mean nothing without it, so it counts for the whole design wherever it stands.
    for statement in design.statements {
      if case .nucleus(let name) = statement.kind { setNucleus(name, at: statement.span) }
    }
    for statement in design.statements { collectModule(statement) }
    includeFiles(design.statements, chain: [])
    checkNames(design)
    for statement in design.statements { topLevel(statement) }
    resolveMolecules(design)
    let bodies = design.statements.compactMap { statement -> [Syntax.Statement]? in
      if case .sequence(let body) = statement.kind { body } else { nil }
    }
    guard let first = bodies.first else {
      if design.isIncomplete { return }
      if let last = design.statements.last ?? nil, !hasErrors {
        error(
          .nothingToPlay, "the design has no `sequence { ... }`", at: last.span, help: "add: sequence { ... }"
        )
      } else if !hasErrors {
        evaluator.diagnostics.error(
          .nothingToPlay, "the design has no `sequence { ... }`", at: design.name?.span,
          help: "add: sequence { ... }")
      }
      return
    }
    play(first, isOutermost: true)
    finish(design)
  }

  private mutating func finish(_ design: Syntax.Design) {
    flushPendingLabels(at: design.name?.span)
    closeSegment()
    if !isTrial {
      resolveOptimization(design)
      digest = digest(of: design)
      if let digest { checkPinned(digest) }
    }
    guard !hasErrors else { return }
    if sequence.blocks.isEmpty {
      evaluator.diagnostics.error(.nothingToPlay, "the sequence plays nothing", at: design.name?.span)
    }
    sequence.define("Name", sequence.name)
    // What the console shows as the measurement's time.
    if let duration = sequence.duration {
      sequence.define("TotalDuration", DecimalText.shortest(duration.seconds))
    }
  }

  mutating func collectModule(_ statement: Syntax.Statement) {
    if case .broken(let name) = statement.kind { brokenNames.insert(name.text) }
    guard case .module(let module) = statement.kind else { return }
    if let existing = modules[module.name.text] {
      error(
        .duplicateName, "a module `\(module.name.text)` exists already", at: module.name.span,
        related: [Diagnostic.Related(existing.name.span, "it is here")])
    }
    modules[module.name.text] = module
  }

  private mutating func topLevel(_ statement: Syntax.Statement) {
    switch statement.kind {
    case .carrier(let expression): setCarrier(expression)
    case .reference(let expression): setReference(expression, at: statement.span)
    case .voxel(let extent): setExtent("voxel", extent)
    case .fieldOfView(let extent): setFieldOfView(extent)
    case .orientation(let turns): setOrientation(turns)
    case .console(let names): setConsole(names)
    case .limit(let name, let value): setLimit(name, value, at: statement.span)
    case .define(let name, let value): setDefinition(name, value)
    case .constant(let name, let value): declareConstant(name, value, isTopLevel: true)
    case .pulse, .gradient, .readout: declareEvent(statement)
    case .broken(let name): bind(name, .invalid)
    case .include: for inner in included[statement.span]?.statements ?? [] { topLevel(inner) }
    case .scanner, .nucleus, .module, .sequence, .optimization, .molecule: break
    default: break  // The parser has said that it does not belong here.
    }
  }

  // MARK: what the whole design is about

  private mutating func setNucleus(_ name: String, at span: SourceSpan) {
    guard let found = Nucleus.named(name) else {
      let names = Nucleus.all.map(\.name)
      error(
        .unknownNucleus, "no nucleus is called `\(name)`", at: span,
        help: Suggestion.nearest(to: name, among: names).map { "did you mean `\($0)`?" }
          ?? "known: \(names.joined(separator: ", "))")
      return
    }
    let ratio = found.hertzPerTesla / nucleus.hertzPerTesla
    nucleus = found
    limits.amplitude *= ratio
    limits.slew *= ratio
    scannerLimits.amplitude *= ratio
    scannerLimits.slew *= ratio
    if found != Nucleus.proton { sequence.define("Nucleus", found.name) }
  }

  private mutating func setReference(_ expression: Syntax.Expression, at span: SourceSpan) {
    if hasCarrier {
      error(
        .misplacedStatement, "`reference` comes too late: `carrier` counts from it", at: span,
        help: "write it before `carrier`")
    }
    referenceShift = evaluator.quantity(expression, .shift, for: "the reference shift")
  }

  private mutating func setCarrier(_ expression: Syntax.Expression) {
    hasCarrier = true
    guard let shift = evaluator.quantity(expression, .shift, for: "the carrier") else { return }
    guard let offset = offsetPPM(of: shift, at: expression.span) else { return }
    carrierOffsetPPM = offset
    if isUnresolved(expression.span) { resolve(expression.span, offsetText(offset)) }
  }

  /// ppm from the frequency the scanner is adjusted to.
  mutating func offsetPPM(of shift: Double, at span: SourceSpan) -> Double? {
    guard let reference = referenceShift ?? nucleus.referenceShift else {
      error(
        .missingStatement, "no shift is agreed on as the reference of \(nucleus.name)", at: span,
        help:
          "add the shift that the scanner's frequency adjustment sits on, e.g. reference 0 ppm, before this line"
      )
      return nil
    }
    guard abs(shift - reference) <= 1e5 else {
      error(.outOfRange, "this shift is \(Quantity(shift - reference, .shift)) from the reference", at: span)
      return nil
    }
    // Whole 1e-9 ppm: takes the noise of the subtraction away, which would otherwise stand in the file.
    return ((shift - reference) * 1e9).rounded() / 1e9
  }

  private func offsetText(_ offset: Double) -> String {
    guard let field = profile[.fieldStrength]?.value else {
      return "\(DecimalText.shortest(offset)) ppm off the reference"
    }
    let hertz = offset * 1e-6 * nucleus.hertzPerTesla * field
    return "\(DecimalText.significant(hertz, 5)) Hz off the reference"
  }

  private mutating func setExtent(_ name: String, _ extent: Syntax.Extent) {
    let sizes = extent.sizes.compactMap { evaluator.quantity($0, .length, for: "a side of the \(name)") }
    let centre = extent.centre.compactMap {
      evaluator.quantity($0, .length, for: "the centre of the \(name)")
    }
    guard sizes.count == 3, centre.count == extent.centre.count else { return }
    for (size, expression) in zip(sizes, extent.sizes) where size <= 0 {
      error(.outOfRange, "a side of the \(name) must be longer than 0 mm", at: expression.span)
      return
    }
    if name == "voxel" { voxelMetres = sizes }
    let span = extent.sizes[0].span
    evaluator.scope.bind(name, .list(sizes.map { .quantity(Quantity($0, .length)) }), at: span)
    let position = centre.isEmpty ? [0, 0, 0] : centre
    evaluator.scope.bind("\(name)_centre", .list(position.map { .quantity(Quantity($0, .length)) }), at: span)
  }

  private mutating func setFieldOfView(_ extent: Syntax.Extent) {
    setExtent("fov", extent)
    guard case .list(let sizes)? = evaluator.scope.lookup("fov")?.value else { return }
    let metres = sizes.compactMap {
      if case .quantity(let size) = $0 { DecimalText.shortest(size.value) } else { nil }
    }
    sequence.define("FOV", metres.joined(separator: " "))
  }

  private mutating func setOrientation(_ turns: [Syntax.Turn]) {
    for turn in turns {
      guard let angle = evaluator.quantity(turn.angle, .angle, for: "the angle") else { continue }
      rotation = Rotation(about: turn.about.axis, radians: angle).after(rotation)
    }
  }

  private mutating func setConsole(_ names: [Syntax.Name]) {
    console = ConsoleFreedom(
      position: names.contains { $0.text == "position" },
      orientation: names.contains { $0.text == "orientation" },
      scale: names.contains { $0.text == "scale" })
  }

  private mutating func setLimit(_ name: Syntax.Name, _ expression: Syntax.Expression, at span: SourceSpan) {
    if let made = firstMadeFromLimits {
      error(
        .misplacedStatement, "`limit` comes too late: this gradient is made already", at: span,
        related: [Diagnostic.Related(made, "it is here")],
        help: "write it before the first gradient or readout")
      return
    }
    switch name.text {
    case "gradient":
      guard let value = evaluator.quantity(expression, .gradient, for: "the gradient limit") else { return }
      apply(value * nucleus.hertzPerTesla, to: \.amplitude, .gradientAmplitude, at: expression.span)
    case "slew":
      guard let value = evaluator.quantity(expression, .slewRate, for: "the slew rate limit") else { return }
      apply(value * nucleus.hertzPerTesla, to: \.slew, .gradientSlewRate, at: expression.span)
    default:
      error(
        .unexpected, "a design can limit `gradient` and `slew`, not `\(name.text)`", at: name.span,
        help: Suggestion.nearest(to: name.text, among: ["gradient", "slew"]).map { "did you mean `\($0)`?" })
    }
  }

  private mutating func apply(
    _ value: Double, to limit: WritableKeyPath<GradientLimits, Double>, _ key: FigureKey, at span: SourceSpan
  ) {
    guard value > 0 else {
      error(.outOfRange, "a limit must be greater than zero", at: span)
      return
    }
    guard value <= limits[keyPath: limit] * (1 + 1e-12) else {
      error(
        .gradientOverLimit, "the design's own limit is above the scanner's", at: span,
        related: limitNote(key),
        help: "leave the line out, or ask for less")
      return
    }
    limits[keyPath: limit] = value
  }

  private mutating func setDefinition(_ name: Syntax.Name, _ expression: Syntax.Expression) {
    switch evaluator.evaluate(expression) {
    case .quantity(let quantity): sequence.define(name.text, DecimalText.shortest(quantity.value))
    case .text(let text): sequence.define(name.text, text)
    case .list(let elements):
      let numbers = elements.compactMap { element -> String? in
        if case .quantity(let quantity) = element { DecimalText.shortest(quantity.value) } else { nil }
      }
      sequence.define(name.text, numbers.joined(separator: " "))
    case .invalid: break
    case let other:
      evaluator.wrongKind(
        other, needed: "a number, a list or a text", for: "a definition", at: expression.span)
    }
  }

  // MARK: names for values

  mutating func declareConstant(
    _ name: Syntax.Name, _ expression: Syntax.Expression, isTopLevel: Bool = false
  ) {
    var value = evaluator.evaluate(expression)
    if isTopLevel, let override = overrides[name.text] { value = .quantity(override) }
    bind(name, value)
    if case .quantity(let quantity) = value {
      if !expression.isLiteral, isUnresolved(expression.span) {
        resolve(expression.span, quantity.description)
      }
      // The times a reader of the file looks for first.
      if isTopLevel, ["TE", "TR", "TI", "TM"].contains(name.text), let time = quantity.time {
        sequence.define(name.text, DecimalText.shortest(time.seconds))
      }
    }
  }

  /// Gives `name` a value; a name is given once in its scope.
  mutating func bind(_ name: Syntax.Name, _ value: Value) {
    if let existing = evaluator.scope.lookupInnermost(name.text), existing.span != name.span {
      error(
        .duplicateName, "`\(name.text)` has a meaning already", at: name.span,
        related: [Diagnostic.Related(existing.span, "it was given here")], help: "choose another name")
      return
    }
    evaluator.scope.bind(name.text, value, at: name.span)
  }
}

extension Syntax.Expression {
  /// Whether the reader sees the value in the text.
  var isLiteral: Bool {
    switch kind {
    case .number, .string: true
    case .negate(let operand): operand.isLiteral
    default: false
    }
  }
}

extension Rotation {
  package init(about axis: Axis, radians: Double) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(radians / 2)
    self.init(w: cosine, x: axis == .x ? sine : 0, y: axis == .y ? sine : 0, z: axis == .z ? sine : 0)
  }

  /// Where the gradient of an axis points once it is turned.
  static func direction(of axis: Axis, _ rotation: Rotation?) -> [Double] {
    guard let matrix = rotation?.matrix else { return Axis.allCases.map { $0 == axis ? 1 : 0 } }
    return (0..<3).map { matrix[3 * $0 + axis.rawValue] }
  }

  /// `self` applied after `first`.
  package func after(_ first: Rotation?) -> Rotation {
    guard let q = first else { return self }
    return Rotation(
      w: w * q.w - x * q.x - y * q.y - z * q.z, x: w * q.x + x * q.w + y * q.z - z * q.y,
      y: w * q.y - x * q.z + y * q.w + z * q.x, z: w * q.z + x * q.y - y * q.x + z * q.w)
  }
}
