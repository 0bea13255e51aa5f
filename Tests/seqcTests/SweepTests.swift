// `--sweep`: values of the design, each with a search of its own; and what is made of many results.
import Foundation
import SequenceIR
import Testing

@testable import seqc

@Suite struct SweepTests {
  private let run = TestRun()

  private static func design(t: String = "2 ms", _ lines: String = "") -> String {
    SearchedDesigns.alone(lines, duration: t, iterations: 8)
  }

  @Test func aSweepRunsInStepsToItsEnd() throws {
    let values = { (text: String) throws in try Sweep(text).values.map(\.description) }
    #expect(try values("TE=60ms..70ms/5ms") == ["60 ms", "65 ms", "70 ms"])
    #expect(try values("TE = 60 .. 69 / 5 ms") == ["60 ms", "65 ms"])
    #expect(try values("N=0..1/0.1").count == 11)
    #expect(try Sweep("N=0..1/0.1").values[3].value == 0.3)
    #expect(try values("A=-10deg..10deg/10deg") == ["-10 deg", "0 deg", "10 deg"])
    #expect(try values("TE=60ms,80ms,0.07s") == ["60 ms", "80 ms", "70 ms"])
    #expect(try Sweep("TE=60ms..140ms/5ms").values.count == 17)
  }

  @Test(
    arguments: [
      ("TE", "takes a name and its values"), ("TE=60ms..140ms", "needs first, last and step"),
      ("TE=60ms..140ms/0ms", "the step of --sweep TE=60ms..140ms/0ms must be more than 0"),
      ("TE=140ms..60ms/5ms", "the range of --sweep TE=140ms..60ms/5ms falls"),
      ("TE=60s..140ms/5ms", "has the units `s` and `ms`, and takes one"),
      ("TE=60ms,60ms", "60 ms stands twice"), ("TE=60ms,60Hz", "are not of one kind"),
      ("TE=60msec..70msec/5msec", "`msec` in --sweep TE=60msec..70msec/5msec is not a unit"),
      ("TE=ms..70ms/5ms", "`ms` in --sweep TE=ms..70ms/5ms is not a number with its unit"),
      ("TE=1us..2000us/1us", "2000 points to search, and 1000 is the limit of --sweep"),
      ("TE=0.0001ns,1ms", "finer than a picosecond"),
    ])
  func badValuesAreToldWithWhatToWrite(text: String, message: String) {
    do throws(UsageError) {
      _ = try Sweep(text)
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.message.contains(message), "\(error.message)")
      #expect(error.help != nil)
    }
  }

  @Test func theNameIsALetOfTheDesignOfTheSameKind() {
    run.put(Self.design("vary T in (2 ms, 3 ms)"), at: "varied.seq")
    run.put(Self.design(), at: "alone.seq")
    for (file, sweep, message) in [
      (
        "alone.seq", "TT=1ms,2ms", "error[N001]: no `let` of the design is called `TT`, which --sweep names\n"
      ),
      ("alone.seq", "T=100Hz,200Hz", "error[O016]: `T` is 2 ms, and --sweep gives it 100 Hz\n"),
      ("varied.seq", "T=1ms,2ms", "error[S011]: `T` is varied by the design and by --sweep\n"),
    ] {
      #expect(run.run("optimize", file, "--sweep", sweep) == .failed)
      #expect(run.messageText.contains(message), "\(run.messageText)")
      #expect(run.messageText.contains("help: "))
    }
    #expect(run.run("optimize", "alone.seq", "--sweep", "T=1ms", "--sweep", "T=2ms") == .trouble)
    #expect(run.messageText.contains("T is swept twice"))
  }

  @Test func theBestOfASweepIsPinnedAndBuiltOnceTheDesignSaysItsValue() throws {
    run.put(Self.design(), at: "alone.seq")
    #expect(
      run.run("optimize", "alone.seq", "--starts", "8", "--sweep", "T=1ms..3ms/1ms") == .success,
      "\(run.messageText)")
    let whole = try #require(run.text(at: "alone.mix.pulse"))
    #expect(run.outputText.split(separator: "\n").count { $0.hasPrefix("tried") } == 3)
    let found = try #require(run.outputText.split(separator: "`").first { $0.hasPrefix("let T = ") })
    // A pulse for another value than the design's is refused, and no word is said of one for its own.
    run.put(Self.design(t: "1.5 ms"), at: "alone.seq")
    #expect(run.run("build", "alone.seq", "-o", "out") == .failed)
    run.put(Self.design(t: String(found.dropFirst(8))), at: "alone.seq")
    #expect(run.run("build", "alone.seq", "-o", "out") == .success, "\(run.messageText)")
    #expect(!run.messageText.contains("O003"))
    // The same in a folder.
    try FileManager.default.removeItem(atPath: "\(run.folder)/alone.mix.pulse")
    run.put(Self.design(), at: "alone.seq")
    #expect(
      run.run(
        "optimize", "alone.seq", "--starts", "8", "--sweep", "T=1ms..3ms/1ms", "--work", "w", "--jobs", "2")
        == .success, "\(run.messageText)")
    #expect(
      run.run(
        "optimize", "--merge", "w", "--pareto", "front.csv", "--pareto", "front.json", "--pareto",
        "front.svg",
        "--pareto", "front.txt") == .success, "\(run.messageText)")
    #expect(run.text(at: "alone.mix.pulse") == whole)
    #expect(run.outputText.split(separator: "\n").count { $0.hasPrefix("tried") } == 3)
    #expect(run.outputText.contains("merged        27 of 27 items, each once\n"))
    let front = try #require(run.text(at: "front.csv")).split(separator: "\n")
    #expect(front.count == 4 && front[0] == "result,on the front,objective,\"energy, uT^2 ms\"")
    // Of a pulse alone the objective and the energy: the best of either is on the front.
    let rows = front.dropFirst().map { $0.split(separator: ",").map(String.init) }
    #expect(rows.map { $0[0] } == ["\"T = 1 ms", "\"T = 2 ms", "\"T = 3 ms"])
    for column in [3, 4] {
      let best = try #require(
        rows.min { (Double($0[column]) ?? .infinity) < (Double($1[column]) ?? .infinity) })
      #expect(best[2] == "yes")
    }
    #expect(run.text(at: "front.svg")?.contains("<svg ") == true)
    #expect(run.text(at: "front.json")?.hasPrefix("{\"criteria\":[{\"name\":\"energy\"") == true)
    #expect(run.text(at: "front.txt")?.hasPrefix("Pareto front: ") == true)
  }

  @Test func aPointThatCannotBeBuiltIsNotSearchedAndTheOthersAre() throws {
    run.put(Self.design(), at: "alone.seq")
    #expect(
      run.run("optimize", "alone.seq", "--starts", "1", "--sweep", "T=2ms,2000ms", "--work", "w") == .success,
      "\(run.messageText)")
    #expect(run.messageText.contains("note: not searched: the design cannot be built with T = 2000 ms"))
    #expect(run.run("optimize", "--status", "w") == .success)
    #expect(run.outputText.contains("not possible") && run.outputText.contains("items         2: 2 done"))
    #expect(run.run("optimize", "--merge", "w") == .success)
    #expect(run.outputText.contains("tried         T = 2 s: not possible\n"))
  }

  @Test func theFiguresOfTheFrontAreThoseOfTheWinner() throws {
    run.put(
      SearchedDesigns.echo(
        """
        minimize crlb of Asp
          molecules Asp 10 mM, Cr 9.5 mM
          over b1 0.8 .. 1.2 in 3 steps
          iterations 8
        """), at: "echo.seq")
    #expect(
      run.run("optimize", "echo.seq", "--starts", "2", "--work", "w") == .success, "\(run.messageText)")
    #expect(run.run("optimize", "--merge", "w", "--pareto", "front.csv") == .success)
    let lines = try #require(run.text(at: "front.csv")).split(separator: "\n")
    #expect(
      lines[0]
        == "result,on the front,objective,\"signal, % of ideal\",\"CRLB, of ideal\",\"energy, uT^2 ms\",\"robustness, worst over nominal\""
    )
    let row = try #require(lines.last).split(separator: ",").map { Double($0) ?? .nan }
    // What is printed is of the emitted sequence, rounded to three places.
    let words = try #require(
      run.outputText.split(separator: "\n").first { $0.hasPrefix("CRLB Asp") && $0.contains("baseline A") }
    ).split { " ,".contains($0) }.map(String.init)
    func printed(_ name: String) throws -> Double {
      try #require(words.firstIndex(of: name).flatMap { Double(words[$0 + 1]) })
    }
    #expect(abs(row[4] / (try printed("mean")) - 1) < 0.01)
    #expect(abs(row[6] / (try printed("worst") / printed("nominal")) - 1) < 0.01)
    #expect(row[3] > 50 && row[3] < 110)
    // Two samples a line after the head, 50 us each.
    let pulse = try #require(run.text(at: "echo.mix.pulse")).split(separator: "\n")
    let samples = pulse.compactMap { line -> Double? in
      let numbers = line.split(separator: " ").map { Double($0) }
      guard numbers.count == 2, let x = numbers[0], let y = numbers[1] else { return nil }
      return x * x + y * y
    }
    #expect(samples.count == 40)
    #expect(abs(row[5] / (0.05 * samples.reduce(0, +)) - 1) < 1e-9)
  }

  // MARK: Slurm

  @Test func theBatchScriptIsAnArrayThatIsSubmitted() throws {
    run.put(Self.design(), at: "alone.seq")
    run.put("#!/bin/sh\ncp \"$1\" '\(run.folder)/submitted'\necho Submitted batch job 12\n", at: "sbatch")
    chmod("\(run.folder)/sbatch", 0o755)
    let folder = run.folder
    let words = [
      "optimize", "alone.seq", "--starts", "8", "--work", "w", "--slurm", "--jobs", "3", "--slurm-options",
      "--partition=short --time=2:00:00",
    ]
    #expect(run.run(words: words, adapting: { $0.searchPath = folder }) == .success, "\(run.messageText)")
    #expect(run.outputText.contains("submitted     Submitted batch job 12\n"))
    let script = try #require(run.text(at: "submitted"))
    #expect(script == run.text(at: "w/search.sbatch"))
    let lines = script.split(separator: "\n").map(String.init)
    #expect(lines[0] == "#!/bin/bash")
    for line in [
      "#SBATCH --array=1-3", "#SBATCH --requeue", "#SBATCH --partition=short", "#SBATCH --time=2:00:00",
      "#SBATCH --output=\(folder)/w/logs/%A_%a.txt",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    #expect(lines.last?.hasSuffix(" optimize --work '\(folder)/w'") == true)
    // Without Slurm it says what to do.
    #expect(run.run(words: words, adapting: { $0.searchPath = "" }) == .success)
    #expect(run.messageText.contains("submit it with: sbatch \(folder)/w/search.sbatch\n"))
    run.put("#!/bin/sh\necho sbatch: error: invalid partition: short\nexit 1\n", at: "sbatch")
    chmod("\(run.folder)/sbatch", 0o755)
    #expect(run.run(words: words, adapting: { $0.searchPath = folder }) == .trouble)
    #expect(run.messageText.contains("sbatch refused the job: sbatch: error: invalid partition: short"))
  }

  @Test func aJobIsOverWhenSlurmKnowsNothingOfItRunning() {
    let folder = run.folder
    func isOver(_ script: String) -> Bool {
      run.put("#!/bin/sh\n\(script)\n", at: "squeue")
      chmod("\(folder)/squeue", 0o755)
      var environment = Environment(
        console: Console(output: { _ in nil }, messages: { _ in nil }), files: FileSystem(), terminal: .test)
      environment.searchPath = folder
      return Slurm(environment).isOver("12")
    }
    #expect(isOver("exit 0"))
    #expect(!isOver("echo RUNNING"))
    #expect(isOver("echo slurm_load_jobs error: Invalid job id specified >&2; exit 1"))
    // A controller that does not answer says nothing.
    #expect(!isOver("echo Unable to contact slurm controller >&2; exit 1"))
  }
}
