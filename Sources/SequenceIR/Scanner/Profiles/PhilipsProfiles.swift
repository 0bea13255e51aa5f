/// Built-in profiles: Philips scanners; their time rasters are not public.
extension BuiltInProfiles {
  // swift-format-ignore
  static let philips: [(name: String, text: String)] = [
    ("philips-common", #"""
      scanner philips-common
      title "Philips, all scanners"
      vendor philips
      kind common
      b1-peak  13.5 uT  unverified  "general knowledge; no public document found" ; commonly quoted setting of the 3 T body coil
      note "time rasters and dead times are not published; limits vary with the configuration"
      """#),
    ("philips-ingenia", #"""
      scanner philips-ingenia
      extends philips-common
      title "Philips Ingenia 3.0T (Omega HP)"
      field               3 T        unverified  "general knowledge; no public document found"
      bore                70 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  45 mT/m    secondary   "Philips product page HC889226, Ingenia 3.0T, as quoted by the dmipy-sim catalogue"
      gradient-slew-rate  200 T/m/s  secondary   "Philips product page HC889226, Ingenia 3.0T, as quoted by the dmipy-sim catalogue"
      transmit-coil body
      """#),
    ("philips-achieva", #"""
      scanner philips-achieva
      extends philips-common
      title "Philips Achieva 3.0T (Quasar Dual)"
      field               3 T        unverified  "general knowledge; no public document found"
      bore                60 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  40 mT/m    unverified  "general knowledge; no public document found" ; or 80 mT/m at 100 T/m/s
      gradient-slew-rate  200 T/m/s  unverified  "general knowledge; no public document found"
      transmit-coil body
      """#),
    ("philips-ingenia-cx", #"""
      scanner philips-ingenia-cx
      extends philips-common
      title "Philips Ingenia CX 3.0T"
      field               3 T        unverified  "general knowledge; no public document found"
      bore                60 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  40 mT/m    unverified  "general knowledge; no public document found" ; or 80 mT/m at 100 T/m/s
      gradient-slew-rate  200 T/m/s  unverified  "general knowledge; no public document found"
      transmit-coil body
      """#),
    ("philips-elition-x", #"""
      scanner philips-elition-x
      extends philips-common
      title "Philips Ingenia Elition X"
      field               3 T        unverified  "general knowledge; no public document found"
      bore                70 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  45 mT/m    unverified  "general knowledge; no public document found"
      gradient-slew-rate  220 T/m/s  unverified  "general knowledge; no public document found"
      transmit-coil body
      """#),
    ("philips-mr7700", #"""
      scanner philips-mr7700
      extends philips-common
      title "Philips MR 7700"
      field               3 T        unverified  "general knowledge; no public document found"
      bore                60 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  65 mT/m    unverified  "general knowledge; no public document found"
      gradient-slew-rate  220 T/m/s  unverified  "general knowledge; no public document found"
      transmit-coil body
      """#),
  ]
}
