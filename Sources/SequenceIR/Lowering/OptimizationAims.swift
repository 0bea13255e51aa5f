/// The aims and the molecules of `optimize { ... }`.

extension Lowering {
  func molecule(_ name: Syntax.Name) -> OptimizationRequest.Molecule {
    OptimizationRequest.Molecule(name: name.text, span: name.span)
  }

  mutating func aim(_ kind: Syntax.Optimization.Kind) -> OptimizationRequest.Aim? {
    switch kind {
    case .precision(let molecules): return weighted(molecules).map { .precision($0) }
    case .meanSquareError(let molecules, let noise):
      guard let weighted = weighted(molecules), let noise = positive(noise, .none, "the noise", atMost: 1e9)
      else {
        return nil
      }
      return .meanSquareError(weighted, noise: noise)
    case .signal(let name, let interval, let weight):
      guard let band = band(interval, "the band"), let weight = self.weight(weight) else { return nil }
      return .signal(molecule(name), band, weight: weight)
    case .suppression(let names, let interval, let below, let weight):
      guard let band = band(interval, "the band"), let weight = self.weight(weight) else { return nil }
      var share: Double?
      if let below {
        guard let value = self.share(below, "the share") else { return nil }
        share = value
      }
      return .suppression(names.map(molecule), band, below: share, weight: weight)
    case .spectrum(let name, let path, let place, let weight):
      guard let weight = self.weight(weight) else { return nil }
      guard let file = environment.openFile(path, place.file) else {
        error(
          .includeNotFound, "the file \"\(path)\" cannot be read", at: place,
          help: "the path counts from the folder of the design")
        return nil
      }
      return .spectrum(molecule(name), file: file, weight: weight)
    case .state(let text, let place, let name, let weight):
      return self.weight(weight).map { .state(text, stateSpan: place, of: molecule(name), weight: $0) }
    case .profile(let profile): return profileAim(profile).map { .profile($0) }
    default: return nil
    }
  }

  mutating func profileAim(_ profile: Syntax.Optimization.Profile) -> OptimizationRequest.Profile? {
    var kind = OptimizationRequest.Profile.Kind.excitation
    switch profile.kind.text {
    case "inversion": kind = .inversion
    case "refocusing": kind = .refocusing
    case "rotation":
      guard let expression = profile.angle, let angle = positive(expression, .angle, "the angle") else {
        return nil
      }
      guard angle <= 1.0000001 * ElementaryFunctions.pi else {
        error(
          .outOfRange, "a rotation by more than 180 deg is a smaller one the other way", at: expression.span)
        return nil
      }
      kind = .rotation(radians: angle)
    default: break
    }
    guard let band = positive(profile.band, .frequency, "the band"),
      let weight = self.weight(profile.weight)
    else { return nil }
    var transition: Double?
    if let expression = profile.transition {
      guard let width = positive(expression, .frequency, "the transition") else { return nil }
      transition = width
    }
    return OptimizationRequest.Profile(
      kind: kind, pulse: molecule(profile.pulse), bandHertz: band, transitionHertz: transition,
      weight: weight, span: profile.kind.span)
  }

  mutating func weighted(_ molecules: [Syntax.MoleculeValue]) -> [OptimizationRequest.Weighted]? {
    reportRepetitions(molecules.map(\.name))
    var result: [OptimizationRequest.Weighted] = []
    for entry in molecules {
      guard let weight = weight(entry.value) else { return nil }
      result.append(OptimizationRequest.Weighted(molecule: molecule(entry.name), weight: weight))
    }
    return result
  }

  mutating func amounts(_ molecules: [Syntax.MoleculeValue]) -> [OptimizationRequest.Amount] {
    reportRepetitions(molecules.map(\.name))
    return molecules.compactMap { entry in
      guard let value = entry.value,
        let amount = positive(
          value, .concentration, "the concentration of \(entry.name.text)",
          atMost: Lowering.mostConcentration)
      else { return nil }
      return OptimizationRequest.Amount(molecule: molecule(entry.name), millimolar: amount)
    }
  }

  mutating func reportRepetitions(_ names: [Syntax.Name]) {
    for (index, name) in names.enumerated() {
      if let earlier = names[..<index].first(where: { $0.text == name.text }) {
        error(
          .duplicateName, "`\(name.text)` stands twice", at: name.span,
          related: [Diagnostic.Related(earlier.span, "the first is here")])
      }
    }
  }
}
