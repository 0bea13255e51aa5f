/// Facts of one RF event: peak, energy and flip angle, from the runs of its shapes where they allow it.
package struct RFFacts: Sendable {
  /// Largest magnitude, Hz. Between samples the pulse is held or goes straight, so that it never exceeds them.
  package let peakHertz: Double
  /// From the start of the block.
  package let start: Time
  package let end: Time
  /// Integral of |B1|^2 over time, Hz^2 s.
  package let energyHertzSquaredSeconds: Double
  /// Rotation on resonance by a pulse that turns about one axis: 2 pi |integral of B1|. Nil for shapes that vary in
  /// phase and are longer than `RFFacts.longestDecoded`.
  package let flipAngleRadians: Double?

  package var duration: Time { end - start }

  /// Samples up to which a shape is decoded; more is nobody's pulse, and would only take memory.
  package static let longestDecoded = 1 << 22

  init(_ event: RFEvent, shapes: RFShapeFacts) {
    let amplitude = abs(event.amplitudeHertz)
    let peak = amplitude * shapes.peak
    peakHertz = peak.isNaN ? .infinity : peak
    start = event.delay
    end = shapes.duration.flatMap { $0.adding(event.delay) } ?? .longest
    energyHertzSquaredSeconds = amplitude * amplitude * shapes.squareSeconds
    flipAngleRadians = shapes.integralSeconds.map { 2 * ElementaryFunctions.pi * amplitude * $0 }
  }
}

/// What the shapes of an RF event make at an amplitude of one: many events differ in phase and frequency only.
struct RFShapeFacts {
  struct Key: Hashable {
    var magnitude: ShapeID
    var phase: ShapeID
    var time: ShapeID

    init(_ event: RFEvent) {
      magnitude = event.magnitude
      phase = event.phase
      time = event.time
    }
  }

  let peak: Double
  /// Nil when it leaves the range of times.
  let duration: Time?
  /// Integral of the square, and magnitude of the complex integral.
  let squareSeconds: Double
  let integralSeconds: Double?

  init(_ event: RFEvent, library: EventLibrary, raster: Time) {
    let magnitude = library[event.magnitude]
    peak = magnitude.peak
    duration = Self.duration(of: event, library: library, raster: raster)
    let phase: Shape? = event.phase.isNone ? nil : library[event.phase]
    let times = event.time.isNone ? nil : library[event.time]
    if let dwell = Self.dwellSeconds(times, raster: raster) {
      squareSeconds = dwell * Self.sumOfSquares(magnitude)
      integralSeconds = Self.absoluteSum(magnitude, phase).map { dwell * $0 }
    } else {
      let integrals = Self.integrals(magnitude, phase, times: times, raster: raster)
      squareSeconds = integrals?.square ?? .infinity
      integralSeconds = integrals?.magnitude
    }
  }

  /// Nil when it leaves the range of times.
  static func duration(of event: RFEvent, library: EventLibrary, raster: Time) -> Time? {
    event.time.isNone
      ? raster.times(library[event.magnitude].sampleCount) : library.duration(of: event, raster: raster)
  }

  /// The time each sample is held; nil when the samples are not the centres of equal cells.
  static func dwellSeconds(_ times: Shape?, raster: Time) -> Double? {
    guard let times else { return raster.seconds }
    guard times.sampleCount > 2, let first = times.sample(at: 0), first > 0 else { return nil }
    var expected = first
    var regular = true
    times.forEachStraightRun { start, step, count in
      if abs(start - expected) > 1e-6 * first || (count > 1 && abs(step - 2 * first) > 1e-6 * first) {
        regular = false
      }
      expected = start + step * Double(count - 1) + 2 * first
    }
    return regular ? 2 * first * raster.seconds : nil
  }

  /// Sum over straight runs f + k s, k = 0 ..< n: n f^2 + n (n - 1) f s + (n - 1) n (2 n - 1) s^2 / 6.
  private static func sumOfSquares(_ shape: Shape) -> Double {
    var sum = 0.0
    shape.forEachStraightRun { first, step, count in
      let n = Double(count)
      sum += n * first * first + n * (n - 1) * first * step + (n - 1) * n * (2 * n - 1) * step * step / 6
    }
    return sum
  }

  /// |sum of magnitude x exp(2 pi i phase)|; nil when the samples would have to be decoded and are too many.
  private static func absoluteSum(_ magnitude: Shape, _ phase: Shape?) -> Double? {
    if isConstant(phase) {
      var sum = 0.0
      magnitude.forEachStraightRun { first, step, count in
        let n = Double(count)
        sum += n * first + n * (n - 1) / 2 * step
      }
      return abs(sum)
    }
    guard let phase, max(magnitude.sampleCount, phase.sampleCount) <= RFFacts.longestDecoded else {
      return nil
    }
    var real = 0.0
    var imaginary = 0.0
    for (size, turns) in zip(magnitude.samples(), phase.samples()) {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(2 * ElementaryFunctions.pi * turns)
      real += size * cosine
      imaginary += size * sine
    }
    return ElementaryFunctions.hypot(real, imaginary)
  }

  private static func isConstant(_ phase: Shape?) -> Bool {
    guard let phase else { return true }
    var value: Double?
    var constant = true
    phase.forEachStraightRun { first, step, count in
      if first != value ?? first || (count > 1 && step != 0) { constant = false }
      value = first
    }
    return constant
  }

  /// Integrals of |b|^2 and of b over samples at arbitrary times, b going straight between them in the complex plane:
  /// dt (|a|^2 + Re(a b*) + |b|^2) / 3 for the square. Both in seconds.
  private static func integrals(
    _ magnitude: Shape, _ phase: Shape?, times: Shape?, raster: Time
  ) -> (square: Double, magnitude: Double)? {
    guard let times, max(times.sampleCount, magnitude.sampleCount) <= RFFacts.longestDecoded else {
      return nil
    }
    let phases = phase?.samples() ?? [Double](repeating: 0, count: magnitude.sampleCount)
    let points = zip(magnitude.samples(), phases).map { size, turns in
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(2 * ElementaryFunctions.pi * turns)
      return (real: size * cosine, imaginary: size * sine)
    }
    let instants = times.samples()
    var square = 0.0
    var real = 0.0
    var imaginary = 0.0
    for index in 1..<max(1, min(points.count, instants.count)) {
      let (a, b) = (points[index - 1], points[index])
      let step = (instants[index] - instants[index - 1]) * raster.seconds
      let cross = a.real * b.real + a.imaginary * b.imaginary
      let squares = a.real * a.real + a.imaginary * a.imaginary + b.real * b.real + b.imaginary * b.imaginary
      square += step * (squares + cross) / 3
      real += step * (a.real + b.real) / 2
      imaginary += step * (a.imaginary + b.imaginary) / 2
    }
    return (square, ElementaryFunctions.hypot(real, imaginary))
  }
}
