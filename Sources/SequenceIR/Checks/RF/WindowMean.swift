/// The largest mean of something over any window of a given length, with words and a place for a finding.
struct WindowMean {
  /// In the unit of its user; both ends equal where it is exact.
  var value: ClosedRange<Double>
  var window: Time
  /// Where the window begins.
  var block: Int
  var repetition: Int
  var offset: Time
  /// True when only the run repeated at once reaches the value.
  var needsRepetition: Bool

  /// Over the run repeated without a pause, which the run alone never exceeds; `factor` is the unit of the mean.
  init(_ train: PowerTrain, window: Time, factor: Double = 1) {
    let maximum = WindowMaximum(train, window: window)
    let peak = maximum.repeated
    let scale = factor / window.seconds
    value = (peak.energy.lowerBound * scale)...(peak.energy.upperBound * scale)
    self.window = window
    block = peak.block
    repetition = peak.repetition
    offset = peak.offset
    needsRepetition = peak.energy.upperBound > maximum.run.energy.upperBound * (1 + 1e-9)
  }

  var rootMeanSquare: ClosedRange<Double> { value.lowerBound.squareRoot()...value.upperBound.squareRoot() }

  /// `over any 10 s`
  var words: String {
    let minutes = window.seconds / 60
    let length = minutes >= 1 ? "\(CheckLabel.short(minutes)) min" : "\(window)"
    return "over any \(length)" + (needsRepetition ? " of the run repeated at once" : "")
  }

  func observation(
    _ measured: ClosedRange<Double>, limit: Double, what: String? = nil, key: FigureKey? = nil,
    axis: String? = nil
  ) -> Measurements.Observation {
    Measurements.Observation(
      measured: measured, limit: limit, what: what ?? words, key: key, axis: axis, block: block,
      offset: offset, repetition: repetition)
  }
}
