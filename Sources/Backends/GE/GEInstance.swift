/// An instance of a segment: the blocks from one TRID label to the next, as they are played.
import SequenceIR

struct GEInstance {
  /// From 1, in playing order.
  var index: Int
  /// The value of TRID; 0 before the first label.
  var number: Int
  /// Blocks with their starts from that of the instance.
  var entries: [(block: Block, start: Time)] = []
  var duration = Time.zero

  static func all(of sequence: Sequence) -> [GEInstance] {
    let numbers = sequence.library.extras.map { extras in
      extras.labels.last { $0.kind == .set && $0.label == .segmentID }?.value
    }
    var result: [GEInstance] = []
    for entry in sequence.timeline {
      let number = entry.block.extras.isNone ? nil : numbers[Int(entry.block.extras.number) - 1]
      if number != nil || result.isEmpty {
        result.append(GEInstance(index: result.count + 1, number: number ?? 0))
      }
      let last = result.count - 1
      result[last].entries.append((entry.block, result[last].duration))
      result[last].duration += entry.block.duration
    }
    return result
  }
}

/// What a number in a file stands for.
struct GEScale: Sendable {
  /// G/cm of one Hz/m.
  let gaussPerCentimetre: Double
  /// The strongest pulse of the sequence, Hz: it takes all counts there are.
  let peakHertz: Double
  let peakGaussText: String
  /// Field times gamma, Hz; 0 where nothing needs it.
  let carrierHertz: Double

  /// Of a converter with 16 bits, whose values are even.
  static let peakCount = 32_766
  /// Of half a turn.
  static let halfTurn = 8_388_608.0

  init(_ input: TargetInput, _ facts: EventFacts) {
    let gamma = input.nucleus.hertzPerTesla
    // 1 T/m is 100 G/cm.
    gaussPerCentimetre = 100 / gamma
    peakHertz = facts.rf.map(\.peakHertz).max() ?? 0
    peakGaussText = DecimalText.significant(peakHertz / gamma * 1e4, 6)
    carrierHertz = (input.profile?[.fieldStrength]?.value ?? 0) * gamma
  }

  static func needsField(_ library: EventLibrary) -> Bool {
    library.rf.contains { $0.frequencyPPM != 0 || $0.phasePPM != 0 }
  }

  /// A count of RHO; even, rounded to nearest.
  func magnitude(_ hertz: Double) -> Int {
    guard peakHertz > 0 else { return 0 }
    return 2 * Int((abs(hertz) / peakHertz * Double(GEScale.peakCount / 2)).rounded())
  }

  /// A count of THETA, -2^23 to 2^23 - 1: minus the phase.
  static func phase(turns: Double) -> Int {
    guard turns.isFinite else { return 0 }
    let count = Int((-(turns - turns.rounded()) * 2 * halfTurn).rounded())
    return count >= Int(halfTurn) ? count - 2 * Int(halfTurn) : count
  }
}
