/// The pulses a design can ask for, one row each.
extension PulseFamily {
  package static let all: [PulseFamily] = [rect, gauss, sinc, slr, adiabatic, binomial]

  package static func named(_ name: String) -> PulseFamily? { all.first { $0.name == name } }

  static let rect = PulseFamily(
    name: "rect", summary: "constant amplitude: short, broad, for spins everywhere",
    parameters: [flip, duration, use(.excitation)], design: { $0.rect() })

  static let gauss = PulseFamily(
    name: "gauss", summary: "a Gaussian: one smooth band, for selective saturation and editing",
    parameters: [flip, duration, bandwidth, timeBandwidth, use(.excitation)], design: { $0.gauss() })

  static let sinc = PulseFamily(
    name: "sinc", summary: "a sinc under a window: small flip angles through a slice",
    parameters: [
      flip, duration, bandwidth, timeBandwidth,
      Parameter(
        "window", .keyword(["hann", "hamming", "none"]), fallback: "hann",
        "what tapers the side lobes"),
      Parameter(
        "centre", .quantity(.none), fallback: "0.5", from: "0.1", to: "1",
        "where in the pulse the main lobe peaks, as a fraction of the duration"),
      use(.excitation),
    ], design: { $0.sinc() })

  static let slr = PulseFamily(
    name: "slr",
    summary: "Shinnar-Le Roux: a slice profile with stated ripples at any flip angle up to 180 deg",
    parameters: [
      Parameter(
        "flip", .quantity(.angle), whenOmitted: "90 deg; 180 deg for refocusing and inversion",
        from: "0.01 deg",
        to: "180 deg", "flip angle in the passband"),
      duration, bandwidth, timeBandwidth, use(.excitation),
      Parameter(
        "filter",
        .keyword(["least-squares", "equiripple", "minimum-phase", "maximum-phase", "windowed-sinc"]),
        fallback: "least-squares", "how the profile's filter is designed"),
      Parameter(
        "passband_ripple", .quantity(.none), fallback: "1 percent", from: "0.01 percent", to: "30 percent",
        "deviation inside the slice, of the full effect; windowed-sinc ignores it"),
      Parameter(
        "stopband_ripple", .quantity(.none), fallback: "1 percent", from: "0.01 percent", to: "30 percent",
        "deviation outside the slice, of the full effect; windowed-sinc ignores it"),
    ], design: { $0.slr() })

  static let adiabatic = PulseFamily(
    name: "adiabatic",
    summary: "a swept full passage: inverts or refocuses alike over its band, whatever B1 above a threshold",
    parameters: [
      Parameter(
        "family", .keyword(["hs", "goia-wurst", "wurst"]),
        "hyperbolic secant; WURST under a modulated gradient; WURST with a linear sweep"),
      duration,
      Parameter(
        "bandwidth", .quantity(.frequency), whenOmitted: "from `time_bandwidth`", from: "0.1 Hz", to: "1 MHz",
        "width of the frequency sweep, for goia-wurst at full gradient"),
      timeBandwidth,
      Parameter(
        "peak", .quantity(.fluxDensity), whenOmitted: "from `adiabaticity`", from: "1 nT", to: "1 mT",
        "largest B1"),
      Parameter(
        "adiabaticity", .quantity(.none), whenOmitted: "6, unless `peak` is given", from: "0.1", to: "1000",
        "(gamma B1)^2 over the sweep rate in the middle of the pulse, rad"),
      Parameter(
        "order", .quantity(.none), whenOmitted: "1 for hs, 16 for goia-wurst, 40 for wurst", from: "1",
        to: "200",
        "exponent of the amplitude: n of HSn or WURST-n"),
      Parameter(
        "truncation", .quantity(.none), whenOmitted: "1 percent", from: "0.0001 percent", to: "50 percent",
        "amplitude at the ends over the peak, hs only"),
      Parameter(
        "gradient_order", .quantity(.none), whenOmitted: "4", from: "1", to: "200",
        "exponent of the gradient, goia-wurst only"),
      Parameter(
        "gradient_depth", .quantity(.none), whenOmitted: "0.9", from: "0", to: "0.99",
        "how far the gradient dips in the middle, goia-wurst only"),
      use(.inversion),
    ], design: { $0.adiabatic() })

  static let binomial = PulseFamily(
    name: "binomial",
    summary: "short rectangles weighted 1-1, 1-2-1, 1-3-3-1, ...: excites one frequency, spares another",
    parameters: [
      flip,
      Parameter(
        "subpulses", .quantity(.none), fallback: "2", from: "2", to: "16",
        "how many: 2 is 1-1, 3 is 1-2-1, 4 is 1-3-3-1"),
      Parameter(
        "subpulse", .quantity(.time), from: "1 ns", to: "1 s", "length of each, a multiple of the RF raster"),
      Parameter(
        "null", .quantity(.frequency), from: "-1 MHz", to: "1 MHz", "offset that is spared, from the carrier"),
      Parameter(
        "excite", .quantity(.frequency), fallback: "0 Hz", from: "-1 MHz", to: "1 MHz",
        "offset that is turned by the flip angle, from the carrier"),
      Parameter(
        "offset", .quantity(.frequency), fallback: "0 Hz", from: "-1 MHz", to: "1 MHz",
        "offset at which each rectangle is played, from `excite`"),
      use(.excitation),
    ], design: { $0.binomial() })

  // Parameters that several families share.

  static let flip = Parameter(
    "flip", .quantity(.angle), from: "0.01 deg", to: "720 deg", "flip angle on resonance")
  static let duration = Parameter(
    "duration", .quantity(.time), from: "1 ns", to: "1 s", "length, a multiple of the RF raster")
  static let bandwidth = Parameter(
    "bandwidth", .quantity(.frequency), whenOmitted: "from `time_bandwidth`", from: "0.1 Hz", to: "1 MHz",
    "full width at half maximum of the profile")
  static let timeBandwidth = Parameter(
    "time_bandwidth", .quantity(.none), whenOmitted: "from `bandwidth`", from: "0.01", to: "1000",
    "bandwidth times duration")

  static func use(_ fallback: RFUse) -> Parameter {
    Parameter(
      "use", .keyword([RFUse.excitation, .refocusing, .inversion, .saturation].map(\.name)),
      fallback: fallback.name, "what the pulse is for")
  }
}
