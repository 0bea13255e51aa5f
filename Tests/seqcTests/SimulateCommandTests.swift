/// `seqc simulate`: what is written where, the same from a design and its file, and requests that are refused.
import Foundation
import Testing

@testable import seqc

@Suite struct SimulateCommandTests {
  private let run = TestRun()

  private static let design = """
    design "echo"
    scanner siemens-prisma
    carrier 2.3 ppm
    voxel 20 mm, 20 mm, 20 mm
    pulse excite = slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)
    pulse refocus = slr(flip: 180 deg, duration: 4 ms, bandwidth: 2 kHz, use: refocusing)
    molecule pair {
      spin A at 3.1 ppm
      spin X at 2.2 ppm
      couple A, X 7 Hz
      concentration 2.5 mM
    }
    sequence {
      repeat 4 as n {
        excite, slice x phase by n (0, 180) deg
        rephase x
        refocus, slice y, crush x y 4 cycles across 20 mm at 8 ms
        acquire 256 points dwell 0.5 ms phase by n (0, 180) deg echo at 16 ms
        fill to 1 s
      }
    }
    """

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
    run.put(Self.design, at: "echo.seq")
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
    run.put(Self.design, at: "echo.seq")
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
    run.put(Self.design, at: "echo.seq")
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
    run.put(
      Self.design
        + "\noptimize {\n  minimize crlb of Asp\n  molecules Asp 4 mM, Cr 9 mM\n  linewidth 7 Hz\n}\n",
      at: "echo.seq")
    // Nothing to vary is a mistake of the search alone.
    let status = run.run("simulate", "echo.seq", "-o", "x.json")
    if status == .success {
      let shots = try decoded(run.text(at: "x.json")).shots[0]
      #expect(shots.molecules.map(\.name) == ["Asp", "Cr"])
      #expect(shots.molecules.map(\.millimolar) == [4, 9])
    } else {
      #expect(run.messageText.contains("O009"))
    }
  }

  @Test func fieldOfAPulseqFileMustBeGiven() throws {
    run.put(Self.design, at: "echo.seq")
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
    run.put(Self.design, at: "echo.seq")
    let wrong: [(String, String, String)] = [
      ("--field", "3", "--field needs a number with its unit, not `3`"), ("--field", "3 Hz", "--field needs"),
      ("--linewidth", "wide", "`wide` is not a value of --linewidth"),
      ("--linewidth", "-1Hz", "is not between"),
      ("--b1", "0.85uT", "--b1 takes a number without unit"), ("--b1", "3", "is not between 0 and 2"),
      ("--offset", "1e9Hz", "is not between"), ("--precision", "0", "is not between"),
      ("--places", "0", "--places takes a whole number"),
      ("--molecules", "Glu,,Gln", "--molecules takes names"),
      ("--molecules", "Glu=much", "`much` is no concentration of Glu"),
      ("--shots", "all", "takes: mean, each"),
      ("--format", "text", "takes: csv, json"),
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
    run.put(Self.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "Glu,Gbaa") == .failed)
    #expect(run.messageText.contains("error[M006]: there is no molecule `Gbaa`"))
    #expect(run.run("simulate", "echo.seq", "--molecules", "Glu,Glu") == .failed)
    #expect(run.messageText.contains("Glu is asked for twice"))
  }

  @Test func inputIsNotOverwritten() {
    run.put(Self.design, at: "echo.seq")
    #expect(run.run("simulate", "echo.seq", "--molecules", "pair", "-o", "echo.seq") == .trouble)
    #expect(run.text(at: "echo.seq") == Self.design)
  }
}
