// A scanner that does not exist, whose every limit is known: what checks are tested against.
import SequenceIR

package enum TestProfile {
  /// Limits of a common 3 T scanner, rounded.
  package static let t3 = """
    scanner t3
    title "test profile T3"
    vendor generic
    field 3 T site "fictional"
    gradient-amplitude 40 mT/m site "fictional"
    gradient-slew-rate 150 T/m/s site "fictional"
    b1-peak 13 uT site "fictional"
    rf-longest-event 8.192 ms site "fictional"
    rf-frequency-offset 250 kHz site "fictional"
    rf-dead-time 100 us site "fictional"
    rf-ringdown-time 30 us site "fictional"
    adc-dead-time 20 us site "fictional"
    adc-samples 8192 site "fictional"
    adc-sample-divisor 4 site "fictional"
    gradient-raster 10 us site "fictional"
    rf-raster 1 us site "fictional"
    adc-raster 0.1 us site "fictional"
    block-raster 10 us site "fictional"

    """

  /// T3 with a gradient coil's constants and resonances: every check of gradients finds what it needs.
  package static let complete = t3 + stimulation + acoustics + interpreter

  /// GE's constants of the XRM coil; the SAFE model's are the example of its public code, which is nobody's coil.
  package static let stimulation = """
    pns-chronaxie 334 us site "fictional"
    pns-rheobase 23.4 T/s site "fictional"
    pns-effective-length 0.333 m site "fictional"
    cardiac-rheobase 5 T/s site "fictional"
    cardiac-time-constant 3 ms site "fictional"
    cardiac-effective-length 0.35 m site "fictional"
    pns-safe x tau 0.2 0.03 3 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site "example"
    pns-safe y tau 1.5 2.5 0.15 ms weights 0.55 0.15 0.3 limit 15 T/m/s scale 0.31 site "example"
    pns-safe z tau 2 0.12 1 ms weights 0.42 0.4 0.18 limit 25 T/m/s scale 0.25 site "example"
    cardiac-safe x tau 3.2 2 1.1 ms weights 0.7 0.25 0.05 limit 20 T/m/s scale 0.35 site "example"
    cardiac-safe y tau 3.2 2 1.1 ms weights 0.7 0.25 0.05 limit 20 T/m/s scale 0.35 site "example"
    cardiac-safe z tau 3.2 2 1.1 ms weights 0.7 0.25 0.05 limit 13 T/m/s scale 0.3 site "example"

    """

  package static let acoustics = """
    acoustic-band 590 Hz width 100 Hz site "fictional"
    acoustic-band 1140 Hz width 220 Hz site "fictional"
    acoustic-band 3000 Hz width 100 Hz limit 5 mT/m site "fictional"

    """

  package static let interpreter = """
    adc-lengths 1 site "fictional"
    run-limit 86400 s site "fictional"
    block-limit 100000 site "fictional"
    segment-ringdown-time 105 us site "fictional"

    """

  /// Reads `text`, or T3 itself, into the inputs of a run; nil when it has a mistake.
  package static func load(_ text: String = t3, into sources: inout SourceMap) -> ScannerProfile? {
    let file = sources.add(name: "t3.scanner", bytes: Array(text.utf8))
    return ProfileReader.read(file) { _ in nil }.profile
  }
}
