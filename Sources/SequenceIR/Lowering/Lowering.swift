/// Turns a design into a sequence: walks its statements in playing order and works out every block.
///
/// The state is what a physicist would keep on paper: the time, where the last excitation was, what a slice gradient
/// or a phase-encoding step left behind. Extensions in this folder hold one kind of statement each.
package struct Lowering {
  package let profile: ScannerProfile
  package let environment: DesignEnvironment
  package internal(set) var evaluator: Evaluator
  package internal(set) var sequence: Sequence

  var nucleus = Nucleus.proton
  /// Where pulses are centred, ppm from the frequency the scanner is adjusted to.
  var carrierOffsetPPM = 0.0
  var referenceShift: Double?
  var rasters: Sequence.Rasters
  /// Per axis, of the scanner or stricter by the design's own `limit`.
  var limits: GradientLimits
  /// Of the scanner alone: what the vector sum of the axes must stay within.
  var scannerLimits: GradientLimits
  var console = ConsoleFreedom()
  /// Of the whole design (`orientation`) and of enclosing `rotate` statements.
  var rotation: Rotation?
  var modules: [String: Syntax.Module] = [:]
  var callStack: [String] = []
  var includedFiles: [String] = []
  var includedDesigns: [Syntax.Design] = []

  var now = Time.zero
  /// Start of the current pass of the innermost `repeat`, or of the sequence.
  var passStart = Time.zero
  /// The block that the pass begins with.
  var passFirstBlock = 0
  var repeatDepth = 0
  var lastExcitation: Time?
  var marks: [String: Time] = [:]
  var pendingLabels: [LabelOperation] = []
  /// A line could not be played: what later lines say about times and slices may follow from that.
  var hasGaps = false
  /// Something in the design or in an included file was not understood.
  var isIncomplete = false
  /// Statements played so far, and how deep they stand in each other.
  var playedStatements = 0
  var playDepth = 0
  /// The first gradient or readout: it was made from the limits as they were.
  var firstMadeFromLimits: SourceSpan?
  var hasCarrier = false
  /// Declarations that were not understood.
  var brokenNames: Set<String> = []
  /// Included files by the statement that brought them in.
  var included: [SourceSpan: Syntax.Design] = [:]
  /// Zeroth moment that the last slice-selective pulse left on an axis after its centre, 1/m.
  var sliceRemainder = PerAxis<Dephasing>()
  /// What the last phase-encoding step on an axis moved.
  var lastEncode = PerAxis<Dephasing>()
  var softDelays: [String: Int] = [:]
  /// What each adjustable delay shows at the console, and where that was said first.
  var softDelayValues: [String: (seconds: Double, span: SourceSpan)] = [:]
  var pulseCache: [PulseRequest: PulseWaveform] = [:]
  var spiralCache: [SpiralDesign.Request: SpiralDesign] = [:]
  var pulseIdentities: [PulseWaveform: Int] = [:]
  var pulseShapes: [Int: PulseShapes] = [:]
  /// Parts of pulses that are longer than an RF event may be, by identity of the whole.
  var pulseParts: [Int: [DesignedPulse]] = [:]
  /// Optimized pulses in the order they are declared, each name once.
  var optimizedPulses: [OptimizedPulse] = []
  /// Pinned files that were read, so that a declaration in a loop reads its file once.
  var pinnedFiles: [PinnedFile: PinnedPulse?] = [:]
  /// What the design asks of the search.
  var optimization: OptimizationRequest?
  var molecules: [MoleculeDefinition] = []
  /// What the pinned files say they were found for; nil when there is nothing to find.
  var digest: String?
  var voxelMetres: [Double]?
  var sliceThicknessMetres: Double?
  var firstBlockOfSegment = 0
  var saidTooManyMistakes = false
  /// What was worked out at a place of the design, by offset in its file; for `seqc inspect --resolved`.
  package internal(set) var resolved: [SourceSpan: String] = [:]
  /// Values that a trial run uses instead of the design's, by name of a top-level `let`.
  let overrides: [String: Quantity]
  /// Whether only the errors matter: then a long loop plays its first and its last passes.
  let isTrial: Bool

  /// Unrolled designs may have this many blocks: an hour of a fast EPI has a few million.
  package static let mostBlocks = 20_000_000
  /// Designs may play this many statements, repetitions and modules unrolled.
  package static let mostStatements = 40_000_000
  /// Loops, branches and modules may stand in each other this deep.
  package static let deepestPlay = 256

  init?(
    name: String, profile: ScannerProfile, environment: DesignEnvironment, overrides: [String: Quantity],
    isTrial: Bool
  ) {
    guard let rasters = profile.rasters, let amplitude = profile[.gradientAmplitude]?.value,
      let slew = profile[.gradientSlewRate]?.value
    else { return nil }
    self.profile = profile
    self.environment = environment
    self.overrides = overrides
    self.isTrial = isTrial
    self.rasters = rasters
    evaluator = Evaluator(openFile: environment.openFile)
    sequence = Sequence(name: name, rasters: rasters)
    limits = GradientLimits(
      amplitude: amplitude * nucleus.hertzPerTesla, slew: slew * nucleus.hertzPerTesla,
      raster: rasters.gradient)
    scannerLimits = limits
  }

  var hasErrors: Bool { evaluator.diagnostics.hasErrors }
  var errorCount: Int { evaluator.diagnostics.errorCount }

  mutating func error(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan, label: String = "",
    related: [Diagnostic.Related] = [], notes: [String] = [], help: String? = nil
  ) {
    if hasGaps, code == .timingTooShort || code == .noExcitation { return }
    evaluator.diagnostics.error(
      code, message, at: span, label: label, related: related, notes: notes, help: help)
  }

  /// Whether nothing has been noted for this place: texts are made once, not in every pass of a loop.
  func isUnresolved(_ span: SourceSpan) -> Bool { resolved[span] == nil }

  mutating func resolve(_ span: SourceSpan, _ text: String) {
    if resolved[span] == nil { resolved[span] = text }
  }

  /// Any vector sum of the axes must stay within the limit of one axis: the operator, or the design, turns them.
  var isTurned: Bool { console.orientation || rotation != nil }

  /// A note that says where a limit comes from.
  func limitNote(_ key: FigureKey) -> [Diagnostic.Related] {
    guard let figure = profile[key] else { return [] }
    return [
      Diagnostic.Related(
        figure.origin,
        "the limit is \(figure.text) \(figure.unit) (\(figure.confidence.rawValue): \(figure.source))")
    ]
  }
}

/// What the operator may still change at the console.
package struct ConsoleFreedom: Hashable, Sendable {
  package var position = true
  package var orientation = true
  package var scale = true
}

/// What lowering asks of the outside world.
package struct DesignEnvironment {
  package var openFile: OpenFile
  /// Opens a text of `ModuleLibrary`, so that messages can point into it.
  package var openLibrary: (String) -> SourceFile?
  /// Reads a Pulseq file that serves as the source of a pulse.
  package var readPulseq: (SourceFile) -> (Sequence?, Diagnostics)
  /// The name of a file as the user gave it; pinned pulses are named after it.
  package var nameOfFile: (FileID) -> String
  /// Where the samples of `optimized(...)` pulses come from.
  package var pinned = PinnedPulseSource.files
  /// Statements that a design may play; a test that compiles thousands of designs allows fewer.
  package var mostStatements = Lowering.mostStatements

  package init(
    openFile: @escaping OpenFile, openLibrary: @escaping (String) -> SourceFile?,
    readPulseq: @escaping (SourceFile) -> (Sequence?, Diagnostics),
    nameOfFile: @escaping (FileID) -> String = { _ in "design.seq" }
  ) {
    self.openFile = openFile
    self.openLibrary = openLibrary
    self.readPulseq = readPulseq
    self.nameOfFile = nameOfFile
  }
}

/// Where the samples of `optimized(...)` pulses come from.
package enum PinnedPulseSource: Sendable {
  /// The files beside the design; a missing one is an error.
  case files
  /// These, by name; a pulse that is not among them is the start of a search: constant and weak.
  case given([String: PinnedPulse])
  /// These, and the others from the files beside the design.
  case someGiven([String: PinnedPulse])
}

/// A zeroth moment that a later lobe undoes.
struct Dephasing {
  /// 1/m, with the sign that it has now: a refocusing pulse turns it.
  var area: Double
  /// The largest |area| of all steps of a loop, which fixes the timing.
  var largest: Double
  /// The frame that the gradient was played in.
  var rotation: Rotation?
}

/// Shapes of a pulse in the library, and its peak.
struct PulseShapes {
  var magnitude: ShapeID
  var phase: ShapeID
  var time: ShapeID
  var peakHertz: Double
}

/// What identifies a designed pulse, so that one asked for in a loop is made once.
struct PulseRequest: Hashable {
  var family: String
  var quantities: [String: Double]
  var keywords: [String: String]
  var flags: [String: Bool]
  /// Identity of the pulse that it is made of.
  var source: Int?
}
