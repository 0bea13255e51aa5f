/// Magnetisation of single spins through a sequence of any kind: profiles over slices or frequency, and signals.
import SequenceIR

package struct BlochSimulation: Sendable {
  package struct Conditions: Sendable, Equatable {
    package var b1Scale = 1.0
    /// Offset of the field, Hz.
    package var offsetHertz = 0.0
    /// Places along a slice axis, or offsets.
    package var placeCount = 101
    package var repetitions = 1
    /// nil: slices where pulses select any, else offsets.
    package var axis: ProfileAxis?

    package init() {}
  }

  package enum ProfileAxis: String, Sendable, CaseIterable {
    case position
    case offset
  }

  /// Along one line, of all species.
  package struct Profile: Sendable {
    /// nil: over the offset of the frequency.
    package let axis: Axis?
    /// Metres, or hertz from the frequency of each species.
    package let places: [Double]
    /// Share of each place in the signal of the nominal slice; over offsets, 1 at the offset 0.
    package let weights: [Double]
    /// In order of time.
    package let events: [Event]
  }

  package struct Event: Sendable {
    package enum Kind: Sendable, Equatable {
      case pulse(RFUse)
      case acquisition
    }
    package let kind: Kind
    /// From 1, pulses and acquisitions apart, within the repetition.
    package let number: Int
    /// End of the pulse or sample, s from the start of the repetition's first event.
    package let seconds: Double
    /// [species][place]; equilibrium is (0, 0, 1). At an acquisition a pulse and a receiver of the same phase give
    /// positive x.
    package let magnetisation: [[Magnetisation]]
  }

  package let species: [BlochSpecies]
  package let profiles: [Profile]
  package let conditions: Conditions
  package let referencePPM: Double
  package let fieldHertzPerPPM: Double
  /// How many were followed: the last one is told.
  package let repetitions: Int
  package let notes: [String]

  package init(
    of sequence: SequenceIR.Sequence, species: [BlochSpecies], conditions: Conditions,
    fieldHertzPerPPM: Double, referencePPM: Double
  ) throws(SimulationProblem) {
    let played = PlayedEvents(
      sequence, fieldHertzPerPPM: fieldHertzPerPPM, repetitions: conditions.repetitions)
    guard !played.pulses.isEmpty else {
      throw SimulationProblem(
        .noPulseToFollow, "the sequence plays no pulse",
        help: "play one: `pulse hard = rect(...)`, then `hard`")
    }
    let setting = BlochSetting(
      sequence: sequence, played: played, conditions: conditions,
      offsetsHertz: species.map { fieldHertzPerPPM * ($0.shiftPPM - referencePPM) + conditions.offsetHertz })
    self.species = species
    self.conditions = conditions
    self.referencePPM = referencePPM
    self.fieldHertzPerPPM = fieldHertzPerPPM
    repetitions = played.repetitionCount
    profiles = setting.lines.map { setting.profile(along: $0, species) }
    notes = BlochSimulation.notes(played, setting, conditions)
  }

  private static func notes(
    _ played: PlayedEvents, _ setting: BlochSetting, _ conditions: Conditions
  ) -> [String] {
    var notes = [
      "isolated spins from equilibrium; not modelled: couplings, exchange, diffusion, flow, motion, eddy currents, "
        + "spread of the field within a place"
    ]
    if played.playsThrough > 1 {
      notes.append(
        "the sequence is played \(played.playsThrough) times over, from its start, to give \(played.repetitionCount) "
          + "repetitions")
    }
    if played.repetitionCount < conditions.repetitions {
      notes.append(
        "only \(played.repetitionCount) repetitions were followed: one begins with each excitation")
    }
    if played.leavesOut { notes.append("only the last events of the repetition are told") }
    if setting.hasOblique {
      notes.append("pulses under gradients on several axes have no slice axis: no profile along it is given")
    }
    let sides = [setting.voxel.x, setting.voxel.y, setting.voxel.z].map {
      DecimalText.significant($0 * 1e3, 4)
    }
    notes.append(
      "each place holds 127 isochromats over \(sides.joined(separator: " x ")) mm, along a profile over the distance of "
        + "two places")
    return notes
  }
}
