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

  /// The sums after `begin` and a run of gradients that has `course` by itself.
  mutating func set(_ course: SpectrumCourses.View, after begin: SpectrumSums) {
    squares = begin.squares + course.squares
    sums = begin.sums + course.sums
    for group in phaseReal.indices {
      let (cosine, sine) = (begin.phaseReal[group], begin.phaseImaginary[group])
      let (turnReal, turnImaginary) = course.phase(group)
      phaseReal[group] = cosine * turnReal - sine * turnImaginary
      phaseImaginary[group] = cosine * turnImaginary + sine * turnReal
      for position in (3 * group)..<(3 * group + 3) {
        let (re, im) = course.transform(position)
        real[position] = begin.real[position] + (re * cosine - im * sine)
        imaginary[position] = begin.imaginary[position] + (re * sine + im * cosine)
      }
    }
  }
}

/// The sums of long runs of gradients, as spiral readouts are, at their marks: a run is played thousands of times, and has
/// thousands of pieces.
struct SpectrumCourses {
  /// A run of pieces in a distinct block.
  struct Key: Hashable {
    var kind: Int32
    /// The first of the run.
    var piece: Int32
  }

  /// A run by itself: its marks from its start on.
  struct Course {
    private var times: [Time] = []
    private var integrals: [(squares: SIMD4<Double>, sums: SIMD4<Double>)] = []
    /// Of each mark real and imaginary parts of phases and then of transforms.
    fileprivate private(set) var numbers: [SIMD4<Double>] = []

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

    func sums(_ mark: Int, of groups: Int) -> View {
      View(
        numbers: numbers, offset: mark * 8 * groups, groups: groups, squares: integrals[mark].squares,
        sums: integrals[mark].sums)
    }
  }

  /// The sums at one mark.
  struct View {
    fileprivate let numbers: [SIMD4<Double>]
    fileprivate let offset: Int
    fileprivate let groups: Int
    let squares: SIMD4<Double>
    let sums: SIMD4<Double>

    func phase(_ group: Int) -> (real: SIMD4<Double>, imaginary: SIMD4<Double>) {
      (numbers[offset + group], numbers[offset + groups + group])
    }

    func transform(_ position: Int) -> (real: SIMD4<Double>, imaginary: SIMD4<Double>) {
      (numbers[offset + 2 * groups + position], numbers[offset + 5 * groups + position])
    }
  }

  /// Shorter runs are as fast played anew.
  static let fewestPieces = 16
  /// 64 MB of numbers; runs beyond are played anew each time.
  private static let mostNumbers = 2_000_000

  private var courses: [Key: Course] = [:]
  private var numberCount = 0

  var hasRoom: Bool { numberCount < Self.mostNumbers }

  subscript(key: Key) -> Course? {
    get { courses[key] }
    set {
      numberCount += newValue?.numbers.count ?? 0
      courses[key] = newValue
    }
  }
}
