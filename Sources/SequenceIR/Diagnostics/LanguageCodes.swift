/// Diagnostics of the design language: S syntax, N names, U units and values.
extension DiagnosticCode {
  package static let languageFamily: [DiagnosticCode] = [
    unexpected, unknownStatement, unterminatedText, invalidCharacter, notUTF8, emptyDesign, notADesign,
    misplacedStatement, tooDeep, unclosedBrace, repeatedClause, fileTooLarge, tooManyMistakes,
    unknownName, duplicateName, wrongKind, unknownParameter, missingParameter, recursion, includeNotFound,
    includeLoop, unknownScanner, unknownNucleus, unknownLabel, unknownFunction, unknownPulseFamily,
    missingStatement,
    missingUnit, wrongDimension, unlikeOperands, notWhole, outOfRange, notANumber, indexOutOfRange,
    unknownUnit,
    tooFine,
  ]

  package static let unexpected = DiagnosticCode(
    "S001", "unexpected text",
    "The parser met a word or sign where the grammar (docs/language.md) has another.")
  package static let unknownStatement = DiagnosticCode(
    "S002", "unknown statement", "A line must begin with a statement's word, a pulse, or a module's name.")
  package static let unterminatedText = DiagnosticCode(
    "S003", "text without closing quote", "Text stands between two quotes on one line.")
  package static let invalidCharacter = DiagnosticCode(
    "S004", "invalid character",
    "Outside comments and quoted text a design uses letters, digits and a few signs.")
  package static let notUTF8 = DiagnosticCode(
    "S005", "not UTF-8 text", "Designs are UTF-8 text. The file may be binary, or saved in an old encoding.")
  package static let emptyDesign = DiagnosticCode(
    "S006", "empty design", "A design begins with the word `design` and a name in quotes.")
  package static let notADesign = DiagnosticCode(
    "S007", "not a design",
    "The first line that is neither blank nor a comment decides what a file is: `design`, `module`, or a Pulseq [SECTION]."
  )
  package static let misplacedStatement = DiagnosticCode(
    "S008", "statement in the wrong place",
    "Declarations stand at the top level or in a module, events inside `sequence { ... }` or a module.")
  package static let tooDeep = DiagnosticCode(
    "S009", "nested too deeply", "Expressions and blocks may be nested 200 levels deep.")
  package static let unclosedBrace = DiagnosticCode(
    "S010", "missing closing brace", "Every `{` needs its `}`.")
  package static let repeatedClause = DiagnosticCode(
    "S011", "clause given twice", "Each clause of a statement may stand once.")
  package static let fileTooLarge = DiagnosticCode(
    "S012", "file too large",
    "Designs of up to 16 MB are read; waveforms and tables belong in files of their own.")
  package static let tooManyMistakes = DiagnosticCode(
    "S013", "too many mistakes",
    "After 200 mistakes the rest of a design is not looked at: mend the first ones, and the others may go with them."
  )
  package static let unknownName = DiagnosticCode(
    "N001", "unknown name",
    "Names are made by `let`, `pulse`, `gradient`, `readout`, `repeat ... as`, `module` and its parameters, before their use."
  )
  package static let duplicateName = DiagnosticCode(
    "N002", "name already in use", "A name is given once in its scope, so that it always means the same.")
  package static let wrongKind = DiagnosticCode(
    "N003", "wrong kind of thing",
    "The name exists but is something else, e.g. a number where a pulse is needed.")
  package static let unknownParameter = DiagnosticCode(
    "N004", "unknown parameter",
    "The pulse family, gradient kind or module does not have a parameter of this name.")
  package static let missingParameter = DiagnosticCode(
    "N005", "missing parameter", "This parameter has no value that could be assumed; it must be given.")
  package static let recursion = DiagnosticCode(
    "N006", "module calls itself",
    "Modules are expanded in place, so they cannot call themselves, directly or in a circle.")
  package static let includeNotFound = DiagnosticCode(
    "N007", "file not found", "Files are looked up relative to the file that names them.")
  package static let includeLoop = DiagnosticCode(
    "N008", "files include each other in a circle",
    "An included file may not include the file it is included from.")
  package static let unknownScanner = DiagnosticCode(
    "N009", "unknown scanner",
    "`seqc scanners` lists the built-in profiles; a site's own profile is named by its file in quotes.")
  package static let unknownNucleus = DiagnosticCode(
    "N010", "unknown nucleus", "Nuclei are written as mass number and element: 1H, 23Na, 31P.")
  package static let unknownLabel = DiagnosticCode(
    "N011", "unknown label", "Labels are those of the Pulseq format; docs/language.md lists them.")
  package static let unknownFunction = DiagnosticCode(
    "N012", "unknown function", "docs/language.md lists the functions of expressions.")
  package static let unknownPulseFamily = DiagnosticCode(
    "N013", "unknown kind of pulse, gradient or readout",
    "docs/language.md and docs/pulses.md list the kinds.")
  package static let missingStatement = DiagnosticCode(
    "N014", "statement missing", "Something the design uses needs a statement that it does not have.")
  package static let missingUnit = DiagnosticCode(
    "U001", "number without unit", "Numbers that measure something carry their unit: 3.2 ms, 45 mT/m, 90 deg."
  )
  package static let wrongDimension = DiagnosticCode(
    "U002", "wrong kind of quantity", "The value measures something else than this place needs.")
  package static let unlikeOperands = DiagnosticCode(
    "U003", "quantities that do not go together",
    "Only like quantities can be added, subtracted and compared.")
  package static let notWhole = DiagnosticCode(
    "U004", "whole number needed", "Counts and indices are whole numbers.")
  package static let outOfRange = DiagnosticCode(
    "U005", "value out of range", "The value is of the right kind but too small or too large for this place.")
  package static let notANumber = DiagnosticCode(
    "U006", "no finite number",
    "The expression divides by zero, takes the root of a negative number, or overflows.")
  package static let indexOutOfRange = DiagnosticCode(
    "U007", "index outside the list", "Lists are counted from 0.")
  package static let unknownUnit = DiagnosticCode(
    "U008", "unknown unit", "docs/language.md lists the units.")
  package static let tooFine = DiagnosticCode(
    "U009", "time finer than a picosecond", "Times are exact whole picoseconds.")
}
