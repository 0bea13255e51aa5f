/// A basis set as plain data: what each molecule alone gives under a sequence, and all that a fitting program asks about it.
import SequenceIR

package struct BasisSet: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case metabolite
    case macromolecule
  }

  /// One molecule, or one component of the macromolecules.
  package struct Function: Sendable, Equatable {
    /// As `seqc metabolites` has it; a program's own name for it is `BasisNames`'.
    package var name: String
    package var kind: Kind
    /// Typical, or as was asked for, mM. The signal does not depend on it.
    package var millimolar: Double
    /// Time signal of one molecule: a proton after an ideal 90 degree pulse gives 1. Frequencies are positive towards
    /// higher shifts, from `referencePPM`.
    package var signal: BasisSignal
    /// Of shifts and couplings, or of lines.
    package var source: String

    package init(name: String, kind: Kind, millimolar: Double, signal: BasisSignal, source: String) {
      self.name = name
      self.kind = kind
      self.millimolar = millimolar
      self.signal = signal
      self.source = source
    }
  }

  /// Of its files, without ending: that of the sequence, and which shots where there are several kinds.
  package var name: String
  /// Which shots these are: `mean`, `mean 0`, `mean 1 - mean 0`.
  package var shots: String
  package var functions: [Function] = []
  package var dwellSeconds: Double
  package var sampleCount: Int
  /// Of the nucleus in the scanner's field, Hz.
  package var spectrometerHertz: Double
  /// The shift at frequency zero.
  package var referencePPM: Double
  package var nucleus: Nucleus
  /// Full width at half maximum of every line, Lorentzian.
  package var linewidthHertz: Double
  /// nil: not known, or there are several.
  package var echoTimeSeconds: Double?
  package var repetitionTimeSeconds: Double?
  /// Whether what is acquired is a stimulated echo.
  package var hasStimulatedEcho = false
  /// From the centre of the first pulse to the first sample.
  package var firstSampleSeconds: Double
  package var sequenceName: String
  /// The MD5 sum that the Pulseq file of the same build is signed with.
  package var signature: String
  /// Name of the set of shifts and couplings that was asked for; each function has its source.
  package var spinParameters: String
  package var simulation: Simulation
  /// Of the program.
  package var version: String

  /// How finely, and under which conditions, the sequence was simulated.
  package struct Simulation: Sendable, Equatable {
    package var placesAcrossSlices: Int
    package var kickSeconds: Double
    package var errorEstimate: Double
    package var precision: Double
    /// What is not modelled, and what stands in for what.
    package var notes: [String]

    package init(
      placesAcrossSlices: Int, kickSeconds: Double, errorEstimate: Double, precision: Double, notes: [String]
    ) {
      self.placesAcrossSlices = placesAcrossSlices
      self.kickSeconds = kickSeconds
      self.errorEstimate = errorEstimate
      self.precision = precision
      self.notes = notes
    }
  }

  package init(
    name: String, shots: String, dwellSeconds: Double, sampleCount: Int, spectrometerHertz: Double,
    referencePPM: Double, nucleus: Nucleus, linewidthHertz: Double, firstSampleSeconds: Double,
    sequenceName: String, signature: String, spinParameters: String, simulation: Simulation, version: String
  ) {
    self.name = name
    self.shots = shots
    self.dwellSeconds = dwellSeconds
    self.sampleCount = sampleCount
    self.spectrometerHertz = spectrometerHertz
    self.referencePPM = referencePPM
    self.nucleus = nucleus
    self.linewidthHertz = linewidthHertz
    self.firstSampleSeconds = firstSampleSeconds
    self.sequenceName = sequenceName
    self.signature = signature
    self.spinParameters = spinParameters
    self.simulation = simulation
    self.version = version
  }

  package var hertzPerPPM: Double { spectrometerHertz * 1e-6 }

  /// What every format with room for it says: which sequence, which spins, how simulated.
  package var description: JSONObject {
    var object = JSONObject()
    object.add("Program", "seqc \(version)")
    object.add("Sequence", sequenceName)
    object.add("PulseqSignature", signature)
    object.add("Shots", shots)
    object.add("SpinParameters", spinParameters)
    object.add("LinewidthHertz", linewidthHertz)
    if let echoTimeSeconds { object.add("EchoTime", raw: DecimalText.rounded(echoTimeSeconds, decimals: 9)) }
    if let repetitionTimeSeconds {
      object.add("RepetitionTime", raw: DecimalText.rounded(repetitionTimeSeconds, decimals: 9))
    }
    object.add("FirstSample", raw: DecimalText.rounded(firstSampleSeconds, decimals: 9))
    object.add("PlacesAcrossSlices", simulation.placesAcrossSlices)
    object.add("KickSeconds", raw: DecimalText.significant(simulation.kickSeconds, 6))
    object.add("Precision", simulation.precision)
    object.add("RelativeErrorEstimate", raw: DecimalText.significant(simulation.errorEstimate, 2))
    object.add("Notes", raw: JSONText.array(simulation.notes.map(JSONText.string)))
    return object
  }
}
