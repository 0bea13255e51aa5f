import SequenceIR

/// The section SHAPES of a file in the making.
extension PulseqEmission {
  mutating func shapeTable() -> PulseqText {
    var text = PulseqText()
    if shapes.used.isEmpty { return text }
    text.line("[SHAPES]")
    text.endLine()
    for (index, entry) in shapes.used.enumerated() {
      let shape = sequence.library[entry.id]
      guard let numbers = storedNumbers(of: shape) else {
        diagnostics.error(
          .pulseqValueCannotBeStored,
          "a shape of \(shape.sampleCount) samples would be written sample by sample, which is done up to "
            + "\(PulseqLimits.writtenNumbers): neighbouring steps of it are equal in single precision, and a reader of "
            + "that precision would take them for a run",
          help:
            "store fewer samples: on a coarser raster, or at the corners alone with a shape of their times")
        break
      }
      text.append("shape_id ")
      text.append(index + 1)
      text.endLine()
      text.append("num_samples ")
      text.append(shape.sampleCount)
      text.endLine()
      for value in numbers {
        text.append(value)
        text.endLine()
      }
      text.endLine()
    }
    return text
  }

  /// Readers take a shape for compressed when it has fewer numbers than samples, and C++ readers see single precision:
  /// there two neighbours that differ in double precision only would look like the beginning of a run.
  /// nil: these would be more numbers than are written.
  private func storedNumbers(of shape: Shape) -> [Double]? {
    guard shape.isCompressed else { return shape.stored }
    if shape.stored.count >= shape.sampleCount || looksLikeRunInSinglePrecision(shape) {
      return shape.sampleCount <= PulseqLimits.writtenNumbers ? shape.samples() : nil
    }
    return shape.stored
  }

  private func looksLikeRunInSinglePrecision(_ shape: Shape) -> Bool {
    var previous = Double.nan
    var found = false
    shape.forEachRun { step, _ in
      if step != previous, Float(step) == Float(previous) { found = true }
      previous = step
    }
    return found
  }
}
