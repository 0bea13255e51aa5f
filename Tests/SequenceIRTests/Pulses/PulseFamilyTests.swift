/// The table of pulse families: what it promises, what it refuses, and that its waveforms are the same
/// everywhere.
import SequenceIR
import TestSupport
import Testing

@Suite struct PulseFamilyTests {
  @Test func everyFallbackAndLimitIsAQuantityOfItsParameter() {
    for family in PulseFamily.all {
      for parameter in family.parameters {
        for text in [parameter.fallback, parameter.from, parameter.to].compactMap(\.self) {
          switch parameter.kind {
          case .quantity(let dimension):
            let unit = text.split(separator: " ").dropFirst().first.map(String.init)
            #expect(PulseFamily.Parameter.value(of: text) != nil, "\(family.name) \(parameter.name) \(text)")
            #expect(
              (unit.flatMap(Unit.parse)?.dimension ?? .none) == dimension,
              "\(family.name) \(parameter.name) \(text)")
          case .keyword(let choices): #expect(choices.contains(text))
          case .flag: #expect(text == "true" || text == "false")
          }
        }
      }
    }
  }

  @Test func namesAreUniqueAndFound() {
    #expect(Set(PulseFamily.all.map(\.name)).count == PulseFamily.all.count)
    for family in PulseFamily.all { #expect(PulseFamily.named(family.name)?.name == family.name) }
    #expect(PulseFamily.named("sync") == nil)
  }

  /// A mistake, what it is blamed on, and the correction that makes the same pulse good.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let family: String
    var quantities: [String: Double] = [:]
    var keywords: [String: String] = [:]
    let blamed: String?
    let says: String
    let correction: [String: Double?]
    var keywordCorrection: [String: String] = [:]
    var testDescription: String { "\(family): \(says)" }
  }

  static let good = ["flip": Double.pi / 2, "duration": 3.2e-3, "time_bandwidth": 6.0]

  static let mistakes: [Mistake] = [
    Mistake(
      family: "rect", quantities: ["duration": 1e-3], blamed: nil, says: "needs flip", correction: ["flip": 1]
    ),
    Mistake(
      family: "rect", quantities: ["flip": 1, "duration": 1.0005e-3], blamed: "duration",
      says: "not a multiple",
      correction: ["duration": 1.001e-3]),
    Mistake(
      family: "rect", quantities: ["flip": 1, "duration": 0.1], blamed: "duration", says: "100000 samples",
      correction: ["duration": 0.05]),
    Mistake(
      family: "rect", quantities: ["flip": 1, "duration": -1e-3], blamed: "duration", says: "below 1 ns",
      correction: ["duration": 1e-3]),
    Mistake(
      family: "rect", quantities: ["flip": .nan, "duration": 1e-3], blamed: "flip", says: "not a finite",
      correction: ["flip": 1]),
    Mistake(
      family: "rect", quantities: ["flip": 1, "duration": 1e-3, "bandwidth": 1], blamed: "bandwidth",
      says: "no parameter bandwidth", correction: ["bandwidth": nil]),
    Mistake(
      family: "sinc", quantities: good.merging(["bandwidth": 2_000]) { $1 }, blamed: "time_bandwidth",
      says: "both given",
      correction: ["bandwidth": nil]),
    Mistake(
      family: "sinc", quantities: ["flip": 1, "duration": 3.2e-3], blamed: nil, says: "neither bandwidth",
      correction: ["bandwidth": 2_000]),
    Mistake(
      family: "sinc", quantities: ["flip": 1, "duration": 3.2e-3, "bandwidth": 300], blamed: "bandwidth",
      says: "too small", correction: ["bandwidth": 313]),
    Mistake(
      family: "sinc", quantities: ["flip": 1, "duration": 0.1e-3, "bandwidth": 600_000], blamed: "bandwidth",
      says: "too large", correction: ["bandwidth": 500_000]),
    Mistake(
      family: "sinc", quantities: good, keywords: ["window": "han"], blamed: "window",
      says: "window han is unknown",
      correction: [:], keywordCorrection: ["window": "hann"]),
    Mistake(
      family: "gauss", quantities: ["flip": 1, "duration": 3.2e-3, "bandwidth": 377], blamed: "bandwidth",
      says: "even a rectangle", correction: ["bandwidth": 378]),
    Mistake(
      family: "slr", quantities: ["duration": 3.2e-3, "bandwidth": 300], blamed: "bandwidth",
      says: "transition",
      correction: ["bandwidth": 900]),
    Mistake(
      family: "slr", quantities: ["duration": 3.2e-3, "bandwidth": 2_000, "flip": .pi], blamed: "flip",
      says: "150 deg",
      correction: ["flip": 1]),
    Mistake(
      family: "slr", quantities: ["duration": 3.2e-3, "bandwidth": 2_000, "passband_ripple": 0.5],
      blamed: "passband_ripple", says: "above 30 percent", correction: ["passband_ripple": 0.05]),
    Mistake(
      family: "slr", quantities: ["duration": 12e-6, "time_bandwidth": 4], blamed: "duration",
      says: "too few",
      correction: ["duration": 16e-6]),
    Mistake(
      family: "slr", quantities: ["duration": 3.2e-3, "time_bandwidth": 100], blamed: "time_bandwidth",
      says: "too large for this design", correction: ["time_bandwidth": 80]),
    Mistake(
      family: "adiabatic", quantities: ["duration": 8e-3, "bandwidth": 2_000], blamed: nil,
      says: "needs family",
      correction: [:], keywordCorrection: ["family": "hs"]),
    Mistake(
      family: "adiabatic",
      quantities: ["duration": 8e-3, "bandwidth": 2_000, "peak": 1e-5, "adiabaticity": 5],
      keywords: ["family": "hs"], blamed: "adiabaticity", says: "both given", correction: ["peak": nil]),
    Mistake(
      family: "adiabatic", quantities: ["duration": 8e-3, "bandwidth": 2_000, "gradient_depth": 0.8],
      keywords: ["family": "hs"], blamed: "gradient_depth", says: "belongs to goia-wurst",
      correction: ["gradient_depth": nil]),
    Mistake(
      family: "adiabatic", quantities: ["duration": 8e-3, "bandwidth": 2_000, "truncation": 0.05],
      keywords: ["family": "wurst"], blamed: "truncation", says: "belongs to hs",
      correction: ["truncation": nil]),
    Mistake(
      family: "binomial", quantities: ["flip": 1, "subpulse": 1e-4, "null": 0], blamed: "null",
      says: "same frequency", correction: ["null": 440]),
    Mistake(
      family: "binomial", quantities: ["flip": 1, "subpulse": 1e-4, "null": 440, "subpulses": 2.5],
      blamed: "subpulses", says: "not a whole number", correction: ["subpulses": 3]),
    Mistake(
      family: "binomial", quantities: ["flip": 1, "subpulse": 1e-3, "null": 1_000], blamed: "subpulse",
      says: "do not fit", correction: ["subpulse": 0.5e-3]),
    Mistake(
      family: "binomial", quantities: ["flip": 1, "subpulse": 1e-3, "null": 1], blamed: "null",
      says: "more than 65536 samples", correction: ["null": 10]),
    Mistake(
      family: "binomial", quantities: ["flip": 1, "subpulse": 1e-3, "null": 440, "offset": 1_000],
      blamed: "offset", says: "turn nothing", correction: ["offset": 440]),
    Mistake(
      family: "binomial", quantities: ["flip": 2, "subpulse": 1e-3, "null": 440, "offset": 440],
      blamed: "flip", says: "up to 90 deg", correction: ["flip": 1.5]),
  ]

  @Test(arguments: mistakes) func mistakeIsBlamedOnItsParameterAndItsCorrectionWorks(_ mistake: Mistake)
    throws
  {
    let family = try #require(PulseFamily.named(mistake.family))
    let found = problem(family, mistake.quantities, mistake.keywords)
    let seen = try #require(found)
    #expect(seen.parameter == mistake.blamed)
    #expect(seen.message.contains(mistake.says), "\(seen.message)")
    #expect(!seen.message.hasSuffix("."))
    var quantities = mistake.quantities
    for (name, value) in mistake.correction { quantities[name] = value }
    let corrected = problem(family, quantities, mistake.keywords.merging(mistake.keywordCorrection) { $1 })
    #expect(corrected == nil, "\(corrected?.message ?? "")")
  }

  /// The bandwidth a refusal proposes is accepted when it is taken.
  @Test(arguments: ["least-squares", "equiripple", "minimum-phase", "windowed-sinc"])
  func adviceOfARefusalWorks(_ filter: String) throws {
    let slr = try #require(PulseFamily.named("slr"))
    for use in ["excitation", "refocusing", "inversion", "saturation"] {
      let keywords = ["use": use, "filter": filter]
      let refused = problem(slr, ["duration": 3.2e-3, "time_bandwidth": 0.5], keywords)
      let help = try #require(refused?.help)
      let advice = try #require(help.split(separator: " ").last.flatMap { Double($0) })
      let again = problem(slr, ["duration": 3.2e-3, "time_bandwidth": advice], keywords)
      #expect(again == nil, "\(use): \(again?.message ?? "")")
    }
  }

  @Test func missingRasterIsAProblemAndNotATrap() throws {
    let rect = try #require(PulseFamily.named("rect"))
    let arguments = PulseArguments(
      quantities: ["flip": 1, "duration": 1e-3], raster: .zero, nucleus: .proton)
    guard case .failure(let problem) = rect.design(arguments) else {
      Issue.record("a raster of zero was accepted")
      return
    }
    #expect(problem.message.contains("not positive"))
  }

  @Test func peakDependsOnTheNucleus() throws {
    let family = try #require(PulseFamily.named("adiabatic"))
    let carbon = try #require(Nucleus.named("13C"))
    let arguments = PulseArguments(
      quantities: ["duration": 8e-3, "bandwidth": 2_000, "peak": 10e-6], keywords: ["family": "hs"],
      raster: Time(microseconds: 4), nucleus: carbon)
    #expect(close(try family.design(arguments).get().peakHertz, 107.05, relative: 1e-4))
  }

  /// Emitted files carry a signature, so a waveform must not depend on the machine: FNV-1a over samples of
  /// each family.
  @Test func waveformsArePinned() throws {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    let requests: [(String, [String: Double], [String: String])] = [
      ("rect", ["flip": 1, "duration": 1e-3], [:]), ("gauss", Self.good, [:]), ("sinc", Self.good, [:]),
      ("slr", ["duration": 3.2e-3, "time_bandwidth": 6], [:]),
      ("slr", ["duration": 3.2e-3, "time_bandwidth": 6], ["filter": "equiripple", "use": "refocusing"]),
      ("slr", ["duration": 3.2e-3, "time_bandwidth": 6], ["filter": "minimum-phase"]),
      ("adiabatic", ["duration": 8e-3, "bandwidth": 2_000], ["family": "hs"]),
      ("adiabatic", ["duration": 4e-3, "bandwidth": 20_000], ["family": "goia-wurst"]),
      ("adiabatic", ["duration": 4e-3, "bandwidth": 20_000], ["family": "wurst"]),
      ("binomial", ["flip": 1, "subpulse": 1e-4, "null": 440, "excite": 30, "subpulses": 3], [:]),
    ]
    for (name, quantities, keywords) in requests {
      let family = try #require(PulseFamily.named(name))
      let wave = try family.design(
        PulseArguments(
          quantities: quantities, keywords: keywords, raster: Time(microseconds: 4), nucleus: .proton)
      ).get()
      for value in wave.real + wave.imaginary + (wave.gradientModulation ?? []) {
        hash = (hash ^ value.bitPattern) &* 0x100_0000_01b3
      }
    }
    #expect(hash == 13_889_600_456_669_230_790, "now \(hash)")
  }

  private func problem(
    _ family: PulseFamily, _ quantities: [String: Double], _ keywords: [String: String]
  ) -> PulseProblem? {
    let arguments = PulseArguments(
      quantities: quantities, keywords: keywords, raster: Time(microseconds: 1), nucleus: .proton)
    guard case .failure(let problem) = family.design(arguments) else { return nil }
    return problem
  }
}
