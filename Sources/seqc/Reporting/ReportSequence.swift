/// The section of the sequence itself: its diagram and what follows from it alone.
import Backends
import SequenceIR

extension ReportMaterial {
  var sequenceSection: ReportSection { ReportSection("sequence", "Sequence", []) }
}
