/// Checks of what a run spends over time: RF power, specific absorption, heating of the gradients.
extension CheckTable {
  static let powerAndHeating: [Check] = transmitter + exposure + absorption + parallel + heating

  private static let transmitter: [Check] = [
    Check(
      code: "R007", title: "peak B1 of the subject",
      failure: "peak B1 is more than the transmitter gives in this subject",
      rule: "max |B1(t)| <= 500 Hz / gamma (11.74 uT for protons) x rf-peak-voltage / rf-reference-voltage",
      needs: [.peakVoltage, .referenceVoltage], unit: "uT",
      promises: "the pulse is not clipped in a subject of this reference voltage",
      doesNotPromise: "that the next subject has this reference voltage: give that of the one who needs most",
      source:
        "the reference voltage is what a rectangle of 1 ms needs for 180 deg; voltage and B1 are in proportion",
      run: RFPowerChecks.referenceVoltage, help: RFChecks.peakHelp),
    Check(
      code: "R008", title: "RF duty", failure: "RF is on for too much of the time",
      rule:
        "share of time between first and last sample of RF events whose B1 is not zero, in any window of "
        + "rf-duty-window, <= rf-duty, over the run repeated at once", needs: [.rfDuty, .rfDutyWindow],
      unit: "%",
      promises: "the amplifier has the pauses it needs, wherever the window begins",
      doesNotPromise: "that its power supply holds the peak: energy over time is another limit",
      source: "limit of the amplifier, from the site", run: RFPowerChecks.duty, help: RFPowerChecks.dutyHelp,
      label: CheckLabel.mean, withoutLimit: RFPowerChecks.dutyOfRun),
    Check(
      code: "R009", title: "channels of RF shims", failure: "an RF shim does not fit the coil",
      rule: "channels of every RF shim that is played = rf-channels", needs: [.transmitChannels], unit: "",
      promises: "each channel of the coil is told what to do",
      doesNotPromise: "what the channels make of B1 and of SAR together",
      source: "the extension RF_SHIMS of Pulseq lists magnitude and phase of every channel",
      run: RFPowerChecks.shimChannels, help: CheckAdvice.shim, label: CheckLabel.itself),
  ]

  private static let exposure: [Check] = [
    Check(
      code: "X001", title: "B1+rms", failure: "B1+rms exceeds the limit of the scanner",
      rule: "sqrt(1/T integral |B1|^2 dt) <= b1-rms for every window of T = 10 s of the run repeated at once",
      needs: [.b1RMS], unit: "uT",
      promises:
        "the largest value over all windows, wherever they begin, from the integrals of the pulses themselves",
      doesNotPromise: "anything of what was played before the run",
      source: "IEC 60601-2-33 defines B1+rms over any 10 s; exact for held samples and straight lines",
      run: RFPowerChecks.b1RMS, help: RFPowerChecks.lessRFHelp, label: CheckLabel.mean,
      withoutLimit: RFPowerChecks.b1RMSInWords),
    Check(
      code: "X002", title: "B1+rms by an implant's label",
      failure: "B1+rms exceeds what the implant's label allows",
      rule:
        "sqrt(1/T integral |B1|^2 dt) <= implant-b1-rms for every window of T = 10 s of the run repeated at once",
      needs: [.implantB1RMS], unit: "uT",
      promises: "the label's condition on B1+rms, for the B1 that the file asks for",
      doesNotPromise:
        "the other conditions of the label, and that the scanner's B1 is what the file asks for",
      source:
        "MR Conditional labels, typically 2.0 or 2.8 uT at 3 T; the site gives that of the subject's implant",
      run: RFPowerChecks.b1RMSForImplant, help: RFPowerChecks.lessRFHelp, label: CheckLabel.mean,
      withoutLimit: RFPowerChecks.b1RMSInWords),
  ]

  private static let windows =
    "over every 6 min, and twice that over every 10 s, of the run repeated at once"

  private static let publicFactor = StandIn(
    .wholeBodySAR,
    "public models of two adults, 0.24 to 0.60 W/kg per uT^2, for the body coil at 3 T; else not evaluated",
    .secondary)
  private static let anyTemperature = StandIn(
    .ambientTemperature, "any temperature, so that in first-level mode nothing is proven between 2 and 4 W/kg"
  )

  private static let absorption: [Check] = [
    Check(
      code: "X003", title: "estimated whole-body SAR",
      failure: "the estimate of whole-body SAR exceeds the limit",
      rule:
        "k x mean square of B1 <= 2 W/kg in normal mode, 4 W/kg in first-level mode (less 0.25 W/kg for each "
        + "degree above 25 degC; not proven between 2 and 4 W/kg where ambient-temperature is not known), \(windows); k = sar-whole-body, else 0.24 to 0.60 W/kg per uT^2 for the body coil at 3 T",
      needs: [.fieldStrength], unit: "W/kg",
      promises: "the whole interval of the estimate keeps the limit, in every window",
      doesNotPromise:
        "the SAR of a patient: neither end of the interval is a bound. Position, size and a second transmit channel "
        + "change it, and the scanner's supervision decides",
      source:
        "limits of IEC 60601-2-33 edition 3.2 from secondary texts; k from the models reviewed in IEEE Rev "
        + "Biomed Eng 2017;10:95-121, table VI, which differ by 1.8 for one and the same model",
      run: SpecificAbsorptionChecks.wholeBody, help: RFPowerChecks.lessRFHelp, label: CheckLabel.mean,
      uses: [publicFactor, anyTemperature], limitConfidence: .secondary,
      statements: [.transmitCoil, .operatingMode], limitIsAFigure: false),
    Check(
      code: "X004", title: "estimated head SAR", failure: "the estimate of head SAR exceeds the limit",
      rule: "sar-head x mean square of B1 <= 3.2 W/kg in both modes, \(windows)", needs: [.headSAR],
      unit: "W/kg", promises: "the limit holds in every window, with the site's factor",
      doesNotPromise: "the SAR of a patient: the factor is of the coil and the position it was found with",
      source:
        "limits of IEC 60601-2-33 edition 3.2 from secondary texts; no public factor of a head coil was found",
      run: SpecificAbsorptionChecks.head, help: RFPowerChecks.lessRFHelp, label: CheckLabel.mean,
      limitConfidence: .secondary, statements: [.operatingMode], limitIsAFigure: false),
    Check(
      code: "X005", title: "estimated partial-body SAR",
      failure: "the estimate of partial-body SAR exceeds the limit",
      rule: "k x mean square of B1 <= 10 - 8 r W/kg in normal mode, 10 - 6 r in first-level mode, r = "
        + "exposed-mass-ratio, \(windows); k = sar-partial-body, else from k of the whole body to k / r",
      needs: [.exposedMassRatio, .fieldStrength], unit: "W/kg",
      promises: "the whole interval of the estimate keeps the limit, in every window",
      doesNotPromise: "the SAR of a patient; and r is that of one position of one subject",
      source:
        "limits of IEC 60601-2-33 edition 3.2 from secondary texts; what the body absorbs is absorbed in its "
        + "exposed part, so that its SAR is at most that of the whole body over r",
      run: SpecificAbsorptionChecks.partialBody, help: RFPowerChecks.lessRFHelp, label: CheckLabel.mean,
      uses: [
        StandIn(.partialBodySAR, "what the factor of the whole body allows of the exposed part", .derived),
        publicFactor,
      ], limitConfidence: .secondary, statements: [.transmitCoil, .operatingMode], limitIsAFigure: false),
    Check(
      code: "X006", title: "estimated local SAR", failure: "the estimate of local SAR exceeds the limit",
      rule:
        "sar-local x mean square of B1 <= 10 W/kg (20 in first-level mode) with a local coil at head or trunk, "
        + "20 (40) at an arm or leg, \(windows); no limit for volume coils",
      needs: [.localSAR], unit: "W/kg", promises: "the limit holds in every window, with the site's factor",
      doesNotPromise: "the SAR of a patient; local SAR varies more between subjects than any other",
      source:
        "limits of IEC 60601-2-33 edition 3.2 from secondary texts; public models of the body coil at 3 T have "
        + "3.9 to 9 W/kg per uT^2 in 10 g",
      run: SpecificAbsorptionChecks.local, help: RFPowerChecks.lessRFHelp,
      label: { $0.relation == .kept ? $0.what : CheckLabel.mean($0, $1) },
      limitConfidence: .secondary, statements: [.transmitCoil, .operatingMode], limitIsAFigure: false,
      withoutLimit: SpecificAbsorptionChecks.localInWords),
    Check(
      code: "X007", title: "estimated energy dose",
      failure: "the estimate of the energy dose exceeds the limit",
      rule: "k x integral of |B1|^2 over one run <= specific-energy-dose, k as for the whole body",
      needs: [.specificEnergyDose, .fieldStrength], unit: "kJ/kg",
      promises: "one run stays within the dose of an examination",
      doesNotPromise: "that the examination does: what else is played in it adds up",
      source: "scanners count 14.4 kJ/kg, of which no public source was found: the site gives its own",
      run: SpecificAbsorptionChecks.dose, help: RFPowerChecks.lessRFHelp, label: CheckLabel.mean,
      uses: [publicFactor], statements: [.transmitCoil], withoutLimit: SpecificAbsorptionChecks.doseInWords),
  ]

  private static let parallel: [Check] = [
    Check(
      code: "X008", title: "estimated SAR of parallel transmission",
      failure: "the estimate of SAR by the coil's matrices exceeds the limit",
      rule:
        "w^H Q w x mean square of B1 <= the limit of its kind for every q-matrix Q of the profile, w the weights of "
        + "the RF shim, \(windows); where no shim is played there is nothing to hold",
      needs: [], unit: "W/kg", promises: "the limits hold in every window, with the site's matrices",
      doesNotPromise: "the SAR of a patient: matrices are of one model in one position",
      source:
        "local SAR is a quadratic form of the channels' amplitudes; virtual observation points bound all of its "
        + "matrices by a few (Magn Reson Med 2011;66:1468)",
      run: ParallelTransmission.matrices, help: RFPowerChecks.lessRFHelp, label: CheckLabel.mean,
      uses: [anyTemperature], usesParts: [.matrices], limitConfidence: .secondary,
      statements: [.transmitCoil, .operatingMode])
  ]

  private static let heating: [Check] = [
    Check(
      code: "H001", title: "gradient rms", failure: "the root mean square of a gradient exceeds the limit",
      rule: "sqrt(1/T integral G^2 dt) <= gradient-rms on every physical axis, in every window of T = "
        + "gradient-rms-window, over the run repeated at once",
      needs: [.gradientRMS, .gradientRMSWindow], unit: "mT/m",
      promises: "the coil is not asked for more heat than the site's figure, over the whole run",
      doesNotPromise: "that the coil was cold before the run",
      source: "heat goes with the square of the current; integrals of straight pieces are exact. Where the "
        + "orientation is free an axis carries anything from its own part to the whole vector",
      run: GradientHeating.rootMeanSquare, help: GradientHeating.help, label: CheckLabel.mean,
      withoutLimit: GradientHeating.rootMeanSquareOfRun),
    Check(
      code: "H002", title: "gradient duty", failure: "a gradient is on for too much of the time",
      rule:
        "share of time with a gradient that is not zero <= gradient-duty on every physical axis, in every window "
        + "of gradient-duty-window, over the run repeated at once",
      needs: [.gradientDuty, .gradientDutyWindow], unit: "%",
      promises: "the amplifiers have the pauses of the site's figure, over the whole run",
      doesNotPromise: "that strong gradients may be on for so long: the root mean square is another limit",
      source: "limit of the amplifiers, from the site", run: GradientHeating.duty,
      help: GradientHeating.help, label: CheckLabel.mean, withoutLimit: GradientHeating.dutyOfRun),
  ]
}
