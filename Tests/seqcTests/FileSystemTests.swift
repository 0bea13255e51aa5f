import Foundation
import Glibc
import Testing

@testable import seqc

@Suite struct FileSystemTests {
  private let run = TestRun()
  private var files: FileSystem { FileSystem(directory: run.folder) }

  private func error(_ body: () throws(EnvironmentError) -> Void) -> EnvironmentError? {
    do throws(EnvironmentError) {
      try body()
      return nil
    } catch { return error }
  }

  @Test func readsWhatWasWritten() throws {
    let bytes = [UInt8]((0..<200_000).map { UInt8($0 % 251) })
    try files.write([OutputFile(path: "deep/er/a.bin", bytes: bytes)])
    #expect(try files.read("deep/er/a.bin") == bytes)
    #expect(run.tree == ["deep", "deep/er", "deep/er/a.bin"])
  }

  @Test func missingFileNamesItsNearestNeighbour() {
    run.put("x", at: "press.seq")
    let missing = error { () throws(EnvironmentError) in _ = try files.read("pres.seq") }
    #expect(missing?.code.id == "B001")
    #expect(missing?.message == "cannot read 'pres.seq': no such file or directory")
    #expect(missing?.help == "did you mean press.seq?")
  }

  @Test func folderIsNotReadAsAFile() throws {
    #expect(error { () throws(EnvironmentError) in _ = try files.read(".") }?.code.id == "B001")
  }

  @Test func fileAboveTheLimitIsRefusedAndOneAtTheLimitIsRead() throws {
    run.put("12345", at: "five")
    let limited = { FileSystem(directory: run.folder, sizeLimit: $0) }
    #expect(try limited(5).read("five").count == 5)
    #expect(error { () throws(EnvironmentError) in _ = try limited(4).read("five") }?.code.id == "B002")
  }

  @Test func inputIsNeverOverwrittenNotEvenThroughALink() throws {
    run.put("old", at: "in.seq")
    symlink("in.seq", "\(run.folder)/link.seq")
    link("\(run.folder)/in.seq", "\(run.folder)/hard.seq")
    let files = files
    _ = try files.read("in.seq")
    for path in ["in.seq", "link.seq", "hard.seq", "./in.seq"] {
      let refusal = error { () throws(EnvironmentError) in
        try files.write([OutputFile(path: path, bytes: [1])])
      }
      #expect(refusal?.code.id == "B004", "\(path)")
    }
    #expect(run.text(at: "in.seq") == "old")
    try files.write([OutputFile(path: "in.seq", bytes: Array("new".utf8))], replacingInputs: true)
    #expect(run.text(at: "in.seq") == "new")
  }

  @Test func setOfFilesAppearsWholeOrNotAtAll() {
    run.put("old", at: "first")
    run.put("", at: "blocker")
    let failure = error { () throws(EnvironmentError) in
      try files.write([
        OutputFile(path: "first", bytes: [1]), OutputFile(path: "made/second", bytes: [2]),
        OutputFile(path: "blocker/third", bytes: [3]),
      ])
    }
    #expect(failure?.code.id == "B003")
    #expect(run.text(at: "first") == "old")
    #expect(run.tree == ["blocker", "first"])
  }

  @Test func folderInTheWayIsRefusedAndNothingIsLeft() throws {
    try files.write([OutputFile(path: "folder/inside", bytes: [1])])
    let failure = error { () throws(EnvironmentError) in
      try files.write([OutputFile(path: "new", bytes: [1]), OutputFile(path: "folder", bytes: [2])])
    }
    #expect(failure?.code.id == "B003")
    #expect(run.tree == ["folder", "folder/inside"])
  }

  @Test func symbolicLinkStaysALinkAndItsTargetIsWritten() throws {
    run.put("old", at: "target")
    symlink("target", "\(run.folder)/link")
    try files.write([OutputFile(path: "link", bytes: Array("new".utf8))])
    #expect(run.text(at: "target") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(run.folder)/link") == "target")
  }

  @Test func permissionsOfAReplacedFileStay() throws {
    run.put("old", at: "file")
    chmod("\(run.folder)/file", 0o640)
    try files.write([OutputFile(path: "file", bytes: [1])])
    #expect(files.status(of: "file").map { $0.st_mode & 0o777 } == 0o640)
  }

  @Test func deviceIsWrittenAndNotReplaced() throws {
    try files.write([OutputFile(path: "/dev/null", bytes: [1, 2, 3])])
    #expect(files.status(of: "/dev/null").map { $0.st_mode & S_IFMT } == S_IFCHR)
  }

  /// The signal is blocked for this thread throughout, so that it stays pending instead of ending the test.
  @Test func signalDuringWritingLeavesNothingBehind() throws {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGHUP)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    run.put("old", at: "out")
    pthread_kill(pthread_self(), SIGHUP)
    let failure = error { () throws(EnvironmentError) in
      try files.write([OutputFile(path: "out", bytes: [1]), OutputFile(path: "sub/other", bytes: [1])])
    }
    var taken: Int32 = 0
    sigwait(&signals, &taken)
    #expect(failure?.code.id == "B005")
    #expect(run.text(at: "out") == "old")
    #expect(run.tree == ["out"])
    try files.write([OutputFile(path: "out", bytes: Array("new".utf8))])
    #expect(run.text(at: "out") == "new")
  }

  // MARK: runs that were killed, and runs beside this one

  @Test func whatAKilledRunLeftIsTakenAwayAndNothingElse() throws {
    let left = [".seqc-4711-0.tmp", ".seqc-4711-12.tmp", ".seqc-4711-0.tmp.old"]
    let others = [
      ".seqc-4711-0.tmp.aside", ".seqc-x-0.tmp", ".seqc-4711.tmp", "seqc-4711-0.tmp", ".seqc-4711-0.tmp.new",
    ]
    for name in left + others { run.put("x", at: name) }
    try files.write([OutputFile(path: "a", bytes: [1])])
    #expect(run.tree == (others + ["a"]).sorted())
  }

  @Test func twoRunsTakeTurnsInAFolder() throws {
    let folder = run.folder
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    var shield = SignalShield()
    defer { shield.lower() }
    let refused = error { () throws(EnvironmentError) in
      _ = try FolderClaim(folder, shield: shield, patience: .milliseconds(50))
    }
    #expect(refused?.code.id == "B003")
    #expect(refused?.message.contains("locked") == true)
    close(descriptor)
    _ = try FolderClaim(folder, shield: shield, patience: .milliseconds(50))
    try files.write([OutputFile(path: "a", bytes: [1])])
  }

  /// Eight runs write the same two files over and over: whenever nobody writes, both are of one run.
  @Test func runsThatWriteTheSameSetLeaveTheSetOfOne() async throws {
    let folder = run.folder
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let bytes = [UInt8](repeating: UInt8(48 + number), count: 10_000)
          for _ in 0..<20 {
            try? FileSystem(directory: folder).write([
              OutputFile(path: "out/a", bytes: bytes), OutputFile(path: "out/b", bytes: bytes),
            ])
          }
        }
      }
    }
    let (a, b) = (try #require(run.text(at: "out/a")), try #require(run.text(at: "out/b")))
    #expect(a == b && a.count == 10_000)
    #expect(run.tree == ["out", "out/a", "out/b"])
  }

  @Test func strangersInAFolderOfOurOwnAreRefused() throws {
    run.put("mine", at: "notes.txt")
    let refused = error { () throws(EnvironmentError) in
      try files.write([OutputFile(path: "./a", bytes: [1])], ownFolder: ".")
    }
    #expect(refused?.code.id == "B009")
    #expect(run.tree == ["notes.txt"])
  }

  // MARK: what is no file

  @Test(.timeLimit(.minutes(1))) func aPipeThatAFileNamesIsNotWaitedFor() throws {
    mkfifo("\(run.folder)/pipe", 0o600)
    for path in ["pipe", "/dev/zero"] {
      let refused = error { () throws(EnvironmentError) in _ = try files.read(path, onlyRegular: true) }
      #expect(refused?.message.contains("pipe or a device") == true, "\(path)")
    }
  }

  @Test func aFullDiskIsTold() throws {
    let refused = error { () throws(EnvironmentError) in
      try files.write([OutputFile(path: "first", bytes: [1]), OutputFile(path: "/dev/full", bytes: [1])])
    }
    #expect(refused?.code.id == "B003")
    #expect(refused?.message == "cannot write '/dev/full': no space left on device")
    #expect(run.tree == [])
  }

  @Test func aFolderThatMayNotBeWrittenIsTold() throws {
    // A file where a folder must be: that holds for root too, whom no permission stops.
    run.put("", at: "file")
    let refused = error { () throws(EnvironmentError) in
      try files.write([OutputFile(path: "file/a", bytes: [1])])
    }
    #expect(refused?.code.id == "B003")
    #expect(run.tree == ["file"])
  }
}
