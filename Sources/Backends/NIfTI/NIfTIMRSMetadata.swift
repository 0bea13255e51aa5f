/// What a NIfTI-MRS file says of its signals in the JSON of its header extension; what is not known is left out.
import SequenceIR

package struct NIfTIMRSMetadata: Sendable {
  /// For the field `descrip` of the header: 79 bytes at most.
  package var description: String
  package var nucleus: Nucleus
  package var spectrometerHertz: Double
  /// Chemical shift at the spectrometer's frequency, ppm.
  package var referencePPM: Double?
  package var spectralWidthHertz: Double
  /// From the centre of the excitation to the echo, s.
  package var echoTimeSeconds: Double?
  /// From the echo to the first sample, s.
  package var acquisitionStartSeconds: Double?
  package var sequenceName: String
  /// Program and version.
  package var conversionMethod: String
  package var originalFile: String
  /// Keys of one's own, each an object with a `Description`.
  package var own: [(key: String, object: JSONObject)]

  package init(
    description: String, nucleus: Nucleus, spectrometerHertz: Double, referencePPM: Double?,
    spectralWidthHertz: Double, echoTimeSeconds: Double?, acquisitionStartSeconds: Double?,
    sequenceName: String, conversionMethod: String, originalFile: String,
    own: [(key: String, object: JSONObject)]
  ) {
    self.description = description
    self.nucleus = nucleus
    self.spectrometerHertz = spectrometerHertz
    self.referencePPM = referencePPM
    self.spectralWidthHertz = spectralWidthHertz
    self.echoTimeSeconds = echoTimeSeconds
    self.acquisitionStartSeconds = acquisitionStartSeconds
    self.sequenceName = sequenceName
    self.conversionMethod = conversionMethod
    self.originalFile = originalFile
    self.own = own
  }

  /// Echo time and start of the acquisition of a sequence whose first sample lies `firstSampleSeconds` after its first
  /// pulse. Nil where the sequence has several echo times, or where it is not the first pulse that excites.
  package static func echo(
    of sequence: Sequence, firstSampleSeconds: Double
  ) -> (echoTime: Double, acquisitionStart: Double?)? {
    let summary = SequenceSummary(of: sequence)
    let times = Set(summary.echoes.echoes.filter { $0.kind == .spinEcho }.map(\.time))
    guard times.count == 1, let time = times.first?.seconds else { return nil }
    let uses = summary.pulses.played.map(\.use)
    let isFirst = uses.allSatisfy { $0 == .excitation || $0 == .refocusing || $0 == .saturation }
    return (time, isFirst ? firstSampleSeconds - time : nil)
  }

  func json(_ dimensions: [NIfTIMRSImage.Dimension]) -> String {
    var object = JSONObject()
    object.add(
      "SpectrometerFrequency", raw: JSONText.array([Self.float(spectrometerHertz * 1e-6, decimals: 9)]))
    object.add("ResonantNucleus", raw: JSONText.array([JSONText.string(Self.standardName(of: nucleus))]))
    object.add("SpectralWidth", raw: Self.float(spectralWidthHertz, decimals: 6))
    if let referencePPM { object.add("SpecFreqChemShift", raw: Self.float(referencePPM, decimals: 6)) }
    if let echoTimeSeconds { object.add("EchoTime", raw: Self.float(echoTimeSeconds, decimals: 9)) }
    if let acquisitionStartSeconds {
      object.add("AcquisitionStartTime", raw: Self.float(acquisitionStartSeconds, decimals: 9))
    }
    if !sequenceName.isEmpty { object.add("SequenceName", sequenceName) }
    object.add("ConversionMethod", conversionMethod)
    object.add("OriginalFile", raw: JSONText.array([JSONText.string(originalFile)]))
    for (index, dimension) in dimensions.enumerated() {
      object.add("dim_\(index + 5)", dimension.tag)
      object.add("dim_\(index + 5)_info", dimension.info)
      object.add("dim_\(index + 5)_header", dimension.header)
    }
    for (key, value) in own { object.add(key, value) }
    return object.text
  }

  /// Readers tell a number with a fraction from a whole one, and want the former.
  private static func float(_ value: Double, decimals: Int) -> String {
    let text = DecimalText.rounded(value, decimals: decimals)
    return text.contains(".") ? text : text + ".0"
  }

  /// Mass number and element in capitals, as DICOM writes it: `23NA`.
  private static func standardName(of nucleus: Nucleus) -> String { nucleus.name.uppercased() }
}
