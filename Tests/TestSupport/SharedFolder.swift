// The folder of reference material and foreign files that may lie beside the clone; tests that need it skip without it.
import Foundation

package enum SharedFolder {
  /// The folder `../shared` seen from the package root, or the one SEQC_SHARED names; nil when it is not there.
  package static let path: String? = {
    let parent = URL(fileURLWithPath: Golden.root).deletingLastPathComponent()
    let beside = parent.appendingPathComponent("shared").path
    let path = ProcessInfo.processInfo.environment["SEQC_SHARED"] ?? beside
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  /// True when the collection of foreign Pulseq files is there.
  package static let hasCorpus = bytes(at: "corpus/index.json") != nil

  /// The bytes of a file, `path` from the shared folder; nil when either is missing.
  package static func bytes(at path: String) -> [UInt8]? {
    self.path.flatMap { FileManager.default.contents(atPath: "\($0)/\(path)") }.map { [UInt8]($0) }
  }
}
