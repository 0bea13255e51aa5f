/// Whether every time of a sequence is on the grids that GE's Pulseq interpreter plays on.
import SequenceIR

/// 4 us for gradients and blocks, 2 us for RF and acquisition; samples of a shape may lie between the points of the grid.
/// Source: the design rules of the pge2 interpreter.
struct GERasters {
  private let sequence: Sequence
  private(set) var diagnostics = Diagnostics()

  private static let four = Time(microseconds: 4)
  private static let two = Time(microseconds: 2)
  private static let one = Time(microseconds: 1)
  /// More would repeat what the first ones say.
  private static let mostProblems = 5

  static func problems(of sequence: Sequence) -> Diagnostics {
    var check = GERasters(sequence: sequence)
    var seen = (rf: Set<RFID>(), gradients: Set<GradientID>(), adc: Set<ADCID>())
    for (index, block) in sequence.blocks.enumerated() where check.diagnostics.errorCount < mostProblems {
      check.demand(block.duration, on: four, "lasts", index)
      for axis in Axis.allCases {
        let id = block.gradient(axis)
        if !id.isNone, seen.gradients.insert(id).inserted { check.gradient(id, index) }
      }
      if !block.rf.isNone, seen.rf.insert(block.rf).inserted {
        check.pulse(sequence.library[block.rf], index)
      }
      if !block.adc.isNone, seen.adc.insert(block.adc).inserted {
        check.acquisition(sequence.library[block.adc], index)
      }
    }
    return check.diagnostics
  }

  private init(sequence: Sequence) { self.sequence = sequence }

  private mutating func gradient(_ id: GradientID, _ index: Int) {
    let event = sequence.library[id]
    let corners = sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient)
    demand(event.delay, on: GERasters.four, "begins a gradient after", index)
    demand(
      sequence.library.end(of: id, gradientRaster: sequence.rasters.gradient), on: GERasters.four,
      "ends a gradient after", index)
    var grid = GERasters.four
    if case .arbitrary(let shape) = event, shape.timing == .centres || shape.timing == .halfRaster {
      grid = GERasters.two
    }
    if let off = corners.first(where: { !$0.time.isMultiple(of: grid) }) {
      demand(off.time, on: grid, "has a gradient's corner at", index)
    }
  }

  private mutating func pulse(_ event: RFEvent, _ index: Int) {
    demand(event.delay, on: GERasters.two, "begins a pulse after", index)
    let raster = sequence.rasters.radiofrequency
    demand(
      sequence.library.duration(of: event, raster: raster), on: GERasters.two, "has a pulse that lasts", index
    )
    let times = sequence.library.sampleTimesSeconds(of: event, raster: raster)
    for seconds in times {
      let time = Time(nearestToSeconds: seconds) ?? .zero
      if !time.isMultiple(of: GERasters.one) {
        return demand(time, on: GERasters.one, "has a sample of a pulse at", index)
      }
    }
  }

  private mutating func acquisition(_ event: ADCEvent, _ index: Int) {
    demand(event.dwell, on: GERasters.two, "acquires with a dwell time of", index)
    demand(event.delay, on: GERasters.two, "begins to acquire after", index)
  }

  private mutating func demand(_ time: Time, on grid: Time, _ what: String, _ index: Int) {
    guard !time.isMultiple(of: grid), diagnostics.errorCount < GERasters.mostProblems else { return }
    let above = time.roundedUp(to: grid)
    diagnostics.error(
      .targetOffRaster, "block \(index + 1) \(what) \(time), and GE plays it on a grid of \(grid)",
      at: sequence.blocks[index].origin,
      help: "make it \(above - grid) or \(above), or build for a GE scanner, such as --scanner ge-premier")
  }
}
