/// What a run transmits: the mean square of B1 over every 10 s and 6 min, exactly, and its energy.
///
/// The run is taken once, and repeated without a pause: nobody knows what was played before it, and an operator may
/// start it again at once.
struct RFExposure {
  static let shortWindow = Time(microseconds: 10_000_000)
  static let longWindow = Time(microseconds: 360_000_000)

  /// Mean squares of B1, uT^2.
  let short: WindowMean
  let long: WindowMean
  /// Integral of |B1|^2 over one run, uT^2 s.
  let energy: Double
  let duration: Time
  /// A block that weighs the channels of the coil, so that B1 depends on the coil.
  let shimmedBlock: Int?

  /// Nil when the run is longer than times go.
  init?(_ sequence: Sequence, hertzPerTesla: Double) {
    guard let train = Self.train(of: sequence), let duration = sequence.duration else { return nil }
    let perHertz = 1e6 / hertzPerTesla
    func mean(_ window: Time) -> WindowMean {
      WindowMean(train, window: window, factor: perHertz * perHertz)
    }
    short = mean(Self.shortWindow)
    long = mean(Self.longWindow)
    energy = train.energy * perHertz * perHertz
    self.duration = duration
    let isShimmed = sequence.library.extras.map { $0.shim != nil }
    shimmedBlock =
      isShimmed.contains(true)
      ? sequence.blocks.firstIndex {
        !$0.rf.isNone && !$0.extras.isNone && isShimmed[Int($0.extras.number) - 1]
      } : nil
  }

  /// |B1|^2 in Hz^2, each block's times the weight of its extras, by their id - 1, which is zero where it has none;
  /// without weights, as it is.
  static func train(of sequence: Sequence, weights: [Double]? = nil) -> PowerTrain? {
    let library = sequence.library
    var known: [RFShapeFacts.Key: Int] = [:]
    var shapes: [PowerShape] = []
    var isTooLong = false
    var profiles = PowerTrain.Profiles()
    let shapeOfEvent = library.rf.map { event in
      let key = RFShapeFacts.Key(event)
      if let shape = known[key] { return shape }
      let shape = PowerShape(event, library: library, raster: sequence.rasters.radiofrequency)
      isTooLong = isTooLong || shape == nil
      known[key] = shapes.count
      shapes.append(shape ?? PowerShape())
      return shapes.count - 1
    }
    guard !isTooLong else { return nil }
    func profile(_ event: RFEvent, of number: Int, _ weight: Double) -> Int32 {
      Int32(
        clamping: profiles.index(
          of: shapeOfEvent[number], event.amplitudeHertz * event.amplitudeHertz * weight, event.delay))
    }
    guard let weights else {
      let ofEvent = library.rf.enumerated().map { profile($1, of: $0, 1) }
      return PowerTrain(sequence, shapes: shapes, profiles: profiles.all) { index in
        let pulse = sequence.blocks[index].rf
        return pulse.isNone ? nil : Int(ofEvent[Int(pulse.number) - 1])
      }
    }
    // A block's profile is that of its event and its extras, which weigh it.
    var profileOfUse: [UInt64: Int32] = [:]
    let profileOfBlock = sequence.blocks.map { block -> Int32 in
      guard !block.rf.isNone else { return -1 }
      let use = UInt64(block.rf.number) << 32 | UInt64(block.extras.number)
      if let known = profileOfUse[use] { return known }
      let weight = block.extras.isNone ? 0 : weights[Int(block.extras.number) - 1]
      let found = profile(library[block.rf], of: Int(block.rf.number) - 1, weight)
      profileOfUse[use] = found
      return found
    }
    return PowerTrain(sequence, shapes: shapes, profiles: profiles.all) { index in
      profileOfBlock[index] < 0 ? nil : Int(profileOfBlock[index])
    }
  }
}
