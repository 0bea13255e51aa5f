// What docs/language.md promises beside its examples: what is refused, and what a line may hold.
import SequenceIR
import TestSupport
import Testing

@Suite struct LanguagePromiseTests {
  /// Codes of the diagnostics of a fragment of the page's bench, in order.
  private func codes(_ fragment: String) -> [String] { compiled(fragment).diagnostics.items.map(\.code.id) }

  private func compiled(_ fragment: String) -> DesignOutput {
    DocumentDesign().compile(
      DocumentBench.design(of: fragment + "\n", bench: LanguagePageTests.bench), name: "fragment.seq")
  }

  /// Areas of all trapezoids of a block, per axis, in cycles/m.
  private func areas(_ sequence: SequenceIR.Sequence, block: Int) -> [Double] {
    Axis.allCases.map { axis in
      let id = sequence.blocks[block].gradient(axis)
      guard !id.isNone, case .trapezoid(let shape) = sequence.library[id] else { return 0 }
      return shape.areaPerMetre
    }
  }

  @Test func lineGoesOnBehindAComma() {
    #expect(codes("excite,  # why\n\n  slice z thickness 5 mm,\n  crush x 4 cycles across 20 mm") == [])
    #expect(codes("excite\n, slice z thickness 5 mm") != [])
  }

  @Test func statementAboutTheDesignStandsOnce() {
    #expect(codes("voxel 2 cm, 2 cm, 2 cm") == [])
    #expect(codes("voxel 2 cm, 2 cm, 2 cm\nvoxel 3 cm, 3 cm, 3 cm") == ["S011"])
    #expect(codes("sequence {\n  excite\n}\nsequence {\n  refocus\n}") == ["S011"])
  }

  @Test func referenceStandsAboveTheCarrier() {
    #expect(codes("reference 4.6 ppm\ncarrier 2.3 ppm") == [])
    #expect(codes("carrier 2.3 ppm\nreference 4.6 ppm") == ["S008"])
  }

  @Test func limitStandsAboveWhatItLimits() {
    #expect(
      codes("limit slew 100 T/m/s\nreadout line = cartesian(points: 64, fov: 256 mm, dwell: 20 us)") == [])
    #expect(
      codes("readout line = cartesian(points: 64, fov: 256 mm, dwell: 20 us)\nlimit slew 100 T/m/s") == [
        "S008"
      ])
  }

  @Test func nucleusHoldsForPulsesAboveIt() throws {
    let above =
      "nucleus 31P\npulse excite = adiabatic(family: hs, duration: 8 ms, bandwidth: 1 kHz, peak: 10 uT)"
    let below =
      "pulse excite = adiabatic(family: hs, duration: 8 ms, bandwidth: 1 kHz, peak: 10 uT)\nnucleus 31P"
    for fragment in [above, below] {
      let sequence = try #require(compiled(fragment).sequence)
      let peak = sequence.library.rf.map(\.amplitudeHertz).max() ?? 0
      // 10 uT times 17.235 MHz/T; no sample lies in the very middle.
      #expect(close(peak, 172.35, relative: 1e-6), "\(peak) Hz")
    }
  }

  @Test func crushersOfOneLineAddUp() throws {
    let line = "refocus, slice z, crush x 4 cycles across 20 mm, crush x z 2 cycles across 20 mm"
    let sequence = try #require(compiled(line).sequence)
    #expect(sequence.blocks.count == 3)
    for block in [0, 2] {
      let found = areas(sequence, block: block)
      #expect(close(found[0], 300, relative: 1e-9) && found[1] == 0 && close(found[2], 100, relative: 1e-9))
    }
  }

  @Test func lastingStretchesCrushers() throws {
    let line = "refocus, slice z, crush x 4 cycles across 20 mm    lasting 2.5 ms"
    let sequence = try #require(compiled(line).sequence)
    #expect(sequence.blocks[0].duration == Time(microseconds: 2_500))
    #expect(close(areas(sequence, block: 0)[0], 200, relative: 1e-9))
  }

  @Test(arguments: [
    "spoil x 4 cycles across 5 mm    phase 90 deg", "spoil x 4 cycles across 5 mm    frequency 10 Hz",
    "spoil x 4 cycles across 5 mm    carrier 3 ppm", "spoil x 4 cycles across 5 mm    as spoiler",
    "excite                          lasting 3 ms", "acquire 64 points dwell 20 us   lasting 3 ms",
    "acquire 64 points dwell 20 us   scale 2",
  ]) func clauseThatWouldDoNothingIsRefused(line: String) { #expect(codes(line) == ["S001"]) }

  @Test(arguments: [
    "spoil x 4 cycles across 5 mm    scale 0.5 lasting 3 ms",
    "excite  phase 9 deg frequency 1 Hz carrier 3 ppm as a",
    "acquire 64 points dwell 20 us   phase 90 deg frequency 10 Hz as window",
    "acquire line along x scale 0.5",
    "acquire line along x, lobe y area 50 cycles/m   lasting 3 ms",
  ]) func clauseThatActsIsTaken(line: String) { #expect(codes(line) == []) }

  @Test func encodingStepsCountFromZero() {
    #expect(codes("encode y step 127 of 128 fov 256 mm") == [])
    #expect(codes("encode y step 128 of 128 fov 256 mm") == ["U005"])
  }

  @Test func fieldOfViewHasNoPosition() {
    #expect(codes("fov 256 mm, 256 mm, 5 mm") == [])
    #expect(codes("fov 256 mm, 256 mm, 5 mm at 0 mm, 0 mm, 30 mm") == ["S001"])
  }

  @Test func delaysOfOneNameAreOneSetting() {
    let first = "delay 10 ms adjustable TE factor 2 offset -1 ms\n"
    #expect(codes(first + "delay 12 ms adjustable TE factor 2 offset 1 ms") == [])
    #expect(codes(first + "delay 22 ms adjustable TE") == [])
    #expect(codes(first + "delay 10 ms adjustable TE") == ["U005"])
    #expect(codes(first + "delay 10 ms adjustable TI") == [])
  }

  @Test func consoleMayChangeNothingOrSomething() {
    #expect(codes("console may change nothing") == [])
    #expect(codes("console may change position, scale") == [])
    #expect(codes("console may change nothing, position") == ["S001"])
  }

  @Test(arguments: ["\u{B5}", "\u{3BC}", "u"]) func microMayBeItsGreekLetter(micro: String) {
    #expect(codes("let a = 5 \(micro)s\nlet b = 3 \(micro)T\nlet c = 7 \(micro)m\ndelay 2 * a") == [])
    #expect(codes("let a = 5 \(micro)x\ndelay 10 us").contains("U008"))
  }

  @Test func degreesMayBeWrittenWithTheirSign() {
    #expect(codes("excite phase 90\u{B0}") == [])
    // The sign of ordinals looks alike.
    #expect(codes("excite phase 90\u{BA}").contains("U008"))
  }

  @Test(arguments: [
    ("wait 10 ms", "delay 10 ms"), ("excite, slice z 5 mm", "slice z thickness 5 mm"),
    ("module pause(a = 1 ms) {\n  delay a\n}\nsequence {\n  pause\n}", "pause(...)"),
  ]) func helpShowsWhatToWrite(fragment: String, words: String) {
    let help = compiled(fragment).diagnostics.items.compactMap(\.help)
    #expect(help.count == 1 && help[0].contains(words), "\(help)")
  }
}
