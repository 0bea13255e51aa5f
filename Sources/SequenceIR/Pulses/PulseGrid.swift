/// The samples a pulse has: how many, how far apart, and how much bandwidth fits into them.
struct PulseGrid {
  let count: Int
  let dwell: Time

  /// More samples than this are refused: 65 ms on a raster of 1 us, eight times the longest pulse an
  /// interpreter took.
  static let mostSamples = 65_536

  var duration: Time { dwell * count }
  var durationSeconds: Double { duration.seconds }
  var dwellSeconds: Double { dwell.seconds }

  /// Time of sample n from the middle of the pulse, as a fraction of half the duration: -1 to 1.
  func relativeTime(_ sample: Int) -> Double { Double(2 * sample + 1 - count) / Double(count) }

  /// Time of sample n from the middle of the pulse, s.
  func seconds(_ sample: Int) -> Double { Double(2 * sample + 1 - count) / 2 * dwellSeconds }
}

extension PulseArguments {
  /// The grid for the parameter `name`, a duration that must be a whole number of rasters.
  func grid(for name: String = "duration") -> Result<PulseGrid, PulseProblem> {
    let seconds = quantities[name] ?? 0
    guard let duration = Time(nearestToSeconds: seconds), duration > .zero else {
      return .failure(
        PulseProblem(
          "\(name) of \(DecimalText.significant(seconds, 6)) s is not a positive time", parameter: name))
    }
    let down = duration.roundedDown(to: raster)
    guard duration == down else {
      let up = duration.roundedUp(to: raster)
      return .failure(
        PulseProblem(
          "\(name) of \(duration) is not a multiple of the RF raster of \(raster)", parameter: name,
          help: down > .zero ? "\(down) or \(up)" : "\(up)"))
    }
    let count = duration.picoseconds / raster.picoseconds
    guard count <= PulseGrid.mostSamples else {
      return .failure(
        PulseProblem(
          "\(name) of \(duration) is \(count) samples of \(raster), and \(PulseGrid.mostSamples) is the limit",
          parameter: name, help: "at most \(raster * PulseGrid.mostSamples), or coarser samples"))
    }
    return .success(PulseGrid(count: Int(count), dwell: raster))
  }

  /// Bandwidth x duration from whichever of `bandwidth` and `time_bandwidth` was given.
  func timeBandwidth(
    over grid: PulseGrid, atLeast least: Double, because reason: String, atMost limit: Double = .infinity
  ) -> Result<Double, PulseProblem> {
    let product: Double
    let name: String
    switch (quantities["bandwidth"], quantities["time_bandwidth"]) {
    case (let bandwidth?, nil): (product, name) = (bandwidth * grid.durationSeconds, "bandwidth")
    case (nil, let given?): (product, name) = (given, "time_bandwidth")
    case (nil, nil):
      return .failure(
        PulseProblem("neither bandwidth nor time_bandwidth is given", help: "for example time_bandwidth: 6"))
    case (_?, _?):
      return .failure(
        PulseProblem(
          "bandwidth and time_bandwidth are both given", parameter: "time_bandwidth", help: "leave one out"))
    }
    let hertz = { (value: Double) in "\(DecimalText.significant(value / grid.durationSeconds, 4)) Hz" }
    let asked =
      "\(name == "bandwidth" ? "bandwidth of \(hertz(product))" : "time_bandwidth of \(short(product))")"
    if product < least {
      return .failure(
        PulseProblem(
          "\(asked) is too small for \(grid.duration): \(reason)", parameter: name,
          help: "at least \(name == "bandwidth" ? hertz(roundedUp(least)) : short(roundedUp(least)))"))
    }
    // A band of half the sampling rate leaves four samples a turn at its edge.
    let sampled = Double(grid.count) / 2
    if product > min(sampled, limit) {
      let most = min(sampled, limit)
      return .failure(
        PulseProblem(
          "\(asked) is too large for \(sampled < limit ? "samples of \(grid.dwell)" : "this design")",
          parameter: name,
          help: "at most \(name == "bandwidth" ? hertz(most) : short(most))"))
    }
    return .success(product)
  }

  /// The use asked for; `fallback` when the family has no such parameter.
  var use: RFUse {
    RFUse.allCases.first { $0.name == keywords["use"] } ?? .undefined
  }

  private func short(_ value: Double) -> String { DecimalText.significant(value, 4) }

  /// Advice must work when taken, so it is rounded up to three digits.
  private func roundedUp(_ value: Double) -> Double { (value * 1_000).rounded(.up) / 1_000 }
}
