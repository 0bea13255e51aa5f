/// Searches of small designs: two spins, an echo, a searched section before the acquisition.
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

enum SearchFixtures {
  /// `lines` go into the `optimize` block; `before` before the sequence.
  static func design(
    _ lines: String, mix: String = "optimized(duration: 1 ms, step: 100 us, peak: 15 uT)",
    before: String = "",
    echo: String = "8 ms"
  ) -> String {
    """
    design "echo"
    scanner siemens-prisma
    voxel 20 mm, 20 mm, 20 mm
    \(before)
    pulse excite = slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)
    pulse refocus = slr(flip: 180 deg, duration: 4 ms, bandwidth: 2 kHz, use: refocusing)
    pulse mix = \(mix)
    molecule pair {
      spin A at 2.35 ppm
      spin B at 2.10 ppm
      couple A, B 7.3 Hz
      t1 1.2 s
      t2 160 ms
      concentration 5 mM
    }
    sequence {
      repeat 4 as n {
        excite, slice x phase by n (0, 180) deg
        rephase x
        refocus, slice y, crush x z 4 cycles across 20 mm at \(echo)
        mix
        acquire 256 points dwell 1 ms phase by n (0, 180) deg
        fill to 1 s
      }
    }
    optimize {
      molecules pair 5 mM, Cr 4 mM
      macromolecules none
      \(lines)
    }
    """
  }

  /// With markers in place of the pulses; `parts` are the files that the design names.
  static func compiled(_ text: String, parts: [String: String] = [:]) throws -> (
    run: DesignRun, output: DesignCompiler.Output, markers: [String: PinnedPulse]
  ) {
    let run = DesignRun(text, parts: parts)
    let profile = try #require(run.profile)
    let files = parts.sorted { $0.key < $1.key }
    var sources = run.sources
    var opened: [String: SourceFile] = [:]
    for (name, content) in files { opened[name] = sources.add(name: name, bytes: Array(content.utf8)) }
    let known = opened
    let environment = DesignEnvironment(
      openFile: { path, _ in known[path] }, openLibrary: { _ in nil },
      readPulseq: { _ in (nil, Diagnostics()) })
    func compile(_ pinned: [String: PinnedPulse]) -> DesignCompiler.Output {
      DesignCompiler.compile(run.design, profile: profile, environment: environment, pinned: .given(pinned))
    }
    let first = compile([:])
    let markers = PulseSearch.markers(for: first.optimizedPulses, nucleus: first.nucleus)
    return (run, compile(markers), markers)
  }

  /// The design with other values of its `let`s, and the same markers.
  static func recompiled(_ text: String, _ markers: [String: PinnedPulse], _ values: [String: Quantity])
    -> DesignCompiler.Output
  {
    let run = DesignRun(text)
    var sources = SourceMap()
    let profile = run.profile ?? BuiltInProfiles.load("siemens-prisma", sources: &sources).0
    guard let profile else { preconditionFailure("the built-in profile is there") }
    return DesignCompiler.compile(
      run.design, profile: profile,
      environment: DesignEnvironment(
        openFile: { _, _ in nil }, openLibrary: { _ in nil }, readPulseq: { _ in (nil, Diagnostics()) }),
      pinned: .given(markers), values: values)
  }

  /// As a build compiles it, with these pulses.
  static func compiled(_ text: String, pinned: [String: PinnedPulse]) throws -> DesignCompiler.Output {
    let run = DesignRun(text)
    return DesignCompiler.compile(
      run.design, profile: try #require(run.profile),
      environment: DesignEnvironment(
        openFile: { _, _ in nil }, openLibrary: { _ in nil }, readPulseq: { _ in (nil, Diagnostics()) }),
      pinned: .given(pinned))
  }

  static func search(_ text: String, parts: [String: String] = [:]) throws -> PulseSearch {
    let (_, output, markers) = try compiled(text, parts: parts)
    try #require(
      output.sequence != nil, "\(output.diagnostics.items.map(\.message).joined(separator: "; "))")
    return try PulseSearch(
      output, markers: markers, fieldTesla: 3, threads: 1,
      recompile: { recompiled(text, markers, $0) })
  }
}
