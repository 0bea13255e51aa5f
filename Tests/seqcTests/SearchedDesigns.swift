// Designs that the tests of searches share.

enum SearchedDesigns {
  /// A pulse without an acquisition: each evaluation takes a fraction of a millisecond.
  static func alone(_ lines: String = "", duration: String = "2 ms", iterations: Int = 12) -> String {
    """
    design "alone"
    scanner siemens-prisma
    let T = \(duration)
    pulse mix = optimized(duration: T, step: 50 us, peak: 15 uT, use: inversion)
    optimize {
      reach profile inversion of mix band 300 Hz
      iterations \(iterations)
      \(lines)
    }
    sequence {
      mix
      delay 4 s
    }
    """
  }

  /// A spin echo with a searched section before the acquisition; `lines` of its `optimize` block.
  static func echo(_ lines: String) -> String {
    """
    design "echo"
    scanner siemens-prisma
    voxel 20 mm, 20 mm, 20 mm
    pulse excite = slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)
    pulse refocus = slr(flip: 180 deg, duration: 4 ms, bandwidth: 2 kHz, use: refocusing)
    pulse mix = optimized(duration: 2 ms, step: 50 us, peak: 15 uT)
    sequence {
      repeat 4 as n {
        excite, slice x phase by n (0, 180) deg
        rephase x
        refocus, slice y, crush x z 4 cycles across 20 mm at 8 ms
        mix
        acquire 512 points dwell 0.5 ms phase by n (0, 180) deg
        fill to 1 s
      }
    }
    optimize {
      \(lines)
    }
    """
  }
}
