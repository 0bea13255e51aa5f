/// Basis sets from the command line: what the targets write is what `seqc simulate` says of the emitted file.
import Foundation
import TestSupport
import Testing

@testable import seqc

@Suite struct BasisCommandTests {
  private let run = TestRun()

  private static let few = ["--molecules", "Cr,pair", "--places", "6", "--no-macromolecules"]

  /// Two spin echoes of different length, stored apart.
  private static let edited = """
    design "edited"
    scanner siemens-prisma
    pulse hard = rect(flip: 90 deg, duration: 20 us, use: excitation)
    pulse turn = rect(flip: 180 deg, duration: 40 us, use: refocusing)
    sequence {
      label SET = 0
      hard
      turn at 5 ms
      acquire 64 points dwell 0.5 ms echo at 10 ms
      fill to 1 s
      label SET = 1
      hard
      turn at 8 ms
      acquire 64 points dwell 0.5 ms echo at 16 ms
      fill to 2 s
    }
    """

  /// Signals of a file of FSL-MRS, conjugated as its reader does, from the receiver's frequency.
  private func signal(_ path: String) throws -> (re: [Double], im: [Double]) {
    let text = try #require(run.text(at: path), "\(path)")
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let basis = try #require(object["basis"] as? [String: Any])
    let (re, im) = (
      try #require(basis["basis_re"] as? [Double]), try #require(basis["basis_im"] as? [Double])
    )
    let step =
      2 * Double.pi * -0.05 * (try #require(basis["basis_centre"] as? Double))
      * (try #require(basis["basis_dwell"] as? Double))
    var result: (re: [Double], im: [Double]) = ([], [])
    for index in re.indices {
      let (s, c) = (Foundation.sin(step * Double(index)), Foundation.cos(step * Double(index)))
      result.re.append(re[index] * c + im[index] * s)
      result.im.append(re[index] * s - im[index] * c)
    }
    return result
  }

  @Test func basisSetsHoldWhatSimulateSaysOfTheEmittedFile() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let all = "basis-fslmrs,basis-lcmodel,basis-osprey,basis-jmrui"
    #expect(
      run.run(words: ["build", "echo.seq", "--target", all, "-o", "out/"] + Self.few) == .success,
      "\(run.messageText)")
    #expect(
      run.tree.filter { $0.hasPrefix("out/") } == [
        "out/echo.basis", "out/echo.basis-fslmrs", "out/echo.basis-fslmrs/Cr.json",
        "out/echo.basis-fslmrs/pair.json",
        "out/echo.basis-jmrui", "out/echo.basis-jmrui/Cr.txt", "out/echo.basis-jmrui/pair.txt",
        "out/echo.basis-osprey.mat", "out/echo.basis-raw", "out/echo.basis-raw/Cr.raw",
        "out/echo.basis-raw/pair.raw", "out/echo.seq",
      ])
    #expect(run.outputText.contains("  read back: equal\n  basis-fslmrs: 2 molecules"))
    #expect(run.messageText.contains("note: not modelled"))
    run.run(
      "simulate", "echo.seq", "--molecules", "Cr,pair", "--places", "6", "--linewidth", "2Hz", "-o",
      "echo.json")
    let text = try #require(run.text(at: "echo.json"))
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let shots = try #require((object["shots"] as? [[String: Any]])?.first)
    let creatine = try #require((shots["molecules"] as? [[String: Any]])?.first)
    let (re, im) = (
      try #require(creatine["signal_re"] as? [Double]), try #require(creatine["signal_im"] as? [Double])
    )
    let found = try signal("out/echo.basis-fslmrs/Cr.json")
    #expect(found.re.count == 256 && re.contains { abs($0) > 0.1 })
    // The design's pulses, not rounded to the digits of a file.
    let farthest = re.indices.map { max(abs(found.re[$0] - re[$0]), abs(found.im[$0] - im[$0])) }.max() ?? 1
    #expect(farthest < 1e-4, "\(farthest)")
  }

  @Test func valuesOfTheLabelSETAreSetsAndTheirDifference() throws {
    run.put(Self.edited, at: "edited.seq")
    #expect(
      run.run(words: [
        "build", "edited.seq", "--target", "basis-fslmrs", "-o", "out/", "--molecules", "Glu",
        "--no-macromolecules",
      ]) == .success, "\(run.messageText)")
    let names = ["edited-0", "edited-1", "edited-difference"]
    let (off, on, difference) = (
      try signal("out/\(names[0]).basis-fslmrs/Glu.json"),
      try signal("out/\(names[1]).basis-fslmrs/Glu.json"),
      try signal("out/\(names[2]).basis-fslmrs/Glu.json")
    )
    #expect(off.re.contains { abs($0) > 0.1 } && difference.re.contains { abs($0) > 0.1 })
    #expect(
      off.re.indices.allSatisfy { index in
        abs(on.re[index] - off.re[index] - difference.re[index]) < 1e-9
          && abs(on.im[index] - off.im[index] - difference.im[index]) < 1e-9
      })
  }

  @Test func moleculesAreThoseOfABrainAndOfTheDesign() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(
      run.run(
        "build", "echo.seq", "--target", "basis-fslmrs", "--places", "1", "--precision", "0.1", "-o", "out/")
        == .success, "\(run.messageText)")
    let names = run.tree.filter { $0.hasSuffix(".json") }.map {
      $0.split(separator: "/").last.map(String.init) ?? ""
    }
    for name in ["Glu", "Ins", "NAA", "pair", "MM20"] { #expect(names.contains("\(name).json"), "\(name)") }
    #expect(names.count == 26)
  }

  @Test func optionsOfBasisSetsNeedOne() {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("build", "echo.seq", "--molecules", "Cr", "-o", "out/") == .trouble)
    #expect(
      run.messageText.contains("--molecules is for basis sets") && run.messageText.contains("basis-lcmodel"))
    #expect(run.tree == ["echo.seq"])
  }

  @Test func aMoleculeThatNobodyKnowsLeavesNoFile() {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(
      run.run("build", "echo.seq", "--target", "basis-fslmrs", "--molecules", "Gluu", "-o", "out/") == .failed
    )
    #expect(run.messageText.contains("error[M006]") && run.tree == ["echo.seq"])
  }

  @Test func packagesHoldBasisSetsAndMakeThemAgain() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let words = ["build", "echo.seq", "--target", "basis-lcmodel", "--handoff", "out"] + Self.few
    #expect(run.run(words: words) == .success, "\(run.messageText)")
    let manifest = try #require(run.text(at: "out/manifest.json"))
    #expect(
      manifest.contains("\"basis\":[\"--molecules=Cr,pair\",\"--no-macromolecules\",\"--places=6\"]"),
      "\(manifest)")
    #expect(run.text(at: "out/echo.handoff-siemens.xml")?.contains("path=\"echo.basis\"") == true)
    #expect(run.run("verify", "out") == .success, "\(run.messageText)")
    // Other words than those of basis sets are no manifest's.
    run.put(manifest.replacing("--places=6", with: "--places=6 7"), at: "out/manifest.json")
    #expect(run.run("verify", "out") == .failed && run.messageText.contains("is not the manifest"))
    run.put(manifest.replacing("--places=6", with: "--output=x"), at: "out/manifest.json")
    #expect(run.run("verify", "out") == .failed && run.messageText.contains("is not the manifest"))
  }
}
