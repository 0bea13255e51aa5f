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

  /// T3 with what a site knows of its own machine: every check has its figures.
  package static let t3OfSite =
    t3 + """
      transmit-coil body
      rf-peak-voltage 300 V site "fictional"
      rf-reference-voltage 250 V site "fictional"
      rf-channels 1 site "fictional"
      rf-duty 50 percent site "fictional"
      rf-duty-window 1 s site "fictional"
      b1-rms 3 uT site "fictional"
      implant-b1-rms 2.8 uT site "fictional"
      sar-head 0.8 W/kg/uT/uT site "fictional"
      sar-local 9 W/kg/uT/uT site "fictional"
      exposed-mass-ratio 40 percent site "fictional"
      specific-energy-dose 14.4 kJ/kg site "fictional"
      gradient-rms 25 mT/m site "fictional"
      gradient-rms-window 60 s site "fictional"
      gradient-duty 90 percent site "fictional"
      gradient-duty-window 10 s site "fictional"

      """

  /// Reads `text`, or T3 itself, into the inputs of a run; nil when it has a mistake.
  package static func load(_ text: String = t3, into sources: inout SourceMap) -> ScannerProfile? {
    let file = sources.add(name: "t3.scanner", bytes: Array(text.utf8))
    return ProfileReader.read(file) { _ in nil }.profile
  }
}
