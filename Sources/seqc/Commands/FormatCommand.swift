/// `seqc format FILE...`
import SequenceIR

extension Command {
  static let format = Command(
    name: "format",
    summary: "lay out designs",
    arguments: [Argument("FILE", .several, "a design")],
    options: [.writeBack, .checkLayout],
    details: [
      """
      Prints the design with two blanks for each open brace and one blank around braces. Only the space between words \
      changes; comments, and blanks that align the ends of lines, stay.
      """,
      "A design with mistakes is not touched. --write is the only option of seqc that replaces a file it has read.",
    ],
    examples: [
      Example(line: "seqc format --write press.seq", meaning: "lays out a file in place"),
      Example(line: "seqc format --check *.seq", meaning: "for a hook that keeps designs laid out"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      let inputs = Inputs(files: environment.files)
      var rewritten: [OutputFile] = []
      var status = ExitStatus.success
      for path in invocation.arguments {
        let file = try inputs.open(path)
        guard let bytes = layout(of: file, inputs) else {
          status = .failed
          continue
        }
        if invocation.has(.checkLayout) {
          if bytes == file.bytes { continue }
          environment.console.tell("not laid out: \(path)\n")
          status = .failed
        } else if invocation.has(.writeBack), path != "-" {
          if bytes != file.bytes { rewritten.append(OutputFile(path: path, bytes: bytes)) }
        } else {
          environment.console.print(bytes)
        }
      }
      environment.console.report(inputs.diagnostics, of: inputs.sources)
      try environment.files.write(rewritten, replacingInputs: true)
      return status
    })

  /// The file as it should be; nil after diagnostics.
  private static func layout(of file: SourceFile, _ inputs: Inputs) -> [UInt8]? {
    switch FileKind.of(file) {
    case .failure(let problem):
      inputs.diagnostics.append(problem.diagnostic)
      return nil
    case .success(.pulseq):
      inputs.diagnostics.error(
        .unknownKindOfFile, "'\(file.name)' is a Pulseq file, and only designs are laid out",
        help: "seqc inspect --dump shows a Pulseq file readably")
      return nil
    case .success(.design):
      let (text, diagnostics) = DesignFormatter.format(file)
      inputs.diagnostics.append(contentsOf: diagnostics)
      return diagnostics.hasErrors ? nil : Array(text.utf8)
    }
  }
}
