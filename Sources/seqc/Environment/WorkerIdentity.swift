/// Which process holds a piece of work, so that others can tell whether it still lives.
import Glibc

struct WorkerIdentity: Equatable, Sendable {
  let host: String
  let process: Int
  /// Clock ticks from the boot of the host to the start of the process: numbers of processes are used again.
  let started: Int
  /// Of Slurm, and how often it was put back into the queue; nil: none.
  let job: String?
  let restarts: Int

  init(host: String, process: Int, started: Int, job: String? = nil, restarts: Int = 0) {
    // What separates the parts of the text, and of paths.
    self.host = String(host.map { "@/ \n".contains($0) ? "_" : $0 })
    self.process = process
    self.started = started
    self.job = job
    self.restarts = restarts
  }

  static func current() -> WorkerIdentity {
    let process = Int(getpid())
    return WorkerIdentity(
      host: hostName, process: process, started: started(process) ?? 0,
      job: variable("SLURM_JOB_ID"), restarts: variable("SLURM_RESTART_COUNT").flatMap(Int.init) ?? 0)
  }

  /// `node7@4711@88321@1234@0`; without a job `-` and 0.
  var text: String { "\(host)@\(process)@\(started)@\(job ?? "-")@\(restarts)" }

  init?(text: some StringProtocol) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 5, !parts[0].isEmpty, let process = Int(parts[1]), let started = Int(parts[2]),
      let restarts = Int(parts[4]), !parts[3].isEmpty
    else { return nil }
    self.init(
      host: String(parts[0]), process: process, started: started,
      job: parts[3] == "-" ? nil : String(parts[3]), restarts: restarts)
  }

  /// For people.
  var words: String { "process \(process) on \(host)" + (job.map { ", job \($0)" } ?? "") }

  enum Life: Equatable { case alive, gone, unknown }

  /// As far as it can be seen from another process: where both run on one machine, or in one job of Slurm.
  func life(seenFrom other: WorkerIdentity) -> Life {
    if host == other.host {
      return WorkerIdentity.started(process) == started ? .alive : .gone
    }
    // A job that was put back into the queue has ended where it ran before.
    if let job, job == other.job, restarts < other.restarts { return .gone }
    return .unknown
  }

  /// Of a process of this machine; nil: there is none.
  private static func started(_ process: Int) -> Int? {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 4096)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    // The second field is a name in parentheses, which may hold anything; the 22nd is wanted, and the third, `Z`, of one
    // that has ended and waits for its parent.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return Int(fields[19])
  }

  private static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty || text.contains("@") || text.contains("/") ? nil : text
  }
}
