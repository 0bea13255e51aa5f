import SequenceIR

/// What a console shows of a protocol, worked out from the sequence that was emitted; nil where nothing says.
package struct ConsoleFacts: Sendable {
  package var name: String
  /// False: data are acquired without gradients, as in spectroscopy.
  package var isImaging: Bool
  package var seconds: Double?
  /// Readout, phase, partition (or slice).
  package var matrix: [Int]?
  package var fieldOfViewMillimetres: [Double]?
  /// Sides of a spectroscopic voxel, x, y, z.
  package var voxelMillimetres: [Double]?
  package var sliceThicknessMillimetres: Double?
  package var repetitionTimeMilliseconds: Double?
  package var echoTimesMilliseconds: [Double]
  package var inversionTimeMilliseconds: Double?
  package var flipAngleDegrees: Double?
  /// Different values of the counters while data are acquired.
  package var slices: Int?
  package var averages: Int?
  /// nil: acquisitions differ.
  package var samples: Int?
  package var dwell: Time?
  package var acquisitions: Int
  package var nucleus: Nucleus
  package var transmitterHertz: Double?

  package init(_ input: TargetInput) {
    let summary = SequenceSummary(of: input.sequence)
    let lines = AcquiredLines.all(of: input.sequence)
    // Where no volume is known there is no encoding either; times and angles do not depend on it.
    let encoding = try? MRDEncoding(input, lines, summary)
    isImaging = lines.contains { $0.isImaging && $0.isEncoded }
    name = input.sequence.name
    seconds = input.sequence.duration?.seconds
    nucleus = input.nucleus
    transmitterHertz = input.profile?[.fieldStrength].map { $0.value * input.nucleus.hertzPerTesla }
    acquisitions = summary.acquisition.count
    samples = Self.single(summary.acquisition.sampleCounts)
    dwell = Self.single(summary.acquisition.dwells)
    matrix = isImaging ? encoding?.encoded.matrix : nil
    fieldOfViewMillimetres = isImaging ? encoding?.reconstructed.millimetres : nil
    voxelMillimetres = isImaging ? nil : input.voxelMetres.map { $0.map { $0 * 1e3 } }
    sliceThicknessMillimetres = input.sliceThicknessMetres.map { $0 * 1e3 }
    slices = Self.count(.slice, summary)
    averages = Self.count(.average, summary)
    let parameters = MRDSequenceParameters(input.sequence, summary, encoding)
    let times = { (name: String) in parameters.times.first { $0.name == name }?.milliseconds ?? [] }
    repetitionTimeMilliseconds = times("TR").first
    echoTimesMilliseconds = times("TE")
    inversionTimeMilliseconds = times("TI").first
    flipAngleDegrees = parameters.flipAngles.first
  }

  private static func single<Value: Comparable>(_ range: ClosedRange<Value>?) -> Value? {
    range.flatMap { $0.lowerBound == $0.upperBound ? $0.lowerBound : nil }
  }

  private static func count(_ label: Label, _ summary: SequenceSummary) -> Int? {
    summary.labels.first { $0.label == label }?.values.map { $0.count }
  }

  /// Hz; of an image, what one point of the readout is wide.
  package var bandwidthHertz: Double? { dwell.map { 1 / $0.seconds } }
  package var bandwidthPerPixelHertz: Double? {
    guard isImaging, let bandwidthHertz, let samples, samples > 0 else { return nil }
    return bandwidthHertz / Double(samples)
  }
}
