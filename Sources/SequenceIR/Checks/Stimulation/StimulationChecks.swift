/// Stimulation of nerves and of the heart by changing gradients, over the whole run with its history.
enum StimulationChecks {
  static func rheobaseAndChronaxie(_ context: CheckContext) -> Measurements {
    let model = StimulationModel.rheobaseAndChronaxie(
      chronaxie: context.value(.stimulationChronaxie), rheobase: context.value(.stimulationRheobase),
      effectiveLength: context.value(.stimulationEffectiveLength),
      hertzPerTesla: context.nucleus.hertzPerTesla, step: context.sequence.rasters.gradient.seconds)
    return restingOnLimit(ofNerves(measure([model], context, limit: nerveLimit(context)), context), context)
  }

  static func safeNerves(_ context: CheckContext) -> Measurements {
    let response = safe(.nerves, context, limit: nerveLimit(context))
    return restingOnLimit(ofNerves(response, context), context)
  }

  static func safeHeart(_ context: CheckContext) -> Measurements { safe(.heart, context, limit: 100) }

  static func cardiacThreshold(_ context: CheckContext) -> Measurements {
    let model = StimulationModel.cardiac(
      rheobase: context.value(.cardiacRheobase), timeConstant: context.value(.cardiacTimeConstant),
      effectiveLength: context.value(.cardiacEffectiveLength), hertzPerTesla: context.nucleus.hertzPerTesla)
    return measure([model], context, limit: 100)
  }

  /// Percent of the threshold that normal operating mode allows, and the first level controlled one (IEC 60601-2-33).
  private static let normalLimit = 80.0
  private static let firstLevelLimit = 100.0

  /// Percent of the threshold: what the profile's operating mode allows, the first level controlled one where it names
  /// none; or less where the site says so.
  private static func nerveLimit(_ context: CheckContext) -> Double {
    let mode = context.profile?.operatingMode == .normal ? normalLimit : firstLevelLimit
    return min(mode, context.profile?[.stimulationLimit].map { $0.value * 100 } ?? mode)
  }

  /// The same with its reason, as figures name it.
  static func nerveLimitInWords(_ profile: ScannerProfile) -> (percent: Double, words: String) {
    let isNormal = profile.operatingMode == .normal
    let mode = isNormal ? normalLimit : firstLevelLimit
    if let site = profile[.stimulationLimit].map({ $0.value * 100 }), site < mode {
      return (site, "pns-limit of \(profile.name), \(CheckLabel.short(site)) %")
    }
    return (mode, "\(isNormal ? "normal mode" : "first-level mode"), \(CheckLabel.short(mode)) %")
  }

  /// Says where a limit comes from that no line with a figure gives.
  private static func ofNerves(_ measurements: Measurements, _ context: CheckContext) -> Measurements {
    var result = measurements
    let site = context.profile?[.stimulationLimit].map { $0.value * 100 } ?? .infinity
    if context.profile?.operatingMode == .normal, site > normalLimit {
      result.notes.append(
        "\(CheckLabel.short(normalLimit)) % of the threshold is what normal operating mode allows (IEC 60601-2-33)"
      )
    }
    return result
  }

  private static func restingOnLimit(_ measurements: Measurements, _ context: CheckContext) -> Measurements {
    var result = measurements
    if result.worst != nil { result.rest(on: .stimulationLimit, context) }
    return result
  }

  /// As written, exact and as it is sampled on the raster; and, where the console may turn the axes and the coil's
  /// differ, for the other five ways of laying the file's axes on the coil's.
  private static func safe(
    _ tissue: StimulatedTissue, _ context: CheckContext, limit: Double
  ) -> Measurements {
    guard let constants = context.profile?.safe[tissue] else { return Measurements(context) }
    let step = context.sequence.rasters.gradient.seconds
    func models(_ order: [Int]) -> [StimulationModel] {
      [nil, step].map {
        StimulationModel.safe(
          constants, hertzPerTesla: context.nucleus.hertzPerTesla, step: $0, order: order)
      }
    }
    let isSymmetric = Set(constants.axes).count == 1
    let others = [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    return measure(
      models([0, 1, 2]), context, limit: limit, tissue: tissue,
      turned: context.play.isFree && !isSymmetric ? others.flatMap(models) : [])
  }

  private static func measure(
    _ models: [StimulationModel], _ context: CheckContext, limit: Double, tissue: StimulatedTissue? = nil,
    turned: [StimulationModel] = []
  ) -> Measurements {
    var measurements = Measurements(context)
    let play = context.play
    if play.isBroken {
      measurements.recordUnknown(
        "a gradient steps or is not a number, which no model of stimulation can follow")
      return measurements
    }
    let runs = models.map { StimulationRun($0, context.sequence, play, limitPercent: limit) }
    guard
      let largest = runs.compactMap({ run in run.largest.map { ($0, run.uncertainty) } })
        .max(by: { $0.0.percent < $1.0.percent })
    else { return measurements }
    let figure = tissue.flatMap { context.profile?.safe[$0] }.flatMap(Self.figure)
    for response in worstAtEachPlace(runs, context) {
      measurements.record(observation(response, 0, limit, figure))
    }
    if largest.0.percent <= limit {
      measurements.record(observation(largest.0, largest.1, limit, figure))
    }
    guard largest.0.percent <= limit else { return measurements }
    var worst: StimulationRun.Response?
    for model in turned {
      let run = StimulationRun(model, context.sequence, play, limitPercent: limit)
      if let found = run.largest, found.percent > worst?.percent ?? largest.0.percent { worst = found }
    }
    if let worst {
      var open = observation(worst, 0, limit, figure)
      open.measured = largest.0.percent...worst.percent
      let shares = open.what.isEmpty ? "" : "\(open.what), "
      open.what =
        "\(shares)with the file's axes on other axes of the coil; as written \(CheckLabel.short(largest.0.percent)) %"
      measurements.record(open)
    }
    return measurements
  }

  /// Exact and sampled, a line of the input is named once, with the larger of the two.
  private static func worstAtEachPlace(
    _ runs: [StimulationRun], _ context: CheckContext
  ) -> [StimulationRun.Response] {
    var places: [StimulationRun.Response] = []
    var known: [SourceSpan: Int] = [:]
    for response in runs.flatMap(\.overLimit) {
      let origin = context.sequence.blocks[response.block].origin
      if let index = known[origin] {
        if response.percent > places[index].percent { places[index] = response }
      } else {
        known[origin] = places.count
        places.append(response)
      }
    }
    return places
  }

  private static func figure(_ constants: SAFEConstants) -> ProfileFigure? {
    constants.origin.map {
      ProfileFigure(
        value: 0, text: "", unit: "", source: constants.source, confidence: constants.confidence, origin: $0)
    }
  }

  private static func observation(
    _ response: StimulationRun.Response, _ uncertainty: Double, _ limit: Double, _ figure: ProfileFigure?
  ) -> Measurements.Observation {
    // What is left on an axis from long ago is no part of it.
    let axes = Axis.allCases.filter { response.axes[$0.rawValue] > 1e-3 * response.percent }
    let shares = axes.map { "\($0.name) \(CheckLabel.short(response.axes[$0.rawValue])) %" }
    return Measurements.Observation(
      measured: response.percent...(response.percent + uncertainty), limit: limit,
      what: axes.count > 1 ? shares.joined(separator: ", ") : "", figure: figure,
      axis: axes.count == 1 ? axes[0].name : "vector",
      block: response.block, offset: response.offset, repetition: response.repetition)
  }

  static func nerveLabel(_ observation: Measurements.Observation, _ unit: String) -> String {
    let value = observation.measured.upperBound
    let mode =
      value > normalLimit && value <= observation.limit
      ? "; above 80 % only in the first level controlled operating mode" : ""
    return label(observation, unit) + mode
  }

  static func label(_ observation: Measurements.Observation, _ unit: String) -> String {
    let what = observation.what.isEmpty ? "" : " (\(observation.what))"
    let (value, limit) = CheckLabel.distinct(observation.measured.upperBound, observation.limit)
    return "reaches \(value) % of the threshold\(what), \(limit) % allowed"
  }

  static func help(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let share = observation.limit / observation.measured.upperBound
    guard share.isFinite, share > 0, share < 1 else { return nil }
    let percent = DecimalText.significant((share * 1e4).rounded(.down) / 100, 4)
    return "slew rates of \(percent) % of these would do: longer ramps, or smaller gradients"
  }
}

extension CheckTable {
  private static let thresholdItself = StandIn(
    .stimulationLimit,
    "100 % of the threshold, the limit of the first level controlled operating mode of IEC 60601-2-33, or 80 %, that of "
      + "normal mode",
    .secondary)

  static let stimulation: [Check] = [
    Check(
      code: "E001", title: "nerve stimulation, rheobase and chronaxie",
      failure: "the gradients stimulate nerves more than allowed",
      rule:
        "root of the sum over axes of squares of 100 % x integral of slew(t - u) c / (c + u)^2 du / (rheobase / "
        + "effective length) <= 100 %, 80 % where the profile says operating-mode normal, or pns-limit where it gives less",
      needs: [.stimulationChronaxie, .stimulationRheobase, .stimulationEffectiveLength], unit: "%",
      promises:
        "the model's response stays below the limit at every instant of the whole run, with the history of all blocks "
        + "and repetitions; exact for straight gradients, and not below the same model sampled on the raster; above "
        + "80 % is the first level controlled operating mode (IEC 60601-2-33)",
      doesNotPromise:
        "that this subject feels nothing: the threshold is the mean of volunteers; that the constants are of your coil",
      source:
        "IEC 60601-2-33 (2022) AA.21 as GE's public code has it; all axes have weight 1, and the weights 0.8, 1 and 0.7 "
        + "that some code quotes from the standard would make it smaller; the step response of the kernel is "
        + "1 - c/(c + u)",
      run: StimulationChecks.rheobaseAndChronaxie, help: StimulationChecks.help,
      label: StimulationChecks.nerveLabel, uses: [thresholdItself]),
    Check(
      code: "E002", title: "nerve stimulation, SAFE model",
      failure: "the gradients stimulate nerves more than allowed",
      rule:
        "root of the sum over axes of squares of 100 % x scale (a1 |lp(slew, tau1)| + a2 lp(|slew|, tau2) + a3 "
        + "|lp(slew, tau3)|) / limit <= 100 %, 80 % where the profile says operating-mode normal, or pns-limit where it gives less",
      needs: [], unit: "%",
      promises:
        "the larger of the exact response of straight gradients and of the response sampled on the gradient raster "
        + "stays below the limit over the whole run, history included; not proven where another way of laying the "
        + "file's axes on the coil's would break it and the console is free to choose it",
      doesNotPromise:
        "that this subject feels nothing; anything about oblique orientations between the six ways of laying axes on axes",
      source: "Hebrank and Gebhardt, Proc. ISMRM 8 (2000) 2007; constants of the site's own coil",
      run: StimulationChecks.safeNerves, help: StimulationChecks.help, label: StimulationChecks.nerveLabel,
      uses: [thresholdItself], parts: [.safeNerves]),
    Check(
      code: "E003", title: "cardiac stimulation, threshold law",
      failure: "the gradients may stimulate the heart",
      rule:
        "|low pass of dB/dt with cardiac-time-constant| <= cardiac-rheobase, dB/dt = cardiac-effective-length x slew; "
        + "for one ramp of duration t: dB/dt <= rheobase / (1 - exp(-t / time constant))",
      needs: [.cardiacRheobase, .cardiacTimeConstant, .cardiacEffectiveLength], unit: "%",
      promises: "the threshold of the law is not reached at any instant of the whole run, history included",
      doesNotPromise:
        "that the law's figures hold for your coil: the standard's were not available to us, so that the site gives them",
      source: "the exponential strength-duration law (Reilly), as IEC 60601-2-33 uses it",
      run: StimulationChecks.cardiacThreshold, help: StimulationChecks.help, label: StimulationChecks.label),
    Check(
      code: "E004", title: "cardiac stimulation, SAFE model",
      failure: "the gradients may stimulate the heart",
      rule: "as E002, with the constants of the heart, <= 100 %",
      needs: [], unit: "%",
      promises:
        "the larger of the exact and the sampled response stays below the limit over the whole run, history included",
      doesNotPromise:
        "anything about oblique orientations between the six ways of laying axes on axes",
      source: "the vendor's file of the gradient coil, section CarNS, read at run time",
      run: StimulationChecks.safeHeart, help: StimulationChecks.help, label: StimulationChecks.label,
      parts: [.safeHeart]),
  ]
}
