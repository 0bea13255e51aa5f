/// From a finished build to its package, and from the package to the disk.
import Backends
import SequenceIR

struct PackageRequest {
  /// As the user named it.
  let input: String
  let scannerOption: String?
  let pulseqVersion: String?
  let targets: [String]
  let schema: Companions.Schema
  let basis: BasisRequest

  func package(
    _ loaded: Driver.Loaded, _ emitted: Driver.Emitted, _ findings: [Finding], _ driver: inout Driver
  ) throws(EnvironmentError) -> Result<Package, Driver.EmissionProblem> {
    guard let profile = loaded.profile else {
      driver.inputs.diagnostics.error(
        .scannerNeeded, "a package is for one scanner, and none is named", help: "give --scanner")
      return .failure(.cannotExpress)
    }
    guard input != "-" else {
      driver.inputs.diagnostics.error(
        .packageInput, "standard input has no name that a package could keep",
        help: "save the design in a file")
      return .failure(.cannotExpress)
    }
    let name = OutputPlan.stem(of: input)
    guard name != ".",
      name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    else {
      driver.inputs.diagnostics.error(
        .packageInput, "the name of the input cannot be that of a package's files",
        help: "give the file a name of letters, digits and signs that can be seen")
      return .failure(.cannotExpress)
    }
    let scannerFile = scannerOption.flatMap { $0.contains("/") || $0.hasSuffix(".scanner") ? $0 : nil }
    let inputs: PackageInputs
    do throws(PackageInputs.Refusal) {
      inputs = try PackageInputs(
        input: input, scanner: scannerFile, read: driver.inputs.read, profile: profile)
    } catch {
      driver.inputs.diagnostics.error(
        .packageInput, "the design reads '\(error.path)', which does not lie in its own folder",
        help: "a package holds a copy of that folder: put the file beside the design")
      return .failure(.cannotExpress)
    }
    let recipe = PackageRecipe(
      name: name, input: inputs.names[input] ?? input,
      scanner: scannerFile.flatMap { inputs.names[$0] } ?? scannerOption, profile: profile.name,
      pulseqVersion: pulseqVersion, targets: targets, basis: basis.words.isEmpty ? nil : basis.words)
    let sources = driver.inputs.sources.renamed { inputs.names[$0] ?? $0 }
    switch try Package.results(
      loaded, emitted, findings, recipe: recipe, basis, sources: sources, schema: schema, &driver)
    {
    case .failure(let problem): return .failure(problem)
    case .success(let results):
      let files = (results + inputs.files).sorted { $0.path < $1.path }
      return .success(Package(recipe: recipe, files: files))
    }
  }
}

extension Package {
  /// Writes the whole package or nothing. A folder that holds other files is refused: they would be taken for its own.
  func write(into folder: String, _ disk: FileSystem) throws(EnvironmentError) {
    let manifest = TargetFile(path: HandoffPackage.manifestPath, bytes: recipe.manifest(files))
    let whole = files + [manifest]
    try disk.write(
      whole.map { OutputFile(path: "\(folder)/\($0.path)", bytes: $0.bytes) }, ownFolder: folder)
  }

  func summary(_ folder: String, checks: String) -> String {
    let bytes = files.reduce(0) { $0 + $1.bytes.count }
    return """
      packed \(folder)
        \(recipe.name).seq and \(files.count - 1) files that belong to it, \(bytes) bytes; \(HandoffPackage.manifestPath) lists them
        \(checks)
        \(Package.sheetPath) is the sheet for the console; `seqc verify \(folder)` says whether anything was changed

      """
  }
}
