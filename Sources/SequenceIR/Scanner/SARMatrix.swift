/// What the channels of a transmit coil make of SAR together: Hermitian matrices, W/kg per uT^2.
///
/// With weights w of the channels and a pulse b(t) in uT, SAR = w^H Q w |b|^2. A whole body and a head have one matrix;
/// local SAR has many, or a few that bound all of them (virtual observation points: Eichfelder and Gebhardt, Magn Reson
/// Med 2011;66:1468).
package struct SARMatrix: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case wholeBody = "whole-body"
    case head
    case local

    package var words: String {
      switch self {
      case .wholeBody: "whole-body SAR"
      case .head: "head SAR"
      case .local: "local SAR"
      }
    }
  }

  package var kind: Kind
  package var channels: Int
  /// The upper triangle row by row, (real, imaginary).
  package var upper: [SIMD2<Double>]
  package var source: String
  package var confidence: Confidence
  package var origin: SourceSpan

  /// w^H Q w for as many weights as there are channels.
  package func quadraticForm(_ weights: [SIMD2<Double>]) -> Double {
    var sum = 0.0
    var next = 0
    for row in 0..<channels {
      for column in row..<channels {
        let (a, b, q) = (weights[row], weights[column], upper[next])
        next += 1
        // Re(conj(a) b q); the lower triangle adds the conjugate of every element off the diagonal.
        let product = SIMD2(a.x * b.x + a.y * b.y, a.x * b.y - a.y * b.x)
        let real = product.x * q.x - product.y * q.y
        sum += row == column ? real : 2 * real
      }
    }
    return sum
  }

  /// Why it cannot be a matrix of SAR, which is never negative; nil when nothing is seen.
  var problem: String? {
    var diagonal: [Double] = []
    var next = 0
    for row in 0..<channels {
      let element = upper[next]
      if element.y != 0 || element.x < 0 {
        return "element \(row + 1),\(row + 1) must be real and not negative"
      }
      diagonal.append(element.x)
      next += channels - row
    }
    next = 0
    for row in 0..<channels {
      for column in row..<channels {
        let square = (upper[next] * upper[next]).sum()
        if column > row, square > diagonal[row] * diagonal[column] * (1 + 1e-9) {
          return "element \(row + 1),\(column + 1) is too large for its diagonal: SAR would be negative"
        }
        next += 1
      }
    }
    return nil
  }
}

extension ProfileParser {
  /// KIND channels N RE IM RE IM ... W/kg/uT/uT CONFIDENCE "SOURCE", the upper triangle row by row.
  mutating func parseMatrix(_ cursor: inout ProfileCursor) {
    guard let word = cursor.word("a kind") else { return }
    guard let kind = SARMatrix.Kind(rawValue: word.text) else {
      let words = SARMatrix.Kind.allCases.map(\.rawValue)
      let near = Suggestion.nearest(to: word.text, among: words)
      cursor.fail(
        .profileUnknownWord, "`\(word.text)` is not a kind of matrix", at: word.span,
        help: near.map { "did you mean `\($0)`?" } ?? "one of: \(words.joined(separator: ", "))")
      return
    }
    guard cursor.next()?.text == "channels", let count = cursor.next(),
      let channels = DecimalText.integer(Array(count.text.utf8)[...]), (1...64).contains(channels)
    else {
      cursor.fail(.profileMalformedLine, "expected `channels` and their number, 1 to 64")
      return
    }
    let needed = channels * (channels + 1)
    var numbers: [Double] = []
    while numbers.count < needed, let token = cursor.next() {
      guard let value = DecimalText.number(Array(token.text.utf8)[...]), value.isFinite else {
        cursor.fail(
          .profileMalformedLine, "expected number \(numbers.count + 1) of \(needed), found `\(token.text)`",
          at: token.span, help: "give real and imaginary part of the upper triangle, row by row")
        return
      }
      numbers.append(value)
    }
    guard numbers.count == needed, let unit = cursor.next(), unit.text == "W/kg/uT/uT" else {
      cursor.fail(
        .profileMalformedLine, "expected \(needed) numbers and the unit W/kg/uT/uT", at: cursor.peek?.span)
      return
    }
    guard let (confidence, source) = cursor.provenance() else { return }
    let matrix = SARMatrix(
      kind: kind, channels: channels,
      upper: stride(from: 0, to: needed, by: 2).map { SIMD2(numbers[$0], numbers[$0 + 1]) }, source: source,
      confidence: confidence, origin: word.span)
    if let problem = matrix.problem {
      cursor.fail(.profileRange, "the matrix cannot be one of SAR: \(problem)", at: word.span)
      return
    }
    matrices.append(matrix)
  }
}
