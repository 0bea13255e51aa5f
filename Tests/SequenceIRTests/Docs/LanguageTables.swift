// The tables of docs/language.md, made from the tables of the code.
import SequenceIR

enum LanguageTables {
  /// The Markdown of the table of that name; nil when there is none.
  static func table(_ name: String) -> String? {
    switch name {
    case "units": units
    case "functions": functions
    case "nuclei": nuclei
    case "pulses": pulses
    case "labels": labels
    case "library": library
    case "statements": statements
    case "items": words(Vocabulary.items)
    case "clauses": words(Vocabulary.modifiers)
    case "optimized": optimized
    case "optimization": entries(Vocabulary.optimization)
    case "molecule lines": entries(Vocabulary.moleculeLines)
    default: nil
    }
  }

  static let names = [
    "units", "functions", "nuclei", "pulses", "labels", "library", "statements", "items", "clauses",
    "optimized", "optimization", "molecule lines",
  ]

  private static var units: String {
    markdown(
      ["unit", "name", "measures"],
      Unit.all.map { [code($0.spelling), $0.meaning, measured($0.dimension)] })
  }

  /// `a duration (s, ms)` without the units that the table shows anyway.
  private static func measured(_ dimension: Dimension) -> String {
    dimension == Dimension(mass: 1) ? "a mass" : String(dimension.description.prefix { $0 != "(" }).trimmed
  }

  private static var functions: String {
    markdown(
      ["function", "gives"],
      ExpressionFunction.all.map { [code("\($0.name)(\($0.parameters))"), $0.meaning] }
        + [[code("table(\"file\", column)"), "the numbers in a column of a text file"]])
  }

  private static var nuclei: String {
    markdown(
      ["nucleus", "MHz/T", "reference"],
      Nucleus.all.map {
        [
          code($0.name), DecimalText.shortest($0.gyromagneticRatio / 1e6),
          $0.referenceShift.map { "\(DecimalText.shortest($0)) ppm" } ?? "say it with `reference`",
        ]
      })
  }

  private static var pulses: String {
    markdown(
      ["kind", "what it is"],
      (PulseFamily.all + PulseFamily.derived).map { [code($0.name), $0.summary] }
        + [[code("file"), "samples from a file"]]
        + [[code(PulseFamily.optimized.name), PulseFamily.optimized.summary]])
  }

  private static var labels: String {
    markdown(
      ["label", "values", "meaning"],
      Label.allCases.map { label in
        let values =
          switch label.family {
          case .counter: "counter"
          case .flag: "0 or 1"
          case .threeState: "0, 1 or 2"
          }
        return [code(label.rawValue), values, label.meaning]
      })
  }

  /// Each module with its parameters as the library's text has them.
  private static var library: String {
    var rows: [[String]] = []
    for (name, text) in ModuleLibrary.all {
      let file = SourceFile(id: FileID(index: 0), name: name, bytes: Array(text.utf8))
      for statement in Parser.parse(file).0.statements {
        guard case .module(let module) = statement.kind else { continue }
        let parameters = module.parameters.map { parameter in
          parameter.name.text + (parameter.fallback.map { " = \(file.text($0.span))" } ?? "")
        }
        rows.append([
          code("include \(name)"), code("\(module.name.text)(\(parameters.joined(separator: ", ")))"),
        ])
      }
    }
    return markdown(["written", "brings"], rows)
  }

  private static var statements: String {
    markdown(
      ["statement", "stands", "meaning"],
      Vocabulary.statements.map { rule in
        let places = rule.places.map { place in
          switch place {
          case .design: "top level"
          case .moduleFile: "module file"
          case .body: "sequence"
          }
        }
        return [code("\(rule.word) \(rule.syntax)"), places.joined(separator: ", "), rule.meaning]
      })
  }

  private static var optimized: String {
    markdown(
      ["parameter", "when left out", "meaning"],
      PulseFamily.optimized.parameters.map { parameter in
        let omitted = parameter.fallback.map(code) ?? parameter.whenOmitted ?? "must be given"
        return [code(parameter.name), omitted, parameter.meaning]
      } + [[code("file"), "`DESIGN.PULSE.pulse`", "where it is pinned, beside the design"]])
  }

  private static func entries<Kind>(_ rules: [EntryRule<Kind>]) -> String {
    markdown(["written", "meaning"], rules.map { [code("\($0.word) \($0.syntax)"), $0.meaning] })
  }

  private static func words(_ rules: [WordRule]) -> String {
    markdown(["written", "meaning"], rules.map { [code("\($0.word) \($0.syntax)"), $0.meaning] })
  }

  private static func code(_ text: String) -> String { "`\(text)`" }

  private static func markdown(_ head: [String], _ rows: [[String]]) -> String {
    let lines = [head, head.map { _ in "---" }] + rows.map { $0.map(escaped) }
    return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }

  /// A bar would end the cell, also inside code.
  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

extension String {
  fileprivate var trimmed: String {
    var result = self
    while result.last == " " { result.removeLast() }
    return result
  }
}
