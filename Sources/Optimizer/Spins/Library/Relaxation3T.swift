/// Relaxation times of metabolites in grey matter at 3 T.

package enum Relaxation3T {
  package static let citation = """
    T1 in grey matter: Mlynarik et al., NMR Biomed 2001;14:325-331, GABA: Puts et al. 2013; T2: mean of occipital \
    grey matter and anterior cingulate cortex (pACC) of Wyss et al., Magn Reson Med 2018;80:452-461, rounded to 1 ms
    """

  /// Stands in where T1 of a molecule was not measured: the mean of those that were, as Osprey takes it.
  package static let fallbackT1Seconds = 1.340

  /// Stands in where T2 was not measured: the median of the table.
  package static let fallbackT2Seconds: Double = {
    let sorted = table.map(\.t2Milliseconds).sorted()
    let middle = sorted.count / 2
    return (sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2) / 1000
  }()

  /// The times of a group, with the fallbacks where none is known, and whether one had to be used.
  package static func times(
    of group: SpinGroup
  ) -> (t1Seconds: Double, t2Seconds: Double, isT1Assumed: Bool, isT2Assumed: Bool) {
    (
      group.t1Seconds ?? fallbackT1Seconds, group.t2Seconds ?? fallbackT2Seconds, group.t1Seconds == nil,
      group.t2Seconds == nil
    )
  }

  struct Row: Sendable {
    let molecule: String
    /// nil: every group of the molecule.
    let group: String?
    /// ms; nil: not measured.
    let t1: Double?
    /// ms.
    let t2Occipital: Double
    let t2Cingulate: Double

    init(
      _ molecule: String, _ group: String? = nil, t1: Double? = nil, t2 occipital: Double, _ cingulate: Double
    ) {
      self.molecule = molecule
      self.group = group
      self.t1 = t1
      t2Occipital = occipital
      t2Cingulate = cingulate
    }

    var t2Milliseconds: Double { ((t2Occipital + t2Cingulate) / 2).rounded() }
    var t1Seconds: Double? { t1.map { $0 / 1000 } }
    var t2Seconds: Double { t2Milliseconds / 1000 }
  }

  static func row(molecule: String, group: String) -> Row? {
    table.first { $0.molecule == molecule && ($0.group ?? group) == group }
  }

  /// Those of creatine stand for phosphocreatine too, whose lines overlap.
  static let table: [Row] = [
    Row("Asc", t2: 105, 125),
    Row("Asp", t2: 90, 111),
    Row("Cr", "CH3", t1: 1460, t2: 144, 148),
    Row("Cr", "CH2", t2: 112, 134),
    Row("PCr", "CH3", t1: 1460, t2: 144, 148),
    Row("PCr", "CH2", t2: 112, 134),
    Row("GABA", t1: 1310, t2: 75, 102),
    Row("Glc", "alpha", t2: 88, 117),
    Row("Glc", "beta", t2: 90, 128),
    Row("Gln", t2: 99, 122),
    Row("Glu", t1: 1270, t2: 122, 135),
    Row("Gly", t2: 72, 100),
    Row("GPC", "N(CH3)3", t1: 1300, t2: 222, 274),
    Row("GSH", "cys", t2: 77, 100),
    Row("GSH", "gly", t2: 72, 99),
    Row("GSH", "glu", t2: 76, 102),
    Row("Lac", t2: 99, 110),
    Row("mI", t1: 1230, t2: 229, 244),
    Row("NAA", "acetyl", t1: 1470, t2: 263, 253),
    Row("NAA", "aspartyl", t1: 1470, t2: 229, 223),
    Row("NAAG", "acetyl", t2: 107, 128),
    Row("NAAG", "aspartyl", t2: 87, 108),
    Row("NAAG", "glu", t2: 78, 110),
    Row("PCh", "N(CH3)3", t1: 1300, t2: 221, 274),
    Row("PE", t2: 86, 119),
    Row("sI", t2: 107, 125),
    Row("Tau", t2: 102, 123),
  ]
}
