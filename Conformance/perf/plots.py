"""Draws figures of lines as SVG, by the standard library alone. The same data gives the same bytes.

A figure has rows of panels. The colours follow the reader's choice of light or dark. Lines are told
apart by their labels, by colour, and by dashes; each point has a bar from its least to its greatest
value. The figure has a title and a description for those who cannot see it.
"""

import dataclasses
import math

PANEL, LEFT, RIGHT = 344, 52, 126  # widths: of a panel, and of what is beside its lines
TOP, HEADING, HEIGHT, BOTTOM = 46, 26, 190, 44  # heights: title, above the lines, lines, below them
NOTE = 17  # height of a line below the panels
LABEL_DISTANCE = 15
STYLE = """\
.ground { fill: #ffffff } .ink { fill: #1f2328 } .faint { fill: #59636e }
.grid { stroke: #d9dee3; fill: none } .shade { fill: #eef1f4 }
.line { fill: none; stroke-width: 2 } .spread { stroke-width: 1; opacity: 0.6 }
.joint { stroke-width: 1; stroke-dasharray: 1 3 }
.s0 { stroke: #0b5cad } .s1 { stroke: #13795b } .s2 { stroke: #b3480b } .s3 { stroke: #8b3a9c }
.f0 { fill: #0b5cad } .f1 { fill: #13795b } .f2 { fill: #b3480b } .f3 { fill: #8b3a9c }
.dashed { stroke-dasharray: 6 3 }
text { font-family: sans-serif; font-size: 12px }
.title { font-size: 17px; font-weight: bold } .heading { font-size: 13px; font-weight: bold }
.middle { text-anchor: middle } .end { text-anchor: end }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117 } .ink { fill: #e6edf3 } .faint { fill: #9aa4af }
.grid { stroke: #30363d } .shade { fill: #1a2029 }
.s0 { stroke: #6cb0ff } .s1 { stroke: #56d4a3 } .s2 { stroke: #ffa065 } .s3 { stroke: #dd97ec }
.f0 { fill: #6cb0ff } .f1 { fill: #56d4a3 } .f2 { fill: #ffa065 } .f3 { fill: #dd97ec }
}"""


@dataclasses.dataclass
class Line:
    """The points of one line: x, and the middle, least and greatest y."""

    label: str
    style: int
    is_dashed: bool
    points: list


@dataclasses.dataclass
class Panel:
    """Axes with lines. The ground right of `shade` has another colour."""

    heading: str
    unit: str
    across: str
    ticks: list
    is_logarithmic: bool
    lines: list
    shade: float | None = None


def short(value):
    """A count as on an axis: 1, 10k, 1.6M."""
    for size, letter in ((10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:.4g}{letter}"
    return f"{value:.4g}"


def figures(value):
    """A value that was measured, or a tick beside such: 0.05, 2.5, 1,000."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text(x, y, content, *classes):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{" ".join(classes)}">{escaped(content)}</text>'


def segment(x1, y1, x2, y2, *classes):
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" class="{" ".join(classes)}"/>'


class Scale:
    """Places values on an axis whose ends are ticks, or beyond all of them by a little."""

    def __init__(self, low, high, start, end, is_logarithmic):
        self.is_logarithmic = is_logarithmic
        self.low, self.high = self.mapped(low), self.mapped(high)
        self.start, self.end = start, end

    def mapped(self, value):
        return math.log10(value) if self.is_logarithmic else value

    def at(self, value):
        share = (self.mapped(value) - self.low) / ((self.high - self.low) or 1)
        return self.start + share * (self.end - self.start)


def logarithmic_ticks(low, high):
    """Powers of ten that enclose two values, with 2 and 5 between them if they are few."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    mantissas = (1, 2, 5) if last - first < 3 else (1,)
    found = [mantissa * 10.0**power for power in range(first, last + 1) for mantissa in mantissas]
    least = max(tick for tick in found if tick <= low * 1.0001)
    greatest = min(tick for tick in found if tick >= high * 0.9999)
    return [tick for tick in found if least <= tick <= greatest]


def linear_ticks(high):
    """Four to seven even values from 0 to one that is not less than `high`."""
    power = 10.0 ** math.floor(math.log10(high / 4))
    step = next(power * size for size in (1, 2, 2.5, 5, 10) if high / (power * size) <= 6)
    return [step * number for number in range(math.ceil(high / step - 1e-9) + 1)]


def axis_of(panel):
    """The ticks of the upright axis, and whether it is logarithmic: if its values differ much."""
    values = [value for line in panel.lines for _, *ys in line.points for value in ys]
    low, high = min(values), max(values)
    if low > 0 and high / low > 12:
        return logarithmic_ticks(low, high), True
    return linear_ticks(high), False


def spaced(places, top, bottom):
    """The places, moved so far that no two are nearer than a line of text."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [places[index] for index in order]
    for index in range(1, len(moved)):
        moved[index] = max(moved[index], moved[index - 1] + LABEL_DISTANCE)
    for index in range(len(moved) - 1, -1, -1):
        limit = bottom if index == len(moved) - 1 else moved[index + 1] - LABEL_DISTANCE
        moved[index] = max(min(moved[index], limit), top)
    return [moved[order.index(index)] for index in range(len(places))]


def draw_panel(panel, left, top):
    """Yields the elements of a panel whose corner is given."""
    x1, x2 = left + LEFT, left + PANEL - RIGHT
    y1, y2 = top + HEADING, top + HEADING + HEIGHT
    ticks, is_logarithmic = axis_of(panel)
    up = Scale(ticks[0], ticks[-1], y2, y1, is_logarithmic)
    across = Scale(panel.ticks[0], panel.ticks[-1], x1 + 6, x2 - 6, panel.is_logarithmic)
    yield text(left + 6, top + 12, f"{panel.heading}, {panel.unit}", "ink", "heading")
    if panel.shade is not None:
        edge = across.at(panel.shade)
        yield f'<rect x="{edge:.1f}" y="{y1}" width="{x2 - edge:.1f}" height="{HEIGHT}" class="shade"/>'
    for tick in ticks:
        yield segment(x1, up.at(tick), x2, up.at(tick), "grid")
        yield text(x1 - 5, up.at(tick) + 4, figures(tick), "faint", "end")
    for tick in panel.ticks:
        yield segment(across.at(tick), y2, across.at(tick), y2 + 4, "grid")
        yield text(across.at(tick), y2 + 17, short(tick), "faint", "middle")
    yield text((x1 + x2) / 2, y2 + 34, panel.across, "ink", "middle")
    for line in panel.lines:
        dashes = ["dashed"] if line.is_dashed else []
        places = [(across.at(x), up.at(middle)) for x, middle, _, _ in line.points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path d="M{path}" class="{" ".join(["line", f"s{line.style}", *dashes])}"/>'
        for x, _, low, high in line.points:
            yield segment(across.at(x), up.at(low), across.at(x), up.at(high),
                          "spread", f"s{line.style}")
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" class="f{line.style}"/>'
    yield from draw_labels(panel, across, up, x2, y1, y2)


def draw_labels(panel, across, up, x2, y1, y2):
    """Yields a label right of the last point of each line, and what joins the two."""
    ends = [(across.at(line.points[-1][0]), up.at(line.points[-1][1])) for line in panel.lines]
    places = spaced([y for _, y in ends], y1 + 4, y2)
    for line, (x, y), place in zip(panel.lines, ends, places):
        yield segment(x + 5, y, x2 + 8, place, "joint", f"s{line.style}")
        yield text(x2 + 11, place + 4, line.label, f"f{line.style}")


def told(panel):
    """What a panel shows, as a sentence."""
    parts = []
    for line in panel.lines:
        (x1, y1, *_), (x2, y2, *_) = line.points[0], line.points[-1]
        parts.append(f"{line.label} from {figures(y1)} at {x1:,} to {figures(y2)} at {x2:,}")
    return f"{panel.heading} in {panel.unit} by {panel.across}: " + "; ".join(parts) + "."


def figure(title, notes, rows):
    """The SVG of rows of panels, with lines of text below them."""
    width = PANEL * max(len(row) for row in rows)
    row_height = HEADING + HEIGHT + BOTTOM
    end = TOP + row_height * len(rows)
    height = end + NOTE * (len(notes) + 1)
    description = " ".join(told(panel) for row in rows for panel in row)
    elements = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="title description">',
        f'<title id="title">{escaped(title)}</title>',
        f'<desc id="description">{escaped(description)}</desc>',
        f"<style>\n{STYLE}\n</style>",
        f'<rect width="{width}" height="{height}" class="ground"/>',
        text(6, 24, title, "ink", "title")]
    for number, row in enumerate(rows):
        for column, panel in enumerate(row):
            elements += draw_panel(panel, column * PANEL, TOP + number * row_height)
    elements += [text(6, end + NOTE * (number + 1), note, "faint")
                 for number, note in enumerate(notes)]
    return "\n".join([*elements, "</svg>"]) + "\n"
