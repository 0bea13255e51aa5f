/// How much of the gradients' oscillation lies in forbidden bands, window by window: the spectrum of straight lines in
/// closed form, summed over blocks with their phases.
struct BandSpectrum {
  struct Window {
    /// Share of the oscillating energy of all axes that lies in the bands.
    var share: Double
    /// Integral of (G - mean)^2 over all axes, (Hz/m)^2 s.
    var energy: Double
    /// The block the window ends with.
    var block: Int
    var repetition: Int
  }

  /// The largest line in a band that has an amplitude limit.
  struct Line {
    var hertz: Double
    /// Hz/m; a line between two frequencies that are looked at can be larger, up to `largest`.
    var amplitude: Double
    var largest: Double { amplitude * 1.11 }
    var axis: Axis
    var band: Int
    var block: Int
    var repetition: Int
  }

  private(set) var windows: [Window] = []
  /// The largest of each band.
  private(set) var lines: [Line?]

  /// Frequencies looked at lie no further apart, Hz: half the width of a line of a window of 50 ms. A line in the
  /// middle between two of them is seen 10 % too small.
  static let spacing = 10.0
  /// Windows are four parts of at least this, so 50 ms with an overlap of three quarters.
  private static let partSeconds = 0.0125
  private static let parts = 4

  /// One frequency.
  private struct Bin {
    var omega: Double
    /// Hz of the band that it stands for.
    var width: Double
    /// One for axes that some band at this frequency holds for, zero for others.
    var mask: SIMD4<Double>
    /// Index of a band that limits the amplitude here, with the axes it holds for.
    var limitedBand: Int?
    var limitedMask: SIMD4<Double>
  }

  private struct Part {
    var real: [SIMD4<Double>]
    var imaginary: [SIMD4<Double>]
    var squares = SIMD4<Double>()
    var sums = SIMD4<Double>()
    var seconds = 0.0

    init(_ count: Int) {
      real = Array(repeating: SIMD4(), count: count)
      imaginary = real
    }
  }

  private let play: GradientPlay
  private let bins: [Bin]
  /// cos and sin of omega x duration, bins innermost.
  private let steps: [(cosine: Double, sine: Double)]
  /// exp(-i omega t) of each bin now.
  private var phases: [(real: Double, imaginary: Double)]
  private var finished: [Part] = []
  private var current: Part

  init(_ play: GradientPlay, _ bands: [ForbiddenBand]) {
    self.play = play
    let bins = Self.bins(bands, isFree: play.isFree)
    self.bins = bins
    lines = Array(repeating: nil, count: bands.count)
    steps = play.durations.flatMap { duration in
      bins.map { bin in
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(bin.omega * duration)
        return (cosine, sine)
      }
    }
    phases = Array(repeating: (1, 0), count: bins.count)
    current = Part(bins.count)
    for stretch in play.stretches {
      for repetition in 0..<play.visits(stretch, toFill: 0.1) {
        for index in stretch.blocks(in: repetition) { run(index, stretch.number(of: repetition)) }
      }
    }
    if let last = play.stretches.last?.blocks.last { endPart(last, 0) }
  }

  /// Bands cut at each other's edges, and each piece covered with frequencies.
  private static func bins(_ bands: [ForbiddenBand], isFree: Bool) -> [Bin] {
    let edges = Set(bands.flatMap { [$0.hertz.lowerBound, $0.hertz.upperBound] }).sorted()
    func mask(_ axes: [Axis]) -> SIMD4<Double> {
      var mask = isFree ? SIMD4<Double>(1, 1, 1, 0) : SIMD4()
      for axis in axes { mask[axis.rawValue] = 1 }
      return mask
    }
    var bins: [Bin] = []
    for (low, high) in zip(edges, edges.dropFirst()) {
      let here = bands.indices.filter { bands[$0].hertz.contains((low + high) / 2) }
      guard !here.isEmpty else { continue }
      let limited = here.filter { bands[$0].largestAmplitude != nil }
        .min { bands[$0].largestAmplitude ?? 0 < bands[$1].largestAmplitude ?? 0 }
      let count = max(1, Int(((high - low) / spacing).rounded(.up)))
      let width = (high - low) / Double(count)
      for index in 0..<count {
        bins.append(
          Bin(
            omega: ElementaryFunctions.twoPi * (low + (Double(index) + 0.5) * width), width: width,
            mask: mask(here.flatMap { bands[$0].axes }), limitedBand: limited,
            limitedMask: mask(limited.map { bands[$0].axes } ?? [])))
      }
    }
    return bins
  }

  private mutating func run(_ index: Int, _ repetition: Int) {
    let block = play.distinct[Int(play.kinds[index])]
    for piece in block.pieces {
      let duration = piece.duration.seconds
      current.seconds += duration
      let offset = piece.durationIndex * bins.count
      if piece.isZero {
        for bin in bins.indices { turn(bin, steps[offset + bin]) }
        continue
      }
      let (a, b) = (piece.first, piece.last)
      current.squares += (a * a + a * b + b * b) * (duration / 3)
      current.sums += (a + b) * (duration / 2)
      for bin in bins.indices {
        let omega = bins[bin].omega
        let (cosine, sine) = steps[offset + bin]
        let angle = omega * duration
        let square = omega * omega
        let real = a * (sine / omega) + piece.slew * ((cosine + angle * sine - 1) / square)
        let imaginary = a * ((cosine - 1) / omega) + piece.slew * ((angle * cosine - sine) / square)
        let phase = phases[bin]
        current.real[bin] += real * phase.real - imaginary * phase.imaginary
        current.imaginary[bin] += real * phase.imaginary + imaginary * phase.real
        turn(bin, (cosine, sine))
      }
    }
    if current.seconds >= Self.partSeconds { endPart(index, repetition) }
  }

  /// Times exp(-i omega duration).
  private mutating func turn(_ bin: Int, _ step: (cosine: Double, sine: Double)) {
    let phase = phases[bin]
    phases[bin] = (
      phase.real * step.cosine + phase.imaginary * step.sine,
      phase.imaginary * step.cosine - phase.real * step.sine
    )
  }

  private mutating func endPart(_ block: Int, _ repetition: Int) {
    finished.append(current)
    if finished.count > Self.parts { finished.removeFirst() }
    current = Part(bins.count)
    for bin in bins.indices {
      // Keeps the phases on the unit circle however many turns they have made.
      let (real, imaginary) = phases[bin]
      let norm = (real * real + imaginary * imaginary).squareRoot()
      phases[bin] = (real / norm, imaginary / norm)
    }
    measure(block, repetition)
  }

  private mutating func measure(_ block: Int, _ repetition: Int) {
    var squares = SIMD4<Double>()
    var sums = SIMD4<Double>()
    var seconds = 0.0
    for part in finished {
      squares += part.squares
      sums += part.sums
      seconds += part.seconds
    }
    guard seconds > 0 else { return }
    let energy = (squares - sums * sums / seconds).sum()
    guard energy > 0 else { return }
    var inside = 0.0
    for (index, bin) in bins.enumerated() {
      var real = SIMD4<Double>()
      var imaginary = SIMD4<Double>()
      for part in finished {
        real += part.real[index]
        imaginary += part.imaginary[index]
      }
      let power = real * real + imaginary * imaginary
      inside += 2 * bin.width * (power * bin.mask).sum()
      if let band = bin.limitedBand {
        note(power * bin.limitedMask, bin, band, seconds, block, repetition)
      }
    }
    windows.append(
      Window(share: min(1, inside / energy), energy: energy, block: block, repetition: repetition))
  }

  private mutating func note(
    _ power: SIMD4<Double>, _ bin: Bin, _ band: Int, _ seconds: Double, _ block: Int, _ repetition: Int
  ) {
    for axis in Axis.allCases {
      let amplitude = 2 * power[axis.rawValue].squareRoot() / seconds
      guard amplitude > lines[band]?.amplitude ?? 0 else { continue }
      lines[band] = Line(
        hertz: bin.omega / ElementaryFunctions.twoPi, amplitude: amplitude, axis: axis, band: band,
        block: block, repetition: repetition)
    }
  }
}
