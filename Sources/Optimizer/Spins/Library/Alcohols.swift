/// Choline, ethanolamine and what contains them, with couplings to phosphorus and nitrogen; glycerol and ethanol.
extension MoleculeLibrary {
  static let alcohols: [MoleculeEntry] = [
    MoleculeEntry(
      "Cho", "choline", citation: Citation.corrigendum2015,
      [
        .coupled("N(CH3)3", share: 9, [ProtonSite("CH3", 3.185)], ["CH3-N": 0.57]),
        .coupled(
          "C1-C2",
          [
            ProtonSite("H1", 4.054), ProtonSite("H1'", 4.054), ProtonSite("H2", 3.501),
            ProtonSite("H2'", 3.501),
          ],
          [
            "H1-H1'": -14.1, "H1-H2": 3.14, "H1-H2'": 6.979, "H1'-H2": 7.011, "H1'-H2'": 3.168,
            "H2-H2'": -14.07, "H1-N": 2.572, "H1'-N": 2.681,
          ]),
      ]),
    MoleculeEntry(
      "Eth", "ethanolamine", citation: Citation.corrigendum2015,
      [
        .coupled(
          "C1-C2",
          [
            ProtonSite("H1", 3.8184), ProtonSite("H1'", 3.8184), ProtonSite("H2", 3.1467),
            ProtonSite("H2'", 3.1467),
          ],
          [
            "H1-H1'": -10.64, "H1-H2": 3.897, "H1-H2'": 6.794, "H1'-H2": 6.694, "H1'-H2'": 3.798,
            "H2-H2'": -11.71, "H1-N": 0.657, "H1'-N": 0.142,
          ])
      ]),
    MoleculeEntry(
      "EtOH", "ethanol", aliases: ["alcohol"], citation: Citation.fida,
      [
        .coupled(
          "C1-C2", [ProtonSite("H1", 3.67, count: 2), ProtonSite("H2", 1.19, count: 3)], ["H1-H2": 7.1])
      ]),
    MoleculeEntry(
      "Glycerol", "glycerol", aliases: ["glycerine"], citation: Citation.govindaraju2000,
      [
        .coupled(
          "C1-C3",
          [
            ProtonSite("H1", 3.5522), ProtonSite("H1'", 3.6402), ProtonSite("H2", 3.7704),
            ProtonSite("H3", 3.5522), ProtonSite("H3'", 3.6402),
          ],
          [
            "H1-H1'": -11.715, "H1-H2": 4.427, "H1'-H2": 6.485, "H2-H3": 4.427, "H2-H3'": 6.485,
            "H3-H3'": -11.715,
          ])
      ]),
    MoleculeEntry(
      "GPC", "glycerophosphocholine", aliases: ["glycerophosphorylcholine"],
      citation: Citation.corrigendum2015,
      remark: "H2 of glycerol is coupled to both CH2; one collection couples H1' to H3 instead",
      [
        .singlet("N(CH3)3", 3.212, protons: 9),
        .coupled(
          "choline",
          [
            ProtonSite("H1", 4.312), ProtonSite("H1'", 4.312), ProtonSite("H2", 3.659),
            ProtonSite("H2'", 3.659),
          ],
          [
            "H1-H1'": -9.32, "H1-H2": 3.1, "H1-H2'": 5.9, "H1'-H2": 5.9, "H1'-H2'": 3.1,
            "H2-H2'": -9.32, "H1-N": 2.67, "H1'-N": 2.67, "H1-P": 6.03, "H1'-P": 6.03,
          ]),
        .coupled(
          "glycerol",
          [
            ProtonSite("H1", 3.605), ProtonSite("H1'", 3.672), ProtonSite("H2", 3.903),
            ProtonSite("H3", 3.871), ProtonSite("H3'", 3.946),
          ],
          [
            "H1-H1'": -14.78, "H1-H2": 5.77, "H1'-H2": 4.53, "H2-H3": 5.77, "H2-H3'": 4.53,
            "H3-H3'": -14.78, "H3-P": 6.03, "H3'-P": 6.03,
          ]),
      ]),
    MoleculeEntry(
      "PCh", "phosphocholine", aliases: ["phosphorylcholine"], citation: Citation.corrigendum2015,
      [
        .singlet("N(CH3)3", 3.208, protons: 9),
        .coupled(
          "C1-C2",
          [
            ProtonSite("H1", 4.2805), ProtonSite("H1'", 4.2805), ProtonSite("H2", 3.641),
            ProtonSite("H2'", 3.641),
          ],
          [
            "H1-H1'": -14.89, "H1-H2": 2.284, "H1-H2'": 7.231, "H1'-H2": 7.326, "H1'-H2'": 2.235,
            "H2-H2'": -14.19, "H1-N": 2.68, "H1'-N": 2.772, "H1-P": 6.298, "H1'-P": 6.249,
          ]),
      ]),
    MoleculeEntry(
      "PE", "phosphoethanolamine", aliases: ["phosphorylethanolamine", "PEth"],
      citation: Citation.corrigendum2015,
      [
        .coupled(
          "C1-C2",
          [
            ProtonSite("H1", 3.9765), ProtonSite("H1'", 3.9765), ProtonSite("H2", 3.216),
            ProtonSite("H2'", 3.216),
          ],
          [
            "H1-H1'": -14.56, "H1-H2": 3.182, "H1-H2'": 6.716, "H1'-H2": 7.204, "H1'-H2'": 2.98,
            "H2-H2'": -14.71, "H1-N": 0.464, "H1'-N": 0.588, "H1-P": 7.288, "H1'-P": 7.088,
          ])
      ]),
  ]
}
