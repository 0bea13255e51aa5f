/// One shot as steps: pulses, delays, filters between sections, averages over slices.
import SequenceIR

struct ShotProgramBuilder {
  let shot: Shot
  let analysis: PathwayAnalysis
  let options: ShotOptions
  /// Size of the voxel, m, where the sequence says it.
  let nominal: [Double]
  /// Size of what other shots see of directions that this one does not select along, over the nominal size.
  let unselected: Double
  private(set) var notes: [String] = []
  /// In the order of the pulses that begin them.
  private(set) var slices: [SliceAverage] = []

  init(
    shot: Shot, analysis: PathwayAnalysis, options: ShotOptions, nominal: [Double],
    unselected: Double = 1
  ) {
    self.shot = shot
    self.analysis = analysis
    self.options = options
    self.nominal = nominal
    self.unselected = unselected
  }

  mutating func program(controlSampleCount: Int) -> SpinProgram {
    var steps = steps(of: 0..<shot.pulses.count, axes: options.resolvesSlices ? [0, 1, 2] : [])
    if unselected != 1, let first = steps.first {
      // A factor commutes with all that follows.
      steps[0] = .positions(.init(places: [[0, 0, 0]], weights: [unselected], steps: [first]))
    }
    return SpinProgram(steps: steps, controlSampleCount: controlSampleCount)
  }

  // MARK: sections and slices

  /// The section that a pulse ends; nil: no filter follows it.
  private func section(endingAt pulse: Int) -> Int? {
    analysis.sections.firstIndex { $0.pulses.upperBound == pulse + 1 }
  }

  /// Pulses, with those that select along one of `axes` averaged over places along it.
  private mutating func steps(of pulses: Range<Int>, axes: [Int]) -> [SpinProgram.Step] {
    var result: [SpinProgram.Step] = []
    var index = pulses.lowerBound
    while index < pulses.upperBound {
      if let axis = shot.pulses[index].selectiveAxis, axes.contains(axis) {
        var last = index
        for other in index..<pulses.upperBound where shot.pulses[other].selectiveAxis == axis { last = other }
        result += slice(index..<(last + 1), axis: axis, axes: axes.filter { $0 != axis })
        index = last + 1
      } else {
        result += step(index)
        index += 1
      }
    }
    return result
  }

  /// From the first to the last pulse along an axis, averaged over places along it.
  private mutating func slice(_ pulses: Range<Int>, axis: Int, axes: [Int]) -> [SpinProgram.Step] {
    let selective = pulses.filter { shot.pulses[$0].selectiveAxis == axis }
    let places = SlicePositions(
      selective.map { shot.pulses[$0] }, axis: axis, count: options.positionCount,
      nominal: nominal.isEmpty ? nil : nominal[axis], reach: options.sliceReach)
    slices.append(SliceAverage(axis: axis, pulses: selective, places: places))
    // Longitudinal states have no phase, but keep the pattern that was impressed on them: what dephases them in all has
    // to act where there is coherence.
    let (entering, leaving) = (pulses.lowerBound - 1, pulses.upperBound - 1)
    let entersWithCoherence = pulses.lowerBound > 0 && hasCoherence(after: entering)
    let leavesWithCoherence = hasCoherence(after: leaving)
    var inner: [SpinProgram.Step] = []
    if entersWithCoherence {
      var moment = momentBefore(pulses.lowerBound, axis, to: entering)
      if !leavesWithCoherence { moment += momentAfter(leaving, axis, to: entering) }
      inner.append(dephasing(moment, axis))
    }
    var index = pulses.lowerBound
    while index < pulses.upperBound {
      if let other = shot.pulses[index].selectiveAxis, other != axis, axes.contains(other) {
        var last = index
        for next in index..<pulses.upperBound where shot.pulses[next].selectiveAxis == other { last = next }
        inner += slice(index..<(last + 1), axis: other, axes: axes.filter { $0 != other })
        index = last + 1
      } else {
        inner += step(index)
        index += 1
      }
      if index < pulses.upperBound {
        inner.append(dephasing(moment(from: index - 1, axis), axis))
      }
    }
    if leavesWithCoherence {
      var moment = momentAfter(leaving, axis, to: leaving)
      if !entersWithCoherence { moment += momentBefore(pulses.lowerBound, axis, to: leaving) }
      inner.append(dephasing(moment, axis))
    }
    return [
      .positions(
        .init(
          places: places.positions.map { place in (0..<3).map { $0 == axis ? place : 0 } },
          weights: places.weights,
          steps: inner))
    ]
  }

  // MARK: moments along one axis, weighted with the orders of the pathway

  private func component(_ vector: Vector, _ axis: Int) -> Double {
    axis == 0 ? vector.x : axis == 1 ? vector.y : vector.z
  }

  /// Between the end of a pulse and the start of the next, 1/m.
  private func moment(from pulse: Int, _ axis: Int) -> Double {
    let end = component(shot.momentsAtEnd[pulse], axis)
    let next = pulse + 1 < shot.pulses.count ? shot.momentsAtStart[pulse + 1] : shot.momentAtAcquisition
    return component(next, axis) - end
  }

  /// Whether some pathway has coherence after a pulse.
  private func hasCoherence(after pulse: Int) -> Bool {
    guard let section = analysis.sections.firstIndex(where: { $0.pulses.contains(pulse) }) else {
      return true
    }
    return analysis.pathways.contains { $0[section] != 0 }
  }

  /// What dephases a pathway before a pulse, as one moment that acts on the state after pulse `reference`: each
  /// interval counts by the ratio of its order to that of this state.
  private mutating func momentBefore(_ pulse: Int, _ axis: Int, to reference: Int) -> Double {
    var sum = 0.0
    for index in 0..<pulse {
      let after = moment(from: index, axis)
      let within = component(shot.momentsAtEnd[index], axis) - component(shot.momentsAtCentre[index], axis)
      let entering =
        component(shot.momentsAtCentre[index], axis) - component(shot.momentsAtStart[index], axis)
      sum += weighted(after + within, after: index, to: reference)
      if index > 0 { sum += weighted(entering, after: index - 1, to: reference) }
    }
    return sum
  }

  /// What dephases a pathway after a pulse, in the same way.
  private mutating func momentAfter(_ pulse: Int, _ axis: Int, to reference: Int) -> Double {
    var sum = 0.0
    for index in pulse..<shot.pulses.count {
      sum += weighted(moment(from: index, axis), after: index, to: reference)
      guard index > pulse else { continue }
      let within = component(shot.momentsAtEnd[index], axis) - component(shot.momentsAtCentre[index], axis)
      let entering =
        component(shot.momentsAtCentre[index], axis) - component(shot.momentsAtStart[index], axis)
      sum +=
        weighted(within, after: index, to: reference) + weighted(entering, after: index - 1, to: reference)
    }
    return sum
  }

  /// What is too small to dephase anything need not be weighed.
  private mutating func weighted(_ moment: Double, after pulse: Int, to other: Int) -> Double {
    abs(moment) * PathwayAnalysis.length < PathwayAnalysis.negligible
      ? 0 : ratio(after: pulse, to: other) * moment
  }

  private mutating func ratio(after pulse: Int, to other: Int) -> Double {
    guard pulse != other,
      let first = analysis.sections.firstIndex(where: { $0.pulses.contains(pulse) }),
      let second = analysis.sections.firstIndex(where: { $0.pulses.contains(other) })
    else { return 1 }
    guard first != second else { return 1 }
    if let ratio = analysis.ratio(of: first, to: second) { return ratio }
    let note =
      "pathways that dephase differently leave a slice together: their dephasing across it is left out"
    if !notes.contains(note) { notes.append(note) }
    return 0
  }

  private func dephasing(_ moment: Double, _ axis: Int) -> SpinProgram.Step {
    .dephase(cyclesPerMetre: (0..<3).map { $0 == axis ? moment : 0 })
  }

  // MARK: one pulse

  /// A pulse, the filter after it, and the time to the next pulse or to the first sample.
  private func step(_ index: Int) -> [SpinProgram.Step] {
    let pulse = shot.pulses[index]
    var result: [SpinProgram.Step] = [.pulse(program(of: pulse))]
    // The receiver sees order -1 only, so that a last filter for it would change nothing.
    if let section = section(endingAt: index),
      index + 1 < shot.pulses.count || analysis.orders[section] != [-1]
    {
      result.append(.select(orders: analysis.orders[section]))
      if section == analysis.mirroredUpTo { result.append(.symmetrize) }
    }
    let next = index + 1 < shot.pulses.count ? shot.pulses[index + 1].start : shot.acquisitionStart
    result.append(.delay(.init(seconds: max(0, next - pulse.end))))
    return result
  }

  /// Phases are counted from the receiver's.
  private func program(of pulse: PlayedPulse) -> SpinProgram.Pulse {
    let gradients = options.resolvesSlices ? pulse.gradients : [[], [], []]
    if let control = pulse.control {
      let times = pulse.x.count / control.count
      return SpinProgram.Pulse(
        .control(first: control.first, count: control.count), dwellSeconds: control.step,
        phase: pulse.phase - shot.receiverPhase, turnHertz: pulse.offsetHertz,
        gradients: gradients.map { ShotProgramBuilder.averaged($0, by: times) })
    }
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(-shot.receiverPhase)
    let turnedX = zip(pulse.x, pulse.y).map { $0 * cosine - $1 * sine }
    let turnedY = zip(pulse.x, pulse.y).map { $0 * sine + $1 * cosine }
    var times = 1
    if options.pulseStepSeconds > pulse.dwell * 1.5 {
      let most = Int((options.pulseStepSeconds / pulse.dwell).rounded())
      times = (1...max(most, 1)).last { pulse.x.count % $0 == 0 } ?? 1
    }
    return SpinProgram.Pulse(
      .fixed(
        x: ShotProgramBuilder.averaged(turnedX, by: times), y: ShotProgramBuilder.averaged(turnedY, by: times)
      ),
      dwellSeconds: pulse.dwell * Double(times),
      gradients: gradients.map { ShotProgramBuilder.averaged($0, by: times) })
  }

  private static func averaged(_ values: [Double], by times: Int) -> [Double] {
    guard times > 1, !values.isEmpty else { return values }
    return stride(from: 0, to: values.count, by: times).map { first in
      values[first..<min(first + times, values.count)].reduce(0, +) / Double(min(times, values.count - first))
    }
  }
}
