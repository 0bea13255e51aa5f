import SequenceIR

/// The section DEFINITIONS of a file in the making.
extension PulseqEmission {
  /// Sorted by key, as the reference writers do it.
  mutating func definitionTable() -> PulseqText {
    let rasters = sequence.rasters
    var lines = [
      Sequence.Definition(key: "AdcRasterTime", value: DecimalText.shortest(rasters.adc.seconds)),
      Sequence.Definition(
        key: "BlockDurationRaster", value: DecimalText.shortest(rasters.blockDuration.seconds)),
      Sequence.Definition(key: "GradientRasterTime", value: DecimalText.shortest(rasters.gradient.seconds)),
      Sequence.Definition(
        key: "RadiofrequencyRasterTime", value: DecimalText.shortest(rasters.radiofrequency.seconds)),
    ]
    if sequence.definition("Name") == nil, !sequence.name.isEmpty {
      lines.append(Sequence.Definition(key: "Name", value: sequence.name))
    }
    if !requiredExtensions.isEmpty {
      lines.append(Sequence.Definition(key: "RequiredExtensions", value: requiredExtensions))
    }
    let own = lines.map(\.key) + ["RequiredExtensions"]
    for definition in sequence.definitions where definition.key != "RequiredExtensions" {
      check(definition, against: own)
      lines.append(definition)
    }
    var text = PulseqText()
    text.line("[DEFINITIONS]")
    for line in lines.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      text.line(line.value.isEmpty ? line.key : "\(line.key) \(line.value)")
    }
    text.endLine()
    return text
  }

  /// What the sequence already requires, and rotations where they are used: without them another sequence is played.
  private var requiredExtensions: String {
    var names = (sequence.definition("RequiredExtensions") ?? "").split(separator: " ").map(String.init)
    if extensions.usesRotations, !names.contains("ROTATIONS") { names.append("ROTATIONS") }
    return names.joined(separator: " ")
  }

  private mutating func check(_ definition: Sequence.Definition, against own: [String]) {
    let key = definition.key.utf8
    let startsALine = key.first == UInt8(ascii: "[") || key.first == UInt8(ascii: "#")
    if own.contains(definition.key) {
      diagnostics.error(
        .pulseqDefinitionCannotBeStored,
        "\(definition.key) is written from the sequence and cannot be defined again")
    } else if key.isEmpty || startsALine || !key.allSatisfy({ $0 > 32 && $0 != 127 }) {
      diagnostics.error(
        .pulseqDefinitionCannotBeStored,
        "\"\(definition.key)\" cannot be the key of a definition: it must be one word")
    } else if definition.value.utf8.contains(where: { $0 == 10 || $0 == 13 }) {
      diagnostics.error(
        .pulseqDefinitionCannotBeStored,
        "the value of the definition \(definition.key) has more than one line")
    }
  }
}
