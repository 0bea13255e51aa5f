/// Whether the acquisitions of a sequence can be simulated as spectra.
import SequenceIR

enum SpectroscopicAcquisitions {
  /// Dephasing during the acquisition that is still a spectrum: cycles over 20 mm.
  static let tolerance = 0.02
  private static let length = 0.02
  /// Where the gradients' moment is looked at within an acquisition.
  private static let probes = 32

  /// The first acquisition that is none of a spectrum.
  static func problem(in sequence: SequenceIR.Sequence) -> SimulationProblem? {
    for block in sequence.blocks where !block.adc.isNone {
      let cycles = dephasing(during: block, of: sequence) * length
      guard cycles > tolerance else { continue }
      return SimulationProblem(
        .gradientDuringAcquisition,
        "gradients dephase \(DecimalText.significant(cycles, 3)) cycles over 20 mm while this is acquired",
        at: block.origin,
        help: "`seqc simulate` makes spectra of acquisitions without gradients, not images")
    }
    return orphan(in: sequence)
  }

  /// Largest moment since the first sample, 1/m.
  private static func dephasing(during block: Block, of sequence: SequenceIR.Sequence) -> Double {
    func path(_ id: GradientID) -> GradientPath? {
      id.isNone
        ? nil
        : GradientPath(corners: sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient))
    }
    let moments = BlockMoments(x: path(block.gx), y: path(block.gy), z: path(block.gz), rotation: nil)
    let event = sequence.library[block.adc]
    let start = event.delay.seconds
    let duration = Double(event.sampleCount) * event.dwell.seconds
    let before = moments.moment(to: start)
    return (1...probes).reduce(0) { most, probe in
      let time = start + duration * Double(probe) / Double(probes)
      return max(most, (moments.moment(to: time) - before).norm)
    }
  }

  /// An acquisition that lives from an excitation before the acquisition preceding it.
  private static func orphan(in sequence: SequenceIR.Sequence) -> SimulationProblem? {
    var uses: [RFUse] = []
    for entry in sequence.timeline {
      let block = entry.block
      if !block.rf.isNone, sequence.library[block.rf].amplitudeHertz != 0 {
        let use = sequence.library[block.rf].use
        if use != .saturation { uses.append(use) }
      }
      guard !block.adc.isNone else { continue }
      if !uses.isEmpty, uses.allSatisfy({ $0 == .refocusing || $0 == .inversion }) {
        return SimulationProblem(
          .noExcitationOfItsOwn, "no excitation lies between this acquisition and the one before",
          at: block.origin,
          help: "echo trains cannot be simulated yet: only the first echo of an excitation can")
      }
      uses = []
    }
    return nil
  }
}
