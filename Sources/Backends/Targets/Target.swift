/// A kind of file that `seqc build` writes: one row of the table of targets.
import SequenceIR

package struct Target: Sendable {
  /// As `--target` takes it.
  package let name: String
  /// One line, for lists.
  package let meaning: String
  /// Names of the files; NAME stands for that of the design.
  package let files: String
  /// Who reads them.
  package let readers: String
  package let proved: [String]
  package let notProved: [String]
  /// What the knowledge of the format rests on.
  package let source: String
  /// Where the system keeps the schema that a file is checked against when it is there; empty: there is none.
  package var schemaPlaces: [String] = []
  /// How the files beside the Pulseq file are made; nil: the Pulseq file itself.
  package var write: (@Sendable (TargetInput) -> TargetOutput)?
  /// Whether it is written from simulated signals of molecules.
  package var usesBasis = false
}

/// What a target may use: the sequence as it was read back from the Pulseq file and checked, and what is known around it.
package struct TargetInput: Sendable {
  /// As read back from `pulseq`.
  package var sequence: Sequence
  /// Of the files, without ending.
  package var name: String
  package var profile: ScannerProfile?
  package var nucleus: Nucleus
  /// The Pulseq file of the same build, and the MD5 sum that it is signed with (32 hexadecimal digits).
  package var pulseq: [UInt8]
  package var pulseqSignature: String
  /// What only a design says: sides of its voxel, and the thinnest slice that it excites.
  package var voxelMetres: [Double]?
  package var sliceThicknessMetres: Double?
  /// Files that the targets before this one in the table made in the same build, for those that list them.
  package var siblings: [TargetFile] = []
  /// The schema to follow, and its name; nil: there is none here.
  package var schema: (name: String, bytes: [UInt8])?
  /// What the checks found in `sequence`.
  package var findings: [Finding] = []
  /// Spin systems that the design speaks of.
  package var molecules: [TargetMolecule] = []
  /// What the molecules of a fit give under the sequence, a set for each kind of shots; empty: no target asked for it.
  package var basisSets: [BasisSet] = []
  /// Of the program.
  package var version = ""

  package init(
    sequence: Sequence, name: String, profile: ScannerProfile?, nucleus: Nucleus, pulseq: [UInt8],
    pulseqSignature: String, voxelMetres: [Double]? = nil,
    sliceThicknessMetres: Double? = nil, schema: (name: String, bytes: [UInt8])? = nil
  ) {
    self.sequence = sequence
    self.name = name
    self.profile = profile
    self.nucleus = nucleus
    self.pulseq = pulseq
    self.pulseqSignature = pulseqSignature
    self.voxelMetres = voxelMetres
    self.sliceThicknessMetres = sliceThicknessMetres
    self.schema = schema
  }
}

/// A spin system in the terms of every program that has some.
package struct TargetMolecule: Hashable, Sendable {
  package var name: String
  /// Of all its spins.
  package var nucleus: String
  package var shiftsPPM: [Double]
  /// Between spins 1 and 2, 1 and 3, ..., 2 and 3, ...
  package var couplingsHertz: [Double]
  package var source: String

  package init(
    name: String, nucleus: String, shiftsPPM: [Double], couplingsHertz: [Double], source: String
  ) {
    self.name = name
    self.nucleus = nucleus
    self.shiftsPPM = shiftsPPM
    self.couplingsHertz = couplingsHertz
    self.source = source
  }
}

/// A file of a target; `path` counts from the folder that the Pulseq file is written to.
package struct TargetFile: Hashable, Sendable {
  package var path: String
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// The files of a target, or why there are none.
package struct TargetOutput: Sendable {
  package var files: [TargetFile] = []
  package var diagnostics = Diagnostics()
  /// What was proved, a line each, for the user.
  package var proofs: [String] = []
  /// What must not happen: the file read back breaks a rule of ours. A bug.
  package var bugs: [String] = []

  package init() {}

  package init(refusedFor diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// What a value is missing for, when that is all that is wrong.
  package var onlyMissing: String? {
    let errors = diagnostics.items.filter { $0.severity == .error }
    return errors.allSatisfy { $0.code == .targetValueMissing } ? errors.first?.message : nil
  }

  package var isWritten: Bool { !diagnostics.hasErrors && bugs.isEmpty && !files.isEmpty }

  /// Adds what a document became: a problem of the tree is the user's, one of reading back is ours.
  mutating func add(_ problem: XMLProblem) {
    if problem.kind == .cannotBeWritten || problem.kind == .tooLarge {
      diagnostics.append(problem.diagnostic(help: "change the name or the definition that it comes from"))
    } else {
      bugs.append(problem.message)
    }
  }
}
