/// `seqc inspect FILE`
import SequenceIR

extension Command {
  static let inspect = Command(
    name: "inspect",
    summary: "say what is in a design or a Pulseq file",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [.dump, .resolved, .waveforms, .scanner, .summaryFormat, .timings],
    details: [
      """
      Prints duration, blocks, distinct events, peak and mean of gradients and RF, data acquired, the extent of \
      k-space, echo and repetition times, labels and definitions.
      """,
      """
      Echoes are found by following k from excitation to acquisition, negated by refocusing pulses; data without \
      gradients count to the spin echo, or to their first sample where there is none.
      """,
    ],
    examples: [
      Example(line: "seqc inspect scan.seq", meaning: "one screen about any Pulseq file"),
      Example(line: "seqc inspect press.seq --scanner ge-premier --dump", meaning: "the blocks of a design"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      if let problem = conflict(in: invocation) {
        environment.console.tell(UsageError(problem).text)
        return .trouble
      }
      var driver = Driver(environment, invocation)
      let loaded = try driver.load(invocation.arguments[0])
      defer { driver.finish(invocation) }
      guard let loaded else { return .failed }
      environment.console.print(text(of: loaded, for: invocation))
      driver.timings.end("inspect")
      return .success
    })

  /// Each of these decides alone what is printed.
  private static func conflict(in invocation: Invocation) -> String? {
    var asked = [invocation.has(.dump), invocation.has(.waveforms), invocation.has(.resolved)].count { $0 }
    if invocation.value(.summaryFormat) == "json" { asked += 1 }
    return asked > 1 ? "--dump, --waveforms, --resolved and --format json exclude each other" : nil
  }

  private static func text(of loaded: Driver.Loaded, for invocation: Invocation) -> String {
    if invocation.has(.dump) { return SequenceDump.text(of: loaded.sequence) }
    if invocation.has(.waveforms) { return WaveformExport.json(of: loaded.sequence) }
    if invocation.has(.resolved) {
      return ResolvedListing.text(of: loaded.file, notes: loaded.design?.resolved ?? [:])
    }
    let summary = SequenceSummary(of: loaded.sequence)
    if invocation.value(.summaryFormat) == "json" { return summary.json + "\n" }
    let file =
      loaded.pulseq.map { "file          Pulseq \($0.version), signature \($0.signature.name)\n" } ?? ""
    return file + summary.text(nucleus: loaded.nucleus)
  }
}
