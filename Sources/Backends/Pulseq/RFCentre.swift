import SequenceIR

/// The centre of an RF pulse as readers work it out for files before 1.5, which do not store it.
enum RFCentre {
  /// The midpoint of the first and the last sample whose magnitude reaches 0.99999 of the largest.
  static func recomputed(
    of event: RFEvent, in library: EventLibrary, facts: inout ShapeFactTable, raster: Time
  ) -> Time {
    guard let extent = facts.facts(of: event.magnitude, in: library).peakExtent else { return .zero }
    if event.time.isNone {
      // Sample k sits at (k + 1/2) rasters, so the midpoint is half of (first + last + 1) rasters.
      return Time(picoseconds: raster.picoseconds * Int64(extent.lowerBound + extent.upperBound + 1) / 2)
    }
    let times = library[event.time]
    let sum = (times.sample(at: extent.lowerBound) ?? 0) + (times.sample(at: extent.upperBound) ?? 0)
    return Time(nearestToSeconds: sum / 2 * raster.seconds) ?? .zero
  }
}
