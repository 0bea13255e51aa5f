/// When the samples of an RF event are played.
extension EventLibrary {
  /// Duration of the shape, delay not included.
  ///
  /// Without a time shape: N rasters. With one: the last sample time, rounded up to the raster (what the reference
  /// readers do; a pulse whose samples sit at dwell centres ends half a dwell later than its last sample).
  package func duration(of event: RFEvent, raster: Time) -> Time {
    if event.time.isNone { return raster * self[event.magnitude].sampleCount }
    let end = Time(nearestToSeconds: self[event.time].last * raster.seconds) ?? .zero
    return end.roundedUp(to: raster)
  }

  /// From the start of the block to the end of the shape.
  package func end(of id: RFID, raster: Time) -> Time {
    self[id].delay + duration(of: self[id], raster: raster)
  }

  /// Sample times in seconds from the start of the shape.
  package func sampleTimesSeconds(of event: RFEvent, raster: Time) -> [Double] {
    if event.time.isNone {
      return (0..<self[event.magnitude].sampleCount).map { (Double($0) + 0.5) * raster.seconds }
    }
    return self[event.time].samples().map { $0 * raster.seconds }
  }
}
