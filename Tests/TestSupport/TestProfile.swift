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

  /// Reads `text`, or T3 itself, into the inputs of a run; nil when it has a mistake.
  package static func load(_ text: String = t3, into sources: inout SourceMap) -> ScannerProfile? {
    let file = sources.add(name: "t3.scanner", bytes: Array(text.utf8))
    return ProfileReader.read(file) { _ in nil }.profile
  }
}
