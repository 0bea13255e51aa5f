/// `optimized(...)`: a pulse that `seqc optimize` finds; its samples come from a pinned file.
extension PulseFamily {
  /// Not one of `all`: its parameters are read like theirs, its samples are not made from them. What `design` makes is
  /// the pulse that a search begins with: constant, weak, along x.
  package static let optimized = PulseFamily(
    name: "optimized", summary: "found by `seqc optimize` and pinned beside the design",
    parameters: [
      Parameter(
        "duration", .quantity(.time), from: "1 ns", to: "1 s", "length, a multiple of `step`"),
      Parameter(
        "step", .quantity(.time), from: "1 ns", to: "100 ms",
        "how long each sample is held, a multiple of the RF raster"),
      Parameter(
        "peak", .quantity(.fluxDensity), whenOmitted: "the scanner's largest B1", from: "1 nT", to: "1 mT",
        "bound of the search for B1"),
      Parameter(
        "knots", .quantity(.time), whenOmitted: "every sample varies by itself", from: "1 ns", to: "1 s",
        "makes it smooth, a cubic spline that begins and ends at zero: the distance of its knots, at least `step`"
      ),
      Parameter(
        "bandwidth", .quantity(.frequency), whenOmitted: "unknown: then it selects no slice", from: "0.1 Hz",
        to: "1 MHz", "width of the band that `slice` puts across its thickness"),
      Parameter(
        "use", .keyword(RFUse.allCases.filter { $0 != .undefined }.map(\.name)),
        fallback: RFUse.excitation.name, "what the pulse is for"),
    ], design: { arguments in arguments.optimizedGrid().map { arguments.start(on: $0) } })
}

/// The samples of an optimized pulse: how many, how long each is held, and on how many rasters.
package struct OptimizedGrid: Hashable, Sendable {
  package let count: Int
  package let step: Time
  package let raster: Time

  package init(count: Int, step: Time, raster: Time) {
    self.count = count
    self.step = step
    self.raster = raster
  }

  package var duration: Time { step * count }

  /// One value per raster from one value per step.
  func held(_ values: [Double]) -> [Double] {
    let times = Int(step.picoseconds / raster.picoseconds)
    return values.flatMap { repeatElement($0, count: times) }
  }
}

extension PulseArguments {
  /// The start's share of the peak: strong enough to have a gradient, weak enough to favour no direction.
  private static let startShare = 0.01

  /// The grid of `duration` and `step`, which must be whole numbers of each other and of the RF raster.
  func optimizedGrid() -> Result<OptimizedGrid, PulseProblem> {
    guard let step = Time(nearestToSeconds: quantities["step"] ?? 0), step > .zero, raster > .zero else {
      return .failure(PulseProblem("step is not a positive time", parameter: "step"))
    }
    guard step.isMultiple(of: raster) else {
      let down = step.roundedDown(to: raster)
      let up = step.roundedUp(to: raster)
      return .failure(
        PulseProblem(
          "step of \(step) is not a multiple of the RF raster of \(raster)", parameter: "step",
          help: down > .zero ? "\(down) or \(up)" : "\(up)"))
    }
    guard let duration = Time(nearestToSeconds: quantities["duration"] ?? 0), duration > .zero else {
      return .failure(PulseProblem("duration is not a positive time", parameter: "duration"))
    }
    guard duration.isMultiple(of: step) else {
      let down = duration.roundedDown(to: step)
      let up = duration.roundedUp(to: step)
      return .failure(
        PulseProblem(
          "duration of \(duration) is not a multiple of the step of \(step)", parameter: "duration",
          help: down > .zero ? "\(down) or \(up)" : "\(up)"))
    }
    let rasters = duration.picoseconds / raster.picoseconds
    guard rasters <= PulseGrid.mostSamples else {
      return .failure(
        PulseProblem(
          "duration of \(duration) is \(rasters) samples of \(raster), and \(PulseGrid.mostSamples) is the limit",
          parameter: "duration", help: "at most \((raster * PulseGrid.mostSamples).roundedDown(to: step))"))
    }
    return .success(
      OptimizedGrid(count: Int(duration.picoseconds / step.picoseconds), step: step, raster: raster))
  }

  fileprivate func start(on grid: OptimizedGrid) -> PulseWaveform {
    let hertz = Self.startShare * (quantities["peak"] ?? 0) * nucleus.hertzPerTesla
    return optimized(
      x: [Double](repeating: hertz, count: grid.count), y: [Double](repeating: 0, count: grid.count), on: grid
    )
  }

  /// The waveform of samples in Hz, one per step.
  func optimized(x: [Double], y: [Double], on grid: OptimizedGrid) -> PulseWaveform {
    PulseWaveform(
      real: grid.held(x), imaginary: grid.held(y), dwell: grid.raster,
      centre: Time(picoseconds: grid.duration.picoseconds / 2), bandwidthHertz: quantities["bandwidth"],
      use: use)
  }
}
