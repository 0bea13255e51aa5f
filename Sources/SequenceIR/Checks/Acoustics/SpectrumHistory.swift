/// Sums over the gradients from the start of a run to marks in it, from which those of a window are differences.
struct SpectrumHistory {
  /// A moment, or a silence, through which the sums stay what they are.
  struct Mark {
    var from: Time
    var to: Time
    /// Integrals of G^2 and of G, per axis.
    var squares: SIMD4<Double>
    var sums: SIMD4<Double>
  }

  private(set) var marks: [Mark]
  /// The last mark that is not behind the beginning of the last window asked for.
  private(set) var head = 0
  /// Real and imaginary parts of the transforms at each mark, `stride` each.
  private(set) var transforms: [SIMD4<Double>]
  let stride: Int

  /// Silence since ever, until 0.
  init(stride: Int) {
    self.stride = stride
    marks = [Mark(from: -Time.longest, to: .zero, squares: SIMD4(), sums: SIMD4())]
    transforms = Array(repeating: SIMD4(), count: 2 * stride)
  }

  var last: Mark { marks[marks.count - 1] }

  mutating func append(_ mark: Mark, transforms new: ArraySlice<SIMD4<Double>>) {
    // Some hundred marks are in use: what is moved is little beside what has been added since.
    if head >= 1_024, 2 * head >= marks.count {
      marks.removeFirst(head)
      transforms.removeFirst(head * 2 * stride)
      head = 0
    }
    marks.append(mark)
    transforms.append(contentsOf: new)
  }

  /// Sum of |transform|^2, times weights, over all positions, of what was played from a mark until `now`.
  func power(since mark: Int, until now: SpectrumSums, weights: [SIMD4<Double>]) -> SIMD4<Double> {
    let (first, count) = (mark * 2 * stride, stride)
    let end = now.transforms
    precondition(first >= 0 && first + 2 * count <= transforms.count)
    precondition(end.count == 2 * count && weights.count == count)
    return end.withUnsafeBufferPointer { end in
      transforms.withUnsafeBufferPointer { transforms in
        weights.withUnsafeBufferPointer { weights in
          var sum = SIMD4<Double>()
          for position in 0..<count {
            let re = end[position] - transforms[first + position]
            let im = end[count + position] - transforms[first + count + position]
            sum += (re * re + im * im) * weights[position]
          }
          return sum
        }
      }
    }
  }

  mutating func extendLast(to time: Time) { marks[marks.count - 1].to = time }

  /// Moves `head` to the last mark that begins at `start` or before it. Starts only grow.
  mutating func advance(to start: Time) {
    while head + 1 < marks.count, marks[head + 1].from <= start { head += 1 }
  }

  /// Begins again behind a silence, at the time 0.
  mutating func restart() {
    marks.removeLast(marks.count - 1)
    marks[0] = Mark(from: -Time.longest, to: .zero, squares: SIMD4(), sums: SIMD4())
    transforms.removeLast(transforms.count - 2 * stride)
    for index in transforms.indices { transforms[index] = SIMD4() }
    head = 0
  }
}
