// Designs as they come: cut off anywhere, or with random damage. Nothing may trap or hang.
import SequenceIR
import TestSupport
import Testing

@Suite struct HostileInputTests {
  private static let examples = Golden.files(in: "examples", ending: ".seq")

  /// Every statement and event word once, with loops that stay small.
  private static let small = """
    design "small"
    scanner siemens-prisma
    nucleus 1H
    reference 4.7 ppm
    carrier 2.3 ppm
    voxel 20 mm, 20 mm, 20 mm at 0 mm, -3 mm, 1.5 mm
    fov 200 mm, 200 mm, 5 mm
    orientation rotate 20 deg about x
    console may change position, scale
    limit slew 150 T/m/s
    define Note = "text"
    let TE = 30 ms
    pulse excite = sinc(flip: 90 deg, duration: 2 ms, time_bandwidth: 4)
    pulse refocus = sinc(flip: 180 deg, duration: 3 ms, time_bandwidth: 4, use: refocusing)
    gradient g = extended(times: (0, 200, 500, 700) us, amplitudes: (0, 5, 5, 0) mT/m)
    readout line = cartesian(points: 16, fov: fov.x, dwell: 10 us)
    module echo(t, n = 2) {
      refocus, slice y, crush y z 4 cycles across 20 mm  phase by n (0, 90) deg at t / 2
      g on x scale 0.5
      acquire line along x, rewind y  echo at t
    }
    sequence {
      repeat 2 as n {
        label LIN = n
        excite, slice z thickness 5 mm offset 2 mm, shim (1, 0.5) phases (0, 90) deg
        rephase z, prephase x for line refocused, encode y step n of 4 fov fov.y
        if n mod 2 == 1 { spoil z 2 cycles across 5 mm lasting 2 ms } else { delay 2 ms adjustable wait factor 2 }
        echo(TE, n)
        rotate 30 deg about z { lobe x area 10 cycles/m }
        wait physio1 for 1 ms
        output osc0 for 10 us
        block duration 5 ms {
          rf excite delay 100 us phase 10 deg
          gradient x g delay 10 us
          adc 16 points dwell 10 us delay 3 ms
          label SLC += 1
        }
        fill to 90 ms
      }
    }

    """

  /// A message's place must lie in its file, and the renderer must be able to show it.
  private static func expectSound(_ run: DesignRun) {
    for item in run.diagnostics.items {
      #expect(item.span.map { $0.end <= run.sources[$0.file].bytes.count } ?? true)
      #expect(!item.message.isEmpty)
    }
    #expect(run.errors.isEmpty == (run.sequence != nil) || run.profile == nil)
    #expect(run.diagnostics.isEmpty || !run.rendered.isEmpty)
  }

  private static func parse(_ bytes: [UInt8]) -> Diagnostics {
    var sources = SourceMap()
    return Parser.parse(sources.add(name: "test", bytes: bytes)).1
  }

  @Test func theSmallDesignBuilds() {
    let run = DesignRun(Self.small)
    #expect(run.errors.isEmpty, "\(run.rendered)")
  }

  @Test(.timeLimit(.minutes(5)), arguments: ["examples/press.seq", "examples/gre-2d.seq"])
  func aDesignCutOffAnywhereIsParsed(path: String) throws {
    let bytes = try #require(Golden.bytes(at: path))
    for count in 0..<bytes.count { _ = Self.parse(Array(bytes[..<count])) }
    #expect(Self.parse(bytes).isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func theSmallDesignCutOffAnywhereIsCompiled() {
    let bytes = Array(Self.small.utf8)
    for count in 0..<bytes.count {
      Self.expectSound(DesignRun(String(decoding: bytes[..<count], as: UTF8.self)))
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: examples) func damagedExamplesAreParsed(path: String) throws {
    let bytes = try #require(Golden.bytes(at: path))
    var random = TrapezoidDesignTests.Random(state: UInt64(path.utf8.count))
    for _ in 0..<1500 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.damage(&damaged, &random) }
      _ = Self.parse(damaged)
    }
  }

  @Test(.timeLimit(.minutes(5))) func damagedSmallDesignsAreCompiled() {
    var random = TrapezoidDesignTests.Random(state: 5)
    var accepted = 0
    for _ in 0..<3000 {
      var damaged = Array(Self.small.utf8)
      Self.damage(&damaged, &random)
      let run = DesignRun(String(decoding: damaged, as: UTF8.self))
      Self.expectSound(run)
      if run.sequence != nil { accepted += 1 }
    }
    // Both kinds must occur, or the damage proves nothing.
    #expect(accepted > 100 && accepted < 2900)
  }

  private static let snippets = [
    "9999999999999999999", "-1", "0", "1e308", "1e-308", "0.0000001", "(", ")", "{", "}", "[", "\"", "#",
    "/ 0", " mod 0",
    "ms", "mT/m", " * 1e30", "\u{E9}", "\0", "-", "^", ", ", "repeat ", "9223372036854775807", "(1, 2) ",
    "as ", "..",
  ].map { Array($0.utf8) }

  private static func damage(_ bytes: inout [UInt8], _ random: inout TrapezoidDesignTests.Random) {
    guard bytes.count > 8 else { return }
    let start = Int.random(in: 0..<(bytes.count - 8), using: &random)
    let length = Int.random(in: 1...8, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(start..<(start + length))
    case 1: bytes[start] = UInt8.random(in: 0...255, using: &random)
    case 2:
      bytes.insert(
        contentsOf: bytes[start..<(start + length)], at: Int.random(in: 0..<bytes.count, using: &random))
    case 3: bytes.insert(contentsOf: snippets.randomElement(using: &random) ?? [], at: start)
    case 4:
      // A number becomes another.
      guard let digit = bytes[start...].firstIndex(where: { $0 >= 48 && $0 <= 57 }) else { return }
      let end = bytes[digit...].firstIndex { $0 < 48 || $0 > 57 } ?? bytes.count
      bytes.replaceSubrange(digit..<end, with: snippets.prefix(6).randomElement(using: &random) ?? [])
    default: bytes.swapAt(start, start + length)
    }
  }
}
