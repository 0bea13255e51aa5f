/// Built-in profiles: Bruker gradient sets; field, RF and timing depend on the console.
extension BuiltInProfiles {
  // swift-format-ignore
  static let bruker: [(name: String, text: String)] = [
    ("bruker-bga6s", #"""
      scanner bruker-bga6s
      title "Bruker BGA-6S gradient set, preclinical"
      vendor bruker
      gradient-amplitude  1000 mT/m    cited  "Bruker BioSpin Almanac 2011, gradient tables"
      gradient-slew-rate  11250 T/m/s  cited  "Bruker BioSpin Almanac 2011, gradient tables"
      """#),
    ("bruker-bga9s", #"""
      scanner bruker-bga9s
      title "Bruker BGA-9S gradient set, preclinical"
      vendor bruker
      gradient-amplitude  760 mT/m    cited  "Bruker BioSpin Almanac 2011, gradient tables"
      gradient-slew-rate  6840 T/m/s  cited  "Bruker BioSpin Almanac 2011, gradient tables"
      """#),
    ("bruker-bga12s-hp", #"""
      scanner bruker-bga12s-hp
      title "Bruker BGA-12S HP gradient set, preclinical"
      vendor bruker
      gradient-amplitude  660 mT/m    cited  "Bruker BioSpin Almanac 2011, gradient tables"
      gradient-slew-rate  4570 T/m/s  cited  "Bruker BioSpin Almanac 2011, gradient tables"
      """#),
    ("bruker-micro2-5", #"""
      scanner bruker-micro2-5
      title "Bruker Micro2.5 gradient set, preclinical"
      vendor bruker
      gradient-amplitude  1500 mT/m    cited  "Bruker BioSpin Almanac 2011, gradient tables"
      gradient-slew-rate  15000 T/m/s  cited  "Bruker BioSpin Almanac 2011, gradient tables"
      """#),
    ("bruker-micro5", #"""
      scanner bruker-micro5
      title "Bruker Micro5 gradient set, preclinical"
      vendor bruker
      gradient-amplitude  3000 mT/m    cited  "Bruker BioSpin Almanac 2011, gradient tables"
      gradient-slew-rate  37500 T/m/s  cited  "Bruker BioSpin Almanac 2011, gradient tables"
      """#),
  ]
}
