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
    let range = play.distinct[Int(kind)].pieces
    let mayHaveCourses = range.count >= SpectrumCourses.fewestPieces
    var number = range.lowerBound
    while number < range.upperBound {
      if mayHaveCourses, let course = courses[number] {
        place = here
        playCourse(course)
        number += course.pieceCount
        continue
      }
      let piece = play.pieces[number]
      if piece.isZero {
        beSilent(piece.duration, piece.durationIndex)
        number += 1
        continue
      }
      var end = number + 1
      while end < range.upperBound, !play.pieces[end].isZero { end += 1 }
      place = here
      play(number..<end)
      number = end
    }
  }

  /// Pieces between two silences, or edges of their block.
  private mutating func play(_ run: Range<Int>) {
    if run.count >= SpectrumCourses.fewestPieces, courses.hasRoom,
      run.allSatisfy({ play.pieces[$0].duration <= Self.longestPiece })
    {
      let course = course(of: run)
      courses[run.lowerBound] = course
      return playCourse(course)
    }
    var marked = time
    for number in run {
      let piece = play.pieces[number]
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
  private mutating func course(of run: Range<Int>) -> SpectrumCourses.Course {
    let before = (now: now, time: time)
    (now, time) = (SpectrumSums(groups: bins.groups), .zero)
    var course = SpectrumCourses.Course(pieceCount: run.count)
    var marked = Time.zero
    for number in run {
      let piece = play.pieces[number]
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
      now.set(course, mark: number, after: begin)
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
      now.advance(value, slew, slicing.seconds, pieces, from: slicing.offset)
      value += slew * slicing.seconds
      let passed = Time(picoseconds: duration.picoseconds / Int64(slicing.count) * Int64(slice))
      time = start.addingOrLongest(slice == slicing.count ? duration : passed)
      body(&self)
    }
  }

  private mutating func slicing(_ index: Int32, _ duration: Time) -> Slicing {
    if let known = slicings[Int(index)] { return known }
    let made = makeSlicing(duration, longest: Self.longestSlice)
    slicings[Int(index)] = made
    return made
  }

  private mutating func makeSlicing(_ duration: Time, longest: Time) -> Slicing {
    let count = Int((duration.picoseconds - 1) / longest.picoseconds) + 1
    let slicing = Slicing(
      count: count, seconds: duration.seconds / Double(count), offset: pieces.count)
    for omega in bins.omegas { pieces.append(StraightPieces(omega: omega, duration: slicing.seconds)) }
    return slicing
  }

  private mutating func mark(_ marked: inout Time) {
    marked = time
    guard time > history.last.to else { return }
    now.keepPhasesOnCircle()
    history.append(
      SpectrumHistory.Mark(from: time, to: time, squares: now.squares, sums: now.sums),
      transforms: now.transforms)
    let start = time - Self.window
    history.advance(to: start)
    let begin = history.marks[history.head].to
    measure(history.head, seconds: start <= begin ? Self.window.seconds : (time - begin).seconds)
  }

  /// Measures the windows that end in a silence, one for each mark that they begin at.
  private mutating func beSilent(_ duration: Time, _ durationIndex: Int32?) {
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
      for _ in 0..<slicing.count { now.turn(pieces, from: slicing.offset) }
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
    guard energy > 0, bins.hasLimits || maxima.isLoud(energy) else { return }
    if bins.hasLimits { noteLines(index, scale: 4 / (seconds * seconds)) }
    let inside = history.power(since: index, until: now, weights: bins.shareWeights)
    maxima.keep(share: min(1, inside.sum() / energy), energy: energy, place)
  }

  /// Lines in bands that limit them, over the window from a mark until now.
  private mutating func noteLines(_ index: Int, scale: Double) {
    let (offset, count) = (index * 2 * history.stride, history.stride)
    let transforms = now.transforms
    for position in 0..<count {
      let re = transforms[transforms.startIndex + position] - history.transforms[offset + position]
      let im =
        transforms[transforms.startIndex + count + position] - history.transforms[offset + count + position]
      let power = re * re + im * im
      let line = power * bins.limited[position] * scale
      maxima.note(line, position, place)
    }
  }
}
