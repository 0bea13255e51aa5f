/// What the spins of one shot go through, in order of time; the same for every molecule.

package struct SpinProgram: Sendable, Equatable {
  package indirect enum Step: Sendable, Equatable {
    case pulse(Pulse)
    case delay(Delay)
    /// Keeps these coherence orders only: a crusher or a phase cycle, as an ideal filter.
    case select(orders: [Int])
    /// Adds the Hermitian conjugate: pathways of opposite orders do what their mirror images do, so that one of each
    /// pair stands for both.
    case symmetrize
    /// Phase of all coherences of order p by exp(-i p 2 pi moment r) at position r: cycles/m for x, y, z.
    case dephase(cyclesPerMetre: [Double])
    /// Averages what the steps inside make of the state, over positions.
    case positions(Positions)
  }

  /// RF that is constant over each dwell.
  package struct Pulse: Sendable, Equatable {
    package enum Waveform: Sendable, Equatable {
      /// B1 along x and y of the rotating frame, Hz.
      case fixed(x: [Double], y: [Double])
      /// `count` of the samples that are searched for, beginning with sample `first`.
      case control(first: Int, count: Int)
    }
    package var waveform: Waveform
    package var dwellSeconds: Double
    /// Added to the phase of the whole pulse, radians.
    package var phase: Double
    /// Frequency of the pulse, Hz: the phase turns on by it, from the start of the pulse, also while a sample is held.
    package var turnHertz: Double
    /// Gradient of the frequency during each sample, Hz/m: x, y, z; one number for all, one a sample, or none.
    package var gradients: [[Double]]

    package init(
      _ waveform: Waveform, dwellSeconds: Double, phase: Double = 0, turnHertz: Double = 0,
      gradients: [[Double]] = [[], [], []]
    ) {
      self.waveform = waveform
      self.dwellSeconds = dwellSeconds
      self.phase = phase
      self.turnHertz = turnHertz
      self.gradients = gradients
    }

    /// A rotation that takes no time: one nanosecond of strong RF. `radians` about the axis at `phase` from x.
    package static func ideal(radians: Double, cosine: Double, sine: Double) -> Pulse {
      let hertz = radians / (2 * Double.pi * 1e-9)
      return Pulse(.fixed(x: [hertz * cosine], y: [hertz * sine]), dwellSeconds: 1e-9)
    }

    package var sampleCount: Int {
      switch waveform {
      case .fixed(let x, _): x.count
      case .control(_, let count): count
      }
    }
  }

  /// Free precession.
  package struct Delay: Sendable, Equatable {
    package var seconds: Double
    /// Index of a searched delay that is added to `seconds`.
    package var control: Int?

    package init(seconds: Double, control: Int? = nil) {
      self.seconds = seconds
      self.control = control
    }
  }

  package struct Positions: Sendable, Equatable {
    /// Metres, x y z of each place.
    package var places: [[Double]]
    /// Share of each place in the average.
    package var weights: [Double]
    package var steps: [Step]

    package init(places: [[Double]], weights: [Double], steps: [Step]) {
      self.places = places
      self.weights = weights
      self.steps = steps
    }
  }

  package enum Start: Sendable, Equatable {
    /// Fz
    case equilibrium
    /// cosine Fx + sine Fy
    case transverse(cosine: Double, sine: Double)
  }

  package var start = Start.equilibrium
  package var steps: [Step]
  /// Number of complex RF samples and of delays that are searched for.
  package var controlSampleCount: Int
  package var controlDelayCount: Int

  package init(
    start: Start = .equilibrium, steps: [Step], controlSampleCount: Int = 0, controlDelayCount: Int = 0
  ) {
    self.start = start
    self.steps = steps
    self.controlSampleCount = controlSampleCount
    self.controlDelayCount = controlDelayCount
  }
}

/// How finely the propagation is cut; the error falls with the square of both intervals.
package struct PropagationAccuracy: Sendable, Equatable {
  /// Scalar couplings act in kicks this far apart, at most.
  package var kickSeconds: Double
  /// Relaxation acts in steps this far apart, at most.
  package var relaxationSeconds: Double
  /// Largest B1 the searched samples may take, Hz, and largest offset without gradients, Hz: for steps short enough
  /// that the series of the rotations converge.
  package var largestB1Hertz: Double
  package var largestOffsetHertz: Double
  /// Largest scale of B1 among the members, for the same reason.
  package var largestB1Scale = 1.3

  package init(
    kickSeconds: Double = 80e-6, relaxationSeconds: Double = 2e-3, largestB1Hertz: Double = 2000,
    largestOffsetHertz: Double = 1000
  ) {
    self.kickSeconds = kickSeconds
    self.relaxationSeconds = relaxationSeconds
    self.largestB1Hertz = largestB1Hertz
    self.largestOffsetHertz = largestOffsetHertz
  }

  /// Good for these members as well: a range of 500 Hz on both sides is left for the lines of the molecules.
  func covering(_ members: [EnsembleMember]) -> PropagationAccuracy {
    var result = self
    for member in members {
      result.largestB1Scale = max(result.largestB1Scale, abs(member.b1Scale))
      result.largestOffsetHertz = max(result.largestOffsetHertz, 500 + abs(member.offsetHertz))
    }
    return result
  }
}
