/// Built-in profiles: GE scanners.
extension BuiltInProfiles {
  // swift-format-ignore
  static let ge: [(name: String, text: String)] = [
    ("ge-common", #"""
      scanner ge-common
      title "GE, all scanners"
      vendor ge
      kind common
      rf-dead-time           72 us   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      rf-ringdown-time       56 us   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 54 to 56 us in different files
      adc-dead-time          40 us   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      adc-ringdown-time      0 us    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      gradient-raster        4 us    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      rf-raster              2 us    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      adc-raster             2 us    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      block-raster           4 us    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      segment-dead-time      12 us   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      segment-ringdown-time  105 us  community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 105 to 117 us in different files
      note "waits of the sequence driver (psd_rf_wait, psd_grd_wait) are 100 to 200 us and differ per site"
      """#),
    ("ge-mr750", #"""
      scanner ge-mr750
      extends ge-common
      title "GE Discovery MR750 (XRM)"
      field                 3 T        unverified      "general knowledge; no public document found"
      bore                  60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude    50 mT/m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      gradient-slew-rate    200 T/m/s  community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      b1-peak               25 uT      community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 0.25 G or a bit less; a limit of sequences, not measured on the coil
      pns-chronaxie         334 us     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          23.4 T/s   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-effective-length  0.333 m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      echo-spacing-band 0.41 ms to 0.51 ms axes x,y community-code "GE epiesp.dat example values quoted in public user code"
      echo-spacing-band 0.36 ms to 0.44 ms axes z community-code "GE epiesp.dat example values quoted in public user code"
      transmit-coil body
      """#),
    ("ge-mr750w", #"""
      scanner ge-mr750w
      extends ge-common
      title "GE Discovery MR750w (XRMW)"
      field                 3 T        unverified      "general knowledge; no public document found"
      bore                  70 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude    33 mT/m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      gradient-slew-rate    120 T/m/s  community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      b1-peak               25 uT      community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 0.25 G or a bit less; a limit of sequences, not measured on the coil
      pns-chronaxie         360 us     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          20 T/s     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-effective-length  0.324 m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      echo-spacing-band 0.41 ms to 0.51 ms axes x,y community-code "GE epiesp.dat example values quoted in public user code"
      echo-spacing-band 0.36 ms to 0.44 ms axes z community-code "GE epiesp.dat example values quoted in public user code"
      transmit-coil body
      """#),
    ("ge-hdx-whole", #"""
      scanner ge-hdx-whole
      extends ge-common
      title "GE Signa HDx (TRM WHOLE)"
      field                 3 T       unverified      "general knowledge; no public document found"
      bore                  60 cm     unverified      "general knowledge; no public document found"
      gradient-amplitude    23 mT/m   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      gradient-slew-rate    77 T/m/s  community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      b1-peak               25 uT     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 0.25 G or a bit less; a limit of sequences, not measured on the coil
      pns-chronaxie         370 us    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          23.7 T/s  community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-effective-length  0.344 m   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      echo-spacing-band 0.41 ms to 0.51 ms axes x,y community-code "GE epiesp.dat example values quoted in public user code"
      echo-spacing-band 0.36 ms to 0.44 ms axes z community-code "GE epiesp.dat example values quoted in public user code"
      transmit-coil body
      """#),
    ("ge-hdx-zoom", #"""
      scanner ge-hdx-zoom
      extends ge-common
      title "GE Signa HDx (TRM ZOOM)"
      field                 3 T        unverified      "general knowledge; no public document found"
      bore                  60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude    40 mT/m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      gradient-slew-rate    150 T/m/s  community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      b1-peak               25 uT      community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 0.25 G or a bit less; a limit of sequences, not measured on the coil
      pns-chronaxie         354 us     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          29.1 T/s   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-effective-length  0.309 m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      echo-spacing-band 0.41 ms to 0.51 ms axes x,y community-code "GE epiesp.dat example values quoted in public user code"
      echo-spacing-band 0.36 ms to 0.44 ms axes z community-code "GE epiesp.dat example values quoted in public user code"
      transmit-coil body
      """#),
    ("ge-premier", #"""
      scanner ge-premier
      extends ge-common
      title "GE SIGNA Premier (SuperG, HRMW)"
      field                 3 T        cited           "GE SIGNA Premier system specifications, FDA-cleared sheet of 2017-07-17"
      bore                  70 cm      cited           "GE SIGNA Premier system specifications, FDA-cleared sheet of 2017-07-17"
      gradient-amplitude    80 mT/m    cited           "GE SIGNA Premier system specifications, FDA-cleared sheet of 2017-07-17" ; the table of pge2 lists 70 mT/m
      gradient-slew-rate    200 T/m/s  cited           "GE SIGNA Premier system specifications, FDA-cleared sheet of 2017-07-17"
      b1-peak               19 uT      cited           "GE SIGNA Premier system specifications, FDA-cleared sheet of 2017-07-17" ; at 75 kg; lower for heavier subjects
      rf-amplifier-power    30 kW      cited           "GE SIGNA Premier system specifications, FDA-cleared sheet of 2017-07-17" ; 2 x 15 kW, body coil; head coil 4.5 kW
      pns-chronaxie         642.4 us   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          17.9 T/s   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-effective-length  0.31 m     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      echo-spacing-band 0.41 ms to 0.51 ms axes x,y community-code "GE epiesp.dat example values quoted in public user code"
      echo-spacing-band 0.36 ms to 0.44 ms axes z community-code "GE epiesp.dat example values quoted in public user code"
      note "the pulseq-validator profile derates to 50 mT/m and 150 T/m/s"
      transmit-coil body
      """#),
    ("ge-uhp", #"""
      scanner ge-uhp
      extends ge-common
      title "GE MR750 UHP / SIGNA UHP (HRMB)"
      field                 3 T        unverified      "general knowledge; no public document found"
      bore                  60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude    100 mT/m   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      gradient-slew-rate    200 T/m/s  community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      b1-peak               25 uT      community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 0.25 G or a bit less; a limit of sequences, not measured on the coil
      pns-chronaxie         359 us     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          26.5 T/s   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-effective-length  0.37 m     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      echo-spacing-band 0.41 ms to 0.51 ms axes x,y community-code "GE epiesp.dat example values quoted in public user code"
      echo-spacing-band 0.36 ms to 0.44 ms axes z community-code "GE epiesp.dat example values quoted in public user code"
      transmit-coil body
      """#),
    ("ge-architect", #"""
      scanner ge-architect
      extends ge-common
      title "GE SIGNA Architect"
      field               3 T        unverified      "general knowledge; no public document found"
      bore                70 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  44 mT/m    unverified      "general knowledge; no public document found"
      gradient-slew-rate  200 T/m/s  unverified      "general knowledge; no public document found"
      b1-peak             25 uT      community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; 0.25 G or a bit less; a limit of sequences, not measured on the coil
      transmit-coil body
      """#),
    ("ge-magnus", #"""
      scanner ge-magnus
      extends ge-common
      title "GE SIGNA MAGNUS (HyperG head)"
      field                 3 T        cited           "GE HealthCare press release of 2024-11-13, FDA clearance of SIGNA MAGNUS"
      gradient-amplitude    300 mT/m   cited           "GE HealthCare press release of 2024-11-13, FDA clearance of SIGNA MAGNUS"
      gradient-slew-rate    750 T/m/s  cited           "GE HealthCare press release of 2024-11-13, FDA clearance of SIGNA MAGNUS"
      adc-raster            1 us       community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-chronaxie         611 us     community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      pns-rheobase          52.2 T/s   community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants" ; the table says 52.2, the code beside it 55.2; the lower is cautious
      pns-effective-length  0.324 m    community-code  "HarmonizedMRI PulCeq and pge2, opts.m, table of coil constants"
      """#),
    ("ge-7t", #"""
      scanner ge-7t
      extends ge-common
      title "GE SIGNA 7T"
      field  7 T  unverified  "general knowledge; no public document found"
      note "no gradient figures were found; 113 mT/m and 260 T/m/s is general knowledge"
      """#),
  ]
}
