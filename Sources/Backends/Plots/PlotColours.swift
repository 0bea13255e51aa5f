import SequenceIR

/// The colours of figures: eight of series that colour-blind readers can tell apart, and scales of heat maps.
package enum PlotColours {
  /// A colour on paper and on a dark screen; each has a contrast of at least 3 to its background (WCAG 2, 1.4.11).
  package struct Pair: Sendable {
    package let name: String
    package let light: String
    package let dark: String
  }

  package static let paper = Pair(name: "paper", light: "#ffffff", dark: "#14171c")
  package static let ink = Pair(name: "ink", light: "#1c1f24", dark: "#e6e8eb")

  /// The hues of Okabe and Ito (jfly.uni-koeln.de/color, 2008), darkened for paper where they are too pale, brightened
  /// for dark screens where they are too dark.
  package static let series = [
    Pair(name: "s1", light: "#0072b2", dark: "#3fa0e0"),
    Pair(name: "s2", light: "#c85200", dark: "#e8743b"),
    Pair(name: "s3", light: "#00875f", dark: "#1fb88a"),
    Pair(name: "s4", light: "#b5588d", dark: "#d890b8"),
    Pair(name: "s5", light: "#a87400", dark: "#e69f00"),
    Pair(name: "s6", light: "#2a87c0", dark: "#7cc8f2"),
    Pair(name: "s7", light: "#857a00", dark: "#f0e442"),
    Pair(name: "s8", light: "#3a3f45", dark: "#d0d4da"),
  ]

  package static let others = [
    Pair(name: "soft", light: "#565c66", dark: "#a8afba"),
    Pair(name: "limit", light: "#b3261e", dark: "#ff8a80"),
    Pair(name: "window", light: "#3d6b99", dark: "#8ab4de"),
  ]

  package static let grid = Pair(name: "grid", light: "#e3e6ea", dark: "#2c323b")

  /// The rules of all figures; a page of many figures has them once. Variables belong to the figure, so that a page may
  /// have its own.
  package static let styleSheet = rules(isDarkToo: true)

  /// The same for a page that is always light, as one for paper.
  package static let lightStyleSheet = rules(isDarkToo: false)

  private static func rules(isDarkToo: Bool) -> String {
    let all = [paper, ink, grid] + others + series
    let light = all.map { "--\($0.name):\($0.light)" }.joined(separator: ";")
    let dark = all.map { "--\($0.name):\($0.dark)" }.joined(separator: ";")
    let colours = series.map {
      ".figure .\($0.name){--c:var(--\($0.name))}"
    }.joined(separator: "\n")
    return """
      .figure{\(light);background:var(--paper);color:var(--ink);\
      font-family:Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;font-size:12px}
      \(isDarkToo ? "@media screen and (prefers-color-scheme:dark){.figure{\(dark)}}" : "")
      \(colours)
      .figure text{fill:var(--ink)}
      .figure .title{font-size:14px;font-weight:600}
      .figure .panel-title{font-size:12px;font-weight:600}
      .figure .soft,.figure .note{fill:var(--soft)}
      .figure .note{font-size:11px}
      .figure .tick{font-size:11px;fill:var(--soft)}
      .figure .grid{stroke:var(--grid);stroke-width:1}
      .figure .zero{stroke:var(--soft);stroke-width:.6}
      .figure .frame{fill:none;stroke:var(--soft);stroke-width:1}
      .figure .series path,.figure .swatch path{fill:none;stroke:var(--c);stroke-width:1.6;stroke-linejoin:round;\
      vector-effect:non-scaling-stroke}
      .figure .trajectory path{stroke-width:.7}
      .figure .series .fill,.figure .swatch .fill{fill:var(--c);fill-opacity:.3;stroke:none}
      .figure .series .dots,.figure .swatch .dots{stroke-width:5;stroke-linecap:round}
      .figure .dashed path{stroke-dasharray:6 4}
      .figure .band{stroke:none;fill-opacity:.16}
      .figure .forbidden{fill:var(--limit)}
      .figure .window{fill:var(--window)}
      .figure .limit{stroke:var(--limit);stroke-dasharray:7 4}
      .figure .reference{stroke:var(--soft);stroke-dasharray:2 3}
      .figure .marker{stroke:var(--ink);stroke-dasharray:1 3}
      .figure .marker-point{stroke:var(--ink);stroke-width:7;stroke-linecap:round}
      .figure .limit,.figure .reference,.figure .marker{fill:none;stroke-width:1.3}
      .figure .limit,.figure .reference,.figure .marker,.figure .marker-point{vector-effect:non-scaling-stroke}
      .figure .label{font-size:11px;paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
      @media print{.figure{break-inside:avoid}}
      """
  }

  /// A colour of a heat map, `#rrggbb`; `share` from 0 to 1. From dark blue to pale yellow through grey with even steps
  /// of lightness, so that it also reads in black and white, and differs by blue and yellow only, which nearly all
  /// colour-blind readers see.
  package static func sequential(_ share: Double) -> String {
    let s = min(max(share, 0), 1)
    return hexadecimal(lightness: 0.26 + 0.68 * s, a: -0.005, b: -0.115 + 0.25 * s)
  }

  /// -1 to 1: blue, nearly white, orange; lightness is even on both sides.
  package static func diverging(_ share: Double) -> String {
    let s = min(max(share, -1), 1)
    let size = abs(s)
    return s < 0
      ? hexadecimal(lightness: 0.97 - 0.55 * size, a: -0.035 * size, b: -0.13 * size)
      : hexadecimal(lightness: 0.97 - 0.42 * size, a: 0.105 * size, b: 0.11 * size)
  }

  /// OKLab to sRGB (Ottosson 2020, bottosson.github.io/posts/oklab), clipped to the gamut.
  private static func hexadecimal(lightness: Double, a: Double, b: Double) -> String {
    func cube(_ x: Double) -> Double { x * x * x }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    let linear = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
    return "#"
      + linear.map { value -> String in
        let v = min(max(value, 0), 1)
        let coded = v <= 0.0031308 ? 12.92 * v : 1.055 * ElementaryFunctions.pow(v, 1 / 2.4) - 0.055
        let byte = Int((255 * coded).rounded())
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }
}
