// Printed protocols, pulse tables and Vespa's files: what they hold, read by readers that are not their writers.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct VendorTextTests {
  private static let golden = ["press", "semi-laser", "gre-2d", "epi"]

  private func example(_ name: String, scanner: String = "siemens-prisma") throws -> TargetRun {
    try TargetRun(at: "examples/\(name).seq", scanner: scanner)
  }

  // MARK: Siemens

  @Test(arguments: golden) func printedProtocolOfAnExampleIsThisFile(name: String) throws {
    let output = try example(name).output(.siemensXML)
    let file = try #require(output.files.first)
    #expect(file.path == "\(name).printout.xml")
    Golden.expect(
      String(decoding: file.bytes, as: UTF8.self), at: "golden/targets/siemens-xml/\(name).xml")
  }

  @Test func aScannerOfAnotherVendorHasNoPrintedProtocol() throws {
    let output = try TargetRun(at: "examples/gre-2d.seq", scanner: "ge-premier").output(.siemensXML)
    #expect(!output.isWritten && output.diagnostics.items.first?.code == .targetCannotExpress)
    #expect(output.diagnostics.items.first?.help?.contains("handoff-ge") == true)
  }

  /// The reader is that of the design language, which knows nothing of the writer.
  @Test(arguments: golden) func pulseTablesReadBackAsTheirPulses(name: String) throws {
    let run = try example(name)
    let library = run.input.sequence.library
    let raster = run.input.sequence.rasters.radiofrequency
    let pulses = DistinctPulse.all(of: run.input.sequence).filter { $0.peakHertz > 0 }
    #expect(!pulses.isEmpty)
    for pulse in pulses {
      let bytes = PulseTable.bytes(of: pulse, library: library, raster: raster, family: "seqc", name: "p")
      let count = PulseTable.sampleCount(of: pulse, library: library, raster: raster)
      #expect(count <= 4096)
      var sources = SourceMap()
      let (shape, diagnostics) = PulseFile.read(sources.add(name: "p.pta", bytes: bytes))
      let read = try #require(shape, "\(diagnostics.items.map(\.message))")
      let samples = pulse.samples(count: count, of: library, raster: raster)
      #expect(read.count == count)
      // A table that was thinned out need not hold the largest sample, and the reader scales to it.
      let peak = samples.map(\.magnitude).max() ?? 1
      var worst = 0.0
      for (index, sample) in samples.enumerated() {
        let magnitude = ElementaryFunctions.hypot(read.real[index], read.imaginary[index])
        worst = max(worst, abs(magnitude * peak - sample.magnitude))
      }
      #expect(worst < 2e-9, "\(name) \(pulse.number)")
    }
  }

  /// |sin(pi x) / (pi x)| is one half at x = 0.60335: a rectangle's width is twice that over its duration.
  @Test func widthOfARectangleIsThatOfItsFourierTransform() {
    let rectangle = [PulseSample](repeating: PulseSample(real: 1, imaginary: 0), count: 400)
    #expect(abs(PulseTable.widthAtHalfHeight(rectangle) - 1.2067) < 0.01)
    let sums = PulseTable.Integrals(rectangle)
    #expect(sums.amplitude == 400 && sums.absolute == 400 && sums.power == 400)
    // 10 mm and 5.12 ms: 1.2067 / 5.12 ms / (42.576 MHz/T x 10 mm) = 0.5536 mT/m.
    #expect(abs(PulseTable.referenceGradient(rectangle, seconds: 1) - 0.5536) < 0.005)
  }

  // MARK: Vespa

  @Test(arguments: golden) func vespaFileOfAnExampleIsThisFile(name: String) throws {
    let file = try #require(try example(name).output(.vespa).files.first)
    let text = String(decoding: file.bytes, as: UTF8.self)
    // Arrays by their digest.
    let lines = text.split(separator: "\n").map { line -> String in
      guard line.utf8.count > 1000 else { return String(line) }
      return "\(line.prefix(80))... \(line.utf8.count) \(SHA256.hexadecimal(of: Array(line.utf8)))"
    }
    Golden.expect(lines.joined(separator: "\n") + "\n", at: "golden/targets/vespa/\(name).txt")
    #expect(!text.contains("algorithm_code") && !text.contains("sequence_code"))
  }

  @Test func moleculesAreWrittenSpinBySpin() throws {
    let output = try example("press").output(.vespa) { input in
      input.molecules = [
        TargetMolecule(
          name: "AX", nucleus: "1H", shiftsPPM: [1.3, 4.1], couplingsHertz: [6.9], source: "made up")
      ]
    }
    let root = try XMLReader.read(try #require(output.files.first).bytes).get().root
    let molecule = try #require(root.first("metabolite"))
    #expect(molecule.elements("spin").compactMap { $0.first("chemical_shift")?.text } == ["1.3", "4.1"])
    #expect(molecule.elements("j_coupling").map(\.text) == ["6.9"])
  }

  @Test func aSequenceWithoutPulsesHasNoVespaFile() throws {
    let output = try TargetRun(
      "design \"noise\"\nscanner siemens-prisma\nsequence { acquire 64 points dwell 10 us }"
    ).output(.vespa)
    #expect(!output.isWritten && output.diagnostics.items.first?.code == .targetCannotExpress)
  }
}
