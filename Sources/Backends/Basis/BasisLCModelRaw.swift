/// Time signals as LCModel reads data (.raw), with the reference peak that its MAKEBASIS looks for.
///
/// Sources: the reading code of LCModel 6.3 (`LCModel.f`, subroutine MYDATA): namelists SEQPAR and NMID, then a complex number
/// a line; frequencies fall towards higher shifts, zero is 4.65 ppm. The reference is a singlet at 0 ppm of one proton, as
/// FID-A's makers of such files add it (`sim_lcmrawbasis.m`, `addref`).
import SequenceIR

enum BasisLCModelRaw {
  private static let decimals = 8

  /// A file of one molecule; `referencePPM` is the shift at frequency zero.
  static func text(of function: BasisSet.Function, _ set: BasisSet, referencePPM: Double) -> String {
    let name = BasisNames.lcModel(function.name)
    var lines = [" $SEQPAR"]
    if let time = set.echoTimeSeconds {
      lines.append(" ECHOT = \(DecimalText.rounded(time * 1e3, decimals: 6)),")
    }
    lines.append(" HZPPPM = \(DecimalText.rounded(set.hertzPerPPM, decimals: 8)),")
    lines += [" SEQ = '\(BasisLCModel.sequence(set))'", " $END", " $NMID", " ID = '\(name)',"]
    lines += [" FMTDAT = '(2E16.\(decimals))',", " VOLUME = 1.,", " TRAMP = 1.", " $END"]
    let reference = reference(set, referencePPM)
    let signal = set.signal(of: function, referencePPM: referencePPM).conjugated
    for index in signal.real.indices {
      lines.append(
        BasisLCModel.column(signal.real[index] + reference.real[index])
          + BasisLCModel.column(signal.imaginary[index] + reference.imaginary[index]))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The singlet at 0 ppm, as it is stored.
  private static func reference(_ set: BasisSet, _ referencePPM: Double) -> BasisSignal {
    let decay = -ElementaryFunctions.pi * set.linewidthHertz * set.dwellSeconds
    let still = BasisSignal(
      real: (0..<set.sampleCount).map { ElementaryFunctions.exp(decay * Double($0)) },
      imaginary: [Double](repeating: 0, count: set.sampleCount))
    return still.shifted(byHertz: referencePPM * set.hertzPerPPM, dwellSeconds: set.dwellSeconds)
  }

  /// What a reader makes of the text, beside the set it was made from.
  static func difference(
    _ text: String, _ function: BasisSet.Function, _ set: BasisSet, referencePPM: Double
  ) -> String? {
    let lines = text.split(separator: "\n")
    guard let end = lines.lastIndex(of: " $END") else { return "it has no namelists" }
    let rows = lines[(end + 1)...].map { line in
      line.split(separator: " ").compactMap { DecimalText.number(Array($0.utf8)[...]) }
    }
    guard rows.count == set.sampleCount, rows.allSatisfy({ $0.count == 2 }) else {
      return "it has another number of points"
    }
    let reference = reference(set, referencePPM)
    let signal = BasisSignal(real: rows.map { $0[0] }, imaginary: rows.map { $0[1] })
      .subtracting(reference).conjugated
      .shifted(byHertz: (referencePPM - set.referencePPM) * set.hertzPerPPM, dwellSeconds: set.dwellSeconds)
    return signal.farthest(from: function.signal) <= BasisTarget.roundingOfDigits
      * max(1, function.signal.largest) ? nil : "the signal differs"
  }
}
