import SequenceIR

/// The sequence from an excitation to the data it gives, as a drawing for paper: RF, three gradients, acquisition.
struct DiagramSVG {
  private let sequence: SequenceIR.Sequence
  private let nucleus: Nucleus
  /// The entries drawn, and the window of time, s.
  private let entries: [Timeline.Entry]
  private let start: Double
  private let end: Double
  /// Where the acquisition is cut off, because it is much longer than what precedes it.
  private let isCut: Bool

  private static let (left, width, rowHeight, gap) = (74.0, 640.0, 44.0, 12.0)

  /// Blocks looked at before the search for an acquisition is given up.
  private static let mostBlocks = 20_000

  init?(_ sequence: SequenceIR.Sequence, nucleus: Nucleus) {
    self.sequence = sequence
    self.nucleus = nucleus
    var window: [Timeline.Entry] = []
    var acquisition: Timeline.Entry?
    for entry in sequence.timeline.prefix(Self.mostBlocks) {
      let isExcitation = !entry.block.rf.isNone && sequence.library[entry.block.rf].use == .excitation
      if isExcitation { window.removeAll(keepingCapacity: true) }
      window.append(entry)
      if !entry.block.adc.isNone {
        acquisition = entry
        break
      }
    }
    guard let first = window.first, let acquisition else { return nil }
    let adc = sequence.library[acquisition.block.adc]
    let begin = (acquisition.start + adc.delay).seconds
    let whole = (acquisition.start + acquisition.block.duration).seconds
    let longest = begin + 0.4 * max(begin - first.start.seconds, 1e-3)
    entries = window
    start = first.start.seconds
    end = min(whole, longest)
    isCut = whole > longest
  }

  private func x(_ seconds: Double) -> Double {
    Self.left + Self.width * min(max((seconds - start) / (end - start), 0), 1)
  }

  private static func number(_ value: Double) -> String { DecimalText.rounded(value, decimals: 2) }

  var text: String {
    let rows = [radiofrequency()] + Axis.allCases.map { gradient($0) } + [acquisition()]
    let height = Double(rows.count) * (Self.rowHeight + Self.gap) + 30
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Self.number(Self.left + Self.width + 10)) "
        + "\(Self.number(height))\" role=\"img\" aria-label=\"Sequence diagram\">"
    ]
    for (index, row) in rows.enumerated() {
      let top = Double(index) * (Self.rowHeight + Self.gap) + 4
      let zero = top + (row.isSigned ? Self.rowHeight / 2 : Self.rowHeight)
      lines.append(
        "<text x=\"0\" y=\"\(Self.number(top + 16))\" class=\"name\">\(row.name)</text>"
          + "<text x=\"0\" y=\"\(Self.number(top + 31))\" class=\"peak\">\(row.peak)</text>"
          + "<line x1=\"\(Self.number(Self.left))\" x2=\"\(Self.number(Self.left + Self.width))\" "
          + "y1=\"\(Self.number(zero))\" y2=\"\(Self.number(zero))\" class=\"zero\"/>")
      let scale = row.isSigned ? Self.rowHeight / 2 : Self.rowHeight
      for curve in row.curves {
        let points = curve.map { "\(Self.number(x($0.seconds))),\(Self.number(zero - scale * $0.value))" }
        lines.append("<polygon points=\"\(points.joined(separator: " "))\" class=\"\(row.style)\"/>")
      }
    }
    lines += axis(top: height - 24)
    lines.append("</svg>")
    return lines.joined(separator: "\n")
  }

  private struct Row {
    var name: String
    var peak: String
    var style: String
    var isSigned: Bool
    /// Closed by the line of zero; values are shares of the peak.
    var curves: [[(seconds: Double, value: Double)]]
  }

  private func radiofrequency() -> Row {
    let raster = sequence.rasters.radiofrequency
    let played = entries.filter { !$0.block.rf.isNone }
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    let peak = played.map { facts[$0.block.rf].peakHertz }.max() ?? 0
    let curves = played.filter { facts[$0.block.rf].peakHertz > 0 }.map {
      entry -> [(seconds: Double, value: Double)] in
      let event = sequence.library[entry.block.rf]
      let magnitudes = sequence.library[event.magnitude].samples()
      let times = sequence.library.sampleTimesSeconds(of: event, raster: raster)
      let begin = (entry.start + event.delay).seconds
      let length = sequence.library.duration(of: event, raster: raster).seconds
      let step = max(1, magnitudes.count / 150)
      var curve = [(seconds: begin, value: 0.0)]
      for index in stride(from: 0, to: magnitudes.count, by: step) {
        curve.append((begin + times[index], abs(event.amplitudeHertz * magnitudes[index]) / peak))
      }
      curve.append((begin + length, abs(event.amplitudeHertz * (magnitudes.last ?? 0)) / peak))
      curve.append((begin + length, 0))
      return curve
    }
    let microtesla = peak / nucleus.hertzPerTesla * 1e6
    return Row(
      name: "|B1|", peak: "\(DecimalText.significant(microtesla, 3)) uT", style: "rf", isSigned: false,
      curves: curves)
  }

  private func gradient(_ axis: Axis) -> Row {
    let raster = sequence.rasters.gradient
    let shapes = entries.compactMap { entry -> (start: Double, corners: [GradientCorner])? in
      let id = entry.block.gradient(axis)
      return id.isNone ? nil : (entry.start.seconds, sequence.library.corners(of: id, gradientRaster: raster))
    }
    let peak = shapes.flatMap { $0.corners.map { abs($0.hertzPerMetre) } }.max() ?? 0
    let curves = shapes.filter { _ in peak > 0 }.map { shape -> [(seconds: Double, value: Double)] in
      let points = shape.corners.map {
        (seconds: shape.start + $0.time.seconds, value: $0.hertzPerMetre / peak)
      }
      guard let first = points.first, let last = points.last else { return [] }
      return [(first.seconds, 0)] + points + [(last.seconds, 0)]
    }
    let text = DecimalText.significant(peak / nucleus.hertzPerTesla * 1e3, 3)
    return Row(
      name: "G\(axis.name)", peak: "\(text) mT/m", style: "gradient", isSigned: true, curves: curves)
  }

  private func acquisition() -> Row {
    let curves = entries.filter { !$0.block.adc.isNone }.map { entry -> [(seconds: Double, value: Double)] in
      let event = sequence.library[entry.block.adc]
      let begin = (entry.start + event.delay).seconds
      let finish = begin + (event.duration?.seconds ?? 0)
      return [(begin, 0), (begin, 0.6), (finish, 0.6), (finish, 0)]
    }
    return Row(name: "ADC", peak: isCut ? "goes on" : "", style: "adc", isSigned: false, curves: curves)
  }

  /// Ticks at 1, 2 or 5 times a power of ten, ms from the excitation's block.
  private func axis(top: Double) -> [String] {
    let span = (end - start) * 1e3
    var step = 1e-3
    var factors = [2, 2.5, 2]
    while span / step > 10 {
      step *= factors[0]
      factors.append(factors.removeFirst())
    }
    var lines: [String] = []
    var tick = 0.0
    while tick <= span * 1.0001 {
      let place = Self.number(x(start + tick / 1e3))
      lines.append(
        "<line x1=\"\(place)\" x2=\"\(place)\" y1=\"\(Self.number(top))\" y2=\"\(Self.number(top + 5))\" class=\"zero\"/>"
          + "<text x=\"\(place)\" y=\"\(Self.number(top + 17))\" class=\"tick\">\(DecimalText.rounded(tick, decimals: 3))</text>"
      )
      tick += step
    }
    lines.append("<text x=\"0\" y=\"\(Self.number(top + 17))\" class=\"peak\">time, ms</text>")
    return lines
  }
}
