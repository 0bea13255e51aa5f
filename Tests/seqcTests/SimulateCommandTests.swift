/// `seqc simulate`: what is written where, the same from a design and its file, and requests that are refused.
import Foundation
import TestSupport
import Testing

@testable import seqc

@Suite struct SimulateCommandTests {
  private let run = TestRun()

  private struct Simulated: Decodable {
    struct Signal: Decodable {
      let name: String?
      let millimolar: Double?
      let signalRe: [Double]
      let signalIm: [Double]
      let spectrumRe: [Double]
      let spectrumIm: [Double]
    }
    struct Shots: Decodable {
      let shots: String
      let played: Int
      let samples: Int
      let timeSeconds: [Double]
      let shiftPpm: [Double]
      let mixture: Signal
      let molecules: [Signal]
    }
    let fieldTesla: Double
    let spinParameters: String
    let errorEstimate: Double
    let notes: [String]
    let shots: [Shots]
  }

  private func decoded(_ text: String?) throws -> Simulated {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Simulated.self, from: Data(try #require(text).utf8))
  }

  @Test func designAndItsFileGiveTheSameSpectra() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "Glu,NAA", "-o", "a.json") == .success)
    for version in ["1.5.0", "1.4.2"] {
      #expect(run.run("build", "echo.seq", "--pulseq-version", version, "-o", "file.seq") == .success)
      #expect(
        run.run(
          "simulate", "file.seq", "--molecules", "Glu,NAA", "--scanner", "siemens-prisma", "-o", "b.json")
          == .success)
      let (design, file) = (try decoded(run.text(at: "a.json")), try decoded(run.text(at: "b.json")))
      #expect(design.fieldTesla == file.fieldTesla)
      for (a, b) in zip(design.shots[0].molecules, file.shots[0].molecules) {
        var (difference, size) = (0.0, 0.0)
        for (x, y) in zip(a.spectrumRe + a.spectrumIm, b.spectrumRe + b.spectrumIm) {
          difference += (x - y) * (x - y)
          size += y * y
        }
        #expect((difference / size).squareRoot() < 1e-5, "\(version) \(a.name ?? "")")
        #expect(size > 0)
      }
    }
  }

  @Test func tableHasALineForEachSample() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "Glu=12,pair") == .success)
    let lines = run.outputText.split(separator: "\n")
    let rows = lines.drop { $0.hasPrefix("#") }
    #expect(rows.count == 257)
    #expect(
      rows.first
        == "shots,time_s,frequency_Hz,shift_ppm,mixture_signal_re,mixture_signal_im,mixture_spectrum_re,mixture_spectrum_im,Glu_signal_re,Glu_signal_im,Glu_spectrum_re,Glu_spectrum_im,pair_signal_re,pair_signal_im,pair_spectrum_re,pair_spectrum_im"
    )
    #expect(rows.allSatisfy { $0.split(separator: ",").count == 16 })
    #expect(lines.contains("# molecules Glu 12 mM, pair 2.5 mM; spin parameters govindaraju"))
    #expect(run.messageText.contains("note: not modelled"))
    #expect(run.tree == ["echo.seq"])
  }

  @Test func endingOfTheOutputDecidesTheFormat() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "pair", "-o", "x.json") == .success)
    let simulated = try decoded(run.text(at: "x.json"))
    #expect(simulated.shots.map(\.shots) == ["mean"] && simulated.shots[0].played == 4)
    #expect(simulated.shots[0].molecules.map(\.name) == ["pair"])
    #expect(simulated.shots[0].molecules[0].millimolar == 2.5)
    #expect(simulated.shots[0].shiftPpm.count == 256 && simulated.errorEstimate < 1e-3)
    #expect(run.outputText.hasPrefix("simulated     x.json\n"))
    #expect(run.run("simulate", "echo.seq", "--molecules", "pair", "-o", "x.csv") == .success)
    #expect(run.text(at: "x.csv")?.hasPrefix("# seqc ") == true)
    #expect(
      run.run("simulate", "echo.seq", "--molecules", "pair", "--format", "json", "-o", "y.csv") == .success)
    #expect(run.text(at: "y.csv") == run.text(at: "x.json"))
  }

  @Test func moleculesOfTheSearchAreTheDefault() throws {
    run.put(ShapedEcho.searchedDesign, at: "echo.seq")
    run.put(ShapedEcho.pinnedPulse, at: "echo.mix.pulse")
    #expect(
      run.run("simulate", "echo.seq", "--places", "8", "-o", "x.json") == .success, "\(run.messageText)")
    let text = try #require(run.text(at: "x.json"))
    let shots = try decoded(text).shots[0]
    #expect(shots.molecules.map(\.name) == ["Asp", "Cr"])
    #expect(shots.molecules.map(\.millimolar) == [4, 9])
    #expect(text.contains("\"linewidth_hertz\":7,"))
  }

  @Test func fieldOfAPulseqFileMustBeGiven() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    run.run("build", "echo.seq", "-o", "file.seq")
    #expect(run.run("simulate", "file.seq", "--molecules", "Cr", "-o", "x.csv") == .failed)
    #expect(run.messageText.contains("error[M001]") && run.messageText.contains("--field 3T"))
    #expect(run.text(at: "x.csv") == nil)
    #expect(run.run("simulate", "file.seq", "--molecules", "Cr", "--field", "3T", "-o", "x.csv") == .success)
    #expect(run.run("simulate", "echo.seq", "--molecules", "Cr", "--field", "7 T") == .failed)
    #expect(run.messageText.contains("error[M001]"))
    #expect(run.outputText.isEmpty)
  }

  @Test func optionsThatMakeNoSenseAreTrouble() {
    run.put(ShapedEcho.design, at: "echo.seq")
    let wrong: [(String, String, String)] = [
      ("--field", "3", "--field needs a number with its unit, not `3`"), ("--field", "3 Hz", "--field needs"),
      ("--linewidth", "wide", "`wide` is not a value of --linewidth"),
      ("--linewidth", "-1Hz", "is not between"),
      ("--b1", "0.85uT", "--b1 takes a number without unit"), ("--b1", "3", "is not between 0 and 2"),
      ("--offset", "1e9Hz", "is not between"), ("--precision", "0", "is not between"),
      ("--places", "0", "--places takes a whole number"),
      ("--molecules", "Glu,,Gln", "--molecules takes values"),
      ("--molecules", "Glu=much", "`much` is no concentration of Glu"),
      ("--shots", "all", "takes: mean, each"),
      ("--format", "text", "takes: csv, json, svg, nifti-mrs"),
      ("--format", "nifti-mrs", "no text for standard output"),
      ("--snr", "0", "is not between"), ("--noise", "-1", "is not between"),
      ("--seed", "3", "--seed is of the noise"), ("--repetitions", "3", "is for --species"),
      ("--repetitions", "1-3", "is for --species"),
      ("--over", "time", "takes: position, b1, offset"), ("--b1-spread", "2", "is not between"),
      ("--b1", "0.8,0.9", "is not a value of --b1"), ("--species", "water,,fat", "--species takes values"),
    ]
    for (option, value, message) in wrong {
      #expect(run.run("simulate", "echo.seq", option, value) == .trouble, "\(option) \(value)")
      #expect(run.messageText.contains(message), "\(run.messageText)")
      #expect(run.outputText.isEmpty)
    }
    #expect(
      run.run(
        "simulate", "echo.seq", "--molecules", "Glu=10mM, Cr", "--linewidth", "4 Hz", "--b1", "0.9",
        "--offset",
        "-10Hz", "--precision", "1e-2", "--places", "12", "--shots", "each", "--set", "degraaf") == .success)
    #expect(run.messageText.contains("Cr has no parameters in the set degraaf"))
  }

  @Test func unknownMoleculeIsToldWithTheNearestOne() {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "Glu,Gbaa") == .failed)
    #expect(run.messageText.contains("error[M006]: there is no molecule `Gbaa`"))
    #expect(run.run("simulate", "echo.seq", "--molecules", "Glu,Glu") == .failed)
    #expect(run.messageText.contains("Glu is asked for twice"))
  }

  @Test func inputIsNotOverwritten() {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "pair", "-o", "echo.seq") == .trouble)
    #expect(run.text(at: "echo.seq") == ShapedEcho.design)
  }

  @Test func optionsOfMoleculesAndSpeciesDoNotMix() {
    run.put(ShapedEcho.design, at: "echo.seq")
    for (options, message) in [
      (["--species", "water", "--snr", "3"], "--snr is for molecules"),
      (["--species", "water", "--over", "b1"], "position or offset"),
      (["--species", "water", "-o", "x.nii"], "nifti-mrs holds spectra"),
      (["--over", "b1", "-o", "x.nii"], "nifti-mrs holds spectra"),
      (["--over", "b1", "--b1", "1,0.9"], "rise from one to the next"),
      (["--over", "b1", "--snr", "3"], "--over gives a map"), (["--noise", "1", "--snr", "3"], "twice"),
    ] {
      #expect(run.run(words: ["simulate", "echo.seq"] + options) == .trouble, "\(options)")
      #expect(run.messageText.contains(message), "\(run.messageText)")
    }
  }

  @Test func niftiFilesHoldMixtureAndMolecules() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(
      run.run("simulate", "echo.seq", "--molecules", "Cr,pair", "--snr", "50", "-o", "a.nii.gz") == .success)
    #expect(run.tree == ["a-molecules.nii.gz", "a.nii.gz", "echo.seq"])
    #expect(run.outputText.contains("noise         standard deviation"))
    let packed = try #require(bytes(at: "a.nii.gz"))
    // One stored block: ten bytes of gzip, five of deflate.
    #expect(Array(packed[0..<3]) == [0x1F, 0x8B, 8] && packed[10] == 1)
    let file = Array(packed[15...])
    #expect(Array(file[0..<4]) == [0x1C, 2, 0, 0] && file.count > 540)
    let text = String(decoding: file[552..<min(3000, file.count)], as: UTF8.self)
    #expect(text.contains("\"ResonantNucleus\":[\"1H\"]") && text.contains("\"EchoTime\":0.016"))
    #expect(text.contains("\"SpecFreqChemShift\":4.7") && text.contains("\"NoiseSeed\":1"))
    // The same noise again, and other noise with another seed.
    run.run("simulate", "echo.seq", "--molecules", "Cr,pair", "--snr", "50", "-o", "b.nii.gz")
    #expect(bytes(at: "b.nii.gz") == packed)
    run.run("simulate", "echo.seq", "--molecules", "Cr,pair", "--snr", "50", "--seed", "2", "-o", "b.nii.gz")
    #expect(bytes(at: "b.nii.gz") != packed)
  }

  @Test func shotsThatAreSampledOtherwiseNeedFilesOfTheirOwn() {
    let shots = """
      design "two"
      scanner siemens-prisma
      pulse hard = rect(flip: 90 deg, duration: 20 us, use: excitation)
      sequence {
        hard
        acquire 64 points dwell 0.5 ms
        fill to 1 s
        hard
        acquire 32 points dwell 0.5 ms
        fill to 2 s
      }
      """
    run.put(shots, at: "two.seq")
    #expect(run.run("simulate", "two.seq", "--molecules", "Cr", "--shots", "each", "-o", "x.nii") == .failed)
    #expect(run.messageText.contains("error[M007]") && run.messageText.contains("--shots mean"))
    #expect(run.tree == ["two.seq"])
    #expect(run.run("simulate", "two.seq", "--molecules", "Cr", "-o", "x.nii") == .success)
  }

  @Test func drawingHasMixtureAndMolecules() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "Cr,pair", "-o", "x.svg") == .success)
    let svg = try #require(run.text(at: "x.svg"))
    #expect(svg.hasPrefix("<svg") || svg.hasPrefix("<?xml"))
    #expect(svg.contains("data-name=\"pair\"") && svg.contains("chemical shift, ppm"))
  }

  @Test func singleSpinsGoThroughImagesToo() throws {
    run.put(try #require(Golden.text(at: "examples/gre-2d.seq")), at: "gre.seq")
    #expect(run.run("simulate", "gre.seq", "--molecules", "Cr") == .failed)
    #expect(run.messageText.contains("error[M002]"))
    #expect(
      run.run("simulate", "gre.seq", "--species", "water,fat", "--places", "21", "-o", "x.csv") == .success)
    let rows = try #require(run.text(at: "x.csv")).split(separator: "\n").drop { $0.hasPrefix("#") }
    #expect(
      rows.first
        == "profile,event,number,time_s,place,weight,water_mx,water_my,water_mz,fat_mx,fat_my,fat_mz")
    #expect(rows.dropFirst().contains { $0.hasPrefix("z,acquisition,1,") })
    #expect(run.run("simulate", "gre.seq", "--species", "water,water") == .failed)
    #expect(run.messageText.contains("water is asked for twice"))
    #expect(run.run("simulate", "gre.seq", "--species", "gold") == .failed)
    #expect(run.messageText.contains("error[M009]") && run.messageText.contains("water, fat"))
  }

  @Test func mapOverPositionNeedsASlice() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(
      run.run(
        "simulate", "echo.seq", "--molecules", "pair", "--over", "position", "--places", "12", "-o", "x.csv")
        == .success)
    #expect(run.outputText.contains("along x, shots mean: pair centre"))
    run.put(
      "design \"fid\"\nscanner siemens-prisma\npulse hard = rect(flip: 90 deg, duration: 20 us, use: excitation)\n"
        + "sequence {\n  hard\n  acquire 64 points dwell 0.5 ms\n}\n", at: "fid.seq")
    #expect(run.run("simulate", "fid.seq", "--molecules", "Cr", "--over", "position") == .failed)
    #expect(run.messageText.contains("error[M010]"))
    #expect(run.run("simulate", "fid.seq", "--molecules", "Cr", "--over", "b1", "--b1", "0.5,1") == .success)
    let last = try #require(run.outputText.split(separator: "\n").last)
    #expect(last.hasPrefix("mean,,1.0,1.0,1.0,1.0") || last.hasPrefix("mean,,1,1,1,1"))
  }

  private func bytes(at path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(run.folder)/\(path)").map { Array($0) }
  }
}
