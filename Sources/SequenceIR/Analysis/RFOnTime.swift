/// How much of the time RF is on: from the first to the last sample of every RF event whose B1 is not zero throughout.
///
/// Whoever limits it asks here, so that what a search accepts is what the check of the emitted file accepts.
package struct RFOnTime: Sendable {
  /// One while RF is on, zero elsewhere.
  package let train: PowerTrain

  /// Nil when the run is longer than `Time.longest`.
  package init?(_ sequence: Sequence) {
    let library = sequence.library
    var known: [RFShapeFacts.Key: Int?] = [:]
    var shapes: [PowerShape] = []
    var profiles = PowerTrain.Profiles()
    let profileOfEvent = library.rf.map { event -> Int? in
      guard event.amplitudeHertz != 0 else { return nil }
      let key = RFShapeFacts.Key(event)
      let shape = known[key] ?? Self.append(event, sequence, to: &shapes)
      known[key] = .some(shape)
      return shape.map { profiles.index(of: $0, 1, event.delay) }
    }
    let train = PowerTrain(sequence, shapes: shapes, profiles: profiles.all) { index in
      let block = sequence.blocks[index]
      return block.rf.isNone ? nil : profileOfEvent[Int(block.rf.number) - 1]
    }
    guard let train else { return nil }
    self.train = train
  }

  /// The index of the new shape; nil for a magnitude of zeros.
  private static func append(
    _ event: RFEvent, _ sequence: Sequence, to shapes: inout [PowerShape]
  ) -> Int? {
    guard sequence.library[event.magnitude].peak != 0 else { return nil }
    let raster = sequence.rasters.radiofrequency
    let duration = RFShapeFacts.duration(of: event, library: sequence.library, raster: raster) ?? .longest
    var shape = PowerShape()
    shape.hold(1, seconds: duration.seconds)
    shapes.append(shape)
    return shapes.count - 1
  }

  /// Of the whole run, played once: 0 ... 1.
  package var shareOfRun: Double { train.durationSeconds > 0 ? train.energy / train.durationSeconds : 0 }

  /// Of the window that holds most RF, over the run repeated without a pause; an interval where it is not known exactly.
  package func largestShare(window: Time) -> ClosedRange<Double> {
    let energy = WindowMaximum(train, window: window).repeated.energy
    return (energy.lowerBound / window.seconds)...(energy.upperBound / window.seconds)
  }
}
