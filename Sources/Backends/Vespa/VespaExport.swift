import SequenceIR

/// Pulses and spin systems in the Vespa Interchange File Format, for the spectroscopy community's own tools.
///
/// A pulse is a `pulse_design` with one transform that holds its samples. Nothing that Vespa would execute
/// (`algorithm_code`, `sequence_code`) is ever written. The format wants times of making and unique ids; the former are the
/// epoch and the latter digests, so that the same design gives the same bytes.
enum VespaExport {
  private static let epoch = "1970-01-01T00:00:00"
  private static let version = "1.0.0"

  @Sendable static func write(_ input: TargetInput) -> TargetOutput {
    var output = TargetOutput()
    let pulses = DistinctPulse.all(of: input.sequence).filter { $0.peakHertz > 0 }
    guard !pulses.isEmpty else {
      output.diagnostics.error(
        .targetCannotExpress, "the sequence plays no RF pulse, and a Vespa file would be empty",
        help: "use this target for designs with pulses")
      return output
    }
    let waveforms = pulses.map { Waveform($0, input) }
    let document = XMLDocument(
      root: XMLElement(
        "vespa_export", [XMLAttribute("version", version)],
        children: [
          .comment(" Vespa Interchange File Format, written by seqc; times of making are not stored. "),
          .element(XMLElement("timestamp", text: epoch)),
          .element(
            XMLElement(
              "comment",
              text: "Pulses of \(input.sequence.name), from \(input.name).seq (MD5 \(input.pulseqSignature))")
          ),
        ] + zip(pulses, waveforms).map { .element(design($0, $1, input)) }
          + input.molecules.map { .element(metabolite($0)) }))
    switch XMLWriter.write(document) {
    case .success(let bytes):
      output.files = [TargetFile(path: "\(input.name).vespa.xml", bytes: bytes)]
      output.bugs = differences(in: bytes, from: waveforms)
      output.proofs.append(
        "vespa: the samples of \(pulses.count) pulses, unpacked again, equal those of the Pulseq file")
    case .failure(let problem): output.add(problem)
    }
    return output
  }

  /// Samples in mT and their times in s, as Vespa stores them.
  private struct Waveform {
    let milliteslas: [Double]
    let seconds: [Double]

    init(_ pulse: DistinctPulse, _ input: TargetInput) {
      let raster = input.sequence.rasters.radiofrequency
      let count = pulse.naturalSampleCount(of: input.sequence.library, raster: raster)
      let samples = pulse.samples(count: count, of: input.sequence.library, raster: raster)
      let peak = pulse.peakHertz / input.nucleus.hertzPerTesla * 1e3
      milliteslas = samples.flatMap { [peak * $0.real, peak * $0.imaginary] }
      let step = pulse.duration.seconds / Double(max(count, 1))
      seconds = (0..<count).map { Double($0) * step }
    }
  }

  private static func design(_ pulse: DistinctPulse, _ waveform: Waveform, _ input: TargetInput) -> XMLElement
  {
    let name = "\(input.sequence.name) \(pulse.number) \(pulse.use.name)"
    let flip = pulse.flipAngleRadians.map {
      ", \(DecimalText.rounded($0 * 180 / ElementaryFunctions.pi, decimals: 2)) degrees on resonance"
    }
    let result = XMLElement(
      "result", [XMLAttribute("version", version)],
      [
        XMLElement("created", text: epoch),
        array("rf_waveform", waveform.milliteslas, .complex), array("rf_xaxis", waveform.seconds, .double),
      ])
    let transform = XMLElement("transform", [XMLAttribute("version", version)], [result])
    return XMLElement(
      "pulse_design",
      [XMLAttribute("id", identifier(name, waveform.milliteslas)), XMLAttribute("version", version)],
      [
        XMLElement("name", text: name), XMLElement("created", text: epoch),
        XMLElement("creator", text: "seqc"),
        XMLElement(
          "comment",
          text: "\(pulse.use.name), \(pulse.duration)\(flip ?? ""); rf_waveform in mT, rf_xaxis in s"),
        XMLElement("calc_resolution", text: "5000"), XMLElement("pulse_bandwidth_type", text: "half_height"),
        XMLElement("gyromagnetic_nuclei", text: input.nucleus.name), machine(input), transform,
      ])
  }

  private static func array(_ name: String, _ values: [Double], _ element: NumpyArray.Element) -> XMLElement {
    XMLElement(
      name,
      [
        XMLAttribute("data_type", element == .complex ? "complex128" : "float64"),
        XMLAttribute("encoding", NumpyArray.encodingName),
      ], text: NumpyArray.text(values, element))
  }

  /// In Vespa's units: T, uT, us, mT/m/ms, mT/m. What the profile does not know is zero.
  private static func machine(_ input: TargetInput) -> XMLElement {
    let figure = { (key: FigureKey, factor: Double) -> String in
      DecimalText.rounded((input.profile?[key]?.value ?? 0) * factor, decimals: 6)
    }
    let vendors: [ScannerProfile.Vendor: String] = [
      .siemens: "siemens", .ge: "general_electric", .philips: "philips", .bruker: "bruker",
    ]
    let raster = DecimalText.rounded(input.sequence.rasters.radiofrequency.microseconds, decimals: 6)
    return XMLElement(
      "machine_specs", [XMLAttribute("version", version)],
      [
        XMLElement("machine_type", text: input.profile.flatMap { vendors[$0.vendor] } ?? "Whole Body MRI"),
        XMLElement("field_strength", text: figure(.fieldStrength, 1)),
        XMLElement("max_b1_field", text: figure(.b1Peak, 1e6)), XMLElement("zero_padding", text: "0"),
        XMLElement("min_dwell_time", text: raster), XMLElement("dwell_time_increment", text: raster),
        XMLElement("gradient_raster_time", text: figure(.gradientRaster, 1e6)),
        XMLElement("gradient_slew_rate", text: figure(.gradientSlewRate, 1)),
        XMLElement("gradient_maximum", text: figure(.gradientAmplitude, 1e3)),
      ])
  }

  private static func metabolite(_ molecule: TargetMolecule) -> XMLElement {
    let spins = molecule.shiftsPPM.map { shift in
      XMLElement(
        "spin",
        [
          XMLElement("isotope", text: molecule.nucleus),
          XMLElement("chemical_shift", text: DecimalText.shortest(shift)),
        ])
    }
    let couplings = molecule.couplingsHertz.map { XMLElement("j_coupling", text: DecimalText.shortest($0)) }
    return XMLElement(
      "metabolite",
      [
        XMLAttribute("id", identifier(molecule.name, molecule.shiftsPPM + molecule.couplingsHertz)),
        XMLAttribute("version", version),
      ],
      [
        XMLElement("name", text: molecule.name), XMLElement("created", text: epoch),
        XMLElement("creator", text: "seqc"), XMLElement("comment", text: molecule.source),
        XMLElement("deactivated", text: ""),
      ] + spins + couplings)
  }

  /// The form of a UUID, from the content.
  private static func identifier(_ name: String, _ values: [Double]) -> String {
    let text = name + "\n" + values.map(DecimalText.shortest).joined(separator: " ")
    let digits = Array(SHA256.hexadecimal(of: Array(text.utf8)).prefix(32))
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(digits[$0]) }.joined(separator: "-")
  }

  /// What the bytes, read on their own, hold otherwise than the waveforms.
  private static func differences(in bytes: [UInt8], from waveforms: [Waveform]) -> [String] {
    guard case .success(let document) = XMLReader.read(bytes) else {
      return ["the Vespa file cannot be read back"]
    }
    let designs = document.root.elements("pulse_design")
    guard designs.count == waveforms.count else { return ["the Vespa file has \(designs.count) pulses"] }
    for (design, waveform) in zip(designs, waveforms) {
      let result = design.at("transform", "result")
      guard let text = result?.first("rf_waveform")?.text, let times = result?.first("rf_xaxis")?.text,
        NumpyArray.values(text, .complex) == waveform.milliteslas,
        NumpyArray.values(times, .double) == waveform.seconds
      else { return ["a pulse of the Vespa file does not unpack to its samples"] }
    }
    return []
  }
}
