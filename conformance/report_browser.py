#!/usr/bin/env python3
"""Opens reports in a browser, as a reader does: report_browser.py SEQC [--screenshots FOLDER]

Reports of a design, of a file that fails, of an image and of a file with hostile names, each in a window of a desk and
of a phone, light and dark: nothing reaches beyond the window, no two words lie on one another, every axis has its unit,
zoom changes the ticks, the legend hides curves, the cursor reads what `seqc simulate` writes, keys do all of it, and
the page asks for nothing from outside. A line for each comparison, their number last.
"""
import argparse
import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

import devtools

ROOT = pathlib.Path(__file__).resolve().parent.parent
WINDOWS = {"desk": (1280, 900), "phone": (390, 844)}
failures = 0
comparisons = 0


def judge(what, is_right, seen=""):
    global failures, comparisons
    comparisons += 1
    failures += not is_right
    print(f"{what}{'' if is_right else f' ({seen})'}: {'ok' if is_right else 'FAIL'}", flush=True)


def report(seqc, folder, name, source, *options, status=0):
    page = folder / f"{name}.html"
    result = subprocess.run([seqc, "report", str(source), "-o", str(page), *options], capture_output=True, text=True)
    judge(f"{name}: seqc report ends with {status}", result.returncode == status, result.stderr[-300:])
    size = page.stat().st_size if page.exists() else 0
    judge(f"{name}: less than 3 MB", 0 < size < 3e6, size)
    return page


# What lies on one another, in the page's own terms: pairs of visible words in drawings, and of controls.
OVERLAPS = """(() => {
  const boxes = (elements) => [...elements].filter((element) => element.checkVisibility?.({ visibilityProperty: true })
    && element.textContent.trim() !== "").map((element) => [element, element.getBoundingClientRect()]);
  const found = [];
  const groups = [...document.querySelectorAll("figure.plot")].flatMap((figure) =>
    [figure.querySelectorAll("svg.figure text"), figure.querySelectorAll("button, .legend label, .reading")]);
  for (const group of [...groups, document.querySelectorAll("h1, h2, h3, nav a")]) {
    const all = boxes(group);
    for (let i = 0; i < all.length; i += 1) for (let j = i + 1; j < all.length; j += 1) {
      const [a, b] = [all[i][1], all[j][1]];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 3) found.push(`${all[i][0].textContent} | ${all[j][0].textContent}`);
    }
  }
  return found.slice(0, 8);
})()"""

# Elements that stick out of the window though nothing around them scrolls.
BEYOND = """(() => [...document.querySelectorAll("body *")].filter((element) => {
  if (element.closest("svg") || element.closest(".table, pre, .view")?.contains(element) || element.matches(".skip")) return false;
  return element.getBoundingClientRect().right > innerWidth + 1;
}).slice(0, 5).map((element) => element.outerHTML.slice(0, 80)))()"""


def look(browser, name, page, screenshots):
    """What must hold of every report, whatever is in it."""
    for window, (width, height) in WINDOWS.items():
        for dark in (False, True):
            label = f"{name}, {window}, {'dark' if dark else 'light'}"
            tab = browser.open(page.as_uri(), width=width, height=height, dark=dark)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            judge(f"{label}: the page is as wide as the window", wide <= width, wide)
            judge(f"{label}: nothing sticks out", tab.evaluate(BEYOND) == [], tab.evaluate(BEYOND))
            overlaps = tab.evaluate(OVERLAPS)
            judge(f"{label}: no words on one another", overlaps == [], overlaps)
            judge(f"{label}: no errors, no requests", tab.troubles() == [], tab.troubles())
            paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
            judge(f"{label}: the paper", paper == ("rgb(20, 23, 28)" if dark else "rgb(255, 255, 255)"), paper)
            if screenshots:
                take_pictures(tab, f"{screenshots}/{name}-{window}-{'dark' if dark else 'light'}", width)
            tab.close()
    tab = browser.open(page.as_uri(), scripts=False)
    shown = tab.call("Page.getLayoutMetrics")["cssContentSize"]
    judge(f"{name}: whole without scripts", shown["width"] <= 1280 and shown["height"] > 900, shown)
    tab.close()
    tab = browser.open(page.as_uri(), dark=True, media="print")
    judge(f"{name}: printed on white", tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)")
    visible = tab.evaluate("[...document.querySelectorAll('.bar, fieldset')].filter((e) => e.checkVisibility()).length")
    judge(f"{name}: printed without buttons", visible == 0, visible)
    tab.close()


def take_pictures(tab, name, width):
    height = tab.evaluate("document.documentElement.scrollHeight")
    for number, top in enumerate(range(0, height, 2400)):
        tab.picture(f"{name}-{number}.png", clip={"x": 0, "y": top, "width": width, "height": min(2400, height - top)})


def structure(name, page):
    """Read with a parser that knows nothing of HTML: the page is well-formed."""
    text = re.sub(r"<script>.*?</script>", "<script/>", page.read_text(), flags=re.S)
    text = re.sub(r"<style>.*?</style>", "<style/>", text, flags=re.S)
    root = tree.fromstring(text.removeprefix("<!DOCTYPE html>"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    judge(f"{name}: every id once", len(ids) == len(set(ids)))
    panels = [element for element in root.iter() if element.get("class") == "panel"]
    labels = [panel.get(f"data-{axis}-label") for panel in panels for axis in "xy"]
    judge(f"{name}: every axis has a unit", labels and all(re.search(r", \S", label or "") for label in labels), labels)
    return panels


def ticks(tab, figure):
    return tab.evaluate(f"[...document.querySelectorAll('#{figure} g.panel')].pop().querySelectorAll('.ticks-x text').length"
                        f" && [...[...document.querySelectorAll('#{figure} g.panel')].pop().querySelectorAll('.ticks-x text')]"
                        ".map((text) => text.textContent)")


def area(tab, figure):
    """The rectangle of the first area on the screen, scrolled into view."""
    tab.evaluate(f"document.querySelector('#{figure} .view').scrollIntoView({{ block: 'center' }})")
    return tab.evaluate(f"""(() => {{
      const panel = document.querySelector('#{figure} g.panel'), area = panel.querySelector('svg.area');
      const m = panel.getScreenCTM(), n = (name) => Number(area.getAttribute(name));
      return {{ x: m.e + m.a * n("x"), y: m.f + m.d * n("y"), width: m.a * n("width"), height: m.d * n("height") }};
    }})()""")


def readings(tab, figure):
    pairs = tab.evaluate(f"[...document.querySelectorAll('#{figure} .reading')].map((e) =>"
                         " [e.textContent.replace(e.querySelector('b').textContent, '|'), e.querySelector('b').textContent])")
    # Of several panels, each name has the title of its panel before it.
    return {text.split(" |")[0].split(": ")[-1]: (float(value), text.split("|")[1].strip()) for text, value in pairs}


def axis(tab, figure, letter):
    return tab.evaluate(f"""(() => {{ const panel = document.querySelector('#{figure} g.panel').dataset;
      return [Number(panel.{letter}Min), Number(panel.{letter}Max)]; }})()""")


def view(tab, figure):
    return [float(number) for number in
            tab.evaluate(f"document.querySelector('#{figure} svg.area').getAttribute('viewBox')").split()]


def use(browser, page, spectrum):
    """Zoom, legend and cursor of the spectra, with keys, mouse and finger; `spectrum` is what simulate writes."""
    figure = "spectra-1"
    tab = browser.open(page.as_uri())
    tab.evaluate(f"document.querySelector('#{figure} .view').focus()")
    before = ticks(tab, figure)
    tab.key("+")
    tab.key("+")
    zoomed = ticks(tab, figure)
    judge("keys: plus zooms", abs(view(tab, figure)[2] - 250) < 1e-6 and zoomed != before, (before, zoomed))
    first, last = axis(tab, figure, "x")
    shown = [first + share / 1000 * (last - first) for share in (view(tab, figure)[0], sum(view(tab, figure)[0:3:2]))]
    judge("keys: ticks of a zoomed figure are those of the part that is shown",
          len(zoomed) > 2 and all(min(shown) - 1e-9 <= float(text) <= max(shown) + 1e-9 for text in zoomed), (zoomed, shown))
    start = view(tab, figure)[0]
    tab.key("ArrowRight")
    judge("keys: an arrow moves by a tenth", abs(view(tab, figure)[0] - start - 25) < 1e-6, view(tab, figure))
    tab.key("f")
    judge("keys: f fits the height", view(tab, figure)[3] != 1000, view(tab, figure))
    tab.key("0")
    judge("keys: 0 shows all", view(tab, figure) == [0, 0, 1000, 1000] and ticks(tab, figure) == before)
    tab.key("Home")
    tab.key("ArrowRight", shift=True)
    judge("keys: Shift with an arrow moves the cursor", len(readings(tab, figure)) > 2)
    box = area(tab, figure)
    tab.drag(box["x"] + 300, box["x"] + 200, box["y"] + 50)
    judge("mouse: nothing to move where all is shown", view(tab, figure)[0] == 0)
    tab.evaluate(f"document.querySelector('#{figure} .bar button').click()")
    start = view(tab, figure)[0]
    tab.drag(box["x"] + 300, box["x"] + 200, box["y"] + 50)
    moved = view(tab, figure)[0] - start
    judge("mouse: dragging moves as far as the hand", abs(moved - 100 / box["width"] * 500) < 2, moved)
    tab.key("0")
    read_cursor(tab, figure, spectrum)
    hide(tab, figure)
    judge("use: no errors, no requests", tab.troubles() == [], tab.troubles())
    tab.close()
    tab = browser.open(page.as_uri(), width=390, height=844)
    box = area(tab, figure)
    tab.tap(box["x"] + box["width"] / 2, box["y"] + 20)
    judge("finger: a tap reads values", len(readings(tab, figure)) > 2, readings(tab, figure))
    tab.close()


def read_cursor(tab, figure, spectrum):
    """The cursor at some places: the numbers of another output."""
    box = area(tab, figure)
    first, last = axis(tab, figure, "x")
    bottom, top = axis(tab, figure, "y")
    for share in (0.2, 0.5, 0.77):
        tab.move(box["x"] + share * box["width"], box["y"] + 30)
        found = readings(tab, figure)
        ppm, unit = found["chemical shift"]
        expected = first + share * (last - first)
        # The place is written to a thousandth of the width or better.
        coarse = 1e-3 * abs(last - first)
        judge(f"cursor: place at {share} of the width", abs(ppm - expected) <= coarse and unit == "ppm", (ppm, expected))
        for name in spectrum["names"]:
            # Four digits are written of place and value, and points are drawn to 1e-5 of the axis.
            values = [interpolated(spectrum["ppm"], spectrum[name], ppm + part * 5e-5) for part in range(-10, 11)]
            allowed = 1e-3 * max(map(abs, values)) + 2e-5 * (top - bottom)
            seen, unit = found[name]
            judge(f"cursor: {name} at {ppm} ppm",
                  min(values) - allowed <= seen <= max(values) + allowed and unit != "", (seen, min(values), max(values)))


def interpolated(xs, ys, x):
    for index in range(1, len(xs)):
        if xs[index - 1] <= x <= xs[index]:
            return ys[index - 1] + (x - xs[index - 1]) / (xs[index] - xs[index - 1]) * (ys[index] - ys[index - 1])
    raise ValueError(x)


def hide(tab, figure):
    boxes = f"document.querySelectorAll('#{figure} .legend input')"
    names = tab.evaluate(f"[...{boxes}].map((box) => box.parentElement.textContent)")
    tab.evaluate(f"{boxes}[1].focus()")
    tab.key(" ")
    gone = f"getComputedStyle(document.querySelector('#{figure} g.series[data-name=\"{names[1]}\"]')).display"
    judge("legend: a blank hides the curve of its box", tab.evaluate(gone) == "none")
    judge("legend: what is hidden is not read", names[1] not in readings(tab, figure) and names[0] in readings(tab, figure))
    tab.key(" ")
    judge("legend: a second one shows it", tab.evaluate(gone) != "none" and names[1] in readings(tab, figure))


def simulated(seqc, design, options):
    """Spectra in mM per hertz, as the report draws them, from the table that `seqc simulate` writes: turned by the phase that
    makes the first sample of the mixture real and positive."""
    text = subprocess.run([seqc, "simulate", str(design), *options, "--places", "24", "--format", "csv"], capture_output=True, text=True,
                          check=True).stdout
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    comments = " ".join(line for line in text.splitlines() if line.startswith("#"))
    names = [key[:-len("_spectrum_re")] for key in rows[0] if key.endswith("_spectrum_re")]
    seconds = float(rows[1]["time_s"]) * len(rows)
    found = {"ppm": [float(row["shift_ppm"]) for row in rows], "names": names}
    first = complex(float(rows[0]["mixture_signal_re"]), float(rows[0]["mixture_signal_im"]))
    turn = first.conjugate() / abs(first)
    for name in names:
        amount = 1 if name == "mixture" else float(re.search(rf"\b{name} ([\d.]+) mM", comments)[1])
        found[name] = [(turn * complex(float(row[f"{name}_spectrum_re"]), float(row[f"{name}_spectrum_im"]))).real * seconds * amount
                       for row in rows]
    return found


HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(2)>'`&amp;\u202e"""


def hostile(seqc, folder, design):
    """A file whose name and definitions try to become part of the page."""
    subprocess.run([seqc, "build", str(design), "-o", str(folder / "plain.seq")], capture_output=True, check=True)
    text = (folder / "plain.seq").read_text()
    text = re.sub(r"(?m)^Name .*$", f"Name {HOSTILE}", text)
    text = text.replace("[DEFINITIONS]\n", f"[DEFINITIONS]\nEvil {HOSTILE}\n")
    path = folder / "hostile.seq"
    path.write_text(text[:text.index("[SIGNATURE]")])
    return path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("seqc")
    parser.add_argument("--screenshots")
    arguments = parser.parse_args()
    if devtools.installed() is None:
        print("the reports were not opened: no Chromium is installed")
        return 0
    seqc = str(pathlib.Path(arguments.seqc).resolve())
    options = ["--molecules", "Glu=8,NAA=12,Cr=6"]
    press = ROOT / "examples/press.seq"
    with tempfile.TemporaryDirectory() as name, devtools.Browser.start() as browser:
        folder = pathlib.Path(name)
        broken = sorted((ROOT / "golden/check").glob("G002-*"))[0]
        pages = {
            "press": report(seqc, folder, "press", press, *options),
            "fails": report(seqc, folder, "fails", broken / "fail.seq", "--scanner", str(broken / "fail.scanner"), status=1),
            "image": report(seqc, folder, "image", ROOT / "examples/gre-2d.seq"),
            "hostile": report(seqc, folder, "hostile", hostile(seqc, folder, press), "--scanner", "siemens-prisma", *options),
        }
        for label, page in pages.items():
            structure(label, page)
            look(browser, label, page, arguments.screenshots)
        tab = browser.open(pages["fails"].as_uri())
        first = tab.evaluate("document.querySelector('.banner').textContent + document.querySelector('.banner').offsetTop")
        judge("fails: the first screen says so", "fail" in first and int(re.search(r"\d+$", first)[0]) < 400, first)
        tab.close()
        tab = browser.open(pages["hostile"].as_uri())
        counts = tab.evaluate("[document.scripts.length, document.images.length, document.querySelectorAll('[onerror]').length]")
        judge("hostile: one script, no image", counts == [1, 0, 0], counts)
        judge("hostile: the name stays text", "<script>" in tab.evaluate("document.querySelector('h1').textContent"))
        tab.close()
        use(browser, pages["press"], simulated(seqc, press, options))
    print(f"{comparisons} comparisons, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
