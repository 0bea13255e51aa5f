/// Along which lines profiles are simulated, and how: places, isochromats, events.
import SequenceIR

struct BlochSetting {
  let played: PlayedEvents
  let conditions: BlochSimulation.Conditions
  /// Of each species from the reference.
  let offsetsHertz: [Double]
  /// Sides of what a place stands for, m.
  let voxel: Vector
  let lines: [Line]
  /// Whether pulses have gradients on several axes.
  let hasOblique: Bool

  struct Line {
    let axis: Axis?
    let places: [Double]
    let weights: [Double]
  }

  init(
    sequence: SequenceIR.Sequence, played: PlayedEvents, conditions: BlochSimulation.Conditions,
    offsetsHertz: [Double]
  ) {
    self.played = played
    self.conditions = conditions
    self.offsetsHertz = offsetsHertz
    let sides = sequence.numbers(ofDefinition: "FOV").flatMap { sides in
      sides.count == 3 && sides.allSatisfy { $0.isFinite && $0 > 0 } ? sides : nil
    }
    let summary = SequenceSummary(of: sequence)
    let isImage = summary.echoes.echoes.contains { $0.kind == .kSpaceCentre }
    func side(_ axis: Axis) -> Double {
      let resolution = isImage ? summary.echoes.resolutionMetres(axis) : nil
      return resolution ?? sides?[axis.rawValue] ?? BlochSetting.usualSide
    }
    voxel = Vector(x: side(.x), y: side(.y), z: side(.z))
    var used: [Int] = []
    for event in played.events[played.last] {
      if case .pulse(let number, _) = event.kind, !used.contains(number) { used.append(number) }
    }
    let pulses = used.map { played.pulses[$0] }
    hasOblique = pulses.contains { $0.isSelective && $0.selectiveAxis == nil }
    var lines: [Line] = []
    if conditions.axis != .offset {
      for axis in Axis.allCases {
        // Saturation slabs lie beside the slice; their places do not matter for where it is.
        let selective = zip(used, pulses).filter {
          $0.1.selectiveAxis == axis.rawValue && played.uses[$0.0] != .saturation
        }
        guard !selective.isEmpty else { continue }
        let range = (offsetsHertz.min() ?? 0)...(offsetsHertz.max() ?? 0)
        lines.append(
          BlochSetting.line(
            axis, selective.map(\.1), range, count: conditions.placeCount,
            nominal: isImage ? nil : sides?[axis.rawValue]))
      }
    }
    if lines.isEmpty { lines = [BlochSetting.spectralLine(pulses, count: conditions.placeCount)] }
    self.lines = lines
  }

  private static let usualSide = 0.02

  /// Where all slices of an axis overlap; slices that lie beside each other, as those of images, are all seen.
  private static func line(
    _ axis: Axis, _ pulses: [PlayedPulse], _ range: ClosedRange<Double>, count: Int, nominal: Double?
  ) -> Line {
    func places(_ pulses: [PlayedPulse]) -> SlicePositions {
      SlicePositions(
        pulses, axis: axis.rawValue, count: count, nominal: nominal,
        reach: SliceReach(frequenciesHertz: range))
    }
    let each = pulses.map { places([$0]) }
    let starts = each.compactMap(\.positions.first)
    let ends = each.compactMap(\.positions.last)
    guard let least = starts.min(), let most = ends.max(), let lower = starts.max(), let upper = ends.min(),
      lower >= upper, most > least
    else {
      let all = places(pulses)
      return Line(axis: axis, places: all.positions, weights: all.weights)
    }
    let width = each.map(\.width).min() ?? most - least
    let steps = min(8 * count, count * each.count)
    let step = (most - least) / Double(steps)
    // A stride of floating-point numbers multiplies and adds with one rounding where the CPU can.
    let positions = (0...steps).map { least + step * Double($0) }
    return Line(
      axis: axis, places: positions,
      weights: [Double](repeating: step / (nominal ?? width), count: positions.count))
  }

  /// Three widths of the shortest pulse to either side, 200 Hz at least, 5 kHz at most; an offset of zero is among them.
  private static func spectralLine(_ pulses: [PlayedPulse], count: Int) -> Line {
    let longest = pulses.map { $0.end - $0.start }.max() ?? 1e-3
    let half = min(max(200, 3 / longest), 5000)
    let side = max(1, count / 2)
    let places = (-side...side).map { half * Double($0) / Double(side) }
    return Line(axis: nil, places: places, weights: places.map { $0 == 0 ? 1 : 0 })
  }

  func profile(along line: Line, _ species: [BlochSpecies]) -> BlochSimulation.Profile {
    let each = zip(species, offsetsHertz).map { magnetisation(of: $0, offsetHertz: $1, along: line) }
    let start = played.events[played.last].first?.start ?? 0
    var (pulses, acquisitions) = (0, 0)
    let events = played.last.enumerated().map { index, number in
      let event = played.events[number]
      let kind: BlochSimulation.Event.Kind
      switch event.kind {
      case .pulse(let pulse, _):
        kind = .pulse(played.uses[pulse])
        pulses += 1
      case .acquisition:
        kind = .acquisition
        acquisitions += 1
      }
      return BlochSimulation.Event(
        kind: kind, number: kind == .acquisition ? acquisitions : pulses, seconds: event.end - start,
        magnetisation: each.map { $0[index] })
    }
    return BlochSimulation.Profile(
      axis: line.axis, places: line.places, weights: line.weights, events: events)
  }

  /// [event of the last repetition][place]
  private func magnetisation(
    of species: BlochSpecies, offsetHertz: Double, along line: Line
  ) -> [[Magnetisation]] {
    let step = line.places.count > 1 ? line.places[1] - line.places[0] : 0
    let places: [Vector]
    var (sides, offsets) = (voxel, [Double](repeating: offsetHertz, count: line.places.count))
    if let axis = line.axis {
      places = line.places.map { BlochSetting.along(axis, $0) }
      sides = BlochSetting.replacing(axis, in: voxel, by: step)
    } else {
      places = [Vector](repeating: .zero, count: line.places.count)
      offsets = line.places.map { offsetHertz + $0 }
    }
    var spins = Isochromats(
      places: places, offsetsHertz: offsets, spread: Isochromats.lattice(sides: sides), rates: species.rates)
    var maps = [[BlochMap]?](repeating: nil, count: played.pulses.count)
    var result: [[Magnetisation]] = []
    var (time, moment) = (played.events.first?.start ?? 0, played.events.first?.momentAtStart ?? .zero)
    var centre = played.events.first?.momentAtCentre ?? .zero
    for (index, event) in played.events.enumerated() {
      spins.precess(
        seconds: event.start - time, moment: event.momentAtStart - moment,
        spreadMoment: event.momentAtCentre - centre)
      (time, moment, centre) = (event.end, event.momentAtEnd, event.momentAtCentre)
      let isTold = played.last.contains(index)
      switch event.kind {
      case .pulse(let number, let phase):
        let known = maps[number] ?? self.maps(of: played.pulses[number], places, offsets, species.rates)
        maps[number] = known
        spins.play(known, phase: phase)
        if isTold { result.append(spins.means()) }
      case .acquisition(let receiverPhase, let encoding):
        guard isTold else { continue }
        let across = encoding.map { k in line.axis.map { BlochSetting.replacing($0, in: k, by: 0) } ?? k }
        result.append(spins.means(encoding: across ?? .zero).map { BlochSetting.received($0, receiverPhase) })
      }
    }
    return result
  }

  private func maps(
    of pulse: PlayedPulse, _ places: [Vector], _ offsets: [Double], _ rates: SpeciesRates
  ) -> [BlochMap] {
    zip(places, offsets).map { place, offset in
      // Hz at the place, sample by sample; the isochromats of a place feel the same.
      let gradients =
        pulse.isSelective && place != .zero
        ? pulse.x.indices.map { sample in
          pulse.gradients[0][sample] * place.x + pulse.gradients[1][sample] * place.y
            + pulse.gradients[2][sample] * place.z
        } : []
      return BlochMap(
        pulse, offsetHertz: offset, hertzPerSample: gradients, b1Scale: conditions.b1Scale, rates: rates)
    }
  }

  /// Times i exp(-i phase): a pulse of phase 0 turns z to -y, which counts as x.
  private static func received(_ m: Magnetisation, _ phase: Double) -> Magnetisation {
    let (s, c) = ElementaryFunctions.sineAndCosine(phase)
    let (x, y) = (-m.y, m.x)
    return Magnetisation(x: c * x + s * y, y: c * y - s * x, z: m.z)
  }

  private static func along(_ axis: Axis, _ metres: Double) -> Vector {
    replacing(axis, in: .zero, by: metres)
  }

  private static func replacing(_ axis: Axis, in vector: Vector, by value: Double) -> Vector {
    var result = vector
    switch axis {
    case .x: result.x = value
    case .y: result.y = value
    case .z: result.z = value
    }
    return result
  }
}
