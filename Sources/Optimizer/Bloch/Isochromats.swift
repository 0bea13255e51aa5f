/// Spins at places along a line, each place a crowd of isochromats that gradients dephase.
import SequenceIR

struct Isochromats: Sendable {
  /// Of each place, m.
  let places: [Vector]
  /// Of each isochromat from its place, m.
  let spread: [Vector]
  /// Of each place, Hz from the reference.
  let offsetsHertz: [Double]
  let rates: SpeciesRates
  /// [place][isochromat]
  private(set) var magnetisation: [Magnetisation]

  /// A lattice of good points over a box with these sides, m: what is dephased by whole cycles along any side adds up to
  /// nothing. Rank one, 127 points, generator 29 (Korobov 1959).
  static func lattice(sides: Vector) -> [Vector] {
    let count = 127
    return (0..<count).map { index in
      func place(_ generator: Int) -> Double {
        (Double(index * generator % count) + 0.5) / Double(count) - 0.5
      }
      return Vector(x: sides.x * place(1), y: sides.y * place(29), z: sides.z * place(29 * 29 % count))
    }
  }

  init(places: [Vector], offsetsHertz: [Double], spread: [Vector], rates: SpeciesRates) {
    self.places = places
    self.spread = spread
    self.offsetsHertz = offsetsHertz
    self.rates = rates
    magnetisation = [Magnetisation](repeating: .equilibrium, count: places.count * spread.count)
  }

  /// Free precession while the moments of the gradients change by `moment`, 1/m. For isochromats beside their places the
  /// gradients count from centre to centre of the pulses, `spreadMoment`: maps of pulses are those of the places.
  mutating func precess(seconds: Double, moment: Vector, spreadMoment: Vector) {
    let e1 = ElementaryFunctions.exp(-seconds * rates.longitudinal)
    let e2 = ElementaryFunctions.exp(-seconds * rates.transverse)
    let turns = spread.map {
      ElementaryFunctions.sineAndCosine(2 * Double.pi * Isochromats.dot(spreadMoment, $0))
    }
    for place in places.indices {
      let angle = 2 * Double.pi * (offsetsHertz[place] * seconds + Isochromats.dot(moment, places[place]))
      let (s, c) = ElementaryFunctions.sineAndCosine(angle)
      for index in spread.indices {
        let cosine = e2 * (c * turns[index].cosine - s * turns[index].sine)
        let sine = e2 * (s * turns[index].cosine + c * turns[index].sine)
        let m = magnetisation[place * spread.count + index]
        magnetisation[place * spread.count + index] = Magnetisation(
          x: cosine * m.x - sine * m.y, y: sine * m.x + cosine * m.y, z: 1 + (m.z - 1) * e1)
      }
    }
  }

  /// One map for each place; the phase of the event turns the axis of the pulse.
  mutating func play(_ maps: [BlochMap], phase: Double) {
    let (s, c) = ElementaryFunctions.sineAndCosine(phase)
    for place in places.indices {
      for index in (place * spread.count)..<((place + 1) * spread.count) {
        let m = magnetisation[index]
        let turned = maps[place].applied(
          to: Magnetisation(x: c * m.x + s * m.y, y: c * m.y - s * m.x, z: m.z))
        magnetisation[index] = Magnetisation(
          x: c * turned.x - s * turned.y, y: s * turned.x + c * turned.y, z: turned.z)
      }
    }
  }

  /// Mean of each place, turned back by what `encoding` (1/m) does to its isochromats.
  func means(encoding: Vector = .zero) -> [Magnetisation] {
    let turns = spread.map {
      ElementaryFunctions.sineAndCosine(-2 * Double.pi * Isochromats.dot(encoding, $0))
    }
    return places.indices.map { place in
      var sum = Magnetisation(x: 0, y: 0, z: 0)
      for index in spread.indices {
        let m = magnetisation[place * spread.count + index]
        sum.x += turns[index].cosine * m.x - turns[index].sine * m.y
        sum.y += turns[index].sine * m.x + turns[index].cosine * m.y
        sum.z += m.z
      }
      let share = 1 / Double(spread.count)
      return Magnetisation(x: share * sum.x, y: share * sum.y, z: share * sum.z)
    }
  }

  static func dot(_ a: Vector, _ b: Vector) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }
}
