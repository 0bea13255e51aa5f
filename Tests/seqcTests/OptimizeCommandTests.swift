// `seqc optimize`: a pulse is found and pinned, `build` takes it, and requests that cannot be searched are told.
import Foundation
import SequenceIR
import Synchronization
import Testing

@testable import seqc

@Suite struct OptimizeCommandTests {
  private let run = TestRun()

  private static func design(molecules: String = "molecules Asp 10 mM, Cr 9.5 mM") -> String {
    SearchedDesigns.echo(
      """
      minimize crlb of Asp
        \(molecules)
        starts 1
      """)
  }

  @Test func theFoundPulseIsPinnedAndBuilt() throws {
    run.put(Self.design(), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success)
    // An ideal 90 degree pulse without echo time is hard to beat: a search that lost the signal would be far off.
    let line = try #require(run.outputText.split(separator: "\n").first { $0.hasPrefix("CRLB Asp") })
    let words = line.split(separator: " ").map(String.init)
    let mean = try #require(words.firstIndex(of: "mean").flatMap { Double(words[$0 + 1].dropLast()) })
    #expect(mean > 0.7 && mean < 2)
    // The emitted sequence is what was searched, and the engine agrees with exact exponentials.
    #expect(!run.messageText.contains("warning"))
    #expect(try number(after: "emitted       spectra differ by ") < 1e-3)
    #expect(try number(after: "exact         spectra of Asp differ by ") < 3e-3)
    let pulse = try #require(run.text(at: "echo.mix.pulse"))
    #expect(pulse.hasPrefix("seqc-pulse 1\npulse mix\n") && pulse.contains("samples 40\n"))
    #expect(pulse.contains("\nobjective minimize crlb of Asp\n"))
    #expect(run.run("build", "echo.seq", "-o", "out") == .success)
  }

  private func number(after words: String) throws -> Double {
    let rest = try #require(run.outputText.split(separator: words, maxSplits: 1).last)
    return try #require(Double(rest.prefix { $0 != " " }))
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    run.put(Self.design(), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick", "--seed", "3") == .success)
    let first = try #require(run.text(at: "echo.mix.pulse"))
    #expect(run.run("optimize", "echo.seq", "--quick", "--seed", "3") == .success)
    #expect(run.text(at: "echo.mix.pulse") == first)
  }

  @Test func anInterruptedSearchIsGoneOnWithToTheSameBytes() throws {
    run.put(Self.design(), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success)
    let whole = try #require(run.text(at: "echo.mix.pulse"))
    #expect(run.text(at: "echo.search") == nil)
    let asked = Atomic<Int>(0)
    let interruption = Interruption(
      begin: {}, end: {},
      isRequested: { asked.wrappingAdd(1, ordering: .relaxed).newValue > 12 })
    #expect(run.run("optimize", "echo.seq", "--quick", interruption: interruption) == .success)
    #expect(run.messageText.contains("`seqc optimize echo.seq --resume` goes on from echo.search"))
    let part = try #require(run.text(at: "echo.mix.pulse"))
    #expect(part != whole)
    #expect(run.text(at: "echo.search")?.hasPrefix("seqc-search 1\n") == true)
    #expect(run.run("optimize", "echo.seq", "--resume") == .success)
    #expect(run.text(at: "echo.mix.pulse") == whole)
    #expect(run.text(at: "echo.search") == nil)
  }

  @Test func pinnedPulsesAreImproved() throws {
    run.put(Self.design(), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--refine") == .failed)
    #expect(run.messageText.contains("there is no echo.mix.pulse"))
    #expect(run.run("optimize", "echo.seq", "--quick", "--seed", "3") == .success)
    let (before, pulse) = (try number(after: "objective     "), run.text(at: "echo.mix.pulse"))
    #expect(run.run("optimize", "echo.seq", "--quick", "--refine") == .success)
    #expect(try number(after: "objective     ") < before)
    let refined = try #require(run.text(at: "echo.mix.pulse"))
    #expect(refined != pulse && refined.contains("\nseed 3\n"))
    #expect(run.run("optimize", "echo.seq", "--refine", "--seed", "2") == .trouble)
  }

  @Test func thereMustBeASearchToGoOnWith() {
    run.put(Self.design(), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--resume") == .failed)
    #expect(
      run.messageText.contains("error[O017]: there is no stopped search of this design: no echo.search"))
    run.put("seqc-search 1\nend\n", at: "echo.search")
    #expect(run.run("optimize", "echo.seq", "--resume") == .failed)
    #expect(run.messageText.contains("error[O017]: echo.search is not a search to go on with"))
    #expect(run.run("optimize", "echo.seq", "--resume", "--seed", "2") == .trouble)
  }

  @Test func aTimeThatIsFoundIsToldAndBuiltOnceTheDesignSaysIt() throws {
    let design = Self.design()
      .replacing("voxel 20", with: "let TE = 30 ms\nvoxel 20")
      .replacing("20 mm at 8 ms", with: "20 mm at TE / 2")
      .replacing("dwell 0.5 ms phase by", with: "dwell 0.5 ms echo at TE phase by")
      .replacing("starts 1", with: "starts 1\nvary TE in 24 ms .. 60 ms")
    run.put(design, at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success, "\(run.messageText)")
    #expect(!run.messageText.contains("warning"))
    let line = try #require(run.outputText.split(separator: "\n").first { $0.hasPrefix("found") })
    let value = try #require(line.split(separator: "`").dropFirst().first)
    #expect(value.hasPrefix("let TE = ") && value.hasSuffix(" ms"))
    // The pulse belongs to this echo time: another is refused.
    #expect(run.run("build", "echo.seq", "-o", "out") == .failed)
    #expect(run.messageText.contains("error[O002]"))
    run.put(design.replacing("let TE = 30 ms", with: value), at: "echo.seq")
    #expect(run.run("build", "echo.seq", "-o", "out") == .success)
    #expect(!run.messageText.contains("O003"))
  }

  private static func choices(_ lines: String = "vary CRUSH in (0.01, 4, 6)") -> String {
    design().replacing("voxel 20", with: "let CRUSH = 4\nlet FLIP = 80 deg\nvoxel 20")
      .replacing("crush x z 4 cycles", with: "crush x z CRUSH")
      .replacing(
        "slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)",
        with: "sinc(flip: FLIP, duration: 2.6 ms, bandwidth: 2 kHz, use: excitation)"
      )
      .replacing("starts 1", with: "starts 1\n\(lines)")
  }

  @Test func valuesOfAListAreTriedAndTheBestIsPinned() throws {
    run.put(Self.choices("vary CRUSH in (2, 4)\nvary FLIP in 50 deg .. 120 deg"), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success, "\(run.messageText)")
    #expect(!run.messageText.contains("warning"))
    let tried = run.outputText.split(separator: "\n").filter { $0.hasPrefix("tried") }
    #expect(tried.count == 2)
    let losses = tried.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    #expect(losses.count == 2)
    let best = losses.firstIndex(of: losses.min() ?? 0) == 0 ? "2" : "4"
    let pulse = try #require(run.text(at: "echo.mix.pulse"))
    #expect(pulse.contains("\nfound CRUSH \(best)\n") && pulse.contains("\nfound FLIP "))
    // Built once the design says what was found, and not before.
    let found = run.outputText.split(separator: "`").filter { $0.hasPrefix("let ") }.map(String.init)
    #expect(found.count == 2 && found[0] == "let CRUSH = \(best)" && found[1].hasSuffix(" deg"))
    #expect(run.run("build", "echo.seq", "-o", "out") == .failed)
    #expect(run.messageText.contains("error[O002]"))
    let design = Self.choices("vary CRUSH in (2, 4)\nvary FLIP in 50 deg .. 120 deg")
      .replacing("let CRUSH = 4", with: found[0]).replacing("let FLIP = 80 deg", with: found[1])
    run.put(design, at: "echo.seq")
    #expect(run.run("build", "echo.seq", "-o", "out") == .success, "\(run.messageText)")
    #expect(!run.messageText.contains("O003"))
  }

  @Test(arguments: [6, 30]) func aStoppedSearchOfSeveralValuesGoesOnToTheSameBytes(stop: Int) throws {
    run.put(Self.choices("vary CRUSH in (2, 4)"), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success)
    let whole = try #require(run.text(at: "echo.mix.pulse"))
    let asked = Atomic<Int>(0)
    let interruption = Interruption(
      begin: {}, end: {},
      isRequested: { asked.wrappingAdd(1, ordering: .relaxed).newValue > stop })
    #expect(run.run("optimize", "echo.seq", "--quick", interruption: interruption) == .success)
    #expect(run.text(at: "echo.search") != nil)
    #expect(run.run("optimize", "echo.seq", "--resume") == .success, "\(run.messageText)")
    #expect(run.text(at: "echo.mix.pulse") == whole)
    #expect(run.outputText.split(separator: "\n").count { $0.hasPrefix("tried") } == 2)
    #expect(run.text(at: "echo.search") == nil)
  }

  @Test func aValueThatCannotBeBuiltIsPassedOver() throws {
    run.put(Self.choices("vary CRUSH in (4, 4000)"), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success, "\(run.messageText)")
    #expect(run.messageText.contains("note: not searched: the design cannot be built with CRUSH = 4000"))
    #expect(run.outputText.contains("tried         CRUSH = 4000: not possible"))
    run.put(Self.choices("vary CRUSH in (3000, 4000)"), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .failed)
    #expect(run.messageText.contains("error[O016]: the design cannot be built with CRUSH = 3000"))
  }

  @Test func everyKindOfShotIsComparedWithMatrixExponentials() throws {
    let one = try #require(
      Self.design().split(separator: "sequence {\n").last?.split(separator: "\n}\n").first)
    run.put(
      Self.design().replacing(
        String(one), with: one + "\n" + one.replacing("    mix", with: "    delay 5 ms\n    mix")),
      at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success, "\(run.messageText)")
    #expect(run.outputText.contains("(nominal member, two places a slice, largest of 2 kinds of shots)"))
    #expect(try number(after: "exact         spectra of Asp differ by ") < 3e-3)
  }

  @Test func theShareOfTimeWithRFIsTheScanners() throws {
    // 2.6, 4 and 2 ms a second.
    for (percent, status) in [("0.87", ExitStatus.success), ("0.85", .failed)] {
      run.put(
        "scanner short\nextends siemens-prisma\nrf-duty \(percent) percent site \"test\"\n",
        at: "short.scanner")
      run.put(Self.design(), at: "echo.seq")
      #expect(run.run("optimize", "echo.seq", "--quick", "--scanner", "short.scanner") == status)
    }
    #expect(run.messageText.contains("RF is on for 0.86 % of the time, and the scanner allows 0.85 %"))
  }

  @Test func theBandOfTheRFIsTheScannersOrTheDesigns() throws {
    run.put(
      "scanner narrow\nextends siemens-prisma\nrf-bandwidth 8 kHz site \"test\"\n", at: "narrow.scanner")
    run.put(Self.design(), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success)
    #expect(
      run.outputText.contains(
        "RF band       not bounded: no `bandwidth` in the design, no `rf-bandwidth` in siemens-prisma\n"))
    #expect(run.run("optimize", "echo.seq", "--quick", "--scanner", "narrow.scanner") == .success)
    #expect(run.outputText.contains(" of its energy outside of a band of 8 kHz (limit 1 %)\n"))
    // No pulse of 2 ms has all but a ten thousandth of its energy within 600 Hz.
    for (band, status, isTold) in [
      ("600 Hz below 0.01 %", ExitStatus.success, true), ("8 kHz below 30 %", .success, false),
      ("9 kHz", .failed, false),
    ] {
      run.put(
        Self.design().replacing("starts 1", with: "starts 1\n  bandwidth \(band)"), at: "echo.seq")
      #expect(run.run("optimize", "echo.seq", "--quick", "--scanner", "narrow.scanner") == status)
      #expect(run.messageText.contains("warning: `mix` does not keep to its band") == isTold)
    }
    #expect(
      run.messageText.contains("error[U005]: the RF may take 9 kHz, and the scanner passes 8 kHz"),
      "\(run.messageText)")
  }

  @Test func aProfileIsFoundWithoutAnAcquisition() throws {
    run.put(
      """
      design "alone"
      scanner siemens-prisma
      pulse mix = optimized(duration: 2 ms, step: 50 us, peak: 15 uT, use: inversion)
      optimize {
        reach profile inversion of mix band 300 Hz
        starts 2
      }
      sequence {
        mix
        delay 4 s
      }
      """, at: "alone.seq")
    #expect(run.run("optimize", "alone.seq", "--quick") == .success, "\(run.messageText)")
    #expect(run.messageText.contains("note: nothing is acquired: the pulses are judged by themselves"))
    #expect(run.outputText.contains("profile       mix at 1 of B1: least "))
    #expect(!run.outputText.contains("spectra") && !run.outputText.contains("CRLB"))
    #expect(run.run("build", "alone.seq", "-o", "out") == .success, "\(run.messageText)")
  }

  @Test func theFiguresOfAProfileAreReported() throws {
    run.put(
      Self.design().replacing(
        "minimize crlb of Asp",
        with: "reach profile inversion of mix band 300 Hz transition 1 kHz\n  over b1 0.9 .. 1.1 in 2 steps"),
      at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .success, "\(run.messageText)")
    let lines = run.outputText.split(separator: "\n").filter { $0.hasPrefix("profile       mix at ") }
    #expect(lines.count == 2 && lines[0].hasPrefix("profile       mix at 0.9 of B1: least "))
    #expect(lines.allSatisfy { $0.contains(" outside") })
    #expect(run.run("build", "echo.seq", "-o", "out") == .success)
  }

  @Test func aMoleculeThatNobodyKnowsIsToldWithANearOne() {
    run.put(Self.design(molecules: "molecules Asp 10 mM, Gly2 1 mM"), at: "echo.seq")
    #expect(run.run("optimize", "echo.seq", "--quick") == .failed)
    #expect(run.messageText.contains("error[O016]: there is no molecule `Gly2`"))
    #expect(run.messageText.contains("did you mean `Gly`?"))
  }

  @Test func aPulseqFileIsNotADesign() {
    run.put("[VERSION]\nmajor 1\nminor 5\nrevision 0\n", at: "file.seq")
    #expect(run.run("optimize", "file.seq") == .failed)
    #expect(run.messageText.contains("only a design can be optimized"))
  }
}
