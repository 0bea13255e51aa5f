/// A nucleus and its gyromagnetic ratio: the one place where tesla becomes hertz.
package struct Nucleus: Hashable, Sendable {
  /// Mass number and element, as the field writes it: `1H`, `23Na`; `electron` for the spin of electrons.
  package let name: String
  /// Gyromagnetic ratio over 2 pi, unit Hz/T.
  package let gyromagneticRatio: Double
  /// The chemical shift, in ppm, that the scanner's frequency adjustment sits on; nil where there is no convention.
  package let referenceShift: Double?

  /// Water protons at body temperature sit near 4.7 ppm; 42.576 MHz/T is the figure of Pulseq's reference code, so
  /// that files agree with it (CODATA's shielded value is 42.57638 MHz/T). The others: Harris et al., Pure Appl.
  /// Chem. 73 (2001) 1795, ratios to the proton of TMS, times 42.576 MHz/T; but 129Xe as a gas,
  /// which is 5.3 per mille below the XeOF4 of that table. The free
  /// electron: CODATA 2018, 28 024.951 MHz/T; negative like its charge.
  package static let all: [Nucleus] = [
    Nucleus(name: "1H", gyromagneticRatio: 42.576e6, referenceShift: 4.7),
    Nucleus(name: "2H", gyromagneticRatio: 6.5357e6, referenceShift: 4.7),
    Nucleus(name: "3He", gyromagneticRatio: -32.434e6, referenceShift: nil),
    Nucleus(name: "7Li", gyromagneticRatio: 16.5467e6, referenceShift: 0),
    Nucleus(name: "13C", gyromagneticRatio: 10.7057e6, referenceShift: nil),
    Nucleus(name: "17O", gyromagneticRatio: -5.772e6, referenceShift: 0),
    Nucleus(name: "19F", gyromagneticRatio: 40.0615e6, referenceShift: nil),
    Nucleus(name: "23Na", gyromagneticRatio: 11.262e6, referenceShift: 0),
    Nucleus(name: "31P", gyromagneticRatio: 17.235e6, referenceShift: 0),
    Nucleus(name: "39K", gyromagneticRatio: 1.9868e6, referenceShift: 0),
    Nucleus(name: "129Xe", gyromagneticRatio: -11.777e6, referenceShift: nil),
    Nucleus(name: "electron", gyromagneticRatio: -28_024.951e6, referenceShift: nil),
  ]

  package static let proton = all[0]

  package static func named(_ name: String) -> Nucleus? { all.first { $0.name == name } }

  /// Hertz that one tesla makes, without sign: amplitudes and limits do not know the sense of rotation.
  package var hertzPerTesla: Double { abs(gyromagneticRatio) }
}
