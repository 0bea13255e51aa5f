/// What a check found: a verdict with the value, the limit it was held against, and the two places that matter.
package struct Finding: Sendable {
  package enum Verdict: String, CaseIterable, Sendable {
    case pass
    case fail
    /// The value is known only as an interval, and the limit lies inside it.
    case notProven = "not_proven"
    /// A figure is missing, or is too unsure to rest a verdict on.
    case notEvaluated = "not_evaluated"

    /// As a sentence says it.
    package var words: String {
      switch self {
      case .pass: "pass"
      case .fail: "fail"
      case .notProven: "not proven"
      case .notEvaluated: "not evaluated"
      }
    }
  }

  /// The code of the check: `G002`.
  package var check: String
  /// What the check looks at: `gradient slew rate`.
  package var title: String
  package var verdict: Verdict
  /// True for the one finding that sums up a check; false for each place that breaks the limit.
  package var isSummary: Bool
  /// Lower and upper end of the value, in `unit`; equal where the value is exact. Nil when nothing was measured.
  package var measured: ClosedRange<Double>?
  /// In `unit`.
  package var limit: Double?
  /// Empty for counts.
  package var unit: String
  /// `x`, `y`, `z`, `vector`; nil where there is no axis.
  package var axis: String?
  /// Nil where the finding is about no block.
  package var place: Place?
  /// A place in the text of the file, for what is about no block.
  package var text: SourceSpan?
  /// The figure the limit is, or rests on.
  package var figure: ProfileFigure?
  package var figureKey: FigureKey?
  /// The least sure of the figures the verdict rests on; nil when it rests on none.
  package var confidence: Confidence?
  /// What the verdict rests on in the place of figures that the profile lacks; of the finding that sums up.
  package var standIns: [StandIn] = []
  /// What is wrong, or the title, in lower case and without a full stop.
  package var message: String
  /// Value against limit in words: `needs 214 T/m/s, limit is 200 T/m/s`.
  package var label: String
  package var notes: [String]
  package var help: String?
  /// Room left, as a fraction of the limit: 0.61 for 31.2 of 80; negative for a breach; nil where room means nothing.
  package var margin: Double?

  /// Where in the sequence.
  package struct Place: Sendable, Hashable {
    /// Index into `Sequence.blocks`.
    package var block: Int
    /// Which of the blocks as played, from 1; saturates.
    package var played: Int
    /// Which repetition of the segment, from 0.
    package var repetition: Int
    /// From the start of the sequence to the instant in question.
    package var time: Time
    /// The line that made the block.
    package var origin: SourceSpan
  }

  /// The label, and what stands in for figures.
  package var labelWithStandIns: String { ([label] + standIns.map(\.sentence)).joined(separator: "; ") }

  /// Where in the inputs, if anywhere.
  package var origin: SourceSpan? { text ?? place?.origin }
}

extension Finding {
  /// How many checks came to each verdict, from the findings that sum up.
  package struct Counts: Sendable, Equatable {
    package var pass = 0
    package var fail = 0
    package var notProven = 0
    package var notEvaluated = 0

    package init(_ findings: [Finding]) {
      for finding in findings where finding.isSummary {
        switch finding.verdict {
        case .pass: pass += 1
        case .fail: fail += 1
        case .notProven: notProven += 1
        case .notEvaluated: notEvaluated += 1
        }
      }
    }
  }
}
