/// The value that people would write in a design for one that a search found.
import SequenceIR

extension OptimizationRequest.Variable {
  /// Times on the raster, angles to 0.1 deg, numbers to 0.001, or finer where the range needs it; within the bounds. A
  /// number too large for decimals is whole already, and stays. nil for what is no number, or no time that exists.
  func nearValue(_ number: Double, raster: Time) -> Quantity? {
    guard number.isFinite else { return nil }
    if value.dimension == .time { return nearTime(number, raster: raster) }
    let isAngle = value.dimension == .angle
    let (scale, unit) = isAngle ? (180 / Double.pi, "deg") : (1, nil)
    for decimals in (isAngle ? 1 : 3)...9 {
      let step = DecimalText.powerOfTen(decimals)
      let units = (number * scale * step).rounded()
      for candidate in [units, units - 1, units + 1] {
        guard let whole = Int64(exactly: candidate) else { continue }
        let digits = DecimalText.fixed(whole, decimals: decimals)
        let quantity = PinnedPulse.FoundValue("", digits: digits, unit: unit).quantity
        if let quantity, quantity.value >= lower.value, quantity.value <= upper.value { return quantity }
      }
    }
    return quantity(number)
  }

  private func nearTime(_ seconds: Double, raster: Time) -> Quantity? {
    guard let time = Time(nearestToSeconds: seconds), let lower = lower.time, let upper = upper.time else {
      return nil
    }
    let near = time.rounded(to: raster)
    return Quantity(
      near < lower ? lower.roundedUp(to: raster) : near > upper ? upper.roundedDown(to: raster) : near)
  }
}
