/// Where the files of a build go: `-o`, or a folder NAME-SCANNER in the current directory.
import SequenceIR

struct OutputPlan {
  /// The path of each target's file, in the order of the targets; `-` is standard output.
  let paths: [String]

  /// `input` is the path the user named; `scanner` the name of the profile, or what stands for it.
  static func make(
    input: String, scanner: String, targets: [Target], option: String?, files: FileSystem
  ) throws(EnvironmentError) -> OutputPlan {
    let name = stem(of: input)
    let inFolder = { (folder: String) in
      OutputPlan(paths: targets.map { "\(folder)/\(name).\($0.fileEnding)" })
    }
    guard let option else { return inFolder("\(name)-\(scanner)") }
    if option.hasSuffix("/") { return inFolder(String(option.dropLast())) }
    if option != "-", files.isFolder(option) { return inFolder(option) }
    guard targets.count == 1 else {
      throw EnvironmentError(
        .outputPlace, "'\(option)' cannot hold \(targets.count) files",
        help: "end the path with a slash, so that it is a folder")
    }
    return OutputPlan(paths: [option])
  }

  /// The name without folder and ending: `scans/press.seq` is `press`.
  private static func stem(of path: String) -> String {
    if path == "-" { return "sequence" }
    let name = FileSystem.lastName(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
