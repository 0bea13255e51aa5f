/// Spectra of several shots as one long spectrum: amplitudes, phase, shift and width are then found from all of them.

extension MemberSpectra {
  /// Shots one after the other, per molecule. All are on one grid.
  package init(joining shots: [MemberSpectra]) {
    let moleculeCount = shots.first?.signal.moleculeCount ?? 0
    self.init(
      moleculeCount: moleculeCount, pointCount: shots.map(\.signal.pointCount).reduce(0, +))
    signal.join(shots.map(\.signal))
    timeWeighted.join(shots.map(\.timeWeighted))
  }

  /// The shots of a joined spectrum; of a joined cotangent, the cotangents of the shots.
  package func split(into count: Int) -> [MemberSpectra] {
    precondition(count > 0 && signal.pointCount % count == 0, "shots are equally long")
    return (0..<count).map { shot in
      var part = MemberSpectra(
        moleculeCount: signal.moleculeCount, pointCount: signal.pointCount / count)
      part.signal = signal.part(shot, of: count)
      part.timeWeighted = timeWeighted.part(shot, of: count)
      return part
    }
  }
}

extension SpectrumTable {
  fileprivate mutating func join(_ tables: [SpectrumTable]) {
    var start = 0
    for table in tables {
      precondition(table.moleculeCount == moleculeCount, "all shots hold the same molecules")
      for row in 0..<moleculeCount {
        let (target, source) = (row * pointCount + start, row * table.pointCount)
        for k in 0..<table.pointCount {
          real[target + k] = table.real[source + k]
          imaginary[target + k] = table.imaginary[source + k]
        }
      }
      start += table.pointCount
    }
  }

  fileprivate func part(_ shot: Int, of count: Int) -> SpectrumTable {
    let points = pointCount / count
    var part = SpectrumTable(moleculeCount: moleculeCount, pointCount: points)
    for row in 0..<moleculeCount {
      let source = row * pointCount + shot * points
      for k in 0..<points {
        part.real[row * points + k] = real[source + k]
        part.imaginary[row * points + k] = imaginary[source + k]
      }
    }
    return part
  }
}

extension MacromoleculeSpectra {
  /// The macromolecules of several shots, each with the weighting of its echo time; components and concentrations are
  /// those of the first.
  package init?(joining shots: [MacromoleculeSpectra]) {
    guard let first = shots.first, shots.allSatisfy({ $0.names == first.names }) else { return nil }
    self.init(
      names: first.names, concentrations: first.concentrations,
      spectra: MemberSpectra(joining: shots.map(\.spectra)))
  }
}
