/// The pulses of a sequence as somebody at a console counts them: events that differ only in phase, frequency or delay
/// are one pulse.
package struct DistinctPulse: Sendable {
  /// From 1, in playing order of the first use.
  package let number: Int
  package let use: RFUse
  /// Times played; saturates.
  package let count: Int
  /// The first event of its kind.
  package let event: RFEvent
  package let peakHertz: Double
  package let duration: Time
  /// On resonance; nil for long shapes that vary in phase.
  package let flipAngleRadians: Double?
  /// Root mean square over the pulse, Hz.
  package let rmsHertz: Double

  /// All that are played.
  package static func all(of sequence: Sequence) -> [DistinctPulse] {
    let played = PlayedEvents(sequence)
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    var order: [Kind] = []
    var members: [Kind: [Int]] = [:]
    var seen = [Bool](repeating: false, count: sequence.library.rf.count)
    for segment in sequence.segments {
      for index in segment.blocks where !sequence.blocks[index].rf.isNone {
        let position = Int(sequence.blocks[index].rf.number) - 1
        if seen[position] || played.rf[position] == 0 { continue }
        seen[position] = true
        let kind = Kind(sequence.library.rf[position])
        if members[kind] == nil { order.append(kind) }
        members[kind, default: []].append(position)
      }
    }
    return order.enumerated().compactMap { index, kind in
      guard let positions = members[kind], let first = positions.first else { return nil }
      let event = sequence.library.rf[first]
      let count = positions.reduce(0) { sum, position in
        let (total, overflow) = sum.addingReportingOverflow(played.rf[position])
        return overflow ? Int.max : total
      }
      let fact = facts.rf[first]
      let seconds = fact.duration.seconds
      return DistinctPulse(
        number: index + 1, use: fact.use(of: event), count: count, event: event, peakHertz: fact.peakHertz,
        duration: fact.duration, flipAngleRadians: fact.flipAngleRadians,
        rmsHertz: seconds > 0 ? (fact.energyHertzSquaredSeconds / seconds).squareRoot() : 0)
    }
  }

  /// The pulse at the centres of `count` equal cells of its duration, as shares of its peak.
  ///
  /// Samples that are held are taken where the centre of a cell lies in them; between samples at given times the pulse
  /// goes straight in the complex plane.
  package func samples(count: Int, of library: EventLibrary, raster: Time) -> [PulseSample] {
    let points = self.points(of: library)
    guard peakHertz > 0, count > 0, let first = points.first else { return [] }
    let scale = event.amplitudeHertz / peakHertz
    let times = library.sampleTimesSeconds(of: event, raster: raster)
    let dwell = RFShapeFacts.dwellSeconds(event.time.isNone ? nil : library[event.time], raster: raster)
    var result: [PulseSample] = []
    result.reserveCapacity(count)
    var place = 0
    for cell in 0..<count {
      let time = (Double(cell) + 0.5) * duration.seconds / Double(count)
      var sample = first
      if let dwell {
        sample = points[min(max(Int(time / dwell), 0), points.count - 1)]
      } else {
        while place + 2 < points.count, times[place + 1] <= time { place += 1 }
        if points.count > 1 {
          let share = min(max((time - times[place]) / (times[place + 1] - times[place]), 0), 1)
          sample = points[place].mixed(with: points[place + 1], share: share)
        }
      }
      result.append(PulseSample(real: scale * sample.real, imaginary: scale * sample.imaginary))
    }
    return result
  }

  /// How many samples say all there is to say: those of the shape where they are held for equal times, else one a raster
  /// cell, but at most `mostSamples`.
  package func naturalSampleCount(of library: EventLibrary, raster: Time) -> Int {
    let times = event.time.isNone ? nil : library[event.time]
    if RFShapeFacts.dwellSeconds(times, raster: raster) != nil { return library[event.magnitude].sampleCount }
    let cells = Int((duration.picoseconds + raster.picoseconds - 1) / raster.picoseconds)
    return min(max(1, cells), Self.mostSamples)
  }

  /// A raster of nanoseconds must not fill the memory.
  private static let mostSamples = 1 << 20

  private func points(of library: EventLibrary) -> [PulseSample] {
    let magnitudes = library[event.magnitude].samples()
    let phases =
      event.phase.isNone ? [Double](repeating: 0, count: magnitudes.count) : library[event.phase].samples()
    return zip(magnitudes, phases).map { size, turns in
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(2 * ElementaryFunctions.pi * turns)
      return PulseSample(real: size * cosine, imaginary: size * sine)
    }
  }

  private struct Kind: Hashable {
    let shapes: RFShapeFacts.Key
    let amplitudeHertz: Double
    let use: RFUse

    init(_ event: RFEvent) {
      shapes = RFShapeFacts.Key(event)
      amplitudeHertz = event.amplitudeHertz
      use = event.use
    }
  }
}

/// B1 along x and y of the rotating frame, as shares of the peak.
package struct PulseSample: Hashable, Sendable {
  package var real: Double
  package var imaginary: Double

  package init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  package var magnitude: Double { ElementaryFunctions.hypot(real, imaginary) }

  /// 0 to 2 pi.
  package var phaseRadians: Double {
    let angle = ElementaryFunctions.atan2(imaginary, real)
    return angle < 0 ? angle + 2 * ElementaryFunctions.pi : angle
  }

  fileprivate func mixed(with other: PulseSample, share: Double) -> PulseSample {
    PulseSample(
      real: real + share * (other.real - real), imaginary: imaginary + share * (other.imaginary - imaginary))
  }
}
