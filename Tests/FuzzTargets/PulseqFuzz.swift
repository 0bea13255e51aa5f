// Pulseq files: read, shown, checked, written again.
import Backends
import SequenceIR

enum PulseqFuzz {
  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    var sources = FuzzTarget.scanner.sources
    let (file, diagnostics) = PulseqReader.read(sources.add(name: "file.seq", bytes: bytes))
    if let complaint = FuzzTarget.complaint(about: diagnostics, sources) { return complaint }
    if diagnostics.hasErrors != (file == nil) {
      return "a file without errors is read, and one with errors not"
    }
    guard let file else { return nil }
    if SequenceDump.text(of: file.sequence).isEmpty { return "a sequence that shows nothing" }
    let findings = CheckRunner.run(file.sequence, profile: FuzzTarget.scanner.profile, file: file.facts)
    if FindingText.table(findings).isEmpty { return "checks that say nothing" }
    return complaint(aboutWriting: file.sequence)
  }

  /// What is written is read back equal; what cannot be written is said.
  static func complaint(aboutWriting sequence: Sequence) -> String? {
    let output = PulseqWriter.write(sequence)
    if output.bytes.isEmpty != output.diagnostics.hasErrors {
      return "a file is written where there is no error, and none where there is one"
    }
    if output.bytes.isEmpty { return nil }
    var sources = SourceMap()
    let (again, mistakes) = PulseqReader.read(sources.add(name: "written.seq", bytes: output.bytes))
    guard let again else { return "what was written cannot be read: \(mistakes.items.map(\.message))" }
    let differences = SequenceComparison.differences(output.written, again.sequence)
    return differences.isEmpty ? nil : "what was read back differs: \(differences.prefix(3))"
  }
}

extension PulseqFuzz {
  /// A file of one gradient whose shape has `count` samples, written as `numbers`.
  static func gradient(of count: Int, _ numbers: [String]) -> String {
    """
    [VERSION]
    major 1
    minor 4
    revision 0
    [DEFINITIONS]
    AdcRasterTime 1e-07
    BlockDurationRaster 1e-05
    GradientRasterTime 1e-05
    RadiofrequencyRasterTime 1e-06
    [BLOCKS]
    1 \(count + 10) 0 1 0 0 0 0
    [GRADIENTS]
    1 1000 1 0 0
    [SHAPES]

    shape_id 1
    num_samples \(count)
    \(numbers.joined(separator: "\n"))

    """
  }
}

/// One shape in a file around it: the first byte says how many samples, the others are its numbers.
enum ShapeFuzz {
  private static let numbers = [
    "0", "1", "-1", "0.5", "-0.5", "0.1", "0.1000000000001", "1e-7", "2", "3", "97", "98", "1e9", "1e8",
    "1e12", "-0",
    "1e-400", "99999999", "0.25", "-0.25", "1e-10", "1e-11", "4.9e-324", "nan", "1e308", "0.3333333",
  ]
  private static let counts = [1, 2, 3, 4, 5, 10, 100, 99_999_999, 100_000_000, 1_000]

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    guard let first = bytes.first else { return nil }
    let count = counts[Int(first) % counts.count]
    let samples = bytes.dropFirst().map { numbers[Int($0) % numbers.count] }
    let text = PulseqFuzz.gradient(of: count, samples)
    var sources = SourceMap()
    let source = sources.add(name: "shape.seq", bytes: Array(text.utf8))
    guard let shape = PulseqReader.read(source).file?.sequence.library.shapes.first else { return nil }
    if shape.sampleCount != count { return "a shape has the samples it announces" }
    return facts(shape) ?? (count <= 1_000 ? decoded(shape) : nil)
  }

  /// What the runs say without decoding.
  private static func facts(_ shape: Shape) -> String? {
    var total = 0
    shape.forEachRun { _, count in total += count }
    if total != shape.sampleCount { return "the runs add up to the samples" }
    var straight = 0
    shape.forEachStraightRun { _, _, count in straight += count }
    if straight != shape.sampleCount { return "the straight runs add up to the samples" }
    if !shape.peak.isFinite || !shape.last.isFinite { return "peak and end are finite" }
    if let extent = shape.extent(ofMagnitudeAtLeast: 0.5), extent.upperBound >= shape.sampleCount {
      return "an extent lies within the shape"
    }
    return nil
  }

  /// The same from the samples themselves.
  private static func decoded(_ shape: Shape) -> String? {
    let samples = shape.samples()
    if samples.count != shape.sampleCount { return "as many samples as announced" }
    let scale = max(1, samples.map { abs($0) }.max() ?? 1)
    for (index, sample) in samples.enumerated() {
      guard let found = shape.sample(at: index), abs(found - sample) <= 1e-9 * scale else {
        return "sample \(index) is the same from the runs"
      }
    }
    let peak = samples.map { abs($0) }.max() ?? 0
    return abs(peak - shape.peak) <= 1e-9 * scale ? nil : "the peak is that of the samples"
  }
}
