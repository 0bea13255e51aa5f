// Profiles, files of gradient coils, pinned pulses, pulse files, XML.
import Backends
import SequenceIR

enum TextFuzz {
  static func profile(_ bytes: [UInt8]) -> String? {
    var sources = SourceMap()
    let file = sources.add(name: "site.scanner", bytes: bytes)
    let (profile, diagnostics) = BuiltInProfiles.load(file, sources: &sources)
    if let complaint = FuzzTarget.complaint(about: diagnostics, sources) { return complaint }
    return (profile == nil) == diagnostics.hasErrors ? nil : "a profile without errors is read, and no other"
  }

  /// The vendor's file of a gradient coil, as a profile names it: what comes from it into the profile are numbers.
  static func coilFile(_ bytes: [UInt8]) -> String? {
    let text = "scanner site\nextends siemens-prisma\npns-file \"coil.asc\"\n"
    var sources = SourceMap()
    let file = sources.add(name: "site.scanner", bytes: Array(text.utf8))
    let (profile, diagnostics) = BuiltInProfiles.load(file, sources: &sources) { path, _ in (path, bytes) }
    if let complaint = FuzzTarget.complaint(about: diagnostics, sources) { return complaint }
    if (profile == nil) != diagnostics.hasErrors { return "a coil without errors is read, and no other" }
    guard let profile else { return nil }
    for constants in profile.safe.values.flatMap(\.axes).compactMap({ $0 }) {
      let numbers =
        [constants.limit, constants.scale]
        + (0..<3).flatMap {
          [constants.timeConstants[$0], constants.weights[$0]]
        }
      guard numbers.allSatisfy(\.isFinite) else { return "constants of stimulation are finite" }
    }
    guard profile.forbiddenBands.allSatisfy({ $0.lower.isFinite && $0.upper.isFinite }) else {
      return "bands of resonance are finite"
    }
    return nil
  }

  /// A pulse that is read is written and read again as the same pulse.
  static func pinnedPulse(_ bytes: [UInt8]) -> String? {
    var sources = SourceMap()
    let (pulse, diagnostics) = PinnedPulse.read(sources.add(name: "mix.pulse", bytes: bytes))
    if let complaint = FuzzTarget.complaint(about: diagnostics, sources) { return complaint }
    if (pulse == nil) != diagnostics.hasErrors { return "a pulse without errors is read, and no other" }
    guard let pulse else { return nil }
    let again = PinnedPulse.read(sources.add(name: "again.pulse", bytes: Array(pulse.text.utf8))).pulse
    return again == pulse ? nil : "a pulse that was written is read as it was"
  }

  static func pulseFile(_ bytes: [UInt8]) -> String? {
    var sources = SourceMap()
    let (shape, diagnostics) = PulseFile.read(sources.add(name: "pulse.csv", bytes: bytes))
    if let complaint = FuzzTarget.complaint(about: diagnostics, sources) { return complaint }
    return (shape == nil) == diagnostics.hasErrors ? nil : "a pulse file without errors is read, and no other"
  }
}

enum XMLFuzz {
  /// What the hand-off and the header of a package are held against.
  private static let pulseq = Array(PulseqFuzz.gradient(of: 3, ["0", "1", "0"]).utf8)

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    if case .failure(let problems) = XMLReader.read(bytes),
      problems.items.isEmpty || problems.items.contains(where: \.message.isEmpty)
    {
      return "a refusal has a reason"
    }
    let package = ["a.seq": pulseq, "a.mrd.xml": bytes, "a.handoff-siemens.xml": bytes]
    if HandoffPackage.contradictions(package, name: "a").contains("") { return "a contradiction has words" }
    guard case .success(let document) = XMLReader.read(bytes, .foreign) else { return nil }
    // The writer reads back what it writes and compares: only what it cannot express is refused, with words.
    switch XMLWriter.write(document) {
    case .failure(let problem): return problem.message.isEmpty ? "a refusal has a reason" : nil
    case .success(let written):
      guard case .success(let again) = XMLReader.read(written, .foreign) else {
        return "what was written can be read"
      }
      return again.root.name == document.root.name ? nil : "the root is still the root"
    }
  }
}
