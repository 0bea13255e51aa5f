/// `gradient NAME = trapezoid(...) | extended(...) | samples(...)` and `readout NAME = cartesian(...)`.
extension Lowering {
  static let gradientKinds = ["trapezoid", "extended", "samples"]

  mutating func gradient(_ name: String, _ expression: Syntax.Expression) -> Value {
    if case .name(let other) = expression.kind {
      if case .gradient(let known)? = evaluator.scope.lookup(other)?.value { return .gradient(known) }
    }
    guard case .call(let kind, let arguments) = expression.kind else {
      error(
        .wrongKind, "a gradient is made by a kind and its parameters", at: expression.span,
        help: "kinds: \(Lowering.gradientKinds.joined(separator: ", "))")
      return .invalid
    }
    switch kind.text {
    case "trapezoid": return trapezoid(name, arguments, at: expression.span)
    case "extended": return extended(name, arguments, at: expression.span)
    case "samples": return sampled(name, arguments, at: expression.span)
    default:
      error(
        .unknownPulseFamily, "there is no kind of gradient called `\(kind.text)`", at: kind.span,
        help: Suggestion.nearest(to: kind.text, among: Lowering.gradientKinds).map { "did you mean `\($0)`?" }
          ?? "kinds: \(Lowering.gradientKinds.joined(separator: ", "))")
      return .invalid
    }
  }

  // MARK: trapezoids

  /// By area, by amplitude and flat time, or by flat area; the rest from the scanner's limits.
  private mutating func trapezoid(_ name: String, _ arguments: [Syntax.Argument], at span: SourceSpan)
    -> Value
  {
    let known = ["area", "amplitude", "flat", "flat_area", "rise", "fall", "duration"]
    let errorsBefore = errorCount
    let reader = ArgumentReader(arguments, of: "trapezoid", known: known, at: span, in: &self)
    let area = area(reader["area"], for: "the area")
    let flatArea = self.area(reader["flat_area"], for: "the flat area")
    let amplitude = strength(reader["amplitude"], for: "the amplitude")
    let flat = reader["flat"].flatMap { rasterTime($0, for: "the flat time") }
    let rise = reader["rise"].flatMap { rasterTime($0, for: "the rise time") }
    let fall = reader["fall"].flatMap { rasterTime($0, for: "the fall time") }
    let duration = reader["duration"].flatMap { rasterTime($0, for: "the duration") }
    guard errorCount == errorsBefore else { return .invalid }
    for given in [area, flatArea].compactMap(\.self) where !isPlayable(given, at: span) { return .invalid }

    var result: Trapezoid?
    if let area, amplitude == nil, flatArea == nil, flat == nil {
      if let duration {
        result = limits.lasting(duration, area: area)
        if result == nil {
          let least = limits.shortest(area: area).duration
          error(
            .gradientOverLimit, "this area does not fit into \(duration)", at: span,
            related: limitNote(.gradientSlewRate), help: "allow at least \(least)")
          return .invalid
        }
      } else {
        result = limits.shortest(area: area)
      }
    } else if let amplitude, area == nil, flatArea == nil,
      let flat = flat ?? duration.map({ flatTime($0, amplitude) })
    {
      result = limits.plateau(amplitude: amplitude, flat: max(.zero, flat))
    } else if let flatArea, let flat, area == nil, amplitude == nil, flat > .zero {
      result = limits.plateau(amplitude: flatArea / flat.seconds, flat: flat)
    } else {
      error(
        .missingParameter, "these parameters do not say which trapezoid", at: span,
        help: "give area (and duration), or amplitude and flat (or duration), or flat_area and flat")
      return .invalid
    }
    guard var shape = result else { return .invalid }
    if let rise {
      shape.rise = rise
      if fall == nil { shape.fall = rise }
    }
    if let fall { shape.fall = fall }
    if let area, rise != nil || fall != nil { shape = shape.scaled(toArea: area) }
    guard fits(shape, at: span) else { return .invalid }
    resolve(span, Lowering.describe(shape, nucleus))
    return .gradient(GradientShape(name: name, event: .trapezoid(shape)))
  }

  private func flatTime(_ duration: Time, _ amplitude: Double) -> Time {
    duration - limits.ramp(to: amplitude) * 2
  }

  static func describe(_ shape: Trapezoid, _ nucleus: Nucleus) -> String {
    let strength = Quantity(shape.amplitudeHertzPerMetre / nucleus.hertzPerTesla, .gradient)
    return "\(strength), ramps \(shape.rise) and \(shape.fall), flat \(shape.flat)"
  }

  /// Whether amplitude and ramps are within the limits; says what would do when they are not.
  mutating func fits(_ shape: Trapezoid, at span: SourceSpan) -> Bool {
    let amplitude = abs(shape.amplitudeHertzPerMetre)
    if amplitude > limits.amplitude * (1 + 1e-9) {
      overLimit("\(millitesla(amplitude))", millitesla(limits.amplitude), .gradientAmplitude, at: span)
      return false
    }
    for ramp in [shape.rise, shape.fall] where amplitude > limits.slew * ramp.seconds * (1 + 1e-9) {
      let needed = ramp > .zero ? amplitude / ramp.seconds / nucleus.hertzPerTesla : .infinity
      error(
        .gradientOverLimit,
        "a ramp of \(ramp) to \(millitesla(amplitude)) needs \(DecimalText.significant(needed, 4)) T/m/s, "
          + "the limit is \(DecimalText.significant(limits.slew / nucleus.hertzPerTesla, 4)) T/m/s",
        at: span, related: limitNote(.gradientSlewRate),
        help: "use ramps of at least \(limits.ramp(to: amplitude))")
      return false
    }
    return true
  }

  mutating func overLimit(
    _ needed: String, _ limit: String, _ key: FigureKey, at span: SourceSpan, help: String? = nil
  ) {
    error(
      .gradientOverLimit, "this needs a gradient of \(needed), the limit is \(limit)", at: span,
      related: limitNote(key), help: help)
  }

  func millitesla(_ hertzPerMetre: Double) -> String {
    "\(DecimalText.significant(hertzPerMetre / nucleus.hertzPerTesla * 1e3, 4)) mT/m"
  }

  // MARK: polygons and samples

  private mutating func extended(_ name: String, _ arguments: [Syntax.Argument], at span: SourceSpan) -> Value
  {
    let reader = ArgumentReader(
      arguments, of: "extended", known: ["times", "amplitudes"], at: span, in: &self)
    guard let timeList = reader.required("times", in: &self),
      let amplitudeList = reader.required("amplitudes", in: &self),
      let seconds = evaluator.list(of: timeList, .time, for: "the times"),
      let amplitudes = evaluator.list(of: amplitudeList, .gradient, for: "the amplitudes")
    else { return .invalid }
    guard seconds.count == amplitudes.count, seconds.count >= 2 else {
      error(
        .outOfRange, "there are \(seconds.count) times and \(amplitudes.count) amplitudes", at: span,
        help: "give as many of each, at least two")
      return .invalid
    }
    var corners: [GradientCorner] = []
    for (second, amplitude) in zip(seconds, amplitudes) {
      guard let time = Time(nearestToSeconds: second), time.isMultiple(of: rasters.gradient),
        corners.last.map({ $0.time < time }) ?? (time == .zero)
      else {
        error(
          .offRaster,
          "times of an extended trapezoid start at 0, increase, and lie on the raster of \(rasters.gradient)",
          at: timeList.span)
        return .invalid
      }
      corners.append(GradientCorner(time: time, hertzPerMetre: amplitude * nucleus.hertzPerTesla))
    }
    guard fits(corners, scale: 1, at: span) else { return .invalid }
    return .gradient(GradientShape(name: name, event: .corners(corners)))
  }

  private mutating func sampled(_ name: String, _ arguments: [Syntax.Argument], at span: SourceSpan) -> Value
  {
    let reader = ArgumentReader(arguments, of: "samples", known: ["of", "amplitude"], at: span, in: &self)
    guard let list = reader.required("of", in: &self) else { return .invalid }
    let values: [Double]?
    if let amplitude = reader["amplitude"] {
      let peak = evaluator.quantity(amplitude, .gradient, for: "the amplitude")
      values = evaluator.list(of: list, .none, for: "the samples").flatMap { shape in
        peak.map { p in shape.map { $0 * p } }
      }
    } else {
      values = evaluator.list(of: list, .gradient, for: "the samples")
    }
    guard let values else { return .invalid }
    guard values.allSatisfy(\.isFinite) else {
      error(.waveformProblem, "the samples are not all finite numbers", at: list.span)
      return .invalid
    }
    let samples = values.map { $0 * nucleus.hertzPerTesla }
    guard fits(cornersOf(samples), scale: 1, at: span) else { return .invalid }
    return .gradient(GradientShape(name: name, event: .samples(samples)))
  }

  /// The straight lines that samples at raster centres are played as: from zero, through them, to zero.
  func cornersOf(_ samples: [Double]) -> [GradientCorner] {
    let raster = rasters.gradient
    let half = Time(picoseconds: raster.picoseconds / 2)
    return [GradientCorner(time: .zero, hertzPerMetre: 0)]
      + samples.enumerated().map {
        GradientCorner(time: raster * $0.offset + half, hertzPerMetre: $0.element)
      }
      + [GradientCorner(time: raster * samples.count, hertzPerMetre: 0)]
  }

  /// Whether a gradient of straight lines is within the limits.
  mutating func fits(_ corners: [GradientCorner], scale: Double, at span: SourceSpan) -> Bool {
    let peak = corners.reduce(0) { max($0, abs($1.hertzPerMetre * scale)) }
    if peak > limits.amplitude * (1 + 1e-9) {
      overLimit("\(millitesla(peak))", millitesla(limits.amplitude), .gradientAmplitude, at: span)
      return false
    }
    for (a, b) in zip(corners, corners.dropFirst()) {
      let slew = abs((b.hertzPerMetre - a.hertzPerMetre) * scale) / (b.time - a.time).seconds
      guard slew > limits.slew * (1 + 1e-9) else { continue }
      error(
        .gradientOverLimit,
        "between \(a.time) and \(b.time) this changes by \(perSecond(slew)), the limit is \(perSecond(limits.slew))",
        at: span, related: limitNote(.gradientSlewRate))
      return false
    }
    return true
  }

  func perSecond(_ slew: Double) -> String {
    "\(DecimalText.significant(slew / nucleus.hertzPerTesla, 4)) T/m/s"
  }

  // MARK: quantities with more than one spelling

  /// 1/m, from an area in cycles/m or in mT*ms/m.
  mutating func area(_ expression: Syntax.Expression?, for what: String) -> Double? {
    guard let expression else { return nil }
    return evaluator.quantity(expression, anyOf: [.spatialFrequency, .gradientArea], for: what).map {
      $0.dimension == .gradientArea ? $0.value * nucleus.hertzPerTesla : $0.value
    }
  }

  /// Hz/m, from a strength in mT/m or in kHz/m.
  mutating func strength(_ expression: Syntax.Expression?, for what: String) -> Double? {
    guard let expression else { return nil }
    return evaluator.quantity(expression, anyOf: [.gradient, .gradientInHertz], for: what).map {
      $0.dimension == .gradient ? $0.value * nucleus.hertzPerTesla : $0.value
    }
  }

  /// A time that must lie on the gradient raster.
  mutating func rasterTime(_ expression: Syntax.Expression, for what: String) -> Time? {
    guard let time = evaluator.time(expression, for: what) else { return nil }
    guard time <= GradientLimits.longestPart else {
      error(.outOfRange, "\(what) is longer than \(GradientLimits.longestPart)", at: expression.span)
      return nil
    }
    return onRaster(time, rasters.gradient, for: what, at: expression.span) ? time : nil
  }

  mutating func onRaster(_ time: Time, _ raster: Time, for what: String, at span: SourceSpan) -> Bool {
    if time.isMultiple(of: raster) { return true }
    let below = time.roundedDown(to: raster)
    error(
      .offRaster, "\(what) of \(time) is not on the scanner's raster of \(raster)", at: span,
      help: "use \(below) or \(below + raster)")
    return false
  }
}
