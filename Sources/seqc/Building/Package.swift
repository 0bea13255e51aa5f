/// The folder that goes to a scanner's operator: made whole in memory, from what a build has in hand.
import Backends
import SequenceIR

/// How a package was made, so that it can be made again; the first part of its manifest.
struct PackageRecipe: Hashable, Codable {
  var format = HandoffPackage.format
  var version = Version.text
  /// Of the outputs, without ending.
  var name: String
  /// The design or Pulseq file, in the package.
  var input: String
  /// A built-in profile, or a profile's file in the package; nil: the design names its own.
  var scanner: String?
  /// The name of the profile.
  var profile: String
  var pulseqVersion: String?
  /// Further targets.
  var targets: [String]
  /// Options of basis sets, as words of a command line; nil: none were given.
  var basis: [String]?

  struct File: Hashable, Codable {
    var path: String
    var bytes: Int
    var sha256: String
  }

  /// The manifest as it stands in a package.
  func manifest(_ files: [TargetFile]) -> [UInt8] {
    var object = JSONObject()
    object.add("format", format)
    object.add("version", version)
    object.add("name", name)
    object.add("input", input)
    object.add("scanner", raw: scanner.map(JSONText.string) ?? "null")
    object.add("profile", profile)
    object.add("pulseqVersion", raw: pulseqVersion.map(JSONText.string) ?? "null")
    object.add("targets", raw: JSONText.array(targets.map(JSONText.string)))
    if let basis { object.add("basis", raw: JSONText.array(basis.map(JSONText.string))) }
    let rows = files.map { file -> String in
      var row = JSONObject()
      row.add("path", file.path)
      row.add("bytes", file.bytes.count)
      row.add("sha256", SHA256.hexadecimal(of: file.bytes))
      return row.text
    }
    object.add("files", raw: "[\n\(rows.joined(separator: ",\n"))\n]")
    return Array((object.text + "\n").utf8)
  }
}

struct Package {
  let recipe: PackageRecipe
  /// Without the manifest, sorted by path.
  let files: [TargetFile]

  static let designFolder = "design"
  static let profileFolder = "profile"
  static let reportPath = "checks.json"
  static let sheetPath = "sheet.html"

  /// Everything but the inputs.
  static func results(
    _ loaded: Driver.Loaded, _ emitted: Driver.Emitted, _ findings: [Finding], recipe: PackageRecipe,
    _ basis: BasisRequest, sources: SourceMap, schema: Companions.Schema, _ driver: inout Driver
  ) throws(EnvironmentError) -> Result<[TargetFile], Driver.EmissionProblem> {
    guard let profile = loaded.profile else { preconditionFailure("a package is for a scanner") }
    let dialect = HandoffPackage.dialect(for: profile.vendor)
    let made = try Companions.make(
      HandoffPackage.targets(for: profile.vendor, asked: recipe.targets), loaded, emitted, findings: findings,
      name: recipe.name, schema: schema, basis: basis, mayLack: { !recipe.targets.contains($0.name) }, &driver
    )
    let companions: Companions
    switch made {
    case .success(let made): companions = made
    case .failure(let problem): return .failure(problem)
    }
    let input = Companions.input(loaded, emitted, findings: findings, name: recipe.name)
    var files = [TargetFile(path: "\(recipe.name).seq", bytes: emitted.output.bytes)] + companions.files
    files.append(
      TargetFile(path: reportPath, bytes: Array(FindingJSON.lines(findings, sources: sources).utf8)))
    files.append(TargetFile(path: sheetPath, bytes: Array(HandoffSheet.html(input, dialect).utf8)))
    return .success(files)
  }
}

/// Where the inputs of a build go in its package.
struct PackageInputs {
  private(set) var files: [TargetFile] = []
  /// From the paths of the run to those of the package.
  private(set) var names: [String: String] = [:]

  /// What a package cannot hold, in words.
  struct Refusal: Error { let path: String }

  init(
    input: String, scanner: String?, read: [(path: String, bytes: [UInt8])], profile: ScannerProfile
  ) throws(Refusal) {
    let designs = FileSystem.folder(of: input)
    let profiles = scanner.map { FileSystem.folder(of: $0) }
    for (path, bytes) in read where names[path] == nil {
      if let place = Self.place(of: path, below: designs) {
        add("\(Package.designFolder)/\(place)", path, bytes)
      } else if let profiles, let place = Self.place(of: path, below: profiles) {
        add("\(Package.profileFolder)/site/\(place)", path, bytes)
      } else {
        throw Refusal(path: path)
      }
    }
    files += Self.builtIn(profile)
  }

  /// The built-in profiles that one rests on, for people and for a later version of the program.
  static func builtIn(_ profile: ScannerProfile) -> [TargetFile] {
    var files: [TargetFile] = []
    var name = BuiltInProfiles.text(named: profile.name) == nil ? profile.base : profile.name
    while let current = name, let text = BuiltInProfiles.text(named: current) {
      let path = "\(Package.profileFolder)/built-in/\(current).scanner"
      files.append(TargetFile(path: path, bytes: Array((text + "\n").utf8)))
      var sources = SourceMap()
      name = BuiltInProfiles.load(current, sources: &sources).profile?.base
    }
    return files
  }

  private mutating func add(_ place: String, _ path: String, _ bytes: [UInt8]) {
    names[path] = place
    // Under another spelling it may be here already.
    if !files.contains(where: { $0.path == place }) { files.append(TargetFile(path: place, bytes: bytes)) }
  }

  /// The rest of a path that lies in a folder or below it; nil for paths that leave it.
  private static func place(of path: String, below folder: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains("..") || path.hasPrefix("\(folder)/") else { return nil }
    let rest: Substring
    if folder == "." {
      guard !path.hasPrefix("/") else { return nil }
      rest = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
    } else {
      guard path.hasPrefix(folder == "/" ? "/" : "\(folder)/") else { return nil }
      rest = path.dropFirst(folder == "/" ? 1 : folder.count + 1)
    }
    let kept = rest.split(separator: "/", omittingEmptySubsequences: false).filter { $0 != "." }
    return kept.contains("..") || kept.contains("") || kept.isEmpty ? nil : kept.joined(separator: "/")
  }
}
