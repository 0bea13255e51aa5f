import SequenceIR

/// The names, units and order of one vendor's console.
package struct ConsoleDialect: Sendable {
  package let vendor: ScannerProfile.Vendor?
  /// Of the software whose labels these are.
  package let console: String
  let cards: Cards
  let labels: Labels
  /// Fields of view are given in cm.
  let usesCentimetres: Bool
  /// Bandwidth of a whole readout as plus and minus so many kHz; else Hz a pixel.
  let usesHalfBandwidth: Bool

  struct Cards: Sendable {
    var routine: String
    var contrast: String
    var resolution: String
    var sequence: String
    var system: String
  }

  struct Labels: Sendable {
    var repetitionTime = "TR"
    var echoTime = "TE"
    var inversionTime = "TI"
    var flipAngle: String
    var averages: String
    var slices: String
    var sliceThickness: String
    var fieldOfViewRead: String
    var fieldOfViewPhase: String
    var matrixRead: String
    var matrixPhase: String
    var bandwidth: String
    var voxel: [String]
    var samples: String
    var spectralBandwidth: String
    var nucleus: String
    /// `1H` in it stands for the nucleus.
    var frequency: String
    var duration: String
  }

  /// The dialect of a vendor; vendors without one of their own get plain words.
  package static func of(_ vendor: ScannerProfile.Vendor?) -> ConsoleDialect {
    all.first { $0.vendor == vendor } ?? generic
  }

  package static let all = [siemens, ge, philips, unitedImaging, generic]

  /// syngo MR. Labels and cards of images as a public printed protocol of D11 has them; those of a voxel, `Vector size` and
  /// `TA` are what people at such consoles call them, without a printed source.
  static let siemens = ConsoleDialect(
    vendor: .siemens, console: "syngo MR",
    cards: Cards(
      routine: "Routine", contrast: "Contrast", resolution: "Resolution", sequence: "Sequence",
      system: "System"),
    labels: Labels(
      flipAngle: "Flip angle", averages: "Averages", slices: "Slices", sliceThickness: "Slice thickness",
      fieldOfViewRead: "FoV read", fieldOfViewPhase: "FoV phase", matrixRead: "Base resolution",
      matrixPhase: "Phase resolution", bandwidth: "Bandwidth",
      voxel: ["VoI R >> L", "VoI A >> P", "VoI F >> H"],
      samples: "Vector size", spectralBandwidth: "Bandwidth", nucleus: "TX Nucleus",
      frequency: "Frequency 1H",
      duration: "TA"),
    usesCentimetres: false, usesHalfBandwidth: false)

  /// Names of GE's protocol text (`FOV`, `NEX`, ...) in the spelling of its console; no console or manual was compared.
  static let ge = ConsoleDialect(
    vendor: .ge, console: "Signa",
    cards: Cards(
      routine: "Scan Timing", contrast: "Scan Timing", resolution: "Scan Range", sequence: "Acq Timing",
      system: "Advanced"),
    labels: Labels(
      flipAngle: "Flip Angle", averages: "NEX", slices: "# Slices", sliceThickness: "Slice Thickness",
      fieldOfViewRead: "FOV", fieldOfViewPhase: "Phase FOV", matrixRead: "Frequency", matrixPhase: "Phase",
      bandwidth: "Receiver Bandwidth", voxel: ["Voxel R/L", "Voxel A/P", "Voxel S/I"], samples: "Points",
      spectralBandwidth: "Spectral Width", nucleus: "Nucleus", frequency: "Center Frequency",
      duration: "Scan Time"),
    usesCentimetres: true, usesHalfBandwidth: true)

  /// After the parameters that public ExamCards name; no console or manual was compared.
  static let philips = ConsoleDialect(
    vendor: .philips, console: "Ingenia / Elition",
    cards: Cards(
      routine: "geometry", contrast: "contrast", resolution: "geometry", sequence: "contrast",
      system: "initial"),
    labels: Labels(
      flipAngle: "Flip angle", averages: "NSA", slices: "slices", sliceThickness: "slice thickness",
      fieldOfViewRead: "FOV", fieldOfViewPhase: "FOV phase", matrixRead: "matrix M", matrixPhase: "matrix P",
      bandwidth: "BW in pixel", voxel: ["VOI RL", "VOI AP", "VOI FH"], samples: "samples",
      spectralBandwidth: "spectral BW", nucleus: "nucleus", frequency: "frequency", duration: "scan time"),
    usesCentimetres: false, usesHalfBandwidth: false)

  /// Nothing public was found: plain words.
  static let unitedImaging = ConsoleDialect(
    vendor: .uih, console: "uMR",
    cards: Cards(
      routine: "Basic", contrast: "Contrast", resolution: "Geometry", sequence: "Sequence", system: "System"),
    labels: generic.labels, usesCentimetres: false, usesHalfBandwidth: false)

  static let generic = ConsoleDialect(
    vendor: nil, console: "any",
    cards: Cards(
      routine: "Protocol", contrast: "Protocol", resolution: "Protocol", sequence: "Protocol",
      system: "Protocol"),
    labels: Labels(
      flipAngle: "Flip angle", averages: "Averages", slices: "Slices", sliceThickness: "Slice thickness",
      fieldOfViewRead: "FOV readout", fieldOfViewPhase: "FOV phase", matrixRead: "Matrix readout",
      matrixPhase: "Matrix phase", bandwidth: "Bandwidth per pixel",
      voxel: ["Voxel x", "Voxel y", "Voxel z"],
      samples: "Points", spectralBandwidth: "Spectral width", nucleus: "Nucleus", frequency: "Frequency",
      duration: "Duration"),
    usesCentimetres: false, usesHalfBandwidth: false)
}
