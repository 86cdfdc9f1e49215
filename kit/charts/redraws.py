"""Draw many redraws of a published figure as dots, the published one below them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Final

from kit.charts.canvas import LINE, Canvas, Letters, Paint, Point
from kit.charts.chart import Chart
from kit.charts.guesses import move
from kit.charts.lines import width_of
from kit.charts.marks import Axis, band, ink, mark, ticks, tone
from kit.charts.words import Words, named_sides
from kit.data import Row, records
from kit.estimates import BOTH, figures_redrawn
from kit.facts import about
from kit.labels import (
    group_text,
    join_sentences,
    option_text,
    range_text,
    redraw_text,
    short_text,
    word,
)

if TYPE_CHECKING:
    from pandas import DataFrame

_DOT, _AIR = 6.0, 1.0
_TALLEST: Final = {"wide": 230.0, "narrow": 200.0, "slide": 80.0, "paper": 110.0, "thumb": 70.0}


@dataclass(frozen=True)
class Strip:
    """The redraws of one side.

    Parameters
    ----------
    rows
        One a redraw.
    published, counter
        Words at its head: the published value, and of a change how many redraws go another way.
    """

    side: str
    rows: tuple[Row, ...]
    published: str
    counter: str


def redraw_chart(summary: "DataFrame", *, title: str | None = None) -> Chart:
    """Draw the rows of ``kit.redraws`` as columns of dots, one strip a side.

    Parameters
    ----------
    summary
        Frame made by ``kit.redraws``.
    title
        The claim; the question's short name when empty.

    Returns
    -------
    Chart
        Its ``moves`` put one mark a side on the dot of each redraw.
    """
    rows = records(summary)
    strips = [_strip(rows, side) for side in dict.fromkeys(row["side"] for row in rows)]
    first = rows[0]
    title = title or short_text(first["question"])
    facts = about(
        "redraws",
        figures_redrawn(summary),
        settings=_settings(rows),
        title=title,
        alternative=word("alt.redraws", title=title, values=" ".join(map(_spoken, strips))),
        notes=(_note(first),),
    )
    waves = word("resample.waves") if _is_change(first) else word(f"wave.{first['wave']}")
    option = option_text(first["question"], first["option"])
    measured = word("chart.sub", parts=word("resample.heading", option=option, waves=waves))
    words = Words(measured, named_sides(it.side for it in strips), word("chart.key.band"))
    return Chart(facts, words, lambda canvas: _draw(canvas, strips))


def _strip(rows: Sequence[Row], side: str) -> Strip:
    own = tuple(row for row in rows if row["side"] == side)
    published = word("resample.published", value=redraw_text(own[0], "published"))
    contrary = sum(map(_is_contrary, own))
    counter = word("chart.counter", count=contrary, all=len(own)) if _is_change(own[0]) else ""
    return Strip(side, own, published, counter)


def _settings(rows: Sequence[Row]) -> dict[str, Any]:
    """Say how the same redraws are had again: they are seeded, and hundreds of rows are heavy."""
    sides = {row["side"] for row in rows}
    return {
        "option": rows[0]["option"],
        "side": rows[0]["side"] if len(sides) == 1 else BOTH,
        "kind": rows[0]["kind"],
        "wave": rows[0]["wave"],
        "number": max(row["redraw"] for row in rows),
    }


def _draw(canvas: Canvas, strips: Sequence[Strip]) -> None:
    if canvas.size.name == "slide":
        canvas.size = replace(canvas.size, mark=13, value=32)
    size = canvas.size
    strips = strips[-1:] if size.is_small else strips
    low, high = _range([row for it in strips for row in it.rows])
    axis = Axis(low, high, 5 if high - low <= 50 else 10, size.mark + 4, size.width - size.mark - 4)
    scale = (axis.high - axis.low) / (axis.right - axis.left)
    columns = [_columns(it.rows, scale * (_DOT + _AIR)) for it in strips]
    tallest = max(len(own) for it in columns for own in it.values())
    step = min(_DOT + _AIR, _TALLEST[size.name] / tallest)
    places = [
        _dots(canvas, it, axis, (own, step), move(size.name, number, len(strips)))
        for number, (it, own) in enumerate(zip(strips, columns, strict=True))
    ]
    if not size.is_small:
        canvas.line((axis.left, canvas.y), (axis.right, canvas.y), Paint(edge="grid", width=1))
        canvas.y += 4
        ticks(canvas, axis, unit="")
    starts = [own[0] for own in places]
    canvas.moves = [
        [(x - left, y - up) for (x, y), (left, up) in zip(dots, starts, strict=True)]
        for dots in zip(*places, strict=True)
    ]


def _range(rows: Sequence[Row]) -> tuple[float, float]:
    """Span all values and published intervals in steps of five; a change has its zero in view."""
    values = [row[name] for row in rows for name in ("value", "low", "high")]
    values += [0.0] if _is_change(rows[0]) else []
    return 5.0 * floor(min(values) / 5), 5.0 * ceil(max(values) / 5)


def _dots(
    canvas: Canvas,
    strip: Strip,
    axis: Axis,
    how: tuple[Mapping[float, list[int]], float],
    name: str,
) -> list[Point]:
    """Draw the dots of one side and give the place of each, in the order of the redraws."""
    size, rows = canvas.size, strip.rows
    if not size.is_small:
        _head(canvas, strip)
    columns, step = how
    tallest = max(map(len, columns.values()))
    ground = canvas.y + 8 + step * tallest
    if _is_change(rows[0]):
        x = axis.at(0)
        canvas.line((x, canvas.y), (x, ground + 2 * size.mark), Paint(edge="quiet", width=1.5))
    places: dict[int, Point] = {}
    kinds = defaultdict[bool, list[Point]](list)
    for value, redraws in columns.items():
        own = [(axis.at(value), ground - step * up) for up in range(len(redraws))]
        kinds[_is_contrary(rows[redraws[0]])] += own
        places |= dict(zip(redraws, own, strict=True))
    _columns_drawn(canvas, kinds, step, strip.side)
    found = [places[place] for place in range(len(rows))]
    _current(canvas, found[0], name)
    _published(canvas, strip, axis, ground + size.mark + 6)
    canvas.y = ground + 2 * size.mark + 14
    return found


def _columns_drawn(
    canvas: Canvas, kinds: Mapping[bool, Sequence[Point]], step: float, side: str
) -> None:
    """Draw each column as one dotted line: hundreds of dots, yet few bytes."""
    dot = min(_DOT, step * _DOT / (_DOT + _AIR))
    for contrary, dots in kinds.items():
        columns = defaultdict[float, list[float]](list)
        for x, y in dots:
            columns[x].append(y)
        strokes = [((x, max(ys)), (x, min(ys) - 0.1)) for x, ys in columns.items()]
        name = "ink" if contrary else tone(side)
        dash = (0.01, step - 0.01)
        canvas.strokes(strokes, Paint(edge=name, width=dot, dash=dash, is_round=True))


def _head(canvas: Canvas, strip: Strip) -> None:
    """Write whose redraws these are, and large how many of them go another way."""
    size = canvas.size
    y = canvas.y + LINE * size.value * 0.7
    name = group_text(strip.side)
    canvas.text(0, y, name, Letters(size.item, ink(strip.side), bold=True))
    start = width_of(name, size.item, bold=True) + size.base
    canvas.text(start, y, strip.published, Letters(size.base, "quiet"))
    letters = Letters(size.value * 1.25, "ink", bold=True, anchor="right")
    canvas.text(size.width, y, strip.counter, letters)
    canvas.y += LINE * size.value * 1.3


def _columns(rows: Sequence[Row], narrowest: float) -> Mapping[float, list[int]]:
    """Sort redraws into columns, each named by its middle value.

    Shares come in steps of one organisation, and a column holds as many steps as its neighbours. No
    change at all stands with the changes that go the other way.
    """
    values = sorted({row["value"] for row in rows})
    grain = 0.0 if _is_change(rows[0]) else min(high - low for low, high in pairwise(values))
    width = grain * ceil(narrowest / grain) if grain else narrowest
    falls, columns = rows[0]["published"] < 0, defaultdict[int, list[int]](list)
    for place, row in enumerate(rows):
        steps = round(row["value"] / width, 6)
        columns[floor(steps) if falls else ceil(steps) - 1].append(place)
    middles = ((column * width + (width + grain) / 2, column) for column in sorted(columns))
    return {middle: columns[column] for middle, column in middles}


def _is_change(row: Row) -> bool:
    return bool(row["kind"] == "change")


def _is_contrary(row: Row) -> bool:
    return row["outcome"] in ("gone", "turned")


def _current(canvas: Canvas, place: Point, name: str) -> None:
    """Draw the mark that follows the reader: yellow with a dark edge."""
    with canvas.part(name):
        canvas.dots([place], 7, "on-you")
        canvas.dots([place], 4.5, "you")


def _published(canvas: Canvas, strip: Strip, axis: Axis, y: float) -> None:
    row, size = strip.rows[0], canvas.size
    low, high = axis.at(row["low"]), axis.at(row["high"])
    band(canvas, strip.side, ((low, y), (high, y)), 0.72 * size.mark)
    mark(canvas, strip.side, (axis.at(row["published"]), y))


def _note(row: Row) -> str:
    codes = ["resample.note.dots", *(["resample.note.contrary"] if _is_change(row) else [])]
    return join_sentences(map(word, codes))


def _spoken(strip: Strip) -> str:
    first = strip.rows[0]
    values = [row["value"] for row in strip.rows]
    ends = range_text(min(values), max(values), sign=_is_change(first))
    return word(
        "resample.spoken",
        group=group_text(strip.side),
        value=redraw_text(first, "published"),
        number=len(strip.rows),
        range=ends,
    )
