/// Carboxylic acids, ascorbate, and the creatines.
extension MoleculeLibrary {
  static let acids: [MoleculeEntry] = [
    MoleculeEntry(
      "2HG", "2-hydroxyglutarate", aliases: ["hydroxyglutarate"], citation: Citation.balGryffKeller2002,
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 4.022), ProtonSite("H3", 1.825), ProtonSite("H3'", 1.977),
            ProtonSite("H4", 2.221), ProtonSite("H4'", 2.272),
          ],
          [
            "H2-H3": 7.6, "H2-H3'": 4.1, "H3-H3'": -14.0, "H3-H4": 5.3, "H3-H4'": 10.4,
            "H3'-H4": 10.6, "H3'-H4'": 6.0, "H4-H4'": -15.0,
          ])
      ]),
    MoleculeEntry(
      "Ace", "acetate", aliases: ["acetic acid"], citation: Citation.govindaraju2000,
      remark: "1.904 ppm; one collection has 2.222",
      [.singlet("C2", 1.904, protons: 3)]),
    MoleculeEntry(
      "Asc", "ascorbate", aliases: ["ascorbic acid", "vitamin C"], citation: Citation.terpstra2006,
      remark: "H5-H6' 7.373 Hz; one collection has 4.6 Hz and no source",
      [
        .coupled(
          "C4-C6",
          [
            ProtonSite("H4", 4.4965), ProtonSite("H5", 4.0072), ProtonSite("H6", 3.7469),
            ProtonSite("H6'", 3.7194),
          ],
          ["H4-H5": 2.055, "H5-H6": 5.78, "H5-H6'": 7.373, "H6-H6'": -11.585])
      ]),
    MoleculeEntry(
      "bHB", "beta-hydroxybutyrate", aliases: ["3-hydroxybutyrate"],
      citation: "de Graaf, In Vivo NMR Spectroscopy (edition not stated), as carried by FID-A and spant",
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 2.388), ProtonSite("H2'", 2.294), ProtonSite("H3", 4.133),
            ProtonSite("H4", 1.186, count: 3),
          ],
          ["H2-H2'": -14.5, "H2-H3": 7.3, "H2'-H3": 6.3, "H3-H4": 6.3])
      ]),
    MoleculeEntry(
      "Cit", "citrate", aliases: ["citric acid"], citation: Citation.citrate1996,
      remark: "two equivalent CH2, counted both; shifts and coupling move with the cations present",
      [
        .coupled(
          "C2, C4", share: 2, [ProtonSite("H2", 2.6735), ProtonSite("H2'", 2.5265)], ["H2-H2'": -16.1])
      ]),
    MoleculeEntry(
      "Cr", "creatine", citation: Citation.govindaraju2000,
      remark: "CH3 and CH2; one collection has the CH3 only",
      [
        .singlet("CH3", 3.027, protons: 3), .singlet("CH2", 3.913, protons: 2), .exchangeable("NH", 6.649),
      ]),
    MoleculeEntry(
      "Lac", "lactate", aliases: ["lactic acid"], citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C3", [ProtonSite("H2", 4.0974), ProtonSite("H3", 1.3142, count: 3)], ["H2-H3": 6.933])
      ]),
    MoleculeEntry(
      "PCr", "phosphocreatine", aliases: ["creatine phosphate"], citation: Citation.govindaraju2000,
      remark: "CH3 and CH2; one collection has the CH3 only",
      [
        .singlet("CH3", 3.029, protons: 3), .singlet("CH2", 3.93, protons: 2),
        .exchangeable("NH", 6.581), .exchangeable("NH'", 7.296),
      ]),
    MoleculeEntry(
      "Pyr", "pyruvate", aliases: ["pyruvic acid"], citation: Citation.govindaraju2000,
      [.singlet("C3", 2.359, protons: 3)]),
    MoleculeEntry(
      "Suc", "succinate", aliases: ["succinic acid"], citation: Citation.govindaraju2000,
      [.singlet("C2, C3", 2.392, protons: 4)]),
  ]
}
