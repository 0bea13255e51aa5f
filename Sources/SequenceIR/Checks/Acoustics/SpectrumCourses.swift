/// Sums over the gradients until a moment, from which their spectrum is made.
struct SpectrumSums {
  /// exp(-i omega t) of each group of bins.
  var phaseReal: [SIMD4<Double>]
  var phaseImaginary: [SIMD4<Double>]
  /// Integral of G exp(-i omega t), axes innermost of groups.
  var real: [SIMD4<Double>]
  var imaginary: [SIMD4<Double>]
  /// Integrals of G^2 and of G, per axis.
  var squares = SIMD4<Double>()
  var sums = SIMD4<Double>()

  init(groups: Int) {
    phaseReal = Array(repeating: SIMD4(repeating: 1), count: groups)
    phaseImaginary = Array(repeating: SIMD4(), count: groups)
    real = Array(repeating: SIMD4(), count: groups * 3)
    imaginary = real
  }

  /// The integrals begin again; the phases go on.
  mutating func clear() {
    for index in real.indices {
      real[index] = SIMD4()
      imaginary[index] = SIMD4()
    }
    (squares, sums) = (SIMD4(), SIMD4())
  }

  /// Adds the integral over a straight line on one axis, which begins with `first` and changes by `slew` a second;
  /// `pieces` has its coefficients from `offset` on.
  mutating func add(
    _ pieces: [StraightPieces], from offset: Int, axis: Int, first: Double, slew: Double
  ) {
    let groups = phaseReal.count
    precondition(offset >= 0 && offset + groups <= pieces.count && (0..<3).contains(axis))
    precondition(phaseImaginary.count == groups && real.count == 3 * groups && imaginary.count == 3 * groups)
    let (first, slope) = (SIMD4(repeating: first), SIMD4(repeating: slew))
    pieces.withUnsafeBufferPointer { pieces in
      phaseReal.withUnsafeBufferPointer { phaseReal in
        phaseImaginary.withUnsafeBufferPointer { phaseImaginary in
          real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
              for group in 0..<groups {
                let piece = pieces[offset + group]
                let re = first * piece.firstReal + slope * piece.slopeReal
                let im = first * piece.firstImaginary + slope * piece.slopeImaginary
                let (cosine, sine) = (phaseReal[group], phaseImaginary[group])
                real[group * 3 + axis] += re * cosine - im * sine
                imaginary[group * 3 + axis] += re * sine + im * cosine
              }
            }
          }
        }
      }
    }
  }

  /// The phases times exp(-i omega duration), of which `pieces` has cosines and sines from `offset` on.
  mutating func turn(_ pieces: [StraightPieces], from offset: Int) {
    let groups = phaseReal.count
    precondition(offset >= 0 && offset + groups <= pieces.count && phaseImaginary.count == groups)
    pieces.withUnsafeBufferPointer { pieces in
      phaseReal.withUnsafeMutableBufferPointer { phaseReal in
        phaseImaginary.withUnsafeMutableBufferPointer { phaseImaginary in
          for group in 0..<groups {
            let (turnReal, turnImaginary) = (pieces[offset + group].cosine, pieces[offset + group].sine)
            let (cosine, sine) = (phaseReal[group], phaseImaginary[group])
            phaseReal[group] = cosine * turnReal + sine * turnImaginary
            phaseImaginary[group] = sine * turnReal - cosine * turnImaginary
          }
        }
      }
    }
  }

  /// One step of Newton's for 1 / |phase|, however many turns there have been.
  mutating func keepPhasesOnCircle() {
    for group in phaseReal.indices {
      let (cosine, sine) = (phaseReal[group], phaseImaginary[group])
      let factor = 1.5 - 0.5 * (cosine * cosine + sine * sine)
      phaseReal[group] = cosine * factor
      phaseImaginary[group] = sine * factor
    }
  }

  /// The sums after `begin` and a part of a run of gradients, up to a mark of the course that it has by itself.
  mutating func set(_ course: SpectrumCourses.Course, mark: Int, after begin: SpectrumSums) {
    squares = begin.squares + course.integrals[mark].squares
    sums = begin.sums + course.integrals[mark].sums
    let groups = phaseReal.count
    let offset = mark * 8 * groups
    precondition(phaseImaginary.count == groups && begin.phaseReal.count == groups)
    course.numbers.withUnsafeBufferPointer { numbers in
      precondition(offset >= 0 && offset + 8 * groups <= numbers.count)
      for group in 0..<groups {
        let (cosine, sine) = (begin.phaseReal[group], begin.phaseImaginary[group])
        let (turnReal, turnImaginary) = (numbers[offset + group], numbers[offset + groups + group])
        phaseReal[group] = cosine * turnReal - sine * turnImaginary
        phaseImaginary[group] = cosine * turnImaginary + sine * turnReal
        for position in (3 * group)..<(3 * group + 3) {
          let re = numbers[offset + 2 * groups + position]
          let im = numbers[offset + 5 * groups + position]
          real[position] = begin.real[position] + (re * cosine - im * sine)
          imaginary[position] = begin.imaginary[position] + (re * sine + im * cosine)
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
    /// Of each mark real and imaginary parts of phases and then of transforms.
    fileprivate private(set) var numbers: [SIMD4<Double>] = []

    init(pieceCount: Int) { self.pieceCount = pieceCount }

    var count: Int { times.count }
    var isEmpty: Bool { times.isEmpty }
    var lastTime: Time { times.last ?? .zero }

    func time(_ mark: Int) -> Time { times[mark] }

    mutating func append(_ sums: SpectrumSums, at time: Time) {
      times.append(time)
      integrals.append((sums.squares, sums.sums))
      numbers += sums.phaseReal
      numbers += sums.phaseImaginary
      numbers += sums.real
      numbers += sums.imaginary
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
