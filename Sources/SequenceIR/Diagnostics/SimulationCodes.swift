/// Diagnostics about the simulation of spectra.
extension DiagnosticCode {
  package static let simulationFamily: [DiagnosticCode] = [
    noField, gradientDuringAcquisition, noSignal, noExcitationOfItsOwn, tooManyKindsOfShots, moleculeNotFound,
    notOfOneFile, noPulseToFollow, speciesNotFound, noPlaces,
    timeOutsideShot, bandWithoutLines, tooManySpins, noSuchShot, noSuchPart,
  ]

  package static let noField = DiagnosticCode(
    "M001", "field not known",
    "Chemical shifts in hertz need the field: that of the scanner's profile, or the option `--field`.")
  package static let gradientDuringAcquisition = DiagnosticCode(
    "M002", "gradient during the acquisition",
    "Spectra are simulated of data that are acquired without gradients; data of images are not spectra.")
  package static let noSignal = DiagnosticCode(
    "M003", "nothing to simulate",
    "A spectrum needs an acquisition after a pulse, and coherence that survives gradients and phase cycle.")
  package static let noExcitationOfItsOwn = DiagnosticCode(
    "M004", "acquisition without an excitation of its own",
    "Each acquisition is simulated from equilibrium; echoes of an excitation before an earlier acquisition are not."
  )
  package static let tooManyKindsOfShots = DiagnosticCode(
    "M005", "too many kinds of shots",
    "Shots that differ in more than phases are simulated one by one; phase encoding makes every shot a kind of its own."
  )
  package static let moleculeNotFound = DiagnosticCode(
    "M006", "molecule that cannot be simulated",
    "Molecules are those of the library, which holds protons, and those that the design defines.")
  package static let notOfOneFile = DiagnosticCode(
    "M007", "shots that do not fit one file",
    "A NIfTI-MRS file has one dwell time and one number of samples; shots that are sampled otherwise need a file of "
      + "their own.")
  package static let noPulseToFollow = DiagnosticCode(
    "M008", "no pulse to play",
    "The magnetisation of single spins is followed from pulse to pulse; a sequence without pulses leaves it at rest."
  )
  package static let noPlaces = DiagnosticCode(
    "M010", "no slice to look across",
    "Signals are given over places along an axis along which a pulse selects, with a gradient on that axis alone."
  )
  package static let speciesNotFound = DiagnosticCode(
    "M009", "species that cannot be simulated",
    "Species are water and fat (protons) and sodium, and molecules of the design whose spins have one shift and no "
      + "couplings.")
  package static let timeOutsideShot = DiagnosticCode(
    "M011", "time outside of the shot",
    "Times of `seqc states` count from the centre of the first pulse; states exist from its start to the first sample."
  )
  package static let bandWithoutLines = DiagnosticCode(
    "M012", "band without lines",
    "A signal can be taken apart only where one of the molecules has a line; the band holds none.")
  package static let tooManySpins = DiagnosticCode(
    "M013", "too many coupled spins",
    "N coupled spins have 4^N product operators; `seqc states` takes up to eight apart.")
  package static let noSuchShot = DiagnosticCode(
    "M014", "no such kind of shot", "`--shots` takes `mean`, or the number of a kind of shot from 1.")
  package static let noSuchPart = DiagnosticCode(
    "M015", "no such part of a state",
    "A part of a state is a class of operators, a coherence order, a number of spins, or products of operators of spins that "
      + "are coupled to one another.")
}
