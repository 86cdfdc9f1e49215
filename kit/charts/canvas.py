"""Lay marks and values out from the top of a drawing; the unit of both axes is the CSS pixel.

Everything carries classes that name its colours, so that a page colours it for its theme; what is
drawn holds the light ones for whatever knows no classes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from kit.charts.lines import fold
from kit.charts.size import Size
from kit.font import FAMILY, WEIGHTS, font_file
from kit.look import colour

Point = tuple[float, float]
Stroke = Sequence[Point]

# Parts of a drawing that a page may hide, move or colour carry a class that begins so.
PART = "kit-"
# What a panel moves from one of its views to the next, by whom and what it is about.
MOVING = f"{PART}is-"
FILL, EDGE, TEXT = f"{PART}fill-", f"{PART}stroke-", f"{PART}text-"
MIDDLE = 0.36  # of the height of letters, from their middle down to their base line
LINE = 1.36  # from line to line


class Paint(NamedTuple):
    """Say how something is drawn: names of colours, and pixels.

    Parameters
    ----------
    fill, edge
        Tokens of ``kit.look``; empty for none.
    width
        Of the edge.
    dash
        Lengths of strokes and gaps.
    opacity
        From 0 to 1.
    is_round
        Whether strokes end round, so that one without length is a dot.
    """

    fill: str = ""
    edge: str = ""
    width: float = 0
    dash: tuple[float, ...] = ()
    opacity: float = 1
    is_round: bool = False


class Letters(NamedTuple):
    """Say how words are drawn: height in pixels, name of a colour, weight, and what ``x`` is."""

    size: float
    colour: str = "ink"
    bold: bool = False
    anchor: str = "left"


class Canvas:
    """Collect marks and values at one size.

    Parameters
    ----------
    size
        Of the medium.

    Attributes
    ----------
    y
        Where the next part begins, from the top.
    moves
        For each state of a drawing that can move, how far each of its marks goes.
    """

    def __init__(self, size: Size) -> None:
        self.size = size
        self.figure = Figure(facecolor=colour("paper"))
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.y = 0.0
        self.moves: Sequence[Sequence[Point]] = ()
        self.family = font_family()
        self._part = ""
        self._drawn = 0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Let what is drawn inside carry a class, so that a page can hide or move it."""
        outer, self._part = self._part, name
        yield
        self._part = outer

    def text(self, x: float, y: float, text: str, letters: Letters) -> None:
        """Write one line; ``y`` is the middle of its letters."""
        if not text:
            return
        options: dict[str, Any] = {"fontsize": letters.size, "color": colour(letters.colour)}
        options |= {"fontweight": 700 if letters.bold else 400, "fontfamily": self.family}
        options |= {"ha": letters.anchor, "va": "baseline", "parse_math": False}
        made = self.axes.text(x, y + MIDDLE * letters.size, text, **options)
        self._mark(made, TEXT + letters.colour)

    def paragraph(self, x: float, text: str, room: float, letters: Letters) -> None:
        """Write wrapped text below what stands there, and move down."""
        for line in fold(text, room, letters.size, bold=letters.bold):
            self.text(x, self.y + LINE * letters.size / 2, line, letters)
            self.y += LINE * letters.size

    def strokes(self, strokes: Sequence[Stroke], paint: Paint) -> None:
        """Draw lines as one mark, which is quicker and lighter than many."""
        if not strokes:
            return
        vertices = [point for stroke in strokes for point in stroke]
        codes = [
            Path.LINETO if place else Path.MOVETO
            for stroke in strokes
            for place in range(len(stroke))
        ]
        self._shape(vertices, codes, paint)

    def line(self, start: Point, end: Point, paint: Paint) -> None:
        """Draw one straight line."""
        self.strokes([(start, end)], paint)

    def areas(self, areas: Sequence[Sequence[Point]], paint: Paint) -> None:
        """Fill areas with straight edges, as one mark."""
        if not areas:
            return
        vertices = [point for area in areas for point in (*area, area[0])]
        codes = [
            code
            for area in areas
            for code in (Path.MOVETO, *[Path.LINETO] * (len(area) - 1), Path.CLOSEPOLY)
        ]
        self._shape(vertices, codes, paint)

    def box(self, corner: Point, width: float, height: float, paint: Paint) -> None:
        """Draw a rectangle."""
        self.areas([rectangle(corner, width, height)], paint)

    def dots(self, places: Sequence[Point], radius: float, name: str) -> None:
        """Draw circles as one mark: round strokes without length."""
        paint = Paint(edge=name, width=2 * radius, is_round=True)
        self.strokes([(place, (place[0] + 0.01, place[1])) for place in places], paint)

    def squares(self, places: Sequence[Point], half: float, name: str) -> None:
        """Draw squares as one mark."""
        corners = [(x - half, y - half) for x, y in places]
        self.areas([rectangle(it, 2 * half, 2 * half) for it in corners], Paint(name))

    def finish(self, margin: float = 0) -> None:
        """Cut the drawing to what it holds, with a margin around it."""
        width, height = self.size.width + margin, max(self.y, 1.0) + margin
        self.figure.set_size_inches((width + margin) / 72, (height + margin) / 72)
        self.axes.set(xlim=(-margin, width), ylim=(height, -margin))

    def _shape(self, vertices: Sequence[Point], codes: Sequence[Any], paint: Paint) -> None:
        shape = PathPatch(
            Path(vertices, codes),
            facecolor=colour(paint.fill) if paint.fill else "none",
            edgecolor=colour(paint.edge) if paint.edge else "none",
            linewidth=paint.width,
            linestyle=(0, paint.dash) if paint.dash else "-",
            capstyle="round" if paint.is_round else "butt",
            joinstyle="miter",
            alpha=paint.opacity if paint.opacity < 1 else None,
            clip_on=False,
            # In a PNG, level strokes are drawn at whole pixels: one without length would be gone.
            snap=False if paint.is_round else None,
        )
        names = [f"{FILL}{paint.fill}" * bool(paint.fill), f"{EDGE}{paint.edge}" * bool(paint.edge)]
        self.axes.add_artist(shape)
        self._mark(shape, " ".join(filter(None, names)))

    def _mark(self, made: Any, classes: str) -> None:
        """Let what was drawn lie above all before it, and name its classes."""
        self._drawn += 1
        made.set(zorder=self._drawn, gid=f"{self._part} {classes}".strip())


def rectangle(corner: Point, width: float, height: float) -> list[Point]:
    """Give the corners of a rectangle from its upper left one."""
    x, y = corner
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


@cache
def font_family() -> str:
    """Name the kit's font for Matplotlib, registering it on first use."""
    known = font_manager.fontManager
    if FAMILY not in {font.name for font in known.ttflist}:
        for weight in WEIGHTS:
            known.addfont(font_file(weight))
    return FAMILY
