/// Time rasters, and events that fit their blocks. All of it in whole picoseconds: a time is on its raster or it is not.
enum TimingChecks {
  static func rasters(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let rasters = context.sequence.rasters
    // By id - 1.
    var seen = [Bool](repeating: false, count: context.sequence.library.gradients.count)
    context.forEachPlayedBlock { index, block in
      if !isOnRaster(block.duration, rasters.blockDuration) || measurements.worst == nil {
        measurements.record(onRaster(block.duration, rasters.blockDuration, "block duration", index, .zero))
      }
      let ids: InlineArray<3, GradientID> = [block.gx, block.gy, block.gz]
      for axis in ids.indices where !ids[axis].isNone && !seen[Int(ids[axis].number) - 1] {
        seen[Int(ids[axis].number) - 1] = true
        for (what, time) in gradientTimes(context.sequence.library[ids[axis]], context) {
          measurements.record(
            onRaster(time, rasters.gradient, what, index, .zero, Axis.allCases[axis].name))
        }
      }
    }
    for (index, block) in context.uses.rf.enumerated() {
      guard let block else { continue }
      let event = context.sequence.library.rf[index]
      measurements.record(onRaster(event.delay, rasters.radiofrequency, "RF delay", block, .zero))
    }
    for (index, block) in context.uses.adc.enumerated() {
      guard let block else { continue }
      let event = context.sequence.library.adc[index]
      measurements.record(onRaster(event.delay, delayRaster(context), "ADC delay", block, .zero))
    }
    return measurements
  }

  static func rasterHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    guard let raster = Time(nearestToMicroseconds: observation.limit), raster > .zero,
      let time = Time(nearestToMicroseconds: observation.measured.lowerBound)
    else { return nil }
    let (down, up) = (time.roundedDown(to: raster), time.roundedUp(to: raster))
    return down > .zero ? "use \(down) or \(up)" : "use \(up)"
  }

  static func insideBlock(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let library = context.sequence.library
    let triggerEnds = library.extras.map { extras in
      extras.triggers.map { $0.delay.addingOrLongest($0.duration) }.max() ?? .zero
    }
    context.forEachPlayedBlock { index, block in
      if !block.rf.isNone { hold("RF", nil, context.facts[block.rf].end, index, block, &measurements) }
      if !block.gx.isNone {
        hold("gradient", .x, context.facts[block.gx].endTime, index, block, &measurements)
      }
      if !block.gy.isNone {
        hold("gradient", .y, context.facts[block.gy].endTime, index, block, &measurements)
      }
      if !block.gz.isNone {
        hold("gradient", .z, context.facts[block.gz].endTime, index, block, &measurements)
      }
      if !block.adc.isNone { hold("ADC", nil, context.facts[block.adc].end, index, block, &measurements) }
      if !block.extras.isNone {
        hold("trigger", nil, triggerEnds[Int(block.extras.number) - 1], index, block, &measurements)
      }
    }
    return measurements
  }

  /// Holds the end of an event against that of its block; what is kept is told once.
  private static func hold(
    _ what: String, _ axis: Axis?, _ end: Time, _ index: Int, _ block: Block,
    _ measurements: inout Measurements
  ) {
    guard end > block.duration || measurements.worst == nil else { return }
    measurements.record(
      Measurements.Observation(
        measured: .exactly(end.microseconds), limit: block.duration.microseconds, what: what,
        axis: axis?.name,
        block: index, offset: min(end, block.duration), relation: end > block.duration ? .broken : .kept))
  }

  static func insideHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let raster = context.sequence.rasters.blockDuration
    guard raster > .zero, let end = Time(nearestToMicroseconds: observation.measured.upperBound),
      end < .longest
    else { return nil }
    return "make the block at least \(end.roundedUp(to: raster)) long"
  }

  /// The rasters the file declares are rasters the scanner has.
  static func profileRasters(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let profile = context.profile, let own = profile.rasters,
      let first = context.uses.playedSegments.first.map({ context.sequence.segments[$0].blocks.lowerBound })
    else { return measurements }
    let file = context.sequence.rasters
    let pairs: [(String, FigureKey, Time, Time)] = [
      ("gradient raster", .gradientRaster, file.gradient, own.gradient),
      ("RF raster", .rfRaster, file.radiofrequency, own.radiofrequency),
      ("ADC raster", .adcRaster, file.adc, own.adc),
      ("block raster", .blockRaster, file.blockDuration, own.blockDuration),
    ]
    for (what, key, declared, scanner) in pairs {
      let agrees =
        profile.vendor == .siemens
        ? declared == scanner : declared > .zero && scanner > .zero && declared.isMultiple(of: scanner)
      measurements.record(
        Measurements.Observation(
          measured: .exactly(declared.microseconds), limit: scanner.microseconds, what: what, key: key,
          block: first, relation: agrees ? .kept : .broken))
    }
    return measurements
  }

  static func profileRasterHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    "declare a \(observation.what) of \(DecimalText.shortest(observation.limit)) us"
      + (context.profile?.vendor == .siemens ? "" : ", or a whole multiple of it")
  }

  static func onRaster(
    _ time: Time, _ raster: Time, _ what: String, _ block: Int, _ offset: Time, _ axis: String? = nil
  ) -> Measurements.Observation {
    let fits = isOnRaster(time, raster)
    return Measurements.Observation(
      measured: .exactly(time.microseconds), limit: raster.microseconds, what: what, axis: axis, block: block,
      offset: offset, relation: fits ? .kept : .broken)
  }

  private static func isOnRaster(_ time: Time, _ raster: Time) -> Bool {
    raster > .zero && time.isMultiple(of: raster)
  }

  /// The times of a gradient event that must be on the raster, with their names.
  private static func gradientTimes(
    _ event: GradientEvent, _ context: CheckContext
  ) -> [(what: String, time: Time)] {
    switch event {
    case .trapezoid(let trapezoid):
      return [
        ("gradient delay", trapezoid.delay), ("rise time", trapezoid.rise), ("flat time", trapezoid.flat),
        ("fall time", trapezoid.fall),
      ]
    case .arbitrary(let gradient):
      var times = [("gradient delay", gradient.delay)]
      if case .explicit(let timeShape) = gradient.timing {
        // Time shapes count in rasters, so a point is on the raster when its number is whole.
        let raster = context.sequence.rasters.gradient
        let shape = context.sequence.library[timeShape]
        guard !isMiddleOfRasters(shape) else { return times }
        shape.forEachStraightRun { first, step, count in
          let last = first + step * Double(count - 1)
          for point in [first, last] where abs(point - point.rounded()) > 1e-6 {
            if let time = Time(nearestToSeconds: point * raster.seconds) { times.append(("corner", time)) }
          }
          if count > 1, abs(step - step.rounded()) > 1e-6,
            let time = Time(nearestToSeconds: (first + step) * raster.seconds)
          {
            times.append(("corner", time))
          }
        }
      }
      return times
    }
  }

  /// True for 1/2, 3/2, 5/2, ...: the times of a sampled gradient, which some files write out.
  private static func isMiddleOfRasters(_ shape: Shape) -> Bool {
    var next = 0.5
    var isMiddle = true
    shape.forEachStraightRun { first, step, count in
      if abs(first - next) > 1e-6 || (count > 1 && abs(step - 1) > 1e-6) { isMiddle = false }
      next = first + step * Double(count - 1) + 1
    }
    return isMiddle
  }

  /// ADC delays sit on the RF raster, as the reference toolbox tests; GE's documentation allows every microsecond.
  private static func delayRaster(_ context: CheckContext) -> Time {
    context.profile?.vendor == .ge ? Time(microseconds: 1) : context.sequence.rasters.radiofrequency
  }
}
