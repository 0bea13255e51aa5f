import SequenceIR

/// Between the terms of JEMRIS and its XML: modules, their attributes, numbers.
///
/// JEMRIS reads element names in any case and attributes as they are; it reads no schema, so that order and spelling are
/// those of its own list of modules (version 2.9.2).
enum JEMRISXML {
  /// How long the pulse of no flip is that tells the simulator where a pulse acts.
  static let markMilliseconds = 0.002
  private static let axes = ["GX", "GY", "GZ"]

  // MARK: writing

  static func document(of sequence: JEMRISSequence, shapeFile: @escaping (Int) -> String) -> XMLDocument {
    var writer = Writer(shapeFile: shapeFile)
    let loops = sequence.loops.map { writer.loop($0) }
    let whole = XMLElement("CONCATSEQUENCE", [XMLAttribute("Name", "C")], loops)
    let note =
      " Made by seqc from a Pulseq file: design waveforms, block by block. Units: ms, rad/ms, rad/ms/mm, degrees. "
    return XMLDocument(
      prologue: [.comment(note)],
      root: XMLElement("Parameters", attributes(of: sequence.parameters), [whole]))
  }

  private static func attributes(of parameters: JEMRISSequence.Parameters) -> [XMLAttribute] {
    var result = [XMLAttribute("Name", parameters.name)]
    for (name, value) in zip(["FOVx", "FOVy", "FOVz"], parameters.fieldOfViewMillimetres ?? []) {
      result.append(XMLAttribute(name, number(value)))
    }
    let others = [
      ("TE", parameters.echoTimeMilliseconds), ("TR", parameters.repetitionTimeMilliseconds),
      ("GradMaxAmpl", parameters.largestGradient), ("GradSlewRate", parameters.largestSlew),
    ]
    for case (let name, let value?) in others { result.append(XMLAttribute(name, number(value))) }
    return result
  }

  private static func number(_ value: Double) -> String { DecimalText.shortest(value) }

  /// Names every module once: a letter for its kind, and a number.
  private struct Writer {
    let shapeFile: (Int) -> String
    private var loops = 0
    private var atoms = 0

    init(shapeFile: @escaping (Int) -> String) { self.shapeFile = shapeFile }

    mutating func loop(_ loop: JEMRISSequence.Loop) -> XMLElement {
      loops += 1
      let attributes = [
        XMLAttribute("Name", "L\(loops)"), XMLAttribute("Repetitions", String(loop.repetitions)),
      ]
      return XMLElement("CONCATSEQUENCE", attributes, loop.atoms.map { atom($0) })
    }

    private mutating func atom(_ atom: JEMRISSequence.Atom) -> XMLElement {
      atoms += 1
      // Without it an atom would end with its last pulse.
      let wait = XMLElement(
        "EMPTYPULSE",
        [XMLAttribute("Name", "T\(atoms)"), XMLAttribute("Duration", number(atom.milliseconds))])
      return XMLElement(
        "ATOMICSEQUENCE", [XMLAttribute("Name", "B\(atoms)")], [wait] + atom.pulses.flatMap { pulse($0) })
    }

    private func pulse(_ pulse: JEMRISSequence.Pulse) -> [XMLElement] {
      switch pulse {
      case .rf(let rf): [self.rf(rf)] + (rf.mark.map { [mark($0)] } ?? [])
      case .gradient(let gradient): [self.gradient(gradient)]
      case .acquisition(let acquisition): [self.acquisition(acquisition)]
      }
    }

    private func rf(_ rf: JEMRISSequence.RF) -> XMLElement {
      XMLElement(
        "EXTERNALRFPULSE",
        [
          XMLAttribute("Name", "RF\(atoms)"), XMLAttribute("Filename", shapeFile(rf.shape)),
          XMLAttribute("Interpolate", rf.isInterpolated ? "1" : "0"), XMLAttribute("Scale", "1"),
          XMLAttribute("InitialDelay", number(rf.delay)),
          XMLAttribute("InitialPhase", number(rf.phaseDegrees)),
          XMLAttribute("Frequency", number(rf.frequency)),
        ])
    }

    private func mark(_ mark: JEMRISSequence.RF.Mark) -> XMLElement {
      var attributes = [
        XMLAttribute("Name", "X\(atoms)"), XMLAttribute("Duration", number(markMilliseconds)),
        XMLAttribute("FlipAngle", "0"), XMLAttribute("InitialDelay", number(mark.delay)),
        XMLAttribute("Symmetry", "0.5"),
      ]
      if mark.isRefocusing { attributes.append(XMLAttribute("Refocusing", "1")) }
      return XMLElement("HARDRFPULSE", attributes)
    }

    private func gradient(_ gradient: JEMRISSequence.Gradient) -> XMLElement {
      let axis = axes[gradient.axis]
      return XMLElement(
        "EXTERNALGRADPULSE",
        [
          XMLAttribute("Name", "\(axis)\(atoms)"), XMLAttribute("Axis", axis),
          XMLAttribute("Filename", shapeFile(gradient.shape)), XMLAttribute("Interpolate", "1"),
          XMLAttribute("Scale", number(gradient.scale)), XMLAttribute("InitialDelay", number(gradient.delay)),
        ])
    }

    /// A trapezoid of no area, whose phase JEMRIS heeds; that of an empty pulse it does not.
    private func acquisition(_ acquisition: JEMRISSequence.Acquisition) -> XMLElement {
      XMLElement(
        "TRAPGRADPULSE",
        [
          XMLAttribute("Name", "A\(atoms)"), XMLAttribute("Axis", "GX"), XMLAttribute("FlatTopArea", "0"),
          XMLAttribute("FlatTopTime", number(acquisition.milliseconds)),
          XMLAttribute("InitialDelay", number(acquisition.delay)),
          XMLAttribute("ADCs", String(acquisition.sampleCount)), XMLAttribute("ADCFlag", "2"),
          XMLAttribute("InitialPhase", number(acquisition.phaseDegrees)),
          XMLAttribute("Frequency", number(acquisition.frequency)),
        ])
    }
  }

  // MARK: reading

  /// Reads files of this kind back; `shape` gives the rows of a shape file. Nil, with what was not understood.
  static func sequence(
    _ document: XMLDocument, shape: @escaping (String) -> [[Double]]?
  ) -> Result<JEMRISSequence, XMLProblem> {
    var reader = Reader(shape: shape)
    do throws(XMLProblem) { return .success(try reader.sequence(document.root)) } catch {
      return .failure(error)
    }
  }

  private struct Reader {
    let shape: (String) -> [[Double]]?
    private var numbers: [String: Int] = [:]
    private var shapes: [[[Double]]] = []

    init(shape: @escaping (String) -> [[Double]]?) { self.shape = shape }

    mutating func sequence(_ root: XMLElement) throws(XMLProblem) -> JEMRISSequence {
      guard root.name == "Parameters", let whole = root.first("CONCATSEQUENCE") else {
        throw XMLProblem(.readBackDiffers, "the root of a sequence is Parameters with one CONCATSEQUENCE")
      }
      var parameters = JEMRISSequence.Parameters(name: root["Name"] ?? "")
      let sides = ["FOVx", "FOVy", "FOVz"].compactMap { root[$0] }
      if sides.count == 3 {
        var values: [Double] = []
        for name in ["FOVx", "FOVy", "FOVz"] { values.append(try value(root, name)) }
        parameters.fieldOfViewMillimetres = values
      }
      if root["TE"] != nil { parameters.echoTimeMilliseconds = try value(root, "TE") }
      if root["TR"] != nil { parameters.repetitionTimeMilliseconds = try value(root, "TR") }
      if root["GradMaxAmpl"] != nil { parameters.largestGradient = try value(root, "GradMaxAmpl") }
      if root["GradSlewRate"] != nil { parameters.largestSlew = try value(root, "GradSlewRate") }
      var loops: [JEMRISSequence.Loop] = []
      for element in whole.elements("CONCATSEQUENCE") {
        var atoms: [JEMRISSequence.Atom] = []
        for atom in element.elements { atoms.append(try self.atom(atom)) }
        loops.append(JEMRISSequence.Loop(repetitions: Int(try value(element, "Repetitions")), atoms: atoms))
      }
      return JEMRISSequence(parameters: parameters, loops: loops, shapes: shapes)
    }

    private mutating func atom(_ element: XMLElement) throws(XMLProblem) -> JEMRISSequence.Atom {
      guard element.name == "ATOMICSEQUENCE", let wait = element.first("EMPTYPULSE") else {
        throw XMLProblem(.readBackDiffers, "`\(element.name)` is not an atom that lasts")
      }
      var pulses: [JEMRISSequence.Pulse] = []
      for pulse in element.elements {
        switch pulse.name {
        case "EMPTYPULSE": break
        case "HARDRFPULSE": try mark(pulse, in: &pulses)
        case "EXTERNALRFPULSE": pulses.append(.rf(try rf(pulse)))
        case "EXTERNALGRADPULSE": pulses.append(.gradient(try gradient(pulse)))
        case "TRAPGRADPULSE": pulses.append(.acquisition(try acquisition(pulse)))
        default: throw XMLProblem(.readBackDiffers, "`\(pulse.name)` is no pulse that is written")
        }
      }
      return JEMRISSequence.Atom(milliseconds: try value(wait, "Duration"), pulses: pulses)
    }

    private mutating func rf(_ element: XMLElement) throws(XMLProblem) -> JEMRISSequence.RF {
      JEMRISSequence.RF(
        shape: try shapeNumber(element), isInterpolated: try value(element, "Interpolate") == 1,
        delay: try value(element, "InitialDelay"), phaseDegrees: try value(element, "InitialPhase"),
        frequency: try value(element, "Frequency"), mark: nil)
    }

    /// Belongs to the pulse before it, and must not turn anything.
    private func mark(_ element: XMLElement, in pulses: inout [JEMRISSequence.Pulse]) throws(XMLProblem) {
      guard case .rf(var rf)? = pulses.last, try value(element, "FlipAngle") == 0 else {
        throw XMLProblem(.readBackDiffers, "a mark without its pulse, or one that turns spins")
      }
      rf.mark = JEMRISSequence.RF.Mark(
        delay: try value(element, "InitialDelay"), isRefocusing: element["Refocusing"] == "1")
      pulses[pulses.count - 1] = .rf(rf)
    }

    private mutating func gradient(_ element: XMLElement) throws(XMLProblem) -> JEMRISSequence.Gradient {
      guard let axis = axes.firstIndex(of: element["Axis"] ?? "") else {
        throw XMLProblem(.readBackDiffers, "a gradient has no axis")
      }
      return JEMRISSequence.Gradient(
        axis: axis, shape: try shapeNumber(element), delay: try value(element, "InitialDelay"),
        scale: try value(element, "Scale"))
    }

    private func acquisition(_ element: XMLElement) throws(XMLProblem) -> JEMRISSequence.Acquisition {
      guard try value(element, "FlatTopArea") == 0 else {
        throw XMLProblem(.readBackDiffers, "an acquisition has a gradient")
      }
      return JEMRISSequence.Acquisition(
        sampleCount: Int(try value(element, "ADCs")), milliseconds: try value(element, "FlatTopTime"),
        delay: try value(element, "InitialDelay"), phaseDegrees: try value(element, "InitialPhase"),
        frequency: try value(element, "Frequency"))
    }

    private mutating func shapeNumber(_ element: XMLElement) throws(XMLProblem) -> Int {
      let name = element["Filename"] ?? ""
      if let known = numbers[name] { return known }
      guard let rows = shape(name) else {
        throw XMLProblem(.readBackDiffers, "the shape `\(name)` cannot be read")
      }
      shapes.append(rows)
      numbers[name] = shapes.count
      return shapes.count
    }

    private func value(_ element: XMLElement, _ name: String) throws(XMLProblem) -> Double {
      guard let text = element[name], let value = DecimalText.number(Array(text.utf8)[...]), value.isFinite,
        abs(value) < 1e15
      else { throw XMLProblem(.readBackDiffers, "`\(element.name)` has no number `\(name)`") }
      return value
    }
  }
}
