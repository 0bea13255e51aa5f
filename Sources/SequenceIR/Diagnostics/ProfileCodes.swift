/// Diagnostics about scanner profiles.
extension DiagnosticCode {
  package static let profileEmpty = DiagnosticCode(
    "C001", "profile is empty",
    "A scanner profile needs at least the line `scanner NAME`, and either `extends NAME` or figures of its own."
  )
  package static let profileNotUTF8 = DiagnosticCode(
    "C002", "profile is not UTF-8 text",
    "A scanner profile is a text file in UTF-8. Re-save the file in that encoding.")
  package static let profileUnknownKey = DiagnosticCode(
    "C003", "unknown statement or figure",
    "Each line of a profile begins with a statement (`scanner`, `title`, ...) or with the key of a figure "
      + "(`gradient-amplitude`, `b1-peak`, ...). Other words are refused, because a limit under a misspelled key "
      + "would be a limit that is not checked.")
  package static let profileMalformedLine = DiagnosticCode(
    "C004", "malformed line",
    "A figure is written KEY NUMBER UNIT CONFIDENCE \"SOURCE\", with `; note` behind it if need be.")
  package static let profileUnknownUnit = DiagnosticCode(
    "C005", "unknown unit",
    "The unit is not in the unit table. Units are case sensitive, and products are written `mT/m`, `T/m/s`.")
  package static let profileWrongDimension = DiagnosticCode(
    "C006", "missing or wrong unit",
    "Every figure that measures something needs a unit of that kind; a count has none.")
  package static let profileConfidence = DiagnosticCode(
    "C007", "missing or unknown confidence",
    "Every figure says how sure it is, because no verdict is better than the figure it rests on.")
  package static let profileSource = DiagnosticCode(
    "C008", "missing source",
    "Every figure says where it comes from, in quotes: a document, a page, a measurement of the site.")
  package static let profileDuplicate = DiagnosticCode(
    "C009", "given twice",
    "A profile gives each figure once. A profile that extends another may give a figure of the other again, which "
      + "replaces it.")
  package static let profileRange = DiagnosticCode(
    "C010", "value out of range",
    "Limits are positive and finite; dead times may be zero; counts are whole numbers. Write the magnitude: limits "
      + "hold for both signs. A figure that is not known is left out, and never written as zero.")
  package static let profileUnknownBase = DiagnosticCode(
    "C011", "unknown profile",
    "`extends` takes the name of a built-in profile; `seqc scanners` lists them.")
  package static let profileRecursion = DiagnosticCode(
    "C012", "profile extends itself",
    "A profile may extend another one, which may extend a third, but the chain must end.")
  package static let profileHeader = DiagnosticCode(
    "C013", "incomplete profile",
    "A profile needs `scanner NAME`; one that extends no other also needs `title \"...\"` and `vendor NAME`.")
  package static let profileName = DiagnosticCode(
    "C014", "unsuitable name",
    "A profile's name is lower-case letters, digits and dashes, e.g. `site-prisma`, so that it can be a file name and "
      + "an argument.")
  package static let profileUnknownWord = DiagnosticCode(
    "C015", "unknown vendor or kind",
    "The vendor decides which interpreter's rules hold, the kind whether a check may pass on the profile; both are "
      + "words from a fixed list.")
  package static let profileWithoutRasters = DiagnosticCode(
    "C016", "profile has no rasters",
    "A file can only be built for a scanner whose four time rasters are known. Some vendors do not publish them; a "
      + "profile of the site adds them.")
  package static let profileNotFound = DiagnosticCode(
    "C017", "scanner not found",
    "`--scanner` takes the name of a built-in profile or a file of the site's own. `seqc scanners` lists the names."
  )
  package static let profileStimulation = DiagnosticCode(
    "C018", "impossible constants of stimulation",
    "The three weights of the SAFE model add up to one for each axis, and its times, limit and scale are above zero. "
      + "Constants that do not were copied wrongly, and a verdict that rests on them would mean nothing.")
  package static let profileCoilFile = DiagnosticCode(
    "C019", "file of a gradient coil does not fit",
    "`pns-file` names the vendor's file of this scanner's gradient coil. It must be readable, bear the coil's name "
      + "that `gradient-coil` gives, hold the constants of every axis, and have at most 4 MB; a profile names at most "
      + "four such files.")
  package static let profileTooLarge = DiagnosticCode(
    "C020", "profile too large",
    "Scanner profiles of up to 16 MB are read, which is room for thousands of matrices of SAR.")

  package static let profileFamily: [DiagnosticCode] = [
    profileEmpty, profileNotUTF8, profileUnknownKey, profileMalformedLine, profileUnknownUnit,
    profileWrongDimension,
    profileConfidence, profileSource, profileDuplicate, profileRange, profileUnknownBase, profileRecursion,
    profileHeader, profileName, profileUnknownWord, profileWithoutRasters, profileNotFound,
    profileStimulation, profileCoilFile, profileTooLarge,
  ]
}
