/// Built-in profiles: open-hardware scanners, the portable profile, and defaults of simulators.
extension BuiltInProfiles {
  // swift-format-ignore
  static let openHardware: [(name: String, text: String)] = [
    ("osi2-one", #"""
      scanner osi2-one
      title "OSI2 ONE, 50 mT Halbach with nexus-console"
      vendor other
      field               0.05 T     community-code  "nexus-console example configuration"
      gradient-amplitude  5.87 mT/m  derived         "nexus-console example configuration" ; 250 kHz/m over 42.576 MHz/T; other definitions up to 7.05 mT/m
      gradient-slew-rate  50 T/m/s   community-code  "pypulseq issue 267, low-field system definition" ; the nexus example gives a number without clear unit
      rf-amplifier-power  1 kW       unverified      "general knowledge; no public document found"
      rf-dead-time        20 us      community-code  "nexus-console example configuration"
      rf-ringdown-time    0 us       community-code  "nexus-console example configuration" ; 30 us in pypulseq issue 267
      adc-dead-time       0 us       community-code  "nexus-console example configuration"
      gradient-raster     1 us       community-code  "nexus-console example configuration"
      rf-raster           1 us       community-code  "nexus-console example configuration"
      block-raster        1 us       community-code  "nexus-console example configuration"
      note "B0 drifts by about 800 Hz/h and 2.5 kHz per degree (O'Reilly et al., MRM 2021)"
      note "SAR is small below 0.1 T for ordinary sequences; very short or frequent pulses still need a look"
      """#),
    ("i3m-marge", #"""
      scanner i3m-marge
      title "i3M MaRGE low-field demonstrator (Physio, about 46 mT)"
      vendor other
      field               0.04594 T  derived         "MaRGE hw_config (Physio)"
      gradient-amplitude  40 mT/m    community-code  "MaRGE hw_config (Physio)" ; software maximum, not the amplifier's
      rf-dead-time        400 us     community-code  "MaRGE hw_config (Physio)"
      rf-ringdown-time    400 us     community-code  "MaRGE hw_config (Physio)" ; RF blanking off time
      adc-samples         131072     community-code  "MaRGE hw_config (Physio)" ; 2^17
      gradient-raster     25 us      community-code  "MaRGE hw_config (Physio)"
      note "the configuration's slew rate has no clear unit, so it is left out"
      """#),
    ("generic-3t-portable", #"""
      scanner generic-3t-portable
      title "conservative portable 3 T profile"
      vendor generic
      kind generic
      field                 3 T        derived         "nominal 3 T" ; a Siemens 3 T has 2.8936 T: chemical-shift offsets need the target's own field
      gradient-amplitude    33 mT/m    derived         "smallest of the sourced whole-body 3 T profiles after 2008 (GE MR750w)" ; 23 mT/m to include the HDx WHOLE
      gradient-slew-rate    120 T/m/s  derived         "smallest of the sourced whole-body 3 T profiles after 2008 (GE MR750w)" ; 77 T/m/s to include the HDx WHOLE
      b1-peak               13 uT      unverified      "lower end of the widely quoted 13 to 15 uT" ; a choice, not a measurement
      rf-dead-time          400 us     derived         "largest of the sourced profiles (UIH); 100 us would do without UIH"
      rf-ringdown-time      100 us     derived         "largest of the sourced profiles"
      adc-dead-time         100 us     derived         "largest of the sourced profiles (UIH); 40 us would do without UIH"
      adc-samples           8192       derived         "smallest known"
      adc-sample-divisor    8          community-code  "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      gradient-raster       20 us      derived         "least common multiple of 10 us (Siemens, UIH) and 4 us (GE)"
      rf-raster             2 us       derived         "least common multiple of 1 us (Siemens) and 2 us (GE, UIH)"
      adc-raster            2 us       derived         "least common multiple of 0.1 us (Siemens, UIH), 1 us and 2 us (GE)"
      block-raster          20 us      derived         "least common multiple of 10 us (Siemens, UIH) and 4 us (GE)"
      pns-chronaxie         360 us     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          20 T/s     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-effective-length  0.324 m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      note "the limits that the sourced whole-body 3 T profiles share: a file that keeps them runs on most"
      transmit-coil body
      """#),
    ("simulation-koma-default", #"""
      scanner simulation-koma-default
      title "KomaMRI default Scanner()"
      vendor other
      kind simulation
      field               1.5 T      community-code  "KomaMRI Scanner() defaults"
      gradient-amplitude  60 mT/m    community-code  "KomaMRI Scanner() defaults"
      gradient-slew-rate  500 T/m/s  community-code  "KomaMRI Scanner() defaults"
      b1-peak             10 uT      community-code  "KomaMRI Scanner() defaults"
      rf-dead-time        100 us     community-code  "KomaMRI Scanner() defaults"
      rf-ringdown-time    20 us      community-code  "KomaMRI Scanner() defaults"
      adc-dead-time       10 us      community-code  "KomaMRI Scanner() defaults"
      adc-raster          2 us       community-code  "KomaMRI Scanner() defaults"
      note "defaults of a simulator: no check passes on them"
      """#),
    ("simulation-pulseq-opts-default", #"""
      scanner simulation-pulseq-opts-default
      title "Pulseq mr.opts() defaults"
      vendor other
      kind simulation
      field               1.5 T      community-code  "Pulseq mr.opts defaults"
      gradient-amplitude  40 mT/m    community-code  "Pulseq mr.opts defaults"
      gradient-slew-rate  170 T/m/s  community-code  "Pulseq mr.opts defaults"
      b1-peak             20 uT      community-code  "Pulseq mr.opts defaults"
      rf-dead-time        0 us       community-code  "Pulseq mr.opts defaults"
      rf-ringdown-time    0 us       community-code  "Pulseq mr.opts defaults"
      adc-dead-time       0 us       community-code  "Pulseq mr.opts defaults"
      gradient-raster     10 us      community-code  "Pulseq mr.opts defaults"
      rf-raster           1 us       community-code  "Pulseq mr.opts defaults"
      adc-raster          0.1 us     community-code  "Pulseq mr.opts defaults"
      block-raster        10 us      community-code  "Pulseq mr.opts defaults"
      note "defaults of a library: zero dead times and 20 uT say nothing about a scanner"
      """#),
  ]
}
