/// The syntax tree of a design. Spans are kept everywhere, because every message points at text.
package enum Syntax {
  package struct Expression: Sendable {
    package indirect enum Kind: Sendable {
      /// The digits as written and the unit that follows, if one does.
      case number(String, unit: UnitText?)
      case string(String)
      case name(String)
      case list([Expression], unit: UnitText?)
      case negate(Expression)
      case not(Expression)
      /// The span is that of the operator.
      case binary(Expression, BinaryOperator, Expression, SourceSpan)
      case call(Name, [Argument])
      case member(Expression, Name)
      case element(Expression, Expression)
      /// Stands where the text was not understood; a diagnostic has been given.
      case invalid
    }
    package let kind: Kind
    package let span: SourceSpan
    /// How many expressions stand inside each other here; the parser bounds it, so that walks may recurse.
    package let height: Int

    package init(kind: Kind, span: SourceSpan) {
      self.kind = kind
      self.span = span
      height = 1 + (Expression.operands(of: kind).map(\.height).max() ?? 0)
    }

    /// The expressions directly inside this one.
    package var operands: [Expression] { Expression.operands(of: kind) }

    private static func operands(of kind: Kind) -> [Expression] {
      switch kind {
      case .list(let elements, _): elements
      case .negate(let operand), .not(let operand), .member(let operand, _): [operand]
      case .binary(let left, _, let right, _), .element(let left, let right): [left, right]
      case .call(_, let arguments): arguments.map(\.value)
      case .number, .string, .name, .invalid: []
      }
    }
  }

  package enum BinaryOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "^"
    case modulo = "mod"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case and
    case or

    package var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 3
      case .add, .subtract: 4
      case .multiply, .divide, .modulo: 5
      case .power: 7
      }
    }
  }

  package struct Name: Hashable, Sendable {
    package let text: String
    package let span: SourceSpan
  }

  package struct UnitText: Sendable {
    package let text: String
    package let span: SourceSpan
  }

  /// `name: value`, or a value alone.
  package struct Argument: Sendable {
    package let name: Name?
    package let value: Expression
  }

  /// `axis` of an item.
  package struct AxisName: Sendable {
    package let axis: Axis
    package let span: SourceSpan
  }

  package struct Statement: Sendable {
    package indirect enum Kind: Sendable {
      case scanner(String, isFile: Bool)
      case nucleus(String)
      case carrier(Expression)
      case reference(Expression)
      case voxel(Extent)
      case fieldOfView(Extent)
      case orientation([Turn])
      case console([Name])
      case limit(Name, Expression)
      case define(Name, Expression)
      case include(String, isLibrary: Bool)
      case constant(Name, Expression)
      case pulse(Name, Expression)
      case gradient(Name, Expression)
      case readout(Name, Expression)
      case module(Module)
      case optimization(Optimization)
      case molecule(Molecule)
      /// A declaration that was not understood: its name exists, and what uses it stays silent.
      case broken(Name)
      case sequence([Statement])
      case `repeat`(count: Expression, counter: Name?, body: [Statement])
      case choice(condition: Expression, then: [Statement], otherwise: [Statement])
      case rotate(Turn, body: [Statement])
      case call(Name, [Argument])
      case play(Play)
      case delay(Expression, Adjustable?)
      case fill(Expression)
      case label(Name, increment: Bool, Expression)
      case wait(Name, duration: Expression?)
      case output(Name, duration: Expression)
      case block(ExactBlock)
    }
    package let kind: Kind
    package let span: SourceSpan
  }

  package struct Module: Sendable {
    package let name: Name
    package let parameters: [Parameter]
    package let body: [Statement]

    package struct Parameter: Sendable {
      package let name: Name
      package let fallback: Expression?
    }
  }

  /// Three lengths, and where the centre is.
  package struct Extent: Sendable {
    package let sizes: [Expression]
    package let centre: [Expression]
  }

  package struct Turn: Sendable {
    package let angle: Expression
    package let about: AxisName
  }

  package struct Adjustable: Sendable {
    package let hint: Name
    package let factor: Expression?
    package let offset: Expression?
  }

  /// What starts together on one line, and how.
  package struct Play: Sendable {
    package var items: [Item] = []
    package var modifiers = Modifiers()
  }

  package struct Item: Sendable {
    package enum Kind: Sendable {
      /// A pulse, or a gradient `on` an axis.
      case event(Name, on: AxisName?)
      case slice(AxisName, thickness: Expression?, offset: Expression?)
      case rephase(AxisName)
      /// `refocused`: a refocusing pulse stands between this and the readout, so the sign is turned.
      case prephase(AxisName, readout: Name, refocused: Bool)
      /// `refocused`: as of `prephase`.
      case encode(
        AxisName, step: Expression, count: Expression, fieldOfView: Expression, refocused: Bool)
      /// Of an `encode`, or of what a readout leaves behind.
      case rewind([AxisName], readout: Name?)
      case lobe(AxisName, area: Expression)
      case spoil([AxisName], cycles: Expression, across: Expression)
      case crush([AxisName], cycles: Expression, across: Expression)
      case acquire(points: Expression, dwell: Expression)
      case read(Name, along: [AxisName], reversed: Expression?)
      case shim(magnitudes: Expression, phases: Expression?)
    }
    package let kind: Kind
    package let span: SourceSpan
  }

  package struct Modifiers: Sendable {
    package var phase: Phase?
    package var frequency: Expression?
    package var carrier: Expression?
    package var scale: Expression?
    package var at: Anchor?
    package var echo: Anchor?
    package var mark: Name?
    package var lasting: Expression?

    package enum Phase: Sendable {
      case fixed(Expression)
      /// `phase by shot (0, 180) deg`: the list, cycled by the counter.
      case cycled(counter: Expression, list: Expression)

      package var span: SourceSpan {
        switch self {
        case .fixed(let value): value.span
        case .cycled(let counter, let list): counter.span.joined(with: list.span)
        }
      }
    }

    package struct Anchor: Sendable {
      package let time: Expression
      package let after: Name?
      package let span: SourceSpan
    }
  }

  /// `block { ... }`: every event placed by hand.
  package struct ExactBlock: Sendable {
    package let duration: Expression?
    package let entries: [Entry]

    package struct Entry: Sendable {
      package enum Kind: Sendable {
        case rf(Name)
        case gradient(AxisName, Expression)
        case adc(points: Expression, dwell: Expression)
        case output(Name, duration: Expression)
        case label(Name, increment: Bool, Expression)
        case shim(magnitudes: Expression, phases: Expression?)
      }
      package let kind: Kind
      package let delay: Expression?
      package let phase: Expression?
      package let frequency: Expression?
      package let scale: Expression?
      package let span: SourceSpan
    }
  }

  /// A whole file: `design "name"` and what follows, or only modules to be included.
  package struct Design: Sendable {
    /// nil in a file of modules.
    package var name: Name?
    package var statements: [Statement]
    /// Whether something was not understood: statements may be missing, so what they would have done is unknown.
    package var isIncomplete = false
    /// All words of the file, for a digest of it.
    package var tokens: [Token] = []
  }
}
