/// The engines of all kinds of shots of a sequence, as one function from samples to what a fit is given.
import SequenceIR

/// Shots that are stored together are averaged; those of different channels stand one after the other in the spectrum.
struct ShotEngines: Sendable {
  let engines: [SpectrumEngine]
  /// Share of each kind of shot in its channel, times the square root of the channel's share in all shots: spectra
  /// then have the same noise whatever the number of channels, at equal total time.
  let factors: [Double]
  let channels: [Int]
  let channelCount: Int
  /// The value of the label SET of each channel.
  let sets: [Int]

  init(_ shots: ShotPrograms, engines: [SpectrumEngine]) {
    self.engines = engines
    channels = shots.items.map(\.channel)
    channelCount = (channels.max() ?? 0) + 1
    sets = shots.sets
    let total = Double(shots.items.reduce(0) { $0 + $1.count })
    var counts = [Double](repeating: 0, count: channelCount)
    for item in shots.items { counts[item.channel] += Double(item.count) }
    factors = shots.items.map {
      Double($0.count) / counts[$0.channel] * (counts[$0.channel] / total).squareRoot()
    }
  }

  var memberCount: Int { engines[0].setup.members.count }

  func spectra(_ controls: EnsembleControls = EnsembleControls()) -> [MemberSpectra] {
    joined(engines.map { $0.spectra(controls) })
  }

  private func joined(_ parts: [[MemberSpectra]]) -> [MemberSpectra] {
    (0..<memberCount).map { member in
      let shape = parts[0][member].signal
      var sums = [MemberSpectra](
        repeating: MemberSpectra(moleculeCount: shape.moleculeCount, pointCount: shape.pointCount),
        count: channelCount)
      for (index, part) in parts.enumerated() {
        sums[channels[index]].add(factors[index], times: part[member])
      }
      return channelCount == 1 ? sums[0] : MemberSpectra(joining: sums)
    }
  }

  /// The loss, and its gradient by the controls.
  func evaluate(
    _ controls: EnsembleControls, loss: SpectralLoss, gradient: inout EnsembleControls
  ) -> Double {
    gradient = EnsembleControls(
      samples: [Double](repeating: 0, count: controls.samples.count),
      delays: [Double](repeating: 0, count: controls.delays.count))
    var cotangents: [MemberSpectra] = []
    return evaluate(controls, after: [], loss: loss, cotangents: &cotangents, gradient: &gradient)
  }

  /// Each kind of shot keeps its way forward while the later ones are evaluated; the last one knows all spectra, and
  /// then each finds its own way back.
  private func evaluate(
    _ controls: EnsembleControls, after earlier: [[MemberSpectra]], loss: SpectralLoss,
    cotangents: inout [MemberSpectra], gradient: inout EnsembleControls
  ) -> Double {
    let index = earlier.count
    guard index < engines.count else {
      let sum = joined(earlier)
      cotangents = sum.map {
        MemberSpectra(moleculeCount: $0.signal.moleculeCount, pointCount: $0.signal.pointCount)
      }
      return loss(sum, &cotangents)
    }
    var part = EnsembleControls()
    let value = engines[index].evaluate(
      controls,
      loss: { spectra, target in
        let value = evaluate(
          controls, after: earlier + [spectra], loss: loss, cotangents: &cotangents, gradient: &gradient)
        for member in target.indices {
          let own =
            channelCount == 1
            ? cotangents[member] : cotangents[member].split(into: channelCount)[channels[index]]
          target[member].add(factors[index], times: own)
        }
        return value
      }, gradient: &part)
    for entry in part.samples.indices { gradient.samples[entry] += part.samples[entry] }
    for entry in part.delays.indices { gradient.delays[entry] += part.delays[entry] }
    return value
  }
}
