/// Reads inputs whole and remembers them, so that no output replaces one.
import Glibc
import SequenceIR

final class FileSystem {
  /// Relative paths start here.
  let directory: String
  /// The descriptor that `-` reads.
  let standardInput: Int32
  let sizeLimit: Int
  /// Whether nothing but plain files of `directory` is read: no paths that leave it, no links, pipes or devices.
  let isConfined: Bool
  private(set) var inputs: [Identity] = []

  static let largestInput = 1_000_000_000

  /// What makes a file the same file whatever its name.
  struct Identity: Hashable {
    let device: UInt
    let inode: UInt

    init(_ status: stat) {
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
    }
  }

  init(
    directory: String = ".", standardInput: Int32 = STDIN_FILENO, sizeLimit: Int = largestInput,
    isConfined: Bool = false
  ) {
    self.directory = directory
    self.isConfined = isConfined
    self.standardInput = standardInput
    self.sizeLimit = sizeLimit
  }

  /// The whole content of a file, or of standard input where `path` is `-`. A user may name a pipe; a file that names
  /// another is not followed to one (`onlyRegular`), since a pipe can keep its reader waiting, and a device never ends.
  func read(_ path: String, onlyRegular: Bool = false) throws(EnvironmentError) -> [UInt8] {
    if isConfined, !isPlainFile(path) {
      throw EnvironmentError(.unreadableFile, "'\(path)' is not a plain file of its folder")
    }
    if path == "-", !onlyRegular {
      return try content(of: standardInput, expected: 0, name: "standard input")
    }
    let descriptor = open(resolved(path), O_RDONLY | O_CLOEXEC | (onlyRegular ? O_NONBLOCK : 0))
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw unreadable(path, EISDIR) }
    if onlyRegular, status.st_mode & S_IFMT != S_IFREG {
      throw EnvironmentError(.unreadableFile, "'\(path)' is a pipe or a device, not a file")
    }
    let bytes = try content(of: descriptor, expected: Int(status.st_size), name: "'\(path)'")
    inputs.append(Identity(status))
    return bytes
  }

  /// Lets an output replace a file that was read: a result that is improved.
  func allowReplacing(_ path: String) {
    guard let identity = status(of: path).map(Identity.init) else { return }
    inputs.removeAll { $0 == identity }
  }

  /// Whether a path stays in the folder and leads, without any link, to a regular file.
  func isPlainFile(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).filter { $0 != "." }
    guard path != "-", !parts.isEmpty, parts.allSatisfy({ $0 != "" && $0 != ".." }) else { return false }
    for count in 1...parts.count {
      var status = stat()
      guard lstat(resolved(parts.prefix(count).joined(separator: "/")), &status) == 0 else { return false }
      let wanted = count == parts.count ? S_IFREG : S_IFDIR
      if status.st_mode & S_IFMT != wanted { return false }
    }
    return true
  }

  func exists(_ path: String) -> Bool { status(of: path) != nil }

  func isFolder(_ path: String) -> Bool { status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

  /// The paths of all files in a folder and below it, relative to it, sorted; links are not followed. None: there is no
  /// such folder.
  func files(below folder: String) throws(EnvironmentError) -> [String] {
    var found: [String] = []
    var waiting = [""]
    while let part = waiting.popLast() {
      let path = resolved(part.isEmpty ? folder : "\(folder)/\(part)")
      guard let stream = opendir(path) else {
        if part.isEmpty, errno == ENOENT || errno == ENOTDIR { return [] }
        throw unreadable(path, errno)
      }
      defer { closedir(stream) }
      errno = 0
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." {
          errno = 0
          continue
        }
        let inner = part.isEmpty ? name : "\(part)/\(name)"
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else { throw unreadable(inner, errno) }
        if status.st_mode & S_IFMT == S_IFDIR { waiting.append(inner) } else { found.append(inner) }
        if found.count + waiting.count > Self.mostFiles {
          throw EnvironmentError(
            .outputPlace, "the folder '\(folder)' holds more than \(Self.mostFiles) files")
        }
        errno = 0
      }
      // The end of a folder and an error on the way look alike but for this.
      if errno != 0 { throw unreadable(part.isEmpty ? folder : part, errno) }
    }
    return found.sorted()
  }

  private static let mostFiles = 100_000

  /// `path`, seen from `directory`.
  func resolved(_ path: String) -> String {
    path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)"
  }

  func status(of path: String) -> stat? {
    var status = stat()
    return stat(resolved(path), &status) == 0 ? status : nil
  }

  /// What stands before the last slash; `.` when there is none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands after the last slash.
  static func lastName(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  private func content(of descriptor: Int32, expected: Int, name: String) throws(EnvironmentError) -> [UInt8]
  {
    guard expected <= sizeLimit else { throw tooLarge(name) }
    var bytes: [UInt8] = []
    // One byte more than expected, so that the end of a file of known size shows without another allocation.
    var room = max(expected + 1, 65_536)
    while true {
      var failure: Int32 = 0
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
        repeat { count = Glibc.read(descriptor, buffer.baseAddress, room) } while count < 0 && errno == EINTR
        if count < 0 { failure = errno }
        initialized = max(0, count)
      }
      if failure != 0 {
        throw EnvironmentError(.unreadableFile, "cannot read \(name): \(EnvironmentError.reason(failure))")
      }
      if count == 0 { return bytes }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      guard bytes.count <= sizeLimit else { throw tooLarge(name) }
      room = max(expected + 1 - bytes.count, 65_536)
    }
  }

  private func tooLarge(_ name: String) -> EnvironmentError {
    EnvironmentError(.inputTooLarge, "\(name) is larger than \(sizeLimit) bytes, the most that is read")
  }

  private func unreadable(_ path: String, _ number: Int32) -> EnvironmentError {
    let guess = number == ENOENT ? nearestName(to: path) : nil
    return EnvironmentError(
      .unreadableFile, "cannot read '\(path)': \(EnvironmentError.reason(number))",
      help: guess.map { "did you mean \($0)?" })
  }

  /// A file of the same folder whose name is near.
  private func nearestName(to path: String) -> String? {
    let folder = FileSystem.folder(of: path)
    guard let listing = opendir(resolved(folder)) else { return nil }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    let guess = Suggestion.nearest(to: FileSystem.lastName(of: path), among: names.sorted())
    return guess.map { folder == "." ? $0 : "\(folder)/\($0)" }
  }
}
