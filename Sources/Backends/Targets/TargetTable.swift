/// The targets of `seqc build`, in the order in which lists show them.
extension Target {
  package static let all: [Target] =
    [.pulseq, .mrdHeader, .geXML, .siemensXML, .jemris, .vespa] + basisSets + handoffs

  package static let pulseq = Target(
    name: "pulseq",
    meaning: "Pulseq text, version \(PulseqVersion.written.map(\.description).joined(separator: ", "))",
    files: "NAME.seq; always written, for the other targets' files belong to it",
    readers:
      "Pulseq interpreters of Siemens, GE (through its converter), Philips, United Imaging, Bruker and open scanners; "
      + "pypulseq, KomaMRI, MRzero and other simulators",
    proved: [
      "the file is read back by a reader of its own, and every event equals that of the sequence",
      "the checks of `docs/checks.md` ran on what was read back",
      "its signature is the MD5 sum of its text",
    ],
    notProved: ["that the interpreter of a site plays it; the interpreters are not public"],
    source: "the specification of Pulseq 1.2 to 1.5.1, and its readers")

  package static let mrdHeader = Target(
    name: "mrd-header",
    meaning: "header of ISMRMRD raw data: how the sequence encodes, for a reconstruction",
    files: "NAME.mrd.xml",
    readers:
      "Gadgetron, python-ismrmrd, reconstruction servers that find the header of a measurement by the signature",
    proved: [
      "the file is read back through libxml2 and equals what was to be written",
      "its elements, their order and the types of their values follow the ISMRMRD schema, as far as versions 1.8 and "
        + "current agree; with the schema of the system (package ismrmrd-schema) or of --schema, libxml2 says so too",
      "matrix, encoded field of view and echo times come from the k-space that the emitted gradients reach, limits from "
        + "the labels of the emitted blocks",
      "`seq_signature` is the MD5 sum that the Pulseq file of the same build is signed with",
    ],
    notProved: [
      "what only the measurement knows is left out: patient, coil, position of the table, date",
      "acceleration is named where lines are left out evenly around a calibration that is whole; other patterns, and "
        + "partial Fourier, are not: the matrix is that of the lines that are played",
      "radial lines, golden angles between them and spirals outwards are recognised, other curves in k-space are `other`, and "
        + "oblique slices have the field of view of their encoding",
    ],
    source: "schema/ismrmrd.xsd of ISMRMRD 1.8.0 (Debian's) and of 2026-05",
    schemaPlaces: ["/usr/share/ismrmrd/schema/ismrmrd.xsd", "/usr/local/share/ismrmrd/schema/ismrmrd.xsd"],
    write: MRDHeader.write)

  package static let geXML = Target(
    name: "ge-xml",
    meaning:
      "waveforms of a GE sequence as its plotter writes them: gradients and RF of every segment instance",
    files: "NAME.ge-xml/scan.xml.0001 and on, one for each instance of a segment as it is played",
    readers: "readers of GE's plotter files: pulserver, and the public scripts of PulCeq and others",
    proved: [
      "each file is read back, and gradients and pulses equal those of the sequence to the digits of the file",
      "times are on GE's rasters: gradients 4 us, RF and acquisition 2 us, blocks 4 us",
      "`make conformance`: `pulserver validate` finds the waveforms of the Pulseq file in it",
    ],
    notProved: [
      "that GE's Pulse View opens it: no complete file of GE's is public, the grammar is that of its public readers",
      "acquisition, labels and triggers have no channel; SSP, where the scanner keeps them, is not filled",
      "a scanner adds times of its own between segments, and plays pulses later than gradients by a wait of its site",
      "RHO has no absolute scale: the comment in the file says what its largest count is",
    ],
    source: "five public readers of such files, and the header that one of them quotes",
    write: GEWaveforms.write)

  package static let siemensXML = Target(
    name: "siemens-xml",
    meaning: "the protocol as a Siemens console prints it, and a table (.pta) of every RF pulse",
    files: "NAME.printout.xml, pulses/NAME-NUMBER-USE.pta",
    readers:
      "operators, and programs that compare printed protocols (dicompare, protocol); pulse tools read .pta",
    proved: [
      "every line reads back as it was worked out from the emitted sequence",
      "labels, cards and units of an image are those of a public printed protocol of syngo MR D11",
    ],
    notProved: [
      "scanners print such files and do not import them",
      "the labels of a spectroscopic voxel and of its points are in no printed protocol that is public",
      "newer software names some cards otherwise (`Contrast - Common`)",
      "REFGRAD of a .pta is from the width of the pulse's Fourier transform, its bandwidth for small flip angles only",
    ],
    source:
      "public printed protocols, the readers of dicompare and protocol, and the .pta writers of sigpy and Vespa",
    write: SiemensPrintout.write)

  package static let jemris = Target(
    name: "jemris",
    meaning: "sequence, shapes and simulation file of the simulator JEMRIS",
    files:
      "jemris/NAME.xml, jemris/NAME-shape-NUMBER.h5, jemris/simu.xml, jemris/coil.xml; the sample is yours",
    readers: "JEMRIS 2.9",
    proved: [
      "XML and HDF5, read back by a reader of its own, give the waveforms of the Pulseq file within 1e-5 of their peaks, "
        + "and its times and phases"
    ],
    notProved: [
      "JEMRIS itself was not run on these files",
      "labels are lost: every acquisition is imaging data",
      "loops are written out, as in the Pulseq file",
      "waits for triggers and transmit weights are refused, soft delays have their stored length",
    ],
    source: "source of JEMRIS 2.9.2 and its list of modules; HDF5 File Format Specification 3.0",
    write: JEMRISTarget.write)

  package static let vespa = Target(
    name: "vespa",
    meaning: "RF pulses, and spin systems that the design speaks of, for the spectroscopists' tools of Vespa",
    files: "NAME.vespa.xml",
    readers: "Vespa-Pulse, Vespa-RFPulse and Vespa-Simulation (import)",
    proved: [
      "the samples, unpacked from the file again, equal those of the Pulseq file",
      "nothing in it is executed",
    ],
    notProved: [
      "times of making are not stored, and ids are made from the content",
      "frequency offsets of a pulse belong to the sequence and are not in the pulse",
      "figures that the profile lacks are zero in `machine_specs`, and couplings to other nuclei (14N, 31P) are left out",
    ],
    source: "files and readers of Vespa 1.1",
    write: VespaExport.write)

  /// One for each vendor whose console has words of its own, and one in plain words.
  package static let handoffs: [Target] = ConsoleDialect.all.map { dialect in
    let name = dialect.vendor?.rawValue ?? "generic"
    return Target(
      name: "handoff-\(name)",
      meaning: dialect.vendor == nil
        ? "what an operator needs, in plain words and common units"
        : "what an operator needs, in the words and units of the console (\(dialect.console))",
      files: "NAME.handoff-\(name).xml",
      readers: "people at the console, and programs that follow its schema (docs/seqc-handoff-1.xsd)",
      proved: [
        "follows its schema", "its digest is that of its canonical form",
        "the Pulseq file's SHA-256 stands in it",
        "verdicts are those of the checks of the same build, *not evaluated* spelled out",
      ],
      notProved: [
        "no vendor made or saw it, and nothing in it was tried on a scanner",
        "labels of Siemens consoles for images are from a public printed protocol; all other labels and cards were "
          + "compared with no console and no manual",
      ],
      source:
        "a format of this project; names of the consoles from a printed protocol, protocol texts and ExamCards that are public",
      write: Handoff.target(dialect))
  }
}
