/// The distinct events of a sequence. Equal events share one id from the moment they are added.
package struct EventLibrary: Sendable {
  package private(set) var shapes: [Shape] = []
  package private(set) var rf: [RFEvent] = []
  package private(set) var gradients: [GradientEvent] = []
  package private(set) var adc: [ADCEvent] = []
  package private(set) var extras: [Extras] = []

  private var shapeIndex: [Shape: ShapeID] = [:]
  private var rfIndex: [RFEvent: RFID] = [:]
  private var gradientIndex: [GradientEvent: GradientID] = [:]
  private var adcIndex: [ADCEvent: ADCID] = [:]
  private var extrasIndex: [Extras: ExtrasID] = [:]

  package init() {}

  package mutating func add(_ shape: Shape) -> ShapeID {
    if let known = shapeIndex[shape] { return known }
    shapes.append(shape)
    let id = ShapeID(number: UInt32(shapes.count))
    shapeIndex[shape] = id
    return id
  }

  package mutating func add(_ event: RFEvent) -> RFID {
    if let known = rfIndex[event] { return known }
    rf.append(event)
    let id = RFID(number: UInt32(rf.count))
    rfIndex[event] = id
    return id
  }

  package mutating func add(_ event: GradientEvent) -> GradientID {
    if let known = gradientIndex[event] { return known }
    gradients.append(event)
    let id = GradientID(number: UInt32(gradients.count))
    gradientIndex[event] = id
    return id
  }

  package mutating func add(_ event: ADCEvent) -> ADCID {
    if let known = adcIndex[event] { return known }
    adc.append(event)
    let id = ADCID(number: UInt32(adc.count))
    adcIndex[event] = id
    return id
  }

  /// The id of `extras`; none when they are empty.
  package mutating func add(_ event: Extras) -> ExtrasID {
    if event.isEmpty { return .none }
    if let known = extrasIndex[event] { return known }
    extras.append(event)
    let id = ExtrasID(number: UInt32(extras.count))
    extrasIndex[event] = id
    return id
  }

  // Each traps on "none" and on an id of another library, which are bugs.
  package subscript(id: ShapeID) -> Shape { shapes[Int(id.number) - 1] }
  package subscript(id: RFID) -> RFEvent { rf[Int(id.number) - 1] }
  package subscript(id: GradientID) -> GradientEvent { gradients[Int(id.number) - 1] }
  package subscript(id: ADCID) -> ADCEvent { adc[Int(id.number) - 1] }
  package subscript(id: ExtrasID) -> Extras { extras[Int(id.number) - 1] }
}
