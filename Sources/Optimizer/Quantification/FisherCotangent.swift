/// From cotangents of columns, and of the sum spectrum, back to the spectra of the molecules.
import SequenceIR

extension FisherColumns {
  /// Takes `self` as dL/dD and adds the factor times dL/dspectra.
  func spread(_ factor: Double, _ model: FisherModel, to cotangent: inout MemberSpectra) {
    let moleculeCount = layout.moleculeCount
    for row in 0..<moleculeCount {
      cotangent.signal.add(factor, values, at: row * length, toRow: row)
    }
    if let phase = layout.phase {
      let total = turnedBack(phase, by: 1)
      for row in 0..<moleculeCount {
        cotangent.signal.add(factor * model.concentrations[row], total, at: 0, toRow: row)
      }
    }
    if let total = weightedTotal {
      for row in 0..<moleculeCount {
        cotangent.timeWeighted.add(factor * model.concentrations[row], total, at: 0, toRow: row)
      }
    }
    for row in 0..<moleculeCount {
      let scale = factor * model.concentrations[row]
      if let first = layout.firstMoleculeShift {
        let turned = turnedBack(first + row, by: ElementaryFunctions.twoPi)
        cotangent.timeWeighted.add(scale, turned, at: 0, toRow: row)
      }
      if let first = layout.firstMoleculeWidth {
        cotangent.timeWeighted.add(
          -ElementaryFunctions.pi * scale, values, at: (first + row) * length, toRow: row)
      }
    }
  }

  /// Cotangent of Y' from the columns of shift and width.
  private var weightedTotal: [Double]? {
    guard layout.shift != nil || layout.width != nil else { return nil }
    var total =
      layout.shift.map { turnedBack($0, by: ElementaryFunctions.twoPi) }
      ?? [Double](repeating: 0, count: length)
    if let width = layout.width {
      for k in 0..<length { total[k] -= ElementaryFunctions.pi * values[width * length + k] }
    }
    return total
  }

  /// The adjoint of multiplying by i factor: multiplying by -i factor.
  private func turnedBack(_ column: Int, by factor: Double) -> [Double] {
    let start = column * length
    return [Double](unsafeUninitializedCapacity: length) { result, count in
      for k in 0..<pointCount {
        result[k] = factor * values[start + pointCount + k]
        result[pointCount + k] = -factor * values[start + k]
      }
      count = length
    }
  }
}

extension SpectrumTable {
  /// Adds a factor times a vector (real parts, then imaginary parts) that begins at `start` to the spectrum of a row.
  mutating func add(_ factor: Double, _ vector: [Double], at start: Int, toRow row: Int) {
    let points = pointCount
    vector.withUnsafeBufferPointer { vector in
      guard let vector = vector.baseAddress else { return }
      real.withUnsafeMutableBufferPointer { real in
        guard let real = real.baseAddress else { return }
        VectorKernels.add(factor, times: vector + start, to: real + row * points, points)
      }
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        guard let imaginary = imaginary.baseAddress else { return }
        VectorKernels.add(factor, times: vector + start + points, to: imaginary + row * points, points)
      }
    }
  }
}
