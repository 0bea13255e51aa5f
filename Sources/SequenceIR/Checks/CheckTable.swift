/// All checks, one row each, in the order they are reported: G gradients, R RF, A ADC, T timing,
/// E stimulation, V vibration, I interpreters, F files and profiles, X exposure to RF, H heating.
package enum CheckTable {
  package static let all: [Check] =
    gradients + continuity + rf + adc + timing
    + stimulation + acoustics + targets + files
    + powerAndHeating

  package static func check(_ code: String) -> Check? { all.first { $0.code == code } }

  private static let gradients: [Check] = [
    Check(
      code: "G001", title: "gradient amplitude", failure: "gradient amplitude exceeds the limit",
      rule: "|Gx|, |Gy|, |Gz| <= gradient-amplitude, on the physical axes, after the block's rotation",
      needs: [.gradientAmplitude], unit: "mT/m",
      promises:
        "no axis is asked for more than its amplifier gives, at any corner of any waveform that is played",
      doesNotPromise: "that the amplitude can be held for long: duty and heating are other limits",
      source: "per-axis peak of the product sheet; the maximum of a piecewise-linear waveform is at a corner",
      run: GradientChecks.amplitudePerAxis, help: GradientChecks.amplitudeHelp),
    Check(
      code: "G002", title: "gradient slew rate", failure: "gradient slew rate exceeds the limit",
      rule: "|dG/dt| <= gradient-slew-rate on every straight piece, corner to corner, on the physical axes",
      needs: [.gradientSlewRate], unit: "T/m/s",
      promises:
        "no axis is asked to change faster than its amplifier can, on rising and falling ramps and between samples",
      doesNotPromise: "that the patient feels nothing: nerve stimulation is another limit",
      source:
        "per-axis peak of the product sheet; first and last sample of a sampled waveform are half a raster from its ends",
      run: GradientChecks.slewPerAxis, help: CheckAdvice.slew),
    Check(
      code: "G003", title: "gradient amplitude as a vector",
      failure: "gradient amplitude as a vector exceeds the limit of one axis",
      rule:
        "sqrt(Gx^2 + Gy^2 + Gz^2) <= gradient-amplitude in blocks whose orientation the console may change",
      needs: [.gradientAmplitude], unit: "mT/m",
      promises: "whatever orientation is prescribed at the console, no physical axis exceeds its amplitude",
      doesNotPromise: "anything about blocks under the label NOROT = 1, whose orientation is fixed",
      source: "a rotation can turn the whole vector onto one axis, and no rotation makes it longer",
      run: GradientChecks.amplitudeAsVector, help: GradientChecks.amplitudeHelp),
    Check(
      code: "G004", title: "gradient slew rate as a vector",
      failure: "gradient slew rate as a vector exceeds the limit of one axis",
      rule: "|dG/dt| as a vector <= gradient-slew-rate in blocks whose orientation the console may change",
      needs: [.gradientSlewRate], unit: "T/m/s",
      promises: "whatever orientation is prescribed at the console, no physical axis exceeds its slew rate",
      doesNotPromise: "anything about blocks under the label NOROT = 1, whose orientation is fixed",
      source: "a rotation can turn the whole vector onto one axis, and no rotation makes it longer",
      run: GradientChecks.slewAsVector, help: CheckAdvice.slowerGradient),
  ]

  private static let continuity: [Check] = [
    Check(
      code: "G005", title: "gradient continuity", failure: "the gradient steps",
      rule: "each axis ends a block with the value it begins the next one with, over every edge of blocks, "
        + "repetitions and segments; an event that begins late or ends early does so at zero; a block of no duration "
        + "without gradients is no time between its neighbours",
      needs: [], unit: "mT/m",
      promises:
        "no step hides between two waveforms; one hundred-thousandth of the amplitude is forgiven as what the text rounds away",
      doesNotPromise:
        "that the console does not turn two blocks differently between which the gradient stays on",
      source: "a step asks for an infinite slew rate, however small it is",
      run: ContinuityChecks.edges, help: CheckAdvice.continuity, label: CheckLabel.itself),
    Check(
      code: "G006", title: "gradients begin and end at zero",
      failure: "the sequence does not begin and end with the gradients at zero",
      rule: "G = 0 at the first and at the last instant of the sequence",
      needs: [], unit: "mT/m",
      promises: "the sequence can be started from rest, stopped, and repeated",
      doesNotPromise: "that the signal is ready for a repetition",
      source: "before and after the run the gradients are off",
      run: ContinuityChecks.bothEnds, help: CheckAdvice.rest, label: CheckLabel.itself),
  ]

  private static let rf: [Check] = [
    Check(
      code: "R001", title: "peak B1", failure: "peak B1 exceeds the limit",
      rule: "max |B1(t)| = amplitude x max(magnitude) / gamma <= b1-peak", needs: [.b1Peak], unit: "uT",
      promises: "the pulse is not clipped, if the profile's figure holds for the subject",
      doesNotPromise: "that the subject's reference voltage allows it: peak B1 depends on the load",
      source: "held or straight between samples, a pulse never exceeds its samples",
      run: RFChecks.peak, help: RFChecks.peakHelp),
    Check(
      code: "R002", title: "RF dead time", failure: "the RF starts before its dead time is over",
      rule:
        "RF start - (block start, end of the RF or ADC before it) >= rf-dead-time; on GE from the events alone",
      needs: [.rfDeadTime], unit: "us",
      promises: "the transmitter has its time to get ready, over edges of blocks and repetitions too",
      doesNotPromise: "that the profile's figure is that of your software version",
      source: "the reference toolbox tests it within the block; GE's interpreter between events",
      run: DeadTimeChecks.beforeRF, help: DeadTimeChecks.delayHelp, statements: [.vendor]),
    Check(
      code: "R003", title: "RF ringdown time", failure: "the RF is not given its ringdown time",
      rule:
        "(block end, start of the next RF or ADC less its own dead time) - RF end >= rf-ringdown-time; on GE from "
        + "the events alone",
      needs: [.rfRingdownTime], unit: "us",
      promises:
        "nothing is transmitted or received while the coil still rings, over edges of blocks and repetitions too",
      doesNotPromise: "that the coil's ringing is inaudible after that time",
      source: "the reference toolbox tests it within the block; GE's interpreter between events",
      run: DeadTimeChecks.afterRF, help: DeadTimeChecks.delayHelp,
      uses: [
        StandIn(.rfDeadTime, "no gap before an RF that follows is proven to be long enough"),
        StandIn(.adcDeadTime, "no gap before an ADC that follows is proven to be long enough"),
      ], statements: [.vendor]),
    Check(
      code: "R004", title: "no reception while transmitting", failure: "RF and ADC overlap",
      rule: "no ADC event overlaps an RF event in time", needs: [], unit: "us",
      promises: "the receiver is never open during a pulse",
      doesNotPromise: "that the dead times between them are kept",
      source: "one coil or a blanked receiver cannot do both",
      run: DeadTimeChecks.transmitWhileReceiving, help: CheckAdvice.overlap, label: CheckLabel.itself),
    Check(
      code: "R005", title: "length of RF events", failure: "an RF event is longer than the interpreter takes",
      rule: "duration of the RF shape <= rf-longest-event", needs: [.longestRF], unit: "ms",
      promises:
        "the shape fits the interpreter's memory and the amplifier's longest pulse, as the profile has it",
      doesNotPromise: "that the amplifier holds its peak so long: duty and droop are other limits",
      source: "limit of the interpreter", run: RFChecks.longest, help: CheckAdvice.longPulse),
    Check(
      code: "R006", title: "frequency offset", failure: "a frequency offset is out of range",
      rule: "|offset + ppm x 1e-6 x gamma B0| <= rf-frequency-offset, of RF and ADC events",
      needs: [.frequencyOffset], unit: "kHz",
      promises: "the synthesizer can be set to it", doesNotPromise: "that the coil is tuned there",
      source: "limit of the interpreter", run: RFChecks.frequencyOffset, help: CheckAdvice.offset,
      uses: [StandIn(.fieldStrength, "offsets in ppm are not proven")]),
  ]

  private static let adc: [Check] = [
    Check(
      code: "A001", title: "ADC dead time", failure: "the ADC is not given its dead time",
      rule:
        "ADC start - (block start, end of the RF or ADC before it) >= adc-dead-time, and likewise after it "
        + "(adc-ringdown-time, where the profile has one); on GE from the events alone",
      needs: [.adcDeadTime], unit: "us",
      promises: "the receiver has its time to open and close, over edges of blocks and repetitions too",
      doesNotPromise: "that the profile's figure is that of your software version",
      source: "the reference toolbox tests it within the block; GE's interpreter between events",
      run: DeadTimeChecks.aroundADC, help: DeadTimeChecks.delayHelp,
      uses: [StandIn(.adcRingdownTime, "adc-dead-time holds behind the ADC too")], statements: [.vendor]),
    Check(
      code: "A002", title: "ADC samples", failure: "an ADC event has too many samples",
      rule:
        "samples of one ADC event, on Siemens of the equal segments that its interpreter makes of it, <= adc-samples",
      needs: [.adcSampleLimit], unit: "",
      promises: "the receiver's buffer holds the event",
      doesNotPromise: "that reconstruction knows what to do with it",
      source: "limit of the interpreter", run: ADCChecks.sampleLimit, help: CheckAdvice.samples,
      uses: [StandIn(.adcSampleDivisor, "on Siemens 4, the default of Pulseq's toolbox", .communityCode)],
      statements: [.vendor]),
    Check(
      code: "A003", title: "ADC sample divisor",
      failure: "the number of ADC samples does not fit the receiver",
      rule: "samples of one ADC event are a multiple of adc-sample-divisor", needs: [.adcSampleDivisor],
      unit: "",
      promises: "the event can be cut into the segments the receiver wants",
      doesNotPromise: "that its length is one the segments' raster allows",
      source: "limit of the interpreter", run: ADCChecks.sampleDivisor, help: ADCChecks.divisorHelp,
      label: CheckLabel.itself),
    Check(
      code: "A004", title: "ADC dwell raster", failure: "a dwell time is not on its raster",
      rule: "dwell = whole number x the file's ADC raster", needs: [], unit: "us",
      promises: "samples are taken when the file says, without rounding",
      doesNotPromise: "that the scanner has this raster: T003 asks that",
      source: "the receiver divides its clock by whole numbers", run: ADCChecks.dwellRaster,
      help: TimingChecks.rasterHelp, label: CheckLabel.multiple),
  ]

  private static let timing: [Check] = [
    Check(
      code: "T001", title: "time rasters", failure: "a time is not on its raster",
      rule:
        "RF and ADC delays = whole number x RF raster (ADC on GE: 1 us); gradient delays, ramps and corners x "
        + "gradient raster; block durations x block raster; the file's own rasters",
      needs: [], unit: "us",
      promises: "events are played when the file says, without rounding",
      doesNotPromise: "that the scanner has these rasters: T003 asks that",
      source: "Pulseq's definition of its rasters; exact, in whole picoseconds", run: TimingChecks.rasters,
      help: TimingChecks.rasterHelp, label: CheckLabel.multiple, statements: [.vendor]),
    Check(
      code: "T002", title: "events inside their blocks", failure: "an event is longer than its block",
      rule: "end of every RF, gradient, ADC and trigger <= duration of its block", needs: [], unit: "us",
      promises: "no event is cut off or runs into the next block",
      doesNotPromise: "that there is room for dead times behind it",
      source: "Pulseq's definition of a block", run: TimingChecks.insideBlock, help: TimingChecks.insideHelp,
      label: CheckLabel.ending),
    Check(
      code: "T003", title: "rasters of the scanner",
      failure: "the file declares a raster the scanner does not have",
      rule: "each raster the file declares = the profile's (Siemens) or a whole multiple of it (others)",
      needs: ScannerProfile.rasterKeys, unit: "us",
      promises: "whatever is on the file's rasters is on the scanner's",
      doesNotPromise: "that an interpreter which ignores the declaration plays the file as meant",
      source:
        "Siemens' interpreter takes its own gradient raster only, and has played other RF rasters wrongly",
      run: TimingChecks.profileRasters, help: TimingChecks.profileRasterHelp, label: CheckLabel.agreement,
      statements: [.vendor]),
  ]
}
