/// `readout NAME = cartesian(...)`, a line of k-space, and `readout NAME = spiral(...)`.
extension Lowering {
  static let readoutKinds = ["cartesian", "spiral"]

  mutating func readout(_ name: Syntax.Name, _ expression: Syntax.Expression) -> Value {
    guard case .call(let kind, let arguments) = expression.kind, Lowering.readoutKinds.contains(kind.text)
    else {
      error(
        .unknownPulseFamily, "a readout is made by its kind and parameters", at: expression.span,
        help: "write: readout \(name.text) = cartesian(points: 256, fov: 256 mm, dwell: 10 us)")
      return .invalid
    }
    if kind.text == "spiral" { return spiral(name, arguments, at: expression.span) }
    return cartesian(name, arguments, at: expression.span)
  }

  private mutating func cartesian(
    _ name: Syntax.Name, _ arguments: [Syntax.Argument], at span: SourceSpan
  ) -> Value {
    let known = ["points", "fov", "dwell", "oversampling"]
    let reader = ArgumentReader(arguments, of: "cartesian", known: known, at: span, in: &self)
    guard let pointsText = reader.required("points", in: &self),
      let fovText = reader.required("fov", in: &self),
      let dwellText = reader.required("dwell", in: &self),
      let points = evaluator.count(pointsText, in: 2...1_000_000, for: "the number of points"),
      let fieldOfView = evaluator.quantity(fovText, .length, for: "the field of view"),
      let dwell = evaluator.positiveTime(dwellText, for: "the dwell time")
    else { return .invalid }
    guard fieldOfView > 0 else {
      error(.outOfRange, "the field of view must be longer than 0 mm", at: fovText.span)
      return .invalid
    }
    var oversampling = 1
    if let text = reader["oversampling"] {
      guard let factor = evaluator.count(text, in: 1...64, for: "the oversampling") else { return .invalid }
      oversampling = factor
    }
    guard onRaster(dwell, rasters.adc, for: "the dwell time", at: dwellText.span) else { return .invalid }
    guard let window = dwell.times(points * oversampling), window <= GradientLimits.longestPart else {
      error(.outOfRange, "the readout lasts longer than \(GradientLimits.longestPart)", at: span)
      return .invalid
    }
    guard
      let (design, trapezoid) = line(
        name.text, sampleCount: points * oversampling, dwell: dwell,
        step: 1 / (fieldOfView * Double(oversampling)), at: span)
    else { return .invalid }
    resolve(
      span,
      "\(Lowering.describe(trapezoid, nucleus)), \(design.sampleCount) samples, echo after \(design.echoOffset)"
    )
    return .readout(design)
  }

  /// A trapezoid whose flat part holds the sampling window symmetrically, so that k = 0 stays in the middle when the
  /// line runs backwards; the middle falls on the block raster where the raster allows, so that echo times are exact.
  private mutating func line(
    _ name: String, sampleCount: Int, dwell: Time, step: Double, at span: SourceSpan
  ) -> (ReadoutDesign, Trapezoid)? {
    let amplitude = step / dwell.seconds
    guard amplitude <= limits.amplitude * (1 + 1e-9) else {
      let least = Time(nearestToSeconds: step / limits.amplitude)?.roundedUp(to: rasters.adc) ?? dwell
      overLimit(
        millitesla(amplitude), millitesla(limits.amplitude), .gradientAmplitude, at: span,
        help: "use a dwell time of at least \(least), or a larger field of view")
      return nil
    }
    let window = dwell * sampleCount
    let rise = limits.ramp(to: amplitude)
    let dead = profile.time(.adcDeadTime) ?? .zero
    // The gradient may start later than the block when the receiver's dead time is longer than the ramp.
    let lead = max(.zero, dead - rise).roundedUp(to: rasters.gradient)
    let margin = sampleMargin(before: lead + rise, window: window)
    let flat = (window + margin + margin).roundedUp(to: rasters.gradient)
    let trapezoid = Trapezoid(
      amplitudeHertzPerMetre: amplitude, rise: rise, flat: flat, fall: rise, delay: lead)
    let start = lead + rise + margin
    let end = max(lead + trapezoid.duration, start + window + dead)
    let areaToEcho = amplitude * (rise.seconds / 2 + margin.seconds + window.seconds / 2)
    let design = ReadoutDesign(
      name: name, course: .line(trapezoid, areaToEcho: areaToEcho), sampleCount: sampleCount, dwell: dwell,
      samplingDelay: start, echoOffset: start + Time(picoseconds: window.picoseconds / 2),
      blockDuration: end.roundedUp(to: rasters.blockDuration))
    return (design, trapezoid)
  }

  /// The shortest time between the ramp and the window that puts the flat part and the echo on their rasters; if none
  /// does both, the one that puts the flat part on its raster.
  private func sampleMargin(before ramp: Time, window: Time) -> Time {
    let tick = rasters.radiofrequency
    let half = Time(picoseconds: window.picoseconds / 2)
    var fallback: Time?
    var margin = Time.zero
    while margin < rasters.gradient + rasters.blockDuration {
      if (window + margin + margin).isMultiple(of: rasters.gradient) {
        if (ramp + margin + half).isMultiple(of: rasters.blockDuration) { return margin }
        fallback = fallback ?? margin
      }
      margin += tick
    }
    return fallback ?? .zero
  }
}
