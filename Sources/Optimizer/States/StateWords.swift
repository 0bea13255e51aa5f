/// Sentences about states, made from their numbers. docs/states.md has the thresholds of every word.
import SequenceIR

package enum StateWords {
  /// A part is named from this share on.
  static let least = 0.05
  /// A single product, from this share of the signal on.
  static let leastProduct = 0.1
  static let mostProducts = 4

  /// Sentences about one molecule: the state before each of the last pulses and at the times asked for, where the signal of
  /// each band was there, and the pathways.
  package static func sentences(of states: MoleculeStates) -> [String] {
    let signals = states.bands.map { $0.contribution.matched.real }
    guard signals.contains(where: { $0 > 0 }) else { return ["Nothing is recorded of \(states.name)."] }
    var result: [String] = []
    for moment in told(states.moments) {
      result.append(content(of: moment, states))
      if let now = observable(moment, states) { result.append(now) }
      for band in states.bands.indices where signals[band] > 0 {
        result += origin(of: band, moment, states)
      }
    }
    for band in states.bands.indices where signals[band] > 0 { result += pathways(of: band, states) }
    return result
  }

  /// Before the last pulse, at the times asked for, and at the first sample.
  static func told(_ moments: [StateMoment]) -> [StateMoment] {
    moments.filter { moment in
      isBeforeLastPulse(moment, moments) || moment.times.contains(.askedFor)
        || moment.times.contains(.firstSample)
    }
  }

  private static func isBeforeLastPulse(_ moment: StateMoment, _ moments: [StateMoment]) -> Bool {
    let last = moments.last?.pulsesBefore ?? 0
    return moment.times.contains { if case .pulseStart(last, _) = $0 { true } else { false } }
  }

  private static func place(_ moment: StateMoment, _ moments: [StateMoment]) -> String {
    let time = "\(DecimalText.rounded(moment.seconds * 1e3, decimals: 3)) ms"
    if moment.times.contains(.firstSample) { return "At \(time), the first sample" }
    if isBeforeLastPulse(moment, moments) { return "At \(time), before the last pulse" }
    return "At \(time)"
  }

  static func percent(_ share: Double) -> String {
    let value = abs(share) * 100
    let text = DecimalText.rounded(value, decimals: value < 9.95 ? 1 : 0)
    return "\(share < 0 ? "-" : "")\(text) %"
  }

  // MARK: what the state is

  private static func content(of moment: StateMoment, _ states: MoleculeStates) -> String {
    let start = place(moment, states.moments)
    guard moment.norm > 0 else { return "\(start), \(states.name) holds nothing." }
    let parts = moment.classes.map { ($0.class, moment.share(of: $0.class)) }.filter { $0.1 >= least }
      .sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
    let text = parts.map { "\(percent($0.1)) \($0.0.text)" }
    let rest = 1 - parts.reduce(0) { $0 + $1.1 }
    let others = rest >= 0.005 ? "; the rest is \(percent(rest))" : ""
    return "\(start), the squared norm of \(states.name) is \(listed(text))\(others)."
  }

  private static func observable(_ moment: StateMoment, _ states: MoleculeStates) -> String? {
    let now =
      "A receiver opened there would see \(percent(moment.observableNow)) of the signal that an ideal 90 degree "
    return now + "pulse gives."
  }

  // MARK: where the signal came from

  private static func bandText(_ signal: StateBandSignal) -> String {
    guard signal.band.rangePPM != nil else { return "in the whole spectrum" }
    let lower = DecimalText.rounded(signal.rangePPM.lowerBound, decimals: 3)
    return "from \(lower) to \(DecimalText.rounded(signal.rangePPM.upperBound, decimals: 3)) ppm"
  }

  private static func origin(of band: Int, _ moment: StateMoment, _ states: MoleculeStates) -> [String] {
    let whole = states.bands[band].contribution.matched.real
    func share(_ contribution: StateContribution) -> Double { contribution.matched.real / whole }
    var result: [String] = []
    let classes = moment.classes.map { ($0.class, share($0.part.contributions[band])) }
      .filter { abs($0.1) >= least }.sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
    let from = classes.map { "\(percent($0.1)) \($0.1 < 0 ? "(taken away) " : "")was \($0.0.text)" }
    let record = "what is recorded of \(states.name) \(bandText(states.bands[band]))"
    if !from.isEmpty { result.append("Of \(record), \(listed(from)) there.") }
    let products = moment.terms.map { ($0.name, share($0.contributions[band])) }
      .filter { abs($0.1) >= leastProduct }
      .sorted { (abs($1.1), $0.0) < (abs($0.1), $1.0) }.prefix(mostProducts)
    if !products.isEmpty {
      let text = products.map { "\(percent($0.1)) \($0.1 < 0 ? "is taken away by" : "comes from") \($0.0)" }
      result.append("By product operators: \(listed(text)).")
    }
    result.append(interference(moment.interference[band]))
    return result
  }

  /// The words: from 0.9 on nearly all, from 0.6 most, from 0.3 partly; below, largely.
  static func interference(_ value: Interference) -> String {
    let how: String
    switch value.coherence {
    case 0.9...: how = "nearly all contributions of product operators add"
    case 0.6...: how = "most contributions of product operators add, some cancel"
    case 0.3...: how = "contributions of product operators cancel in part"
    default: how = "contributions of product operators cancel for the most part"
    }
    return "There, \(how): the sum is \(percent(value.coherence)) of the sum of their sizes, and "
      + "\(DecimalText.significant(value.enhancement, 3)) times the root of the sum of their squares."
  }

  private static func pathways(of band: Int, _ states: MoleculeStates) -> [String] {
    let whole = states.bands[band].contribution.matched.real
    let named = states.pathways.map { ($0.orders, $0.contributions[band].matched.real / whole) }
      .filter { abs($0.1) >= least }
    guard states.pathways.count > 1, !named.isEmpty else { return [] }
    let text = named.sorted { abs($0.1) > abs($1.1) }.prefix(6).map {
      "\(percent($0.1)) from \(StateWords.pathway($0.0))"
    }
    return [
      "By coherence pathways (orders after each pulse), the signal \(bandText(states.bands[band])) is \(listed(Array(text)))."
    ]
  }

  /// What is missed when a part of the state is taken away.
  static func sentences(of removal: StateRemoval) -> [String] {
    removal.bands.map { band in
      let signal = StateBandSignal(band: band.band, rangePPM: band.rangePPM, contribution: .zero)
      return
        "Without \(removal.part) at \(DecimalText.rounded(removal.seconds * 1e3, decimals: 3)) ms, the signal of "
        + "\(removal.molecule) \(bandText(signal)) has \(percent(band.size)) of its size, and differs from what it was by "
        + "\(percent(band.change)) of it; the part brings \(percent(band.share)) of the signal."
    }
  }

  /// `+1 -> 0 -> -1`
  package static func pathway(_ orders: [Int?]) -> String {
    (orders + [-1]).map { order in
      guard let order else { return "any" }
      return order > 0 ? "+\(order)" : String(order)
    }.joined(separator: " -> ")
  }

  private static func listed(_ parts: [String]) -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "spread over many small parts" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
