/// The figures a profile may hold: one row each. The raw value is the key in the profile's text; a figure that a later
/// check needs is one more case and one more row.
package enum FigureKey: String, CaseIterable, Sendable {
  case fieldStrength = "field"
  case boreDiameter = "bore"

  case gradientAmplitude = "gradient-amplitude"
  case gradientSlewRate = "gradient-slew-rate"
  case gradientRMS = "gradient-rms"
  case gradientRMSWindow = "gradient-rms-window"

  case b1Peak = "b1-peak"
  case amplifierPeakPower = "rf-amplifier-power"
  case longestRF = "rf-longest-event"
  case frequencyOffset = "rf-frequency-offset"
  case rfBandwidth = "rf-bandwidth"
  case rfDuty = "rf-duty"
  case rfDutyWindow = "rf-duty-window"
  case rfDeadTime = "rf-dead-time"
  case rfRingdownTime = "rf-ringdown-time"

  case adcDeadTime = "adc-dead-time"
  case adcRingdownTime = "adc-ringdown-time"
  case adcSampleLimit = "adc-samples"
  case adcSampleDivisor = "adc-sample-divisor"

  case gradientRaster = "gradient-raster"
  case rfRaster = "rf-raster"
  case adcRaster = "adc-raster"
  case blockRaster = "block-raster"
  case segmentDeadTime = "segment-dead-time"
  case segmentRingdownTime = "segment-ringdown-time"

  case wholeBodySAR = "sar-whole-body"
  case headSAR = "sar-head"
  case localSAR = "sar-local"
  case b1RMS = "b1-rms"

  case peakVoltage = "rf-peak-voltage"
  case referenceVoltage = "rf-reference-voltage"
  case transmitChannels = "rf-channels"
  case implantB1RMS = "implant-b1-rms"
  case partialBodySAR = "sar-partial-body"
  case exposedMassRatio = "exposed-mass-ratio"
  case specificEnergyDose = "specific-energy-dose"
  case ambientTemperature = "ambient-temperature"
  case gradientDuty = "gradient-duty"
  case gradientDutyWindow = "gradient-duty-window"

  case stimulationChronaxie = "pns-chronaxie"
  case stimulationRheobase = "pns-rheobase"
  case stimulationEffectiveLength = "pns-effective-length"
  case stimulationLimit = "pns-limit"
  case cardiacRheobase = "cardiac-rheobase"
  case cardiacTimeConstant = "cardiac-time-constant"
  case cardiacEffectiveLength = "cardiac-effective-length"
  case acquisitionLengths = "adc-lengths"
  case blockLimit = "block-limit"
  case runLimit = "run-limit"

  /// What the figure's unit must measure.
  package var dimension: Dimension { row.dimension }
  /// Units people write it in; the first is the one listings and help lines use. Empty for a plain count.
  package var units: [String] { row.units }
  package var meaning: String { row.meaning }
  /// True where zero is a sensible value (a dead time of zero), false where it must be a mistake.
  package var mayBeZero: Bool { row.mayBeZero }
  /// True for counts, which must be whole numbers.
  package var isCount: Bool { row.isCount }

  private struct Row {
    var dimension: Dimension
    var units: [String]
    var meaning: String
    var mayBeZero = false
    var isCount = false
  }

  private static let microseconds = ["us", "ms", "s"]
  private static let sarUnits = ["W/kg/uT/uT"]

  // A switch, because the compiler then demands a row for every key.
  private var row: Row {
    switch self {
    case .fieldStrength:
      Row(dimension: .fluxDensity, units: ["T", "mT"], meaning: "static field B0")
    case .boreDiameter:
      Row(dimension: .length, units: ["cm", "mm", "m"], meaning: "diameter of the patient bore")
    case .gradientAmplitude:
      Row(dimension: .gradient, units: ["mT/m", "T/m"], meaning: "largest gradient on one axis")
    case .gradientSlewRate:
      Row(dimension: .slewRate, units: ["T/m/s", "mT/m/ms"], meaning: "largest slew rate on one axis")
    case .gradientRMS:
      Row(dimension: .gradient, units: ["mT/m"], meaning: "largest root mean square gradient on one axis")
    case .gradientRMSWindow:
      Row(dimension: .time, units: ["s"], meaning: "time over which gradient-rms is taken")
    case .b1Peak:
      Row(dimension: .fluxDensity, units: ["uT", "mT"], meaning: "largest transmit field B1")
    case .amplifierPeakPower:
      Row(dimension: .power, units: ["kW", "W"], meaning: "peak power of the RF amplifier")
    case .longestRF:
      Row(dimension: .time, units: ["ms", "us"], meaning: "longest single RF event")
    case .frequencyOffset:
      Row(dimension: .frequency, units: ["kHz", "Hz"], meaning: "largest offset of the RF or ADC frequency")
    case .rfBandwidth:
      Row(
        dimension: .frequency, units: ["kHz", "Hz", "MHz"],
        meaning: "full width at -3 dB of the transmit chain, for what `seqc optimize` searches")
    case .rfDuty:
      Row(dimension: .none, units: ["percent"], meaning: "largest share of time with RF on")
    case .rfDutyWindow:
      Row(dimension: .time, units: ["s", "ms"], meaning: "time over which rf-duty is taken")
    case .rfDeadTime:
      Row(dimension: .time, units: Self.microseconds, meaning: "needed before an RF event", mayBeZero: true)
    case .rfRingdownTime:
      Row(dimension: .time, units: Self.microseconds, meaning: "needed after an RF event", mayBeZero: true)
    case .adcDeadTime:
      Row(
        dimension: .time, units: Self.microseconds,
        meaning: "needed before an ADC event, and after it too unless "
          + "adc-ringdown-time says otherwise", mayBeZero: true)
    case .adcRingdownTime:
      Row(dimension: .time, units: Self.microseconds, meaning: "needed after an ADC event", mayBeZero: true)
    case .adcSampleLimit:
      Row(dimension: .none, units: [], meaning: "most samples in one ADC event", isCount: true)
    case .adcSampleDivisor:
      Row(
        dimension: .none, units: [], meaning: "the samples of an ADC event are a multiple of this",
        isCount: true)
    case .gradientRaster:
      Row(dimension: .time, units: Self.microseconds, meaning: "time grid of gradient corners")
    case .rfRaster:
      Row(dimension: .time, units: Self.microseconds, meaning: "time grid of RF samples and delays")
    case .adcRaster:
      Row(dimension: .time, units: ["us", "ns"], meaning: "time grid of the ADC dwell time")
    case .blockRaster:
      Row(dimension: .time, units: Self.microseconds, meaning: "time grid of block durations")
    case .segmentDeadTime:
      Row(dimension: .time, units: Self.microseconds, meaning: "needed before a segment", mayBeZero: true)
    case .segmentRingdownTime:
      Row(dimension: .time, units: Self.microseconds, meaning: "needed after a segment", mayBeZero: true)
    case .wholeBodySAR:
      Row(
        dimension: .sarPerFluxDensitySquared, units: Self.sarUnits,
        meaning: "whole-body SAR per mean square B1")
    case .headSAR:
      Row(dimension: .sarPerFluxDensitySquared, units: Self.sarUnits, meaning: "head SAR per mean square B1")
    case .localSAR:
      Row(
        dimension: .sarPerFluxDensitySquared, units: Self.sarUnits,
        meaning: "10 g local SAR per mean square B1")
    case .b1RMS:
      Row(dimension: .fluxDensity, units: ["uT"], meaning: "largest root mean square B1 over any 10 s")
    case .peakVoltage:
      Row(
        dimension: .voltage, units: ["V"],
        meaning: "largest voltage of the transmitter, where rf-reference-voltage is told")
    case .referenceVoltage:
      Row(
        dimension: .voltage, units: ["V"],
        meaning: "voltage of a rectangle of 1 ms and 180 deg in the subject that needs most")
    case .transmitChannels:
      Row(
        dimension: .none, units: [], meaning: "channels of the transmit coil that an RF shim may set",
        isCount: true)
    case .implantB1RMS:
      Row(
        dimension: .fluxDensity, units: ["uT"],
        meaning: "largest root mean square B1 over any 10 s by the label of the subject's implant")
    case .partialBodySAR:
      Row(
        dimension: .sarPerFluxDensitySquared, units: Self.sarUnits,
        meaning: "partial-body SAR per mean square B1")
    case .exposedMassRatio:
      Row(
        dimension: .none, units: ["percent"],
        meaning: "share of the subject's mass inside the transmit coil, for partial-body SAR")
    case .specificEnergyDose:
      Row(
        dimension: .specificEnergy, units: ["kJ/kg", "J/kg"],
        meaning: "largest energy absorbed in one examination, per mass")
    case .ambientTemperature:
      Row(
        dimension: .temperature, units: ["degC"],
        meaning: "temperature of the scanner room; above 25 degC the limits of SAR fall",
        mayBeZero: true)
    case .gradientDuty:
      Row(
        dimension: .none, units: ["percent"], meaning: "largest share of time with a gradient on, on one axis"
      )
    case .gradientDutyWindow:
      Row(dimension: .time, units: ["s", "ms"], meaning: "time over which gradient-duty is taken")
    case .stimulationChronaxie:
      Row(dimension: .time, units: ["us", "ms"], meaning: "chronaxie of nerve stimulation")
    case .stimulationRheobase:
      Row(
        dimension: .fluxDensity / .time, units: ["T/s"], meaning: "rheobase of nerve stimulation, as dB/dt")
    case .stimulationEffectiveLength:
      Row(
        dimension: .length, units: ["m", "cm"],
        meaning: "effective coil length: dB/dt over slew rate, for the rheobase")
    case .stimulationLimit:
      Row(
        dimension: .none, units: ["percent"],
        meaning: "nerve stimulation the site allows, where that is less than 100 %")
    case .cardiacRheobase:
      Row(dimension: .fluxDensity / .time, units: ["T/s"], meaning: "rheobase of the heart, as dB/dt")
    case .cardiacTimeConstant:
      Row(dimension: .time, units: ["ms", "us"], meaning: "time constant of the heart's threshold")
    case .cardiacEffectiveLength:
      Row(
        dimension: .length, units: ["m", "cm"],
        meaning: "dB/dt over slew rate at the heart, for cardiac-rheobase")
    case .acquisitionLengths:
      Row(
        dimension: .none, units: [],
        meaning: "most different numbers of samples that ADC events of a run may have",
        isCount: true)
    case .blockLimit:
      Row(dimension: .none, units: [], meaning: "most blocks that the interpreter plays", isCount: true)
    case .runLimit:
      Row(dimension: .time, units: ["s"], meaning: "longest run that the interpreter plays")
    }
  }
}
