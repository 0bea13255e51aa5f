/// What checks and reports ask of events, computed once per distinct event and found by its id.
package struct EventFacts: Sendable {
  package let gradients: [GradientFacts]
  package let rf: [RFFacts]
  package let adc: [ADCFacts]

  package init(_ library: EventLibrary, rasters: Sequence.Rasters) {
    gradients = (0..<library.gradients.count).map {
      GradientFacts(library.corners(of: GradientID(number: UInt32($0 + 1)), gradientRaster: rasters.gradient))
    }
    var shapes: [RFShapeFacts.Key: RFShapeFacts] = [:]
    rf = library.rf.map { event in
      let key = RFShapeFacts.Key(event)
      let known = shapes[key] ?? RFShapeFacts(event, library: library, raster: rasters.radiofrequency)
      shapes[key] = known
      return RFFacts(event, shapes: known)
    }
    adc = library.adc.map(ADCFacts.init)
  }

  // Each traps on "none" and on an id of another library, which are bugs.
  package subscript(id: GradientID) -> GradientFacts { gradients[Int(id.number) - 1] }
  package subscript(id: RFID) -> RFFacts { rf[Int(id.number) - 1] }
  package subscript(id: ADCID) -> ADCFacts { adc[Int(id.number) - 1] }

  /// Of a gradient; those of "none" are none.
  func corners(_ id: GradientID) -> [GradientCorner] { id.isNone ? [] : self[id].corners }
}

/// Facts of one gradient event. Times are from the start of the block, values in Hz/m.
package struct GradientFacts: Sendable {
  /// Straight lines through these; zero outside them.
  package let corners: [GradientCorner]
  /// Largest magnitude, and where it is first reached; infinite when a value is not a number.
  package let peakHertzPerMetre: Double
  package let peakTime: Time
  /// Largest magnitude of the slope of a straight piece, Hz/m/s, and where that piece begins. Infinite where two
  /// different values share a time, or where time runs backwards.
  package let peakSlewHertzPerMetreSecond: Double
  package let slewTime: Time
  /// Zeroth moment, cycles per metre.
  package let areaPerMetre: Double

  package var startTime: Time { corners.first?.time ?? .zero }
  package var endTime: Time { corners.last?.time ?? .zero }
  package var startHertzPerMetre: Double { corners.first?.hertzPerMetre ?? 0 }
  package var endHertzPerMetre: Double { corners.last?.hertzPerMetre ?? 0 }

  package init(_ corners: [GradientCorner]) {
    self.corners = corners
    var peak = (value: 0.0, time: corners.first?.time ?? .zero)
    var slew = (value: 0.0, time: corners.first?.time ?? .zero)
    var area = 0.0
    for (index, corner) in corners.enumerated() {
      let value = corner.hertzPerMetre.isNaN ? Double.infinity : abs(corner.hertzPerMetre)
      if value > peak.value { peak = (value, corner.time) }
      guard index > 0 else { continue }
      let slope = GradientFacts.slope(corners[index - 1], corner)
      if slope > slew.value { slew = (slope, corners[index - 1].time) }
      let mean = (corners[index - 1].hertzPerMetre + corner.hertzPerMetre) / 2
      area += mean * (corner.time - corners[index - 1].time).seconds
    }
    peakHertzPerMetre = peak.value
    peakTime = peak.time
    peakSlewHertzPerMetreSecond = slew.value
    slewTime = slew.time
    areaPerMetre = area
  }

  /// |slope| between two corners, Hz/m/s.
  private static func slope(_ a: GradientCorner, _ b: GradientCorner) -> Double {
    if b.time > a.time {
      let slope = abs(b.hertzPerMetre - a.hertzPerMetre) / (b.time - a.time).seconds
      return slope.isNaN ? .infinity : slope
    }
    return b.time == a.time && b.hertzPerMetre == a.hertzPerMetre ? 0 : .infinity
  }
}

/// Facts of one ADC event. Times are from the start of the block.
package struct ADCFacts: Sendable {
  package let start: Time
  /// The longest time there is when delay and duration leave the range.
  package let end: Time

  init(_ event: ADCEvent) {
    start = event.delay
    end = event.duration.flatMap { $0.adding(event.delay) } ?? .longest
  }
}
