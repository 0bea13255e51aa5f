// Faults that a single check stands against: with it switched off, nothing else in the table objects.
import SequenceIR
import TestSupport

extension CheckCase {
  static let alone: [CheckCase] = [
    CheckCase(
      code: "G001", claim: "one-axis-counts-where-the-vector-does-not",
      fault: {
        $0.block("label", 10, fixed)
        $0.block("gx 40.001 mT/m", 1540, .trapezoid(.x, 40.001, rise: 270, flat: 1000, fall: 270))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block("gx 40 mT/m", 1540, .trapezoid(.x, 40, rise: 270, flat: 1000, fall: 270))
      }),
    CheckCase(
      code: "G002", claim: "one-axis-counts-where-the-vector-does-not",
      fault: {
        $0.block("label", 10, fixed)
        $0.block("40 mT/m in 260 us", 1540, .trapezoid(.x, 40, rise: 260, flat: 1000, fall: 280))
      },
      twin: {
        $0.block("label", 10, fixed)
        $0.block("30 mT/m in 200 us", 1540, .trapezoid(.x, 30, rise: 200, flat: 1140, fall: 200))
      }),
    CheckCase(
      code: "R004", claim: "no-figure-is-needed-to-see-an-overlap", profile: withoutDeadTimes,
      fault: {
        $0.block(
          "rf and adc at once", 1130, .rectangle(1, duration: 1000, delay: 100),
          .adc(16, dwell: 10, delay: 500))
      },
      twin: {
        $0.block(
          "adc behind the rf", 1310, .rectangle(1, duration: 1000, delay: 100),
          .adc(16, dwell: 10, delay: 1100))
      }),
    CheckCase(
      code: "T002", claim: "a-gradient-does-not-outlast-its-block",
      fault: { $0.block("1100 us", 1000, .trapezoid(.x, 10, rise: 300, flat: 500, fall: 300)) },
      twin: { $0.block("1000 us", 1000, .trapezoid(.x, 10, rise: 300, flat: 400, fall: 300)) }),
  ]

  /// T3 of a site that knows neither the ringdown of its transmitter nor the dead time of its receiver.
  private static let withoutDeadTimes = TestProfile.t3.split(separator: "\n")
    .filter { !$0.hasPrefix("rf-ringdown-time ") && !$0.hasPrefix("adc-dead-time ") }
    .map { $0 + "\n" }.joined()
}
