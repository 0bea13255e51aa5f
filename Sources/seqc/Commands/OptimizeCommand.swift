/// `seqc optimize FILE`
extension Command {
  static let optimize = Command(
    name: "optimize",
    summary: "find the pulses a design asks for, and pin them beside it",
    arguments: [Argument("FILE", .one, "a design with an `optimize` block")],
    options: [
      .scanner, .quick, .starts, .seed, .sweep, .resume, .refine, .work, .jobs, .reclaim, .slurm,
      .slurmOptions,
      .searchStatus, .merge, .partial, .pareto,
    ],
    details: [
      """
      Searches the samples of the `optimized(...)` pulses by exact gradients through the dynamics of the coupled spins \
      of the whole sequence: pathways, slices, relaxation. What is found is written beside the design, one file a \
      pulse, with where it comes from; `seqc build` then compiles the design with it.
      """,
      """
      Searched are the samples of pulses, and times, flip angles and phases by `vary`, for the aims of the block. \
      The figures that are printed and pinned are those of the emitted sequence: compiled with the pulses, written, read \
      back, simulated anew. Its numerical error is estimated by halving the intervals, and for the molecules of the aims \
      the spectra are compared with those of matrix exponentials.
      """,
      """
      Ctrl-C ends the search after its iteration and pins the best found so far; a second Ctrl-C ends at once. What is \
      needed to go on is kept in DESIGN.search, which is also written every minute, and `--resume` goes on from there: \
      the result is the one of a search that was never stopped.
      """,
      """
      `--refine` begins at the pulses that are pinned beside the design, and goes on for as many iterations as the design \
      says: after a search that was still falling, or when the aims have changed. Values that are varied stay as the design says.
      """,
      """
      `--work DIR` does the search as items in a folder: each start that is scouted, and each survivor that is polished, is a \
      file that a process claims, and can be killed and gone on with at any time. Any number of processes, on any machines \
      that see the folder, share it; `--slurm` runs them as a Slurm job array. `--status DIR` says how far it is, and \
      `--merge DIR` pins what one search without a folder would have found, to the last bit.
      """,
      """
      `--sweep TE=60ms..140ms/5ms` searches with every value of a `let` of the design, as `vary TE in (...)` does, and \
      pins the best; several make all combinations. `--merge` tells which results no other surpasses in selectivity, signal, \
      CRLB, energy and robustness: the Pareto front.
      """,
      """
      Before it begins, the search says how long it may take and how much memory it needs, from one timed simulation. \
      What would not fit in the machine's memory is refused.
      """,
    ],
    examples: [
      Example(line: "seqc optimize glu-gln.seq", meaning: "pins the pulses of the design"),
      Example(line: "seqc optimize glu-gln.seq --quick", meaning: "a first look: few starts, few iterations"),
      Example(line: "seqc optimize glu-gln.seq --refine", meaning: "improves the pulses that are pinned"),
      Example(line: "seqc optimize glu-gln.seq --resume", meaning: "goes on with a search that was stopped"),
      Example(
        line: "seqc optimize glu-gln.seq --starts 64 --sweep TE=60ms..140ms/5ms --work search --jobs 8",
        meaning: "17 searches of 64 starts in the folder search, eight items at once"),
      Example(
        line:
          "seqc optimize glu-gln.seq --starts 64 --work search --slurm --slurm-options '--partition=short --time=4:00:00'",
        meaning: "the same as a job array"),
      Example(
        line: "seqc optimize --merge search --pareto front.svg", meaning: "pins the best, and draws the front"
      ),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard
        let inFolder = driver.asked(
          invocation, { invocation throws(UsageError) in try SearchesRun(invocation, environment) })
      else { return .trouble }
      if let inFolder { return try inFolder.run() }
      guard
        let run = driver.asked(
          invocation, { invocation throws(UsageError) in try OptimizeRun(invocation, environment) })
      else { return .trouble }
      return try run.run(&driver)
    })
}
