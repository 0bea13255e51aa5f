// Files for JEMRIS: what is read back from them is the sequence; a changed number is found; what it cannot play is said.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct JEMRISTests {
  private static let golden = ["press", "semi-laser", "gre-2d", "epi"]
  private static let folder = "golden/targets/jemris"

  private func example(_ name: String) throws -> TargetRun {
    try TargetRun(at: "examples/\(name).seq", scanner: "siemens-prisma")
  }

  private func fieldHertz(_ run: TargetRun) -> Double? {
    run.input.profile?[.fieldStrength].map { $0.value * run.input.nucleus.hertzPerTesla }
  }

  /// The first atoms, and the digest of every file: a megabyte of numbers is nothing to read.
  @Test(arguments: golden) func filesOfAnExampleAreThese(name: String) throws {
    let output = try example(name).output(.jemris)
    #expect(output.isWritten && output.bugs == [], "\(output.bugs)")
    let text = String(decoding: try #require(output.files.first).bytes, as: UTF8.self)
    let head = text.split(separator: "\n").prefix(40).joined(separator: "\n")
    let list = output.files.map { "\($0.path) \($0.bytes.count) \(SHA256.hexadecimal(of: $0.bytes))" }
    Golden.expect(head + "\n...\n" + list.joined(separator: "\n") + "\n", at: "\(Self.folder)/\(name).txt")
  }

  @Test func everyFileOfTheFolderBelongsToAnExample() {
    Golden.expectNoOrphans(
      in: Self.folder, ending: ".txt", known: Self.golden.map { "\(Self.folder)/\($0).txt" })
  }

  @Test(arguments: [
    ("InitialDelay=\"0.1\"", "InitialDelay=\"0.11\""), ("Duration=\"4.13\"", "Duration=\"4.14\""),
    ("ADCs=\"2048\"", "ADCs=\"2047\""),
    ("Repetitions=\"1\"", "Repetitions=\"2\""),
    ("FlipAngle=\"0\"", "FlipAngle=\"1\""),
  ])
  func aChangedNumberOfTheXMLIsFound(from: String, to: String) throws {
    let run = try example("press")
    var files = try run.output(.jemris).files
    #expect(JEMRISTarget.readBack(files, of: run.input, fieldHertz: fieldHertz(run)) == [])
    let text = String(decoding: files[0].bytes, as: UTF8.self)
    // Only the first place, so that what is found is small.
    let range = try #require(text.range(of: from), "\(from) is not in the file")
    files[0].bytes = Array(text.replacingCharacters(in: range, with: to).utf8)
    let differences = JEMRISTarget.readBack(files, of: run.input, fieldHertz: fieldHertz(run))
    #expect(differences != [])
  }

  @Test func aChangedSampleOfAShapeIsFound() throws {
    let run = try example("gre-2d")
    let files = try run.output(.jemris).files
    for index in files.indices where files[index].path.hasSuffix(".h5") {
      var changed = files
      let rows = try #require(HDF5Matrix.read(files[index].bytes, name: JEMRISTarget.dataset)).rows
      var other = rows
      other[1][rows[1].count / 2] += 0.001 * (rows[1].map { abs($0) }.max() ?? 0)
      changed[index].bytes = HDF5Matrix(name: JEMRISTarget.dataset, rows: other).bytes
      #expect(
        JEMRISTarget.readBack(changed, of: run.input, fieldHertz: fieldHertz(run)) != [],
        "\(files[index].path)")
    }
  }

  @Test func aMissingShapeIsFound() throws {
    let run = try example("gre-2d")
    let files = try run.output(.jemris).files.filter { !$0.path.hasSuffix("shape-1.h5") }
    #expect(
      JEMRISTarget.readBack(files, of: run.input, fieldHertz: fieldHertz(run)).first?.contains("shape-1")
        == true)
  }

  /// A quarter turn about z takes x to y.
  @Test func rotatedGradientsStandOnPhysicalAxes() {
    let ramp = [
      GradientCorner(time: .zero, hertzPerMetre: 0),
      GradientCorner(time: Time(microseconds: 100), hertzPerMetre: 1000),
      GradientCorner(time: Time(microseconds: 200), hertzPerMetre: 0),
    ]
    let half = (0.5).squareRoot()
    let turned = JEMRISFlattening.turned([ramp, [], []], by: Rotation(w: half, x: 0, y: 0, z: half).matrix)
    #expect(turned[0].allSatisfy { abs($0.hertzPerMetre) < 1e-9 })
    #expect(
      zip(turned[1], ramp).allSatisfy {
        abs($0.hertzPerMetre - $1.hertzPerMetre) < 1e-9 && $0.time == $1.time
      })
    #expect(turned[2].allSatisfy { $0.hertzPerMetre == 0 })
  }

  @Test func whatASimulatorCannotPlayIsSaid() throws {
    let output = try TargetRun(
      """
      design "gated"
      scanner siemens-prisma
      pulse p = rect(flip: 90 deg, duration: 500 us)
      sequence { wait physio1 for 10 ms
        p
        acquire 64 points dwell 10 us }
      """
    ).output(.jemris)
    #expect(!output.isWritten)
    #expect(
      output.diagnostics.items.contains { $0.code == .targetCannotExpress && $0.message.contains("trigger") })
  }
}
