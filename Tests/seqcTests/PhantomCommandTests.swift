/// `seqc phantom`: acquisitions whose concentrations are known, and what is refused.
import Foundation
import TestSupport
import Testing

@testable import seqc

@Suite struct PhantomCommandTests {
  private let run = TestRun()
  private static let few = ["--molecules", "Cr=5,pair", "--places", "6", "--no-macromolecules"]

  private func bytes(_ path: String) throws -> [UInt8] {
    try #require(FileManager.default.contents(atPath: "\(run.folder)/\(path)").map { [UInt8]($0) })
  }

  /// The samples of a .nii file, pairs of 32-bit floats after the header and its extension.
  private func samples(_ path: String) throws -> [Float] {
    let bytes = try bytes(path)
    let offset = Int(bytes[168..<176].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    return (0..<((bytes.count - offset) / 4)).map { index in
      let start = offset + 4 * index
      return Float(
        bitPattern: bytes[start..<(start + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
  }

  private func truth(_ path: String) throws -> [String: Any] {
    let text = try #require(run.text(at: path), "\(path)")
    return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func theTruthStandsBesideTheData() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let options = ["--snr", "50", "--seed", "9", "--b0-spread", "3Hz", "--set", "degraaf"]
    #expect(run.run(words: ["phantom", "echo.seq"] + Self.few + options) == .success, "\(run.messageText)")
    #expect(run.tree == ["echo-phantom-truth.json", "echo-phantom.nii.gz", "echo.seq"])
    let truth = try truth("echo-phantom-truth.json")
    #expect(
      truth["format"] as? String == "seqc-phantom 1" && truth["data"] as? String == "echo-phantom.nii.gz")
    let molecules = try #require(truth["molecules"] as? [[String: Any]])
    #expect(molecules.map { $0["name"] as? String } == ["Cr", "pair"])
    #expect(molecules.map { $0["millimolar"] as? Double } == [5, 2.5])
    // de Graaf's set has no creatine, and says so.
    #expect((molecules[0]["source"] as? String)?.hasPrefix("set govindaraju") == true)
    #expect(truth["spin_parameters"] as? String == "degraaf" && truth["b0_spread_hertz"] as? Double == 3)
    #expect(truth["linewidth_hertz"] as? Double == 5.5 && truth["samples"] as? Int == 256)
    let noise = try #require(truth["noise"] as? [String: Any])
    #expect(noise["seed"] as? Int == 9 && noise["snr"] as? Double == 50)
    #expect(run.outputText.contains("seed 9, 1 acquisition\n"))
  }

  @Test func acquisitionsDifferInTheirNoiseAlone() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let words = ["phantom", "echo.seq"] + Self.few
    #expect(run.run(words: words + ["-o", "clean.nii"]) == .success, "\(run.messageText)")
    #expect(run.run(words: words + ["--noise", "0.3", "--dynamics", "20", "-o", "many.nii"]) == .success)
    let (clean, many) = (try samples("clean.nii"), try samples("many.nii"))
    #expect(clean.count == 512 && many.count == 20 * 512)
    var rest: [Double] = []
    for (index, sample) in many.enumerated() { rest.append(Double(sample - clean[index % 512])) }
    // Estimates of zero, of the deviation, and of the correlation from one acquisition to the next, to five of their own
    // deviations.
    let n = Double(rest.count)
    let deviation = (rest.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
    #expect(abs(rest.reduce(0, +) / n) < 5 * 0.3 / n.squareRoot())
    #expect(abs(deviation / 0.3 - 1) < 5 / (2 * n).squareRoot())
    let next = (512..<rest.count).reduce(0) { $0 + rest[$1] * rest[$1 - 512] } / n
    #expect(abs(next) < 5 * 0.09 / n.squareRoot())
    #expect(try truth("many-truth.json")["acquisitions"] as? Int == 20)
    #expect(try truth("clean-truth.json")["noise"] is NSNull)
  }

  @Test func theFirstAcquisitionIsThatOfSimulate() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let options = ["--molecules", "Cr=5,pair", "--places", "6", "--snr", "20", "--seed", "4"]
    run.run(
      words: ["phantom", "echo.seq", "--no-macromolecules", "--dynamics", "3", "-o", "p.nii"] + options)
    #expect(run.run(words: ["simulate", "echo.seq", "-o", "s.nii"] + options) == .success)
    let (phantom, simulated) = (try samples("p.nii"), try samples("s.nii"))
    #expect(Array(phantom[..<512]) == simulated)
    run.run(
      words: ["phantom", "echo.seq", "--no-macromolecules", "--dynamics", "3", "-o", "q.nii"] + options)
    #expect(try bytes("q.nii") == bytes("p.nii"))
  }

  @Test func requestsThatSayNothingAreRefused() {
    run.put(ShapedEcho.design, at: "echo.seq")
    let cases = [
      (["--dynamics", "5"], "there is none"), (["-o", "x.csv"], "does not end in .nii"),
      (["--dynamics", "0", "--snr", "9"], "whole number from 1"),
      (["--noise", "1", "--snr", "9"], "same thing twice"),
    ]
    for (words, message) in cases {
      #expect(run.run(words: ["phantom", "echo.seq"] + words) == .trouble)
      #expect(run.messageText.contains(message), "\(run.messageText)")
    }
    #expect(run.tree == ["echo.seq"])
  }
}
