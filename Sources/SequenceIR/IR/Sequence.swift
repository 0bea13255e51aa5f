/// A sequence as the scanner will play it: blocks that refer to the distinct events of a library, in segments.
///
/// The IR speaks hertz (what a spin feels, and what Pulseq stores): RF amplitudes in Hz, gradients in Hz/m. Names
/// carry the unit. Times are exact.
package struct Sequence: Sendable {
  package var name: String
  package var rasters: Rasters
  package var definitions: [Definition]
  package var library: EventLibrary
  /// All blocks in the order of the file; what is played is `segments`.
  package var blocks: [Block]
  /// Runs of `blocks`, in playing order, gap-free and covering all of them.
  package var segments: [Segment]

  package init(name: String, rasters: Rasters) {
    self.name = name
    self.rasters = rasters
    definitions = []
    library = EventLibrary()
    blocks = []
    segments = []
  }

  /// The four time grids that the events of a file sit on.
  package struct Rasters: Hashable, Sendable {
    package var gradient: Time
    package var radiofrequency: Time
    package var adc: Time
    package var blockDuration: Time

    package init(gradient: Time, radiofrequency: Time, adc: Time, blockDuration: Time) {
      self.gradient = gradient
      self.radiofrequency = radiofrequency
      self.adc = adc
      self.blockDuration = blockDuration
    }

    /// What files before Pulseq 1.4 imply: 10 us, 1 us, 100 ns, 10 us.
    package static let beforePulseq14 = Rasters(
      gradient: Time(microseconds: 10), radiofrequency: Time(microseconds: 1), adc: Time(nanoseconds: 100),
      blockDuration: Time(microseconds: 10))
  }

  /// A free key and value that travels with the file (`FOV`, `TE`, ...); rasters are not among them.
  package struct Definition: Hashable, Sendable {
    package var key: String
    package var value: String
    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  package func definition(_ key: String) -> String? { definitions.first { $0.key == key }?.value }

  /// The numbers of a definition, as `FOV 0.22 0.22 0.004` has three; nil when there is none, or a word among them.
  package func numbers(ofDefinition key: String) -> [Double]? {
    guard let words = definition(key)?.split(separator: " "), !words.isEmpty else { return nil }
    let numbers = words.compactMap { DecimalText.number(Array($0.utf8)[...]) }
    return numbers.count == words.count ? numbers : nil
  }

  package mutating func define(_ key: String, _ value: String) {
    definitions.removeAll { $0.key == key }
    definitions.append(Definition(key: key, value: value))
  }

  /// Played duration, repetitions included; nil when it leaves the range of `Time`.
  package var duration: Time? {
    var total = Time.zero
    for segment in segments {
      var once = Time.zero
      for index in segment.blocks {
        guard let sum = once.adding(blocks[index].duration) else { return nil }
        once = sum
      }
      guard let all = once.times(segment.repetitions), let sum = total.adding(all) else { return nil }
      total = sum
    }
    return total
  }

  /// Blocks played, repetitions included; saturates at `Int.max`.
  package var playedBlockCount: Int {
    segments.reduce(0) { total, segment in
      let (product, tooMany) = segment.blocks.count.multipliedReportingOverflow(by: segment.repetitions)
      let (sum, overflow) = total.addingReportingOverflow(product)
      return tooMany || overflow ? Int.max : sum
    }
  }

  /// Puts all blocks into one segment played once, as a file without loops has it.
  package mutating func makeSingleSegment() {
    segments = [Segment(name: "", blocks: 0..<blocks.count, repetitions: 1)]
  }
}

/// A run of blocks played `repetitions` times.
package struct Segment: Hashable, Sendable {
  package var name: String
  /// Indices into `Sequence.blocks`.
  package var blocks: Range<Int>
  package var repetitions: Int

  package init(name: String, blocks: Range<Int>, repetitions: Int) {
    self.name = name
    self.blocks = blocks
    self.repetitions = repetitions
  }
}

/// Everything that starts together; the next block starts when `duration` has passed. 48 bytes.
package struct Block: Hashable, Sendable {
  package var duration: Time
  package var rf: RFID = .none
  package var gx: GradientID = .none
  package var gy: GradientID = .none
  package var gz: GradientID = .none
  package var adc: ADCID = .none
  package var extras: ExtrasID = .none
  /// The line of the design, or of the Pulseq file, that made this block.
  package var origin: SourceSpan

  package init(duration: Time, origin: SourceSpan) {
    self.duration = duration
    self.origin = origin
  }

  /// The longest a block, an event or a delay may last: 1e6 s, eleven days.
  package static let longest = Time(picoseconds: 1_000_000_000_000_000_000)

  package func gradient(_ axis: Axis) -> GradientID {
    switch axis {
    case .x: gx
    case .y: gy
    case .z: gz
    }
  }

  package mutating func setGradient(_ axis: Axis, _ id: GradientID) {
    switch axis {
    case .x: gx = id
    case .y: gy = id
    case .z: gz = id
    }
  }

  /// True when nothing but time (and perhaps labels) passes.
  package var isDelay: Bool { rf.isNone && gx.isNone && gy.isNone && gz.isNone && adc.isNone }
}

/// A gradient channel of the scanner (or of the rotated frame, where a block carries a rotation).
package enum Axis: Int, CaseIterable, Sendable {
  case x, y, z
  package var name: String { ["x", "y", "z"][rawValue] }
}

/// Typed indices into an `EventLibrary`, from 1; 0 stands for "none", so that a block stays small.
package struct RFID: Hashable, Sendable {
  package let number: UInt32
  @inlinable
  package init(number: UInt32) { self.number = number }
  @inlinable
  package static var none: RFID { RFID(number: 0) }
  @inlinable
  package var isNone: Bool { number == 0 }
}
package struct GradientID: Hashable, Sendable {
  package let number: UInt32
  @inlinable
  package init(number: UInt32) { self.number = number }
  @inlinable
  package static var none: GradientID { GradientID(number: 0) }
  @inlinable
  package var isNone: Bool { number == 0 }
}
package struct ADCID: Hashable, Sendable {
  package let number: UInt32
  @inlinable
  package init(number: UInt32) { self.number = number }
  @inlinable
  package static var none: ADCID { ADCID(number: 0) }
  @inlinable
  package var isNone: Bool { number == 0 }
}
package struct ExtrasID: Hashable, Sendable {
  package let number: UInt32
  @inlinable
  package init(number: UInt32) { self.number = number }
  @inlinable
  package static var none: ExtrasID { ExtrasID(number: 0) }
  @inlinable
  package var isNone: Bool { number == 0 }
}
package struct ShapeID: Hashable, Sendable {
  package let number: UInt32
  @inlinable
  package init(number: UInt32) { self.number = number }
  @inlinable
  package static var none: ShapeID { ShapeID(number: 0) }
  @inlinable
  package var isNone: Bool { number == 0 }
}
