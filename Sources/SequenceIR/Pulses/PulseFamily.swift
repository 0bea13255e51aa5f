/// A kind of pulse a design can ask for: one row of `PulseFamily.all` gives the language its vocabulary, the
/// documentation its table, and the compiler the waveform.
package struct PulseFamily: Sendable {
  package let name: String
  package let summary: String
  package let parameters: [Parameter]
  package let design: @Sendable (PulseArguments) -> Result<PulseWaveform, PulseProblem>

  package struct Parameter: Sendable {
    package enum Kind: Sendable {
      case quantity(Dimension)
      case keyword([String])
      case flag
    }
    package let name: String
    package let kind: Kind
    /// What stands in for it when it is left out, as the design would write it; nil: it must be given.
    package let fallback: String?
    package let meaning: String

    package init(_ name: String, _ kind: Kind, fallback: String? = nil, _ meaning: String) {
      self.name = name
      self.kind = kind
      self.fallback = fallback
      self.meaning = meaning
    }
  }

  package init(
    name: String, summary: String, parameters: [Parameter],
    design: @escaping @Sendable (PulseArguments) -> Result<PulseWaveform, PulseProblem>
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.design = design
  }
}

/// What a design gave for a pulse's parameters, converted to SI; names are those of the family's table.
package struct PulseArguments: Sendable {
  package var quantities: [String: Double]
  package var keywords: [String: String]
  package var flags: [String: Bool]
  /// The grid of the samples: a multiple of the scanner's RF raster.
  package var raster: Time
  package var nucleus: Nucleus

  package init(
    quantities: [String: Double], keywords: [String: String], flags: [String: Bool], raster: Time,
    nucleus: Nucleus
  ) {
    self.quantities = quantities
    self.keywords = keywords
    self.flags = flags
    self.raster = raster
    self.nucleus = nucleus
  }
}

/// Why a pulse cannot be made as asked; `parameter` is the argument at fault, so that a caret can point at
/// it.
package struct PulseProblem: Error, Sendable {
  package var parameter: String?
  package var message: String
  package var help: String?

  package init(_ message: String, parameter: String? = nil, help: String? = nil) {
    self.message = message
    self.parameter = parameter
    self.help = help
  }
}
