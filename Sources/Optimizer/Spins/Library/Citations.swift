/// Where the numbers of the library come from, each written once.
enum Citation {
  static let govindaraju2000 =
    "Govindaraju, Young, Maudsley, NMR Biomed 2000;13:129-153"
  static let corrigendum2015 =
    "\(govindaraju2000), and its corrigendum, NMR Biomed 2015;28:923-924"
  static let near2013 = "Near et al., Magn Reson Med 2013;70:1183-1191"
  static let terpstra2006 = "Terpstra et al., Magn Reson Med 2006;56:1192-1199"
  static let deGraaf2019 = "de Graaf, In Vivo NMR Spectroscopy, 3rd ed. 2019"
  static let balGryffKeller2002 = "Bal, Gryff-Keller, Magn Reson Chem 2002;40:533-536"
  static let deelchand2021 = "Deelchand et al., NMR Biomed 2021;34:e4199"
  static let citrate1996 =
    "van der Graaf, Heerschap, J Magn Reson B 1996;112:58-62; Magn Reson Med 2005;54:51-58"
  static let naag2003 = "shifts of \(govindaraju2000); couplings of J Pharm Biomed Anal 2003;31:455-463"
  static let fida = "FID-A (no primary source stated there)"
}
