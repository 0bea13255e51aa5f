/// The section of spin states.
import Backends
import Optimizer
import SequenceIR

extension ReportMaterial {
  var stateSection: ReportSection { ReportSection("states", "Spin states", []) }
}
