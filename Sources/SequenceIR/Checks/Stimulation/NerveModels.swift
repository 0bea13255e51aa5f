/// The models of nerves that a profile has figures for, asked of a readout by itself, from rest, in every orientation.
struct NerveModels {
  private let models: [StimulationModel]

  /// nil: the profile has no figures of a model.
  init?(_ profile: ScannerProfile, hertzPerTesla: Double, raster: Time) {
    var models: [StimulationModel] = []
    if let model = StimulationModel.rheobaseAndChronaxie(
      of: profile, hertzPerTesla: hertzPerTesla, raster: raster)
    {
      models.append(model)
    }
    if let constants = profile.safe[.nerves], constants.isComplete {
      models.append(.safe(constants, hertzPerTesla: hertzPerTesla))
    }
    guard !models.isEmpty else { return nil }
    self.models = models
  }

  /// Percent of the threshold at the end of every piece: from the start to the middle of the first interval of the
  /// raster, from middle to middle, and to the end. `x` and `y` in Hz/m are the gradients at the middles.
  func course(_ x: [Double], _ y: [Double], _ step: Double) -> [Double] {
    var largest = [Double](repeating: 0, count: x.count + 1)
    for model in models {
      for turn in Self.turns(model) { follow(model, x, y, step, turn, &largest) }
    }
    return largest.map { $0.squareRoot() }
  }

  func largest(_ x: [Double], _ y: [Double], _ step: Double) -> Double { course(x, y, step).reduce(0, max) }

  /// Where both axes of the readout lie among the coil's.
  private struct Turn {
    var x: SIMD4<Double>
    var y: SIMD4<Double>
  }

  /// Sums of responses with their sign, the same on every axis, do not change when they are turned. Others are asked in
  /// the three planes of two axes, every 15 degrees of a quarter turn; the other quarters are mirror images, and axes
  /// changed for each other.
  private static func turns(_ model: StimulationModel) -> [Turn] {
    let isSame = model.modes.allSatisfy { mode in
      let (rate, weight) = (mode.rate, mode.weight)
      return rate.x == rate.y && rate.y == rate.z && weight.x == weight.y && weight.y == weight.z
    }
    if isSame, model.modes.allSatisfy({ !$0.takesMagnitude && !$0.givesMagnitude }) {
      return [Turn(x: SIMD4(1, 0, 0, 0), y: SIMD4(0, 1, 0, 0))]
    }
    let axes = [SIMD4(1.0, 0, 0, 0), SIMD4(0, 1.0, 0, 0), SIMD4(0, 0, 1.0, 0)]
    return [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)].flatMap { first, second in
      (0..<6).map { index in
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(Double(index) * ElementaryFunctions.pi / 12)
        return Turn(
          x: cosine * axes[first] + sine * axes[second], y: cosine * axes[second] - sine * axes[first])
      }
    }
  }

  /// Squares of the response.
  private func follow(
    _ model: StimulationModel, _ x: [Double], _ y: [Double], _ step: Double, _ turn: Turn,
    _ largest: inout [Double]
  ) {
    let (whole, half) = (
      model.modes.map { $0.decay(over: step) }, model.modes.map { $0.decay(over: step / 2) }
    )
    var modes = [SIMD4<Double>](repeating: SIMD4(), count: model.modes.count)
    var before = SIMD4<Double>()
    for index in largest.indices {
      let isEnd = index == 0 || index == x.count
      let now = index < x.count ? x[index] * turn.x + y[index] * turn.y : SIMD4<Double>()
      model.advance(&modes, (now - before) / (isEnd ? step / 2 : step), isEnd ? half : whole)
      let response = model.response(modes)
      largest[index] = max(largest[index], (response * response).sum())
      before = now
    }
  }
}
