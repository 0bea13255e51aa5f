// What is worked out from the runs of a shape is what its decoded samples say.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct ShapeFactsTests {
  /// Shapes made of plateaus, ramps and noise, so that their runs are short and long, up, down and level.
  static let shapes: [Shape] = {
    var random = SplitMix(seed: 4)
    return (0..<200).map { _ in
      var samples: [Double] = []
      var value = Double(random.below(2_001) - 1_000) / 1_000
      for _ in 0...random.below(8) {
        let step = Double(random.below(5) - 2) / 100
        for _ in 0...random.below(9) {
          value = max(-1, min(1, value + step))
          samples.append(value)
        }
      }
      return Shape(quantizing: samples)
    }
  }()

  @Test func bothFormsOfStorageOccur() {
    let compressed = Self.shapes.count { $0.isCompressed }
    #expect(compressed > 20)
    #expect(compressed < 195)
  }

  @Test(arguments: shapes) func factsAreThoseOfTheSamples(shape: Shape) throws {
    let samples = shape.samples()
    let facts = ShapeFacts(shape)
    let peak = samples.map(abs).max() ?? 0
    #expect(close(facts.first, samples[0], relative: 1e-12, floor: 1e-12))
    #expect(close(facts.last, samples[samples.count - 1], relative: 1e-12, floor: 1e-12))
    #expect(close(facts.peak, peak, relative: 1e-12, floor: 1e-12))
    #expect(close(facts.lowest, samples.min() ?? 0, relative: 1e-12, floor: 1e-12))
    #expect(facts.ascends == zip(samples, samples.dropFirst()).allSatisfy { $0 <= $1 })
    let near = samples.indices.filter { abs(samples[$0]) >= 0.99999 * peak }
    #expect(facts.peakExtent == (near.first ?? 0)...(near.last ?? 0))
    for index in samples.indices {
      let sample = try #require(shape.sample(at: index))
      #expect(close(sample, samples[index], relative: 1e-12, floor: 1e-12))
    }
    #expect(shape.sample(at: samples.count) == nil)
    #expect(shape.sample(at: -1) == nil)
  }

  /// Sample by sample, as the reference reader does it: e = 2 w - e.
  @Test(arguments: shapes, [0, 0.75]) func lastEdgeIsThatOfTheRecursion(shape: Shape, first: Double) {
    var edge = first
    for sample in shape.samples() { edge = 2 * sample - edge }
    let facts = ShapeFacts(shape)
    #expect(close(facts.edgeSign * first + facts.edgeSum, edge, relative: 1e-9, floor: 1e-9))
  }

  /// cos(0.1 (k + 1/2)), k = 0 to 11, which begins at 1 and ends at 0.3624. With that beginning the sum ends within 0.001
  /// of it; with another it is off by as much as that is, and the edges swing about the samples.
  @Test func aSumThatSwingsAboutTheSamplesIsNotBelieved() {
    let samples = [
      0.9987503, 0.9887711, 0.9689124, 0.9393727, 0.9004471, 0.8525245, 0.7960838, 0.7316889, 0.6599831,
      0.5816831, 0.497571, 0.4084874,
    ]
    let facts = ShapeFacts(Shape(quantizing: samples))
    #expect(close(facts.lastEdge(first: 1), 0.36156, relative: 1e-5))
    #expect(close(facts.edgeSum, -0.63844, relative: 1e-5))
    #expect(close(facts.lastEdge(first: 0), 0.3639456, relative: 1e-5), "1.5 w(12) - 0.5 w(11)")
    // A waveform that starts at its full value and ends in zeros.
    let ends = ShapeFacts(Shape(quantizing: samples + [0, 0, 0]))
    #expect(close(ends.edgeSum, 0.63844, relative: 1e-5))
    #expect(ends.lastEdge(first: 0) == 0)
  }

  /// Edges 0, 0.2, 0.4, ..., 1, 1, 0.5, 0 joined by straight lines: corners are no swing. A train of triangles between 0
  /// and 1, whose samples are all 1/2, swings, and has come back to zero.
  @Test func cornersAreNoSwing() {
    let edges = [0, 0.2, 0.4, 0.6, 0.8, 1, 1, 0.5, 0.1]
    let facts = ShapeFacts(Shape(quantizing: zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 }))
    #expect(close(facts.lastEdge(first: 0), 0.1, relative: 1e-6))
    let triangles = ShapeFacts(Shape(quantizing: [Double](repeating: 0.5, count: 12)))
    #expect(abs(triangles.lastEdge(first: 0)) < 1e-6)
    #expect(close(triangles.lastEdge(first: 1), 0.5, relative: 1e-6), "a constant that nothing leads to")
  }

  @Test func startOfAGradientIsTheEndOfTheOneBeforeItInTheBlock() {
    var library = EventLibrary()
    var facts = ShapeFactTable()
    var walk = GradientEndWalk(raster: Time(microseconds: 10))
    let shape = library.add(Shape(quantizing: [0.125, 0.375, 0.625, 0.875]))
    let level = library.add(Shape(quantizing: [1, 1, 1, 1]))
    func play(_ shape: ShapeID?, delay: Int64 = 0, block: Int64 = 40) -> (Double, Double)? {
      let event = shape.map {
        GradientEvent.arbitrary(
          ArbitraryGradient(
            amplitudeHertzPerMetre: 100, firstHertzPerMetre: 0, lastHertzPerMetre: 0, shape: $0,
            timing: .centres, delay: Time(microseconds: delay)))
      }
      let number = Int(shape?.number ?? 0) * 100 + Int(delay)
      let id = walk.restore(
        event, number: number, axis: .x, blockDuration: Time(microseconds: block), library: &library,
        facts: &facts)
      if id.isNone { return nil }
      guard case .arbitrary(let gradient) = library[id] else { return nil }
      return (gradient.firstHertzPerMetre, gradient.lastHertzPerMetre)
    }
    #expect(play(shape) ?? (-1, -1) == (0, 100))
    #expect(play(level) ?? (-1, -1) == (100, 100), "it goes on where the ramp ended")
    #expect(play(level, delay: 10, block: 50) ?? (-1, -1) == (0, 0), "a delay lets it start from zero")
    #expect(play(shape, block: 100) ?? (-1, -1) == (0, 100))
    #expect(play(level) ?? (-1, -1) == (0, 0), "the ramp ended before its block, so there is a gap")
    #expect(play(shape) ?? (-1, -1) == (0, 100))
    #expect(play(nil) == nil)
    #expect(play(level) ?? (-1, -1) == (0, 0), "a block without a gradient lets it start from zero")
  }
}
