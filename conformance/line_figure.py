"""Curves as an SVG that follows the reader's preference for light or dark: for the figures of docs/gallery.md."""
import math

COLOURS = ("#2a78c2", "#d1652b", "#4a9a52")
WIDTH, HEIGHT, LEFT, TOP = 640, 300, 56, 24
INNER, TALL = WIDTH - LEFT - 160, HEIGHT - TOP - 45


def svg(title, x_label, y_label, xs, curves, mark=None):
    """`curves` by name, each as long as `xs`; `mark`: a dashed line at this height."""
    low_x, high_x = min(xs), max(xs)
    low = min(0.0, min(float(min(values)) for values in curves.values()))
    high = max(float(max(values)) for values in curves.values())

    def place(x, y):
        return LEFT + (x - low_x) / (high_x - low_x) * INNER, TOP + (1 - (y - low) / (high - low)) * TALL

    def path(points, style):
        return f"<path {style} d=\"M{' L'.join(f'{x:.1f},{y:.1f}' for x, y in points)}\"/>"

    def text(x, y, words, style):
        return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{words}</text>'

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        "<style>text{fill:#222}path{fill:none;stroke-width:1.6}.axis{stroke:#888;stroke-width:1}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>",
        path([place(low_x, high), place(low_x, low)], 'class="axis"'),
        path([place(low_x, 0), place(high_x, 0)], 'class="axis"'),
        text(2, 12, y_label, ""),
        text(LEFT + INNER / 2, HEIGHT - 8, x_label, 'text-anchor="middle"'),
    ]
    if mark is not None:
        lines.append(path([place(low_x, mark), place(high_x, mark)], 'class="axis" stroke-dasharray="4 3"'))
    for tick in ticks(low_x, high_x):
        lines.append(text(place(tick, low)[0], TOP + TALL + 16, f"{tick:g}", 'text-anchor="middle"'))
    for tick in ticks(low, high):
        lines.append(text(LEFT - 6, place(low_x, tick)[1] + 4, f"{tick:g}", 'text-anchor="end"'))
    for number, (name, values) in enumerate(curves.items()):
        colour = COLOURS[number]
        lines.append(path([place(x, y) for x, y in zip(xs, values)], f'stroke="{colour}"'))
        lines.append(text(LEFT + INNER + 12, TOP + 18 * (number + 1), name, f'style="fill:{colour}"'))
    return "\n".join(lines + ["</svg>"]) + "\n"


def ticks(low, high):
    """Round numbers, at most seven."""
    step = 10.0 ** math.floor(math.log10((high - low) / 5))
    while (high - low) / step > 7:
        step *= 2 if f"{step:e}".startswith(("1", "5")) else 2.5
    return [round(number * step, 10) for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
