/// Amino acids. Protons in the order of their carbons, so that both parameter sets number them alike.
extension MoleculeLibrary {
  static let aminoAcids: [MoleculeEntry] = [
    MoleculeEntry(
      "Ala", "alanine", citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C3", [ProtonSite("H2", 3.7746), ProtonSite("H3", 1.4667, count: 3)], ["H2-H3": 7.234])
      ]),
    MoleculeEntry(
      "Asp", "aspartate", aliases: ["aspartic acid"], citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C3", [ProtonSite("H2", 3.8914), ProtonSite("H3", 2.8011), ProtonSite("H3'", 2.6533)],
          ["H2-H3": 3.647, "H2-H3'": 9.107, "H3-H3'": -17.426])
      ]),
    MoleculeEntry(
      "GABA", "gamma-aminobutyric acid", aliases: ["gamma-aminobutyrate"], citation: Citation.near2013,
      remark: "the values of Govindaraju 2000 lack the geminal couplings in some collections",
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 2.284), ProtonSite("H2'", 2.284), ProtonSite("H3", 1.888),
            ProtonSite("H3'", 1.888), ProtonSite("H4", 3.013), ProtonSite("H4'", 3.013),
          ],
          [
            "H2-H2'": -15.938, "H2-H3": 7.678, "H2-H3'": 6.98, "H2'-H3": 6.98, "H2'-H3'": 7.678,
            "H3-H3'": -15.0, "H3-H4": 8.51, "H3-H4'": 6.503, "H3'-H4": 6.503, "H3'-H4'": 8.51,
            "H4-H4'": -14.062,
          ])
      ]),
    MoleculeEntry(
      "Gln", "glutamine", citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 3.753), ProtonSite("H3", 2.129), ProtonSite("H3'", 2.109),
            ProtonSite("H4", 2.432), ProtonSite("H4'", 2.454),
          ],
          [
            "H2-H3": 5.847, "H2-H3'": 6.5, "H3-H3'": -14.504, "H3-H4": 9.165, "H3-H4'": 6.347,
            "H3'-H4": 6.324, "H3'-H4'": 9.209, "H4-H4'": -15.371,
          ]),
        .exchangeable("NH", 6.816),
        .exchangeable("NH'", 7.529),
      ]),
    MoleculeEntry(
      "Glu", "glutamate", aliases: ["glutamic acid"], citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 3.7433), ProtonSite("H3", 2.0375), ProtonSite("H3'", 2.12),
            ProtonSite("H4", 2.3378), ProtonSite("H4'", 2.352),
          ],
          [
            "H2-H3": 7.331, "H2-H3'": 4.651, "H3-H3'": -14.849, "H3-H4": 6.413, "H3-H4'": 8.406,
            "H3'-H4": 8.478, "H3'-H4'": 6.875, "H4-H4'": -15.915,
          ])
      ]),
    MoleculeEntry(
      "Gly", "glycine", citation: Citation.govindaraju2000, [.singlet("C2", 3.548, protons: 2)]),
    MoleculeEntry(
      "Lys", "lysine", citation: Citation.deelchand2021,
      [
        .coupled(
          "C2-C6",
          [
            ProtonSite("H2", 3.746), ProtonSite("H3", 1.881), ProtonSite("H3'", 1.898),
            ProtonSite("H4", 1.431), ProtonSite("H4'", 1.4929), ProtonSite("H5", 1.712),
            ProtonSite("H5'", 1.713), ProtonSite("H6", 3.018), ProtonSite("H6'", 3.0198),
          ],
          [
            "H2-H3": 6.09, "H2-H3'": 6.09, "H3-H3'": -15.27, "H3-H4": 5.67, "H3-H4'": 10.51,
            "H3'-H4": 10.13, "H3'-H4'": 6.1, "H4-H4'": -12.0, "H4-H5": 6.0, "H4-H5'": 8.0,
            "H4'-H5": 10.0, "H4'-H5'": 6.0, "H5-H5'": -12.0, "H5-H6": 6.0, "H5-H6'": 8.0,
            "H5'-H6": 10.0, "H5'-H6'": 6.5, "H6-H6'": -10.0,
          ])
      ]),
    MoleculeEntry(
      "Phe", "phenylalanine", citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C3", [ProtonSite("H2", 3.9753), ProtonSite("H3", 3.2734), ProtonSite("H3'", 3.1049)],
          ["H2-H3": 5.209, "H2-H3'": 8.013, "H3-H3'": -14.573]),
        .coupled(
          "ring",
          [
            ProtonSite("H5", 7.3223), ProtonSite("H6", 7.4201), ProtonSite("H7", 7.3693),
            ProtonSite("H8", 7.4201), ProtonSite("H9", 7.3223),
          ],
          [
            "H5-H6": 7.909, "H5-H7": 1.592, "H5-H8": 0.493, "H5-H9": 1.419, "H6-H7": 7.204,
            "H6-H8": 0.994, "H6-H9": 0.462, "H7-H8": 7.534, "H7-H9": 0.97, "H8-H9": 7.35,
          ]),
      ]),
    MoleculeEntry(
      "Ser", "serine", citation: Citation.corrigendum2015,
      remark: "H3' at 3.9764 ppm; one collection has 3.9864",
      [
        .coupled(
          "C2-C3", [ProtonSite("H2", 3.8347), ProtonSite("H3", 3.9379), ProtonSite("H3'", 3.9764)],
          ["H2-H3": 5.979, "H2-H3'": 3.561, "H3-H3'": -12.254])
      ]),
    MoleculeEntry(
      "Tau", "taurine", citation: Citation.corrigendum2015,
      remark: "with the geminal couplings of the corrigendum, which some collections lack",
      [
        .coupled(
          "C1-C2",
          [
            ProtonSite("H1", 3.4206), ProtonSite("H1'", 3.4206), ProtonSite("H2", 3.2459),
            ProtonSite("H2'", 3.2459),
          ],
          [
            "H1-H1'": -12.438, "H1-H2": 6.742, "H1-H2'": 6.464, "H1'-H2": 6.403, "H1'-H2'": 6.792,
            "H2-H2'": -12.93,
          ])
      ]),
    MoleculeEntry(
      "Thr", "threonine", citation: Citation.govindaraju2000,
      remark: "the methyl group has three protons; one collection counts one",
      [
        .coupled(
          "C2-C4", [ProtonSite("H2", 3.5785), ProtonSite("H3", 4.2464), ProtonSite("H4", 1.3158, count: 3)],
          ["H2-H3": 4.917, "H3-H4": 6.35])
      ]),
    MoleculeEntry(
      "Tyr", "tyrosine", citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C3", [ProtonSite("H2", 3.9281), ProtonSite("H3", 3.1908), ProtonSite("H3'", 3.037)],
          ["H2-H3": 5.147, "H2-H3'": 7.877, "H3-H3'": -14.726]),
        .coupled(
          "ring",
          [
            ProtonSite("H5", 7.1852), ProtonSite("H6", 6.8895), ProtonSite("H8", 6.8895),
            ProtonSite("H9", 7.1852),
          ],
          [
            "H5-H6": 7.981, "H5-H8": 0.311, "H5-H9": 2.538, "H6-H8": 2.445, "H6-H9": 0.46,
            "H8-H9": 8.649,
          ]),
      ]),
    MoleculeEntry(
      "Val", "valine", citation: Citation.govindaraju2000,
      [
        .coupled(
          "C2-C4",
          [
            ProtonSite("H2", 3.5953), ProtonSite("H3", 2.2577), ProtonSite("H4", 1.0271, count: 3),
            ProtonSite("H4'", 0.9764, count: 3),
          ],
          ["H2-H3": 4.405, "H3-H4": 6.971, "H3-H4'": 7.071])
      ]),
  ]
}
