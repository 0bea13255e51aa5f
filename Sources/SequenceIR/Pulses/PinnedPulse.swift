/// A pulse that `seqc optimize` found, as it is kept in a file beside the design; `docs/pinned-pulses.md` has the format.
package struct PinnedPulse: Hashable, Sendable {
  /// What the design calls it.
  package var name: String
  /// Each sample is held for this long.
  package var step: Time
  /// B1 of each step along x and y of the rotating frame, uT.
  package var microteslaX: [Double]
  package var microteslaY: [Double]
  package var provenance: Provenance

  package init(
    name: String, step: Time, microteslaX: [Double], microteslaY: [Double],
    provenance: Provenance = Provenance()
  ) {
    self.name = name
    self.step = step
    self.microteslaX = microteslaX
    self.microteslaY = microteslaY
    self.provenance = provenance
  }

  /// From samples in hertz, rounded to whole 1e-6 uT, so that the file stays readable and what is read back has the same
  /// bits. `x` and `y` must have the same length.
  package init(
    name: String, step: Time, hertzX: [Double], hertzY: [Double], nucleus: Nucleus,
    provenance: Provenance = Provenance()
  ) {
    precondition(hertzX.count == hertzY.count, "a pulse has as many x as y samples")
    // Adding zero turns -0 into 0, which the text could not tell apart.
    let wholePicotesla = { (hertz: Double) in (hertz / nucleus.hertzPerTesla * 1e12).rounded() / 1e6 + 0 }
    self.init(
      name: name, step: step, microteslaX: hertzX.map(wholePicotesla),
      microteslaY: hertzY.map(wholePicotesla),
      provenance: provenance)
  }

  package var duration: Time { step * microteslaX.count }

  /// The largest |B1|, uT.
  package var peakMicrotesla: Double {
    zip(microteslaX, microteslaY).reduce(0) { max($0, $1.0 * $1.0 + $1.1 * $1.1) }.squareRoot()
  }

  /// Samples of x and y in Hz: one rounding of the factor and one product each, the same on every machine.
  package func hertz(_ nucleus: Nucleus) -> (x: [Double], y: [Double]) {
    let factor = nucleus.hertzPerTesla / 1e6
    return (microteslaX.map { $0 * factor }, microteslaY.map { $0 * factor })
  }

  /// Where a pulse comes from: enough to find it again, and to see whether it still belongs to the design.
  package struct Provenance: Hashable, Sendable {
    /// 32 hexadecimal digits; empty when unknown.
    package var designDigest = ""
    package var objective = ""
    package var ensemble = ""
    package var scanner = ""
    /// Of seqc.
    package var version = ""
    package var seed: Int?
    /// `lbfgs` or `adam`; empty when unknown.
    package var minimizer = ""
    /// Longest interval between kicks of the couplings.
    package var kickInterval: Time?
    /// Estimated error of the simulated signals, relative.
    package var errorEstimate: Double?
    package var metrics: [Metric] = []
    /// Values of the design that were searched together with the pulse.
    package var found: [FoundValue] = []

    package init() {}
  }

  /// A figure of merit of the pulse as emitted; the name says what it is and its unit.
  package struct Metric: Hashable, Sendable {
    package var name: String
    package var value: Double
    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The value of a `let`, as the design writes it: `31.2` and `ms`.
  package struct FoundValue: Hashable, Sendable {
    package var name: String
    package var digits: String
    /// nil: a plain number.
    package var unit: String?
    package init(_ name: String, digits: String, unit: String?) {
      self.name = name
      self.digits = digits
      self.unit = unit
    }

    /// As few digits as tell the value from others, in the unit people expect; nil when its dimension has none.
    package init?(_ name: String, _ quantity: Quantity) {
      guard let (digits, unit) = quantity.literalText else { return nil }
      self.init(name, digits: digits, unit: unit)
    }

    /// `31.2 ms`
    package var text: String { digits + (unit.map { " \($0)" } ?? "") }

    /// What a design that writes it has.
    package var quantity: Quantity? {
      let isNegative = digits.hasPrefix("-")
      guard let (value, _) = Quantity.literal(String(digits.drop { "+-".contains($0) }), unit: unit) else {
        return nil
      }
      return isNegative ? value.negated : value
    }
  }

  /// More samples than this are refused.
  package static let mostSamples = PulseGrid.mostSamples
  static let formatVersion = 1
}

extension PinnedPulse {
  /// The file. Numbers are the shortest that read back as the same bits.
  package var text: String {
    var lines = ["seqc-pulse \(PinnedPulse.formatVersion)"]
    func add(_ key: String, _ value: String) { if !value.isEmpty { lines.append("\(key) \(value)") } }
    add("pulse", PinnedPulse.oneLine(name))
    add("design-digest", provenance.designDigest)
    add("objective", PinnedPulse.oneLine(provenance.objective))
    add("ensemble", PinnedPulse.oneLine(provenance.ensemble))
    add("scanner", PinnedPulse.oneLine(provenance.scanner))
    add("version", PinnedPulse.oneLine(provenance.version))
    add("seed", provenance.seed.map(String.init) ?? "")
    add("minimizer", PinnedPulse.oneLine(provenance.minimizer))
    add("kick-interval", provenance.kickInterval?.description ?? "")
    add("error-estimate", provenance.errorEstimate.map(DecimalText.shortest) ?? "")
    for metric in provenance.metrics { add("metric", "\(metric.name) \(DecimalText.shortest(metric.value))") }
    for value in provenance.found {
      add("found", "\(value.name) \(value.text)")
    }
    add("step", step.description)
    add("samples", String(microteslaX.count))
    lines.append("waveform uT")
    for (x, y) in zip(microteslaX, microteslaY) {
      lines.append("\(DecimalText.shortest(x)) \(DecimalText.shortest(y))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Line ends and runs of blanks become one blank each.
  static func oneLine(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }
}
