// `seqc compare`: sequences under the assay of the first, and requests that cannot be met.
import SequenceIR
import Testing

@testable import seqc

@Suite struct CompareCommandTests {
  private let run = TestRun()

  /// An ideal-looking acquisition after `wait` of echo time; a block pulse and a short refocusing pulse without slices.
  private static func design(_ name: String, echo: String, assay: Bool = true) -> String {
    """
    design "\(name)"
    scanner siemens-prisma
    pulse excite = rect(flip: 90 deg, duration: 100 us)
    pulse refocus = rect(flip: 180 deg, duration: 200 us, use: refocusing)
    pulse idle = optimized(duration: 100 us, step: 50 us, peak: 15 uT, file: "idle.pulse")
    sequence {
      repeat 4 as n {
        excite                              phase by n (0, 180) deg
        refocus, crush x z 4 cycles across 20 mm at \(echo) / 2
        idle
        acquire 512 points dwell 0.5 ms     phase by n (0, 180) deg
        fill to 1 s
      }
    }
    \(assay ? "optimize {\n  minimize crlb of Asp, Cr\n  molecules Asp 1 mM, Cr 10 mM\n  macromolecules none\n}" : "")
    """
  }

  private func put() {
    run.put(
      "seqc-pulse 1\npulse idle\nstep 50 us\nsamples 2\nwaveform uT\n0.0001 0\n0.0001 0\n", at: "idle.pulse")
    run.put(Self.design("short", echo: "10 ms"), at: "short.seq")
    run.put(Self.design("long", echo: "60 ms"), at: "long.seq")
  }

  private func bounds(_ path: String, _ text: String) -> [Double] {
    let line =
      text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix(path) && $0.contains("(") } ?? ""
    return line.split(separator: " ").compactMap { Double($0) }
  }

  /// Data come 25 ms later: exp(25 ms / T2), with T2 of 146 ms (CH3) and 123 ms (CH2) for creatine, the second molecule.
  @Test func aLongerEchoTimeCostsWhatRelaxationTakes() throws {
    put()
    #expect(
      run.run("compare", "short.seq", "long.seq", "--as-searched", "--relative-to", "short.seq") == .success,
      "\(run.messageText)")
    let (one, two) = (bounds("short.seq", run.outputText), bounds("long.seq", run.outputText))
    #expect(one.count == 6 && two.count == 6)
    #expect(one.allSatisfy { $0 == 1 })
    #expect(two[3] > 1.15 && two[3] < 1.26)
  }

  @Test func everyFigureIsInTheCSV() {
    put()
    #expect(run.run("compare", "short.seq", "--format", "csv", "--as-searched") == .success)
    let lines = run.outputText.split(separator: "\n")
    #expect(lines.first == "file,figure,baseline,unit,nominal,mean,worst")
    #expect(lines.contains { $0.hasPrefix("ideal acquisition,CRLB(Asp),A,% of concentration,") })
    #expect(lines.contains { $0.hasPrefix("short.seq,CRLB(Cr),C,% of concentration,") })
  }

  @Test func theReferenceMustBeAmongTheFiles() {
    put()
    #expect(run.run("compare", "short.seq", "--relative-to", "other.seq") == .trouble)
    #expect(run.messageText.contains("not among the files"))
  }

  @Test func theFirstFileSaysWhatIsMeasured() {
    put()
    run.put(Self.design("plain", echo: "10 ms", assay: false), at: "plain.seq")
    #expect(run.run("compare", "plain.seq", "short.seq") == .failed)
    #expect(run.messageText.contains("optimize"))
  }
}
