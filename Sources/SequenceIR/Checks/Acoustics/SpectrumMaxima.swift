/// The windows with the most of their oscillation in forbidden bands, and the largest lines in bands with a limit.
struct SpectrumMaxima {
  struct Window {
    /// Share of the oscillating energy of all axes that lies in the bands.
    var share: Double
    /// Integral of (G - mean)^2 over all axes, (Hz/m)^2 s.
    var energy: Double
    /// The block that the last gradients of the window are in.
    var block: Int
    var repetition: Int
  }

  /// The largest line in a band that has an amplitude limit.
  struct Line {
    var hertz: Double
    /// Hz/m; a line between two frequencies that are looked at can be larger, up to `largest`.
    var amplitude: Double
    /// In the middle between two frequencies 10 Hz apart, a window of 53 ms sees pi x / sin(pi x) less, x = 5 Hz x 53 ms.
    var largest: Double { amplitude * 1.13 }
    var axis: Axis
    var band: Int
    var block: Int
    var repetition: Int
  }

  struct Place {
    var block = 0
    var repetition = 0
  }

  /// Windows with less than this share of the energy of the strongest are left out: what is nearly silent may have any
  /// spectrum.
  static let quietWindow = 0.05
  /// Values that differ by less are the same: the first is told.
  private static let same = 1 + 1e-9

  /// Those that no other window exceeds in both share and energy.
  private(set) var windows: [Window] = []
  private var strongest = 0.0
  private let bins: [SpectrumBins.Bin]
  /// Per group of bins and axis: squares of the largest lines, (Hz/m)^2, with where they are, four to each.
  private var largest: [SIMD4<Double>]
  private var places: [Place]

  init(_ bins: SpectrumBins) {
    self.bins = bins.bins
    largest = Array(repeating: SIMD4(), count: bins.groups * 3)
    places = Array(repeating: Place(), count: bins.groups * 12)
  }

  /// `line` is the square of an amplitude, (Hz/m)^2, of four bins on one axis.
  @inline(__always)
  mutating func note(_ line: SIMD4<Double>, _ position: Int, _ place: Place) {
    if any(line .> largest[position] * Self.same) { replace(line, position, place) }
  }

  private mutating func replace(_ line: SIMD4<Double>, _ position: Int, _ place: Place) {
    for lane in 0..<4 where line[lane] > largest[position][lane] * Self.same {
      largest[position][lane] = line[lane]
      places[position * 4 + lane] = place
    }
  }

  /// False for windows that `keep` leaves out whatever their share.
  func isLoud(_ energy: Double) -> Bool { energy >= Self.quietWindow * strongest }

  mutating func keep(share: Double, energy: Double, _ place: Place) {
    guard isLoud(energy) else { return }
    strongest = max(strongest, energy)
    // A thousandth of the energy is no difference, so that only a few are ever kept.
    if windows.contains(where: { $0.energy >= energy * 0.999 && $0.share * Self.same >= share }) { return }
    windows.removeAll { $0.energy <= energy && $0.share <= share }
    windows.append(Window(share: share, energy: energy, block: place.block, repetition: place.repetition))
  }

  /// Of each frequency and axis, the largest amplitude where a band limits it there, Hz/m.
  var amplitudes: (hertz: [Double], ofAxes: [[Double]]) {
    let axes = Axis.allCases.map { axis in
      bins.indices.map { largest[$0 / 4 * 3 + axis.rawValue][$0 % 4].squareRoot() }
    }
    return (bins.map(\.hertz), axes)
  }

  /// The largest of each band that has a limit.
  func lines(ofBands count: Int) -> [Line?] {
    var lines = [Line?](repeating: nil, count: count)
    for (index, bin) in bins.enumerated() {
      for axis in Axis.allCases {
        guard let band = bin.limitingBand[axis.rawValue] else { continue }
        let position = index / 4 * 3 + axis.rawValue
        let amplitude = largest[position][index % 4].squareRoot()
        guard amplitude > lines[band]?.amplitude ?? 0 else { continue }
        let place = places[position * 4 + index % 4]
        lines[band] = Line(
          hertz: bin.hertz, amplitude: amplitude, axis: axis, band: band, block: place.block,
          repetition: place.repetition)
      }
    }
    return lines
  }
}
