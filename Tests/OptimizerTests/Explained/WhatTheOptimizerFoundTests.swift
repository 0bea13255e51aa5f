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
  private static let shots = [
    (title: "precise", name: "precise", set: 0), ("separated, show_glu", "separated", 0),
    ("separated, show_gln", "separated", 1), ("robust", "robust", 0),
  ]

  // MARK: the tables

  /// Takes a minute: `make what-the-optimizer-found` writes them anew.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SEQC_EXPLAIN"] != nil))
  func theTablesAreThoseOfThePage() throws {
    let text = try #require(Golden.text(at: Self.page))
    let (begin, end) = ("<!-- tables: begin -->\n", "<!-- tables: end -->")
    let before = try #require(text.components(separatedBy: begin).first)
    let after = try #require(text.components(separatedBy: end).last)
    Golden.expect(before + begin + "\n" + (try Self.tables()) + end + after, at: Self.page)
  }

  private static func number(_ value: Double) -> String { DecimalText.rounded(value, decimals: 1) }

  private static func tables() throws -> String {
    var signals = FigureTable(
      "", ["shots", "molecule"] + bands.map { "in the band of \($0.name) (%)" }, [])
    var states = FigureTable("", [], [])
    var sources = FigureTable("", [], [])
    var ablations = FigureTable("", [], [])
    for shot in shots {
      let sequence = try ExplainedSequence(shot.name, set: shot.set)
      for name in ["Glu", "Gln"] {
        let told = try sequence.states(name, bands: bands.map { StateBand($0.range) })
        let molecule = try sequence.molecule(name)
        let first = [shot.title, name]
        signals.rows.append(
          first
            + (try bands.map { band in
              let owner = sequence.ideal.states(
                of: try sequence.molecule(band.name), named: band.name, bands: [StateBand(band.range)],
                marks: try sequence.ideal.marks(askedSeconds: []))
              let index = bands.firstIndex { $0.name == band.name } ?? 0
              return number(
                100 * told.bands[index].contribution.matched.real
                  / owner.bands[0].contribution.matched.real)
            }))
        for (place, seconds) in [("start", sequence.start), ("end", sequence.end)] {
          let moment = try #require(told.moment(at: seconds))
          let classes = OperatorClass.allCases.filter { $0 != .unit }
          if states.header.isEmpty {
            states = FigureTable(
              "", ["shots", "molecule", "at"] + classes.map { "\($0.word) (%)" } + ["a coil would see (%)"], [])
          }
          states.rows.append(
            first + [place]
              + classes.map { kind in
                let part = moment.classes.first { $0.class == kind }?.part
                return number(100 * (part?.norm ?? 0) / moment.norm)
              } + [number(100 * moment.observableNow)])
        }
        for (index, band) in bands.enumerated() {
          let moment = try #require(told.moment(at: sequence.start))
          let parts = told.parts(moment, band: index)
          if sources.header.isEmpty {
            sources = FigureTable(
              "", ["shots", "molecule", "band"] + parts.map(\.name) + ["of what would be if all added (%)"], [])
            ablations = FigureTable("", ["shots", "molecule", "band"] + parts.map(\.name), [])
          }
          let whole = told.bands[index].contribution.matched.real
          sources.rows.append(
            first + [band.name] + parts.map { number(100 * $0.matched / whole) }
              + [number(100 * moment.interference[index].coherence)])
        }
        var left: [[String]] = bands.map { first + [$0.name] }
        for part in ablations.header.dropFirst(3) {
          let selection = try #require(
            ExplainedSequence.selection(part, of: molecule, named: name))
          let (whole, rest) = try sequence.experiment.spectra(
            of: molecule, without: selection, atSeconds: sequence.start)
          for (index, band) in bands.enumerated() {
            let ratio = rest.size(inPPM: band.range) / whole.size(inPPM: band.range)
            left[index].append(number(100 * ratio * ratio))
          }
        }
        ablations.rows += left
      }
    }
    return """
      **Signal**: norm of the spectrum in a band, over that of its owner under an ideal acquisition.

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
      let sequence = try known[claim.shots] ?? ExplainedSequence(shot.name, set: shot.set)
      known[claim.shots] = sequence
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
