/// Where the result of an analysis goes, and as what: text for people, CSV, JSON or a drawing.
import Backends
import SequenceIR

struct AnalysisOutput {
  enum Format: String { case text, csv, json, svg }

  let format: Format
  /// nil or `-`: standard output.
  let path: String?

  init(_ invocation: Invocation) {
    path = invocation.value(.analysisOutput)
    let ending = path.flatMap { name in
      name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    }
    format = (invocation.value(.analysisFormat) ?? ending).flatMap(Format.init(rawValue:)) ?? .text
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
