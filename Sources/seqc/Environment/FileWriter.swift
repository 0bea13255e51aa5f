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
  /// rewrite what they read.
  func write(_ files: [OutputFile], replacingInputs: Bool = false) throws(EnvironmentError) {
    var shield = SignalShield()
    defer { shield.lower() }
    var transaction = WriteTransaction(shield: shield)
    do {
      for file in files {
        try refuseInput(file.path, replacingInputs: replacingInputs)
        try transaction.makeFolder(resolved(FileSystem.folder(of: file.path)), name: file.path)
        try transaction.stage(file, at: destination(of: file.path))
      }
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

  /// Where the bytes must land: behind a symbolic link, if `path` is one, so that the link stays a link.
  private func destination(of path: String) -> String {
    guard let real = realpath(resolved(path), nil) else { return resolved(path) }
    defer { free(real) }
    return String(cString: real)
  }
}

/// The steps of one write, with what is needed to undo them.
private struct WriteTransaction {
  let shield: SignalShield
  private var staged: [Staged] = []
  private var madeFolders: [String] = []
  private var committed = 0

  private struct Staged {
    let name: String
    let temporary: String
    let destination: String
    /// A second name of the file that is being replaced; nil: there was none.
    var backup: String?
  }

  init(shield: SignalShield) { self.shield = shield }

  mutating func makeFolder(_ folder: String, name: String) throws(EnvironmentError) {
    var status = stat()
    if stat(folder, &status) == 0 { return }
    let parent = FileSystem.folder(of: folder)
    if parent != folder { try makeFolder(parent, name: name) }
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw WriteTransaction.unwritable(name, errno) }
    madeFolders.append(folder)
  }

  /// Writes the bytes beside their destination. What is not a regular file (`/dev/null`, a pipe) cannot be replaced
  /// and is written directly.
  mutating func stage(_ file: OutputFile, at destination: String) throws(EnvironmentError) {
    var status = stat()
    let isReplacing = stat(destination, &status) == 0
    if isReplacing, status.st_mode & S_IFMT != S_IFREG {
      let descriptor = open(destination, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw WriteTransaction.unwritable(file.path, errno) }
      try fill(descriptor, with: file)
      return
    }
    let temporary = "\(FileSystem.folder(of: destination))/.seqc-\(getpid())-\(staged.count).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw WriteTransaction.unwritable(file.path, errno) }
    staged.append(Staged(name: file.path, temporary: temporary, destination: destination))
    if isReplacing { fchmod(descriptor, status.st_mode & 0o7777) }
    try fill(descriptor, with: file)
  }

  mutating func commit() throws(EnvironmentError) {
    for index in staged.indices {
      let file = staged[index]
      let backup = file.temporary + ".old"
      // Where the file system knows no hard links, the old file steps aside for a moment instead.
      if link(file.destination, backup) == 0 || rename(file.destination, backup) == 0 {
        staged[index].backup = backup
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
        if let backup = file.backup { rename(backup, file.destination) }
      }
    }
    for folder in madeFolders.reversed() { rmdir(folder) }
  }

  static func unwritable(_ name: String, _ number: Int32) -> EnvironmentError {
    EnvironmentError(.unwritableFile, "cannot write '\(name)': \(EnvironmentError.reason(number))")
  }

  /// Small enough to notice an interrupt at once, large enough not to matter.
  private static let chunk = 1 << 20

  private func fill(_ descriptor: Int32, with file: OutputFile) throws(EnvironmentError) {
    var written = 0
    while written < file.bytes.count {
      if let signal = shield.pending {
        close(descriptor)
        throw EnvironmentError(.interrupted, "interrupted by signal \(signal) while writing '\(file.path)'")
      }
      let count = file.bytes[written...].prefix(WriteTransaction.chunk).withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
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
