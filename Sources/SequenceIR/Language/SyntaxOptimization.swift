/// The syntax tree of `optimize { ... }` and `molecule NAME { ... }`.
extension Syntax {
  /// `lower .. upper`.
  package struct Interval: Sendable {
    package let lower: Expression
    package let upper: Expression
    /// Of a band: the value of the label SET of the shots that are meant; nil: all shots.
    package var set: Expression?

    package var span: SourceSpan { lower.span.joined(with: upper.span) }
  }

  /// A molecule, and a number that goes with it: its weight or its concentration.
  package struct MoleculeValue: Sendable {
    package let name: Name
    package let value: Expression?
  }

  package struct Optimization: Sendable {
    /// The pulses that are searched; empty: all optimized ones.
    package let pulses: [Name]
    package let entries: [Entry]

    package struct Entry: Sendable {
      package let kind: Kind
      package let span: SourceSpan
    }

    package enum Kind: Sendable {
      case precision([MoleculeValue])
      case meanSquareError([MoleculeValue], noise: Expression)
      case signal(Name, Interval, weight: Expression?)
      case suppression([Name], Interval, below: Expression?, weight: Expression?)
      case spectrum(Name, file: String, fileSpan: SourceSpan, weight: Expression?)
      case state(String, stateSpan: SourceSpan, of: Name, weight: Expression?)
      case profile(Profile)
      case molecules([MoleculeValue])
      case typicalMolecules
      case macromolecules(Name)
      case baselines([Baseline])
      case linewidth(Expression)
      case window(Interval)
      case members(Name, Interval, steps: Expression)
      case parameterSets([Name])
      case penalty(Name, Expression)
      /// Of the RF.
      case bandwidth(Expression, below: Expression?)
      /// `starts`, `seed`, `iterations`, `worst`.
      case setting(Name, Expression)
      case minimizer(Name)
      case vary(Name, Interval)
      /// One of a list of values.
      case choose(Name, Expression)
    }

    package struct Profile: Sendable {
      /// `excitation`, `inversion`, `refocusing`, `rotation`.
      package let kind: Name
      /// Of a rotation.
      package let angle: Expression?
      package let pulse: Name
      package let band: Expression
      package let transition: Expression?
      package let weight: Expression?
    }

    package enum Baseline: Sendable {
      case none
      /// The distance of its knots.
      case spline(Expression)
    }
  }

  package struct Molecule: Sendable {
    package let name: Name
    package let entries: [Entry]

    package struct Entry: Sendable {
      package let kind: Kind
      package let span: SourceSpan
    }

    package enum Kind: Sendable {
      case spin(Name, shift: Expression, times: Expression?)
      case couple(Name, Name, Expression)
      /// `t1`, `t2`, `concentration`.
      case property(Name, Expression)
    }
  }
}
