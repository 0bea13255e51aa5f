/// The options, each described once; commands share them.
import Backends
import Optimizer
import SequenceIR

extension Option {
  // Of every command.
  static let help = Option("--help", short: "-h", "explain seqc, or the command")
  static let version = Option("--version", "print name and version")
  static let color = Option(
    "--color", value: "WHEN", completing: .choice(["auto", "always", "never"]),
    "colour messages: auto (on a terminal, unless NO_COLOR is set), always, never")
  static let global: [Option] = [help, version, color]

  // Of those that read or make sequences.
  static let scanner = Option(
    "--scanner", value: "NAME|FILE", completing: .scanner,
    "a built-in scanner, or a profile of your own; wins over the design's")
  static let strict = Option(
    "--strict", "exit with 3 when something was not proven or not evaluated")
  static let timings = Option("--timings", "print time, CPU time and peak memory of every stage")

  // Of build.
  static let target = Option(
    "--target", value: "TARGET", completing: .choice(Target.all.map(\.name)), repeats: true,
    "what to write beside the Pulseq file, with commas between; seqc targets lists them")
  static let schema = Option(
    "--schema", value: "FILE", completing: .file,
    "the XML schema that the target's file must follow; without it, the system's where it has one")
  static let handoff = Option(
    "--handoff", value: "DIR", completing: .file,
    "pack Pulseq file, vendor files, checks, design and profile into a folder for the scanner's operator")
  static let pulseqVersion = Option(
    "--pulseq-version", value: "VERSION", completing: .choice(PulseqVersion.written.map(\.description)),
    "the version to write; without it, the oldest of 1.5 that can express the sequence")
  static let dumpAfter = Option(
    "--dump-after", value: "PASS", completing: .choice(Pipeline.passes.map(\.name)),
    "print the sequence as it is after a pass, and write nothing")
  static let output = Option(
    "--output", short: "-o", value: "DIR|FILE", completing: .file,
    "where the files go; without it, to a folder NAME-SCANNER")

  // Of check.
  static let margin = Option("--margin", "print every check with the room that is left to its limit")
  static let listChecks = Option("--list", "list the checks")
  static let explainLimit = Option(
    "--explain-limit", value: "CODE", completing: .check,
    "say what a check promises and needs; with a scanner, each figure it rests on, and how a site would know it better"
  )

  // Of inspect.
  static let dump = Option("--dump", "print the sequence itself: every block, every distinct event")
  static let resolved = Option(
    "--resolved", "print the design, and below each line what was worked out for it")
  static let waveforms = Option(
    "--waveforms", "print all waveforms as JSON, for comparison with other programs")

  // Of optimize.
  static let quick = Option("--quick", "a first look: few starts, few iterations")
  static let starts = Option("--starts", value: "N", "how many starts are tried; wins over the design's")
  static let resume = Option(
    "--resume", "go on where the search of this design was stopped, with the same numbers")
  static let refine = Option(
    "--refine", "begin at the pinned pulses, and go on for the design's iterations")
  static let seed = Option("--seed", value: "N", "another seed gives other starts; wins over the design's")
  static let sweep = Option(
    "--sweep", value: "NAME=FROM..TO/STEP", repeats: true,
    "search with each of these values of a `let` of the design, such as TE=60ms..140ms/5ms or TE=60ms,80ms; several sweep all combinations"
  )
  static let work = Option(
    "--work", value: "DIR", completing: .file,
    "do the search as items in a folder that any number of processes share; begun anew, or gone on with")
  static let jobs = Option(
    "--jobs", value: "N", "with --work: how many items are done at once; with --slurm: tasks of the job array"
  )
  static let reclaim = Option(
    "--reclaim", "with --work: take over what processes of other machines have begun; for when these are gone"
  )
  static let searchStatus = Option(
    "--status", value: "DIR", completing: .file, "say how far a search in a folder is")
  static let merge = Option(
    "--merge", value: "DIR", completing: .file,
    "pin what the items of a folder have found, the same as one search without a folder")
  static let partial = Option("--partial", "with --merge: the best so far, though items are missing")
  static let pareto = Option(
    "--pareto", value: "FILE", completing: .file, repeats: true,
    "with --merge: all results and which no other surpasses, as .csv, .json, .svg or text")
  static let slurm = Option(
    "--slurm", "with --work: write the batch script of a Slurm job array, and submit it with sbatch")
  static let slurmOptions = Option(
    "--slurm-options", value: "OPTIONS", repeats: true,
    "with --slurm: options for sbatch, such as '--partition=short --time=2:00:00 --cpus-per-task=4'")

  // Of simulate.
  static let molecules = Option(
    "--molecules", value: "NAMES", completing: .metabolite,
    "which molecules, with commas between, Glu=10 with a concentration in mM; without it, the design's or a brain's"
  )
  static let field = Option(
    "--field", value: "FIELD", "the field of a Pulseq file without --scanner, such as 3T")
  static let linewidth = Option(
    "--linewidth", value: "WIDTH",
    "full width of lines at half maximum; 5.5Hz, or that of the design's search")
  static let b1Scale = Option(
    "--b1", value: "SCALE", "actual over nominal B1, such as 0.85; 1 when left out; several with --over b1")
  static let offset = Option(
    "--offset", value: "FREQUENCY", "offset of the field, such as 10Hz; several with --over offset")
  static let shots = Option(
    "--shots", value: "WHICH", completing: .choice(["mean", "each"]),
    "mean (the default): all kinds of shots together; each: one after the other")
  static let places = Option(
    "--places", value: "N", "places that are simulated across a slice; 64 when left out")
  static let precision = Option(
    "--precision", value: "ERROR",
    "how large the estimate of the relative numerical error may be; 1e-3 when left out")
  static let species = Option(
    "--species", value: "NAMES",
    "follow single spins instead of molecules, with commas between: water, fat, sodium, or molecules of the design"
  )
  static let repetitions = Option(
    "--repetitions", value: "N",
    "with --species: which repetition is told, from 1, or which, such as 1-480; their predecessors are played before"
  )
  static let over = Option(
    "--over", value: "WHAT", completing: .choice(SimulationMap.Variable.allCases.map(\.rawValue)),
    "signals over the position in the voxel, over b1 or over the offset; with --species: profiles over position or offset"
  )
  static let b1Spread = Option(
    "--b1-spread", value: "SHARE",
    "mean over a normal distribution of B1 with this standard deviation, such as 0.1")
  static let b0Spread = Option(
    "--b0-spread", value: "FREQUENCY", "mean over a normal distribution of the offset, such as 8Hz")
  static let macromolecules = Option(
    "--macromolecules", "simulate the broad lines of macromolecules too, as in grey matter")
  static let withoutMacromolecules = Option(
    "--no-macromolecules", "leave out the broad lines of macromolecules, which are there otherwise")
  static let noise = Option(
    "--noise", value: "DEVIATION",
    "add noise to the mixture: its standard deviation in each part of each sample, in the unit of the signals"
  )
  static let signalToNoise = Option(
    "--snr", value: "RATIO",
    "add noise to the mixture: how far its standard deviation in the spectrum lies below the tallest point")
  static let noiseSeed = Option("--seed", value: "N", "another seed gives other noise; 1 when left out")
  static let tableFormat = Option(
    "--format", value: "FORMAT", completing: .choice(SimulationFormat.allCases.map(\.rawValue)),
    "csv, json, svg (a drawing) or nifti-mrs; without it, what the ending of --output says, else csv")
  static let tableOutput = Option(
    "--output", short: "-o", value: "FILE", completing: .file,
    "the file to write; without it, standard output")

  // Of phantom.
  static let dynamics = Option(
    "--dynamics", value: "N", "how many acquisitions, each with noise of its own; 1 when left out")
  static let phantomOutput = Option(
    "--output", short: "-o", value: "FILE", completing: .file,
    "the .nii or .nii.gz file to write; without it, NAME-phantom.nii.gz; the truth goes to a JSON file beside it"
  )

  // Of report.
  static let reportOutput = Option(
    "--output", short: "-o", value: "FILE", completing: .file,
    "the page to write, - for standard output; without it, NAME-report.html")
  static let reportPlaces = Option(
    "--places", value: "N", "places that are simulated across a slice; 24 when left out")

  // Of states.
  static let stateTimes = Option(
    "--at", value: "TIMES",
    "times beside the edges of blocks and pulses, with commas between, such as 12ms; from the centre of the first pulse"
  )
  static let stateBands = Option(
    "--band", value: "FROM..TO", repeats: true,
    "take the signal of this band apart, such as 2.3..2.4ppm; without it, the whole spectrum, and 2.28..2.40ppm for Glu, "
      + "2.40..2.52ppm for Gln")
  static let stateShots = Option(
    "--shots", value: "WHICH",
    "mean (the default): all kinds of shots that are stored together; or the number of one")
  static let statePlaces = Option(
    "--places", value: "N", "places that are simulated across a slice; 24 when left out")
  static let top = Option(
    "--top", value: "N", "operators and pathways in a table; 8 when left out")
  static let explain = Option("--explain", "the sentences alone, without the tables")
  static let withoutPart = Option(
    "--without", value: "PART", repeats: true,
    "say what is left of the signals when a part of the state is taken away at the times of --at, or before the last pulse: "
      + "antiphase, 'order 2', 'spins 3', '2 I1x I2z', 'all but antiphase'")
  static let withoutRelaxation = Option("--no-relaxation", "leave out T1 and T2")

  // Of plot.
  static let plotOutput = Option(
    "--output", short: "-o", value: "FILE", completing: .file,
    "the SVG file to write, or - for standard output, or a name that ends in .txt; without it, the terminal")
  static let from = Option(
    "--from", value: "TIME", "where the figure begins, such as 12ms after the start of the run")
  static let to = Option("--to", value: "TIME", "where it ends")
  static let repetition = Option(
    "--repetition", value: "N", "which shot is shown, from an excitation to its data; the first is 1")

  // Of compare.
  static let reference = Option(
    "--relative-to", value: "FILE", completing: .file,
    "the sequence whose nominal bounds are 1; without it, an ideal pulse and acquisition at once")
  static let asSearched = Option("--as-searched", "the members of the search, and none between them")
  static let coarse = Option("--coarse", "coarser pulses and slices: a first look")
  static let comparisonFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["text", "markdown", "csv"]),
    "text, markdown, or every figure as CSV")

  // Of states, sensitivity and robustness.
  static let parts = Option(
    "--parts", value: "N", "parts that each pulse is cut into, at most its samples; 25 when left out")
  static let b1Range = Option(
    "--b1", value: "FROM..TO", "actual over nominal B1; 0.7..1.3 when left out")
  static let offsetRange = Option(
    "--offset", value: "FROM..TO", "offsets of the field; -30..30Hz when left out")
  static let steps = Option("--steps", value: "N", "cells along each axis of the map; 7 when left out")
  static let band = Option(
    "--band", value: "FROM..TO",
    "signals in a band, such as 2.28..2.40ppm; without it, of the whole spectrum")
  static let analysisFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["text", "csv", "json", "svg"]),
    "text, csv, json or svg (a drawing); without it, what the ending of --output says, else text")
  static let analysisOutput = Option(
    "--output", short: "-o", value: "FILE", completing: .file,
    "the file to write; without it, standard output")

  // Of metabolites.
  static let spinParameters = Option(
    "--set", value: "SET", completing: .choice(SpinParameterSet.allCases.map(\.rawValue)),
    "shifts and couplings: govindaraju (the default) or degraaf (GABA, Gln and Glu)")

  // Of new and format.
  static let checkLayout = Option("--check", "change nothing; exit with 1 when a file is not laid out")
  static let writeBack = Option("--write", "rewrite the files instead of printing them")

  // Of those that print.
  static let findingFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["text", "json", "sarif"]),
    "text, one JSON object a line, or a SARIF document")
  static let summaryFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["text", "json"]), "text or JSON")
  static let manualFormat = Option(
    "--format", value: "FORMAT", completing: .choice(["man", "markdown"]),
    "man (roff, the default) or markdown")

  /// Options that ask for something about a command as a whole, so that it needs no arguments.
  static let standalone: [String] = [
    listChecks.name, explainLimit.name, work.name, searchStatus.name, merge.name,
  ]
}
