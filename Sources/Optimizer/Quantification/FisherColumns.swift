/// The design matrix of a fit: what each parameter changes in the spectrum, and the way back to the spectra.
import SequenceIR

/// One column per parameter of `FitLayout`, real parts of all points and then imaginary parts.
///
///     amplitude of m      S_m
///     phase               i Y
///     shift, width        2 pi i Y', -pi Y'
///     those of molecule m 2 pi i c_m S'_m, -pi c_m S'_m
///
/// Y is the sum over molecules and macromolecules of concentration times spectrum, a prime marks spectra of t s(t).
struct FisherColumns: Sendable {
  let layout: FitLayout
  let pointCount: Int
  /// 2 x points.
  let length: Int
  /// Column after column.
  var values: [Double]

  /// Columns of zeros: where cotangents are collected.
  init(zerosLike layout: FitLayout, pointCount: Int) {
    self.layout = layout
    self.pointCount = pointCount
    length = 2 * pointCount
    values = [Double](repeating: 0, count: layout.count * length)
  }

  /// The columns of a model, with the baseline taken out of each.
  init(_ model: FisherModel, _ spectra: MemberSpectra) {
    self.init(zerosLike: FitLayout(model), pointCount: spectra.signal.pointCount)
    model.checkShapes(spectra)
    var values = self.values
    self.values = []
    values.withUnsafeMutableBufferPointer { buffer in
      guard let columns = buffer.baseAddress else { return }
      setAmplitudes(columns, spectra.signal, firstColumn: 0)
      if let macromolecules = model.macromolecules {
        setAmplitudes(columns, macromolecules.spectra.signal, firstColumn: layout.moleculeCount)
      }
      if let phase = layout.phase {
        setTurned(columns + phase * length, by: 1, ModelTotal(model, spectra, \.signal).values)
      }
      if layout.shift != nil || layout.width != nil {
        let total = ModelTotal(model, spectra, \.timeWeighted).values
        if let shift = layout.shift {
          setTurned(columns + shift * length, by: ElementaryFunctions.twoPi, total)
        }
        if let width = layout.width {
          for k in 0..<length { columns[width * length + k] = -ElementaryFunctions.pi * total[k] }
        }
      }
      setOfEachMolecule(columns, model, spectra.timeWeighted)
      for column in 0..<layout.count { restrict(columns + column * length, to: model) }
    }
    self.values = values
  }

  /// Leaves of a vector what the fit sees of it.
  func restrict(_ vector: UnsafeMutablePointer<Double>, to model: FisherModel) {
    model.baseline?.project(vector)
    if model.data == .realPart {
      for k in pointCount..<length { vector[k] = 0 }
    }
  }

  private func setAmplitudes(
    _ columns: UnsafeMutablePointer<Double>, _ table: SpectrumTable, firstColumn: Int
  ) {
    for row in 0..<table.moleculeCount {
      let column = columns + (firstColumn + row) * length
      for k in 0..<pointCount {
        column[k] = table.real[row * pointCount + k]
        column[pointCount + k] = table.imaginary[row * pointCount + k]
      }
    }
  }

  /// column = i factor total.
  private func setTurned(_ column: UnsafeMutablePointer<Double>, by factor: Double, _ total: [Double]) {
    for k in 0..<pointCount {
      column[k] = -factor * total[pointCount + k]
      column[pointCount + k] = factor * total[k]
    }
  }

  private func setOfEachMolecule(
    _ columns: UnsafeMutablePointer<Double>, _ model: FisherModel, _ table: SpectrumTable
  ) {
    for row in 0..<layout.moleculeCount {
      let concentration = model.concentrations[row]
      if let first = layout.firstMoleculeShift {
        let column = columns + (first + row) * length
        let factor = ElementaryFunctions.twoPi * concentration
        for k in 0..<pointCount {
          column[k] = -factor * table.imaginary[row * pointCount + k]
          column[pointCount + k] = factor * table.real[row * pointCount + k]
        }
      }
      if let first = layout.firstMoleculeWidth {
        let column = columns + (first + row) * length
        let factor = -ElementaryFunctions.pi * concentration
        for k in 0..<pointCount {
          column[k] = factor * table.real[row * pointCount + k]
          column[pointCount + k] = factor * table.imaginary[row * pointCount + k]
        }
      }
    }
  }

  /// D a.
  func combination(_ coefficients: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: length)
    sum.withUnsafeMutableBufferPointer { sum in
      values.withUnsafeBufferPointer { values in
        guard let sum = sum.baseAddress, let values = values.baseAddress else { return }
        for (column, coefficient) in coefficients.enumerated() {
          VectorKernels.add(coefficient, times: values + column * length, to: sum, length)
        }
      }
    }
    return sum
  }

  /// D^T v.
  func products(with vector: [Double]) -> [Double] {
    values.withUnsafeBufferPointer { values in
      vector.withUnsafeBufferPointer { vector in
        guard let values = values.baseAddress, let vector = vector.baseAddress else { return [] }
        return (0..<layout.count).map { VectorKernels.dot(values + $0 * length, vector, length) }
      }
    }
  }

  /// Adds factor v a^T.
  mutating func addOuter(_ factor: Double, _ vector: [Double], _ coefficients: [Double]) {
    let length = length
    values.withUnsafeMutableBufferPointer { values in
      vector.withUnsafeBufferPointer { vector in
        guard let values = values.baseAddress, let vector = vector.baseAddress else { return }
        for (column, coefficient) in coefficients.enumerated() {
          VectorKernels.add(factor * coefficient, times: vector, to: values + column * length, length)
        }
      }
    }
  }
}

/// Concentrations times spectra, summed: real parts of all points and then imaginary parts.
struct ModelTotal {
  var values: [Double]

  init(_ model: FisherModel, _ spectra: MemberSpectra, _ kind: KeyPath<MemberSpectra, SpectrumTable>) {
    let table = spectra[keyPath: kind]
    values = [Double](repeating: 0, count: 2 * table.pointCount)
    add(table, model.concentrations)
    if let macromolecules = model.macromolecules {
      add(macromolecules.spectra[keyPath: kind], macromolecules.concentrations)
    }
  }

  private mutating func add(_ table: SpectrumTable, _ concentrations: [Double]) {
    let points = table.pointCount
    values.withUnsafeMutableBufferPointer { sum in
      table.real.withUnsafeBufferPointer { real in
        table.imaginary.withUnsafeBufferPointer { imaginary in
          guard let sum = sum.baseAddress, let real = real.baseAddress, let imaginary = imaginary.baseAddress
          else { return }
          for (row, concentration) in concentrations.enumerated() {
            VectorKernels.add(concentration, times: real + row * points, to: sum, points)
            VectorKernels.add(concentration, times: imaginary + row * points, to: sum + points, points)
          }
        }
      }
    }
  }
}

extension FisherModel {
  func checkShapes(_ spectra: MemberSpectra) {
    let points = spectra.signal.pointCount
    precondition(
      spectra.signal.moleculeCount == molecules.count
        && spectra.timeWeighted.moleculeCount == molecules.count,
      "a model fits the molecules it names")
    precondition(spectra.timeWeighted.pointCount == points, "both tables are on one grid")
    precondition(
      (macromolecules?.spectra.signal.pointCount ?? points) == points,
      "macromolecules are on the grid of the spectra")
    precondition(
      baseline.map { $0.pointCount * $0.shotCount == points } ?? true,
      "the baseline is on the grid of the spectra")
  }
}
