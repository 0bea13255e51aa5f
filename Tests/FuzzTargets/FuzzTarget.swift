// What is asked of each reader, whatever the bytes: an answer without a trap, and promises that hold for any answer.
import Backends
import SequenceIR

/// The readers that take bytes from outside. Tests feed them damaged files, `make fuzz` what libFuzzer finds.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case design
  case pulseq
  case profile
  case coilFile = "coil-file"
  case pinnedPulse = "pinned-pulse"
  case pulseFile = "pulse-file"
  case xml
  case shape

  /// Gives the bytes to the reader; what it promised and did not keep, nil when all is well.
  package func brokenPromise(_ bytes: [UInt8]) -> String? {
    switch self {
    case .design: DesignFuzz.brokenPromise(bytes)
    case .pulseq: PulseqFuzz.brokenPromise(bytes)
    case .profile: TextFuzz.profile(bytes)
    case .coilFile: TextFuzz.coilFile(bytes)
    case .pinnedPulse: TextFuzz.pinnedPulse(bytes)
    case .pulseFile: TextFuzz.pulseFile(bytes)
    case .xml: XMLFuzz.brokenPromise(bytes)
    case .shape: ShapeFuzz.brokenPromise(bytes)
    }
  }

  /// Where sound inputs are: folders from the package's root, and how their files end.
  package var seeds: [(folder: String, ending: String)] {
    switch self {
    case .design: [("examples", ".seq"), ("golden/diagnostics", ".seq")]
    case .pulseq: [("golden/read", ".seq"), ("golden/write", ".seq")]
    case .profile: [("examples", ".scanner"), ("golden/check", ".scanner")]
    case .coilFile: [("golden/fuzz/coil-file", "")]
    case .pinnedPulse: [("examples", ".pulse"), ("golden", ".pulse")]
    case .pulseFile: [("golden/fuzz/pulse-file", "")]
    case .xml: [("golden/targets", ".xml")]
    case .shape: [("golden/fuzz/shape", "")]
    }
  }

  /// Every message must be renderable, and every place lie within its file.
  static func complaint(about diagnostics: Diagnostics, _ sources: SourceMap) -> String? {
    let renderer = TextRenderer(sources: sources, colour: false)
    for item in diagnostics.items {
      if item.message.isEmpty { return "a message without words" }
      if let span = item.span, span.end > sources[span.file].bytes.count { return "a place outside its file" }
      if renderer.render(item).isEmpty { return "a message that shows nothing" }
    }
    return nil
  }

  /// The profile that sequences are held against, and the texts that messages about its limits point into.
  static let scanner: (profile: ScannerProfile?, sources: SourceMap) = {
    var sources = SourceMap()
    let (profile, _) = BuiltInProfiles.load("siemens-prisma", sources: &sources)
    return (profile, sources)
  }()
}
