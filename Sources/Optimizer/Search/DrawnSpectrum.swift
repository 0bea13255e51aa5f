/// A spectrum that a molecule shall have, from a file: `match spectrum of Glu to "target.csv"`.
///
///     ppm real imaginary
///     2.30 0.2 0
///     2.35 1.0 0
///     2.40 0.2 0
///
/// The first line names the columns; numbers are cut at blanks, commas, semicolons or tabs; ppm run one way. Between the
/// rows the spectrum is a straight line, outside of them nothing is asked for. Its scale is free, for a drawing has no
/// unit; its phase is not.
import SequenceIR

struct DrawnSpectrum: Sendable, Equatable {
  /// Ascending.
  let ppm: [Double]
  let real: [Double]
  let imaginary: [Double]
  let span: SourceSpan

  static func read(_ file: SourceFile) throws(SearchProblem) -> DrawnSpectrum {
    var rows: [(ppm: Double, real: Double, imaginary: Double)] = []
    var isHeading = true
    var start = 0
    let bytes = file.bytes
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let span = SourceSpan(
        file: file.id, offset: UInt32(clamping: start), length: UInt32(clamping: end - start))
      let words = bytes[start..<end].split { separators.contains($0) }
      start = end + 1
      guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
      if isHeading {
        isHeading = false
        guard words.map({ String(decoding: $0, as: UTF8.self).lowercased() }) == columns else {
          throw SearchProblem(
            "the first line of a spectrum names its columns", at: span, help: columns.joined(separator: " "))
        }
        continue
      }
      let numbers = words.compactMap { DrawnSpectrum.number($0) }
      guard words.count == 3, numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
        throw SearchProblem(
          "a line of a spectrum is three finite numbers", at: span, help: columns.joined(separator: ", "))
      }
      rows.append((numbers[0], numbers[1], numbers[2]))
    }
    let span = SourceSpan(file: file.id, offset: 0, length: 0)
    if let first = rows.first, let last = rows.last, first.ppm > last.ppm { rows.reverse() }
    guard rows.count >= 2, zip(rows, rows.dropFirst()).allSatisfy({ $0.ppm < $1.ppm }) else {
      throw SearchProblem("a spectrum has at least two lines, whose ppm rise or fall", at: span)
    }
    return DrawnSpectrum(
      ppm: rows.map(\.ppm), real: rows.map(\.real), imaginary: rows.map(\.imaginary), span: span)
  }

  private static let columns = ["ppm", "real", "imaginary"]
  private static let separators = Set(" ,;\t\r".utf8)

  private static func number(_ word: ArraySlice<UInt8>) -> Double? {
    let isNegative = word.first == UInt8(ascii: "-")
    let digits = word.first == UInt8(ascii: "-") || word.first == UInt8(ascii: "+") ? word.dropFirst() : word
    guard let value = DecimalText.number(digits) else { return nil }
    return isNegative ? -value : value
  }

  /// The objective on the points of a grid, the same of every channel.
  func objective(
    molecule: Int, _ grid: SpectralGrid, channels: Int
  ) throws(SearchProblem) -> TargetSpectrumObjective {
    let band = SpectralBand(ppm[0], ppm[ppm.count - 1])
    let values = grid.ppm.map { at($0) }
    let all = (0..<channels).flatMap { _ in values }
    let target = TargetSpectrum(molecule, real: all.map(\.real), imaginary: all.map(\.imaginary))
    guard
      let objective = TargetSpectrumObjective(
        [target], scaleIsFree: true, phaseIsFree: false, band: band, grid: grid.repeated(channels))
    else {
      throw SearchProblem(
        "no point of the window sees anything of this spectrum", at: span,
        help: "its lines must lie in the window, and not all be zero", code: .bandOutsideWindow)
    }
    return objective
  }

  private func at(_ position: Double) -> (real: Double, imaginary: Double) {
    guard let upper = ppm.firstIndex(where: { $0 >= position }), position >= ppm[0] else { return (0, 0) }
    guard upper > 0 else { return (real[0], imaginary[0]) }
    let share = (position - ppm[upper - 1]) / (ppm[upper] - ppm[upper - 1])
    return (
      real[upper - 1] + share * (real[upper] - real[upper - 1]),
      imaginary[upper - 1] + share * (imaginary[upper] - imaginary[upper - 1])
    )
  }
}
