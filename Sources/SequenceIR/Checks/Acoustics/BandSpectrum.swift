/// How much of the gradients' oscillation lies in forbidden bands, window by window: the spectrum of straight lines in
/// closed form, summed over pieces with their phases.
///
/// Windows are differences between sums at marks: at ends of blocks, where silences begin and end, and within a block at
/// the first corner that is 1 ms or more behind the mark before it, where straight pieces longer than 2 ms count as
/// several. Every mark begins a window and ends one; before and after the run there is silence. A window takes 50 ms
/// where one of its ends lies in a silence, else up to 53 ms. Marks depend on nothing but the blocks around them, so
/// that a repetition has the windows of every other.
struct BandSpectrum {
  /// Those that no other window exceeds in both share and energy.
  var windows: [SpectrumMaxima.Window] { maxima.windows }
  /// The largest amplitude at each frequency, where a band limits it, Hz/m.
  var amplitudes: (hertz: [Double], ofAxes: [[Double]]) { maxima.amplitudes }
  /// The largest of each band that has a limit.
  private(set) var lines: [SpectrumMaxima.Line?] = []

  static let window = Time(microseconds: 50_000)
  private static let markSpacing = Time(microseconds: 1000)
  private static let longestSlice = Time(microseconds: 2000)
  /// Of a longer straight piece only as much at both ends is looked at closely: in between, windows see less of it.
  private static let longestPiece = Time(microseconds: 200_000)
  private static let closeLook = Time(microseconds: 60_000)
  /// Windows that begin in the middle of such a piece are not measured.
  private static let longestWindowSeconds = 0.06

  private let play: GradientPlay
  private let bins: SpectrumBins
  /// Of each distinct duration: how many slices it makes, and where their coefficients begin in `pieces`; nil until
  /// asked for.
  private var slicings: [Slicing?]
  private var pieces: [StraightPieces] = []
  /// From a silence until now.
  private var now: SpectrumSums
  private var history: SpectrumHistory
  /// What many blocks have in common is computed once; see `playCourse`.
  private var courses: SpectrumCourses
  private var time = Time.zero
  /// Where the last gradient is.
  private var place = SpectrumMaxima.Place()
  private var maxima: SpectrumMaxima

  private struct Slicing {
    var count: Int
    var seconds: Double
    var offset: Int
  }

  init(_ play: GradientPlay, _ bands: [ForbiddenBand]) {
    self.play = play
    bins = SpectrumBins(bands, isFree: play.isFree)
    maxima = SpectrumMaxima(bins)
    slicings = Array(repeating: nil, count: play.durations.count)
    now = SpectrumSums(groups: bins.groups)
    history = SpectrumHistory(stride: bins.groups * 3)
    courses = SpectrumCourses()
    for stretch in play.stretches {
      for repetition in 0..<play.visits(stretch, toFill: 0.1) {
        for index in stretch.blocks(in: repetition) {
          run(index, SpectrumMaxima.Place(block: index, repetition: stretch.number(of: repetition)))
        }
      }
    }
    beSilent(Self.window, nil)
    lines = maxima.lines(ofBands: bands.count)
    // What is kept for the checks is what was found.
    (pieces, slicings, history) = ([], [], SpectrumHistory(stride: 0))
    courses = SpectrumCourses()
  }

  private mutating func run(_ index: Int, _ here: SpectrumMaxima.Place) {
    let kind = play.kinds[index]
    let block = play.distinct[Int(kind)]
    var number = 0
    while number < block.pieces.count {
      let piece = block.pieces[number]
      if piece.isZero {
        beSilent(piece.duration, piece.durationIndex)
        number += 1
        continue
      }
      var end = number + 1
      while end < block.pieces.count, !block.pieces[end].isZero { end += 1 }
      place = here
      play(block.pieces[number..<end], SpectrumCourses.Key(kind: kind, piece: Int32(number)))
      number = end
    }
  }

  /// Pieces between two silences, or edges of their block.
  private mutating func play(_ run: ArraySlice<GradientPlay.Piece>, _ key: SpectrumCourses.Key) {
    if run.count >= SpectrumCourses.fewestPieces, run.allSatisfy({ $0.duration <= Self.longestPiece }) {
      if courses[key] == nil, courses.hasRoom { courses[key] = course(of: run) }
      if let course = courses[key] { return playCourse(course) }
    }
    var marked = time
    for piece in run {
      if piece.duration > Self.longestPiece {
        playLongPiece(piece, &marked)
      } else {
        let slicing = slicing(piece.durationIndex, piece.duration)
        playSlices(slicing, piece.duration, from: piece.first, slew: piece.slew, &marked)
      }
    }
    mark(&marked)
  }

  /// The same run seen from its own start: where its marks are, and the sums there.
  private mutating func course(of run: ArraySlice<GradientPlay.Piece>) -> SpectrumCourses.Course {
    let before = (now: now, time: time)
    (now, time) = (SpectrumSums(groups: bins.groups), .zero)
    var course = SpectrumCourses.Course()
    var marked = Time.zero
    for piece in run {
      let slicing = slicing(piece.durationIndex, piece.duration)
      forEachSlice(slicing, piece.duration, from: piece.first, slew: piece.slew) { spectrum in
        guard spectrum.time - marked >= Self.markSpacing else { return }
        marked = spectrum.time
        course.append(spectrum.now, at: spectrum.time)
      }
    }
    if course.lastTime != time || course.isEmpty { course.append(now, at: time) }
    (now, time) = before
    return course
  }

  /// What the sums at the marks of a run are follows from those at its start: integral of G exp(-i omega t) from t0 on is
  /// exp(-i omega t0) times that from 0 on.
  private mutating func playCourse(_ course: SpectrumCourses.Course) {
    let (begin, start) = (now, time)
    var marked = time
    for number in 0..<course.count {
      now.set(course.sums(number, of: bins.groups), after: begin)
      time = start.addingOrLongest(course.time(number))
      mark(&marked)
    }
  }

  private mutating func playLongPiece(_ piece: GradientPlay.Piece, _ marked: inout Time) {
    let middle = piece.duration - Self.closeLook - Self.closeLook
    var first = piece.first
    for (duration, maximum) in [
      (Self.closeLook, Self.longestSlice), (middle, middle), (Self.closeLook, Self.longestSlice),
    ] {
      let start = pieces.count
      let slicing = makeSlicing(duration, longest: maximum)
      playSlices(slicing, duration, from: first, slew: piece.slew, &marked)
      pieces.removeLast(pieces.count - start)
      first += piece.slew * duration.seconds
    }
  }

  /// A straight piece, or a part of one.
  private mutating func playSlices(
    _ slicing: Slicing, _ duration: Time, from first: SIMD4<Double>, slew: SIMD4<Double>,
    _ marked: inout Time
  ) {
    forEachSlice(slicing, duration, from: first, slew: slew) { spectrum in
      if spectrum.time - marked >= Self.markSpacing { spectrum.mark(&marked) }
    }
  }

  /// Advances over each slice, and calls `body` at its end.
  private mutating func forEachSlice(
    _ slicing: Slicing, _ duration: Time, from first: SIMD4<Double>, slew: SIMD4<Double>,
    _ body: (inout BandSpectrum) -> Void
  ) {
    let start = time
    var value = first
    for slice in 1...slicing.count {
      advance(value, slew, slicing)
      value += slew * slicing.seconds
      let passed = Time(picoseconds: duration.picoseconds / Int64(slicing.count) * Int64(slice))
      time = start.addingOrLongest(slice == slicing.count ? duration : passed)
      body(&self)
    }
  }

  private mutating func slicing(_ index: Int, _ duration: Time) -> Slicing {
    if let known = slicings[index] { return known }
    let made = makeSlicing(duration, longest: Self.longestSlice)
    slicings[index] = made
    return made
  }

  private mutating func makeSlicing(_ duration: Time, longest: Time) -> Slicing {
    let count = Int((duration.picoseconds - 1) / longest.picoseconds) + 1
    let slicing = Slicing(
      count: count, seconds: duration.seconds / Double(count), offset: pieces.count)
    for omega in bins.omegas { pieces.append(StraightPieces(omega: omega, duration: slicing.seconds)) }
    return slicing
  }

  /// Adds a straight line to the sums, and turns the phases by its duration.
  private mutating func advance(_ a: SIMD4<Double>, _ slew: SIMD4<Double>, _ slicing: Slicing) {
    let duration = slicing.seconds
    let b = a + slew * duration
    now.squares += (a * a + a * b + b * b) * (duration / 3)
    now.sums += (a + b) * (duration / 2)
    for axis in 0..<3 where a[axis] != 0 || slew[axis] != 0 {
      let (first, slope) = (SIMD4(repeating: a[axis]), SIMD4(repeating: slew[axis]))
      for group in 0..<bins.groups {
        let piece = pieces[slicing.offset + group]
        let re = first * piece.firstReal + slope * piece.slopeReal
        let im = first * piece.firstImaginary + slope * piece.slopeImaginary
        let (cosine, sine) = (now.phaseReal[group], now.phaseImaginary[group])
        now.real[group * 3 + axis] += re * cosine - im * sine
        now.imaginary[group * 3 + axis] += re * sine + im * cosine
      }
    }
    turn(slicing)
  }

  /// Times exp(-i omega duration).
  private mutating func turn(_ slicing: Slicing) {
    for group in 0..<bins.groups {
      let piece = pieces[slicing.offset + group]
      let (cosine, sine) = (now.phaseReal[group], now.phaseImaginary[group])
      now.phaseReal[group] = cosine * piece.cosine + sine * piece.sine
      now.phaseImaginary[group] = sine * piece.cosine - cosine * piece.sine
    }
  }

  private mutating func mark(_ marked: inout Time) {
    marked = time
    guard time > history.last.to else { return }
    keepPhasesOnCircle()
    history.append(
      SpectrumHistory.Mark(from: time, to: time, squares: now.squares, sums: now.sums), real: now.real,
      imaginary: now.imaginary)
    let start = time - Self.window
    history.advance(to: start)
    let begin = history.marks[history.head].to
    measure(history.head, seconds: start <= begin ? Self.window.seconds : (time - begin).seconds)
  }

  /// One step of Newton's for 1 / |phase|, however many turns there have been.
  private mutating func keepPhasesOnCircle() {
    for group in 0..<bins.groups {
      let (cosine, sine) = (now.phaseReal[group], now.phaseImaginary[group])
      let factor = 1.5 - 0.5 * (cosine * cosine + sine * sine)
      now.phaseReal[group] = cosine * factor
      now.phaseImaginary[group] = sine * factor
    }
  }

  /// Measures the windows that end in a silence, one for each mark that they begin at.
  private mutating func beSilent(_ duration: Time, _ durationIndex: Int?) {
    let end = time.addingOrLongest(duration)
    history.advance(to: time - Self.window)
    for index in history.head..<(history.marks.count - 1) {
      let mark = history.marks[index]
      guard mark.from + Self.window <= end else { break }
      if mark.to + Self.window > time { measure(index, seconds: Self.window.seconds) }
    }
    history.extendLast(to: end)
    time = end
    if end - history.last.from >= Self.window {
      forget()
    } else if let durationIndex {
      let slicing = slicing(durationIndex, duration)
      for _ in 0..<slicing.count { turn(slicing) }
    }
  }

  /// No later window reaches what was before: sums and time begin again, which keeps them small.
  private mutating func forget() {
    now.clear()
    time = .zero
    history.restart()
  }

  /// The window from a mark until now.
  private mutating func measure(_ index: Int, seconds: Double) {
    guard seconds <= Self.longestWindowSeconds else { return }
    let mark = history.marks[index]
    let sums = now.sums - mark.sums
    let energy = (now.squares - mark.squares - sums * sums / seconds).sum()
    guard energy > 0 else { return }
    let (realOffset, count) = (index * 2 * history.stride, history.stride)
    let imaginaryOffset = realOffset + count
    let scale = 4 / (seconds * seconds)
    var inside = SIMD4<Double>()
    for position in 0..<count {
      let re = now.real[position] - history.transforms[realOffset + position]
      let im = now.imaginary[position] - history.transforms[imaginaryOffset + position]
      let power = re * re + im * im
      inside += power * bins.shareWeights[position]
      guard bins.hasLimits else { continue }
      let line = power * bins.limited[position] * scale
      maxima.note(line, position, place)
    }
    maxima.keep(share: min(1, inside.sum() / energy), energy: energy, place)
  }
}
