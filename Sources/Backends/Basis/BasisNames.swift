/// What fitting programs call molecules.
import SequenceIR

enum BasisNames {
  /// LCModel's names of metabolites, which its tables of priors and sums go by (`LCModel.f`, block data); FSL-MRS's simulator
  /// has the same two (its documentation, "Basis spectra simulation").
  private static let ofLCModel = ["mI": "Ins", "sI": "Scyllo"]

  static func lcModel(_ name: String) -> String { ofLCModel[name] ?? name }

  static func fslMRS(_ name: String) -> String { ofLCModel[name] ?? name }

  /// Letters, digits, `-`, `_` and `+` as they are, what else there is as `_`: a file of its own for every name.
  static func file(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          let isPlain =
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
            || scalar == "-" || scalar == "_" || scalar == "+"
          return isPlain ? scalar : "_"
        }))
  }

  /// Two molecules of one file name would overwrite each other.
  static func clash(_ names: [String]) -> Diagnostic? {
    var seen: [String: String] = [:]
    for name in names {
      // Names that differ in case are one file on some systems.
      let key = file(name).lowercased()
      if let other = seen[key] {
        return Diagnostic(
          .error, .targetCannotExpress,
          "the molecules \(other) and \(name) would be written to the same file",
          help: "leave one of them out with --molecules, or give the design's molecule another name")
      }
      seen[key] = name
    }
    return nil
  }
}
