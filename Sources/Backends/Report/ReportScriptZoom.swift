extension ReportScript {
  /// Panels that move, and ticks that follow.
  static let zoom = #"""
    /** One pair of axes of a figure. */
    class Panel {
      constructor(group) {
        this.group = group;
        this.area = group.querySelector("svg.area");
        this.x = new Axis(group, "x");
        this.y = new Axis(group, "y");
        this.title = group.querySelector(".panel-title")?.textContent ?? "";
        this.box = Object.fromEntries(
          ["x", "y", "width", "height"].map((name) => [name, Number(this.area.getAttribute(name))]));
        this.drawnWidth = this.box.width;
        this.series = [...group.querySelectorAll("g.series")].map((element) => new Series(element));
        this.ticks = ["x", "y"].map((letter) => new Ticks(group.querySelector(`g.ticks-${letter}`), letter, this));
        this.labels = [...group.querySelectorAll("g.labels text")].map((text) => new InnerLabel(text, this.box));
        this.cursor = makeSVG("line", { class: "cursor", "vector-effect": "non-scaling-stroke", visibility: "hidden" });
        this.area.append(this.cursor);
        this.whole();
      }

      whole() {
        this.top = 0;
        this.tall = side;
      }

      /** Makes the panel wider or narrower than it was drawn; what stands right of the area moves along. */
      stretch(by) {
        this.box.width = this.drawnWidth + by;
        for (const element of [this.area, this.group.querySelector("rect.frame")]) {
          element?.setAttribute("width", this.box.width);
        }
        this.group.querySelector(".axis-x")?.setAttribute("x", this.box.x + this.box.width / 2);
        for (const element of this.group.querySelectorAll(".colour-bar, .axis-colour")) {
          element.setAttribute("transform", `translate(${by} 0)`);
        }
      }

      get isAsDrawn() { return this.box.width === this.drawnWidth; }

      /** Shows `start`...`start + width` of the area's own coordinates. */
      show(start, width) {
        this.area.setAttribute("viewBox", `${start} ${this.top} ${width} ${this.tall}`);
        const isWhole = this.top === 0 && this.tall === side;
        this.ticks[0].show(start / side, (start + width) / side, this.isAsDrawn && width === side);
        this.ticks[1].show(1 - (this.top + this.tall) / side, 1 - this.top / side, isWhole);
        this.showLabels(start, width);
      }

      /** Words in the area follow what they stand for; of two on one another the first is shown. */
      showLabels(start, width) {
        const taken = [];
        for (const label of this.labels) {
          const box = label.place(this, start, width);
          const isFree = box && !taken.some((other) =>
            box.left < other.right && other.left < box.right && Math.abs(box.y - other.y) < 12);
          label.text.setAttribute("visibility", isFree ? "visible" : "hidden");
          if (isFree) taken.push(box);
        }
      }

      /** Height of the curves that are shown in a part of the area, with some air. */
      fit(start, width) {
        let [low, high] = [Infinity, -Infinity];
        const take = (height) => {
          low = Math.min(low, height);
          high = Math.max(high, height);
        };
        for (const series of this.series.filter((series) => series.isShown)) {
          for (const end of [start, start + width]) {
            const height = series.height(end);
            if (height !== undefined) take(height);
          }
          for (const run of series.runs) {
            for (let index = 0; index < run.length; index += 2) {
              if (run[index] >= start && run[index] <= start + width) take(run[index + 1]);
            }
          }
        }
        if (!(high > low)) return;
        const air = 0.05 * (high - low);
        this.top = low - air;
        this.tall = Math.max(high - low + 2 * air, narrowest);
      }

      /** Where a point of the screen lies in the area, as shares of its sides from its left top corner. */
      place(event) {
        const matrix = this.group.getScreenCTM();
        return {
          x: ((event.clientX - matrix.e) / matrix.a - this.box.x) / this.box.width,
          y: ((event.clientY - matrix.f) / matrix.d - this.box.y) / this.box.height,
        };
      }

      holds(event) {
        const place = this.place(event);
        return place.x >= 0 && place.x <= 1 && place.y >= 0 && place.y <= 1;
      }

      drawCursor(x) {
        const ends = { x1: x, x2: x, y1: this.top, y2: this.top + this.tall, visibility: "visible" };
        for (const [name, value] of Object.entries(ends)) this.cursor.setAttribute(name, value);
      }
    }

    /** Grid lines and numbers along one side of a panel. The first of each is the pattern of those to come. */
    class Ticks {
      constructor(group, letter, panel) {
        this.group = group;
        this.letter = letter;
        this.panel = panel;
        this.original = group ? [...group.childNodes] : [];
        this.line = group?.querySelector("line");
        this.text = group?.querySelector("text");
        this.factor = this.findFactor();
      }

      /** The power of ten that the label of the axis speaks of and the numbers leave out. */
      findFactor() {
        let largest = { number: 0, factor: 1 };
        for (const text of this.group?.querySelectorAll("text") ?? []) {
          const number = Number(text.textContent);
          if (!(Math.abs(number) > Math.abs(largest.number))) continue;
          const place = Number(text.getAttribute(this.letter)) - (this.letter === "y" ? this.drop : 0);
          const ratio = Math.abs(this.panel[this.letter].value(this.share(place)) / number);
          largest = { number, factor: ratio > 0 ? 10 ** Math.round(Math.log10(ratio)) : 1 };
        }
        return largest.factor;
      }

      /** Ticks between two shares of the axis. */
      show(from, to, isAsDrawn) {
        if (!this.text && !this.line) return;
        if (isAsDrawn) return this.restore();
        const { box, [this.letter]: axis } = this.panel;
        const most = this.letter === "x" ? box.width / 60 : box.height / 30;
        const ends = [axis.value(from) / this.factor, axis.value(to) / this.factor];
        const { values, decimals } = roundNumbers(...ends, Math.max(2, most));
        this.group.replaceChildren(...values.flatMap((value) => {
          const place = this.position((axis.share(value * this.factor) - from) / (to - from));
          return [this.lineAt(place), this.textAt(place, (value === 0 ? 0 : value).toFixed(decimals))]
            .filter((element) => element);
        }));
      }

      restore() {
        this.group.replaceChildren(...this.original);
        if (this.letter === "x") return;
        const end = this.panel.box.x + this.panel.box.width;
        for (const line of this.group.querySelectorAll("line")) line.setAttribute("x2", end);
      }

      lineAt(place) {
        const line = this.line?.cloneNode();
        if (line && this.letter === "y") line.setAttribute("x2", this.panel.box.x + this.panel.box.width);
        for (const end of [1, 2]) line?.setAttribute(`${this.letter}${end}`, place.toFixed(2));
        return line;
      }

      textAt(place, number) {
        const text = this.text?.cloneNode();
        text?.setAttribute(this.letter, (place + (this.letter === "y" ? this.drop : 0)).toFixed(2));
        text?.append(number);
        return text;
      }

      /** From a share of what is shown to the coordinates of the group, and back. */
      position(share) {
        const box = this.panel.box;
        return this.letter === "x" ? box.x + share * box.width : box.y + (1 - share) * box.height;
      }

      share(position) {
        const box = this.panel.box;
        return this.letter === "x" ? (position - box.x) / box.width : 1 - (position - box.y) / box.height;
      }

      /** How far the base line of a number stands below its tick. */
      get drop() {
        return this.line ? Number(this.text.getAttribute("y")) - Number(this.line.getAttribute("y1")) : 4;
      }
    }

    /** A word in the area: of a place along x, or, where it stands at the right end, of a height. */
    class InnerLabel {
      constructor(text, box) {
        this.text = text;
        this.isOfHeight = text.getAttribute("text-anchor") === "end";
        this.x = (Number(text.getAttribute("x")) - box.x) / box.width;
        this.y = (Number(text.getAttribute("y")) - box.y) / box.height;
      }

      /** Moves the word; its box, or undefined where its place is not shown. */
      place(panel, start, width) {
        const [x, y] = [(this.x * side - start) / width, (this.y * side - panel.top) / panel.tall];
        const shares = this.isOfHeight ? [this.x, y] : [x, this.y];
        if (!shares.every((share) => share >= -0.02 && share <= 1.02)) return undefined;
        const length = this.text.getComputedTextLength();
        const { box } = panel;
        const middle = box.x + shares[0] * box.width;
        const left = this.isOfHeight ? middle - length : Math.min(middle, box.x + box.width - length);
        const place = { left, right: left + length, y: box.y + shares[1] * box.height };
        this.text.setAttribute("x", this.isOfHeight ? place.right : place.left);
        this.text.setAttribute("y", place.y);
        return place;
      }
    }
    """#
}
