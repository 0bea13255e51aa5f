// A pinned pulse knows its design: what changes the digest, and what does not.
import SequenceIR
import TestSupport
import Testing

@Suite struct DesignDigestTests {
  static let text = """
    design "glu"
    scanner siemens-prisma
    let TE = 30 ms
    pulse excite = rect(flip: 90 deg, duration: 1 ms)
    pulse mix = optimized(duration: 200 us, step: 50 us, peak: 15 uT)
    define Subject = "one"
    optimize {
      minimize crlb of Glu, Gln
      vary TE in 20 ms .. 40 ms
      seed 1
      minimizer adam
    }
    sequence {
      repeat 16 as shot {
        excite
        mix at TE / 2   # the middle
      }
    }
    """

  private func run(_ text: String, digest: String = "", found: String? = nil, scanner: String? = nil)
    -> DesignRun
  {
    var pulse = OptimizationTests.pinned
    pulse.provenance.designDigest = digest
    if let found { pulse.provenance.found = [PinnedPulse.FoundValue("TE", digits: found, unit: "ms")] }
    return DesignRun(text, name: "glu.seq", scanner: scanner, parts: ["glu.mix.pulse": pulse.text])
  }

  private func digest(_ text: String, scanner: String? = nil) throws -> String {
    try #require(run(text, scanner: scanner).output?.designDigest)
  }

  @Test(arguments: [
    ("   # the middle", ""), ("TE / 2", "TE  /  2"), ("\"glu\"", "\"glx\""), ("= \"one\"", "= \"two\""),
    ("seed 1", "seed 2"), ("minimizer adam", "minimizer lbfgs"), ("let TE = 30 ms", "let TE = 32 ms"),
    ("\nsequence", "\n\n\nsequence"),
  ]) func whatPlaysTheSameHasTheSameDigest(old: String, new: String) throws {
    #expect(Self.text.contains(old))
    #expect(try digest(Self.text.replacing(old, with: new)) == digest(Self.text))
  }

  @Test(arguments: [
    ("TE / 2", "TE / 3"), ("flip: 90 deg", "flip: 80 deg"), ("of Glu, Gln", "of Glu"),
    ("20 ms ..", "21 ms .."),
    ("peak: 15 uT", "peak: 16 uT"), ("repeat 16", "repeat 8"), ("let TE", "let TR = 2 s\nlet TE"),
  ]) func whatMayPlayOtherwiseHasAnother(old: String, new: String) throws {
    #expect(Self.text.contains(old))
    #expect(try digest(Self.text.replacing(old, with: new)) != digest(Self.text))
  }

  @Test func anotherScannerIsAnotherDigest() throws {
    #expect(try digest(Self.text, scanner: "generic-3t-portable") != digest(Self.text))
  }

  @Test func designWithoutASearchHasNone() {
    #expect(DesignRun("design \"d\"\nsequence {\n  delay 1 ms\n}\n").output?.designDigest == nil)
  }

  @Test func changedDesignIsToldAndItsTwinIsNot() throws {
    let known = try digest(Self.text)
    #expect(known.utf8.count == 32)
    #expect(run(Self.text, digest: known).diagnostics.isEmpty)
    let changed = run(Self.text.replacing("TE / 2", with: "TE / 3"), digest: known)
    #expect(changed.diagnostics.items.map(\.code.id) == ["O003"])
    #expect(changed.errorCodes == [] && changed.sequence != nil)
    #expect(changed.diagnostics.items.first?.help == "run `seqc optimize glu.seq` again")
  }

  @Test func pulseFoundWithAnotherTimeIsRefusedAndItsTwinIsNot() throws {
    #expect(run(Self.text, found: "30").errorCodes == [])
    let other = run(Self.text, found: "31.2")
    #expect(other.errorCodes == ["O002"])
    #expect(other.diagnostics.items.first?.help == "write: let TE = 31.2 ms")
  }

  /// Vectors of FNV-1a with 128 bits, computed with whole numbers of Python:
  /// `h = ((h ^ c) * 0x1000000000000000000013B) % 2**128` from 0x6c62272e07bb014262b821756295c58d.
  @Test(arguments: [
    ("", "6c62272e07bb014262b821756295c58d"), ("a", "d228cb696f1a8caf78912b704e4a8964"),
    ("foobar", "343e1662793c64bf6f0d3597ba446f18"),
  ]) func digestIsThatOfFowlerNollAndVo(text: String, digits: String) {
    var hash = FowlerNollVo()
    hash.add(text.utf8)
    #expect(hash.text == digits)
  }
}
