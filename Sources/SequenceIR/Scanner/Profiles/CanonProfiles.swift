/// Built-in profiles: Canon scanners; their time rasters are not public.
extension BuiltInProfiles {
  // swift-format-ignore
  static let canon: [(name: String, text: String)] = [
    ("canon-galan", #"""
      scanner canon-galan
      title "Canon Vantage Galan 3T"
      vendor canon
      field               3 T        unverified  "general knowledge; no public document found"
      bore                71 cm      unverified  "general knowledge; no public document found"
      gradient-amplitude  45 mT/m    unverified  "general knowledge; no public document found" ; the ZGO variant: 100 mT/m
      gradient-slew-rate  200 T/m/s  unverified  "general knowledge; no public document found"
      note "time rasters and dead times are not published"
      transmit-coil body
      """#),
  ]
}
