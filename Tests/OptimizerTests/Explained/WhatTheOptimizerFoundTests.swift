// docs/what-the-optimizer-found.md: its tables are made here, and what it says matters is taken away here.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct WhatTheOptimizerFoundTests {
  private static let page = "docs/what-the-optimizer-found.md"
  private static let bands: [(name: String, range: ClosedRange<Double>)] = [
    ("Glu", 2.28...2.40), ("Gln", 2.40...2.52),
  ]
  private struct Shots {
    let title: String
    let name: String
    let set: Int
  }

  private static let shots = [
    Shots(title: "precise", name: "precise", set: 0),
    Shots(title: "separated, show_glu", name: "separated", set: 0),
    Shots(title: "separated, show_gln", name: "separated", set: 1),
    Shots(title: "robust", name: "robust", set: 0),
  ]

  // MARK: the tables

  /// Takes minutes: `make what-the-optimizer-found` writes them anew.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SEQC_EXPLAIN"] != nil))
  func theTablesAreThoseOfThePage() throws {
    let text = try #require(Golden.text(at: Self.page))
    let (begin, end) = ("<!-- tables: begin -->\n", "<!-- tables: end -->")
    let before = try #require(text.components(separatedBy: begin).first)
    let after = try #require(text.components(separatedBy: end).last)
    Golden.expect(before + begin + "\n" + (try Self.tables()) + end + after, at: Self.page)
  }

  private static func number(_ value: Double) -> String { DecimalText.rounded(value, decimals: 1) }

  private static let classes = OperatorClass.allCases.filter { $0 != .unit }

  /// What is told of one molecule in one kind of shots.
  private struct Rows {
    var signals: [[String]] = []
    var states: [[String]] = []
    var sources: [[String]] = []
    var ablations: [[String]] = []
    var parts: [String] = []
  }

  private static func tables() throws -> String {
    var all = Rows()
    for shot in shots {
      let sequence = try ExplainedSequence(shot.name, set: shot.set)
      for name in ["Glu", "Gln"] {
        let rows = try rows(of: name, in: sequence, [shot.title, name])
        all.signals += rows.signals
        all.states += rows.states
        all.sources += rows.sources
        all.ablations += rows.ablations
        all.parts = rows.parts
      }
    }
    let first = ["shots", "molecule"]
    let signals = FigureTable("", first + bands.map { "in the band of \($0.name) (%)" }, all.signals)
    let states = FigureTable(
      "", first + ["at"] + classes.map { "\($0.word) (%)" } + ["a coil would see (%)"], all.states)
    let sources = FigureTable(
      "", first + ["band"] + all.parts + ["of what all would add up to (%)"], all.sources)
    let ablations = FigureTable("", first + ["band"] + all.parts, all.ablations)
    return """
      **Signal**: norm of the spectrum in a band, over that of the band's owner under an ideal acquisition.

      \(signals.markdown)
      **States** when the searched pulse begins and ends: shares of classes in the squared norm, and what a receiver opened then
      would see of an ideal 90 degree pulse's signal.

      \(states.markdown)
      **Where the signal of a band came from**: contributions of the parts of the state at the start of the searched pulse, % of
      the molecule's own signal in the band. They add up to 100.

      \(sources.markdown)
      **Without a part**: energy in the band that is left when the part is taken out of the state at the start of the searched
      pulse (%). Above 100: the part cancelled others.

      \(ablations.markdown)

      """
  }

  private static func rows(
    of name: String, in sequence: ExplainedSequence, _ first: [String]
  ) throws -> Rows {
    let told = try sequence.states(
      name, bands: bands.map { StateBand($0.range) }, asked: [sequence.start])
    let molecule = try sequence.molecule(name)
    var rows = Rows()
    var signals: [String] = first
    for (index, band) in bands.enumerated() {
      let owner = sequence.ideal.states(
        of: try sequence.molecule(band.name), named: band.name, bands: [StateBand(band.range)],
        marks: try sequence.ideal.marks(askedSeconds: []))
      let own: Double = told.bands[index].contribution.matched.real
      signals.append(number(100 * own / owner.bands[0].contribution.matched.real))
    }
    rows.signals = [signals]
    for (place, seconds) in [("start", sequence.start), ("end", sequence.end)] {
      let moment = try #require(told.moment(at: seconds))
      var cells: [String] = first + [place]
      for kind in classes {
        let norm: Double = moment.classes.first { $0.class == kind }?.part.norm ?? 0
        cells.append(number(100 * norm / moment.norm))
      }
      rows.states.append(cells + [number(100 * moment.observableNow)])
    }
    let moment = try #require(told.moment(at: sequence.start))
    for (index, band) in bands.enumerated() {
      let parts = told.parts(moment, band: index)
      rows.parts = parts.map { $0.name }
      let whole: Double = told.bands[index].contribution.matched.real
      var cells: [String] = first + [band.name]
      for part in parts { cells.append(number(100 * part.matched / whole)) }
      rows.sources.append(cells + [number(100 * moment.interference[index].coherence)])
      rows.ablations.append(first + [band.name])
    }
    for part in rows.parts {
      let selection = try #require(ExplainedSequence.selection(part, of: molecule, named: name))
      let (whole, rest) = try sequence.experiment.spectra(
        of: molecule, without: selection, atSeconds: sequence.start)
      for (index, band) in bands.enumerated() {
        let ratio: Double = rest.size(inPPM: band.range) / whole.size(inPPM: band.range)
        rows.ablations[index].append(number(100 * ratio * ratio))
      }
    }
    return rows
  }

  // MARK: the claims

  struct Claim: Sendable, CustomTestStringConvertible {
    let shots: String
    let molecule: String
    let band: String
    let part: String
    let verdict: String

    var testDescription: String { "\(shots): \(part) of \(molecule) in the band of \(band) \(verdict)" }
  }

  /// The rows of the page.
  private static let claims: [Claim] = {
    let text = Golden.text(at: page) ?? ""
    let parts = text.components(separatedBy: "<!-- claims -->")
    guard parts.count == 3 else { return [] }
    return parts[1].split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 5, cells[0] != "shots", !cells[0].hasPrefix("-") else { return nil }
      return Claim(shots: cells[0], molecule: cells[1], band: cells[2], part: cells[3], verdict: cells[4])
    }
  }()

  @Test func thePageClaimsSomething() {
    for verdict in ["matters", "does not matter", "cancels"] {
      #expect(Self.claims.contains { $0.verdict == verdict }, "\(verdict)")
    }
  }

  /// What matters costs half of the energy, what does not matter a twentieth at most, and without what cancels there is
  /// at least twice as much.
  @Test func whatThePageSaysIsTakenAwayAndMissed() throws {
    var known: [String: ExplainedSequence] = [:]
    for claim in Self.claims {
      let shot = try #require(Self.shots.first { $0.title == claim.shots }, "\(claim.shots)")
      if known[claim.shots] == nil {
        known[claim.shots] = try ExplainedSequence(shot.name, set: shot.set, places: 8)
      }
      let sequence = try #require(known[claim.shots])
      let molecule = try sequence.molecule(claim.molecule)
      let band = try #require(Self.bands.first { $0.name == claim.band }).range
      let selection = try #require(
        ExplainedSequence.selection(claim.part, of: molecule, named: claim.molecule), "\(claim.part)")
      let (whole, rest) = try sequence.experiment.spectra(
        of: molecule, without: selection, atSeconds: sequence.start)
      let left = pow(rest.size(inPPM: band) / whole.size(inPPM: band), 2)
      switch claim.verdict {
      case "matters": #expect(left <= 0.5, "\(claim.testDescription): \(left)")
      case "does not matter": #expect(left >= 0.95 && left <= 1.05, "\(claim.testDescription): \(left)")
      case "cancels": #expect(left >= 2, "\(claim.testDescription): \(left)")
      default: Issue.record("\(claim.verdict) is no verdict")
      }
    }
  }
}
