/// The parts of a summary that need the distinct events and how often each is played, nothing of their order.

/// One gradient axis.
package struct GradientSummary: Hashable, Sendable {
  package var axis: Axis
  package var peakHertzPerMetre: Double
  /// Root mean square over the whole duration of the sequence.
  package var rmsHertzPerMetre: Double
  package var peakSlewHertzPerMetrePerSecond: Double

  static func all(of sequence: Sequence, played: PlayedEvents) -> [GradientSummary] {
    var summaries = Axis.allCases.map {
      GradientSummary(axis: $0, peakHertzPerMetre: 0, rmsHertzPerMetre: 0, peakSlewHertzPerMetrePerSecond: 0)
    }
    var squares = [0.0, 0.0, 0.0]
    for index in sequence.library.gradients.indices {
      let counts = Axis.allCases.map { played.gradients[$0.rawValue][index] }
      guard counts.contains(where: { $0 > 0 }) else { continue }
      let id = GradientID(number: UInt32(index + 1))
      let path = GradientPath(
        corners: sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient))
      for axis in summaries.indices where counts[axis] > 0 {
        summaries[axis].peakHertzPerMetre = max(summaries[axis].peakHertzPerMetre, path.peak)
        summaries[axis].peakSlewHertzPerMetrePerSecond = max(
          summaries[axis].peakSlewHertzPerMetrePerSecond, path.peakSlew)
        squares[axis] += Double(counts[axis]) * path.squareIntegral
      }
    }
    let seconds = sequence.duration?.seconds ?? 0
    for axis in summaries.indices where seconds > 0 {
      summaries[axis].rmsHertzPerMetre = (squares[axis] / seconds).squareRoot()
    }
    return summaries
  }
}

/// What one distinct pulse does on resonance.
struct PulseMeasure {
  /// The use the file gives, or for `undefined` the one its flip angle suggests.
  var use: RFUse
  var peakHertz: Double
  /// Integral of |B1|^2 over time, Hz^2 s.
  var energy: Double
  /// |integral of B1|, rad.
  var flipAngle: Double

  static func all(of sequence: Sequence) -> [PulseMeasure] {
    sequence.library.rf.map { PulseMeasure($0, sequence.library, raster: sequence.rasters.radiofrequency) }
  }

  /// Every sample holds from the middle between it and its predecessor to the middle between it and its successor;
  /// without a time shape that is one raster each.
  private init(_ event: RFEvent, _ library: EventLibrary, raster: Time) {
    let magnitude = library[event.magnitude].samples()
    let phase = event.phase.isNone ? [] : library[event.phase].samples()
    let times = event.time.isNone ? [] : library[event.time].samples()
    let amplitude = abs(event.amplitudeHertz)
    var square = 0.0
    var (real, imaginary) = (0.0, 0.0)
    var (lastPhase, sine, cosine) = (0.0, 0.0, 1.0)
    for index in magnitude.indices {
      let width = times.isEmpty ? 1 : PulseMeasure.width(of: index, in: times)
      square += width * magnitude[index] * magnitude[index]
      if index < phase.count, phase[index] != lastPhase {
        lastPhase = phase[index]
        (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * lastPhase)
      }
      real += width * magnitude[index] * cosine
      imaginary += width * magnitude[index] * sine
    }
    peakHertz = amplitude * magnitude.reduce(0) { max($0, abs($1)) }
    energy = amplitude * amplitude * square * raster.seconds
    flipAngle =
      ElementaryFunctions.twoPi * amplitude * raster.seconds
      * (real * real + imaginary * imaginary).squareRoot()
    // A file before version 1.5 does not say; its makers' own reader draws the line at 90 degrees too.
    let quarterTurn = ElementaryFunctions.pi / 2 * 1.0001
    use = event.use == .undefined ? (flipAngle <= quarterTurn ? .excitation : .refocusing) : event.use
  }

  private static func width(of index: Int, in times: [Double]) -> Double {
    guard index < times.count, times.count > 1 else { return index < times.count ? 1 : 0 }
    if index == 0 { return (times[1] - times[0]) / 2 + min(times[0], (times[1] - times[0]) / 2) }
    if index == times.count - 1 { return (times[index] - times[index - 1]) / 2 }
    return (times[index + 1] - times[index - 1]) / 2
  }
}

/// All RF of a sequence.
package struct PulseSummary: Sendable {
  package var peakHertz: Double
  /// Integral of |B1|^2 over the sequence, Hz^2 s.
  package var energy: Double
  /// Root mean square over the whole duration, Hz.
  package var rmsHertz: Double
  /// Pulses played, per use, in the order of `RFUse`; uses that do not occur are left out.
  package var played: [(use: RFUse, count: Int)]
  /// On-resonance flip angles of the pulses played, smallest and largest, per use as in `played`, rad.
  package var flipAngles: [ClosedRange<Double>]
  package var usesAreGuessed: Bool

  init(of sequence: Sequence, played counts: PlayedEvents, measures: [PulseMeasure]) {
    peakHertz = 0
    energy = 0
    played = []
    flipAngles = []
    usesAreGuessed = false
    for (index, measure) in measures.enumerated() where counts.rf[index] > 0 {
      peakHertz = max(peakHertz, measure.peakHertz)
      energy += Double(counts.rf[index]) * measure.energy
      if sequence.library.rf[index].use == .undefined { usesAreGuessed = true }
    }
    for use in RFUse.allCases {
      let indices = measures.indices.filter { measures[$0].use == use && counts.rf[$0] > 0 }
      let angles = indices.map { measures[$0].flipAngle }
      guard let least = angles.min(), let most = angles.max() else { continue }
      played.append((use, indices.reduce(0) { $0 &+ counts.rf[$1] }))
      flipAngles.append(least...most)
    }
    let seconds = sequence.duration?.seconds ?? 0
    rmsHertz = seconds > 0 ? (energy / seconds).squareRoot() : 0
  }
}

/// All ADC events of a sequence.
package struct AcquisitionSummary: Sendable {
  package var count: Int
  /// Over all of them; saturates.
  package var samples: Int
  /// nil when nothing is acquired.
  package var sampleCounts: ClosedRange<Int>?
  package var dwells: ClosedRange<Time>?

  init(of sequence: Sequence, played: PlayedEvents) {
    count = 0
    samples = 0
    var present: [ADCEvent] = []
    for (index, event) in sequence.library.adc.enumerated() where played.adc[index] > 0 {
      let (product, overflow) = event.sampleCount.multipliedReportingOverflow(by: played.adc[index])
      count = count.addingReportingOverflow(played.adc[index]).overflow ? Int.max : count + played.adc[index]
      let (sum, tooMany) = samples.addingReportingOverflow(product)
      samples = overflow || tooMany ? Int.max : sum
      present.append(event)
    }
    let counts = present.map(\.sampleCount)
    if let least = counts.min(), let most = counts.max() { sampleCounts = least...most }
    let times = present.map(\.dwell)
    if let least = times.min(), let most = times.max() { dwells = least...most }
  }
}
