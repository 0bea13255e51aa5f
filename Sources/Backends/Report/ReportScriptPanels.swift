extension ReportScript {
  /// Axes, series and what reads them; the start of the script.
  static let panels = #"""
    // Figures that can be searched: zoomed, moved, read with a cursor, and freed of series that are in the way.
    //
    // A figure is an SVG of panels. What stands in the area of a panel is drawn in 0...1000 by 0...1000, whatever it
    // means, so zooming changes the area's viewBox and writes the ticks anew. Nothing here knows what a figure shows, and
    // without this script everything is there to be read, just not to be moved.
    const side = 1000;
    const narrowest = side / 20000;
    const svgNamespace = "http://www.w3.org/2000/svg";

    /** An element with attributes and children; texts become text, never markup. */
    function make(name, attributes = {}, ...children) {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children);
      return element;
    }

    function makeSVG(name, attributes = {}, ...children) {
      const element = document.createElementNS(svgNamespace, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children);
      return element;
    }

    /** Four significant digits, without a row of zeros at the end. */
    function short(value, digits = 4) {
      if (value === 0 || Math.abs(value) < 1e-12) return "0";
      const size = Math.floor(Math.log10(Math.abs(value)));
      if (size > 6 || size < -4) return value.toExponential(Math.max(0, digits - 1));
      const text = value.toFixed(Math.min(12, Math.max(0, digits - 1 - size)));
      return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
    }

    /** Round numbers between two ends, about `most` of them, and how many decimals they need. */
    function roundNumbers(from, to, most) {
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      const power = 10 ** Math.floor(Math.log10((high - low) / most));
      const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => (high - low) / step <= most);
      const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
      const values = [];
      for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
        values.push(index * step);
      }
      return { values, decimals };
    }

    /** `Gx (mT/m)` and `time, ms`: the name and the unit. */
    function nameAndUnit(label) {
      const parts = /^(.*?)\s*[(,]\s*([^(),]*)\)?$/.exec(label);
      return parts ? { name: parts[1], unit: parts[2] } : { name: label, unit: "" };
    }

    /** One axis of a panel: what the ends of the area mean. */
    class Axis {
      constructor(group, letter) {
        this.first = Number(group.dataset[`${letter}Min`]);
        this.last = Number(group.dataset[`${letter}Max`]);
        this.label = group.dataset[`${letter}Label`] ?? "";
        Object.assign(this, nameAndUnit(this.label));
      }

      /** The value at a share of the way from the first end to the last. */
      value(share) { return this.first + share * (this.last - this.first); }

      share(value) { return (value - this.first) / (this.last - this.first); }
    }

    /** The curves of one name in one panel. */
    class Series {
      constructor(element) {
        this.element = element;
        this.name = element.dataset.name ?? "";
      }

      get isShown() { return !this.element.classList.contains("off"); }

      /** Runs of points [x, y, x, y, ...] in the area's coordinates, read when they are first asked for. */
      get runs() {
        this.parsed ??= [...this.element.querySelectorAll("path:not(.fill)")].flatMap(runsOf);
        return this.parsed;
      }

      /** The height at `x` in the area's coordinates; undefined where there is no curve. */
      height(x) {
        for (const run of this.runs) {
          const found = heightOf(run, x);
          if (found !== undefined) return found;
        }
        return undefined;
      }
    }

    /** The runs of points of a path, which has absolute coordinates and straight lines only; of dots, one run of all. */
    function runsOf(path) {
      const isDots = path.classList.contains("dots");
      const runs = [];
      let run = [];
      for (const [, command, rest] of path.getAttribute("d").matchAll(/([MLHVZh])([^MLHVZh]*)/g)) {
        const numbers = rest.trim().split(/[\s,]+/).filter((text) => text !== "").map(Number);
        if (command === "M" && (runs.length === 0 || !isDots)) runs.push((run = []));
        if (command === "H") run.push(numbers[0], run[run.length - 1]);
        else if (command === "V") run.push(run[run.length - 2], numbers[0]);
        else if (command !== "h") run.push(...numbers);
      }
      return runs;
    }

    /** Linear between the two points around `x`; a run may go either way, but not turn. */
    function heightOf(run, x) {
      const count = run.length / 2;
      const [first, last] = [run[0], run[2 * count - 2]];
      const sign = first <= last ? 1 : -1;
      if (count < 2 || sign * x < sign * first || sign * x > sign * last) return undefined;
      let [low, high] = [0, count - 1];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (sign * run[2 * middle] <= sign * x) low = middle;
        else high = middle;
      }
      const [x0, y0, x1, y1] = run.slice(2 * low, 2 * low + 4);
      return x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
    }
    """#
}
