extension ReportScript {
  /// Buttons, legend, cursor and keys of a figure.
  static let controls = #"""
    /** A figure of the page with its buttons, its legend and its cursor. */
    class Figure {
      constructor(element) {
        this.element = element;
        this.svg = element.querySelector("svg");
        this.panels = [...this.svg.querySelectorAll("g.panel")]
          .filter((group) => group.querySelector("svg.area")).map((group) => new Panel(group));
        this.links = [];
        for (const panel of this.panels) {
          const known = this.links.find((link) => link.accepts(panel));
          if (known) known.panels.push(panel);
          else this.links.push(new Link(panel));
        }
        if (this.links.length === 0) return;
        this.current = this.links[0];
        this.title = element.querySelector("figcaption b")?.textContent ?? "figure";
        this.prepareView();
        this.addControls();
        this.addLegend();
        this.listen();
        this.arrange();
        new ResizeObserver(() => this.arrange()).observe(this.view);
      }

      /** Figures of one column are drawn as wide as the page is, so that words keep their size. */
      arrange() {
        const [, , drawn, height] = (this.drawn ??= this.svg.getAttribute("viewBox").split(" ").map(Number));
        const isOneColumn = this.panels.every((panel) => panel.box.x === this.panels[0].box.x);
        const width = Math.max(300, Math.round(this.view.clientWidth));
        if (!isOneColumn || width === this.width || this.view.clientWidth === 0) return;
        this.width = width;
        this.element.classList.add("fluid");
        this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        for (const panel of this.panels) panel.stretch(width - drawn);
        for (const link of this.links) link.show();
      }

      prepareView() {
        this.view = this.svg.parentElement;
        this.view.tabIndex = 0;
        this.view.setAttribute("role", "group");
        this.view.setAttribute("aria-label", `${this.title}: arrow keys move, plus and minus zoom, 0 shows all, F fits the `
          + "height, Shift with arrow keys moves the cursor");
      }

      addControls() {
        const controls = make("div", { class: "controls" });
        for (const link of this.links) {
          const name = this.links.length > 1 ? `${this.title}, ${link.axis.name}` : this.title;
          const bar = make("div", { class: "bar", role: "toolbar", "aria-label": name });
          if (this.links.length > 1) bar.append(make("span", { class: "axis" }, link.axis.name));
          const actions = [
            ["+", "zoom in", () => link.zoom(0.5)], ["\u2212", "zoom out", () => link.zoom(2)],
            ["\u2190", "move left", () => link.pan(-0.25)], ["\u2192", "move right", () => link.pan(0.25)],
            ["fit", "fit the height to what is shown", () => link.fit()], ["all", "show all", () => link.reset()],
          ];
          for (const [text, meaning, act] of actions) {
            const button = make("button", { type: "button", title: meaning, "aria-label": `${meaning}: ${name}` }, text);
            button.addEventListener("click", act);
            bar.append(button);
          }
          link.output = make("output", { class: "readings" });
          link.output.append(make("span", { class: "hint" }, "point at the figure to read values"));
          link.onCursor = () => this.writeReadings(link);
          bar.addEventListener("keydown", (event) => this.answerKey(event, link));
          controls.append(bar, link.output);
        }
        this.view.after(controls);
        this.controls = controls;
      }

      writeReadings(link) {
        link.output.replaceChildren(...link.readings().map(reading));
      }

      /** A box to tick for every name in the figure, where curves share a panel. */
      addLegend() {
        const byName = new Map();
        for (const series of this.panels.flatMap((panel) => panel.series)) {
          if (!byName.has(series.name)) byName.set(series.name, []);
          byName.get(series.name).push(series);
        }
        // Rows with one curve each have their names beside them.
        if (this.panels.every((panel) => panel.series.length < 2)) return;
        const legend = make("fieldset", { class: "legend" }, make("legend", {}, "shown"));
        const boxes = [];
        for (const [name, all] of byName) {
          const box = make("input", { type: "checkbox" });
          box.checked = true;
          box.addEventListener("change", () => {
            for (const series of all) series.element.classList.toggle("off", !box.checked);
            for (const link of this.links) link.showCursor();
          });
          boxes.push(box);
          legend.append(make("label", {}, box, swatch(all[0]), name));
        }
        if (byName.size > 3) {
          for (const [text, isChecked] of [["all", true], ["none", false]]) {
            const button = make("button", { type: "button" }, text);
            button.addEventListener("click", () => {
              for (const box of boxes.filter((box) => box.checked !== isChecked)) box.click();
            });
            legend.append(button);
          }
        }
        for (const entry of this.svg.querySelectorAll("g.legend g.entry")) {
          entry.classList.toggle("doubled", byName.has(entry.dataset.name));
        }
        this.controls.append(legend);
      }

      linkAt(event) {
        return this.links.find((link) => link.panels.some((panel) => panel.holds(event)));
      }

      listen() {
        this.view.addEventListener("keydown", (event) => this.answerKey(event, this.current));
        this.svg.addEventListener("pointerdown", (event) => this.startDrag(event));
        this.svg.addEventListener("pointermove", (event) => this.followPointer(event));
        for (const name of ["pointerup", "pointercancel"]) {
          this.svg.addEventListener(name, () => { this.drag = undefined; });
        }
        this.svg.addEventListener("dblclick", (event) => this.linkAt(event)?.zoom(0.5, this.shareAt(event)));
        this.svg.addEventListener("wheel", (event) => {
          const link = event.ctrlKey ? this.linkAt(event) : undefined;
          if (!link) return;
          event.preventDefault();
          link.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.shareAt(event));
        }, { passive: false });
      }

      shareAt(event) { return this.linkAt(event)?.panels[0].place(event).x ?? 0.5; }

      startDrag(event) {
        const link = this.linkAt(event);
        if (!link || event.button !== 0) return;
        this.current = link;
        this.drag = { link, share: link.panels[0].place(event).x };
        this.svg.setPointerCapture(event.pointerId);
        link.setCursor(this.drag.share);
      }

      followPointer(event) {
        if (this.drag) {
          const share = this.drag.link.panels[0].place(event).x;
          this.drag.link.pan(this.drag.share - share);
          this.drag.share = share;
          return;
        }
        const link = this.linkAt(event);
        if (link && event.pointerType === "mouse") {
          link.output.removeAttribute("aria-live");
          this.current = link;
          link.setCursor(link.panels[0].place(event).x);
          this.readColour(event, link);
        }
      }

      /** Of a map, the value that the colour below the pointer stands for. */
      readColour(event, link) {
        const map = event.target.closest?.("g.heat-map");
        if (!map) return;
        const panel = link.panels.find((panel) => panel.holds(event));
        const { name, unit } = nameAndUnit(map.dataset.label);
        const share = 1 - (panel.top + panel.place(event).y * panel.tall) / side;
        const height = { name: panel.y.name, value: short(panel.y.value(share)), unit: panel.y.unit };
        link.output.append(reading(height), reading({ name, value: event.target.dataset.value, unit }));
      }

      answerKey(event, link) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const actions = {
          "+": () => link.zoom(0.5), "=": () => link.zoom(0.5), "-": () => link.zoom(2), "0": () => link.reset(),
          f: () => link.fit(), F: () => link.fit(),
          ArrowLeft: () => (event.shiftKey ? link.moveCursor(-0.01) : link.pan(-0.1)),
          ArrowRight: () => (event.shiftKey ? link.moveCursor(0.01) : link.pan(0.1)),
          Home: () => link.setCursor(0), End: () => link.setCursor(1),
        };
        const act = actions[event.key];
        if (!act) return;
        event.preventDefault();
        event.stopPropagation();
        link.output.setAttribute("aria-live", "polite");
        act();
      }
    }

    /** `Glu 0.31 mM`, with the line's colour before it. */
    function reading({ name, value, unit, series }) {
      const item = make("span", { class: "reading" });
      if (series) item.append(swatch(series));
      item.append(`${name} `, make("b", {}, value), unit ? ` ${unit}` : "");
      return item;
    }

    /** A short piece of a series' line, in its colour. */
    function swatch(series) {
      const line = makeSVG("path", { d: "M0 5H20" });
      const style = series.element.getAttribute("class").replace(/\boff\b/, "");
      return makeSVG("svg", { class: "figure swatch", viewBox: "0 0 20 10", "aria-hidden": "true" },
        makeSVG("g", { class: style }, line));
    }

    for (const element of document.querySelectorAll("figure.plot")) new Figure(element);
    document.documentElement.classList.add("scripted");
    """#
}
