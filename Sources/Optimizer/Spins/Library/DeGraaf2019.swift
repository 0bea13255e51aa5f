/// The second opinion: the parameter set of de Graaf where it exists. Protons carry the names they have in the first
/// set, so that spin number n is the same proton in both; where the book labels the two protons of a carbon the other
/// way round, their couplings decide.
extension MoleculeLibrary {
  static let deGraaf2019: [MoleculeEntry] = [
    MoleculeEntry(
      "GABA", citation: Citation.deGraaf2019,
      remark: """
        the coupling of H2 and H2' is not given there, and the protons of the other couplings are inferred from \
        their order
        """,
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 2.287), ProtonSite("H2'", 2.287), ProtonSite("H3", 1.892),
            ProtonSite("H3'", 1.895), ProtonSite("H4", 3.005), ProtonSite("H4'", 3.003),
          ],
          [
            "H2-H3": 7.66, "H2-H3'": 7.1, "H2'-H3": 7.06, "H2'-H3'": 7.69, "H3-H3'": -10.82,
            "H3-H4": 8.02, "H3-H4'": 5.7, "H3'-H4": 6.53, "H3'-H4'": 10.03, "H4-H4'": -9.93,
          ])
      ]),
    MoleculeEntry(
      "Gln", citation: Citation.deGraaf2019,
      remark: "one H3 is printed at 1.121 ppm and read as 2.121",
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 3.767), ProtonSite("H3", 2.137), ProtonSite("H3'", 2.121),
            ProtonSite("H4", 2.431), ProtonSite("H4'", 2.458),
          ],
          [
            "H2-H3": 5.91, "H2-H3'": 6.71, "H3-H3'": -14.45, "H3-H4": 9.34, "H3-H4'": 6.32,
            "H3'-H4": 6.18, "H3'-H4'": 9.4, "H4-H4'": -15.61,
          ])
      ]),
    MoleculeEntry(
      "Glu", citation: Citation.deGraaf2019,
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 3.748), ProtonSite("H3", 2.046), ProtonSite("H3'", 2.12),
            ProtonSite("H4", 2.334), ProtonSite("H4'", 2.352),
          ],
          [
            "H2-H3": 7.33, "H2-H3'": 4.65, "H3-H3'": -14.76, "H3-H4": 6.28, "H3-H4'": 8.7,
            "H3'-H4": 8.77, "H3'-H4'": 6.73, "H4-H4'": -16.03,
          ])
      ]),
  ]
}
