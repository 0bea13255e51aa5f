/// A kind of pulse a design can ask for: one row of `PulseFamily.all` gives the language its vocabulary, the
/// documentation its table, and the compiler the waveform.
package struct PulseFamily: Sendable {
  package let name: String
  package let summary: String
  package let parameters: [Parameter]
  /// Checks the arguments against `parameters`, fills in fallbacks, and makes the waveform.
  package let design: @Sendable (PulseArguments) -> Result<PulseWaveform, PulseProblem>

  package struct Parameter: Sendable {
    package enum Kind: Sendable {
      case quantity(Dimension)
      case keyword([String])
      case flag
    }
    package let name: String
    package let kind: Kind
    /// What stands in for it when it is left out, as the design would write it.
    package let fallback: String?
    /// What happens when it is left out and has no fallback, in words; nil: it must be given.
    package let whenOmitted: String?
    /// Smallest and largest value allowed, as the design would write them.
    package let from: String?
    package let to: String?
    package let meaning: String

    package init(
      _ name: String, _ kind: Kind, fallback: String? = nil, whenOmitted: String? = nil, from: String? = nil,
      to: String? = nil, _ meaning: String
    ) {
      self.name = name
      self.kind = kind
      self.fallback = fallback
      self.whenOmitted = whenOmitted
      self.from = from
      self.to = to
      self.meaning = meaning
    }

    package var isRequired: Bool { fallback == nil && whenOmitted == nil }
  }

  package init(
    name: String, summary: String, parameters: [Parameter],
    design: @escaping @Sendable (PulseArguments) -> Result<PulseWaveform, PulseProblem>
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.design = { arguments in
      arguments.completed(for: name, parameters).flatMap { complete in
        design(complete).flatMap { $0.isPlayable ? .success($0) : .failure(PulseFamily.notFinite(name)) }
      }
    }
  }

  /// A last net: no argument may lead to a sample that is not a number.
  private static func notFinite(_ name: String) -> PulseProblem {
    PulseProblem("these values of \(name) give samples that are not finite numbers")
  }
}

extension PulseWaveform {
  fileprivate var isPlayable: Bool {
    !real.isEmpty && real.count == imaginary.count && real.allSatisfy(\.isFinite)
      && imaginary.allSatisfy(\.isFinite)
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
  /// The pulse that one of `PulseFamily.derived` is made of.
  package var source: PulseSource?

  package init(
    quantities: [String: Double], keywords: [String: String] = [:], flags: [String: Bool] = [:], raster: Time,
    nucleus: Nucleus, source: PulseSource? = nil
  ) {
    self.source = source
    self.quantities = quantities
    self.keywords = keywords
    self.flags = flags
    self.raster = raster
    self.nucleus = nucleus
  }
}

/// Why a pulse cannot be made as asked; `parameter` is the argument at fault, so that a caret can point at
/// it.
package struct PulseProblem: Error, Hashable, Sendable {
  package var parameter: String?
  package var message: String
  package var help: String?

  package init(_ message: String, parameter: String? = nil, help: String? = nil) {
    self.message = message
    self.parameter = parameter
    self.help = help
  }
}
