/// Pulses as figures: magnitude and phase over time, and what they do over frequency.
import Backends
import Optimizer
import SequenceIR

struct PulseFigure {
  let pulse: DistinctPulse
  let sequence: SequenceIR.Sequence
  let nucleus: Nucleus

  /// Pulses that are drawn in one figure.
  private static let mostPulses = 6
  /// A pulse of more samples is averaged by sampling it more coarsely: enough for curves of a figure.
  private static let mostSamples = 2048
  private static let offsets = 401

  static func all(of input: SequenceFigureInput) -> Figure {
    let pulses = DistinctPulse.all(of: input.sequence).filter { $0.peakHertz > 0 }
    var figure = Figure("Pulses", columns: 2)
    for pulse in pulses.prefix(mostPulses) {
      figure.panels += PulseFigure(pulse: pulse, sequence: input.sequence, nucleus: input.nucleus).panels
    }
    figure.notes = [note]
    if pulses.isEmpty { figure.notes = ["The sequence plays no RF."] }
    if pulses.count > mostPulses {
      figure.notes.append("\(pulses.count - mostPulses) more pulses are not drawn.")
    }
    return figure
  }

  static let note =
    "Profiles are of single spins without relaxation, from the Bloch equations for B1 as nominal, 20 % less and 20 % "
    + "more, against the offset from the pulse's own frequency, without gradients."

  /// One pulse.
  var figure: Figure { Figure(title, panels: panels, notes: [Self.note], columns: 2) }

  private var title: String { "Pulse \(pulse.number), \(pulse.use.name), \(pulse.duration)" }

  /// Its course, and its profile.
  var panels: [Panel] {
    let raster = sequence.rasters.radiofrequency
    let count = min(pulse.naturalSampleCount(of: sequence.library, raster: raster), Self.mostSamples)
    let samples = pulse.samples(count: count, of: sequence.library, raster: raster)
    return [course(samples), profile(samples)]
  }

  /// Real and imaginary part show the phase without its jumps.
  private func course(_ samples: [PulseSample]) -> Panel {
    let step = pulse.duration.milliseconds / Double(max(samples.count, 1))
    let times = samples.indices.map { (Double($0) + 0.5) * step }
    let peak = pulse.peakHertz / nucleus.hertzPerTesla * 1e6
    var panel = Panel(
      title, x: PlotAxis("time", unit: "ms", range: 0...max(pulse.duration.milliseconds, 1e-6)),
      y: PlotAxis("B1", unit: "µT"))
    panel.series = [
      PlotSeries("magnitude", x: times, y: samples.map { $0.magnitude * peak }, colour: 8),
      PlotSeries("real", x: times, y: samples.map { $0.real * peak }, colour: 1),
      PlotSeries("imaginary", x: times, y: samples.map { $0.imaginary * peak }, colour: 2),
    ]
    return panel
  }

  /// What is measured of a pulse of each use.
  private var effect: (label: String, unit: String) {
    switch pulse.use {
    case .inversion: ("(1 - Mz)/2", "share of M0")
    case .saturation: ("1 - Mz", "share of M0")
    case .refocusing: ("refocused Mxy", "share of Mxy")
    default: ("|Mxy|", "share of M0")
    }
  }

  private func profile(_ samples: [PulseSample]) -> Panel {
    let axis = PlotAxis(effect.label, unit: effect.unit, range: 0...(pulse.use == .saturation ? 2.1 : 1.05))
    guard !samples.isEmpty, let waveform = waveform(samples) else {
      var panel = Panel("Profile", x: PlotAxis("offset", unit: "Hz"), y: axis)
      panel.reasonForNoData = "no samples"
      return panel
    }
    let half = halfWidthHertz(waveform)
    let isWide = half >= 2000
    var panel = Panel(
      "Profile of pulse \(pulse.number)", x: PlotAxis("offset", unit: isWide ? "kHz" : "Hz"), y: axis)
    for (scale, name) in [(1.0, "nominal"), (0.8, "80 %"), (1.2, "120 %")] {
      let found = PulseProfile(of: waveform, halfWidthHertz: half, count: Self.offsets, b1Scale: scale)
      panel.series.append(
        PlotSeries(name, x: found.offsetsHertz.map { isWide ? $0 / 1e3 : $0 }, y: found.effect))
    }
    return panel
  }

  private func waveform(_ samples: [PulseSample]) -> PulseWaveform? {
    let dwell = Time(picoseconds: pulse.duration.picoseconds / Int64(samples.count))
    guard dwell > .zero else { return nil }
    return PulseWaveform(
      real: samples.map { $0.real * pulse.peakHertz },
      imaginary: samples.map { $0.imaginary * pulse.peakHertz },
      dwell: dwell, centre: pulse.event.centre, use: pulse.use)
  }

  /// Where the effect has died away: a coarse look as far as the samples say anything, then half as much again.
  private func halfWidthHertz(_ waveform: PulseWaveform) -> Double {
    let seconds = waveform.duration.seconds
    let widest = max(min(0.5 / waveform.dwell.seconds, 25_000), 4 / seconds)
    let look = PulseProfile(of: waveform, halfWidthHertz: widest, count: Self.offsets)
    let most = look.effect.max() ?? 0
    let reach =
      zip(look.offsetsHertz, look.effect).filter { $0.1 > 0.1 * most }.map { abs($0.0) }.max() ?? widest
    return min(widest, max(1.5 * reach, 2 / seconds))
  }
}
