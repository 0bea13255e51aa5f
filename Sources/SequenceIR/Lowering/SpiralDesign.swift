/// A spiral from the centre of k-space to its edge, as fast as amplitude and slew rate allow in every orientation.
///
/// In polar coordinates neighbouring turns of all interleaves together are 1 / FOV apart: d theta / d r = 2 pi FOV(r) /
/// interleaves (Meyer et al., Magn. Reson. Med. 28 (1992) 202; Kim, Adalsteinsson and Spielman, Magn. Reson. Med. 50 (2003)
/// 214 for densities that vary). Speed along it: `TimeOptimalSpeed`, with limits of the vector of both axes, so that it may
/// be turned. The vector itself turns by curvature times speed, which `turning` bounds: gradients that turn more slowly
/// than a coil resonates. Behind the edge both gradients go to zero along a straight line.
package struct SpiralDesign: Sendable {
  package struct Request: Hashable, Sendable {
    /// m, at equal distances from the centre of k-space to its edge, with straight lines between; one: everywhere.
    package var fieldsOfView: [Double]
    /// Radius of k-space, 1/m.
    package var edge: Double
    package var interleaves: Int
    /// Largest vector, Hz/m.
    package var amplitude: Double
    /// Largest change of the vector, Hz/m/s.
    package var slew: Double
    package var raster: Time
    /// Fastest turn of the gradients' vector, Hz; infinite: any.
    package var turning = Double.infinity
    /// Largest response of the nerves to the spiral by itself, percent of the threshold; infinite: any.
    package var stimulation = Double.infinity

    package init(
      fieldsOfView: [Double], edge: Double, interleaves: Int, amplitude: Double, slew: Double, raster: Time
    ) {
      self.fieldsOfView = fieldsOfView
      self.edge = edge
      self.interleaves = interleaves
      self.amplitude = amplitude
      self.slew = slew
      self.raster = raster
    }

    /// Turns of one interleaf.
    package var turns: Double { angle(edge) / ElementaryFunctions.twoPi }

    private var pieceWidth: Double { edge / Double(max(1, fieldsOfView.count - 1)) }

    private func piece(_ radius: Double) -> Int {
      min(max(0, Int(radius / pieceWidth)), max(0, fieldsOfView.count - 2))
    }

    private func slope(_ piece: Int) -> Double {
      fieldsOfView.count > 1 ? (fieldsOfView[piece + 1] - fieldsOfView[piece]) / pieceWidth : 0
    }

    /// theta, rad.
    func angle(_ radius: Double) -> Double {
      let last = piece(radius)
      var integral = 0.0
      for piece in 0..<last { integral += (fieldsOfView[piece] + fieldsOfView[piece + 1]) / 2 * pieceWidth }
      let rest = radius - Double(last) * pieceWidth
      integral += rest * (fieldsOfView[last] + slope(last) * rest / 2)
      return ElementaryFunctions.twoPi * integral / Double(interleaves)
    }

    /// d theta / d r and its derivative.
    func winding(_ radius: Double) -> (first: Double, second: Double) {
      let piece = piece(radius)
      let unit = ElementaryFunctions.twoPi / Double(interleaves)
      let fieldOfView = fieldsOfView[piece] + slope(piece) * (radius - Double(piece) * pieceWidth)
      return (unit * fieldOfView, unit * slope(piece))
    }
  }

  /// Hz/m at the centres of the gradient raster, both axes, equally many.
  package let x: [Double]
  package let y: [Double]
  /// From the start to the edge of k-space, s.
  package let seconds: Double
  package let raster: Time

  package static let mostTurns = 2_000.0

  /// `nerves` are asked where the request limits stimulation.
  init(_ request: Request, nerves: NerveModels?) {
    let path = SpiralPath(request)
    var spiral = SpiralPlay(path, request)
    if let nerves, request.stimulation < .infinity { spiral.calm(nerves, toPercent: request.stimulation) }
    (x, y) = (spiral.x, spiral.y)
    seconds = spiral.secondsToEdge
    raster = request.raster
  }

  package init(_ request: Request) { self.init(request, nerves: nil) }

  /// Zeroth moment, 1/m, as played: straight lines between the samples, from and to zero at the ends.
  package var area: (x: Double, y: Double) { (SpiralDesign.area(x, raster), SpiralDesign.area(y, raster)) }

  package var duration: Time { raster * x.count }

  package var peak: Double { SpiralPlay.largest(x, y) }

  private static func area(_ samples: [Double], _ raster: Time) -> Double {
    let ends = ((samples.first ?? 0) + (samples.last ?? 0)) / 4
    return (samples.reduce(0, +) - ends) * raster.seconds
  }
}
