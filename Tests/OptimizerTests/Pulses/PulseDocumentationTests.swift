/// Keeps the tables of `docs/pulses.md`: parameters as the code has them, profiles as they are measured.
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct PulseDocumentationTests {
  @Test func tablesOfThePageAreThoseOfTheCode() throws {
    let page = try #require(Golden.text(at: "docs/pulses.md"))
    var lines: [String] = []
    var isInTable = false
    var filled: [String] = []
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "<!-- end of table -->" { isInTable = false }
      if !isInTable { lines.append(line) }
      guard line.hasPrefix("<!-- table: ") else { continue }
      let name = String(line.dropFirst("<!-- table: ".count).dropLast(" -->".count))
      lines += try table(name)
      filled.append(name)
      isInTable = true
    }
    #expect(
      filled == PulseFamily.all.map(\.name) + ["file"] + PulseFamily.derived.map(\.name) + [
        "optimized", "measured",
      ])
    Golden.expect(lines.joined(separator: "\n"), at: "docs/pulses.md")
  }

  private func table(_ name: String) throws -> [String] {
    if name == "measured" { return try measured() }
    if name == "optimized" { return rows(PulseFamily.optimized.parameters) }
    if name == "file" { return rows(PulseShape.parameters) }
    let families = PulseFamily.all + PulseFamily.derived
    return rows(try #require(families.first { $0.name == name }).parameters)
  }

  private func rows(_ parameters: [PulseFamily.Parameter]) -> [String] {
    ["| parameter | takes | when left out | meaning |", "|---|---|---|---|"]
      + parameters.map { parameter in
        let takes =
          switch parameter.kind {
          case .quantity(let dimension): dimension.description + range(parameter)
          case .keyword(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
          case .flag: "a flag"
          }
        let omitted = parameter.fallback.map { "`\($0)`" } ?? parameter.whenOmitted ?? "must be given"
        return "| `\(parameter.name)` | \(takes) | \(omitted) | \(parameter.meaning) |"
      }
  }

  private func range(_ parameter: PulseFamily.Parameter) -> String {
    guard let from = parameter.from, let to = parameter.to else { return "" }
    return ", \(from) to \(to)"
  }

  private static let requests: [(String, String, [String: Double], [String: String])] = [
    ("rect", "1 ms, 90 deg", ["flip": 90 * degrees, "duration": 1e-3], [:]),
    ("gauss", "8 ms, 300 Hz, 10 deg", ["flip": 10 * degrees, "duration": 8e-3, "bandwidth": 300], [:]),
    ("gauss", "8 ms, 300 Hz, 90 deg", ["flip": 90 * degrees, "duration": 8e-3, "bandwidth": 300], [:]),
    ("sinc", "2.56 ms, 6, 10 deg", ["flip": 10 * degrees, "duration": 2.56e-3, "time_bandwidth": 6], [:]),
    ("sinc", "2.56 ms, 6, 90 deg", ["flip": 90 * degrees, "duration": 2.56e-3, "time_bandwidth": 6], [:]),
    ("slr", "excitation, least-squares", slr, [:]),
    ("slr", "excitation, equiripple", slr, ["filter": "equiripple"]),
    ("slr", "excitation, minimum-phase", slr, ["filter": "minimum-phase"]),
    ("slr", "excitation, windowed-sinc", slr, ["filter": "windowed-sinc"]),
    ("slr", "refocusing, least-squares", slr, ["use": "refocusing"]),
    ("slr", "refocusing, equiripple", slr, ["use": "refocusing", "filter": "equiripple"]),
    ("slr", "inversion, minimum-phase", slr, ["use": "inversion", "filter": "minimum-phase"]),
    ("slr", "saturation, maximum-phase", slr, ["use": "saturation", "filter": "maximum-phase"]),
    ("adiabatic", "hs, 8 ms, 2 kHz", ["duration": 8e-3, "bandwidth": 2_000], ["family": "hs"]),
    (
      "adiabatic", "hs of order 4, 8 ms, 3 kHz", ["duration": 8e-3, "bandwidth": 3_000, "order": 4],
      ["family": "hs"]
    ),
    (
      "adiabatic", "goia-wurst, 3.5 ms, 20 kHz", ["duration": 3.5e-3, "bandwidth": 20_000],
      ["family": "goia-wurst"]
    ),
    (
      "adiabatic", "goia-wurst, 4.5 ms, 10 kHz", ["duration": 4.5e-3, "bandwidth": 10_000],
      ["family": "goia-wurst"]
    ),
    ("adiabatic", "wurst, 4 ms, 20 kHz", ["duration": 4e-3, "bandwidth": 20_000], ["family": "wurst"]),
  ]

  private static let slr = ["duration": 3.2e-3, "time_bandwidth": 8.0]

  /// Rounded to three decimals, so that the page does not follow last bits.
  private func measured() throws -> [String] {
    var rows = [
      "| pulse | peak B1, uT | bandwidth, Hz | measured / stated | 90 % to 10 % | inside | outside |",
      "|---|---|---|---|---|---|---|",
    ]
    for (family, title, quantities, keywords) in Self.requests {
      let wave = try pulse(family, quantities, keywords, rasterMicroseconds: 4)
      let band = try #require(wave.bandwidthHertz)
      let profile = PulseProfile(of: wave, halfWidthHertz: 3 * band, count: 1_201)
      let width = try #require(profile.fullWidthHalfMaximum)
      let inside = profile.extremes(atDistances: 0...(0.3 * band))
      let outside = profile.extremes(atDistances: (0.75 * band)...(3 * band)).most
      let transition = profile.transitionWidth.map { DecimalText.rounded($0 / band, decimals: 3) } ?? "-"
      let microtesla = wave.peakHertz / Nucleus.proton.hertzPerTesla * 1e6
      rows.append(
        "| `\(family)`, \(title) | \(DecimalText.rounded(microtesla, decimals: 2)) | \(DecimalText.rounded(band, decimals: 0)) "
          + "| \(DecimalText.rounded(width / band, decimals: 3)) | \(transition) "
          + "| \(DecimalText.rounded(inside.least, decimals: 3)) to \(DecimalText.rounded(inside.most, decimals: 3)) "
          + "| \(DecimalText.rounded(outside, decimals: 3)) |")
    }
    return rows
  }
}
