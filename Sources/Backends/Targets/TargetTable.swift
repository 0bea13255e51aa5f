/// The targets of `seqc build`, in the order in which lists show them.
extension Target {
  package static let all: [Target] = [.pulseq, .mrdHeader, .geXML]

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
      "parallel imaging and partial Fourier are not named: the matrix is that of the lines that are played",
      "radial lines are recognised, other curves in k-space are `other`, and oblique slices have the field of view of "
        + "their encoding",
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
}
