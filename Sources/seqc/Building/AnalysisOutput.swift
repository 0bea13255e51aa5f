/// Where the result of an analysis goes, and as what: text for people, CSV, JSON or a drawing.
import Backends
import SequenceIR

struct AnalysisOutput {
  enum Format: String { case text, csv, json, svg }

  let format: Format
  /// nil or `-`: standard output.
  let path: String?

  init(_ invocation: Invocation) throws(UsageError) {
    path = invocation.value(.analysisOutput)
    let ending = path.flatMap { name in name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) }
    }
    format =
      invocation.value(.analysisFormat).flatMap(Format.init(rawValue:))
      ?? ending.flatMap { Format(rawValue: $0.lowercased()) } ?? .text
  }

  func number(
    _ option: Option, _ range: ClosedRange<Int>, _ invocation: Invocation
  ) throws(UsageError) -> Int? {
    guard let text = invocation.value(option) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "\(option.name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
    }
    return value
  }

  func write(
    text: () -> String, csv: () -> String, json: () -> String, figure: () -> Figure, notes: [String],
    _ environment: Environment
  ) throws(EnvironmentError) {
    let content =
      switch format {
      case .text: text()
      case .csv: csv()
      case .json: json() + "\n"
      case .svg: figure().svg()
      }
    environment.console.tell(notes.map { "note: \($0)\n" }.joined())
    guard let path, path != "-" else {
      environment.console.print(content)
      return
    }
    try environment.files.write([OutputFile(path: path, bytes: Array(content.utf8))])
    environment.console.print("wrote         \(path)\n")
  }
}
