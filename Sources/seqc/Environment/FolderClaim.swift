/// A lock on a folder, held while files are put into it: one run of this program writes there at a time.
///
/// The lock is the system's (`flock`) on the folder itself: it leaves no file behind, and ends with its process however
/// that ends. Who holds it knows that no other run is at work in the folder, so that temporary files that lie there
/// belong to one that was killed.
import Glibc
import SequenceIR

final class FolderClaim {
  private let folder: String
  /// Below zero where the folder cannot be locked, as on some network disks: then all is as it would be without.
  private var descriptor: Int32 = -1

  /// Waits for others, but not for ever.
  init(_ folder: String, shield: SignalShield, patience: Duration = .seconds(10)) throws(EnvironmentError) {
    self.folder = folder
    let deadline = ContinuousClock.now + patience
    while !(try attempt()) {
      if let signal = shield.pending {
        throw EnvironmentError(.interrupted, "interrupted by signal \(signal) while waiting for '\(folder)'")
      }
      guard ContinuousClock.now < deadline else {
        throw EnvironmentError(
          .unwritableFile,
          "cannot write into '\(folder)': another program has had it locked for \(patience.components.seconds) s",
          help: "wait until the other build is done, or give this one another folder")
      }
      usleep(10_000)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether the waiting is over, because the folder is ours or because it knows no locks.
  private func attempt() throws(EnvironmentError) -> Bool {
    let candidate = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard candidate >= 0 else {
      if errno != ENOENT { return true }
      try makeAgain()
      return false
    }
    guard flock(candidate, LOCK_EX | LOCK_NB) == 0 else {
      let isTaken = errno == EWOULDBLOCK || errno == EINTR
      close(candidate)
      return !isTaken
    }
    descriptor = candidate
    if holds(folder) { return true }
    close(candidate)
    descriptor = -1
    try makeAgain()
    return false
  }

  /// Whether the folder that is locked is the one which has this name now.
  func holds(_ name: String) -> Bool {
    var held = stat()
    var named = stat()
    return descriptor >= 0 && fstat(descriptor, &held) == 0 && stat(name, &named) == 0
      && FileSystem.Identity(held) == FileSystem.Identity(named)
  }

  /// The run that made the folder may have failed and taken it away again.
  private func makeAgain() throws(EnvironmentError) {
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      throw EnvironmentError(
        .unwritableFile, "cannot write into '\(folder)': \(EnvironmentError.reason(errno))")
    }
  }

  /// Takes away what runs that were killed have left: unfinished files, and second names of files they were replacing.
  /// An old file that had stepped aside stays: it may be the only copy.
  func removeAbandoned() {
    guard descriptor >= 0, let listing = opendir(folder) else { return }
    defer { closedir(listing) }
    var abandoned: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if FolderClaim.isTemporary(name) { abandoned.append(name) }
    }
    for name in abandoned { unlink("\(folder)/\(name)") }
  }

  // MARK: names of temporary files

  static let backupEnding = ".old"
  static let asideEnding = ".aside"

  static func temporaryPath(in folder: String, number: Int) -> String {
    "\(folder)/.seqc-\(getpid())-\(number).tmp"
  }

  /// `.seqc-123-0.tmp`, and with `.old` behind it.
  static func isTemporary(_ name: String) -> Bool {
    guard name.hasPrefix(".seqc-") else { return false }
    let rest = name.dropFirst(6)
    let stem = rest.hasSuffix(backupEnding) ? rest.dropLast(backupEnding.count) : rest
    guard stem.hasSuffix(".tmp") else { return false }
    let numbers = stem.dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
  }
}
