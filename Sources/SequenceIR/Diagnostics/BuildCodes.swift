/// Diagnostics about building: files, scanners, targets, and what was read back.
extension DiagnosticCode {
  package static let unreadableFile = DiagnosticCode(
    "B001", "a file cannot be read",
    """
    The file does not exist, is a folder, or the system refuses to read it. The message carries the system's reason. \
    A file name is taken relative to the current directory; "-" reads standard input.
    """)
  package static let inputTooLarge = DiagnosticCode(
    "B002", "a file is too large",
    """
    An input may have up to 1 GB: every place in it must fit the 32-bit offsets that messages point with, and the \
    whole file is held in memory. The largest published Pulseq files are a few hundred megabytes.
    """)
  package static let unwritableFile = DiagnosticCode(
    "B003", "a file cannot be written",
    """
    The system refuses to create or write an output. Outputs are written beside their final place and renamed when all \
    of them are complete, so nothing half-written is left, and an older file keeps its content.
    """)
  package static let outputIsInput = DiagnosticCode(
    "B004", "an output would overwrite an input",
    """
    The output would replace a file that was read in the same run, perhaps under another name (a link). Inputs are \
    never overwritten: give the output another name with -o.
    """)
  package static let interrupted = DiagnosticCode(
    "B005", "the run was interrupted",
    "A signal ended the run while outputs were being written. None of them was put in place.")
  package static let unknownKindOfFile = DiagnosticCode(
    "B006", "neither a design nor a Pulseq file",
    """
    The first line that is neither blank nor a comment decides what a file is, not its name: a design begins with the \
    word design (a module to be included, with module), a Pulseq file with a section such as [VERSION].
    """)
  package static let scannerNeeded = DiagnosticCode(
    "B007", "a scanner is needed",
    """
    A design is built for one scanner: rasters, ramps and dead times come from its profile. Name it in the design \
    (scanner siemens-prisma) or on the command line (--scanner siemens-prisma), which wins.
    """)
  package static let readBackDiffers = DiagnosticCode(
    "B008", "what was read back is not what was written",
    """
    Every file is read back by a reader of its own and compared with the sequence it was made from, event by event, \
    before it is put in place. A difference is a bug in seqc; no file is left behind.
    """)
  package static let outputPlace = DiagnosticCode(
    "B009", "the output has no place to go",
    "The path given with -o cannot hold the outputs: a file where a folder is needed, or one file for several outputs."
  )
  package static let fileExists = DiagnosticCode(
    "B010", "the file exists already",
    "The command makes new files and never replaces one. Give another name, or move the old file away.")

  package static let packageInput = DiagnosticCode(
    "B011", "a package cannot hold an input",
    """
    A package keeps the design's folder as it is, so that the design can be built again from it: what the design reads \
    must lie there, and have a name.
    """)

  package static let buildFamily: [DiagnosticCode] = [
    unreadableFile, inputTooLarge, unwritableFile, outputIsInput, interrupted, unknownKindOfFile,
    scannerNeeded, readBackDiffers, outputPlace, fileExists, packageInput,
  ]
}
