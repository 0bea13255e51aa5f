/// How a site comes to know a figure of its own scanner: where it is written, or what to measure.
extension FigureKey {
  // A switch, because the compiler then demands an answer for every key.
  package var howToKnow: String {
    switch self {
    case .fieldStrength, .boreDiameter, .gradientAmplitude, .gradientSlewRate, .gradientRMS,
      .gradientRMSWindow, .gradientDuty, .gradientDutyWindow:
      magnet
    case .b1Peak, .amplifierPeakPower, .longestRF, .frequencyOffset, .rfDuty, .rfDutyWindow, .rfDeadTime,
      .rfRingdownTime, .rfBandwidth, .peakVoltage, .referenceVoltage, .transmitChannels:
      transmitter
    case .adcDeadTime, .adcRingdownTime, .adcSampleLimit, .adcSampleDivisor, .gradientRaster, .rfRaster,
      .adcRaster, .blockRaster, .segmentDeadTime, .segmentRingdownTime, .acquisitionLengths, .blockLimit,
      .runLimit:
      interpreter
    case .wholeBodySAR, .headSAR, .localSAR, .b1RMS, .implantB1RMS, .partialBodySAR, .exposedMassRatio,
      .specificEnergyDose, .ambientTemperature:
      subject
    case .stimulationChronaxie, .stimulationRheobase, .stimulationEffectiveLength, .stimulationLimit,
      .cardiacRheobase, .cardiacTimeConstant, .cardiacEffectiveLength:
      stimulation
    }
  }

  private var magnet: String {
    switch self {
    case .fieldStrength: "divide the centre frequency of water, which the console shows, by 42.577 MHz/T"
    case .boreDiameter: "the data sheet of the magnet, or a tape measure"
    case .gradientAmplitude:
      "the data sheet of the gradient system that is installed; the largest trapezoid that the interpreter plays on each axis"
    case .gradientSlewRate:
      "the data sheet of the gradient system that is installed; the steepest ramp that the interpreter plays on each "
        + "axis, and whether the measured gradient follows it"
    case .gradientRMS:
      "ask the vendor for the cooling limit of the coil; a run of growing duty shows where supervision stops it"
    case .gradientDuty: "ask the vendor for the duty that the gradient amplifiers take"
    default: "the time for which the vendor gives the limit that goes with it"
    }
  }

  private var transmitter: String {
    switch self {
    case .b1Peak:
      "at the largest voltage, in a phantom that loads the coil like a subject: the shortest rectangle of 180 deg, "
        + "duration t, is 1 / (2 gamma t), 11.74 uT for 1 ms and protons"
    case .amplifierPeakPower: "the data sheet of the RF amplifier"
    case .longestRF: "lengthen a weak rectangle until the interpreter refuses it"
    case .frequencyOffset:
      "the largest offset at which a pulse excites, and an acquisition shows, the line it should"
    case .rfDuty:
      "ask the vendor for the duty that the RF amplifier takes; a train of weak pulses of growing duty shows it"
    case .rfDeadTime:
      "shorten the wait before a pulse until it is refused, or its envelope on an oscilloscope is cut"
    case .rfRingdownTime:
      "open the receiver ever sooner behind a strong pulse, without a sample: the time until it records noise alone"
    case .rfBandwidth:
      "the amplitude of a weak pulse, on an oscilloscope, at ever larger offsets: where it is 3 dB less"
    case .peakVoltage: "the voltage that the console shows where it refuses, or clips, a stronger pulse"
    case .referenceVoltage: "the reference voltages that the console found for your subjects: the largest"
    case .transmitChannels: "the data sheet of the transmit coil"
    default: "the time for which the vendor gives the limit that goes with it"
    }
  }

  private var interpreter: String {
    switch self {
    case .adcDeadTime:
      "shorten the wait before an acquisition until it is refused, or its first samples are wrong"
    case .adcRingdownTime:
      "shorten the wait behind an acquisition until it is refused, or its last samples are wrong"
    case .adcSampleLimit: "lengthen an acquisition until it is refused, or its raw data lack samples"
    case .adcSampleDivisor: "acquire 1, 2, 4 and 8 samples more than a number that works"
    case .segmentDeadTime, .segmentRingdownTime: "the interpreter's manual for the software of your scanner"
    case .acquisitionLengths:
      "play a file with acquisitions of two lengths, and count the samples of its raw data"
    case .blockLimit, .runLimit: "the interpreter's manual; a file that grows until it is refused"
    default:
      "the interpreter's manual for the software of your scanner; a file with half this raster must be refused"
    }
  }

  private var subject: String {
    switch self {
    case .wholeBodySAR, .headSAR, .partialBodySAR:
      "play sequences of very different B1+rms, and divide the SAR that the scanner reports by the square of the "
        + "B1+rms of `seqc check --margin`: the larger (docs/rf-exposure.md)"
    case .localSAR:
      "the coil's model or its vendor: 10 g SAR over the square of B1+rms; few scanners report it"
    case .b1RMS: "the B1+rms at which the console refuses a protocol"
    case .implantB1RMS: "the MR Conditional label of the subject's implant"
    case .exposedMassRatio:
      "the mass of the part of a body model that lies in the transmit coil, over the whole mass, for your position"
    case .specificEnergyDose: "the site's rule, or the dose at which the console stops an examination"
    default: "a thermometer in the scanner room, during examinations"
    }
  }

  private var stimulation: String {
    switch self {
    case .stimulationLimit: "the site's own rule, or that of its ethics committee"
    case .stimulationChronaxie, .stimulationRheobase, .stimulationEffectiveLength:
      "the vendor's file of your gradient coil; all three are one coil's set"
    default: "IEC 60601-2-33, or the vendor's file of your gradient coil"
    }
  }
}
