/// Built-in profiles: United Imaging scanners.
extension BuiltInProfiles {
  // swift-format-ignore
  static let unitedImaging: [(name: String, text: String)] = [
    ("uih-common", #"""
      scanner uih-common
      title "United Imaging, all scanners"
      vendor uih
      kind common
      rf-dead-time      400 us  community-code  "public Pulseq user code for the uMR 890" ; OpenMRF uses 100 us
      rf-ringdown-time  100 us  community-code  "OpenMRF core-matlab, United Imaging entries" ; uMR 890 code uses 10 us
      adc-dead-time     100 us  community-code  "OpenMRF core-matlab, United Imaging entries" ; uMR 890 code uses 70 us
      gradient-raster   10 us   community-code  "public Pulseq user code for the uMR 890"
      rf-raster         2 us    community-code  "OpenMRF core-matlab, United Imaging entries"
      adc-raster        0.1 us  community-code  "OpenMRF core-matlab, United Imaging entries"
      block-raster      10 us   community-code  "public Pulseq user code for the uMR 890"
      """#),
    ("uih-umr-790", #"""
      scanner uih-umr-790
      extends uih-common
      title "United Imaging uMR 790"
      field               3 T        unverified  "general knowledge; no public document found"
      bore                60 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  100 mT/m   unverified  "general knowledge; no public document found"
      gradient-slew-rate  200 T/m/s  unverified  "general knowledge; no public document found"
      transmit-coil body
      """#),
    ("uih-umr-890", #"""
      scanner uih-umr-890
      extends uih-common
      title "United Imaging uMR 890"
      field               3 T        unverified      "general knowledge; no public document found"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  40 mT/m    community-code  "public Pulseq user code for the uMR 890" ; a derated working value
      gradient-slew-rate  150 T/m/s  community-code  "public Pulseq user code for the uMR 890"
      transmit-coil body
      """#),
    ("uih-umr-nx", #"""
      scanner uih-umr-nx
      extends uih-common
      title "United Imaging uMR NX"
      field               3 T        unverified      "general knowledge; no public document found"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  43 mT/m    community-code  "OpenMRF core-matlab, United Imaging entries" ; a working value
      gradient-slew-rate  180 T/m/s  community-code  "OpenMRF core-matlab, United Imaging entries"
      transmit-coil body
      """#),
    ("uih-jupiter-5t", #"""
      scanner uih-jupiter-5t
      extends uih-common
      title "United Imaging uMR Jupiter 5T"
      field               4.95 T     community-code  "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  120 mT/m   community-code  "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      gradient-slew-rate  200 T/m/s  community-code  "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 0.62 ms to 0.7 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 0.8 ms to 0.88 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 0.98 ms to 1.05 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 1.09 ms to 1.17 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      """#),
  ]
}
