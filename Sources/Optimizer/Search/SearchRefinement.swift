/// Going on from pulses that are known, without other starts.
import SequenceIR

extension PulseSearch {
  /// Goes on from pinned pulses, in the order of the request, for at most the iterations of the plan. Values are not
  /// searched: the request must not vary any.
  package func refine(
    _ pulses: [PinnedPulse], _ plan: Plan, nucleus: Nucleus, provenance: PinnedPulse.Provenance,
    observer: (Progress) -> MinimizerDecision = { _ in .proceed }
  ) -> Found {
    var controls: [Double] = []
    for pulse in pulses {
      let (x, y) = pulse.hertz(nucleus)
      for (a, b) in zip(x, y) { controls += [a, b] }
    }
    return descend(from: controls, plan, nucleus: nucleus, provenance: provenance, observer: observer)
  }

  /// Goes on from what another search found, for the same pulses and at most the iterations of the plan: after values
  /// have been rounded to what the design can say.
  package func polish(
    _ earlier: Found, _ plan: Plan, nucleus: Nucleus, provenance: PinnedPulse.Provenance,
    shouldStop: () -> Bool = { false }
  ) -> Found {
    var found = descend(from: earlier.controls, plan, nucleus: nucleus, provenance: provenance) { _ in
      shouldStop() ? .stop : .proceed
    }
    found.evaluations += earlier.evaluations
    found.isComplete = earlier.isComplete
    found.startLoss = earlier.startLoss
    found.checkpoint = earlier.checkpoint
    return found
  }

  private func descend(
    from controls: [Double], _ plan: Plan, nucleus: Nucleus, provenance: PinnedPulse.Provenance,
    observer: (Progress) -> MinimizerDecision
  ) -> Found {
    let monitor = ControlMonitor()
    var provenance = provenance
    provenance.seed = plan.seed
    provenance.minimizer = plan.minimizer.rawValue
    var search = plan.options.minimizer(.polishing, from: space.parameters(closestTo: controls))
    let result = search.run(function(.polishing, monitor)) { progress in
      observer(
        Progress(
          phase: .polishing, start: 1, starts: 1, finished: 0, total: 1, iteration: progress.iteration,
          iterationLimit: plan.iterations, value: progress.value, best: progress.best,
          b1Share: monitor.b1Share))
    }
    return found(
      space.evaluate(result.x), start: controls, nucleus, provenance, evaluations: result.evaluations,
      isComplete: result.reason != .observer)
  }
}
