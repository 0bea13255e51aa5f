extension ReportScript {
  /// What moves together, and what its cursor reads.
  static let link = #"""
    /** Panels with the same axis along x: they move together, and share one cursor. */
    class Link {
      constructor(panel) {
        this.panels = [panel];
        this.axis = panel.x;
        this.start = 0;
        this.width = side;
        this.cursor = undefined;
      }

      accepts(panel) {
        return ["label", "first", "last"].every((key) => panel.x[key] === this.axis[key]);
      }

      show() {
        this.width = Math.min(side, Math.max(narrowest, this.width));
        this.start = Math.min(side - this.width, Math.max(0, this.start));
        for (const panel of this.panels) panel.show(this.start, this.width);
        this.showCursor();
      }

      /** `factor` below 1 shows less; the place at `share` of the width stays where it is. */
      zoom(factor, share = 0.5) {
        const width = Math.min(side, Math.max(narrowest, this.width * factor));
        this.start += share * (this.width - width);
        this.width = width;
        this.show();
      }

      /** By shares of what is shown; a positive one shows what lies to the right. */
      pan(share) {
        this.start += share * this.width;
        this.show();
      }

      fit() {
        for (const panel of this.panels) panel.fit(this.start, this.width);
        this.show();
      }

      reset() {
        [this.start, this.width] = [0, side];
        for (const panel of this.panels) panel.whole();
        this.show();
      }

      // The cursor's place is kept in the area's coordinates, so that it stays on the same value when the view moves.

      setCursor(share) {
        this.cursor = this.start + Math.min(1, Math.max(0, share)) * this.width;
        this.showCursor();
      }

      moveCursor(share) {
        const now = this.cursor ?? this.start + this.width / 2;
        this.setCursor((now - this.start) / this.width + share);
      }

      showCursor() {
        if (this.cursor === undefined) return;
        for (const panel of this.panels) panel.drawCursor(this.cursor);
        this.onCursor?.();
      }

      /** What the cursor reads: its place, then the value of every series that is shown and drawn there. */
      readings() {
        const place = this.axis.value(this.cursor / side);
        const step = Math.abs((this.axis.last - this.axis.first) * this.width) / side / 1000;
        const digits = Math.ceil(Math.log10(Math.abs(place) / step + 1)) + 1;
        const position = short(place, Math.min(12, Math.max(4, digits)));
        const result = [{ name: this.axis.name, value: position, unit: this.axis.unit }];
        for (const panel of this.panels) {
          const heading = this.panels.length > 1 && panel.title ? `${panel.title}: ` : "";
          for (const series of panel.series.filter((series) => series.isShown)) {
            const height = series.height(this.cursor);
            if (height === undefined) continue;
            const value = short(panel.y.value(1 - height / side));
            result.push({ name: heading + (series.name || panel.y.name), value, unit: panel.y.unit, series });
          }
        }
        return result;
      }
    }
    """#
}
