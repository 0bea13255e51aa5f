/// Where the files of a build go: `-o`, or a folder NAME-SCANNER in the current directory.
import Backends
import SequenceIR

struct OutputPlan {
  /// The path of the Pulseq file; `-` is standard output.
  let pulseq: String
  /// The folder that other targets' paths count from; nil: there is one file, and it has a path of its own.
  private let folder: String?

  /// `input` is the path the user named; `scanner` the name of the profile, or what stands for it.
  static func make(
    input: String, scanner: String, hasSeveralFiles: Bool, option: String?, files: FileSystem
  ) throws(EnvironmentError) -> OutputPlan {
    let name = stem(of: input)
    let inFolder = { (folder: String) in OutputPlan(pulseq: "\(folder)/\(name).seq", folder: folder) }
    guard let option else { return inFolder("\(name)-\(scanner)") }
    if option.hasSuffix("/") { return inFolder(option == "/" ? "" : String(option.dropLast())) }
    if option != "-", files.isFolder(option) { return inFolder(option) }
    guard !hasSeveralFiles else {
      throw EnvironmentError(
        .outputPlace, "'\(option)' cannot hold several files",
        help: "end the path with a slash, so that it is a folder")
    }
    return OutputPlan(pulseq: option, folder: nil)
  }

  /// Where a file of another target goes.
  func path(of file: TargetFile) -> String { folder.map { "\($0)/\(file.path)" } ?? file.path }

  /// The name without folder and ending: `scans/press.seq` is `press`.
  static func stem(of path: String) -> String {
    if path == "-" { return "sequence" }
    let name = FileSystem.lastName(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
