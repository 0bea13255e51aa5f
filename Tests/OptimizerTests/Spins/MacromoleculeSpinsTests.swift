// Macromolecules as spins give the spectrum of their Gaussian lines.
import Optimizer
import SequenceIR
import Testing

@Suite struct MacromoleculeSpinsTests {
  private static let perPPM = 42.577478518 * 3

  @Test(arguments: InVivo.lcModelMacromolecules.indices)
  func theProtonsOfAComponentAreThoseOfItsLines(index: Int) {
    let component = InVivo.lcModelMacromolecules[index]
    let molecule = component.molecule(fieldHertzPerPPM: Self.perPPM, t1Seconds: nil, t2Seconds: nil)
    let protons = molecule.groups.reduce(0) { $0 + $1.multiplicity }
    #expect(abs(protons - component.lines.reduce(0) { $0 + $1.protons }) < 1e-12)
  }

  /// The formula has no Lorentzian part, so that its Gaussian is made wider by 0.53 of that (Voigt profile: Olivero and
  /// Longbothum, J. Quant. Spectrosc. Radiat. Transfer 17 (1977) 233), and some per cent remain.
  @Test(arguments: InVivo.lcModelMacromolecules.indices)
  func theSpectrumIsThatOfGaussianLines(index: Int) throws {
    let component = InVivo.lcModelMacromolecules[index]
    let (count, dwell) = (1024, 0.4e-3)
    let frequencies = (-512..<512).map { Double($0) / (Double(count) * dwell) }
    let grid = SpectralGrid(
      sampleCount: count, dwellSeconds: dwell, frequenciesHertz: frequencies,
      ppm: frequencies.map { 2.5 + $0 / Self.perPPM })
    let wider = MacromoleculeComponent(
      component.name,
      component.lines.map {
        let width = $0.fullWidthPPM * Self.perPPM
        let voigt = 0.5346 * 5.5 + (0.2166 * 5.5 * 5.5 + width * width).squareRoot()
        return MacromoleculeLine(ppm: $0.ppm, protons: $0.protons, fullWidthPPM: voigt / Self.perPPM)
      })
    let formula = try #require(
      MacromoleculeSpectra.make([wider], concentrations: [1], on: grid)
    ).spectra.signal
    let spins = EnsembleSetup(
      molecules: [[component.molecule(fieldHertzPerPPM: Self.perPPM, t1Seconds: nil, t2Seconds: nil)]],
      members: [EnsembleMember()],
      program: SpinProgram(steps: [.pulse(.ideal(radians: Double.pi / 2, cosine: 0, sine: 1))]),
      grid: grid, linewidthHertz: 5.5, fieldHertzPerPPM: Self.perPPM, receiverPPM: 2.5
    ).engine(withTime: false).spectra()[0].signal
    // Up to a common phase: the correlation of the two.
    var (product, own, wanted) = ((0.0, 0.0), 0.0, 0.0)
    for point in 0..<count {
      let (a, b) = (spins.real[point], spins.imaginary[point])
      let (c, d) = (formula.real[point], formula.imaginary[point])
      product.0 += a * c + b * d
      product.1 += b * c - a * d
      own += a * a + b * b
      wanted += c * c + d * d
    }
    let size = (product.0 * product.0 + product.1 * product.1).squareRoot()
    #expect(size / (own * wanted).squareRoot() > 0.99)
    // The tails are cut at 2.5 standard deviations, which makes the line higher.
    #expect(abs(own / wanted - 1) < 0.2)
  }
}
