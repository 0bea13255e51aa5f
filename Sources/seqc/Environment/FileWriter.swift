/// Puts a set of files in place: all of them whole, or none.
///
/// Each file is written under a temporary name in its own folder and renamed when every one is complete; rename is
/// atomic within a folder. Where a later rename fails, the earlier ones are undone from links to the old files.
import Glibc
import SequenceIR

/// A file to be written.
struct OutputFile {
  let path: String
  let bytes: [UInt8]
}

extension FileSystem {
  /// Writes `files`, making folders where they are missing. `replacingInputs` is for commands whose purpose it is to
  /// rewrite what they read. `ownFolder` may hold these files only: what else lies there is refused.
  func write(
    _ files: [OutputFile], replacingInputs: Bool = false, ownFolder: String? = nil
  ) throws(EnvironmentError) {
    var shield = SignalShield()
    defer { shield.lower() }
    let transaction = WriteTransaction(shield: shield)
    do {
      var places: [String] = []
      for file in files {
        try refuseInput(file.path, replacingInputs: replacingInputs)
        let folder = resolved(FileSystem.folder(of: file.path))
        try transaction.makeFolder(folder, name: file.path)
        places.append(destination(of: file.path))
      }
      try transaction.claimFolders(of: places)
      if let ownFolder { try refuseStrangers(in: ownFolder, besides: files) }
      for (file, place) in zip(files, places) { try transaction.stage(file, at: place) }
      try transaction.commit()
    } catch {
      transaction.undo()
      throw error
    }
  }

  /// Removes a file of ours; one that is not there is as good.
  func remove(_ path: String) { unlink(resolved(path)) }

  private func refuseInput(_ path: String, replacingInputs: Bool) throws(EnvironmentError) {
    guard let status = status(of: path) else { return }
    if status.st_mode & S_IFMT == S_IFDIR { throw WriteTransaction.unwritable(path, EISDIR) }
    if !replacingInputs, inputs.contains(Identity(status)) {
      throw EnvironmentError(
        .outputIsInput, "the output '\(path)' would overwrite an input of this run",
        help: "give the output another name with -o")
    }
  }

  private func refuseStrangers(in folder: String, besides files: [OutputFile]) throws(EnvironmentError) {
    let own = Set(files.map(\.path))
    guard let stranger = try self.files(below: folder).first(where: { !own.contains("\(folder)/\($0)") })
    else { return }
    throw EnvironmentError(
      .outputPlace, "the folder '\(folder)' holds '\(stranger)', which is not of this package",
      help: "give --handoff a new folder")
  }

  /// Where the bytes must land: behind a symbolic link, if `path` is one, so that the link stays a link.
  private func destination(of path: String) -> String {
    guard let real = realpath(resolved(path), nil) else { return resolved(path) }
    defer { free(real) }
    return String(cString: real)
  }
}

/// The steps of one write, with what is needed to undo them.
private final class WriteTransaction {
  private let shield: SignalShield
  private var staged: [Staged] = []
  private var madeFolders: [String] = []
  private var claims: [FolderClaim] = []
  private var committed = 0

  private struct Staged {
    let name: String
    let temporary: String
    let destination: String
    /// A second name of the file that is being replaced; nil: there was none.
    var backup: String?
  }

  init(shield: SignalShield) { self.shield = shield }

  func makeFolder(_ folder: String, name: String) throws(EnvironmentError) {
    var status = stat()
    if stat(folder, &status) == 0 { return }
    let parent = FileSystem.folder(of: folder)
    if parent != folder { try makeFolder(parent, name: name) }
    if mkdir(folder, 0o777) == 0 {
      madeFolders.append(folder)
    } else if errno != EEXIST {
      throw WriteTransaction.unwritable(name, errno)
    }
  }

  /// Waits until no other run of this program writes into a folder of `places`, and takes away what a killed one left.
  func claimFolders(of places: [String]) throws(EnvironmentError) {
    let regular = places.filter { !WriteTransaction.isDevice($0) }
    for folder in Set(regular.map(FileSystem.folder(of:))).sorted() {
      // Through a link one folder has two names; its lock is had once.
      if claims.contains(where: { $0.holds(folder) }) { continue }
      let claim = try FolderClaim(folder, shield: shield)
      claims.append(claim)
      claim.removeAbandoned()
    }
  }

  /// Writes the bytes beside their destination. What is not a regular file (`/dev/null`, a pipe) cannot be replaced
  /// and is written directly.
  func stage(_ file: OutputFile, at destination: String) throws(EnvironmentError) {
    if WriteTransaction.isDevice(destination) {
      try fill(try openDevice(destination, for: file), with: file)
      return
    }
    let temporary = FolderClaim.temporaryPath(in: FileSystem.folder(of: destination), number: staged.count)
    // Where no claim could be made, one that a run with our number left may still be there.
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw WriteTransaction.unwritable(file.path, errno) }
    staged.append(Staged(name: file.path, temporary: temporary, destination: destination))
    var status = stat()
    if stat(destination, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
    try fill(descriptor, with: file)
  }

  /// Without blocking: signals are held back, so that a pipe without a reader could only be left by force.
  private func openDevice(_ path: String, for file: OutputFile) throws(EnvironmentError) -> Int32 {
    while true {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
      if descriptor >= 0 { return descriptor }
      let number = errno
      // A pipe that nobody reads yet; a socket says the same, and would say it for ever.
      guard number == EINTR || (number == ENXIO && WriteTransaction.kind(of: path) == S_IFIFO) else {
        throw WriteTransaction.unwritable(file.path, number)
      }
      try stopIfInterrupted(file)
      usleep(10_000)
    }
  }

  private func stopIfInterrupted(_ file: OutputFile) throws(EnvironmentError) {
    guard let signal = shield.pending else { return }
    throw EnvironmentError(.interrupted, "interrupted by signal \(signal) while writing '\(file.path)'")
  }

  func commit() throws(EnvironmentError) {
    for index in staged.indices {
      let file = staged[index]
      let backup = file.temporary + FolderClaim.backupEnding
      let aside = file.temporary + FolderClaim.asideEnding
      if link(file.destination, backup) == 0 {
        staged[index].backup = backup
      } else if rename(file.destination, aside) == 0 {
        // Where the file system knows no hard links, the old file steps aside for a moment instead.
        staged[index].backup = aside
      }
      guard rename(file.temporary, file.destination) == 0 else {
        throw WriteTransaction.unwritable(file.name, errno)
      }
      committed = index + 1
    }
    for file in staged { if let backup = file.backup { unlink(backup) } }
  }

  func undo() {
    for (index, file) in staged.enumerated() {
      if index < committed {
        if let backup = file.backup { rename(backup, file.destination) } else { unlink(file.destination) }
      } else {
        unlink(file.temporary)
        if let backup = file.backup {
          // Two names of one file stay two after a rename.
          if rename(backup, file.destination) == 0 { unlink(backup) }
        }
      }
    }
    for folder in madeFolders.reversed() { rmdir(folder) }
  }

  static func unwritable(_ name: String, _ number: Int32) -> EnvironmentError {
    EnvironmentError(.unwritableFile, "cannot write '\(name)': \(EnvironmentError.reason(number))")
  }

  /// Whether something is there that is no regular file.
  private static func isDevice(_ path: String) -> Bool { kind(of: path).map { $0 != S_IFREG } ?? false }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Small enough to notice an interrupt at once, large enough not to matter.
  private static let chunk = 1 << 20

  private func fill(_ descriptor: Int32, with file: OutputFile) throws(EnvironmentError) {
    var written = 0
    while written < file.bytes.count {
      do { try stopIfInterrupted(file) } catch {
        close(descriptor)
        throw error
      }
      let count = file.bytes[written...].prefix(WriteTransaction.chunk).withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // The reader of a pipe is slower than we are.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, 100)
        continue
      }
      if count < 0 {
        let number = errno
        close(descriptor)
        throw WriteTransaction.unwritable(file.path, number)
      }
      written += count
    }
    // Some systems report a full disk only here.
    guard close(descriptor) == 0 else { throw WriteTransaction.unwritable(file.path, errno) }
  }
}
