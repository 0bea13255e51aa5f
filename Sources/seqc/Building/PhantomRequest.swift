/// What the options of `seqc phantom` ask for: a simulation, and how often it is acquired.
import Optimizer
import SequenceIR

struct PhantomRequest {
  let simulation: SimulationRequest
  let hasMacromolecules: Bool
  /// Of every acquisition; the spins are simulated without it.
  let noise: SimulatedNoise?
  let acquisitionCount: Int
  /// Of the NIfTI-MRS file.
  let path: String
  /// Of the JSON file with what is known of it.
  let truthPath: String

  init(_ invocation: Invocation) throws(UsageError) {
    var request = try SimulationRequest(invocation)
    noise = request.conditions.noise
    request.conditions.noise = nil
    simulation = request
    hasMacromolecules = !invocation.has(.withoutMacromolecules)
    acquisitionCount = try invocation.count(.dynamics, 1...100_000) ?? 1
    if acquisitionCount > 1, noise == nil {
      throw UsageError(
        "--dynamics asks for acquisitions that differ in their noise, and there is none",
        help: "add --snr 40 or --noise 0.02")
    }
    let path =
      invocation.value(.phantomOutput) ?? "\(OutputPlan.stem(of: invocation.arguments[0]))-phantom.nii.gz"
    guard let ending = SimulationNIfTI.ending(of: path) else {
      throw UsageError(
        "a phantom is a NIfTI-MRS file, and `\(path)` does not end in .nii or .nii.gz",
        help: "write -o phantom.nii.gz")
    }
    self.path = path
    truthPath = "\(path.dropLast(ending.count))-truth.json"
  }
}
