/// `seqc phantom FILE`
import Optimizer
import SequenceIR

extension Command {
  static let phantom = Command(
    name: "phantom",
    summary: "write a synthetic acquisition of a sequence, with known concentrations",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [
      .molecules, .withoutMacromolecules, .spinParameters, .scanner, .field, .linewidth, .b1Scale, .offset,
      .b1Spread, .b0Spread, .signalToNoise, .noise, .noiseSeed, .dynamics, .places, .precision,
      .phantomOutput, .timings,
    ],
    details: [
      """
      Simulates the sequence as seqc simulate does, with macromolecules, and writes the sum of all molecules times their \
      concentrations as NIfTI-MRS. With --dynamics 200 the file has 200 acquisitions (DIM_DYN) that differ in their noise; \
      the spins are simulated once. Beside it, a JSON file says what a fit should find: concentrations, spin parameters, \
      linewidth, spreads, noise and its seed. docs/basis-sets.md has its keys.
      """,
      """
      Without --molecules they are the usual ones of grey matter and those that the design speaks of, as in basis sets.
      """,
    ],
    examples: [
      Example(
        line: "seqc phantom press.seq --snr 60 --dynamics 200 -o phantom.nii.gz",
        meaning: "two hundred noisy acquisitions for a fit, and phantom-truth.json"),
      Example(
        line: "seqc phantom press.seq --molecules Glu=9,Gln=2.5,NAA=11 --b1-spread 0.1 --set degraaf",
        meaning:
          "concentrations of your own, where B1 varies, with other spin systems than those of the basis set"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard let request = driver.asked(invocation, PhantomRequest.init) else { return .trouble }
      for path in [request.path, request.truthPath] {
        try driver.foresee(output: path, of: invocation.arguments[0])
      }
      guard let loaded = try driver.load(invocation.arguments[0]),
        let phantom = driver.phantom(of: loaded, request)
      else { return .failed }
      driver.timings.end("simulate")
      try environment.files.write(phantom.files)
      driver.timings.end("write")
      environment.console.tell(phantom.report.simulation.notes.map { "note: \($0)\n" }.joined())
      environment.console.print(phantom.summary(request))
      return .success
    })
}
