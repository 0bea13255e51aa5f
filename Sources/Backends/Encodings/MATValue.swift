/// A value of MATLAB, as far as files of basis sets have some.

indirect enum MATValue: Sendable, Equatable {
  /// Rows, columns and values, column after column; `imaginary` nil: real.
  case double(rows: Int, columns: Int, real: [Double], imaginary: [Double]?)
  /// One line of text.
  case text(String)
  /// A row of values.
  case cell([MATValue])
  /// A structure of one element.
  case structure([Field])

  struct Field: Sendable, Equatable {
    var name: String
    var value: MATValue
  }

  static func number(_ value: Double) -> MATValue {
    .double(rows: 1, columns: 1, real: [value], imaginary: nil)
  }

  static func row(_ values: [Double]) -> MATValue {
    .double(rows: 1, columns: values.count, real: values, imaginary: nil)
  }

  static func structure(_ fields: [(String, MATValue)]) -> MATValue {
    .structure(fields.map { Field(name: $0.0, value: $0.1) })
  }

  /// The field of a structure.
  subscript(_ name: String) -> MATValue? {
    if case .structure(let fields) = self { fields.first { $0.name == name }?.value } else { nil }
  }
}
