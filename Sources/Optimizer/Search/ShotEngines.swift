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

  init(_ shots: ShotPrograms, engines: [SpectrumEngine]) {
    self.engines = engines
    channels = shots.items.map(\.channel)
    channelCount = (channels.max() ?? 0) + 1
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
    // One kind of shot after the other; with several, the others' spectra are constants of each evaluation.
    let all = engines.count > 1 ? engines.map { $0.spectra(controls) } : []
    gradient = EnsembleControls(
      samples: [Double](repeating: 0, count: controls.samples.count),
      delays: [Double](repeating: 0, count: controls.delays.count))
    var value = 0.0
    var cotangents: [MemberSpectra]?
    for (index, engine) in engines.enumerated() {
      var part = EnsembleControls()
      value = engine.evaluate(
        controls,
        loss: { spectra, target in
          let known: [MemberSpectra]
          if let cotangents {
            known = cotangents
          } else {
            let sum = engines.count > 1 ? joined(all) : joined([spectra])
            var made = sum.map {
              MemberSpectra(moleculeCount: $0.signal.moleculeCount, pointCount: $0.signal.pointCount)
            }
            value = loss(sum, &made)
            cotangents = made
            known = made
          }
          for member in target.indices {
            let own =
              channelCount == 1 ? known[member] : known[member].split(into: channelCount)[channels[index]]
            target[member].add(factors[index], times: own)
          }
          return value
        }, gradient: &part)
      for entry in part.samples.indices { gradient.samples[entry] += part.samples[entry] }
      for entry in part.delays.indices { gradient.delays[entry] += part.delays[entry] }
    }
    return value
  }
}
