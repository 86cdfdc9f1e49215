"""Draw what all kinds of charts share: sides, intervals, certainty, axes and labels of rows."""

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import Final, NamedTuple

from kit.charts.canvas import LINE, Canvas, Letters, Paint, Point
from kit.charts.lines import fold, width_of
from kit.estimates import Figure

# What a side is drawn with where a program draws marks of its own.
MARKERS: Final = {"client": "o", "vendor": "s", "all": "D", "unknown": "D"}
BAND = 0.24  # opacity of an interval
DASH = (6.0, 4.0)
DOTTED = (2.0, 5.0)
SPACE = 8.0  # between a mark and its value
CAP = 2.5


def tone(side: str) -> str:
    """Name the colour of the marks of a side."""
    return side if side in ("client", "vendor") else "quiet"


def ink(side: str) -> str:
    """Name the colour of the words and numbers of a side."""
    return f"{side}-ink" if side in ("client", "vendor") else "ink"


def soft(side: str) -> str:
    """Name the pale colour of a side."""
    return f"{side}-soft" if side in ("client", "vendor") else "track"


def is_solid(figure: Figure) -> bool:
    """Tell whether a figure was published as an exact number; its mark is filled then."""
    return figure.bound == "exact" and figure.status != "derived"


def mark(canvas: Canvas, side: str, place: Point, *, hollow: bool = False) -> None:
    """Draw the mark of a side: a circle for clients, a square for vendors, else a diamond."""
    for name, grown in ((tone(side), 0.0), *([("paper", -3.0)] if hollow else [])):
        if side == "client":
            canvas.dots([place], canvas.size.mark + grown, name)
        elif side == "vendor":
            canvas.squares([place], canvas.size.square + grown, name)
        else:
            (x, y), half = place, canvas.size.mark + grown
            corners = [(x - half, y), (x, y - half), (x + half, y), (x, y + half)]
            canvas.areas([corners], Paint(name))


def band(canvas: Canvas, side: str, ends: tuple[Point, Point], half: float) -> None:
    """Draw an interval as a pale band with a cap at both ends, along one axis."""
    (x0, y0), (x1, y1) = ends
    across = (0, half) if y0 == y1 else (half, 0)
    corners = [
        (x0 - across[0], y0 - across[1]),
        (x1 - across[0], y1 - across[1]),
        (x1 + across[0], y1 + across[1]),
        (x0 + across[0], y0 + across[1]),
    ]
    canvas.areas([corners], Paint(tone(side), opacity=BAND))
    caps = [(corners[0], corners[3]), (corners[1], corners[2])]
    canvas.strokes(caps, Paint(edge=tone(side), width=CAP))


def hatching(
    corner: Point, width: float, height: float, step: float
) -> Iterator[tuple[Point, Point]]:
    """Give lines of 45 degrees that fill a rectangle."""
    left, top = corner
    for start in range(1, ceil((width + height) / step)):
        reach = start * step
        first = (left + max(0.0, reach - height), top + min(height, reach))
        last = (left + min(width, reach), top + max(0.0, reach - width))
        yield first, last


class Axis(NamedTuple):
    """Place values from left to right.

    Parameters
    ----------
    low, high, step
        Ends of the axis and how far its ticks are apart, in the unit of the values.
    left, right
        Where its ends lie.
    """

    low: float
    high: float
    step: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Place a value."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    @property
    def ticks(self) -> list[float]:
        """Give the values of its ticks."""
        number = floor((self.high - self.low) / self.step) + 1
        return [self.low + place * self.step for place in range(number)]


def ticks(canvas: Canvas, axis: Axis, *, unit: str = "%") -> None:
    """Write the numbers of an axis above what follows; its ends carry the unit."""
    size = canvas.size
    if size.is_small:
        return
    y = canvas.y + LINE * size.tick / 2
    for tick in axis.ticks:
        is_end = tick in (axis.low, axis.high)
        text = f"{tick:g}{unit if is_end else ''}".replace("-", "\N{MINUS SIGN}")
        half = width_of(text, size.tick) / 2
        x = min(max(axis.at(tick), half), size.width - half)
        canvas.text(x, y, text, Letters(size.tick, "quiet", anchor="center"))
    canvas.y += LINE * size.tick + 4


def grid(canvas: Canvas, axis: Axis, top: float, bottom: float) -> None:
    """Draw the lines of an axis behind what follows; the line of 0 is thicker."""
    lines = {tick: [((axis.at(tick), top), (axis.at(tick), bottom))] for tick in axis.ticks}
    thick = lines.pop(0, [])
    canvas.strokes([it for line in lines.values() for it in line], Paint(edge="grid", width=1))
    if thick:
        canvas.strokes(thick, Paint(edge="grid", width=2))


class Label(NamedTuple):
    """Name a row: a bold head, and below it words with a colour each."""

    head: str = ""
    foot: tuple[tuple[str, str], ...] = ()


class Lane(NamedTuple):
    """Hold the room of a row's marks, from the top."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Give the line on which its marks stand."""
        return (self.top + self.bottom) / 2


def lanes(canvas: Canvas, labels: Sequence[Label], row: float, plot: float) -> Iterator[Lane]:
    """Write the labels of rows, left of their marks or above them, and give the room of each.

    Parameters
    ----------
    row
        Height of a row whose label stands at the left.
    plot
        Height of the marks of a row whose label stands above.
    """
    size = canvas.size
    for label in labels:
        if size.label:
            height = max(row, _height(canvas, label, size.label - 14) + size.base / 3)
            top = canvas.y
            canvas.y = top + (height - _height(canvas, label, size.label - 14)) / 2
            _written(canvas, label, size.label - 14)
            canvas.y = top + height
            yield Lane(top, canvas.y)
        else:
            canvas.y += 0 if size.is_small else 8
            _written(canvas, label, size.width)
            yield Lane(canvas.y, canvas.y + plot)
            canvas.y += plot


def _heads(canvas: Canvas, label: Label, room: float) -> list[str]:
    return fold(label.head, room, canvas.size.item, bold=True) if canvas.size.item else []


def _feet(canvas: Canvas, label: Label, room: float) -> list[list[tuple[str, str, float]]]:
    """Lay the words of a foot out in lines: text, colour and place of each."""
    size, lines, x = canvas.size.base, list[list[tuple[str, str, float]]](), 0.0
    for text, colour in label.foot if canvas.size.item else ():
        for number, line in enumerate(fold(text, room, size)):
            wide = width_of(line, size)
            if number or not lines or x + wide > room:
                lines.append([])
                x = 0.0
            lines[-1].append((line, colour, x))
            x += wide + 0.7 * size
    return lines


def _height(canvas: Canvas, label: Label, room: float) -> float:
    heads, feet = _heads(canvas, label, room), _feet(canvas, label, room)
    return LINE * (canvas.size.item * len(heads) + canvas.size.base * len(feet))


def _written(canvas: Canvas, label: Label, room: float) -> None:
    size = canvas.size
    for line in _heads(canvas, label, room):
        canvas.text(0, canvas.y + LINE * size.item / 2, line, Letters(size.item, bold=True))
        canvas.y += LINE * size.item
    for pieces in _feet(canvas, label, room):
        for text, colour, x in pieces:
            canvas.text(x, canvas.y + LINE * size.base / 2, text, Letters(size.base, colour))
        canvas.y += LINE * size.base


def apart(heights: Sequence[float], distance: float) -> list[float]:
    """Push ascending heights apart, evenly, until ``distance`` lies between each two.

    Examples
    --------
    >>> apart([10.0, 12.0], 10)
    [6.0, 16.0]
    """
    groups: list[list[float]] = []  # of each: the sum of what its members want, and how many
    for number, height in enumerate(heights):
        groups.append([height - number * distance, 1])
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] > groups[-1][0] / groups[-1][1]:
            total, count = groups.pop()
            groups[-1] = [groups[-1][0] + total, groups[-1][1] + count]
    middles = [total / count for total, count in groups for _ in range(int(count))]
    return [middle + number * distance for number, middle in enumerate(middles)]
