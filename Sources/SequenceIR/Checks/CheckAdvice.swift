/// What would mend a breach, in a sentence, where no number needs to be worked out for it.
enum CheckAdvice {
  typealias Advice = @Sendable (CheckContext, Measurements.Observation) -> String?

  static func saying(_ text: String) -> Advice { { _, _ in text } }

  /// By how much a gradient must be slower, whatever its shape.
  static func slowerGradient(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let times = observation.measured.upperBound / observation.limit
    guard times.isFinite, times > 1 else {
      return "a waveform needs a ramp of its own from one value to the next; a step has none"
    }
    let factor = DecimalText.significant((times * 1e3).rounded(.up) / 1e3, 4)
    let slower = "ramps \(factor) times as long at these amplitudes, or amplitudes divided by it, would do"
    guard observation.axis == "vector" else { return slower }
    return slower
      + "; so would ramps of the axes one after another, or an orientation fixed with the label NOROT"
  }

  /// For trapezoids the ramp by its name, else the factor.
  static func slew(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    GradientChecks.slewHelp(context, observation) ?? slowerGradient(context, observation)
  }

  static let continuity = saying(
    "ramp to zero before the step, or join the values: one event ends at the edge of its block with the value the next "
      + "begins with")
  static let rest = saying("ramp from zero in the first block and to zero in the last")
  static let overlap = saying("begin the later of the two after the other's end and the dead time")
  static let longPulse = saying(
    "make the pulse shorter, or divide it over several blocks; or, if the site's scanner plays it, give its own "
      + "`rf-longest-event` in a profile of the site")
  static let offset = saying(
    "bring the offset nearer to the centre frequency, or choose a weaker slice gradient")
  static let samples = saying("acquire fewer samples, or divide them over several ADC events")
  static let counter = saying("begin the counter at 0, or set it back before it passes the last number")
  static let trigger = saying("put one trigger into a block, together with a wait or another event")
  static let segment = saying(
    "begin the sequence with a TRID label, and give blocks that differ in events or duration a TRID of their own"
  )
  static let lengths = saying("give all acquisitions of the run the same number of samples")
  static let longRun = saying("divide the run into several files")
  static let shim = saying("give the shim as many channels as the transmit coil has")
  static let altered = saying(
    "write the file anew with the program that made it; or look at what changed, and sign it with seqc build FILE"
  )
  static let definition = saying(
    "correct the definition, or take it out: what is played does not depend on it")
  static let emptyBlock = saying("take the block out, or give it a duration")
  static let notANumber =
    "a sample, an amplitude or a phase of a pulse is not a number: write the file anew"
  static let spectrum = saying(
    "look at the spectrum of the gradients: another repetition time or echo spacing moves its lines")
  static let kind = saying("choose a machine: seqc scanners lists them")
  static let quieter = saying("use smaller gradients, or move the period of the gradients out of the band")
}
