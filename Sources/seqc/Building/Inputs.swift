/// Everything a run has read: the texts with their places, and what was wrong with them.
import SequenceIR

final class Inputs {
  let files: FileSystem
  private(set) var sources = SourceMap()
  /// What came from the disk, by the paths it was read under.
  private(set) var read: [(path: String, bytes: [UInt8])] = []
  var diagnostics = Diagnostics()
  /// What other files have named, by path.
  private var named: [String: SourceFile] = [:]

  init(files: FileSystem) { self.files = files }

  /// Reads a file the user named; `-` is standard input.
  func open(_ path: String) throws(EnvironmentError) -> SourceFile {
    let bytes = try files.read(path)
    read.append((path, bytes))
    return sources.add(name: path == "-" ? Inputs.standardInputName : path, bytes: bytes)
  }

  /// Reads a file that another one names, `path` counting from that one's folder; nil when it cannot be read. It is read
  /// once, however often it is named: a table may stand in a loop.
  func open(_ path: String, namedIn parent: FileID) -> SourceFile? {
    let full = Inputs.path(path, namedIn: sources[parent].name)
    if let known = named[full] { return known }
    do throws(EnvironmentError) {
      let bytes = try files.read(full, onlyRegular: true)
      read.append((full, bytes))
      let file = sources.add(name: full, bytes: bytes)
      named[full] = file
      return file
    } catch { return nil }
  }

  private static func path(_ path: String, namedIn parent: String) -> String {
    let folder = FileSystem.folder(of: parent)
    return path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
  }

  /// The text of a library module, as a file that messages can point into.
  func openLibrary(_ name: String) -> SourceFile? {
    ModuleLibrary.text(name).map { sources.add(name: "\(name) (library)", bytes: Array($0.utf8)) }
  }

  /// A built-in profile and those it extends; nil after a diagnostic.
  func builtInScanner(_ name: String) -> ScannerProfile? {
    let (profile, diagnostics) = BuiltInProfiles.load(name, sources: &sources)
    self.diagnostics.append(contentsOf: diagnostics)
    return profile
  }

  /// A profile of the site's own; nil after a diagnostic.
  func scanner(in file: SourceFile) -> ScannerProfile? {
    let files = files
    var further: [(path: String, bytes: [UInt8])] = []
    let (profile, diagnostics) = BuiltInProfiles.load(file, sources: &sources) { path, parent in
      let full = Inputs.path(path, namedIn: parent)
      do throws(EnvironmentError) {
        let bytes = try files.read(full, onlyRegular: true)
        further.append((full, bytes))
        return (full, bytes)
      } catch { return nil }
    }
    read += further
    self.diagnostics.append(contentsOf: diagnostics)
    return profile
  }

  static let standardInputName = "<standard input>"
  static let standardOutputName = "<standard output>"
}
