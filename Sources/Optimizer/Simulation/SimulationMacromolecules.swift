/// Macromolecules beside the molecules of a simulation.
import SequenceIR

extension SimulationMolecules {
  /// Adds LCModel's five components, each at its usual level. Their Gaussian lines are rows of singlets, closer to one
  /// another than half the linewidth: ripples of 2 exp(-2 pi), or echoes of the row after two seconds and more.
  package mutating func addMacromolecules(
    context: Context, fieldHertzPerPPM: Double, linewidthHertz: Double
  ) throws(SimulationProblem) {
    guard context.nucleus == .proton else {
      throw SimulationProblem(
        .moleculeNotFound,
        "macromolecules are known of protons, and the sequence is for \(context.nucleus.name)",
        help: "leave --macromolecules out")
    }
    let spacing = min(4, max(0.5, linewidthHertz / 2))
    for component in InVivo.lcModelMacromolecules {
      append(
        SimulatedMolecule(
          name: component.name, millimolar: InVivo.lcModelMillimolar, source: InVivo.lcModelCitation,
          isMacromolecule: true,
          molecule: component.molecule(
            fieldHertzPerPPM: fieldHertzPerPPM, t1Seconds: InVivo.macromoleculeT1Seconds,
            t2Seconds: InVivo.macromoleculeT2Seconds, spacingHertz: spacing)))
    }
    add(
      note:
        "macromolecules: lines of the \(InVivo.lcModelCitation), \(DecimalText.shortest(InVivo.lcModelMillimolar)) mM "
        + "each; " + InVivo.macromoleculeRelaxationNote)
  }
}
