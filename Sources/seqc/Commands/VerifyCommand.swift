/// `seqc verify DIR`
import Backends
import Foundation
import SequenceIR

extension Command {
  static let verify = Command(
    name: "verify",
    summary: "say whether a package of build --handoff is whole, unchanged, and free of contradictions",
    arguments: [Argument("DIR", .one, "the folder of a package")],
    options: [],
    details: [
      """
      Four things are asked: whether every file of the manifest is there with its SHA-256, and no other; whether the \
      files agree with each other (the signatures, the hand-off's digest and numbers, the header of the raw data); \
      whether the design and the profile in the package, built and checked again, give every file again, byte for byte; \
      and what the checks say.
      """,
      """
      A package of another version of seqc is not built again, as bytes may differ for good reasons; the rest is asked, \
      and the exit status is 3, for not proven. \
      A manifest is no signature: who may change the files may change it too. Keep its SHA-256, which is printed, where \
      nobody can.
      """,
    ],
    examples: [Example(line: "seqc verify for-the-scanner", meaning: "on the computer beside the scanner")],
    run: { invocation, environment throws(EnvironmentError) in
      try Verification(folder: invocation.arguments[0], environment: environment).run()
    })
}

private struct Verification {
  let folder: String
  let environment: Environment

  private static let mostProblems = 20

  /// A package's files are held in memory together; what is larger belongs to no package.
  private static let largestPackage = 1_000_000_000
  /// Of some twenty files.
  private static let largestManifest = 4 << 20

  func run() throws(EnvironmentError) -> ExitStatus {
    let disk = FileSystem(
      directory: environment.files.resolved(folder), sizeLimit: Self.largestPackage, isConfined: true)
    let manifest = try disk.read(HandoffPackage.manifestPath)
    guard manifest.count <= Self.largestManifest, let (recipe, rows) = Self.parse(manifest) else {
      environment.console.tell(
        "error: '\(folder)/\(HandoffPackage.manifestPath)' is not the manifest of a package\n")
      return .failed
    }
    environment.console.print(
      "\(folder): \(recipe.input) for \(recipe.profile), made by seqc \(recipe.version)\n"
        + "  manifest SHA-256 \(SHA256.hexadecimal(of: manifest))\n")
    var content: [String: [UInt8]] = [:]
    var problems = try Self.compare(rows, disk, &content)
    tell("\(rows.count) files, each with its SHA-256, and no other", unless: problems)
    let contradictions = HandoffPackage.contradictions(content, name: recipe.name)
    tell("files agree with each other", unless: contradictions)
    problems += contradictions
    if recipe.version == Version.text {
      let differences = differencesOfRebuilding(recipe, disk, content)
      tell("built and checked again from \(recipe.input): every byte equal", unless: differences)
      problems += differences
    } else if problems.isEmpty {
      environment.console.tell(
        "warning: made by seqc \(recipe.version), this is \(Version.text): not built again\n")
    }
    for problem in problems.prefix(Self.mostProblems) { environment.console.tell("error: \(problem)\n") }
    if problems.isEmpty {
      let isRebuilt = recipe.version == Version.text
      environment.console.print(isRebuilt ? "whole and unchanged\n" : "not proven: it was not built again\n")
      return isRebuilt ? .success : .notProven
    }
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    environment.console.print("NOT as it was built: \(count)\n")
    return .failed
  }

  private func tell(_ proof: String, unless problems: [String]) {
    if problems.isEmpty { environment.console.print("  \(proof)\n") }
  }

  // MARK: manifest

  private struct Manifest: Codable {
    var files: [PackageRecipe.File]
  }

  private static func parse(_ bytes: [UInt8]) -> (PackageRecipe, [PackageRecipe.File])? {
    let decoder = JSONDecoder()
    guard let recipe = try? decoder.decode(PackageRecipe.self, from: Data(bytes)),
      let manifest = try? decoder.decode(Manifest.self, from: Data(bytes)),
      recipe.format == HandoffPackage.format
    else { return nil }
    // Paths of a manifest are read, and its words are shown: a hostile one must not lead out of the folder, nor speak for
    // this program.
    let rows = manifest.files.map(\.path)
    let paths = rows + [recipe.input, recipe.name] + (recipe.scanner.map { [$0] } ?? [])
    let words = paths + [recipe.version, recipe.profile]
    let targets = Set(Target.all.map(\.name))
    guard paths.allSatisfy(isInside), words.allSatisfy(isPlain), Set(rows).count == rows.count,
      recipe.targets.allSatisfy(targets.contains),
      recipe.pulseqVersion.map({ PulseqVersion(text: $0) != nil }) ?? true,
      (try? BasisRequest(words: recipe.basis ?? [])) != nil
    else { return nil }
    return (recipe, manifest.files)
  }

  private static func isInside(_ path: String) -> Bool {
    path != "-" && !path.hasPrefix("/")
      && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !["", ".", ".."].contains($0)
      }
  }

  /// Without the characters that command a terminal.
  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
  }

  private static func compare(
    _ rows: [PackageRecipe.File], _ disk: FileSystem, _ content: inout [String: [UInt8]]
  ) throws(EnvironmentError) -> [String] {
    var problems: [String] = []
    let present = Set(try disk.files(below: "."))
    var room = largestPackage
    for row in rows {
      guard present.contains(row.path) else {
        problems.append("\(row.path) is missing")
        continue
      }
      guard disk.isPlainFile(row.path) else {
        problems.append("\(row.path) is no plain file")
        continue
      }
      guard disk.status(of: row.path).map({ Int($0.st_size) }) == row.bytes else {
        problems.append("\(row.path) was changed: it has not the \(row.bytes) bytes of the manifest")
        continue
      }
      room -= row.bytes
      guard room >= 0 else {
        return ["the files have more than \(largestPackage) bytes together, which no package has"]
      }
      let bytes = try disk.read(row.path)
      content[row.path] = bytes
      if SHA256.hexadecimal(of: bytes) != row.sha256 {
        problems.append("\(row.path) was changed: its SHA-256 is not that of the manifest")
      }
    }
    let known = Set(rows.map(\.path) + [HandoffPackage.manifestPath])
    problems += present.subtracting(known).sorted().map {
      "\(JSONText.string($0)) does not belong to the package"
    }
    return problems
  }

  // MARK: building again

  /// An input that cannot be read is a difference, too.
  private func differencesOfRebuilding(
    _ recipe: PackageRecipe, _ disk: FileSystem, _ content: [String: [UInt8]]
  ) -> [String] {
    do throws(EnvironmentError) { return try rebuild(recipe, disk, content) } catch { return [error.message] }
  }

  /// What the package's own inputs give otherwise than what lies in it.
  private func rebuild(
    _ recipe: PackageRecipe, _ disk: FileSystem, _ content: [String: [UInt8]]
  ) throws(EnvironmentError) -> [String] {
    let inside = Environment(console: environment.console, files: disk, terminal: environment.terminal)
    var driver = Driver(inside, scanner: recipe.scanner)
    guard let loaded = try driver.load(recipe.input), let profile = loaded.profile else {
      return ["\(recipe.input) cannot be built: \(Self.first(driver))"]
    }
    guard profile.name == recipe.profile else {
      return ["\(recipe.input) is for \(profile.name), and the manifest says \(recipe.profile)"]
    }
    let version = recipe.pulseqVersion.flatMap { PulseqVersion(text: $0) }
    guard case .success(let emitted) = driver.emit(loaded, version: version) else {
      return ["\(recipe.input) cannot be built: \(Self.first(driver))"]
    }
    let findings = CheckRunner.run(
      emitted.sequence, profile: profile, nucleus: loaded.nucleus, file: emitted.facts)
    if let broken = findings.first(where: { $0.verdict == .fail }) {
      return ["the sequence fails \(broken.check): \(broken.message)"]
    }
    guard let basis = try? BasisRequest(words: recipe.basis ?? []) else {
      return ["its manifest has options of basis sets that there are not"]
    }
    let made = try Package.results(
      loaded, emitted, findings, recipe: recipe, basis,
      sources: driver.inputs.sources.renamed { $0.contains("/") ? Self.plain($0) : $0 },
      schema: Companions.Schema(option: nil, files: environment.files), &driver)
    guard case .success(let files) = made else {
      return ["its files cannot be made again: \(Self.first(driver))"]
    }
    let profiles = PackageInputs.builtIn(profile)
    var problems = (files + profiles).filter { content[$0.path] != $0.bytes }.map {
      "\($0.path) is not what \(recipe.input) and the profile give"
    }
    // What nothing was made from, and nothing made, says nothing about the sequence.
    let known = Set((files + profiles).map(\.path) + driver.inputs.read.map { Self.plain($0.path) })
    problems += Set(content.keys).subtracting(known).sorted().map {
      "\($0) is neither made by the build nor read by it"
    }
    return problems
  }

  /// A path without parts that stay where they are.
  private static func plain(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private static func first(_ driver: Driver) -> String {
    driver.inputs.diagnostics.items.first { $0.severity == .error }?.message ?? "no reason given"
  }
}
