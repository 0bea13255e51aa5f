/// What a field does to one spin without relaxation: a rotation, kept as its spinor.
///
/// Conventions, those of the emitted files: the field in the rotating frame is (B1x, B1y, offset) in hertz
/// and turns the magnetisation right-handed about itself, so transverse magnetisation at offset f gains
/// exp(+i 2 pi f t), and a pulse along +x takes +z to -y. Pauly et al., IEEE Trans. Med. Imaging 10 (1991)
/// 53, eq. 8 to 12, there left-handed.
package struct SpinRotation: Hashable, Sendable {
  /// alpha = cos(w/2) - i nz sin(w/2)
  package private(set) var alphaReal = 1.0
  package private(set) var alphaImaginary = 0.0
  /// beta = -i (nx + i ny) sin(w/2)
  package private(set) var betaReal = 0.0
  package private(set) var betaImaginary = 0.0

  /// No rotation.
  package init() {}

  /// The rotation that a whole pulse gives a spin at `offsetHertz` from the carrier, plus `positionHertz` at
  /// full gradient.
  package init(of pulse: PulseWaveform, offsetHertz: Double = 0, positionHertz: Double, b1Scale: Double = 1) {
    let seconds = pulse.dwell.seconds
    for n in pulse.real.indices {
      let gradient = pulse.gradientModulation?[n] ?? 1
      turn(
        b1xHertz: b1Scale * pulse.real[n], b1yHertz: b1Scale * pulse.imaginary[n],
        offsetHertz: offsetHertz + gradient * positionHertz, seconds: seconds)
    }
  }

  /// Appends the rotation by a constant field.
  package mutating func turn(b1xHertz x: Double, b1yHertz y: Double, offsetHertz z: Double, seconds: Double) {
    let strength = (x * x + y * y + z * z).squareRoot()
    guard strength > 0 else { return }
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.pi * strength * seconds)
    let scale = sine / strength
    // a = cosine + i ai, b = br + i bi; alpha' = a alpha - conj(b) beta, beta' = b alpha + conj(a) beta.
    let (ai, br, bi) = (-z * scale, y * scale, -x * scale)
    let (pr, pi, qr, qi) = (alphaReal, alphaImaginary, betaReal, betaImaginary)
    alphaReal = cosine * pr - ai * pi - (br * qr + bi * qi)
    alphaImaginary = cosine * pi + ai * pr - (br * qi - bi * qr)
    betaReal = br * pr - bi * pi + cosine * qr + ai * qi
    betaImaginary = br * pi + bi * pr + cosine * qi - ai * qr
  }

  /// |alpha|^2
  package var alphaEnergy: Double { alphaReal * alphaReal + alphaImaginary * alphaImaginary }

  /// |beta|^2: the fraction of transverse magnetisation that a pulse between equal crushers refocuses.
  package var refocusing: Double { betaReal * betaReal + betaImaginary * betaImaginary }

  /// |Mxy| after the pulse, from equilibrium: 2 |alpha| |beta|.
  package var excitation: Double { 2 * (alphaEnergy * refocusing).squareRoot() }

  /// Mz after the pulse, from equilibrium.
  package var longitudinal: Double { 1 - 2 * refocusing }

  /// `start` after the rotation: Mxy' = conj(alpha)^2 Mxy - beta^2 conj(Mxy) + 2 conj(alpha) beta Mz.
  package func applied(to start: Magnetisation) -> Magnetisation {
    let (ar, ai, br, bi) = (alphaReal, alphaImaginary, betaReal, betaImaginary)
    // Real and imaginary part of conj(alpha)^2, beta^2 and conj(alpha) beta.
    let (cr, ci) = (ar * ar - ai * ai, -2 * ar * ai)
    let (dr, di) = (br * br - bi * bi, 2 * br * bi)
    let (er, ei) = (ar * br + ai * bi, ar * bi - ai * br)
    return Magnetisation(
      x: (cr - dr) * start.x - (ci + di) * start.y + 2 * er * start.z,
      y: (ci - di) * start.x + (cr + dr) * start.y + 2 * ei * start.z,
      // Mz' = -2 Re(alpha beta conj(Mxy)) + (|alpha|^2 - |beta|^2) Mz
      z: -2 * ((ar * br - ai * bi) * start.x + (ar * bi + ai * br) * start.y)
        + (alphaEnergy - refocusing) * start.z)
  }
}

/// Magnetisation in units of its equilibrium.
package struct Magnetisation: Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var z: Double

  package init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  package static let equilibrium = Magnetisation(x: 0, y: 0, z: 1)
}
