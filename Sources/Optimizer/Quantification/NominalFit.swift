/// What goes wrong when the spectra of one member are fitted with those of another: the bias of mismatch.
import SequenceIR

/// The fit that a user will run: its basis is the nominal member's, whatever the scanner did.
struct NominalFit {
  let information: FisherInformation
  /// The data that the basis describes: sum of concentration times spectrum, macromolecules included.
  private let total: [Double]

  static func make(
    _ model: FisherModel, nominal: MemberSpectra
  ) -> Result<NominalFit, FactorizationFailure> {
    FisherInformation.make(model, nominal).map {
      NominalFit(information: $0, total: ModelTotal(model, nominal, \.signal).values)
    }
  }

  /// The response of the fit to a member's data, to first order:
  ///
  ///     b = F^-1 D^T Delta / sigma^2,    Delta = P (e^(-i phi) y_member - y_nominal)
  ///
  /// P takes out the baseline. phi = arg <y_nominal, y_member> is the phase that any fit finds first; it is taken out
  /// exactly when the model has a global phase, because a first-order step would not do.
  func response(to member: MemberSpectra) -> MismatchResponse {
    let model = information.model
    let data = ModelTotal(model, member, \.signal).values
    let rotation = model.nuisances.globalPhase ? PhaseAlignment(of: data, with: total) : nil
    var difference = rotation?.turned(data) ?? data
    for k in difference.indices { difference[k] -= total[k] }
    difference.withUnsafeMutableBufferPointer {
      if let vector = $0.baseAddress { information.columns.restrict(vector, to: model) }
    }
    let precision = 1 / (model.noise * model.noise)
    let score = information.columns.products(with: difference).map { $0 * precision }
    return MismatchResponse(
      changes: information.solve(score), difference: difference, data: data, rotation: rotation)
  }

  /// The cotangent of the loss sum_p u_p (F b)_p taken at fixed u, where u = F^-1 dL/db: adds to the cotangents of the
  /// nominal columns, of the nominal sum spectrum and of the member's.
  func addGradient(
    _ response: MismatchResponse, adjoint u: [Double], columns: inout FisherColumns,
    nominalTotal: inout [Double], memberTotal: inout [Double]
  ) {
    let precision = 1 / (information.model.noise * information.model.noise)
    let filter = information.columns.combination(u)
    // d(u^T D^T Delta) - u^T dF b
    var residual = information.columns.combination(response.changes)
    for k in residual.indices { residual[k] = response.difference[k] - residual[k] }
    columns.addOuter(precision, residual, u)
    columns.addOuter(-precision, filter, response.changes)
    for k in filter.indices { nominalTotal[k] -= precision * filter[k] }
    let weights = filter.map { $0 * precision }
    if let rotation = response.rotation {
      rotation.addGradient(
        weights, data: response.data, reference: total, toData: &memberTotal, toReference: &nominalTotal)
    } else {
      for k in weights.indices { memberTotal[k] += weights[k] }
    }
  }
}

/// How the parameters of a fit answer to a member's data.
struct MismatchResponse {
  /// Changes of all parameters against the truth: for amplitudes, the bias.
  let changes: [Double]
  let difference: [Double]
  let data: [Double]
  let rotation: PhaseAlignment?
}

/// The phase that turns one complex vector into the direction of another: z = <reference, data>, data z* / |z|.
struct PhaseAlignment {
  private let real: Double
  private let imaginary: Double

  /// Vectors hold real parts, then imaginary parts. nil for vectors without a common phase.
  init?(of data: [Double], with reference: [Double]) {
    let half = data.count / 2
    var (real, imaginary) = (0.0, 0.0)
    for k in 0..<half {
      real += reference[k] * data[k] + reference[half + k] * data[half + k]
      imaginary += reference[k] * data[half + k] - reference[half + k] * data[k]
    }
    guard real * real + imaginary * imaginary > 0 else { return nil }
    self.real = real
    self.imaginary = imaginary
  }

  private var length: Double { ElementaryFunctions.hypot(real, imaginary) }

  func turned(_ data: [Double]) -> [Double] {
    let half = data.count / 2
    let (cosine, sine) = (real / length, imaginary / length)
    var result = data
    for k in 0..<half {
      result[k] = cosine * data[k] + sine * data[half + k]
      result[half + k] = cosine * data[half + k] - sine * data[k]
    }
    return result
  }

  /// `weights` is the cotangent of the turned data.
  func addGradient(
    _ weights: [Double], data: [Double], reference: [Double], toData: inout [Double],
    toReference: inout [Double]
  ) {
    let half = data.count / 2
    let (cosine, sine) = (real / length, imaginary / length)
    // dL/dphi; the turned data move by -i times themselves.
    let turned = turned(data)
    var slope = 0.0
    for k in 0..<half { slope += weights[k] * turned[half + k] - weights[half + k] * turned[k] }
    // dphi = Im(z* dz) / |z|^2
    let scale = slope / (real * real + imaginary * imaginary)
    for k in 0..<half {
      let (a, b) = (reference[k], reference[half + k])
      toData[k] += cosine * weights[k] - sine * weights[half + k] - scale * (real * b + imaginary * a)
      toData[half + k] += cosine * weights[half + k] + sine * weights[k] + scale * (real * a - imaginary * b)
      let (c, d) = (data[k], data[half + k])
      toReference[k] += scale * (real * d - imaginary * c)
      toReference[half + k] -= scale * (real * c + imaginary * d)
    }
  }
}
