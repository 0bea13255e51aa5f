/// What a time is at which states are told.

package enum StateTime: Hashable, Sendable {
  /// Pulses count from 1; `use` is empty where it is not known.
  case pulseStart(Int, use: String)
  case pulseEnd(Int, use: String)
  case withinPulse(Int, use: String)
  case blockEdge
  case askedFor
  case firstSample

  package var words: String {
    switch self {
    case .pulseStart(let number, let use): "start of pulse \(StateTime.named(number, use))"
    case .pulseEnd(let number, let use): "end of pulse \(StateTime.named(number, use))"
    case .withinPulse(let number, let use): "within pulse \(StateTime.named(number, use))"
    case .blockEdge: "block edge"
    case .askedFor: "asked for"
    case .firstSample: "first sample"
    }
  }

  private static func named(_ number: Int, _ use: String) -> String {
    use.isEmpty ? String(number) : "\(number) (\(use))"
  }
}
