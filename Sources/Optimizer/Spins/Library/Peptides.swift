/// Peptides and acetylated amino acids. Their parts are joined by bonds over which no coupling is seen, so each part
/// is a group of its own.
extension MoleculeLibrary {
  static let peptides: [MoleculeEntry] = [
    MoleculeEntry(
      "GSH", "glutathione", citation: Citation.govindaraju2000,
      remark: "the glycine CH2 is counted once; a variant in one collection has it twice",
      [
        .singlet("gly", 3.769, protons: 2),
        .coupled(
          "cys", [ProtonSite("H2", 4.5608), ProtonSite("H3", 2.9264), ProtonSite("H3'", 2.9747)],
          ["H2-H3": 7.09, "H2-H3'": 4.71, "H3-H3'": -14.06]),
        .coupled(
          "glu",
          [
            ProtonSite("H2", 3.769), ProtonSite("H3", 2.159), ProtonSite("H3'", 2.146),
            ProtonSite("H4", 2.51), ProtonSite("H4'", 2.56),
          ],
          [
            "H2-H3": 6.34, "H2-H3'": 6.36, "H3-H3'": -15.48, "H3-H4": 6.7, "H3-H4'": 7.6,
            "H3'-H4": 7.6, "H3'-H4'": 6.7, "H4-H4'": -15.92,
          ]),
        .exchangeable("gly NH", 7.154),
        .exchangeable("cys NH", 8.177),
      ]),
    MoleculeEntry(
      "NAA", "N-acetylaspartate", citation: Citation.govindaraju2000,
      remark: "the amide proton is kept, because its 6.4 Hz split H2",
      [
        .singlet("acetyl", 2.008, protons: 3),
        .coupled(
          "aspartyl",
          [
            ProtonSite("H2", 4.3817), ProtonSite("H3", 2.6727), ProtonSite("H3'", 2.4863),
            ProtonSite("NH", 7.8205),
          ],
          ["H2-H3": 3.861, "H2-H3'": 9.821, "H2-NH": 6.4, "H3-H3'": -15.592]),
      ]),
    MoleculeEntry(
      "NAAG", "N-acetylaspartylglutamate", citation: Citation.naag2003,
      remark: "complete; one collection has the acetyl group only, and that as one proton",
      [
        .singlet("acetyl", 2.042, protons: 3),
        .coupled(
          "aspartyl",
          [
            ProtonSite("H2", 4.607), ProtonSite("H3", 2.721), ProtonSite("H3'", 2.519),
            ProtonSite("NH", 8.26),
          ],
          ["H2-H3": 4.412, "H2-H3'": 9.515, "H2-NH": 7.32, "H3-H3'": -15.91]),
        .coupled(
          "glu",
          [
            ProtonSite("H2", 4.128), ProtonSite("H3", 2.049), ProtonSite("H3'", 1.881),
            ProtonSite("H4", 2.18), ProtonSite("H4'", 2.19), ProtonSite("NH", 7.95),
          ],
          [
            "H2-H3": 4.61, "H2-H3'": 8.42, "H2-NH": 7.46, "H3-H3'": -14.28, "H3-H4": 10.56,
            "H3-H4'": 6.09, "H3'-H4": 4.9, "H3'-H4'": 11.11, "H4-H4'": -15.28,
          ]),
      ]),
  ]
}
