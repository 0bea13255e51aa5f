/// A corner of a piecewise-linear gradient: the time is from the start of the block.
package struct GradientCorner: Hashable, Sendable {
  package var time: Time
  package var hertzPerMetre: Double
  package init(time: Time, hertzPerMetre: Double) {
    self.time = time
    self.hertzPerMetre = hertzPerMetre
  }
}

extension EventLibrary {
  /// The exact corner points of a gradient, in time order; between them it is a straight line, outside it is zero.
  ///
  /// Two corners may share a time (a step), which the checks refuse; straight stretches of a sampled shape become one
  /// line, so a long plateau costs two corners. Sample times between picoseconds are rounded to the nearest.
  package func corners(of id: GradientID, gradientRaster: Time) -> [GradientCorner] {
    switch self[id] {
    case .trapezoid(let trapezoid): Self.corners(of: trapezoid)
    case .arbitrary(let gradient): corners(of: gradient, raster: gradientRaster)
    }
  }

  private static func corners(of trapezoid: Trapezoid) -> [GradientCorner] {
    let amplitude = trapezoid.amplitudeHertzPerMetre
    let top = trapezoid.delay + trapezoid.rise
    var corners = [
      GradientCorner(time: trapezoid.delay, hertzPerMetre: 0),
      GradientCorner(time: top, hertzPerMetre: amplitude),
    ]
    if trapezoid.flat > .zero {
      corners.append(GradientCorner(time: top + trapezoid.flat, hertzPerMetre: amplitude))
    }
    corners.append(GradientCorner(time: trapezoid.delay + trapezoid.duration, hertzPerMetre: 0))
    return corners
  }

  private func corners(of gradient: ArbitraryGradient, raster: Time) -> [GradientCorner] {
    let shape = self[gradient.shape]
    let amplitude = gradient.amplitudeHertzPerMetre
    var corners: [GradientCorner] = []
    switch gradient.timing {
    case .explicit(let timeShape):
      let times = self[timeShape].samples()
      for (time, value) in zip(times, shape.samples()) {
        let offset = Time(nearestToSeconds: time * raster.seconds) ?? .zero
        corners.append(GradientCorner(time: gradient.delay + offset, hertzPerMetre: amplitude * value))
      }
    case .centres, .halfRaster:
      let halfRaster = Time(picoseconds: raster.picoseconds / 2)
      let spacing = gradient.timing == .centres ? raster : halfRaster
      var time = gradient.delay + halfRaster
      corners.append(GradientCorner(time: gradient.delay, hertzPerMetre: gradient.firstHertzPerMetre))
      shape.forEachStraightRun { first, step, count in
        corners.append(GradientCorner(time: time, hertzPerMetre: amplitude * first))
        if count > 1 {
          let lastTime = time + spacing * (count - 1)
          corners.append(
            GradientCorner(time: lastTime, hertzPerMetre: amplitude * (first + step * Double(count - 1))))
        }
        time += spacing * count
      }
      let end = gradient.delay + duration(of: gradient, raster: raster)
      corners.append(GradientCorner(time: end, hertzPerMetre: gradient.lastHertzPerMetre))
    }
    return corners
  }

  /// From the start of the event (delay not included) to its end.
  private func duration(of gradient: ArbitraryGradient, raster: Time) -> Time {
    let count = self[gradient.shape].sampleCount
    switch gradient.timing {
    case .centres: return raster * count
    case .halfRaster: return Time(picoseconds: raster.picoseconds / 2) * (count + 1)
    case .explicit(let timeShape):
      return Time(nearestToSeconds: self[timeShape].last * raster.seconds) ?? .zero
    }
  }

  /// From the start of the block to the end of the event.
  package func end(of id: GradientID, gradientRaster: Time) -> Time {
    end(of: self[id], raster: gradientRaster)
  }

  /// The same for an event that need not be in the library (its shapes must be).
  package func end(of gradient: GradientEvent, raster: Time) -> Time {
    switch gradient {
    case .trapezoid(let trapezoid): trapezoid.delay + trapezoid.duration
    case .arbitrary(let arbitrary): arbitrary.delay + duration(of: arbitrary, raster: raster)
    }
  }
}

extension [GradientCorner] {
  /// The gradient at a time from the start of the block, Hz/m; of two corners at one time, the later counts.
  package func hertzPerMetre(at time: Time) -> Double {
    guard let first, let last, time >= first.time, time <= last.time else { return 0 }
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if self[middle].time <= time { low = middle } else { high = middle }
    }
    let before = self[low]
    guard before.time < time, low + 1 < count else { return before.hertzPerMetre }
    let after = self[low + 1]
    let share = (time - before.time).seconds / (after.time - before.time).seconds
    return before.hertzPerMetre + share * (after.hertzPerMetre - before.hertzPerMetre)
  }
}
