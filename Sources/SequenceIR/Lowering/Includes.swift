/// Brings in the modules and declarations of other files, and of the library that ships with `seqc`.
extension Lowering {
  /// `chain` holds the names of the files being included, outermost first.
  mutating func includeFiles(_ statements: [Syntax.Statement], chain: [String]) {
    for statement in statements {
      guard case .include(let path, let isLibrary) = statement.kind else { continue }
      include(path, isLibrary: isLibrary, at: statement.span, chain: chain)
    }
  }

  private mutating func include(_ path: String, isLibrary: Bool, at span: SourceSpan, chain: [String]) {
    guard chain.count < 32 else {
      error(.includeLoop, "files include each other more than 32 deep", at: span)
      return
    }
    guard let file = isLibrary ? library(path, at: span) : opened(path, at: span) else { return }
    guard !chain.contains(file.name) else {
      error(.includeLoop, "\"\(path)\" includes itself, by way of \(chain.joined(separator: ", "))", at: span)
      return
    }
    guard !includedFiles.contains(file.name) else { return }
    includedFiles.append(file.name)
    let (design, diagnostics) = Parser.parse(file)
    evaluator.diagnostics.append(contentsOf: diagnostics)
    isIncomplete = isIncomplete || design.isIncomplete
    if let name = design.name {
      error(
        .notADesign, "\"\(path)\" is a whole design and cannot be included", at: span,
        related: [Diagnostic.Related(name.span, "it begins with `design`")],
        help: "include files that hold modules only")
      return
    }
    for statement in design.statements { collectModule(statement) }
    includeFiles(design.statements, chain: chain + [file.name])
    included[span] = design
    includedDesigns.append(design)
  }

  private mutating func opened(_ path: String, at span: SourceSpan) -> SourceFile? {
    if let file = environment.openFile(path, span.file) { return file }
    error(
      .includeNotFound, "the file \"\(path)\" cannot be read", at: span,
      help: "the path counts from the folder of the file that includes it")
    return nil
  }

  private mutating func library(_ name: String, at span: SourceSpan) -> SourceFile? {
    let names = ModuleLibrary.all.map(\.name)
    guard names.contains(name), let file = environment.openLibrary(name) else {
      error(
        .includeNotFound, "there is no library called `\(name)`", at: span,
        help: Suggestion.nearest(to: name, among: names).map { "did you mean `\($0)`?" }
          ?? "libraries: \(names.joined(separator: ", ")); a file of your own stands in quotes")
      return nil
    }
    return file
  }
}
