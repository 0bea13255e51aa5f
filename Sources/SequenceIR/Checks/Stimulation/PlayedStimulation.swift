/// What a block did to a model of stimulation when it was played.
struct PlayedStimulation {
  /// The modes before and after, Hz/m/s.
  var start: [SIMD4<Double>]
  var end: [SIMD4<Double>]
  /// exp(-rate x duration of the block) of each mode.
  var decays: [SIMD4<Double>]
  /// No response in it was larger, percent.
  var largest: Double
}

/// The long blocks of a run, as spiral readouts are, from the modes they have been played from: a spiral of thousands of
/// pieces comes back thousands of times, and few of them can hold the largest response of the run.
struct PlayedStimulations {
  /// Shorter blocks are as fast played anew.
  static let fewestPieces = 32
  /// Starts kept for a block; more differ too little to be worth a look.
  private static let mostStarts = 64
  /// Blocks that are kept, of which each takes some kilobytes.
  private static let mostBlocks = 4_096

  private var known: [Int32: [PlayedStimulation]] = [:]

  /// Those of a distinct block, in the order they were played.
  func of(_ kind: Int32) -> [PlayedStimulation] { known[kind] ?? [] }

  mutating func add(_ played: PlayedStimulation, of kind: Int32) {
    guard let others = known[kind] else {
      if known.count < Self.mostBlocks { known[kind] = [played] }
      return
    }
    if others.count < Self.mostStarts { known[kind]?.append(played) }
  }
}
