/// The folder of a search: which items wait, are worked on, are done. docs/searches.md describes it.
///
/// An item is a file that moves: `waiting/ITEM` becomes `running/ITEM@WORKER` when a worker claims it, which one rename
/// does or does not, and is taken away when `done/ITEM` is there. Who finds the claim of a process that is gone renames
/// it to its own. Should two ever work on one item, they write the same result under the same name.
import Optimizer
import SequenceIR

struct SearchFolder: Sendable {
  let folder: CommonFolder
  let description: SearchDescription
  let identity: String

  static let folders = ["waiting", "running", "parts", "done", "damaged", "temporary", "logs"]

  struct Claim: Sendable {
    let item: SearchItem
    let worker: WorkerIdentity

    var file: String { "running/\(item.name)@\(worker.text)" }

    init(item: SearchItem, worker: WorkerIdentity) { (self.item, self.worker) = (item, worker) }

    init?(name: String) {
      guard let at = name.firstIndex(of: "@"), let item = SearchItem(name: name[..<at]),
        let worker = WorkerIdentity(text: name[name.index(after: at)...])
      else { return nil }
      self.init(item: item, worker: worker)
    }
  }

  /// What stands where, at one moment or about it.
  struct State {
    var waiting: [SearchItem] = []
    var running: [Claim] = []
    var done: Set<SearchItem> = []
    /// In none of the places.
    var lost: [SearchItem] = []

    /// Claims of items that are not done.
    var open: [Claim] { running.filter { !done.contains($0.item) } }
  }

  // MARK: making

  /// The folder, made if it is not there; nil when there is another search in it.
  static func make(
    _ description: SearchDescription, in folder: CommonFolder
  ) throws(EnvironmentError) -> SearchFolder? {
    let files = description.items.map { item in
      (name: "waiting/\(item.name)", text: SearchFolder.text(of: item, description))
    }
    _ = try folder.make(
      folders: folders, files: files + [(name: SearchDescription.file, text: description.text)])
    guard let found = read(folder), found.identity == description.identity else { return nil }
    return found
  }

  /// nil: there is none, or its description is damaged.
  static func read(_ folder: CommonFolder) -> SearchFolder? {
    guard let text = folder.text(SearchDescription.file), let description = SearchDescription(text) else {
      return nil
    }
    return SearchFolder(folder: folder, description: description, identity: description.identity)
  }

  /// For people: the name of the file says all.
  private static func text(of item: SearchItem, _ description: SearchDescription) -> String {
    let point = description.points[item.combination]
    guard let plan = point.plan else { return "" }
    return item.words(plan) + (point.words.isEmpty ? "" : " with \(point.words)") + "\n"
  }

  // MARK: looking

  /// Read in the order in which items move, so that none is missed that moves meanwhile.
  func state() throws(EnvironmentError) -> State {
    var state = State()
    let waiting = Set(try folder.names(in: "waiting").compactMap { SearchItem(name: $0) })
    state.running = try folder.names(in: "running").compactMap { Claim(name: $0) }
    state.done = Set(try folder.names(in: "done").compactMap { SearchItem(name: $0) })
    let claimed = Set(state.running.map(\.item))
    for item in description.items where !state.done.contains(item) && !claimed.contains(item) {
      if waiting.contains(item) { state.waiting.append(item) } else { state.lost.append(item) }
    }
    return state
  }

  func result(of item: SearchItem) -> Result<SearchItemResult, CheckpointProblem> {
    guard let text = folder.text("done/\(item.name)") else {
      return .failure(CheckpointProblem("it cannot be read"))
    }
    return SearchItemResult.read(text, of: item, search: identity)
  }

  // MARK: claiming

  /// Of several that try, one gets it.
  func claim(_ item: SearchItem, _ worker: WorkerIdentity) -> Claim? {
    let claim = Claim(item: item, worker: worker)
    guard folder.move("waiting/\(item.name)", to: claim.file) else { return nil }
    folder.touch(claim.file)
    return claim
  }

  /// Of several that try, one gets it.
  func takeOver(_ old: Claim, _ worker: WorkerIdentity) -> Claim? {
    let claim = Claim(item: old.item, worker: worker)
    guard folder.move(old.file, to: claim.file) else { return nil }
    folder.remove(temporary(of: old))
    folder.touch(claim.file)
    return claim
  }

  /// Needs no space on the disk.
  func release(_ claim: Claim) { _ = folder.move(claim.file, to: "waiting/\(claim.item.name)") }

  /// An item that no folder has: a crash of the machine, or somebody has taken it away.
  func restore(_ item: SearchItem, _ worker: WorkerIdentity) throws(EnvironmentError) {
    try folder.write(
      SearchFolder.text(of: item, description), to: "waiting/\(item.name)",
      temporary: "temporary/\(item.name)@\(worker.text)")
  }

  /// A result that cannot be read is put aside, and its item waits again.
  func setAside(_ item: SearchItem, _ worker: WorkerIdentity) throws(EnvironmentError) {
    _ = folder.move("done/\(item.name)", to: "damaged/\(item.name)")
    try restore(item, worker)
  }

  // MARK: working

  /// What another run of the item has left.
  func part(of item: SearchItem) -> String? { folder.text("parts/\(item.name)") }

  func keep(_ text: String, of claim: Claim) throws(EnvironmentError) {
    folder.touch(claim.file)
    try folder.write(text, to: "parts/\(claim.item.name)", temporary: temporary(of: claim))
  }

  /// Whether the result is there, and no other one.
  func finish(_ claim: Claim, _ result: SearchItemResult) throws(EnvironmentError) -> Bool {
    let (item, text) = (claim.item, result.text(search: identity))
    if case .success(let earlier) = self.result(of: item), earlier.text(search: identity) != text {
      return false
    }
    try folder.write(text, to: "done/\(item.name)", temporary: temporary(of: claim))
    clear(claim)
    return true
  }

  /// What is left of an item that is done.
  func clear(_ claim: Claim) {
    folder.remove("parts/\(claim.item.name)")
    folder.remove(claim.file)
    folder.remove("waiting/\(claim.item.name)")
  }

  private func temporary(of claim: Claim) -> String { "temporary/\(claim.item.name)@\(claim.worker.text)" }
}
