/// Sums over the gradients until a moment, from which their spectrum is made.
struct SpectrumSums {
  /// Of bins.
  let groups: Int
  /// Of each group exp(-i omega t), all real parts and then all imaginary ones; behind them the integrals of
  /// G exp(-i omega t), in the same way, axes innermost of groups: eight numbers a group.
  private(set) var numbers: [SIMD4<Double>]
  /// Integrals of G^2 and of G, per axis.
  private(set) var squares = SIMD4<Double>()
  private(set) var sums = SIMD4<Double>()

  init(groups: Int) {
    self.groups = groups
    numbers = Array(repeating: SIMD4(), count: 8 * groups)
    for group in 0..<groups { numbers[group] = SIMD4(repeating: 1) }
  }

  /// The integrals of G exp(-i omega t): real parts, and then as many imaginary ones.
  var transforms: ArraySlice<SIMD4<Double>> { numbers[(2 * groups)...] }

  /// The integrals begin again; the phases go on.
  mutating func clear() {
    for index in (2 * groups)..<numbers.count { numbers[index] = SIMD4() }
    (squares, sums) = (SIMD4(), SIMD4())
  }

  /// Adds a straight line that takes `seconds`, begins with `a` and changes by `slew` a second, and turns the phases by
  /// its duration; `pieces` has the coefficients of such a line from `offset` on.
  mutating func advance(
    _ a: SIMD4<Double>, _ slew: SIMD4<Double>, _ seconds: Double, _ pieces: [StraightPieces], from offset: Int
  ) {
    let b = a + slew * seconds
    squares += (a * a + a * b + b * b) * (seconds / 3)
    sums += (a + b) * (seconds / 2)
    precondition(offset >= 0 && offset + groups <= pieces.count && numbers.count == 8 * groups)
    pieces.withUnsafeBufferPointer { pieces in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let pieces = pieces.baseAddress, let numbers = numbers.baseAddress else { return }
        let (line, count) = (pieces + offset, groups)
        if a.x != 0 || slew.x != 0 { Self.add(line, to: numbers, count, axis: 0, a.x, slew.x) }
        if a.y != 0 || slew.y != 0 { Self.add(line, to: numbers, count, axis: 1, a.y, slew.y) }
        if a.z != 0 || slew.z != 0 { Self.add(line, to: numbers, count, axis: 2, a.z, slew.z) }
        Self.turn(numbers, count, by: line)
      }
    }
  }

  /// Turns the phases by a duration of silence.
  mutating func turn(_ pieces: [StraightPieces], from offset: Int) {
    precondition(offset >= 0 && offset + groups <= pieces.count && numbers.count == 8 * groups)
    pieces.withUnsafeBufferPointer { pieces in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let pieces = pieces.baseAddress, let numbers = numbers.baseAddress else { return }
        Self.turn(numbers, groups, by: pieces + offset)
      }
    }
  }

  /// One axis of a line. `line` has `groups` coefficients, and `numbers` eight times as many numbers.
  private static func add(
    _ line: UnsafePointer<StraightPieces>, to numbers: UnsafeMutablePointer<SIMD4<Double>>, _ groups: Int,
    axis: Int, _ first: Double, _ slew: Double
  ) {
    let (first, slope) = (SIMD4(repeating: first), SIMD4(repeating: slew))
    var real = numbers + (2 * groups + axis)
    for group in 0..<groups {
      let piece = line + group
      let re = first * piece.pointee.firstReal + slope * piece.pointee.slopeReal
      let im = first * piece.pointee.firstImaginary + slope * piece.pointee.slopeImaginary
      let (cosine, sine) = (numbers[group], numbers[groups + group])
      real[0] += re * cosine - im * sine
      real[3 * groups] += re * sine + im * cosine
      real += 3
    }
  }

  /// The phases times exp(-i omega duration); `line` has `groups` coefficients, and there are twice as many phases.
  private static func turn(
    _ phases: UnsafeMutablePointer<SIMD4<Double>>, _ groups: Int, by line: UnsafePointer<StraightPieces>
  ) {
    for group in 0..<groups {
      let (turnReal, turnImaginary) = (line[group].cosine, line[group].sine)
      let (cosine, sine) = (phases[group], phases[groups + group])
      phases[group] = cosine * turnReal + sine * turnImaginary
      phases[groups + group] = sine * turnReal - cosine * turnImaginary
    }
  }

  /// One step of Newton's for 1 / |phase|, however many turns there have been.
  mutating func keepPhasesOnCircle() {
    for group in 0..<groups {
      let (cosine, sine) = (numbers[group], numbers[groups + group])
      let factor = 1.5 - 0.5 * (cosine * cosine + sine * sine)
      numbers[group] = cosine * factor
      numbers[groups + group] = sine * factor
    }
  }

  /// The sums after `begin` and a part of a run of gradients, up to a mark of the course that it has by itself.
  mutating func set(_ course: SpectrumCourses.Course, mark: Int, after begin: SpectrumSums) {
    squares = begin.squares + course.integrals[mark].squares
    sums = begin.sums + course.integrals[mark].sums
    let (groups, offset) = (groups, mark * 8 * groups)
    precondition(begin.groups == groups && numbers.count == 8 * groups && begin.numbers.count == 8 * groups)
    precondition(offset >= 0 && offset + 8 * groups <= course.numbers.count)
    course.numbers.withUnsafeBufferPointer { course in
      begin.numbers.withUnsafeBufferPointer { begin in
        numbers.withUnsafeMutableBufferPointer { numbers in
          for group in 0..<groups {
            let (cosine, sine) = (begin[group], begin[groups + group])
            let (turnReal, turnImaginary) = (course[offset + group], course[offset + groups + group])
            numbers[group] = cosine * turnReal - sine * turnImaginary
            numbers[groups + group] = cosine * turnImaginary + sine * turnReal
            for position in (2 * groups + 3 * group)..<(2 * groups + 3 * group + 3) {
              let re = course[offset + position]
              let im = course[offset + 3 * groups + position]
              numbers[position] = begin[position] + (re * cosine - im * sine)
              numbers[3 * groups + position] = begin[3 * groups + position] + (re * sine + im * cosine)
            }
          }
        }
      }
    }
  }
}

/// The sums of long runs of gradients, as spiral readouts are, at their marks: a run is played thousands of times, and has
/// thousands of pieces.
struct SpectrumCourses {
  /// A run of pieces in a distinct block by itself: its marks from its start on.
  struct Course {
    /// Pieces of the run.
    let pieceCount: Int
    private var times: [Time] = []
    fileprivate private(set) var integrals: [(squares: SIMD4<Double>, sums: SIMD4<Double>)] = []
    /// `SpectrumSums.numbers` of each mark.
    fileprivate private(set) var numbers: [SIMD4<Double>] = []

    init(pieceCount: Int) { self.pieceCount = pieceCount }

    var count: Int { times.count }
    var isEmpty: Bool { times.isEmpty }
    var lastTime: Time { times.last ?? .zero }

    func time(_ mark: Int) -> Time { times[mark] }

    mutating func append(_ sums: SpectrumSums, at time: Time) {
      times.append(time)
      integrals.append((sums.squares, sums.sums))
      numbers += sums.numbers
    }
  }

  /// Shorter runs are as fast played anew.
  static let fewestPieces = 16
  /// 64 MB of numbers; runs beyond are played anew each time.
  private static let mostNumbers = 2_000_000

  /// By the first piece of the run.
  private var courses: [Int: Course] = [:]
  private var numberCount = 0

  var hasRoom: Bool { numberCount < Self.mostNumbers }

  subscript(firstPiece: Int) -> Course? {
    get { courses[firstPiece] }
    set {
      numberCount += newValue?.numbers.count ?? 0
      courses[firstPiece] = newValue
    }
  }
}
