// `seqc optimize --work`: whatever happens to those who work, the result is that of one search without a folder, bit
// for bit, and nothing is lost or counted twice.
import Foundation
import Synchronization
import Testing

@testable import seqc

@Suite struct SearchFolderTests {
  private let run = TestRun()

  private static func design(_ lines: String = "", duration: String = "2 ms") -> String {
    SearchedDesigns.alone(lines, duration: duration)
  }

  /// Work on an item is kept after every iteration.
  @discardableResult
  private func work(
    _ words: String..., interruption: Interruption = .none, worker: WorkerIdentity = .current()
  ) -> seqc.ExitStatus {
    run.run(
      words: ["optimize"] + words, interruption: interruption,
      adapting: {
        $0.worker = worker
        $0.secondsBetweenParts = 0
      })
  }

  /// Ends a run after so many iterations.
  private static func ending(after count: Int) -> Interruption {
    let asked = Atomic<Int>(0)
    return Interruption(
      begin: {}, end: {},
      isRequested: { asked.wrappingAdd(1, ordering: .relaxed).newValue > count })
  }

  /// The pulse that one search without a folder pins, which is taken away.
  private func serial(_ words: String...) throws -> String {
    #expect(run.run(words: ["optimize", "alone.seq"] + words) == .success, "\(run.messageText)")
    let pulse = try #require(run.text(at: "alone.mix.pulse"))
    try FileManager.default.removeItem(atPath: "\(run.folder)/alone.mix.pulse")
    return pulse
  }

  private func files(in folder: String) -> [String] {
    run.tree.filter { $0.hasPrefix("w/\(folder)/") }.map { String($0.dropFirst(folder.count + 3)) }
  }

  @Test func aSearchInAFolderFindsWhatOneWithoutFinds() throws {
    run.put(Self.design(), at: "alone.seq")
    let whole = try serial("--starts", "16")
    #expect(work("alone.seq", "--starts", "16", "--work", "w") == .success, "\(run.messageText)")
    #expect(run.outputText.contains("done          18 items here, 18 of 18 in all\n"))
    #expect(files(in: "done").count == 18 && files(in: "running") == [] && files(in: "waiting") == [])
    #expect(run.run("optimize", "--merge", "w") == .success, "\(run.messageText)")
    #expect(run.outputText.contains("merged        18 of 18 items, each once\n"))
    #expect(run.text(at: "alone.mix.pulse") == whole)
  }

  @Test func aSearchThatIsInterruptedTenTimesGoesOnToTheSameBits() throws {
    run.put(Self.design(), at: "alone.seq")
    let whole = try serial("--starts", "16")
    #expect(
      work("alone.seq", "--starts", "16", "--work", "w", interruption: Self.ending(after: 5)) == .success)
    #expect(run.messageText.contains("stopped: seqc optimize --work w goes on\n"))
    var parts = files(in: "parts").count
    for round in 0..<10 {
      #expect(work("--work", "w", interruption: Self.ending(after: 5 + round)) == .success)
      parts += files(in: "parts").count
      #expect(files(in: "running") == [])
    }
    // Half an item was kept, and gone on with, rather than begun again.
    #expect(parts > 0)
    #expect(files(in: "done").count < 18)
    #expect(work("--work", "w") == .success, "\(run.messageText)")
    #expect(run.run("optimize", "--merge", "w") == .success)
    #expect(run.text(at: "alone.mix.pulse") == whole)
  }

  @Test func anItemThatIsGoneOnWithTakesNoMoreIterationsThanOneThatIsNot() throws {
    run.put(Self.design(), at: "alone.seq")
    #expect(work("alone.seq", "--starts", "1", "--work", "w") == .success)
    let whole = try #require(run.text(at: "w/done/point-001-survivor-0001"))
    try FileManager.default.removeItem(atPath: "\(run.folder)/w")
    var stops = 0
    work("alone.seq", "--starts", "1", "--work", "w", interruption: Self.ending(after: 9))
    while files(in: "done").count < 2, stops < 50 {
      work("--work", "w", interruption: Self.ending(after: 9))
      stops += 1
    }
    #expect(stops > 1 && stops < 50)
    #expect(run.text(at: "w/done/point-001-survivor-0001") == whole)
  }

  @Test func severalWorkersAtOnceShareTheItems() throws {
    run.put(Self.design(), at: "alone.seq")
    let whole = try serial("--starts", "16")
    #expect(
      work("alone.seq", "--starts", "16", "--work", "w", interruption: Self.ending(after: 1)) == .success)
    let second = TestRun()
    let (first, folder) = (run, "\(run.folder)/w")
    // Each test run is used by one thread.
    nonisolated(unsafe) let runs = [(first, "w"), (second, folder)]
    // Two processes, as far as their claims can tell.
    let workers = [WorkerIdentity.current(), WorkerIdentity(host: "elsewhere", process: 4711, started: 1)]
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      _ = runs[index].0.run(
        words: ["optimize", "--work", runs[index].1, "--jobs", "2"], interruption: .none,
        adapting: { $0.worker = workers[index] })
    }
    let counts = runs.map { run -> Int in
      let line = run.0.outputText.split(separator: "\n").first { $0.hasPrefix("done") }
      return line.flatMap { Int($0.split(separator: " ")[1]) } ?? -1
    }
    // The run before may have done some; nobody does what another has done.
    #expect(counts.allSatisfy { $0 >= 0 } && counts.reduce(0, +) <= 18)
    #expect(work("--work", "w") == .success)
    #expect(files(in: "done").count == 18)
    #expect(run.run("optimize", "--merge", "w") == .success)
    #expect(run.text(at: "alone.mix.pulse") == whole)
  }

  /// The threads of a process have one name among the claims.
  @Test func threadsOfOneProcessNeverDoAnItemTwice() throws {
    run.put(Self.design("starts 16"), at: "alone.seq")
    for number in 0..<12 {
      #expect(work("alone.seq", "--work", "w\(number)", "--jobs", "8") == .success, "\(run.messageText)")
      #expect(run.outputText.contains("done          18 items here, 18 of 18 in all\n"), "\(run.outputText)")
    }
  }

  @Test func aFolderIsReadWhileOthersMoveItsFiles() throws {
    let folder = CommonFolder("w", FileSystem(directory: run.folder))
    for name in ["a", "b"] {
      try FileManager.default.createDirectory(
        atPath: "\(run.folder)/w/\(name)", withIntermediateDirectories: true)
    }
    for index in 0..<50 { run.put("", at: "w/a/\(index)") }
    let path = run.folder
    let isDone = Atomic(false)
    DispatchQueue.concurrentPerform(iterations: 2) { thread in
      guard thread == 0 else {
        for index in 0..<20_000 where !isDone.load(ordering: .relaxed) {
          let (from, to) = (index / 50) % 2 == 0 ? ("a", "b") : ("b", "a")
          rename("\(path)/w/\(from)/\(index % 50)", "\(path)/w/\(to)/\(index % 50)")
        }
        return
      }
      for _ in 0..<300 {
        do throws(EnvironmentError) {
          #expect(try folder.names(in: "a").count <= 50)
        } catch {
          Issue.record("\(error.message)")
        }
      }
      isDone.store(true, ordering: .relaxed)
    }
  }

  // MARK: claims

  private static let here = WorkerIdentity.current()

  @Test func theClaimOfAProcessThatIsGoneIsTakenOver() throws {
    run.put(Self.design(), at: "alone.seq")
    work("alone.seq", "--starts", "2", "--work", "w", interruption: Self.ending(after: 3))
    let gone = WorkerIdentity(host: Self.here.host, process: 1 << 30, started: 7)
    let item = "point-001-start-0001"
    try FileManager.default.moveItem(
      atPath: "\(run.folder)/w/waiting/\(item)", toPath: "\(run.folder)/w/running/\(item)@\(gone.text)")
    #expect(run.run("optimize", "--status", "w") == .success)
    #expect(run.outputText.contains("working       \(item): process 1073741824 on \(Self.here.host)"))
    #expect(run.outputText.contains("which is gone\n"))
    #expect(work("--work", "w") == .success)
    #expect(run.messageText.contains("note: \(item) is taken over from process 1073741824"))
    #expect(files(in: "done").count == 3 && files(in: "running") == [])
  }

  @Test func theClaimOfAnotherMachineIsLeftToItUnlessItIsReclaimed() throws {
    run.put(Self.design(), at: "alone.seq")
    work("alone.seq", "--starts", "16", "--work", "w", interruption: Self.ending(after: 2))
    let other = WorkerIdentity(host: "elsewhere", process: 1, started: 7)
    let item = "point-001-start-0016"
    try FileManager.default.moveItem(
      atPath: "\(run.folder)/w/waiting/\(item)", toPath: "\(run.folder)/w/running/\(item)@\(other.text)")
    // Survivors wait for this start: the worker waits too, until it is interrupted.
    let done = "\(run.folder)/w/done"
    let seen = Atomic<Int>(0)
    let interruption = Interruption(
      begin: {}, end: {},
      isRequested: {
        let count = try? FileManager.default.contentsOfDirectory(atPath: done).count
        return count == 15 && seen.wrappingAdd(1, ordering: .relaxed).newValue > 1
      })
    #expect(work("--work", "w", interruption: interruption) == .success)
    #expect(files(in: "done").count == 15)
    #expect(run.messageText.contains("--reclaim takes it over"))
    #expect(run.run("optimize", "--merge", "w") == .failed)
    #expect(run.messageText.contains("error[O018]: 3 of 18 items are not done, the first of them \(item)"))
    #expect(run.run("optimize", "--merge", "w", "--partial") == .failed)
    #expect(run.messageText.contains("no survivor of its starts is polished yet"))
    #expect(work("--work", "w", "--reclaim") == .success)
    #expect(files(in: "done").count == 18)
  }

  @Test func aJobThatIsRequeuedTakesOverFromItself() {
    let first = WorkerIdentity(host: "node1", process: 1, started: 7, job: "12")
    let again = WorkerIdentity(host: "node2", process: 1, started: 9, job: "12", restarts: 1)
    #expect(first.life(seenFrom: again) == .gone)
    #expect(again.life(seenFrom: first) == .unknown)
    #expect(
      first.life(seenFrom: WorkerIdentity(host: "node2", process: 1, started: 9, job: "13", restarts: 1))
        == .unknown)
    #expect(Self.here.life(seenFrom: Self.here) == .alive)
    #expect(WorkerIdentity(text: again.text) == again && WorkerIdentity(text: "node2@x@1@-@0") == nil)
  }

  @Test func twoResultsOfOneItemThatDifferAreTold() throws {
    run.put(Self.design(), at: "alone.seq")
    work("alone.seq", "--starts", "1", "--work", "w")
    let item = "w/done/point-001-start-0001"
    let text = try #require(run.text(at: item))
    let worker = WorkerIdentity(host: Self.here.host, process: 1 << 30, started: 7)
    run.put(text, at: "w/running/point-001-start-0001@\(worker.text)")
    // A claim that is left of an item that is done is nothing.
    #expect(work("--work", "w") == .success)
    #expect(run.text(at: item) == text && files(in: "running") == [])
    // As on a machine that calculates in another way.
    let folder = try #require(SearchFolder.read(CommonFolder("w", FileSystem(directory: run.folder))))
    let first = try #require(folder.description.items.first)
    let result = try folder.result(of: first).get()
    let claim = SearchFolder.Claim(item: first, worker: Self.here)
    #expect(try folder.finish(claim, result))
    run.put(text.replacing("\ncounts 2\n", with: "\ncounts 2\n1"), at: item)
    #expect(try !folder.finish(claim, result))
  }

  // MARK: damage

  @Test func aResultThatIsCutOffIsRefusedAndDoneAgain() throws {
    run.put(Self.design(), at: "alone.seq")
    let whole = try serial("--starts", "2")
    work("alone.seq", "--starts", "2", "--work", "w")
    for item in ["point-001-start-0002", "point-001-survivor-0001"] {
      let text = try #require(run.text(at: "w/done/\(item)"))
      run.put(String(text.dropLast(text.count / 2)), at: "w/done/\(item)")
      #expect(run.run("optimize", "--merge", "w") == .failed)
      #expect(run.messageText.contains("error[O018]: 'w/done/\(item)' is no result: the last line is not"))
      #expect(run.run("optimize", "--status", "w") == .success)
      #expect(run.outputText.contains("damaged       done/\(item)"))
      #expect(run.outputText.contains("items         3: 2 done, 0 worked on, 1 waiting\n"))
      #expect(work("--work", "w") == .success)
      #expect(run.messageText.contains("note: done/\(item) is put aside into damaged"))
      #expect(run.text(at: "w/done/\(item)") == text)
    }
    #expect(run.run("optimize", "--merge", "w") == .success)
    #expect(run.text(at: "alone.mix.pulse") == whole)
  }

  @Test func anItemThatIsNowhereIsDoneAgain() throws {
    run.put(Self.design(), at: "alone.seq")
    work("alone.seq", "--starts", "2", "--work", "w", interruption: Self.ending(after: 1))
    try FileManager.default.removeItem(atPath: "\(run.folder)/w/waiting/point-001-start-0002")
    #expect(run.run("optimize", "--status", "w") == .success)
    #expect(run.outputText.contains("missing       point-001-start-0002"))
    #expect(work("--work", "w") == .success)
    #expect(run.messageText.contains("note: point-001-start-0002 was in none of the folders"))
    #expect(files(in: "done").count == 3)
  }

  @Test func aPartThatCannotBeReadCostsTimeAndNothingElse() throws {
    run.put(Self.design(), at: "alone.seq")
    let whole = try serial("--starts", "1")
    work("alone.seq", "--starts", "1", "--work", "w", interruption: Self.ending(after: 3))
    let part = try #require(run.text(at: "w/parts/point-001-start-0001"))
    run.put(String(part.prefix(part.count / 2)), at: "w/parts/point-001-start-0001")
    #expect(work("--work", "w") == .success)
    #expect(run.run("optimize", "--merge", "w") == .success)
    #expect(run.text(at: "alone.mix.pulse") == whole)
  }

  /// No disk of its own is needed: results cannot be put where a file is in the place of a folder.
  @Test func whatCannotBeWrittenIsGivenBack() throws {
    run.put(Self.design(), at: "alone.seq")
    let whole = try serial("--starts", "2")
    work("alone.seq", "--starts", "2", "--work", "w", interruption: Self.ending(after: 1))
    try FileManager.default.removeItem(atPath: "\(run.folder)/w/temporary")
    run.put("", at: "w/temporary")
    #expect(work("--work", "w") == .trouble)
    #expect(run.messageText.contains("cannot write 'w/done/point-001-start-0001': not a directory"))
    #expect(files(in: "running") == [] && files(in: "done") == [] && files(in: "waiting").count == 3)
    try FileManager.default.removeItem(atPath: "\(run.folder)/w/temporary")
    try FileManager.default.createDirectory(
      atPath: "\(run.folder)/w/temporary", withIntermediateDirectories: false)
    #expect(work("--work", "w") == .success)
    #expect(run.run("optimize", "--merge", "w") == .success)
    #expect(run.text(at: "alone.mix.pulse") == whole)
  }

  // MARK: another search

  @Test func aChangedDesignIsRefused() throws {
    run.put(Self.design(), at: "alone.seq")
    work("alone.seq", "--starts", "2", "--work", "w")
    run.put(Self.design(duration: "2.5 ms"), at: "alone.seq")
    for words in [["--work", "w"], ["--merge", "w"], ["alone.seq", "--starts", "2", "--work", "w"]] {
      #expect(run.run(words: ["optimize"] + words) == .failed)
      #expect(run.messageText.contains("error[O017]: the search in 'w' is another one: the design"))
    }
    // A comment changes nothing.
    run.put("# the same\n" + Self.design(), at: "alone.seq")
    #expect(run.run("optimize", "--merge", "w") == .success)
  }

  @Test func otherOptionsAndVersionsAreRefused() throws {
    run.put(Self.design(), at: "alone.seq")
    work("alone.seq", "--starts", "2", "--work", "w")
    #expect(run.run("optimize", "alone.seq", "--starts", "3", "--work", "w") == .failed)
    #expect(run.messageText.contains("is another one: it was begun with --starts 2\n"))
    #expect(run.run("optimize", "alone.seq", "--starts", "2", "--work", "w") == .success)
    let text = try #require(run.text(at: "w/search.txt"))
    run.put(text.replacing("version \(Version.text)", with: "version 0.0.1"), at: "w/search.txt")
    #expect(run.run("optimize", "--merge", "w") == .failed)
    #expect(run.messageText.contains("it was begun by seqc 0.0.1, and this is \(Version.text)"))
    run.put(String(text.dropLast(20)), at: "w/search.txt")
    #expect(run.run("optimize", "--status", "w") == .trouble)
    #expect(run.messageText.contains("error[O019]: 'w/search.txt' is damaged"))
  }

  @Test func resultsOfAnotherSearchAreNoneOfThis() throws {
    run.put(Self.design(), at: "alone.seq")
    work("alone.seq", "--starts", "1", "--work", "w")
    let other = try #require(run.text(at: "w/done/point-001-start-0001"))
    try FileManager.default.removeItem(atPath: "\(run.folder)/w")
    work("alone.seq", "--starts", "1", "--seed", "2", "--work", "w")
    run.put(other, at: "w/done/point-001-start-0001")
    #expect(run.run("optimize", "--merge", "w") == .failed)
    #expect(run.messageText.contains("is no result: it is of another search"))
  }

  @Test func aFolderWithSomethingElseIsNotTouched() {
    run.put(Self.design(), at: "alone.seq")
    #expect(run.run("optimize", "--status", "w") == .trouble)
    #expect(run.messageText.contains("error[O019]: there is no search in 'w'"))
    try? FileManager.default.createDirectory(
      atPath: "\(run.folder)/w", withIntermediateDirectories: false)
    run.put("mine", at: "w/notes.txt")
    #expect(run.run("optimize", "alone.seq", "--starts", "1", "--work", "w") == .trouble)
    #expect(run.messageText.contains("error[O019]: 'w' is a folder with something else in it"))
    #expect(run.tree == ["alone.seq", "w", "w/notes.txt"])
  }

  @Test func optionsThatDoNotGoTogetherAreTold() {
    run.put(Self.design(), at: "alone.seq")
    for (words, message) in [
      (["alone.seq", "--jobs", "2"], "--jobs needs --work DIR"),
      (["--merge", "w", "--status", "w"], "--status and --merge cannot be given together"),
      (["alone.seq", "--work", "w", "--resume"], "--resume is for a search without a folder"),
      (["--work", "w", "--starts", "3"], "--starts is in the folder of the search already"),
      (["--status", "w", "--partial"], "--partial needs --merge DIR"),
      (["alone.seq", "--work", "w", "--slurm-options", "x"], "--slurm-options needs --slurm"),
      (["alone.seq", "--work", "w", "--jobs", "0"], "--jobs takes a whole number from 1 to 1024, not `0`"),
    ] {
      #expect(run.run(words: ["optimize"] + words) == .trouble)
      #expect(run.messageText.contains("error: \(message)"), "\(run.messageText)")
    }
    // Nothing was begun.
    #expect(!run.tree.contains { $0.hasPrefix("w/") })
    #expect(run.run("optimize") == .trouble)
    #expect(run.messageText.contains("optimize needs FILE"))
  }
}
