/// The look of a report: one column of text, light and dark as the system has it, and for paper.
enum ReportStyle {
  static let text = """
    :root { --page: #ffffff; --text: #1c1f24; --quiet: #565c66; --line: #d5d9df; --card: #f5f6f8; --link: #00538a;
      --good: #1d6b3a; --bad: #a31712; --open: #7a5200; --bad-card: #fdecea; --open-card: #fdf4e0;
      --good-card: #eaf5ee }
    @media screen and (prefers-color-scheme: dark) {
      :root { --page: #14171c; --text: #e6e8eb; --quiet: #a8afba; --line: #39404a; --card: #1d2127; --link: #7cc0ff;
        --good: #6fd195; --bad: #ff9d94; --open: #f0c060; --bad-card: #3a1a18; --open-card: #33290f;
        --good-card: #14301f }
    }
    * { box-sizing: border-box }
    html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100% }
    body { margin: 0 auto; padding: 1rem clamp(0.75rem, 3vw, 2rem) 3rem; max-width: 62rem; background: var(--page);
      color: var(--text); font: 16px/1.5 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif;
      overflow-wrap: anywhere }
    a { color: var(--link) }
    .skip { position: absolute; left: -99rem } .skip:focus { position: static }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.5rem 0 0 }
    h2 { font-size: 1.3rem; margin: 2.5rem 0 0.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line) }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 0.25rem }
    p { margin: 0.5rem 0; max-width: 46rem } .subtitle, .note, footer { color: var(--quiet) } .note { font-size: 0.875rem }
    ul { padding-left: 1.25rem; margin: 0.5rem 0 } li { margin: 0.25rem 0; max-width: 46rem }
    code, pre { font: 0.875em/1.45 ui-monospace, "Liberation Mono", "DejaVu Sans Mono", monospace }
    pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; overflow-x: auto;
      overflow-wrap: normal }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
    summary { cursor: pointer; padding: 0.25rem 0 }
    nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem; padding: 0 }
    nav li { margin: 0 } nav a { display: block; padding: 0.25rem 0.75rem; border: 1px solid var(--line);
      border-radius: 999px; text-decoration: none }
    nav a:hover { background: var(--card) }
    .banner { border-left: 6px solid; border-radius: 4px; padding: 0.75rem 1rem; max-width: none; font-size: 1.05rem }
    .banner.pass { background: var(--good-card); border-color: var(--good) }
    .banner.fail { background: var(--bad-card); border-color: var(--bad) }
    .banner.not_proven, .banner.not_evaluated { background: var(--open-card); border-color: var(--open) }
    .badge { white-space: nowrap; font-weight: 600 } .badge.pass { color: var(--good) } .badge.fail { color: var(--bad) }
    .badge.not_proven, .badge.not_evaluated { color: var(--open) }
    dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: 0.25rem 1rem; margin: 0.75rem 0 }
    dt { color: var(--quiet); grid-column: 1 } dd { margin: 0; grid-column: 2 }
    .table { overflow-x: auto; margin: 0.75rem 0 }
    table { border-collapse: collapse; width: 100%; font-size: 0.875rem; overflow-wrap: normal }
    caption { text-align: left; color: var(--quiet); padding-bottom: 0.25rem }
    th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line) }
    th { color: var(--quiet); font-weight: 600; white-space: nowrap }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
    tr.fail { background: var(--bad-card) }
    figure { margin: 1.25rem 0 } figcaption { font-size: 0.875rem; color: var(--quiet); margin-top: 0.5rem }
    figcaption b { color: var(--text) }
    """ + figures

  /// Figures with their controls, which the script makes; without it there are none.
  private static let figures = """

    .view { border: 1px solid var(--line); border-radius: 6px; overflow-x: auto }
    .view svg { display: block; width: 100%; height: auto; min-width: 34rem }
    .scripted .view svg { touch-action: pan-x pan-y; user-select: none; -webkit-user-select: none }
    .scripted .view svg.area { cursor: crosshair }
    .cursor { stroke: var(--text); stroke-width: 1; stroke-dasharray: 4 3; pointer-events: none }
    g.series.off { display: none }
    .scripted .view .doubled { display: none } .scripted .fluid .view svg { min-width: 0;
      touch-action: pan-y pinch-zoom }
    .controls { margin-top: 0.5rem }
    .bar { display: flex; flex-wrap: wrap; gap: 0.25rem; align-items: center } .bar .axis { min-width: 6rem }
    button { font: inherit; font-size: 0.875rem; min-width: 2.5rem; min-height: 2.25rem; padding: 0 0.6rem;
      color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 6px; cursor: pointer }
    button:hover { border-color: var(--quiet) }
    @media (pointer: coarse) { button { min-width: 2.75rem; min-height: 2.75rem } .legend label { min-height: 2.25rem } }
    .readings { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; min-height: 1.6rem; margin: 0.35rem 0;
      font-size: 0.875rem; font-variant-numeric: tabular-nums; max-height: 12rem; overflow-y: auto }
    .reading { white-space: nowrap } .hint { color: var(--quiet) }
    .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; border: 1px solid var(--line);
      border-radius: 6px; margin: 0.5rem 0 0; padding: 0.35rem 0.75rem; font-size: 0.875rem }
    .legend legend { color: var(--quiet); padding: 0 0.25rem }
    .legend label { display: inline-flex; align-items: center; gap: 0.35rem; white-space: nowrap }
    .swatch { width: 1.25rem; height: 0.7rem; flex: none; margin-right: 0.25rem; vertical-align: baseline }
    @media print {
      body { font-size: 10pt; max-width: none; padding: 0 } nav, .skip, .bar, .legend, .hint { display: none }
      h2 { break-after: avoid } figure, tr { break-inside: avoid } .view { border: 0; overflow: visible }
      .view svg { min-width: 0 } pre { white-space: pre-wrap; overflow-wrap: anywhere } .table { overflow: visible }
      .scripted .view .doubled { display: inline } details:not([open]) { display: none }
      a { color: inherit; text-decoration: none }
    }
    """
}
