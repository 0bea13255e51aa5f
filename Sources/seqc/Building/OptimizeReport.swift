/// What `seqc optimize` prints of what it found.
import Foundation
import Optimizer
import SequenceIR

extension OptimizeRun {
  func report(_ verification: PulseSearch.Verification, _ searched: Driver.Searched) -> String {
    let figure = { DecimalText.significant($0, 2) }
    let microtesla = verification.rmsHertz / searched.output.nucleus.hertzPerTesla * 1e6
    var text = "B1+rms        \(DecimalText.significant(microtesla, 3)) uT over the sequence"
    text +=
      searched.profile[.b1RMS].map { " (limit \(DecimalText.significant($0.value * 1e6, 3)) uT)\n" } ?? "\n"
    if let limit = RFDutyLimit(searched.profile) {
      let percent = { (share: Double) in "\(DecimalText.significant(100 * share, 3)) %" }
      text += "RF duty       \(percent(verification.rfDuty)) of the time (limit \(percent(limit.share)))\n"
    }
    if let difference = verification.difference {
      text += "emitted       spectra differ by \(figure(difference)) from the search's"
      text += " (numerics of both: \(figure(verification.tolerance)))\n"
    }
    if let exact = verification.exact {
      text += "exact         spectra of \(exact.molecules.joined(separator: ", ")) differ by "
      text += "\(figure(exact.relative)) from matrix exponentials (nominal member, two places a slice"
      text += exact.shotKinds > 1 ? ", largest of \(exact.shotKinds) kinds of shots)\n" : ")\n"
    }
    return text
  }

  /// The band of the RF: what was reached, or that nothing says one.
  func report(_ bands: [PulseSearch.BandFigures], _ searched: Driver.Searched) -> String {
    let percent = { (share: Double) in "\(DecimalText.significant(100 * share, 2)) %" }
    guard !bands.isEmpty else {
      guard !(searched.output.optimization?.pulses ?? []).isEmpty else { return "" }
      return
        "RF band       not bounded: no `bandwidth` in the design, no `rf-bandwidth` in \(searched.scanner)\n"
    }
    return bands.map { band in
      "RF band       \(band.pulse): \(percent(band.share)) of its energy outside of a band of "
        + "\(Quantity(band.widthHertz, .frequency)) (limit \(percent(band.largestShare)))\n"
    }.joined()
  }

  func report(_ found: PulseSearch.Found) -> String {
    var text = "objective     \(DecimalText.rounded(found.loss, decimals: 4))"
    text +=
      " (first start \(DecimalText.rounded(found.startLoss, decimals: 4)), \(found.evaluations) evaluations)\n"
    // 0: there are no spectra.
    if found.error > 0 {
      text +=
        "numerics      spectra change by \(DecimalText.significant(found.error, 2)) with intervals halved\n"
    }
    for bound in found.figures.bounds {
      let name = "CRLB \(bound.molecule)".padding(toLength: 14, withPad: " ", startingAt: 0)
      text += name + "baseline \(bound.baseline.rawValue): "
      text += "nominal \(DecimalText.rounded(bound.nominal, decimals: 3)), "
      text +=
        "mean \(DecimalText.rounded(bound.mean, decimals: 3)), worst \(DecimalText.rounded(bound.worst, decimals: 3))"
      text += " of an ideal 90 degree pulse with no echo time\n"
    }
    for profile in found.profiles {
      for scale in profile.scales {
        let figure = { DecimalText.rounded($0, decimals: 3) }
        text +=
          "profile       \(profile.pulse) at \(figure(scale.b1Scale)) of B1: least \(figure(scale.leastInside)), "
        text += "mean \(figure(scale.meanInside)) in the band"
        text += scale.mostOutside.map { ", at most \(figure($0)) outside\n" } ?? "\n"
      }
    }
    for pulse in found.pulses {
      text += "pinned        \(pulse.name): \(pulse.microteslaX.count) samples, peak "
      text += "\(DecimalText.rounded(pulse.peakMicrotesla, decimals: 2)) uT\n"
    }
    return text
  }
}
