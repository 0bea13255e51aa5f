/// `seqc simulate FILE`
import Foundation
import Optimizer
import SequenceIR

extension Command {
  static let simulate = Command(
    name: "simulate",
    summary: "simulate the signals and spectra that a sequence records",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [
      .molecules, .macromolecules, .spinParameters, .scanner, .field, .linewidth, .b1Scale, .offset, .shots,
      .places, .precision, .over, .b1Spread, .b0Spread, .species, .repetitions, .signalToNoise, .noise,
      .noiseSeed, .tableFormat, .tableOutput, .timings,
    ],
    details: [
      """
      Propagates the coupled spins of each molecule through one shot of each kind: shaped pulses, slices, coherence \
      pathways that gradients and phase cycle let through, T1 and T2. The file has time signal and spectrum of each \
      molecule and of their mixture; docs/simulate.md describes it. A design is simulated as build compiles it, with its \
      pinned pulses.
      """,
      """
      Only acquisitions without gradients are spectra. Saturation pulses are left out, every shot starts from \
      equilibrium. The numerical error is estimated by halving the steps, until it is below --precision.
      """,
      """
      With --species, spins of one shift go through a sequence of any kind, images and echo trains too, by the Bloch \
      equations: magnetisation after every pulse and at every acquisition of one repetition, over the place across the \
      slice or over the offset of the frequency.
      """,
    ],
    examples: [
      Example(
        line: "seqc simulate press.seq --molecules Glu,Gln -o press.csv",
        meaning: "two molecules, with the typical concentrations of grey matter"),
      Example(
        line: "seqc simulate scan.seq --field 3T --molecules NAA=12,Cr=8 --format json",
        meaning: "a Pulseq file and concentrations of your own, in mM"),
      Example(
        line: "seqc simulate press.seq --b1 0.85 --offset 10Hz -o weak.csv",
        meaning: "what becomes of it where B1 is weak and the field is off"),
      Example(
        line: "seqc simulate press.seq --macromolecules --snr 60 --seed 3 -o press.nii.gz",
        meaning:
          "a noisy brain spectrum as NIfTI-MRS for a fitting program, and its molecules in a file beside it"),
      Example(line: "seqc simulate press.seq -o press.svg", meaning: "a drawing of mixture and molecules"),
      Example(
        line: "seqc simulate press.seq --molecules NAA,Lac --over position -o places.svg",
        meaning: "where in the voxel their signals come from, with the chemical-shift displacement"),
      Example(
        line: "seqc simulate gre-2d.seq --species water,fat --repetitions 200 -o slice.svg",
        meaning: "slice profiles of water and fat in the steady state"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard let request = driver.asked(invocation, SimulationRequest.init) else { return .trouble }
      try driver.foresee(output: request.path, of: invocation.arguments[0])
      guard let loaded = try driver.load(invocation.arguments[0]),
        let (output, files) = driver.simulation(of: loaded, request)
      else { return .failed }
      driver.timings.end("simulate")
      try write(output, files, request, environment)
      driver.timings.end("write")
      return .success
    })

  private static func write(
    _ output: SimulationOutput, _ files: [OutputFile], _ request: SimulationRequest,
    _ environment: Environment
  ) throws(EnvironmentError) {
    let notes = output.notes.map { "note: \($0)\n" }.joined()
    guard !files.isEmpty else {
      environment.console.tell(notes + output.summary)
      environment.console.print(output.text(in: request.format))
      return
    }
    try environment.files.write(files)
    environment.console.tell(notes)
    environment.console.print(
      files.map { "simulated     \($0.path)\n" }.joined() + output.summary)
  }
}
