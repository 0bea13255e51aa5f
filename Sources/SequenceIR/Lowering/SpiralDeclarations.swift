/// `readout NAME = spiral(fov: ..., points: ..., interleaves: ..., dwell: ...)`: one interleaf from the centre outwards.
extension Lowering {
  mutating func spiral(_ name: Syntax.Name, _ arguments: [Syntax.Argument], at span: SourceSpan) -> Value {
    let known = ["points", "fov", "interleaves", "dwell", "gradient", "slew", "turning", "stimulation"]
    let reader = ArgumentReader(arguments, of: "spiral", known: known, at: span, in: &self)
    guard let pointsText = reader.required("points", in: &self),
      let fovText = reader.required("fov", in: &self),
      let interleavesText = reader.required("interleaves", in: &self),
      let dwellText = reader.required("dwell", in: &self),
      let points = evaluator.count(pointsText, in: 2...100_000, for: "the number of points"),
      let fieldsOfView = evaluator.list(of: fovText, .length, for: "the field of view"),
      let interleaves = evaluator.count(interleavesText, in: 1...1_000_000, for: "the number of interleaves"),
      let dwell = evaluator.positiveTime(dwellText, for: "the dwell time"),
      let own = spiralLimits(reader)
    else { return .invalid }
    guard let widest = fieldsOfView.max(), fieldsOfView.allSatisfy({ $0 > 0 }), fieldsOfView.count <= 64
    else {
      error(
        .outOfRange, "the field of view is one length, or up to 64 from the centre of k-space to its edge",
        at: fovText.span, help: "all longer than 0 mm")
      return .invalid
    }
    guard onRaster(dwell, rasters.adc, for: "the dwell time", at: dwellText.span) else { return .invalid }
    // Samples along the curve are as close as its turns.
    let speed = 1 / (widest * dwell.seconds)
    var request = SpiralDesign.Request(
      fieldsOfView: fieldsOfView, edge: Double(points) / (2 * fieldsOfView[0]), interleaves: interleaves,
      amplitude: min(own.amplitude, speed), slew: own.slew, raster: rasters.gradient)
    guard isGentle(&request, reader) else { return .invalid }
    guard request.turns <= SpiralDesign.mostTurns else {
      error(
        .outOfRange,
        "an interleaf would have \(DecimalText.significant(request.turns, 4)) turns, "
          + "more than \(Int(SpiralDesign.mostTurns))",
        at: span, help: "use more interleaves")
      return .invalid
    }
    let design = readout(name.text, made(request), dwell: dwell)
    if isUnresolved(span), case .spiral(let spiral, _) = design.course {
      let edge = DecimalText.significant(spiral.seconds * 1e3, 4)
      resolve(
        span,
        "edge of k-space after \(edge) ms, \(DecimalText.significant(request.turns, 4)) turns, "
          + "largest \(millitesla(spiral.peak)), \(design.sampleCount) samples")
    }
    return .readout(design)
  }

  /// Of the design, or stricter by the parameters `gradient` and `slew`; nil after a diagnostic.
  private mutating func spiralLimits(_ reader: ArgumentReader) -> GradientLimits? {
    var own = limits
    let perTesla = nucleus.hertzPerTesla
    if let text = reader["gradient"] {
      guard let value = strength(text, for: "the largest gradient"),
        isWithin(
          value, limits.amplitude, .gradientAmplitude,
          { "\(DecimalText.significant($0 / perTesla * 1e3, 4)) mT/m" }, at: text.span)
      else { return nil }
      own.amplitude = value
    }
    if let text = reader["slew"] {
      guard let value = evaluator.quantity(text, .slewRate, for: "the largest slew rate"),
        isWithin(
          value * perTesla, limits.slew, .gradientSlewRate,
          { "\(DecimalText.significant($0 / perTesla, 4)) T/m/s" }, at: text.span)
      else { return nil }
      own.slew = value * perTesla
    }
    return own
  }

  /// Takes `turning` and `stimulation` over; false after a diagnostic.
  private mutating func isGentle(_ request: inout SpiralDesign.Request, _ reader: ArgumentReader) -> Bool {
    if let text = reader["turning"] {
      let what = "the fastest turn of the gradients"
      guard let turning = positive(text, .frequency, what) else { return false }
      request.turning = turning
    }
    if let text = reader["stimulation"] {
      guard let share = share(text, "the largest stimulation of nerves") else { return false }
      guard nerves != nil else {
        error(
          .profileIncomplete, "\(profile.name) has no figures of a model of nerve stimulation", at: text.span,
          help:
            "leave it out and give `slew`, or use a profile of the site with \(FigureKey.stimulationChronaxie.rawValue), "
            + "\(FigureKey.stimulationRheobase.rawValue) and \(FigureKey.stimulationEffectiveLength.rawValue), or with the "
            + "constants of its coil's SAFE model")
        return false
      }
      request.stimulation = share * 100
    }
    return true
  }

  private var nerves: NerveModels? {
    NerveModels(profile, hertzPerTesla: nucleus.hertzPerTesla, raster: rasters.gradient)
  }

  private mutating func isWithin(
    _ value: Double, _ limit: Double, _ key: FigureKey, _ words: (Double) -> String, at span: SourceSpan
  ) -> Bool {
    guard value > 0 else {
      error(.outOfRange, "a limit must be greater than zero", at: span)
      return false
    }
    guard value <= limit * (1 + 1e-12) else {
      error(
        .gradientOverLimit,
        "the readout's own limit, \(words(value)), is above the design's, \(words(limit))", at: span,
        related: limitNote(key), help: "leave it out, or ask for less")
      return false
    }
    return true
  }

  private mutating func made(_ request: SpiralDesign.Request) -> SpiralDesign {
    if let known = spiralCache[request] { return known }
    let spiral = SpiralDesign(request, nerves: request.stimulation < .infinity ? nerves : nil)
    spiralCache[request] = spiral
    return spiral
  }

  /// The first dwell begins with the gradient, and samples go on until the edge is reached: as many as the receiver's
  /// divisor asks for.
  private func readout(_ name: String, _ spiral: SpiralDesign, dwell: Time) -> ReadoutDesign {
    let dead = profile.time(.adcDeadTime) ?? .zero
    let start = dead.roundedUp(to: rasters.gradient).roundedUp(to: rasters.blockDuration)
    let divisor = max(1, Int(profile[.adcSampleDivisor]?.value ?? 1))
    let needed = Int((spiral.seconds / dwell.seconds).rounded(.up))
    let count = (needed + divisor - 1) / divisor * divisor
    let end = max(start + spiral.duration, start + dwell * count + dead)
    return ReadoutDesign(
      name: name, course: .spiral(spiral, delay: start), sampleCount: count, dwell: dwell,
      samplingDelay: start, echoOffset: start, blockDuration: end.roundedUp(to: rasters.blockDuration))
  }
}
