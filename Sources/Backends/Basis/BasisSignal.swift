/// A complex time signal, and the operations by which the conventions of fitting programs differ.
import SequenceIR

package struct BasisSignal: Sendable, Equatable {
  package var real: [Double]
  package var imaginary: [Double]

  package init(real: [Double], imaginary: [Double]) {
    precondition(real.count == imaginary.count, "a complex signal has as many imaginary parts as real ones")
    self.real = real
    self.imaginary = imaginary
  }

  package var count: Int { real.count }

  /// Of all parts of all samples; 1 where there is no signal.
  var largest: Double {
    let most = zip(real, imaginary).reduce(0) { max($0, abs($1.0), abs($1.1)) }
    return most > 0 ? most : 1
  }

  /// Numbers beyond the tenth decimal are those of numerics.
  package static let decimals = 10

  /// To ten decimals: what is written is the same on every machine.
  package var rounded: BasisSignal {
    let scale = DecimalText.powerOfTen(BasisSignal.decimals)
    let round = { (value: Double) in
      let units = (value * scale).rounded(.toNearestOrAwayFromZero)
      return units == 0 ? 0 : units / scale
    }
    return BasisSignal(real: real.map(round), imaginary: imaginary.map(round))
  }

  var conjugated: BasisSignal { BasisSignal(real: real, imaginary: imaginary.map { $0 == 0 ? 0 : -$0 }) }

  /// Moves every line up by `hertz`: times exp(2 pi i hertz n dwell).
  func shifted(byHertz hertz: Double, dwellSeconds: Double) -> BasisSignal {
    guard hertz != 0 else { return self }
    var result = self
    for index in real.indices {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(
        2 * ElementaryFunctions.pi * hertz * dwellSeconds * Double(index))
      result.real[index] = real[index] * cosine - imaginary[index] * sine
      result.imaginary[index] = real[index] * sine + imaginary[index] * cosine
    }
    return result
  }

  /// sum s(n) exp(-2 pi i k n / N) / `divisor`, k from 0 up.
  func transformed(dividedBy divisor: Double) -> BasisSignal {
    let (re, im) = DiscreteFourierTransform.forward(real, imaginary)
    return BasisSignal(real: re.map { $0 / divisor }, imaginary: im.map { $0 / divisor })
  }

  /// The inverse of `transformed`.
  func transformedBack(times factor: Double) -> BasisSignal {
    conjugated.transformed(dividedBy: Double(count) / factor).conjugated
  }

  /// From frequencies that begin at zero to those that rise from -N/2 (of odd lengths, -(N - 1)/2).
  var centred: BasisSignal {
    let half = (count + 1) / 2
    return BasisSignal(
      real: Array(real[half...] + real[..<half]), imaginary: Array(imaginary[half...] + imaginary[..<half]))
  }

  func subtracting(_ other: BasisSignal) -> BasisSignal {
    BasisSignal(
      real: zip(real, other.real).map { $0 - $1 }, imaginary: zip(imaginary, other.imaginary).map { $0 - $1 })
  }

  /// The largest difference of any part of any sample; infinite where there are not as many.
  func farthest(from other: BasisSignal) -> Double {
    guard count == other.count else { return .infinity }
    var most = 0.0
    for index in real.indices {
      let distance = max(abs(real[index] - other.real[index]), abs(imaginary[index] - other.imaginary[index]))
      // What is not a number is as far as can be.
      guard distance.isFinite else { return .infinity }
      most = max(most, distance)
    }
    return most
  }
}

extension BasisSet {
  /// A signal whose frequency zero is at another shift.
  func signal(of function: Function, referencePPM other: Double) -> BasisSignal {
    function.signal.shifted(byHertz: (referencePPM - other) * hertzPerPPM, dwellSeconds: dwellSeconds)
  }

  /// What one set has more than another under the same molecules and sampling; nil where these differ.
  package func minus(_ other: BasisSet, named name: String) -> BasisSet? {
    guard functions.map(\.name) == other.functions.map(\.name), dwellSeconds == other.dwellSeconds,
      sampleCount == other.sampleCount, referencePPM == other.referencePPM
    else { return nil }
    var result = self
    result.name = name
    result.shots = "\(shots) - \(other.shots)"
    for index in functions.indices {
      result.functions[index].signal =
        functions[index].signal.subtracting(other.functions[index].signal).rounded
    }
    return result
  }
}
