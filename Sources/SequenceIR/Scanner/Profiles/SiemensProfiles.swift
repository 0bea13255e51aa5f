/// Built-in profiles: Siemens scanners.
extension BuiltInProfiles {
  // swift-format-ignore
  static let siemens: [(name: String, text: String)] = [
    ("siemens-common", #"""
      scanner siemens-common
      title "Siemens, all scanners"
      vendor siemens
      kind common
      rf-longest-event     8.192 ms  community-code  "comment in Pulseq demonstration sequences (January 2019)" ; may be outdated
      rf-frequency-offset  250 kHz   community-code  "Pulseq mr.opts defaults" ; software default, not a hardware limit
      rf-dead-time         100 us    community-code  "Pulseq demonstration sequences, their mr.opts"
      rf-ringdown-time     30 us     community-code  "Pulseq demonstration sequences, their mr.opts" ; 10 to 30 us in the demonstrations; OpenMRF uses 100 us
      adc-dead-time        20 us     community-code  "Pulseq demonstration sequences, their mr.opts" ; 10 to 20 us in the demonstrations
      adc-samples          8192      community-code  "seqcraft presets and Skope GetMRSystemSpecs.m (2026)"
      adc-sample-divisor   4         community-code  "Pulseq mr.opts defaults" ; Skope uses 8
      gradient-raster      10 us     community-code  "Pulseq mr.opts defaults" ; also an example in the Pulseq specification
      rf-raster            1 us      community-code  "Pulseq mr.opts defaults"
      adc-raster           0.1 us    community-code  "Pulseq mr.opts defaults"
      block-raster         10 us     community-code  "Pulseq mr.opts defaults"
      run-limit            86400 s   community-code  "pulseq issue 29: times beyond 24 h are told wrongly"
      note "peak B1, RF duty, gradient rms and stimulation constants are not published: a profile of the site supplies them"
      """#),
    ("siemens-prisma", #"""
      scanner siemens-prisma
      extends siemens-common
      title "Siemens MAGNETOM Prisma (XR, AS82)"
      field               2.8936 T   community-code  "public Pulseq user code for Siemens scanners"
      bore                60 cm      secondary       "site page of the CHBH Birmingham scanner"
      gradient-amplitude  80 mT/m    cited           "Siemens Healthineers product page of the MAGNETOM Prisma, as quoted by the dmipy-sim catalogue"
      gradient-slew-rate  200 T/m/s  cited           "Siemens Healthineers product page of the MAGNETOM Prisma, as quoted by the dmipy-sim catalogue"
      gradient-coil "AS82"
      acoustic-band 590 Hz width 100 Hz community-code "pulseq-checks, prisma.toml"
      acoustic-band 1140 Hz width 220 Hz community-code "pulseq-checks, prisma.toml"
      note "80 mT/m cannot be held on all axes or for long; sites often plan with 35 mT/m and 170 T/m/s"
      note "peak B1 is not published; 13 to 15 uT is widely quoted for the body coil"
      """#),
    ("siemens-prisma-fit", #"""
      scanner siemens-prisma-fit
      extends siemens-common
      title "Siemens MAGNETOM Prisma Fit (Trio upgrade, XR)"
      field               2.8936 T   community-code  "public Pulseq user code for Siemens scanners"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  80 mT/m    secondary       "Siemens Healthineers product page of the MAGNETOM Prisma, as quoted by the dmipy-sim catalogue" ; same gradient system as the Prisma
      gradient-slew-rate  200 T/m/s  secondary       "Siemens Healthineers product page of the MAGNETOM Prisma, as quoted by the dmipy-sim catalogue"
      acoustic-band 590 Hz width 100 Hz community-code "pulseq-checks, prisma.toml"
      acoustic-band 1140 Hz width 220 Hz community-code "pulseq-checks, prisma.toml"
      note "same gradient coil as the Prisma; confirm by the site's own gradient file"
      """#),
    ("siemens-skyra", #"""
      scanner siemens-skyra
      extends siemens-common
      title "Siemens MAGNETOM Skyra (XQ)"
      field               2.894266 T  community-code  "public Pulseq user code for Siemens scanners"
      bore                70 cm       cited           "Siemens MAGNETOM Skyra owner's manual, MR compatibility data sheet, page 54"
      gradient-amplitude  45 mT/m     derived         "Siemens MAGNETOM Skyra owner's manual, MR compatibility data sheet, page 54" ; the XQ's 45 mT/m; the sheet gives a shortest rise time of 225 us
      gradient-slew-rate  200 T/m/s   derived         "Siemens MAGNETOM Skyra owner's manual, MR compatibility data sheet, page 54" ; 45 mT/m in 225 us
      acoustic-band 550 Hz width 100 Hz community-code "public Pulseq user code" ; attribution uncertain
      acoustic-band 1105 Hz width 350 Hz community-code "public Pulseq user code" ; attribution uncertain
      note "worst dB/dt on the 70 cm cylinder, all axes together: 267 T/s (owner's manual, page 54)"
      note "OpenMRF derates to 35 mT/m and 170 T/m/s"
      """#),
    ("siemens-vida", #"""
      scanner siemens-vida
      extends siemens-common
      title "Siemens MAGNETOM Vida (XT)"
      field               2.8936 T   community-code  "public Pulseq user code for Siemens scanners"
      bore                70 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  60 mT/m    community-code  "seqcraft presets" ; XT; the XQ variant has 45 mT/m
      gradient-slew-rate  200 T/m/s  community-code  "seqcraft presets"
      note "OpenMRF derates to 43 mT/m at 180 T/m/s (XT) and 35 mT/m at 170 T/m/s (XQ)"
      """#),
    ("siemens-lumina", #"""
      scanner siemens-lumina
      extends siemens-common
      title "Siemens MAGNETOM Lumina"
      field               2.8936 T   community-code  "public Pulseq user code for Siemens scanners"
      bore                70 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  36 mT/m    unverified      "general knowledge; no public document found" ; 36 or 45 mT/m, accounts differ
      gradient-slew-rate  200 T/m/s  unverified      "general knowledge; no public document found"
      rf-ringdown-time    100 us     community-code  "Pulseq demonstration sequences, their mr.opts" ; 10 to 30 us in the demonstrations; OpenMRF uses 100 us
      note "public definitions use 20 to 24 mT/m, 40 to 75 T/m/s"
      """#),
    ("siemens-trio", #"""
      scanner siemens-trio
      extends siemens-common
      title "Siemens MAGNETOM Trio a Tim System (TQ, AS092)"
      field               2.8936 T   derived     "public Pulseq user code for other Siemens 3 T scanners"
      bore                60 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  40 mT/m    unverified  "general knowledge; no public document found" ; TQ: 40 or 45 mT/m, accounts differ
      gradient-slew-rate  200 T/m/s  unverified  "general knowledge; no public document found"
      """#),
    ("siemens-verio", #"""
      scanner siemens-verio
      extends siemens-common
      title "Siemens MAGNETOM Verio (VQ)"
      field               2.8936 T   derived     "public Pulseq user code for other Siemens 3 T scanners"
      bore                70 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  45 mT/m    unverified  "general knowledge; no public document found"
      gradient-slew-rate  200 T/m/s  unverified  "general knowledge; no public document found"
      """#),
    ("siemens-cima-x", #"""
      scanner siemens-cima-x
      extends siemens-common
      title "Siemens MAGNETOM Cima.X"
      field               2.8936 T   community-code  "public Pulseq user code for Siemens scanners"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  200 mT/m   community-code  "seqcraft presets and Skope GetMRSystemSpecs.m (2026)"
      gradient-slew-rate  200 T/m/s  community-code  "seqcraft presets and Skope GetMRSystemSpecs.m (2026)"
      echo-spacing-band 0.77 ms to 1.07 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 1.62 ms to 1.93 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      acoustic-band 1113 Hz width 344 Hz community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      acoustic-band 567 Hz width 100 Hz community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      note "one user runs EPI at 38 mT/m and 180 T/m/s, bound by stimulation and acoustics"
      """#),
    ("siemens-connectom", #"""
      scanner siemens-connectom
      extends siemens-common
      title "Siemens MAGNETOM Connectom (AS302)"
      field               2.89362 T  community-code  "public Pulseq user code for Siemens scanners"
      gradient-amplitude  300 mT/m   cited           "McNab et al., NeuroImage 2013, doi 10.1016/j.neuroimage.2013.05.074"
      gradient-slew-rate  200 T/m/s  cited           "McNab et al., NeuroImage 2013, doi 10.1016/j.neuroimage.2013.05.074" ; 62.5 T/m/s for diffusion encoding (stimulation)
      echo-spacing-band 0.66 ms to 1.0 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 1.54 ms to 1.83 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      acoustic-band 1250 Hz width 500 Hz community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      acoustic-band 596 Hz width 100 Hz community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      note "cardiac stimulation bounds long ramps as well as nerve stimulation does"
      """#),
    ("siemens-connectome-2", #"""
      scanner siemens-connectome-2
      extends siemens-common
      title "Siemens Connectome 2.0 (head only)"
      field               2.8936 T   community-code  "public Pulseq user code for Siemens scanners"
      bore                44 cm      cited           "Huang et al., NeuroImage 2021, doi 10.1016/j.neuroimage.2021.118530 (design targets)" ; inner diameter of the gradient coil
      gradient-amplitude  500 mT/m   cited           "Huang et al., NeuroImage 2021, doi 10.1016/j.neuroimage.2021.118530 (design targets)" ; design target
      gradient-slew-rate  600 T/m/s  cited           "Huang et al., NeuroImage 2021, doi 10.1016/j.neuroimage.2021.118530 (design targets)" ; design target
      """#),
    ("siemens-sola", #"""
      scanner siemens-sola
      extends siemens-common
      title "Siemens MAGNETOM Sola 1.5T"
      field               1.5 T      unverified      "general knowledge; no public document found"
      bore                70 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  43 mT/m    community-code  "OpenMRF core-matlab system definitions (csv)" ; a working value
      gradient-slew-rate  180 T/m/s  community-code  "OpenMRF core-matlab system definitions (csv)"
      """#),
    ("siemens-aera", #"""
      scanner siemens-aera
      extends siemens-common
      title "Siemens MAGNETOM Aera 1.5T"
      field               1.5 T      unverified  "general knowledge; no public document found"
      bore                70 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  33 mT/m    unverified  "general knowledge; no public document found" ; XJ; XQ has 45 mT/m at 200 T/m/s
      gradient-slew-rate  125 T/m/s  unverified  "general knowledge; no public document found"
      """#),
    ("siemens-avanto", #"""
      scanner siemens-avanto
      extends siemens-common
      title "Siemens MAGNETOM Avanto 1.5T (SQ, AS05)"
      field               1.5 T      unverified      "general knowledge; no public document found"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  35 mT/m    community-code  "public Pulseq user code" ; a working value
      gradient-slew-rate  170 T/m/s  community-code  "public Pulseq user code"
      """#),
    ("siemens-free-max", #"""
      scanner siemens-free-max
      extends siemens-common
      title "Siemens MAGNETOM Free.Max 0.55T"
      field               0.55 T    community-code  "OpenMRF core-matlab system definitions (csv)"
      bore                80 cm     unverified      "general knowledge; no public document found"
      gradient-amplitude  15 mT/m   community-code  "OpenMRF core-matlab system definitions (csv)" ; a working value
      gradient-slew-rate  38 T/m/s  community-code  "OpenMRF core-matlab system definitions (csv)"
      """#),
    ("siemens-aera-055", #"""
      scanner siemens-aera-055
      extends siemens-common
      title "Siemens ramped-down Aera 0.55T (research)"
      field               0.55 T     community-code  "usc-mrel rtspiral_pypulseq, 0.55 T system definitions"
      bore                70 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  33 mT/m    community-code  "usc-mrel rtspiral_pypulseq, 0.55 T system definitions" ; 18 to 33 mT/m in public code
      gradient-slew-rate  120 T/m/s  community-code  "usc-mrel rtspiral_pypulseq, 0.55 T system definitions" ; 120 to 160 T/m/s in public code
      rf-dead-time        200 us     community-code  "usc-mrel rtspiral_pypulseq, 0.55 T system definitions"
      rf-ringdown-time    10 us      community-code  "Pulseq demonstration sequences, their mr.opts" ; 10 to 30 us in the demonstrations; OpenMRF uses 100 us
      adc-dead-time       10 us      community-code  "usc-mrel rtspiral_pypulseq, 0.55 T system definitions"
      """#),
    ("siemens-terra", #"""
      scanner siemens-terra
      extends siemens-common
      title "Siemens MAGNETOM Terra 7T (XR / SC72)"
      field               6.98 T     community-code  "public Pulseq user code for Siemens scanners"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  80 mT/m    cited           "Siemens MAGNETOM Terra brochure, as quoted by the dmipy-sim catalogue" ; the SC72CD coil has 70; 40 to 42 mT/m used outside diffusion
      gradient-slew-rate  200 T/m/s  cited           "Siemens MAGNETOM Terra brochure, as quoted by the dmipy-sim catalogue"
      rf-amplifier-power  8 kW       community-code  "CMRR-C2P issue threads" ; 16 x 1 kW, 8 kW combined, on another 7 T; not published for Terra
      acoustic-band 1100 Hz width 300 Hz community-code "public Pulseq user code for the 7 T SC72 gradient coil"
      acoustic-band 550 Hz width 100 Hz community-code "public Pulseq user code for the 7 T SC72 gradient coil"
      acoustic-band 367 Hz width 55 Hz community-code "public Pulseq user code for the 7 T SC72 gradient coil"
      echo-spacing-band 0.63 ms to 0.74 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 1.2 ms to 1.47 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      note "one site keeps oscillations inside the acoustic bands below 5 mT/m"
      """#),
    ("siemens-terra-x", #"""
      scanner siemens-terra-x
      extends siemens-common
      title "Siemens MAGNETOM Terra.X 7T"
      field               6.98 T     community-code  "public Pulseq user code for Siemens scanners"
      bore                60 cm      unverified      "general knowledge; no public document found"
      gradient-amplitude  135 mT/m   cited           "Siemens MAGNETOM Terra.X product page, as quoted by the dmipy-sim catalogue"
      gradient-slew-rate  250 T/m/s  cited           "Siemens MAGNETOM Terra.X product page, as quoted by the dmipy-sim catalogue"
      echo-spacing-band 0.357 ms to 0.385 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 0.4 ms to 0.556 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 0.833 ms to 1.0 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      echo-spacing-band 1.266 ms to 1.476 ms community-code "Skope Pulseq-Sequences, GetMRSystemSpecs.m (2026)"
      """#),
    ("siemens-94t-ac84", #"""
      scanner siemens-94t-ac84
      extends siemens-common
      title "Siemens 9.4T (AC84 head gradient)"
      field               9.385 T    community-code  "public Pulseq user code for Siemens scanners"
      gradient-amplitude  50 mT/m    community-code  "OpenMRF core-matlab and public Pulseq user code" ; a working value; 80 mT/m nominal
      gradient-slew-rate  333 T/m/s  community-code  "OpenMRF core-matlab and public Pulseq user code"
      acoustic-band 3000 Hz width 100 Hz community-code "public Pulseq user code"
      """#),
  ]
}
