/// Glucose and the inositols.
extension MoleculeLibrary {
  static let sugars: [MoleculeEntry] = [
    MoleculeEntry(
      "Glc", "glucose", citation: Citation.govindaraju2000,
      remark: "36 % alpha, 64 % beta; one collection leaves the anomers without weights",
      [
        .coupled(
          "alpha", share: 0.36,
          [
            ProtonSite("H1", 5.216), ProtonSite("H2", 3.519), ProtonSite("H3", 3.698),
            ProtonSite("H4", 3.395), ProtonSite("H5", 3.822), ProtonSite("H6", 3.826),
            ProtonSite("H6'", 3.749),
          ],
          [
            "H1-H2": 3.8, "H2-H3": 9.6, "H3-H4": 9.4, "H4-H5": 9.9, "H5-H6": 1.5, "H5-H6'": 6.0,
            "H6-H6'": -12.1,
          ]),
        .coupled(
          "beta", share: 0.64,
          [
            ProtonSite("H1", 4.63), ProtonSite("H2", 3.23), ProtonSite("H3", 3.473),
            ProtonSite("H4", 3.387), ProtonSite("H5", 3.45), ProtonSite("H6", 3.882),
            ProtonSite("H6'", 3.707),
          ],
          [
            "H1-H2": 8.0, "H2-H3": 9.1, "H3-H4": 9.4, "H4-H5": 8.9, "H5-H6": 1.6, "H5-H6'": 5.4,
            "H6-H6'": -12.3,
          ]),
      ]),
    MoleculeEntry(
      "mI", "myo-inositol", aliases: ["Ins", "myo", "inositol", "mIns"], citation: Citation.govindaraju2000,
      [
        .coupled(
          "ring",
          [
            ProtonSite("H1", 3.5217), ProtonSite("H2", 4.0538), ProtonSite("H3", 3.5217),
            ProtonSite("H4", 3.6144), ProtonSite("H5", 3.269), ProtonSite("H6", 3.6144),
          ],
          [
            "H1-H2": 2.889, "H1-H6": 9.998, "H2-H3": 3.006, "H3-H4": 9.997, "H4-H5": 9.485,
            "H5-H6": 9.482,
          ])
      ]),
    MoleculeEntry(
      "sI", "scyllo-inositol", aliases: ["Scyllo", "sIns"], citation: Citation.govindaraju2000,
      [.singlet("ring", 3.34, protons: 6)]),
  ]
}
