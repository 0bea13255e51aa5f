/// The section of spin states: what they are made of over time, and the sentences that their numbers allow.
import Backends
import Optimizer
import SequenceIR

extension ReportMaterial {
  var stateSection: ReportSection {
    switch states {
    case .failure(let problem):
      let help = problem.help.map { " To have them: \($0)." } ?? ""
      return ReportSection(
        "states", "Spin states",
        [.paragraph("There are no spin states in this report: \(problem.message).\(help)")])
    case .success(let report):
      let analysis = report.analysis
      let blocks = analysis.molecules.enumerated().flatMap { index, molecule -> [ReportBlock] in
        let figure = ReportFigure(
          "states-\(index + 1)", StatesFigure.figure(of: analysis, molecule: molecule))
        return [.heading(molecule.name), Self.block(figure), .list(StateWords.sentences(of: molecule))]
      }
      return ReportSection(
        "states", "Spin states",
        [.paragraph(Self.introduction)] + blocks + [
          .details(title: "What is and what is not taken into account", [.list(analysis.notes)])
        ])
    }
  }

  private static let introduction = """
    Which product operators the sequence passes through, and where the recorded signal was at each time; `seqc states` \
    gives every number. The sentences are made from the numbers and say no more than they do.
    """
}
