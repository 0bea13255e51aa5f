/// The script of a report, in plain JavaScript: it moves figures, reads values and hides series.
///
/// It reads the anatomy of figures (`FigureSVG`) and holds no data of its own, so that its digest is the same in every
/// report. `conformance/report_browser.py` drives it in a browser.
enum ReportScript {
  static let text =
    "\n\"use strict\";\n(() => {\n" + [panels, zoom, link, controls].joined(separator: "\n\n") + "\n})();\n"
}
