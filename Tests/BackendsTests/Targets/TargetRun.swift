// Compiles a design and hands it to a target as `seqc build` does.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

struct TargetRun {
  var input: TargetInput

  /// The design in a file of the package.
  init(at path: String, scanner: String? = nil) throws {
    let run = try #require(DesignRun(at: path, scanner: scanner))
    let name = path.split(separator: "/").last.map { String($0).replacing(".seq", with: "") } ?? ""
    try self.init(run, name: name)
  }

  init(_ text: String, scanner: String = "siemens-prisma") throws {
    try self.init(DesignRun(text, scanner: scanner), name: "test")
  }

  private init(_ run: DesignRun, name: String) throws {
    let sequence = try #require(run.sequence, "\(run.rendered)")
    let nucleus = run.output?.nucleus ?? .proton
    let field = run.profile?[.fieldStrength]?.value
    let written = PulseqWriter.write(sequence, fieldHertz: field.map { $0 * nucleus.hertzPerTesla })
    var sources = SourceMap()
    let file = PulseqReader.read(sources.add(name: "\(name).seq", bytes: written.bytes)).file
    input = TargetInput(
      sequence: try #require(file).sequence, name: name, profile: run.profile, nucleus: nucleus,
      pulseq: written.bytes, pulseqSignature: written.signature, voxelMetres: run.output?.voxelMetres,
      sliceThicknessMetres: run.output?.sliceThicknessMetres)
  }

  /// What a target makes of the sequence that `change` leaves.
  func output(_ target: Target, changing change: (inout TargetInput) -> Void = { _ in }) throws
    -> TargetOutput
  {
    var input = input
    change(&input)
    let write = try #require(target.write)
    return write(input)
  }
}
