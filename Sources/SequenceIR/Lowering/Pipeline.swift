/// The passes between lowering and emission, in the order they run, and why the order is as it is.
package struct Pass: Sendable {
  package let name: String
  package let purpose: String
  package let run: @Sendable (inout Sequence, PassContext, inout Diagnostics) -> Void
}

/// What a pass may know beside the sequence.
package struct PassContext: Sendable {
  package let profile: ScannerProfile
  package let console: ConsoleFreedom
  package let nucleus: Nucleus
}

package enum Pipeline {
  package static let passes: [Pass] = [
    Pass(
      name: "merge-delays", purpose: "joins neighbouring delays into one block", run: MergeDelays.run),
    Pass(
      name: "fix-prescription", purpose: "writes what the operator may not change as NOPOS, NOROT, NOSCL",
      run: FixPrescription.run),
    Pass(
      name: "initialise-labels",
      purpose: "sets every label that is used, since interpreters do not start at zero",
      run: InitialiseLabels.run),
    Pass(
      name: "segment-acquisitions",
      purpose: "plans the segments of acquisitions longer than the scanner takes at once",
      run: SegmentAcquisitions.run),
    Pass(
      name: "segment-ids", purpose: "gives GE scanners the TRID segments that they play", run: SegmentIDs.run),
  ]

  package struct Order: Sendable {
    package let first: String
    package let second: String
    package let reason: String
  }

  /// Tested against `passes`.
  package static let order: [Order] = [
    Order(
      first: "merge-delays", second: "segment-ids",
      reason: "a segment's structure is counted in blocks, and merging changes them"),
    Order(
      first: "fix-prescription", second: "initialise-labels",
      reason: "its flags are set at the start already and need no second zero"),
    Order(
      first: "initialise-labels", second: "segment-ids",
      reason: "TRID is no counter of the acquisition and must not be set to zero"),
  ]
}
