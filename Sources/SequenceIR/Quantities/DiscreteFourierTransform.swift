/// The discrete Fourier transform of any length, the same bits on every machine.
package enum DiscreteFourierTransform {
  /// X[k] = sum x[n] exp(-2 pi i k n / N): halves are transformed apart as long as the length is even.
  package static func forward(_ re: [Double], _ im: [Double]) -> (real: [Double], imaginary: [Double]) {
    let count = re.count
    guard count > 1 else { return (re, im) }
    guard count % 2 == 0 else { return summed(re, im) }
    let half = count / 2
    let even = forward((0..<half).map { re[2 * $0] }, (0..<half).map { im[2 * $0] })
    let odd = forward((0..<half).map { re[2 * $0 + 1] }, (0..<half).map { im[2 * $0 + 1] })
    var (x, y) = (re, im)
    for k in 0..<half {
      let (s, c) = ElementaryFunctions.sineAndCosine(-2 * Double.pi * Double(k) / Double(count))
      let (a, b) = (
        c * odd.real[k] - s * odd.imaginary[k], c * odd.imaginary[k] + s * odd.real[k]
      )
      (x[k], y[k]) = (even.real[k] + a, even.imaginary[k] + b)
      (x[k + half], y[k + half]) = (even.real[k] - a, even.imaginary[k] - b)
    }
    return (x, y)
  }

  private static func summed(_ re: [Double], _ im: [Double]) -> (real: [Double], imaginary: [Double]) {
    let count = re.count
    let turns = (0..<count).map {
      ElementaryFunctions.sineAndCosine(-2 * Double.pi * Double($0) / Double(count))
    }
    var (x, y) = (re, im)
    for k in 0..<count {
      var (a, b) = (0.0, 0.0)
      var turn = 0
      for n in 0..<count {
        let (s, c) = turns[turn]
        a += c * re[n] - s * im[n]
        b += c * im[n] + s * re[n]
        turn += k
        if turn >= count { turn -= count }
      }
      (x[k], y[k]) = (a, b)
    }
    return (x, y)
  }
}
