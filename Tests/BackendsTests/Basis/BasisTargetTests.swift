// Basis sets: every format against lines in closed form, read by code of the tests, and what a format refuses.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct BasisTargetTests {
  private typealias Fixture = BasisFixture
  private typealias Samples = [(re: Double, im: Double)]

  private func text(_ output: TargetOutput, _ path: String) throws -> String {
    String(decoding: try #require(output.files.first { $0.path == path }).bytes, as: UTF8.self)
  }

  @Test func allFormatsAreWrittenWithoutComplaint() throws {
    for target in Target.all where target.usesBasis {
      let output = try Fixture.output(target, [Fixture.set()])
      #expect(
        output.isWritten && output.diagnostics.items.isEmpty && output.proofs.count == 1, "\(target.name)")
    }
    #expect(Target.all.count { $0.usesBasis } == 4)
  }

  // MARK: FSL-MRS

  /// The reader conjugates, and has 4.65 ppm at frequency zero.
  @Test func conjugatedFilesOfFSLMRSHaveLinesAtTheirShifts() throws {
    let output = try Fixture.output(.basisFSLMRS, [Fixture.set(count: 64)])
    #expect(
      output.files.map(\.path) == [
        "test.basis-fslmrs/NAA.json", "test.basis-fslmrs/MM09.json", "test.basis-fslmrs/Ins.json",
      ])
    for (file, name) in zip(output.files, ["NAA", "MM09", "mI"]) {
      let object = try #require(JSONSerialization.jsonObject(with: Data(file.bytes)) as? [String: Any])
      let basis = try #require(object["basis"] as? [String: Any])
      let (re, im) = (
        try #require(basis["basis_re"] as? [Double]), try #require(basis["basis_im"] as? [Double])
      )
      let samples: Samples = zip(re, im).map { ($0, -$1) }
      let expected = Fixture.line(try #require(Fixture.shifts[name]), from: 4.65, count: 64)
      #expect(Fixture.farthest(samples, expected) < 1e-9)
      #expect(basis["basis_dwell"] as? Double == Fixture.dwell && basis["basis_width"] as? Double == 4)
      #expect(basis["basis_centre"] as? Double == 123.2 && basis["basis_nucleus"] as? String == "1H")
      #expect((object["MM"] != nil) == (name == "MM09"))
      let own = try #require(object["seqc"] as? [String: Any])
      #expect(own["Molecule"] as? String == name && own["ReferencePPM"] as? Double == 4.65)
      #expect(own["PulseqSignature"] as? String == "0123456789abcdef0123456789abcdef")
    }
  }

  @Test func otherNucleiKeepTheirReference() throws {
    var set = Fixture.set(["X"])
    set.nucleus = try #require(Nucleus.named("23Na"))
    set.referencePPM = 0
    let output = try Fixture.output(.basisFSLMRS, [set], nucleus: set.nucleus)
    #expect(try text(output, "test.basis-fslmrs/X.json").contains("\"ReferencePPM\":0"))
  }

  // MARK: LCModel

  /// The inverse transform over sqrt(N) of LCModel's spectrum, the other way round, has 4.65 ppm at frequency zero.
  @Test func spectraOfLCModelAreThoseOfTheLines() throws {
    let count = 25
    let output = try Fixture.output(.basisLCModel, [Fixture.set(count: count)])
    let text = try text(output, "test.basis")
    for (name, molecule) in [("NAA", "NAA"), ("Ins", "mI"), ("MM09", "MM09")] {
      let start = try #require(text.range(of: "METABO = '\(name)'"))
      let rest = text[start.upperBound...]
      let data = rest[try #require(rest.range(of: "$END\n")).upperBound...].split(
        separator: "$", maxSplits: 1)[0]
      let lines = data.split(separator: "\n").dropLast(name == "Ins" ? 0 : 1)
      let numbers = lines.flatMap { $0.split(separator: " ").compactMap { Double($0) } }
      #expect(numbers.count == 2 * count && lines.count == (count + 2) / 3)
      // As Fortran reads them: six fields of sixteen characters.
      #expect(lines.allSatisfy { $0.utf8.count % 16 == 0 && $0.utf8.count <= 96 })
      let spectrum: Samples = (0..<count).map { (numbers[2 * $0], numbers[2 * $0 + 1]) }
      let samples: Samples = (0..<count).map { n in
        var sum = (re: 0.0, im: 0.0)
        for (k, point) in spectrum.enumerated() {
          let angle = 2 * Double.pi * Double(k * n) / Double(count)
          sum.re += point.re * Foundation.cos(angle) - point.im * Foundation.sin(angle)
          sum.im += point.re * Foundation.sin(angle) + point.im * Foundation.cos(angle)
        }
        return (sum.re / Double(count).squareRoot(), -sum.im / Double(count).squareRoot())
      }
      let expected = Fixture.line(try #require(Fixture.shifts[molecule]), from: 4.65, count: count)
      #expect(Fixture.farthest(samples, expected) < 1e-7, "\(name)")
    }
    #expect(
      text.contains(" HZPPPM = 123.2,") && text.contains(" ECHOT = 30,") && text.contains(" NDATAB = 25\n"))
    #expect(text.contains(" FWHMBA = 0.03246753,") && text.contains(" BADELT = 5.00000000000000E-04,"))
  }

  /// MAKEBASIS looks for a singlet at 0 ppm.
  @Test func rawSignalsHaveTheReferencePeak() throws {
    let count = 24
    let output = try Fixture.output(.basisLCModel, [Fixture.set(count: count)])
    let text = try text(output, "test.basis-raw/NAA.raw")
    let rows = text.split(separator: "\n").suffix(count).map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
    #expect(rows.allSatisfy { $0.count == 2 } && text.contains(" FMTDAT = '(2E16.8)',\n"))
    let samples: Samples = rows.map { ($0[0], -$0[1]) }
    let expected = zip(
      Fixture.line(2.008, from: 4.65, count: count), Fixture.line(0, from: 4.65, count: count)
    ).map { (re: $0.0.re + $0.1.re, im: $0.0.im + $0.1.im) }
    #expect(Fixture.farthest(samples, expected) < 1e-7)
  }

  @Test func namesOfLCModelHaveSixCharacters() throws {
    for (name, isWritten) in [("longer", true), ("longest", false)] {
      let output = try Fixture.output(.basisLCModel, [Fixture.set([name])])
      #expect(output.isWritten == isWritten)
      #expect(output.diagnostics.items.map(\.code) == (isWritten ? [] : [.targetValueOutOfRange]))
    }
  }

  // MARK: jMRUI

  @Test func textOfJMRUIHasSignalAndTransform() throws {
    let count = 32
    let output = try Fixture.output(.basisJMRUI, [Fixture.set(count: count)])
    let text = try text(output, "test.basis-jmrui/NAA.txt")
    let start = try #require(text.range(of: "Signal 1 out of 1 in file\n"))
    let rows = text[start.upperBound...].split(separator: "\n").map {
      $0.split(separator: "\t").compactMap { Double($0) }
    }
    #expect(rows.count == count && rows.allSatisfy { $0.count == 4 })
    let samples: Samples = rows.map { ($0[0], -$0[1]) }
    #expect(Fixture.farthest(samples, Fixture.line(2.008, from: 4.7, count: count)) < 1e-9)
    // Point k of the transform is 1/N sum of the stored signal times exp(+2 pi i k n / N), k from -N/2.
    let stored: Samples = rows.map { ($0[0], $0[1]) }
    for (index, row) in rows.enumerated() {
      let hertz = Double(index - count / 2) / (Double(count) * Fixture.dwell)
      let point = Fixture.transform(stored, atHertz: -hertz)
      #expect(abs(point.re / Double(count) - row[2]) < 1e-9 && abs(point.im / Double(count) - row[3]) < 1e-9)
    }
    #expect(text.contains("SamplingInterval: 5.0000000000E-01\n"))
    #expect(text.contains("TransmitterFrequency: 1.2320000000E+08\n"))
  }

  // MARK: Osprey

  @Test func structureOfOspreyHasSpectraOnItsAxis() throws {
    let count = 64
    let output = try Fixture.output(.basisOsprey, [Fixture.set(count: count)])
    let bytes = try #require(output.files.first { $0.path == "test.basis-osprey.mat" }).bytes
    let basis = try #require(MATReader.read(bytes)?.first?.value)
    guard case .double(1, count, let ppm, nil)? = basis["ppm"],
      case .double(count, 3, let real, let imaginary?)? = basis["specs"],
      case .cell(let names)? = basis["name"], case .double(1, 1, let scale, nil)? = basis["scale"]
    else {
      Issue.record("the structure is another")
      return
    }
    // Metabolites come first.
    #expect(names == [.text("NAA"), .text("mI"), .text("MM09")])
    #expect(abs((real.max() ?? 0) - 1) < 1e-12)
    for (column, shift) in [2.008, 3.6, 0.91].enumerated() {
      let line = Fixture.line(shift, from: 4.7, count: count)
      for index in [0, 5, 31, 32, 63] {
        let hertz = Double(index - count / 2) / (Double(count) * Fixture.dwell)
        let point = Fixture.transform(line, atHertz: hertz)
        let place = column * count + index
        #expect(abs(real[place] * scale[0] - point.re) < 1e-7)
        #expect(abs(imaginary[place] * scale[0] - point.im) < 1e-7)
        // Osprey's axes stand half a step beside the points.
        let step = 1 / (Double(count) * Fixture.dwell)
        #expect(abs(ppm[index] - (4.7 + (hertz + step / 2) / 123.2)) < 1e-12)
      }
    }
    #expect(basis["nMets"] == .number(2) && basis["nMM"] == .number(1) && basis["te"] == .number(30))
  }

  // MARK: refusals

  @Test func aSetWithoutMoleculesIsRefused() throws {
    for target in Target.all where target.usesBasis {
      for sets in [[], [Fixture.set([])]] {
        let output = try Fixture.output(target, sets)
        #expect(output.diagnostics.items.map(\.code) == [.targetValueMissing] && output.files.isEmpty)
      }
    }
  }

  @Test func axesOfProtonsAreForProtons() throws {
    let sodium = try #require(Nucleus.named("23Na"))
    for target in Target.all where target.usesBasis {
      let output = try Fixture.output(target, [Fixture.set()], nucleus: sodium)
      let isRefused = ["basis-lcmodel", "basis-osprey"].contains(target.name)
      #expect(output.isWritten != isRefused)
      #expect(output.diagnostics.items.map(\.code) == (isRefused ? [.targetCannotExpress] : []))
    }
  }

  @Test func moleculesOfOneFileNameAreRefused() throws {
    for target in [Target.basisFSLMRS, .basisLCModel, .basisJMRUI] {
      let clash = try Fixture.output(target, [Fixture.set(["a", "A"])])
      #expect(clash.diagnostics.items.map(\.code) == [.targetCannotExpress])
      #expect(try Fixture.output(target, [Fixture.set(["a", "b"])]).isWritten)
    }
  }

  @Test func differencesNeedTheSameMoleculesAndSampling() throws {
    let (first, second) = (Fixture.set(["NAA", "mI"]), Fixture.set(["NAA", "mI"]))
    let difference = try #require(second.minus(first, named: "test-difference"))
    #expect(difference.functions.allSatisfy { $0.signal.real.allSatisfy { $0 == 0 } })
    #expect(difference.shots == "mean - mean" && difference.name == "test-difference")
    #expect(Fixture.set(["NAA"]).minus(first, named: "x") == nil)
    #expect(Fixture.set(["NAA", "mI"], count: 8).minus(first, named: "x") == nil)
  }

  @Test func filesStayAsTheyAre() throws {
    let set = Fixture.set(["NAA"], count: 8)
    for (target, name) in [
      (Target.basisFSLMRS, "NAA.json"), (.basisLCModel, "test.basis"), (.basisJMRUI, "NAA.txt"),
    ] {
      let file = try #require(try Fixture.output(target, [set]).files.first)
      Golden.expect(String(decoding: file.bytes, as: UTF8.self), at: "golden/targets/basis/\(name)")
    }
    let raw = try #require(try Fixture.output(.basisLCModel, [set]).files.last)
    Golden.expect(String(decoding: raw.bytes, as: UTF8.self), at: "golden/targets/basis/NAA.raw")
    let file = try #require(try Fixture.output(.basisOsprey, [set]).files.first)
    Golden.expect("\(SHA256.hexadecimal(of: file.bytes))\n", at: "golden/targets/basis/test.mat.sha256")
  }
}
