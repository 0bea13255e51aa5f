/// Matrices and fields of view from the k-space that a sequence reaches and from what its definitions say.
import SequenceIR

struct MRDGeometry {
  /// What `FOV` says along x, y, z, m; nil without it.
  private let fieldOfView: [Double]?
  private let voxel: [Double]?
  private let sliceThickness: Double?
  private let sliceCount: Int

  init(_ input: TargetInput) {
    let numbers = { (key: String) -> [Double]? in
      let values = input.sequence.numbers(ofDefinition: key)
      return values.flatMap { $0.allSatisfy { $0 > 1e-6 && $0 < 1e3 } ? $0 : nil }
    }
    fieldOfView = numbers("FOV").flatMap { $0.count == 3 ? $0 : nil }
    voxel = input.voxelMetres
    sliceThickness = input.sliceThicknessMetres ?? numbers("SliceThickness")?.first
    let slices = LabelRange.of(.slice, in: input.sequence)
    sliceCount = slices.map { $0.upperBound - $0.lowerBound + 1 } ?? 1
  }

  /// No gradient while data are acquired: the matrix is that of the phase encoding, which a voxel has none of.
  func spectroscopic(_ lines: [AcquiredLine]) throws(MRDHeader.Refusal) -> (MRDSpace, MRDSpace) {
    guard let size = voxel ?? fieldOfView else {
      throw MRDHeader.missing(
        "a size, and nothing says what volume the spectra come from",
        help: "declare it in the design: `voxel 20 mm, 20 mm, 20 mm`, or `fov` where no slice is selected")
    }
    let counts = Set(lines.flatMap { [$0.line, $0.partition] }).count
    let isStepped = counts > 1
    var encoded = MRDSpace(matrix: [1, 1, 1], millimetres: size.map { $0 * 1e3 })
    guard isStepped, let fieldOfView else { return (encoded, encoded) }
    var reconstructed = MRDSpace(matrix: [1, 1, 1], millimetres: fieldOfView.map { $0 * 1e3 })
    let scale = lines.map(\.middle.norm).max() ?? 0
    for axis in Axis.allCases {
      let positions = MRDFrame.distinct(lines.map { $0.middle[axis] }, scale: scale)
      guard let steps = Steps(positions) else { continue }
      set(axis.rawValue, steps, fieldOfView[axis.rawValue], &encoded, &reconstructed)
    }
    return (encoded, reconstructed)
  }

  func cartesian(
    _ lines: [AcquiredLine], _ frame: MRDFrame
  ) throws(MRDHeader.Refusal) -> (MRDSpace, MRDSpace) {
    var encoded = MRDSpace(matrix: [1, 1, 1], millimetres: [0, 0, 0])
    var reconstructed = encoded
    let wanted = { (axis: Int) in frame.physical.flatMap { fieldOfView?[$0[axis].rawValue] } }
    guard let longest = lines.max(by: { $0.samples < $1.samples }),
      let readout = Steps(count: longest.samples, span: (longest.last - longest.first).norm)
    else {
      throw MRDHeader.missing("a line of k-space", help: "acquire at least two samples under a gradient")
    }
    set(0, readout, wanted(0), &encoded, &reconstructed)
    for axis in 1...2 {
      let positions = frame.positions(axis, of: lines)
      if var steps = Steps(positions) {
        if MRDAcceleration.factor(positions) > 1 { steps.cover(positions) }
        set(axis, steps, wanted(axis), &encoded, &reconstructed)
      } else {
        let metres = try unencoded(wanted(axis), isSliceDirection: axis == 2)
        (encoded.millimetres[axis], reconstructed.millimetres[axis]) = (metres * 1e3, metres * 1e3)
      }
    }
    return try (fitting(encoded), fitting(reconstructed))
  }

  /// Anything else: the field of view must be told, the matrix is how often the resolution fits into it. Straight lines
  /// through the centre are encoded as they are sampled, oversampling included.
  func nonCartesian(
    _ lines: [AcquiredLine], _ echoes: EchoSummary
  ) throws(MRDHeader.Refusal) -> (MRDSpace, MRDSpace) {
    guard let fieldOfView else {
      throw MRDHeader.missing(
        "a field of view, which lines that are not parallel do not tell",
        help: "declare it in the design: `fov 220 mm, 220 mm, 5 mm`")
    }
    var space = MRDSpace(matrix: [1, 1, 1], millimetres: fieldOfView.map { $0 * 1e3 })
    for axis in Axis.allCases {
      if let resolution = echoes.resolutionMetres(axis) {
        space.matrix[axis.rawValue] = Self.count(fieldOfView[axis.rawValue] / resolution)
      } else if let sliceThickness {
        space.millimetres[axis.rawValue] = sliceThickness * 1e3
      }
    }
    var encoded = space
    if MRDSpokes.areRadial(lines), let longest = lines.max(by: { $0.samples < $1.samples }),
      let readout = Steps(count: longest.samples, span: (longest.last - longest.first).norm)
    {
      // Spokes from the centre outwards reach half of what they cover.
      let isHalf = longest.first.norm < 0.25 * longest.last.norm
      let diameter = readout.perMetre * Double(readout.count) * (isHalf ? 2 : 1)
      for axis in Axis.allCases {
        guard let resolution = echoes.resolutionMetres(axis), abs(resolution * diameter - 1) < 0.1 else {
          continue
        }
        space.matrix[axis.rawValue] = Self.count(fieldOfView[axis.rawValue] * diameter)
        encoded.matrix[axis.rawValue] = space.matrix[axis.rawValue]
      }
      var unused = space
      set(0, readout, space.millimetres[0] / 1e3, &encoded, &unused)
    }
    return try (fitting(encoded), fitting(space))
  }

  /// Equal steps through k-space.
  struct Steps {
    var count: Int
    var perMetre: Double

    init?(count: Int, span: Double) {
      guard count > 1, span > 0 else { return nil }
      self.count = count
      perMetre = span / Double(count - 1)
    }

    /// The smallest distance is the step; lines may be missing between the outermost ones. nil for a single position.
    init?(_ positions: [Double]) {
      let gaps = zip(positions.dropFirst(), positions).map { $0 - $1 }
      guard let first = positions.first, let last = positions.last, let least = gaps.min() else { return nil }
      let count = ((last - first) / least).rounded()
      guard count < 1e6 else { return nil }
      // From all steps together, as the smallest one has the largest error.
      perMetre = (last - first) / count
      self.count = Int(count) + 1
    }

    /// The matrix that the lines are a part of: as far on one side of the centre as on the other.
    mutating func cover(_ positions: [Double]) {
      let before = Int(max(0, -(positions.first ?? 0) / perMetre).rounded())
      let behind = Int(max(0, (positions.last ?? 0) / perMetre).rounded())
      count = max(count, 2 * max(before, behind + (behind < before ? 1 : 0)))
    }
  }

  /// The field of view of the steps, as a multiple of the wanted one where it is that.
  private func set(
    _ axis: Int, _ steps: Steps, _ wanted: Double?, _ encoded: inout MRDSpace, _ reconstructed: inout MRDSpace
  ) {
    var metres = 1 / steps.perMetre
    let target = wanted ?? metres
    let factor = (metres / target).rounded()
    if factor >= 1, abs(metres / target - factor) < 1e-4 * factor { metres = factor * target }
    encoded.matrix[axis] = steps.count
    encoded.millimetres[axis] = metres * 1e3
    reconstructed.matrix[axis] = Self.count(Double(steps.count) * target / metres)
    reconstructed.millimetres[axis] = target * 1e3
  }

  /// The nearest count, at least one; what is beyond 16 bits is refused later.
  private static func count(_ value: Double) -> Int { Int(min(max(value.rounded(), 1), 1e9)) }

  /// How thick the excited slice is, where nothing encodes across it.
  private func unencoded(_ wanted: Double?, isSliceDirection: Bool) throws(MRDHeader.Refusal) -> Double {
    if let sliceThickness { return sliceThickness }
    if sliceCount == 1, let wanted { return wanted }
    throw MRDHeader.missing(
      "the thickness of a slice, and nothing says it",
      help: "give it in metres: `define SliceThickness = 0.005` in a design, SliceThickness in [DEFINITIONS]")
  }

  private func fitting(_ space: MRDSpace) throws(MRDHeader.Refusal) -> MRDSpace {
    guard let largest = space.matrix.max(), largest <= 65_535 else {
      throw MRDHeader.Refusal(
        diagnostic: Diagnostic(
          .error, .targetValueOutOfRange,
          "the matrix is \(space.matrix.map(String.init).joined(separator: " x ")), and an ISMRMRD header holds up to "
            + "65535 a side", help: "acquire shorter lines"))
    }
    return space
  }
}
