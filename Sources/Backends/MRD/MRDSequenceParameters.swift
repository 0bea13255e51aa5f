/// Repetition, echo and inversion times, flip angles and echo spacing of an ISMRMRD header; times in ms.
import SequenceIR

struct MRDSequenceParameters {
  /// TR, TE and TI; empty where nothing says.
  private(set) var times: [(name: String, milliseconds: [Double])] = []
  private(set) var flipAngles: [Double] = []
  private let echoSpacing: Double?

  /// Of each kind, at most so many different values are listed.
  private static let most = 64

  /// `encoding` nil: nothing says what volume is measured; times and angles are known all the same.
  init(_ sequence: Sequence, _ summary: SequenceSummary, _ encoding: MRDEncoding?) {
    echoSpacing = encoding?.echoSpacingMilliseconds
    times = [
      ("TR", Self.repetitionTimes(sequence, summary)), ("TE", Self.echoTimes(sequence, summary, encoding)),
      ("TI", Self.defined("TI", sequence).map { [$0] } ?? []),
    ]
    for (play, angles) in zip(summary.pulses.played, summary.pulses.flipAngles) where play.use == .excitation
    {
      let degrees = [angles.lowerBound, angles.upperBound].map { $0 * 180 / ElementaryFunctions.pi }
      if degrees[1] - degrees[0] < 0.01 { flipAngles = [degrees[1]] }
    }
  }

  /// nil when nothing is known.
  var element: XMLElement? {
    var parts: [XMLElement] = []
    for (name, values) in times { parts += values.map { XMLElement(name, text: Self.text($0, decimals: 6)) } }
    parts += flipAngles.map { XMLElement("flipAngle_deg", text: Self.text($0, decimals: 2)) }
    if let echoSpacing { parts.append(XMLElement("echo_spacing", text: Self.text(echoSpacing, decimals: 6))) }
    return parts.isEmpty ? nil : XMLElement("sequenceParameters", parts)
  }

  private static func text(_ value: Double, decimals: Int) -> String {
    DecimalText.rounded(value, decimals: decimals)
  }

  /// A definition in seconds, in ms.
  static func defined(_ key: String, _ sequence: Sequence) -> Double? {
    let seconds = sequence.numbers(ofDefinition: key)?.first
    return seconds.flatMap { $0.isFinite && $0 >= 0 && $0 < 1e6 ? $0 * 1e3 : nil }
  }

  /// The definition where there is one, as slices that take turns hide the time between two excitations of one slice.
  private static func repetitionTimes(_ sequence: Sequence, _ summary: SequenceSummary) -> [Double] {
    if let defined = defined("TR", sequence) { return [defined] }
    let intervals = summary.echoes.repetitionTimes
    return intervals.count == 1 ? intervals.map { $0.time.seconds * 1e3 } : []
  }

  /// Echoes as they are played; without any (a free induction decay), what the design calls TE.
  private static func echoTimes(
    _ sequence: Sequence, _ summary: SequenceSummary, _ encoding: MRDEncoding?
  ) -> [Double] {
    let echoes = summary.echoes.effective.filter { $0.kind != .acquisitionStart }
    let times = encoding?.echoTimes ?? Set(echoes.map(\.time)).sorted()
    if times.isEmpty || times.count > most { return defined("TE", sequence).map { [$0] } ?? [] }
    return times.map { $0.seconds * 1e3 }
  }
}
