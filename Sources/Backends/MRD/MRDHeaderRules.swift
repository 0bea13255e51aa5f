/// Rules that an ISMRMRD header of ours follows, whether or not the official schema is at hand.
///
/// The table below is the part of the schema that versions 1.8.0 and current share and that we use; then come rules that
/// no schema of version 1.0 can say.
import SequenceIR

enum MRDHeaderRules {
  /// What an element holds.
  indirect enum Content: Sendable {
    case long, unsignedShort, float, text
    case choice([String])
    /// In this order.
    case elements([Slot])
  }

  struct Slot: Sendable {
    let name: String
    let content: Content
    /// How often it may stand.
    let count: ClosedRange<Int>

    init(_ name: String, _ content: Content, _ count: ClosedRange<Int> = 0...1) {
      self.name = name
      self.content = content
      self.count = count
    }
  }

  private static let any = 0...Int.max
  private static let one = 1...1

  static let trajectories = ["cartesian", "epi", "radial", "goldenangle", "spiral", "other"]
  private static let limit = Content.elements(
    ["minimum", "maximum", "center"].map { Slot($0, .unsignedShort, one) })
  private static let space = Content.elements([
    Slot("matrixSize", .elements(["x", "y", "z"].map { Slot($0, .unsignedShort, one) }), one),
    Slot("fieldOfView_mm", .elements(["x", "y", "z"].map { Slot($0, .float, one) }), one),
  ])
  private static let limitNames = [
    "kspace_encoding_step_0", "kspace_encoding_step_1", "kspace_encoding_step_2", "average", "slice",
    "contrast", "phase", "repetition", "set", "segment",
  ]

  private static func parameter(_ value: Content) -> Content {
    .elements([Slot("name", .text, one), Slot("value", value, one)])
  }

  static let header = Content.elements([
    Slot(
      "acquisitionSystemInformation",
      .elements([
        Slot("systemVendor", .text), Slot("systemModel", .text), Slot("systemFieldStrength_T", .float),
      ])),
    Slot("experimentalConditions", .elements([Slot("H1resonanceFrequency_Hz", .long, one)]), one),
    Slot(
      "encoding",
      .elements([
        Slot("encodedSpace", space, one), Slot("reconSpace", space, one),
        Slot("encodingLimits", .elements(limitNames.map { Slot($0, limit) }), one),
        Slot("trajectory", .choice(trajectories), one),
        Slot(
          "parallelImaging",
          .elements([
            Slot(
              "accelerationFactor",
              .elements(
                ["kspace_encoding_step_1", "kspace_encoding_step_2"].map { Slot($0, .unsignedShort, one) }),
              one),
            Slot("calibrationMode", .choice(["embedded"])),
          ])), Slot("echoTrainLength", .long),
      ]), 1...Int.max),
    Slot(
      "sequenceParameters",
      .elements([
        Slot("TR", .float, any), Slot("TE", .float, any), Slot("TI", .float, any),
        Slot("flipAngle_deg", .float, any), Slot("echo_spacing", .float, any),
      ])),
    Slot(
      "userParameters",
      .elements([
        Slot("userParameterLong", parameter(.long), any), Slot("userParameterDouble", parameter(.float), any),
        Slot("userParameterString", parameter(.text), any),
      ])),
  ])

  /// In words; empty when the header follows all rules.
  static func violations(of root: XMLElement) -> [String] {
    var result: [String] = []
    if root.name != "ismrmrdHeader" || root["xmlns"] != MRDHeader.namespace {
      result.append("the root is not ismrmrdHeader of \(MRDHeader.namespace)")
    }
    check(root, header, at: "ismrmrdHeader", &result)
    if result.isEmpty { result = contradictions(in: root) }
    return result
  }

  private static func check(
    _ element: XMLElement, _ content: Content, at path: String, _ result: inout [String]
  ) {
    guard case .elements(let slots) = content else {
      if !element.elements.isEmpty || !holds(element.text, content) {
        result.append("\(path) holds `\(element.text.prefix(40))`, which is not \(words(content))")
      }
      return
    }
    var position = 0
    var counts = [Int](repeating: 0, count: slots.count)
    for child in element.elements {
      guard let index = slots.firstIndex(where: { $0.name == child.name }) else {
        result.append("\(path) holds \(child.name), which is not among its elements")
        continue
      }
      if index < position { result.append("\(path)/\(child.name) stands too late") }
      position = max(position, index)
      counts[index] += 1
      check(child, slots[index].content, at: "\(path)/\(child.name)", &result)
    }
    for (slot, count) in zip(slots, counts) where !slot.count.contains(count) {
      result.append("\(path) holds \(slot.name) \(count) times, expected \(slot.count.lowerBound) or more")
    }
  }

  private static func holds(_ text: String, _ content: Content) -> Bool {
    let bytes = Array(text.utf8)[...]
    switch content {
    case .long: return DecimalText.integer(bytes) != nil
    case .unsignedShort: return DecimalText.integer(bytes).map { (0...65_535).contains($0) } ?? false
    case .float: return DecimalText.number(bytes)?.isFinite ?? false
    case .text: return true
    case .choice(let words): return words.contains(text)
    case .elements: return false
    }
  }

  private static func words(_ content: Content) -> String {
    switch content {
    case .long: "a whole number"
    case .unsignedShort: "a whole number of 16 bits"
    case .float: "a number"
    case .text: "a text"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .elements: "elements"
    }
  }

  /// Values that do not go together; the structure has been checked.
  private static func contradictions(in root: XMLElement) -> [String] {
    var result: [String] = []
    if value(root.at("experimentalConditions", "H1resonanceFrequency_Hz")) <= 0 {
      result.append("the resonance frequency of protons is not above zero")
    }
    for encoding in root.elements("encoding") {
      for name in ["encodedSpace", "reconSpace"] {
        for part in ["matrixSize", "fieldOfView_mm"] {
          for side in encoding.at(name, part)?.elements ?? [] where value(side) <= 0 {
            result.append("\(name)/\(part)/\(side.name) is not above zero")
          }
        }
      }
      for limit in encoding.first("encodingLimits")?.elements ?? [] {
        let (low, high, centre) = (
          value(limit.first("minimum")), value(limit.first("maximum")), value(limit.first("center"))
        )
        if low > high || centre < low || centre > high {
          result.append("\(limit.name) does not go from minimum over center to maximum")
        }
      }
      let samples = value(encoding.at("encodingLimits", "kspace_encoding_step_0", "maximum"))
      if samples >= value(encoding.at("encodedSpace", "matrixSize", "x")), samples.isFinite, samples > 0 {
        result.append("kspace_encoding_step_0 goes beyond the encoded matrix")
      }
    }
    for time in root.first("sequenceParameters")?.elements ?? [] where value(time) < 0 {
      result.append("\(time.name) is negative")
    }
    let strings = root.first("userParameters")?.elements("userParameterString") ?? []
    let signature = strings.first?.first("value")?.text ?? ""
    let digits = Set("0123456789abcdef")
    if strings.first?.first("name")?.text != "seq_signature" || signature.count != 32
      || !signature.allSatisfy(digits.contains)
    {
      result.append("the first userParameterString is not seq_signature with an MD5 sum")
    }
    return result
  }

  /// NaN where there is none; every comparison with it is false.
  private static func value(_ element: XMLElement?) -> Double {
    element.flatMap { DecimalText.number(Array($0.text.utf8)[...]) } ?? .nan
  }
}
