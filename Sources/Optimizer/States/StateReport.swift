/// The states of all molecules as text for people.
import SequenceIR

package struct StateReport: Sendable {
  package let analysis: StateAnalysis
  /// Of `seqc`.
  package let version: String
  /// The input as the user named it.
  package let file: String
  package let nucleus: Nucleus
  package let fieldTesla: Double
  package let set: SpinParameterSet
  /// Products listed at a time.
  package let top: Int
  /// Sentences alone.
  package let isBrief: Bool

  package init(
    _ analysis: StateAnalysis, version: String, file: String, nucleus: Nucleus, fieldTesla: Double,
    set: SpinParameterSet, top: Int, isBrief: Bool
  ) {
    self.analysis = analysis
    self.version = version
    self.file = file
    self.nucleus = nucleus
    self.fieldTesla = fieldTesla
    self.set = set
    self.top = top
    self.isBrief = isBrief
  }

  package var text: String {
    var lines = [
      "\(SimulationReport.oneLine(file)): \(nucleus.name) at \(DecimalText.shortest(fieldTesla)) T, spin parameters "
        + "\(set.rawValue), line width \(DecimalText.shortest(analysis.experiment.conditions.linewidthHertz)) Hz; times from "
        + "the centre of the first pulse"
    ]
    for states in analysis.molecules { lines += ["", "== \(states.name) =="] + block(states) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func block(_ states: MoleculeStates) -> [String] {
    let words =
      StateWords.sentences(of: states)
      + analysis.removals.filter { $0.molecule == states.name }.flatMap(StateWords.sentences)
    if isBrief { return words }
    var lines = [
      "spins     "
        + states.spins.map { spin in
          "\(spin.number) \(spin.label) \(DecimalText.rounded(spin.shiftPPM, decimals: 4)) ppm"
        }.joined(separator: ", ")
    ]
    for (index, signal) in states.bands.enumerated() {
      lines.append("band \(index + 1)    \(StateReport.range(signal)): \(StateReport.signal(signal))")
    }
    lines.append(
      "numerics  relative error of the signal \(SimulationReport.error(states.errorEstimate)) (couplings every "
        + "\(DecimalText.significant(states.kickSeconds * 1e6, 3)) us)")
    lines += [""] + overview(states)
    for moment in StateWords.told(states.moments) { lines += [""] + products(moment, states) }
    lines += [""] + pathways(states)
    return lines + [""] + words
  }

  static func range(_ signal: StateBandSignal) -> String {
    let (lower, upper) = (signal.rangePPM.lowerBound, signal.rangePPM.upperBound)
    let name = signal.band.rangePPM == nil ? "whole spectrum, " : ""
    return
      "\(name)\(DecimalText.rounded(lower, decimals: 3)) to \(DecimalText.rounded(upper, decimals: 3)) ppm"
  }

  private static func signal(_ signal: StateBandSignal) -> String {
    let (size, integral) = (signal.contribution.matched.real, signal.contribution.integral)
    guard size > 0 else { return "no signal" }
    let area = (integral.real * integral.real + integral.imaginary * integral.imaginary).squareRoot()
    return "size \(DecimalText.significant(size, 4)), area \(DecimalText.significant(area, 4)) protons"
  }

  // MARK: tables

  /// One line a time: norms, what a receiver would see, classes in per cent of the squared norm.
  private func overview(_ states: MoleculeStates) -> [String] {
    let kinds = OperatorClass.allCases.filter { kind in
      kind != .unit
        && states.moments.contains { moment in
          moment.share(of: kind) > 0.005
        }
    }
    var rows = [["ms", "norm2", "mean op", "seen now"] + kinds.map(\.word) + ["where"]]
    for moment in states.moments {
      var row = [
        StateReport.fixed(moment.seconds * 1e3, 3), StateReport.fixed(moment.norm, 3),
        StateReport.fixed(moment.averageNorm, 3), StateReport.fixed(moment.observableNow, 3),
      ]
      for kind in kinds {
        row.append(StateReport.fixed(100 * moment.share(of: kind), 1))
      }
      rows.append(row + [moment.title + (moment.isInSlice ? " *" : "")])
    }
    return [
      "norm2: mean squared norm, equilibrium 1; mean op: squared norm of the operator averaged over the voxel; seen now: "
        + "signal of a receiver opened then, an ideal 90 degree pulse gives 1; the rest in % of mean op, in % of norm2 where places of a slice differ (*)"
    ] + StateReport.table(rows)
  }

  private func products(_ moment: StateMoment, _ states: MoleculeStates) -> [String] {
    let wholes = states.bands.map { $0.contribution.matched.real }
    var chosen = Array(moment.terms.indices.prefix(top))
    for band in wholes.indices where wholes[band] > 0 {
      let order = moment.terms.indices.sorted {
        (-abs(moment.terms[$0].contributions[band].matched.real), $0)
          < (-abs(moment.terms[$1].contributions[band].matched.real), $1)
      }
      chosen += order.prefix(top).filter { !chosen.contains($0) }
    }
    var rows = [
      ["product", "mean", "rms", "% norm"] + wholes.indices.flatMap { ["% band \($0 + 1)", "phase"] }
    ]
    for index in chosen.sorted() {
      let term = moment.terms[index]
      rows.append(
        [
          term.name, StateReport.complex(term.average), StateReport.fixed(term.rootMeanSquare, 4),
          StateReport.fixed(100 * term.share, 1),
        ] + wholes.indices.flatMap { StateReport.share(term.contributions[$0], of: wholes[$0]) })
    }
    let title =
      "\(StateReport.fixed(moment.seconds * 1e3, 3)) ms, \(moment.title): products of the largest coefficients and "
      + "contributions"
    var lines = [title] + StateReport.table(rows)
    for (band, value) in moment.interference.enumerated() where wholes[band] > 0 {
      lines.append(
        "band \(band + 1): \(moment.terms.isEmpty ? "nothing" : "all products") together: |sum| / sum of sizes "
          + "\(StateReport.fixed(value.coherence, 3)), interferometric enhancement "
          + StateReport.fixed(value.enhancement, 3))
    }
    return lines
  }

  private func pathways(_ states: MoleculeStates) -> [String] {
    let wholes = states.bands.map { $0.contribution.matched.real }
    var rows = [["orders after each pulse"] + wholes.indices.flatMap { ["% band \($0 + 1)", "phase"] }]
    for pathway in states.pathways.prefix(top) {
      rows.append(
        [StateWords.pathway(pathway.orders)]
          + wholes.indices.flatMap { StateReport.share(pathway.contributions[$0], of: wholes[$0]) })
    }
    var lines = ["coherence pathways"] + StateReport.table(rows)
    for band in wholes.indices where wholes[band] > 0 {
      let value = Interference(states.pathways.map { $0.contributions[band] })
      lines.append(
        "band \(band + 1): \(states.pathways.count) pathways: |sum| / sum of sizes \(StateReport.fixed(value.coherence, 3)), "
          + "interferometric enhancement \(StateReport.fixed(value.enhancement, 3))")
    }
    return states.pathwayNote.isEmpty ? lines : lines + ["note: \(states.pathwayNote)"]
  }

  // MARK: cells

  /// Per cent of the signal, and the phase against it in degrees.
  private static func share(_ contribution: StateContribution, of whole: Double) -> [String] {
    guard whole > 0 else { return ["-", "-"] }
    let (re, im) = contribution.matched
    guard re * re + im * im > 1e-16 * whole * whole else { return ["0.0", "-"] }
    return [fixed(100 * re / whole, 1), fixed(ElementaryFunctions.atan2(im, re) * 180 / Double.pi, 0)]
  }

  private static func complex(_ value: (real: Double, imaginary: Double)) -> String {
    let real = fixed(value.real, 4)
    guard abs(value.imaginary) > 5e-5 else { return real }
    return "\(real)\(value.imaginary < 0 ? "-" : "+")\(fixed(abs(value.imaginary), 4))i"
  }

  /// With all its places after the point.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var text = DecimalText.rounded(value, decimals: decimals)
    if text == "-0" { text = "0" }
    guard decimals > 0, !text.contains("e") else { return text }
    let places = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = places.count > 1 ? places[1].count : 0
    if fraction == 0 { text += "." }
    return text + String(repeating: "0", count: decimals - fraction)
  }

  /// Columns side by side: the first and the last to the left where they are words, numbers to the right.
  private static func table(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isWord = rows.dropFirst().contains { column < $0.count && isText($0[column]) }
        let isLast = column == row.count - 1
        line += (column == 0 ? "  " : "  ") + (isWord ? cell + (isLast ? "" : padding) : padding + cell)
      }
      return line
    }
  }

  private static func isText(_ cell: String) -> Bool {
    cell.contains { $0.isLetter && $0 != "i" && $0 != "e" } || cell.contains(" ")
  }
}
