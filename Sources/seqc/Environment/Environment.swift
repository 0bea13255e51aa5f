/// What a command may touch of the world: the terminal and the files. Tests give one of their own.
import Glibc

struct Environment {
  let console: Console
  let files: FileSystem
  let terminal: Terminal
  var interruption = Interruption.none
  /// Who works, in the claims of a search folder.
  var worker = WorkerIdentity.current()
  /// How often an item of a search is kept half way; nil: as usual.
  var secondsBetweenParts: Double?
  /// Where programs are looked for, as PATH.
  var searchPath = Environment.path

  /// CPUs that Slurm has given to this job, which need not be all that the process may use; nil: it is no job.
  var allottedProcessors = getenv("SLURM_CPUS_ON_NODE").flatMap { Int(String(cString: $0)) }

  private static var path: String { getenv("PATH").map { String(cString: $0) } ?? "" }
}
