import SequenceIR

/// Gives sampled gradients the first and last values that files before 1.5 do not store, block after block.
///
/// A gradient continues where the one before it on the same axis ended, if that one reached the end of its block;
/// otherwise it starts at zero. From there the samples, taken at raster centres, give the edges between them by
/// e(0) = first, e(k) = 2 w(k) - e(k-1), as the reference reader does it; where these edges swing about the samples, the
/// last two samples give the end, as pypulseq has it always. The same event can therefore have other ends in another
/// block, and becomes another event of the library.
struct GradientEndWalk {
  private let raster: Time
  private var previousLast = [0.0, 0.0, 0.0]
  private var known: [Key: Restored] = [:]

  private struct Key: Hashable {
    let number: Int
    let first: Double
  }

  private struct Restored {
    let id: GradientID
    let last: Double
    let end: Time
  }

  init(raster: Time) { self.raster = raster }

  /// The id of `event` in `library` as it is played here; `number` is any number that tells events apart. Call it for
  /// every block and axis in playing order; `event` is nil where the axis has none.
  mutating func restore(
    _ event: GradientEvent?, number: Int, axis: Axis, blockDuration: Time, library: inout EventLibrary,
    facts: inout ShapeFactTable
  ) -> GradientID {
    guard let event else {
      previousLast[axis.rawValue] = 0
      return .none
    }
    let first = event.delay > .zero ? 0 : previousLast[axis.rawValue]
    let key = Key(number: number, first: first)
    let restored: Restored
    if let found = known[key] {
      restored = found
    } else {
      restored = add(event, first: first, to: &library, facts: &facts)
      known[key] = restored
    }
    previousLast[axis.rawValue] = restored.end < blockDuration ? 0 : restored.last
    return restored.id
  }

  private func add(
    _ event: GradientEvent, first: Double, to library: inout EventLibrary, facts: inout ShapeFactTable
  ) -> Restored {
    guard case .arbitrary(var gradient) = event else {
      let id = library.add(event)
      return Restored(id: id, last: 0, end: library.end(of: id, gradientRaster: raster))
    }
    let shape = facts.facts(of: gradient.shape, in: library)
    let amplitude = gradient.amplitudeHertzPerMetre
    let end: Time
    if case .explicit(let time) = gradient.timing {
      // The first and the last vertex are the ends themselves.
      gradient.firstHertzPerMetre = amplitude * shape.first
      gradient.lastHertzPerMetre = amplitude * shape.last
      let lastVertex = facts.facts(of: time, in: library).last
      end = gradient.delay + (Time(nearestToSeconds: lastVertex * raster.seconds) ?? .zero)
    } else {
      gradient.firstHertzPerMetre = first
      gradient.lastHertzPerMetre =
        amplitude == 0 ? shape.edgeSign * first : amplitude * shape.lastEdge(first: first / amplitude)
      end = gradient.delay + raster * shape.count
    }
    return Restored(id: library.add(.arbitrary(gradient)), last: gradient.lastHertzPerMetre, end: end)
  }
}
