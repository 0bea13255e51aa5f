/// `--slurm`: the items of a search as tasks of a Slurm job array. Which task does which item is decided by claims, so
/// that tasks may be killed, put back into the queue, or submitted twice.
import Foundation
import SequenceIR

struct SlurmBatch {
  private let folder: SearchFolder
  private let tasks: Int
  private let options: [String]
  private let environment: Environment

  private static let mostTasks = 16

  init(_ folder: SearchFolder, tasks: Int?, options: [String], _ environment: Environment) {
    self.folder = folder
    self.tasks = tasks ?? min(Self.mostTasks, folder.description.items.count)
    self.options = options.flatMap { $0.split(separator: " ").map(String.init) }
    self.environment = environment
  }

  /// Absolute: a job begins where its user was, on another machine.
  private var place: String { URL(fileURLWithPath: folder.folder.path).standardizedFileURL.path }

  var script: String {
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "seqc"
    let name = FileSystem.lastName(of: folder.folder.name)
    let lines = [
      "#!/bin/bash",
      "# A search as a job array: docs/searches.md. Tasks share the items of the folder below.",
      "#SBATCH --job-name=seqc-\(name.isEmpty ? "search" : name)", "#SBATCH --array=1-\(tasks)",
      "#SBATCH --output=\(place)/logs/%A_%a.txt", "#SBATCH --open-mode=append", "#SBATCH --requeue",
      // A minute before the time is up the task keeps its items half way and leaves them to others.
      "#SBATCH --signal=B:TERM@60",
    ]
    let given = options.map { "#SBATCH \($0)" }
    return (lines + given + ["exec \(Self.quoted(program)) optimize --work \(Self.quoted(place))", ""])
      .joined(separator: "\n")
  }

  func submit() throws(EnvironmentError) -> ExitStatus {
    let file = "search.sbatch"
    try folder.folder.write(script, to: file, temporary: "temporary/\(file)@\(environment.worker.text)")
    let path = "\(folder.folder.name)/\(file)"
    environment.console.print("wrote         \(path)\n")
    guard let sbatch = Slurm(environment).program("sbatch") else {
      environment.console.tell(
        "note: there is no sbatch here; where Slurm is, submit it with: sbatch \(place)/\(file)\n")
      return .success
    }
    let answer = Slurm.run(sbatch, ["\(place)/\(file)"])
    guard answer.status == 0 else {
      throw EnvironmentError(
        .searchFolderProblem, "sbatch refused the job: \(answer.text)",
        help: "change --slurm-options, or \(path), and submit it with: sbatch \(place)/\(file)")
    }
    environment.console.print("submitted     \(answer.text)\n")
    return .success
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// What is asked of Slurm.
struct Slurm {
  private let environment: Environment

  init(_ environment: Environment) { self.environment = environment }

  /// nil: there is none.
  func program(_ name: String) -> String? {
    environment.searchPath.split(separator: ":").map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// Whether a job is known to run no more; where nobody can say, it may.
  func isOver(_ job: String) -> Bool {
    guard let squeue = program("squeue") else { return false }
    let answer = Slurm.run(
      squeue, ["--noheader", "--jobs=\(job)", "--states=RUNNING,SUSPENDED,COMPLETING", "--format=%T"])
    if answer.status == 0 { return answer.text.isEmpty }
    // Of a job that ended minutes ago it knows nothing any more.
    return answer.text.contains("Invalid job id")
  }

  static func run(_ program: String, _ arguments: [String]) -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { return (-1, "\(error)") }
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self)
    return (process.terminationStatus, text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
