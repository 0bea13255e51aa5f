import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct BuiltInProfilesTests {
  private static let reference = SharedFolder.bytes(at: "reference/scanners.json")

  @Test(arguments: BuiltInProfiles.names) func everyBuiltInProfileReads(name: String) throws {
    var sources = SourceMap()
    let (profile, diagnostics) = BuiltInProfiles.load(name, sources: &sources)
    #expect(diagnostics.isEmpty)
    let read = try #require(profile)
    #expect(read.name == name)
    #expect((read.kind == .common) == name.hasSuffix("-common"))
    #expect(!read.title.isEmpty)
  }

  @Test func theScannersOfTheHouseAreThere() {
    let wanted = [
      "siemens-prisma", "siemens-skyra", "siemens-vida", "siemens-trio", "siemens-connectom",
      "siemens-cima-x",
      "siemens-terra", "siemens-sola", "ge-mr750", "ge-mr750w", "ge-premier", "ge-uhp", "philips-achieva",
      "philips-ingenia", "philips-elition-x", "uih-umr-790", "canon-galan", "osi2-one", "generic-3t-portable",
    ]
    #expect(wanted.filter { !BuiltInProfiles.scanners.contains($0) } == [])
  }

  @Test func aMisspelledScannerIsAnErrorWithTheNearestName() {
    var sources = SourceMap()
    let (profile, diagnostics) = BuiltInProfiles.load("siemens-prizma", sources: &sources)
    #expect(profile == nil)
    #expect(diagnostics.items.map(\.help) == ["did you mean `siemens-prisma`?"])
  }

  @Test func scannersWithoutPublicRastersAreRefusedWithTheLinesToAdd() throws {
    for name in ["philips-achieva", "canon-galan"] {
      var sources = SourceMap()
      let profile = try #require(BuiltInProfiles.load(name, sources: &sources).profile)
      #expect(profile.rasters == nil)
      let refusal = try #require(profile.refusalToBuild())
      #expect(refusal.code.id == "C016")
      let lines = profile.exampleLines(adding: ScannerProfile.rasterKeys)
      #expect(refusal.help?.contains(lines.joined(separator: "\n    ")) == true)
      // What the help says to write is a profile, once the placeholders are numbers.
      let text = lines.joined(separator: "\n").replacing("NUMBER", with: "10")
      let site = sources.add(name: "site", bytes: Array(text.utf8))
      let (complete, diagnostics) = BuiltInProfiles.load(site, sources: &sources)
      #expect(diagnostics.isEmpty)
      #expect(complete?.rasters?.gradient == Time(microseconds: 10))
      #expect(complete?.refusalToBuild() == nil)
    }
  }

  @Test func theExampleSiteAddsToThePrismaAndSaysExample() throws {
    let bytes = try #require(Golden.bytes(at: "examples/site-prisma.scanner"))
    var sources = SourceMap()
    let file = sources.add(name: "site-prisma.scanner", bytes: bytes)
    let (profile, diagnostics) = BuiltInProfiles.load(file, sources: &sources)
    #expect(diagnostics.isEmpty)
    let site = try #require(profile)
    let own = site.figures.values.filter { $0.origin.file == file.id }
    #expect(own.count >= 5)
    #expect(own.allSatisfy { $0.confidence == .example && $0.source.contains("example value of a site") })
    #expect(site[.b1Peak]?.value == 13e-6)
    #expect(site[.gradientAmplitude]?.value == 0.08)
  }

  @Test func theTableNamesEveryScannerOnceAndMarksTheUnverified() throws {
    let profiles = BuiltInProfiles.names.compactMap { name -> ScannerProfile? in
      var sources = SourceMap()
      return BuiltInProfiles.load(name, sources: &sources).profile
    }
    let table = ProfileListing.table(profiles)
    for name in BuiltInProfiles.scanners {
      #expect(table.split(separator: "\n").filter { $0.hasPrefix("\(name) ") }.count == 1, "\(name)")
    }
    let prisma = table.split(separator: "\n").first { $0.hasPrefix("siemens-prisma ") }
    let words = prisma?.split(separator: " ").prefix(8).map(String.init)
    #expect(words == ["siemens-prisma", "2.8936", "T", "80", "mT/m", "200", "T/m/s", "-"])
    #expect(table.contains("40 mT/m ?"))
  }

  @Test func theDetailShowsEveryFigureWithItsSource() throws {
    for name in BuiltInProfiles.scanners {
      var sources = SourceMap()
      let profile = try #require(BuiltInProfiles.load(name, sources: &sources).profile)
      let detail = ProfileListing.detail(profile)
      for (key, figure) in profile.figures {
        let line = detail.split(separator: "\n").first { $0.hasPrefix("\(key.rawValue) ") }
        #expect(line?.contains(figure.source) == true && line?.contains(figure.confidence.rawValue) == true)
      }
    }
  }

  @Test(.enabled(if: reference != nil, "the folder of reference material is not beside this clone"))
  func figuresAgreeWithTheReference() throws {
    let json = try JSONSerialization.jsonObject(with: Data(try #require(Self.reference)))
    let scanners = try #require((json as? [String: Any])?["scanners"] as? [[String: Any]])
    var compared = 0
    for scanner in scanners {
      let id = (scanner["id"] as? String ?? "").filter { $0 != "." && $0 != "_" }
      guard let name = BuiltInProfiles.names.first(where: { $0.filter { $0 != "-" } == id }) else {
        #expect(id == "hyperfineswoop", "\(id) is left out: a closed system with figures per axis")
        continue
      }
      var sources = SourceMap()
      let profile = try #require(BuiltInProfiles.load(name, sources: &sources).profile)
      for (path, key) in Self.paths {
        let node = path.reduce(scanner as Any?) { ($0 as? [String: Any])?[$1] } as? [String: Any]
        guard let figure = profile[key] else { continue }
        let value = try #require(node?["value"] as? Double, "\(name) \(key.rawValue)")
        #expect(Double(figure.text) == value, "\(name) \(key.rawValue)")
        let unit = node?["unit"] as? String ?? ""
        #expect(figure.unit == (key.isCount ? "" : unit), "\(name) \(key.rawValue)")
        #expect(figure.confidence.rawValue == node?["confidence"] as? String, "\(name) \(key.rawValue)")
        compared += 1
      }
    }
    #expect(compared > 500)
  }

  private static let paths: [([String], FigureKey)] = [
    (["B0"], .fieldStrength), (["bore"], .boreDiameter),
    (["gradient", "max_amplitude_per_axis"], .gradientAmplitude),
    (["gradient", "max_slew_per_axis"], .gradientSlewRate),
    (["rf", "b1_peak"], .b1Peak), (["rf", "amplifier_peak"], .amplifierPeakPower),
    (["timing", "max_rf_event"], .longestRF), (["timing", "max_freq_offset"], .frequencyOffset),
    (["timing", "rf_dead"], .rfDeadTime), (["timing", "rf_ringdown"], .rfRingdownTime),
    (["timing", "adc_dead"], .adcDeadTime), (["timing", "adc_ringdown"], .adcRingdownTime),
    (["timing", "max_adc_samples"], .adcSampleLimit), (["timing", "adc_samples_divisor"], .adcSampleDivisor),
    (["timing", "grad_raster"], .gradientRaster), (["timing", "rf_raster"], .rfRaster),
    (["timing", "adc_raster"], .adcRaster), (["timing", "block_raster"], .blockRaster),
    (["timing", "segment_dead"], .segmentDeadTime), (["timing", "segment_ringdown"], .segmentRingdownTime),
    (["pns", "chronaxie"], .stimulationChronaxie), (["pns", "rheobase"], .stimulationRheobase),
    (["pns", "alpha"], .stimulationEffectiveLength),
  ]
}
