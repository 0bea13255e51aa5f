// The spin systems of other programs, as collected in the shared folder, and ours, as lists of single protons.
import Foundation
import TestSupport

@testable import Optimizer

/// Protons one by one, so that it does not matter how a collection factors or numbers them.
struct ProtonList {
  struct Vertex: Equatable {
    var ppm: Double
    var weight: Double
    /// Couplings to phosphorus and nitrogen, Hz.
    var phosphorus = 0.0
    var nitrogen = 0.0
  }

  var vertices: [Vertex] = []
  /// Symmetric, Hz.
  var couplings: [[Double]] = []

  /// Of the library: a spin that counts n times is n protons.
  init(_ molecule: Molecule) {
    for group in molecule.groups {
      let weight = group.multiplicity
      let copies = weight == weight.rounded() ? Int(weight) : 1
      for _ in 0..<copies {
        let vertices = group.system.shiftsPPM.indices.map { spin in
          Vertex(
            ppm: group.system.shiftsPPM[spin], weight: copies == 1 ? weight : 1,
            phosphorus: group.hertz(of: .phosphorus31, at: spin),
            nitrogen: group.hertz(of: .nitrogen14, at: spin))
        }
        append(vertices, group.system.couplingMatrixHertz)
      }
    }
  }

  /// Of a collection: a scale that is whole repeats the group.
  init(_ entry: CollectedSpinSystems.Entry, timesWeight extra: Double = 1) {
    for group in entry.groups {
      let scale = group.scale * extra
      let copies = scale == scale.rounded() ? Int(scale) : 1
      let protons = group.shiftsPPM.indices.filter { group.nucleus($0) == "1H" }
      for _ in 0..<copies {
        let vertices = protons.map { spin in
          Vertex(
            ppm: group.shiftsPPM[spin], weight: copies == 1 ? scale : 1,
            phosphorus: group.hertz(to: "31P", from: spin), nitrogen: group.hertz(to: "14N", from: spin))
        }
        append(
          vertices, protons.map { a in protons.map { b in group.couplings[a][b] + group.couplings[b][a] } })
      }
    }
  }

  private mutating func append(_ new: [Vertex], _ block: [[Double]]) {
    let old = vertices.count
    vertices += new
    for row in couplings.indices { couplings[row] += [Double](repeating: 0, count: new.count) }
    for row in block { couplings.append([Double](repeating: 0, count: old) + row) }
  }

  /// True when the protons can be numbered so that all shifts, weights and couplings agree; `ignoring` says which
  /// couplings of the other list (by its own numbers) need not be there.
  func isSame(as other: ProtonList, ignoring: (Int, Int) -> Bool) -> Bool {
    guard vertices.count == other.vertices.count else { return false }
    var partner: [Int] = []
    func extend() -> Bool {
      if partner.count == vertices.count { return true }
      let mine = partner.count
      for theirs in vertices.indices where !partner.contains(theirs) {
        guard vertices[mine] == other.vertices[theirs] else { continue }
        let fits = partner.indices.allSatisfy { earlier in
          let (a, b) = (couplings[mine][earlier], other.couplings[theirs][partner[earlier]])
          return a == b || (a == 0 && ignoring(theirs, partner[earlier]))
        }
        guard fits else { continue }
        partner.append(theirs)
        if extend() { return true }
        partner.removeLast()
      }
      return false
    }
    return extend()
  }

  /// Geminal or methyl couplings of protons of one shift that see all others alike: without effect.
  func isWithoutEffect(_ a: Int, _ b: Int) -> Bool {
    vertices[a].ppm == vertices[b].ppm
      && vertices.indices.allSatisfy { other in
        vertices[other].ppm == vertices[a].ppm || couplings[a][other] == couplings[b][other]
      }
  }
}

extension SpinGroup {
  fileprivate func hertz(of nucleus: Heteronucleus, at spin: Int) -> Double {
    heteronuclear.first { $0.nucleus == nucleus }?.hertz[spin] ?? 0
  }
}

/// `reference/spin_systems.json`.
struct CollectedSpinSystems: Decodable {
  struct Group: Decodable {
    let name: String?
    let shiftsPPM: [Double]
    /// One triangle, Hz.
    let couplings: [[Double]]
    let scale: Double
    let nuclei: [String]?

    enum CodingKeys: String, CodingKey {
      case name, scale, nuclei
      case shiftsPPM = "shifts_ppm"
      case couplings = "J_Hz"
    }

    /// Where nuclei are not told, other nuclei have shifts that protons do not have.
    func nucleus(_ spin: Int) -> String {
      if let nuclei { return nuclei[spin] }
      return shiftsPPM[spin] > 20 || shiftsPPM[spin] == 0 ? "other" : "1H"
    }

    func hertz(to nucleus: String, from spin: Int) -> Double {
      shiftsPPM.indices.filter { self.nucleus($0) == nucleus }.map {
        couplings[spin][$0] + couplings[$0][spin]
      }
      .reduce(0, +)
    }
  }

  struct Entry: Decodable {
    let source: String
    let groups: [Group]
    let citation: String?
    let note: String?
  }

  let metabolites: [String: [Entry]]

  static let shared: CollectedSpinSystems? = SharedFolder.bytes(at: "reference/spin_systems.json")
    .flatMap { try? JSONDecoder().decode(CollectedSpinSystems.self, from: Data($0)) }
}
