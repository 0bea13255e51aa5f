// Constants of stimulation: from lines of a profile, and from the vendor's file of the gradient coil.
import SequenceIR
import Testing

@Suite struct GradientCoilFileTests {
  private static let header = "scanner site\ntitle \"Site\"\nvendor siemens\n"

  /// `files` by the path a profile writes.
  private static func read(_ text: String, files: [String: String] = [:]) -> (
    profile: ScannerProfile?, codes: [String], messages: [String]
  ) {
    var sources = SourceMap()
    let file = sources.add(name: "site.scanner", bytes: Array(text.utf8))
    let (profile, diagnostics) = BuiltInProfiles.load(file, sources: &sources) { path, parent in
      parent == "site.scanner" ? files[path].map { (path, Array($0.utf8)) } : nil
    }
    return (profile, diagnostics.items.map(\.code.id), diagnostics.items.map(\.message))
  }

  /// A file as newer software has it; all numbers are made up.
  private static func coilFile(name: String = "MP_GPA_MADE_UP_AS99", weight: String = "0.5") -> String {
    var lines = ["# made up", "asCOMP[0].tName = \"\(name)\""]
    for (section, factor) in [("PNS", 1.0), ("CarNS", 2.0)] {
      for (axis, limit) in [("X", 30.0), ("Y", 15), ("Z", 25)] {
        let path = "GradPatSup.Phys.\(section).flGSWD"
        for (index, tau) in [0.2, 0.03, 3].enumerated() {
          lines.append("\(path)Tau\(axis)[\(index)] = \(tau * factor) # ms")
        }
        for (index, share) in ["0.4", "0.1", weight].enumerated() {
          lines.append("\(path)A\(axis)[\(index)] = \(share)")
        }
        lines.append("\(path)StimulationLimit\(axis) = \(limit)")
        lines.append("\(path)StimulationThreshold\(axis) = \(limit * 0.8)")
      }
    }
    for axis in ["X", "Y", "Z"] {
      lines.append("asGPAParameters[0].sGCParameters.flGScaleFactor\(axis) = 0.35")
    }
    lines.append("asGPAParameters[0].sGCParameters.aflAcousticResonanceFrequency[0] = 590")
    lines.append("asGPAParameters[0].sGCParameters.aflAcousticResonanceBandwidth[0] = 100")
    lines.append("asGPAParameters[0].sGCParameters.aflAcousticResonanceFrequency[1] = 0")
    lines.append("asGPAParameters[0].sGCParameters.aflAcousticResonanceBandwidth[1] = 0")
    return lines.joined(separator: "\n") + "\n"
  }

  @Test func theFileGivesConstantsOfNervesAndHeartAndResonances() throws {
    let (profile, codes, _) = Self.read(
      Self.header + "gradient-coil \"AS99\"\npns-file \"coil.asc\"\n", files: ["coil.asc": Self.coilFile()])
    #expect(codes == [])
    let site = try #require(profile)
    let nerves = try #require(site.safe[.nerves])
    let y = try #require(nerves.axes[1])
    #expect(nerves.isComplete && nerves.source == "coil.asc" && nerves.confidence == .site)
    #expect(y.limit == 15 && y.scale == 0.35 && y.weights == SIMD3(0.4, 0.1, 0.5))
    #expect(abs(y.timeConstants.x - 0.2e-3) < 1e-18 && abs(y.timeConstants.z - 3e-3) < 1e-18)
    #expect(site.safe[.heart]?.axes[2].map { abs($0.timeConstants.x - 0.4e-3) < 1e-18 } == true)
    #expect(site.forbiddenBands.map(\.hertz) == [540...640])
  }

  @Test func theOldLayoutHasNoHeart() throws {
    let old = Self.coilFile().split(separator: "\n").filter { !$0.contains("CarNS") }
      .map { $0.replacing("GradPatSup.Phys.PNS.", with: "").replacing("aflAcoustic", with: "aflGCAcoustic") }
      .joined(separator: "\n")
    let (profile, codes, _) = Self.read(
      Self.header + "gradient-coil \"AS99\"\npns-file \"coil.asc\"\n", files: ["coil.asc": old])
    #expect(codes == [])
    #expect(profile?.safe[.nerves]?.isComplete == true && profile?.safe[.heart] == nil)
    #expect(profile?.forbiddenBands.count == 1)
  }

  @Test func constantsMayStandInASecondFile() {
    let lines = Self.coilFile().split(separator: "\n")
    let safety = lines.filter { $0.contains("GSWD") }.joined(separator: "\n")
    let rest = lines.filter { !$0.contains("GSWD") }.joined(separator: "\n")
    let text = Self.header + "gradient-coil \"AS99\"\npns-file \"a.asc\"\n"
    let alone = Self.read(text, files: ["a.asc": rest])
    #expect(alone.codes == ["C019"] && alone.messages[0].contains("lacks constants"))
    let both = Self.read(text + "pns-file \"b.asc\"\n", files: ["a.asc": rest, "b.asc": safety])
    #expect(both.codes == [] && both.profile?.safe[.nerves]?.isComplete == true)
  }

  @Test func aFileOfAnotherCoilIsRefused() {
    let text = "scanner site\nextends siemens-prisma\npns-file \"coil.asc\"\n"
    let other = Self.read(text, files: ["coil.asc": Self.coilFile()])
    #expect(other.profile == nil && other.codes == ["C019"])
    #expect(other.messages[0].contains("another gradient coil than site, which has AS82"))
    let own = Self.read(text, files: ["coil.asc": Self.coilFile(name: "MP_GPA_MADE_UP_AS82")])
    #expect(own.codes == [] && own.profile?.safe[.nerves]?.isComplete == true)
    let nameless = Self.read(
      "scanner site\nextends ge-premier\npns-file \"coil.asc\"\n", files: ["coil.asc": Self.coilFile()])
    #expect(nameless.profile == nil && nameless.messages[0].contains("does not say which gradient coil"))
  }

  @Test func aFileThatCannotBeReadIsAMistake() {
    let (profile, codes, messages) = Self.read(Self.header + "gradient-coil \"AS99\"\npns-file \"no.asc\"\n")
    #expect(profile == nil && codes == ["C019"] && messages == ["\"no.asc\" cannot be read"])
  }

  @Test func manyOrLargeFilesAreRefused() {
    let name = "pns-file \"coil.asc\"\n"
    let head = Self.header + "gradient-coil \"AS99\"\n"
    let comment = "\n#" + String(repeating: "x", count: 4 << 20)
    let files = ["coil.asc": Self.coilFile()]
    #expect(Self.read(head + name + name + name + name, files: files).codes == [])
    let many = Self.read(head + name + name + name + name + name, files: files)
    #expect(many.codes == ["C019"] && many.messages[0].contains("names 5 files"))
    let large = Self.read(head + name, files: ["coil.asc": Self.coilFile() + comment])
    #expect(large.codes == ["C019"] && large.messages[0].contains("files of up to 4194304 are read"))
  }

  @Test(arguments: ["nan", "inf", "1e400"]) func resonancesAreFinite(frequency: String) {
    let file = Self.coilFile().replacing("Frequency[0] = 590", with: "Frequency[0] = \(frequency)")
    let (profile, codes, _) = Self.read(
      Self.header + "gradient-coil \"AS99\"\npns-file \"coil.asc\"\n", files: ["coil.asc": file])
    #expect(codes == [] && profile?.forbiddenBands.isEmpty == true)
  }

  @Test func weightsThatDoNotAddUpToOneAreRefused() {
    let file = Self.read(
      Self.header + "gradient-coil \"AS99\"\npns-file \"coil.asc\"\n",
      files: ["coil.asc": Self.coilFile(weight: "0.4")])
    #expect(
      file.profile == nil && file.codes == ["C018"] && file.messages[0].contains("add up to 0.9, not to 1"))
    let line = "pns-safe x tau 0.2 0.03 3 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site \"v\"\n"
    let refused = Self.read(Self.header + line.replacing("0.5", with: "0.4"))
    #expect(refused.profile == nil && refused.codes == ["C018"])
    let rounded = Self.read(Self.header + line.replacing("0.5 limit", with: "0.501 limit"))
    #expect(rounded.codes == [] && rounded.profile?.safe[.nerves]?.axes[0]?.weights.z == 0.501)
  }

  @Test(arguments: [
    ("pns-safe w tau 1 1 1 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site \"v\"", "C004"),
    ("pns-safe x tau 1 1 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site \"v\"", "C004"),
    ("pns-safe x tau 1 1 1 weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site \"v\"", "C004"),
    ("pns-safe x tau 1 1 1 ms weights 0.4 0.1 0.5 limit 30 mT/m scale 0.35 site \"v\"", "C006"),
    ("pns-safe x tau 1 1 1 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0 site \"v\"", "C018"),
    ("pns-safe x tau 0 1 1 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site \"v\"", "C018"),
    ("pns-safe x tau 1 1 1 ms weights -0.4 0.9 0.5 limit 30 T/m/s scale 0.35 site \"v\"", "C018"),
    ("pns-safe x tau 1 1 1 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 \"v\"", "C007"),
    ("acoustic-band 590 Hz width 100 Hz limit -5 mT/m site \"v\"", "C010"),
    ("acoustic-band 590 Hz width 100 Hz limit 5 Hz site \"v\"", "C006"),
    ("pns-file coil.asc", "C004"),
  ])
  func mistakesHaveTheirCodes(line: String, code: String) {
    let (profile, codes, _) = Self.read(Self.header + line + "\n")
    #expect(profile == nil && codes == [code], "\(codes)")
  }

  @Test func anAxisIsGivenOnceAndAllThreeAreNeeded() {
    let line = "pns-safe x tau 1 1 1 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site \"v\"\n"
    let one = Self.read(Self.header + line)
    #expect(one.codes == [] && one.profile?.safe[.nerves]?.isComplete == false)
    #expect(Self.read(Self.header + line + line).codes == ["C009"])
  }

  /// In whatever order the axes stand: the word, the source and the line are those of the least sure one.
  @Test(arguments: [
    ["derived", "site", "cited"], ["site", "derived", "cited"], ["cited", "site", "derived"],
  ])
  func constantsAreAsSureAsTheLeastSureAxis(words: [String]) throws {
    let lines = zip(["x", "y", "z"], words).map { axis, word in
      "pns-safe \(axis) tau 1 1 1 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 \(word) \"of \(word)\"\n"
    }
    let constants = try #require(Self.read(Self.header + lines.joined()).profile?.safe[.nerves])
    #expect(constants.confidence == .derived && constants.source == "of derived")
    let before = Self.header.utf8.count + lines.prefix { !$0.contains("derived") }.joined().utf8.count
    #expect(constants.origin.map { Int($0.offset) } == before)
  }

  @Test func nothingIsLessSureThanTheUnverifiedAndNothingSurerThanTheSite() {
    #expect(Confidence.leastSure([]) == nil)
    for word in Confidence.allCases {
      #expect(Confidence.leastSure([.site, word]) == word)
      #expect(Confidence.leastSure([word, .unverified]) == .unverified)
    }
    #expect(Set(Confidence.allCases.map(\.doubt)).count == Confidence.allCases.count)
  }
}
