/// Amplitude and slew rate of gradients, per physical axis and as a vector.
enum GradientChecks {
  /// Amplitudes are compared as they stand in the file. Hz/m and T/m differ by a factor that has no exact binary form,
  /// so the last few bits of a value at its limit may fall on either side; a billionth forgives that and nothing else.
  static let conversionNoise = 1e-9

  static func amplitudePerAxis(_ context: CheckContext) -> Measurements {
    perAxis(context, limit: context.value(.gradientAmplitude) * 1e3) { peaks, axis in peaks.amplitude[axis] }
  }

  static func slewPerAxis(_ context: CheckContext) -> Measurements {
    perAxis(context, limit: context.value(.gradientSlewRate)) { peaks, axis in peaks.slew[axis].perThousand }
  }

  static func amplitudeAsVector(_ context: CheckContext) -> Measurements {
    asVector(context, limit: context.value(.gradientAmplitude) * 1e3) { $0.vectorAmplitude }
  }

  static func slewAsVector(_ context: CheckContext) -> Measurements {
    asVector(context, limit: context.value(.gradientSlewRate)) { $0.vectorSlew.perThousand }
  }

  /// The amplitude that would do, for the event that breaks the limit.
  static func amplitudeHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let limit = DecimalText.significant(observation.limit, 6)
    if observation.axis == "vector" {
      let share = observation.limit / observation.measured.upperBound
      guard share.isFinite, share > 0 else { return nil }
      let percent = DecimalText.significant((share * 1e4).rounded(.down) / 100, 4)
      return
        "scale the gradients of this block to \(percent) % and play them longer, play them one after another, or "
        + "fix the orientation with the label NOROT"
    }
    guard observation.measured.upperBound.isFinite else { return nil }
    return "use at most \(limit) mT/m, and a longer plateau for the same area"
  }

  /// The shortest ramp, on the raster, that keeps the slew rate; for trapezoids, whose ramps have names.
  static func slewHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let block = context.sequence.blocks[observation.block]
    guard let axis = Axis.allCases.first(where: { $0.name == observation.axis }),
      !block.gradient(axis).isNone,
      case .trapezoid(let trapezoid) = context.sequence.library[block.gradient(axis)]
    else { return nil }
    let amplitude = context.millitesla(abs(trapezoid.amplitudeHertzPerMetre)) / 1e3
    let raster = context.sequence.rasters.gradient
    guard raster > .zero,
      let exact = Time(nearestToSeconds: amplitude / observation.limit * (1 - conversionNoise))
    else { return nil }
    let shortest = exact.roundedUp(to: raster)
    let ramps = [("rise", trapezoid.rise), ("fall", trapezoid.fall)].filter { $0.1 < shortest }.map(\.0)
    guard !ramps.isEmpty else { return nil }
    return
      "a \(ramps.joined(separator: " and a ")) time of at least \(shortest) keeps to the limit at this amplitude"
  }

  /// Of values within the limit, those that are no larger than one before them say nothing new.
  private static func perAxis(
    _ context: CheckContext, limit: Double,
    _ peak: (GradientCombination.Peaks, Int) -> GradientCombination.Peak
  ) -> Measurements {
    var measurements = Measurements(context)
    let peaks = context.peaks
    // An event that no rotation mixes with others is one breach however many sets it plays in.
    var reported = [Bool](repeating: false, count: 3 * context.sequence.library.gradients.count)
    var largest = -Double.infinity
    for (index, use) in context.uses.combinations.enumerated() {
      let ids: InlineArray<3, GradientID> = [use.combination.gx, use.combination.gy, use.combination.gz]
      let isRotated = use.combination.rotation != nil
      for axis in ids.indices {
        if !isRotated {
          guard !ids[axis].isNone else { continue }
          let place = 3 * (Int(ids[axis].number) - 1) + axis
          if reported[place] { continue }
          reported[place] = true
        }
        let found = peak(peaks[index], axis)
        let value = context.millitesla(found.value)
        if value <= largest, value <= limit { continue }
        largest = max(largest, value)
        measurements.record(
          Measurements.Observation(
            measured: .exactly(value), limit: limit, axis: Axis.allCases[axis].name,
            block: use.block,
            offset: found.time),
          tolerance: conversionNoise)
      }
    }
    return measurements
  }

  private static func asVector(
    _ context: CheckContext, limit: Double, _ peak: (GradientCombination.Peaks) -> GradientCombination.Peak
  ) -> Measurements {
    var measurements = Measurements(context)
    let peaks = context.peaks
    var largest = -Double.infinity
    for (index, use) in context.uses.combinations.enumerated() where use.combination.isFree {
      let found = peak(peaks[index])
      let value = context.millitesla(found.value)
      if value <= largest, value <= limit { continue }
      largest = max(largest, value)
      measurements.record(
        Measurements.Observation(
          measured: .exactly(value), limit: limit, axis: "vector", block: use.block,
          offset: found.time),
        tolerance: conversionNoise)
    }
    return measurements
  }
}

extension GradientCombination.Peak {
  /// mT/m/s, as amplitudes are converted, are thousandths of the T/m/s that slew rates are given in.
  fileprivate var perThousand: Self { Self(value: value / 1e3, time: time) }
}
