/// The files that other targets write beside the Pulseq file.
import Backends
import SequenceIR

struct Companions {
  /// A target, and what it made.
  typealias Made = (target: Target, output: TargetOutput)

  private(set) var made: [Made] = []

  var files: [TargetFile] { made.flatMap(\.output.files) }

  /// What a target's file must follow.
  struct Schema {
    /// `--schema`; nil: what the system has.
    let option: String?
    let files: FileSystem

    init(option: String?, files: FileSystem) {
      self.option = option
      self.files = files
    }

    func content(for target: Target) throws(EnvironmentError) -> (name: String, bytes: [UInt8])? {
      guard !target.schemaPlaces.isEmpty else { return nil }
      if let option { return (option, try files.read(option)) }
      for place in target.schemaPlaces where files.exists(place) { return (place, try files.read(place)) }
      return nil
    }
  }

  /// Makes the files of every target that is not Pulseq itself, in their order.
  ///
  /// A target that `mayLack` is left out with a warning where all that it misses is a value that nothing gives.
  static func make(
    _ targets: [Target], _ loaded: Driver.Loaded, _ emitted: Driver.Emitted, findings: [Finding],
    name: String, schema: Schema, basis: BasisRequest, mayLack: (Target) -> Bool = { _ in false },
    _ driver: inout Driver
  ) throws(EnvironmentError) -> Result<Companions, Driver.EmissionProblem> {
    var result = Companions()
    var input = input(loaded, emitted, findings: findings, name: name)
    if targets.contains(where: \.usesBasis) {
      guard let sets = driver.basisSets(of: loaded, emitted, basis, name: name) else {
        return .failure(.cannotExpress)
      }
      input.basisSets = sets
    }
    for target in targets {
      guard let write = target.write else { continue }
      input.schema = try schema.content(for: target)
      input.siblings = result.files
      let output = write(input)
      if mayLack(target), let missing = output.onlyMissing {
        driver.inputs.diagnostics.append(
          Diagnostic(.warning, .targetValueMissing, "there is no file of \(target.name): \(missing)"))
        continue
      }
      driver.inputs.diagnostics.append(contentsOf: output.diagnostics)
      driver.timings.end(target.name)
      if !output.bugs.isEmpty {
        return .failure(.readBackDiffers(output.bugs.map { "\(target.name): \($0)" }))
      }
      guard output.isWritten else { return .failure(.cannotExpress) }
      result.made.append((target, output))
    }
    return .success(result)
  }

  /// What targets are given of a build.
  static func input(
    _ loaded: Driver.Loaded, _ emitted: Driver.Emitted, findings: [Finding], name: String
  ) -> TargetInput {
    var input = TargetInput(
      sequence: emitted.sequence, name: name, profile: loaded.profile, nucleus: loaded.nucleus,
      pulseq: emitted.output.bytes, pulseqSignature: emitted.output.signature,
      voxelMetres: loaded.design?.voxelMetres,
      sliceThicknessMetres: loaded.design?.sliceThicknessMetres)
    input.findings = findings
    input.molecules = SpinSystemExport.molecules(of: loaded.design)
    input.version = Version.text
    return input
  }

  /// Lines for the user; `path` gives the place of a file.
  func summary(_ path: (TargetFile) -> String) -> String {
    made.map { target, output in
      let first = output.files.first.map(path) ?? ""
      let more = output.files.count > 1 ? " and \(output.files.count - 1) more" : ""
      return "built \(first)\(more)\n  read back: equal\n" + output.proofs.map { "  \($0)\n" }.joined()
    }.joined()
  }
}
