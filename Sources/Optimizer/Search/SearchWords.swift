/// What a search was for, in words, for the file of a pinned pulse.
import SequenceIR

extension OptimizationRequest {
  /// `minimize crlb of Glu weight 2, Gln; suppress signal of NAA in 2.2 .. 2.6 ppm`
  package var objectiveWords: String { aims.map(\.words).joined(separator: "; ") }

  /// `b1 0.85 .. 1.15 in 3 steps, offset -15 .. 15 Hz in 3 steps, parameters govindaraju, degraaf`
  package var ensembleWords: String {
    func steps(_ name: String, _ values: [Double], _ unit: String) -> String? {
      guard values.count > 1, let first = values.first, let last = values.last else { return nil }
      return
        "\(name) \(DecimalText.shortest(first)) .. \(DecimalText.shortest(last))\(unit) in \(values.count) steps"
    }
    var parts = [steps("b1", b1Scales, ""), steps("offset", offsetsHertz, " Hz")].compactMap { $0 }
    if !parameterSets.isEmpty {
      parts.append("parameters \(parameterSets.map(\.name).joined(separator: ", "))")
    }
    return parts.joined(separator: ", ")
  }
}

extension OptimizationRequest.Aim {
  fileprivate var words: String {
    func weighted(_ list: [OptimizationRequest.Weighted]) -> String {
      list.map { "\($0.molecule.name)\(weight($0.weight))" }.joined(separator: ", ")
    }
    func weight(_ value: Double) -> String { value == 1 ? "" : " weight \(DecimalText.shortest(value))" }
    func band(_ band: OptimizationRequest.Band) -> String {
      "in \(DecimalText.shortest(band.lowerPPM)) .. \(DecimalText.shortest(band.upperPPM)) ppm"
    }
    switch self {
    case .precision(let list): return "minimize crlb of \(weighted(list))"
    case .meanSquareError(let list, let noise):
      return "minimize mse of \(weighted(list)) noise \(DecimalText.shortest(noise))"
    case .signal(let molecule, let range, let value):
      return "maximize signal of \(molecule.name) \(band(range))\(weight(value))"
    case .suppression(let molecules, let range, let below, let value):
      let names = molecules.map(\.name).joined(separator: ", ")
      let limit = below.map { " below \(DecimalText.shortest($0))" } ?? ""
      return "suppress signal of \(names) \(band(range))\(limit)\(weight(value))"
    case .spectrum(let molecule, let file, let value):
      return "match spectrum of \(molecule.name) to \"\(file.name)\"\(weight(value))"
    case .state(let text, _, let molecule, let value):
      return "reach state \"\(text)\" of \(molecule.name)\(weight(value))"
    case .profile(let profile): return "\(profile.words)\(weight(profile.weight))"
    }
  }
}

extension OptimizationRequest.Profile {
  /// `reach profile excitation of mix band 2 kHz transition 500 Hz`
  var words: String {
    let name =
      switch kind {
      case .excitation: "excitation"
      case .inversion: "inversion"
      case .refocusing: "refocusing"
      case .rotation(let radians): "rotation \(Quantity(radians, .angle))"
      }
    let transition = transitionHertz.map { " transition \(Quantity($0, .frequency))" } ?? ""
    return "reach profile \(name) of \(pulse.name) band \(Quantity(bandHertz, .frequency))\(transition)"
  }
}
