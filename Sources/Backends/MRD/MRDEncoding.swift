/// The `encoding` of an ISMRMRD header: matrix, field of view, limits of the counters, trajectory.
import SequenceIR

struct MRDEncoding {
  private(set) var encoded: MRDSpace
  private(set) var reconstructed: MRDSpace
  private var trajectory: String
  private var limits: [MRDLimit]
  private var acceleration: MRDAcceleration?
  private var echoTrainLength: Int?
  private(set) var echoSpacingMilliseconds: Double?
  /// Of Cartesian lines; nil where others are acquired.
  private(set) var echoTimes: [Time]?

  init(_ input: TargetInput, _ lines: [AcquiredLine], _ summary: SequenceSummary) throws(MRDHeader.Refusal) {
    let geometry = MRDGeometry(input)
    let imaging = lines.filter { $0.isImaging && $0.isEncoded }
    var centres: [Label: Int] = [:]
    if imaging.isEmpty {
      trajectory = "other"
      (encoded, reconstructed) = try geometry.spectroscopic(lines.filter(\.isImaging))
    } else if let frame = MRDFrame(imaging) {
      let trains = MRDEchoTrains(imaging, frame)
      trajectory = trains.isEchoPlanar ? "epi" : "cartesian"
      echoTrainLength = trains.length
      if trains.isEchoPlanar { echoSpacingMilliseconds = trains.spacing.map { $0.seconds * 1e3 } }
      (encoded, reconstructed) = try geometry.cartesian(imaging, frame)
      acceleration = MRDAcceleration(imaging, frame)
      centres = frame.centres(imaging)
      echoTimes = frame.echoTimes(imaging)
    } else {
      trajectory = MRDSpokes.trajectory(imaging)
      (encoded, reconstructed) = try geometry.nonCartesian(imaging, summary.echoes)
    }
    limits = try MRDLimit.all(summary.labels, centres: centres)
    // Samples along a curve are no steps of the encoded matrix.
    if trajectory != "other", trajectory != "spiral", let readout = MRDLimit.readout(imaging) {
      limits.insert(readout, at: 0)
    }
  }

  var element: XMLElement {
    var parts = [
      encoded.element(named: "encodedSpace"), reconstructed.element(named: "reconSpace"),
      XMLElement("encodingLimits", limits.map(\.element)), XMLElement("trajectory", text: trajectory),
    ]
    if let acceleration { parts.append(acceleration.element) }
    if let echoTrainLength { parts.append(XMLElement("echoTrainLength", text: String(echoTrainLength))) }
    return XMLElement("encoding", parts)
  }
}

/// Matrix and field of view along readout, phase and partition.
struct MRDSpace: Hashable {
  var matrix: [Int]
  var millimetres: [Double]

  func element(named name: String) -> XMLElement {
    let axes = ["x", "y", "z"]
    return XMLElement(
      name,
      [
        XMLElement("matrixSize", zip(axes, matrix).map { XMLElement($0, text: String($1)) }),
        XMLElement(
          "fieldOfView_mm",
          zip(axes, millimetres).map { XMLElement($0, text: DecimalText.rounded($1, decimals: 4)) }),
      ])
  }
}

/// The range of one counter, 16 bits.
struct MRDLimit: Hashable {
  var name: String
  var minimum: Int
  var maximum: Int
  var centre: Int

  var element: XMLElement {
    let values = [("minimum", minimum), ("maximum", maximum), ("center", centre)]
    return XMLElement(name, values.map { XMLElement($0, text: String($1)) })
  }

  private static let counters: [(label: Label, name: String)] = [
    (.line, "kspace_encoding_step_1"), (.partition, "kspace_encoding_step_2"), (.average, "average"),
    (.slice, "slice"), (.echo, "contrast"), (.phase, "phase"), (.repetition, "repetition"), (.set, "set"),
    (.segment, "segment"),
  ]

  /// Of the counters that the sequence sets, in the order of the schema.
  static func all(
    _ ranges: [LabelRange], centres: [Label: Int]
  ) throws(MRDHeader.Refusal) -> [MRDLimit] {
    var result: [MRDLimit] = []
    for (label, name) in counters {
      guard let values = ranges.first(where: { $0.label == label })?.values else { continue }
      guard values.lowerBound >= 0, values.upperBound <= 65_535 else {
        throw MRDHeader.Refusal(
          diagnostic: Diagnostic(
            .error, .targetValueOutOfRange,
            "label \(label.rawValue) goes from \(values.lowerBound) to \(values.upperBound), and an ISMRMRD header "
              + "holds 0 to 65535", help: "count \(label.rawValue) from 0"))
      }
      let centre = min(max(centres[label] ?? values.lowerBound, values.lowerBound), values.upperBound)
      result.append(
        MRDLimit(name: name, minimum: values.lowerBound, maximum: values.upperBound, centre: centre))
    }
    return result
  }

  /// Samples of a line, the centre being the one where k is zero; nil without encoded lines.
  static func readout(_ lines: [AcquiredLine]) -> MRDLimit? {
    guard let line = lines.max(by: { $0.samples < $1.samples }), line.samples <= 65_536 else { return nil }
    let span = line.last - line.first
    guard span.squaredNorm > 0, line.samples > 1 else { return nil }
    let along = -(line.first.x * span.x + line.first.y * span.y + line.first.z * span.z) / span.squaredNorm
    // Where k is zero between two samples, the later one is the centre, as after a Fourier transform.
    let sample = (along * Double(line.samples - 1) + 0.501).rounded(.down)
    let last = line.samples - 1
    return MRDLimit(
      name: "kspace_encoding_step_0", minimum: 0, maximum: last,
      centre: Int(min(max(sample, 0), Double(last))))
  }
}
