/// A folder that several processes work in, on several machines: only steps that a network file system does whole or not
/// at all.
import Glibc
import SequenceIR

struct CommonFolder: Sendable {
  /// As the user writes it, for messages.
  let name: String
  /// From the folder of the process.
  let path: String

  init(_ name: String, _ files: FileSystem) {
    self.name = name
    path = files.resolved(name)
  }

  var exists: Bool { status("search.txt") != nil }

  /// Writes a file that is complete whenever it is there: beside, to the disk, and then in place. `temporary` is a name
  /// that nobody else uses. What can be made again need not wait for the disk.
  func write(
    _ text: String, to file: String, temporary: String, waitsForDisk: Bool = true
  ) throws(EnvironmentError) {
    let (beside, place) = ("\(path)/\(temporary)", "\(path)/\(file)")
    unlink(beside)
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw unwritable(file, errno) }
    var failure: Int32 = 0
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count, failure == 0 {
      let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { sent += count } else if errno != EINTR { failure = errno }
    }
    // Some file systems tell of a full disk only here, or when the file is closed.
    if failure == 0, waitsForDisk, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(beside, place) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(beside)
      throw unwritable(file, failure)
    }
    if waitsForDisk { sync(FileSystem.folder(of: place)) }
  }

  /// Whether the file had this name, and has the other now: of several that try, one does. It takes no space on a disk.
  func move(_ file: String, to other: String) -> Bool {
    if rename("\(path)/\(file)", "\(path)/\(other)") == 0 { return true }
    // Over a network the answer may be lost and the question repeated: then it has been moved, by us.
    return errno == ENOENT && status(other) != nil
  }

  func remove(_ file: String) { unlink("\(path)/\(file)") }

  /// Says that whoever holds the file is alive.
  func touch(_ file: String) { utimensat(AT_FDCWD, "\(path)/\(file)", nil, 0) }

  func holds(_ file: String) -> Bool { status(file) != nil }

  /// Since it was written or touched; nil: there is no such file.
  func secondsSinceChange(of file: String) -> Double? {
    status(file).map { max(0, Double(time(nil) - $0.st_mtim.tv_sec)) }
  }

  /// nil: there is no such file, or it cannot be read.
  func text(_ file: String) -> String? {
    do throws(EnvironmentError) {
      return String(
        decoding: try FileSystem(directory: path).read(file, onlyRegular: true), as: UTF8.self)
    } catch { return nil }
  }

  /// Of what is in a folder of this folder, sorted. Nothing is asked of the files: others move them meanwhile.
  func names(in folder: String) throws(EnvironmentError) -> [String] {
    guard let stream = opendir("\(path)/\(folder)") else { throw unreadable(folder, errno) }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    // The end of a folder and an error on the way look alike but for this.
    if errno != 0 { throw unreadable(folder, errno) }
    return names.sorted()
  }

  /// A folder with these files is there at once, or is not; false: there is one already. The disk is waited for with the
  /// last file.
  func make(folders: [String], files: [(name: String, text: String)]) throws(EnvironmentError) -> Bool {
    let beside = CommonFolder(renamed: "\(path).\(getpid()).new", name)
    defer { beside.removeAll(folders) }
    guard mkdir(beside.path, 0o777) == 0 else { throw unwritable("", errno) }
    for folder in folders {
      guard mkdir("\(beside.path)/\(folder)", 0o777) == 0 else { throw unwritable(folder, errno) }
    }
    for (index, file) in files.enumerated() {
      try beside.write(
        file.text, to: file.name, temporary: "new", waitsForDisk: index == files.count - 1)
    }
    // Replaces an empty folder, and no other.
    if rename(beside.path, path) == 0 { return true }
    let failure = errno
    guard failure == ENOTEMPTY || failure == EEXIST else { throw unwritable("", failure) }
    return false
  }

  private init(renamed path: String, _ name: String) { (self.path, self.name) = (path, name) }

  /// What was made and not put in place; a folder that was renamed is no longer there.
  private func removeAll(_ folders: [String]) {
    guard status(".") != nil else { return }
    do throws(EnvironmentError) {
      for file in try FileSystem(directory: path).files(below: ".") { remove(file) }
    } catch { return }
    for folder in folders { rmdir("\(path)/\(folder)") }
    rmdir(path)
  }

  private func status(_ file: String) -> stat? {
    var status = stat()
    return stat("\(path)/\(file)", &status) == 0 ? status : nil
  }

  private func sync(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func unreadable(_ folder: String, _ number: Int32) -> EnvironmentError {
    EnvironmentError(
      .unreadableFile, "cannot read '\(name)/\(folder)': \(EnvironmentError.reason(number))")
  }

  private func unwritable(_ file: String, _ number: Int32) -> EnvironmentError {
    EnvironmentError(
      .unwritableFile,
      "cannot write '\(file.isEmpty ? name : "\(name)/\(file)")': \(EnvironmentError.reason(number))")
  }
}
