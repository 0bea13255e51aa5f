/// `seqc states`: what is printed in which format, and requests that are refused.
import Foundation
import Testing

@testable import seqc

@Suite struct StatesCommandTests {
  private let run = TestRun()

  private struct States: Decodable {
    struct Contribution: Decodable {
      let matched: [Double]
      let integral: [Double]
    }
    struct Part: Decodable {
      let norm2: Double
      let contributions: [Contribution]
    }
    struct Operator: Decodable {
      let name: String
      let normShare: Double
      let contributions: [Contribution]
    }
    struct Time: Decodable {
      let timeSeconds: Double
      let `where`: String
      let norm2: Double
      let classes: [Part]
      let orders: [Part]
      let operators: [Operator]
    }
    struct Band: Decodable {
      let whole: Bool
      let matched: [Double]
    }
    struct Pathway: Decodable {
      let orders: [Int?]
      let contributions: [Contribution]
    }
    struct Molecule: Decodable {
      let name: String
      let bands: [Band]
      let times: [Time]
      let pathways: [Pathway]
      let words: [String]
    }
    let molecules: [Molecule]
    let notes: [String]
  }

  private func states(_ options: String...) throws -> States {
    run.put(ShapedEcho.mixedDesign, at: "echo.seq")
    let arguments = ["states", "echo.seq", "--places", "8", "-o", "states.json"] + options
    #expect(run.run(words: arguments) == .success, "\(run.messageText)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(States.self, from: Data(try #require(run.text(at: "states.json")).utf8))
  }

  @Test func partsOfTheFileAddUpToItsSignals() throws {
    let states = try states("--band", "2.1..2.3ppm", "--at", "12ms,12.5 ms")
    let pair = try #require(states.molecules.first)
    #expect(pair.name == "pair" && states.molecules.count == 1)
    let whole = pair.bands[0].matched[0]
    #expect(whole > 0.01)
    for time in pair.times {
      // All products of two spins are listed; numbers have ten places.
      for sum in [
        time.operators.reduce(0) { $0 + $1.contributions[0].matched[0] },
        time.classes.reduce(0) { $0 + $1.contributions[0].matched[0] },
        time.orders.reduce(0) { $0 + $1.contributions[0].matched[0] },
      ] { #expect(abs(sum - whole) < 1e-8, "\(time.where)") }
      #expect(abs(time.classes.reduce(0) { $0 + $1.norm2 } - time.norm2) < 1e-8)
    }
    #expect(abs(pair.pathways.reduce(0) { $0 + $1.contributions[0].matched[0] } - whole) < 1e-8)
    #expect(pair.pathways.allSatisfy { $0.orders.count == 3 && $0.orders.last == -1 })
    #expect(pair.times.filter { $0.where == "asked for" }.map(\.timeSeconds) == [0.012, 0.0125])
    #expect(pair.times.last?.where == "first sample")
    #expect(pair.words.contains { $0.contains("before the last pulse") })
  }

  @Test func textHasTablesAndSentencesAndExplainSentencesAlone() {
    run.put(ShapedEcho.mixedDesign, at: "echo.seq")
    #expect(run.run("states", "echo.seq", "--places", "8") == .success)
    let text = run.outputText
    for part in [
      "== pair ==", "spins     1", "start of pulse 3 (excitation)", "coherence pathways", "2 I1", "% band 1",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(run.run("states", "echo.seq", "--places", "8", "--explain") == .success)
    let brief = run.outputText
    #expect(
      !brief.contains("% band 1") && brief.contains("before the last pulse, the squared norm of pair is"))
    #expect(text.hasSuffix(brief.split(separator: "\n").last.map { "\($0)\n" } ?? "-"))
  }

  @Test func takingAPartAwayAndAllButItLeavesTheShares() throws {
    run.put(ShapedEcho.mixedDesign, at: "echo.seq")
    let options = [
      "--places", "4", "--band", "2.1..2.3ppm", "--without", "antiphase", "--without", "all but antiphase",
    ]
    #expect(run.run(words: ["states", "echo.seq", "-o", "a.json"] + options) == .success)
    struct File: Decodable {
      struct Removal: Decodable {
        struct Band: Decodable {
          let share: Double
          let sizeLeft: Double
          let change: Double
        }
        let bands: [Band]
      }
      let removals: [Removal]
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let file = try decoder.decode(File.self, from: Data(try #require(run.text(at: "a.json")).utf8))
    let bands = file.removals.map { $0.bands[0] }
    #expect(bands.count == 2)
    #expect(abs(bands[0].share + bands[1].share - 1) < 1e-8)
    // What one removal leaves is what the other one takes.
    #expect(abs(bands[0].sizeLeft - bands[1].change) < 1e-8)
    #expect(abs(bands[1].sizeLeft - bands[0].change) < 1e-8)
    #expect(bands[0].change > 1e-3 && bands[1].change > 1e-3)
    #expect(run.run(words: ["states", "echo.seq", "--explain"] + options) == .success)
    #expect(run.outputText.contains("Without antiphase at "))
  }

  @Test func tableAndDrawingAreWrittenByTheEndingOfTheFile() throws {
    run.put(ShapedEcho.mixedDesign, at: "echo.seq")
    #expect(run.run("states", "echo.seq", "--places", "8", "-o", "states.csv") == .success)
    let table = try #require(run.text(at: "states.csv")).split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(table[0].hasPrefix("molecule,time_s,where,operator,spin_order,mean_re"))
    #expect(table.contains { $0.contains(",2 I1x I2z,2,") })
    #expect(run.run("states", "echo.seq", "--places", "8", "-o", "states.svg") == .success)
    let drawing = try #require(run.text(at: "states.svg"))
    #expect(run.run("plot", "echo.seq", "states", "-o", "plot.svg") == .success)
    #expect(try #require(run.text(at: "plot.svg")).contains("antiphase"))
    #expect(drawing.contains("<svg") && drawing.contains("antiphase") && drawing.contains("squared norm"))
  }

  @Test(arguments: [
    (["--at", "40ms"], "error[M011]: 40 ms is after the first sample"),
    (["--at", "-5ms"], "error[M011]: -5 ms is before the first pulse"),
    (["--band", "5..6ppm"], "error[M012]: none of the molecules has a line from 5 to 6 ppm"),
    (["--molecules", "Lys"], "error[M013]: Lys has a group of 9 coupled spins"),
    (["--molecules", "Gbaa"], "error[M006]: there is no molecule `Gbaa`"),
    (["--without", "I3x"], "error[M015]: `I3x` is no part of the state of pair"),
    (["--shots", "2"], "error[M014]: there is no kind of shot 2"),
  ]) func requestsThatCannotBeAnsweredAreRefused(options: [String], message: String) {
    run.put(ShapedEcho.mixedDesign, at: "echo.seq")
    #expect(run.run(words: ["states", "echo.seq", "--places", "4"] + options) == .failed)
    #expect(run.messageText.contains(message), "\(run.messageText)")
  }

  @Test(arguments: [
    (["--at", "12"], "--at needs a number with its unit"),
    (["--at", "12 ppm"], "--at needs a number with its unit"),
    (["--band", "2.4..2.3ppm"], "the range 2.4..2.3ppm of --band falls"),
    (["--band", "2.4"], "--band takes a range"),
    (["--band", "2.3..2.4"], "--band needs a number with its unit"),
    (["--band", "2.3..2.3ppm"], "the range 2.3..2.3ppm of --band is empty"),
    (["--shots", "0"], "--shots takes `mean` or the number"), (["--top", "0"], "--top takes a whole number"),
    (["--places", "x"], "--places takes a whole number"),
  ]) func valuesThatAreNoneAreRefused(options: [String], message: String) {
    run.put(ShapedEcho.mixedDesign, at: "echo.seq")
    #expect(run.run(words: ["states", "echo.seq"] + options) == .trouble)
    #expect(run.messageText.contains(message), "\(run.messageText)")
  }
}
