"""Draw a guess against the published figure: the guess moves, the figure can be covered."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kit.charts.canvas import LINE, Canvas, Letters, Paint
from kit.charts.chart import PAGE_SIZES, Chart
from kit.charts.lines import width_of
from kit.charts.marks import SPACE, Axis, Lane, grid, soft, ticks, tone
from kit.charts.shares import Row, bar, row_label, rows_of
from kit.charts.words import Words, measured_text
from kit.estimates import Figure, figures_of
from kit.facts import about
from kit.labels import reading, short_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

# What a page covers until the reader has guessed.
ANSWER: Final = "kit-answer"
# The guesses of a room, counted by fifths of the axis.
ROOM, FIFTHS = "kit-room-", 5
# Seen by nobody, yet written: what has no opacity at all is left out of a drawing.
_HIDDEN: Final = 0.001
_READABLE: Final = 14.5
_BAR: Final = {"wide": 46.0, "narrow": 40.0, "slide": 90.0, "paper": 24.0, "thumb": 40.0}
_REACH = 8.0


def move(size: str, number: int = 0, marks: int = 1) -> str:
    """Name the class of a mark that moves; those of the narrow drawing count on from the wide."""
    first = marks if size == PAGE_SIZES[1] else 0
    return f"kit-move-{first + number}"


def guess_chart(summary: "DataFrame | Iterable[Figure]") -> Chart:
    """Draw one published figure as in ``kit.share_chart``, and a pin for the reader's guess.

    Parameters
    ----------
    summary
        One figure of ``kit.shares`` that was published, or one figure.

    Returns
    -------
    Chart
        Its ``moves`` put the pin on each whole percent from 0 to 100; the class ``kit-answer``
        marks what tells the published figure.
    """
    (figure,) = figures_of(summary)
    title = short_text(figure.question)
    notes = [word("chart.note.base_derived")] if figure.base_status == "derived" else []
    facts = about(
        "guess",
        [figure],
        title=title,
        alternative=word("alt.guess", title=title, values=reading(figure)),
        notes=tuple(notes),
    )
    (row,) = rows_of([figure])
    words = Words(measured_text([figure], title))
    return Chart(facts, words, lambda canvas: _draw(canvas, row))


def _draw(canvas: Canvas, row: Row) -> None:
    thick = _BAR[canvas.size.name]
    size = replace(canvas.size, bar=thick)
    if size.name == "wide":  # a slide shows this drawing too, 1.6 times as large
        size = replace(size, base=_READABLE, tick=_READABLE)
    canvas.size = size
    widest = width_of(row.value, size.value, bold=True)
    axis = Axis(0, 100, 25, 14, size.width - widest - SPACE - 8)
    if not size.is_small:
        text = row_label(row.figure)
        canvas.paragraph(0, text, size.width, Letters(size.item, bold=True))
        canvas.y += 4
    ticks(canvas, axis)
    canvas.y += _REACH + size.mark
    lane = Lane(canvas.y, canvas.y + thick)
    canvas.box((axis.left, lane.top), axis.right - axis.left, thick, Paint("track"))
    grid(canvas, axis, lane.top - _REACH, lane.bottom)
    with canvas.part(ANSWER):
        bar(canvas, row, lane, axis)
    _room(canvas, lane, axis)
    with canvas.part(move(size.name)):
        _pin(canvas, lane, axis.left)
    canvas.y = lane.bottom + _REACH
    if not size.is_small:
        _keys(canvas, row.figure)
    canvas.moves = [[(axis.at(guess) - axis.left, 0.0)] for guess in range(101)]


def _room(canvas: Canvas, lane: Lane, axis: Axis) -> None:
    """Draw a column for each fifth of the axis; a page that knows the room's hands shows them."""
    for number in range(FIFTHS):
        with canvas.part(f"{ROOM}{number}"):
            left, right = (axis.at(100 / FIFTHS * it) for it in (number, number + 1))
            paint = Paint("you", "ink", 2, opacity=_HIDDEN)
            canvas.box((left + 2, lane.top), right - left - 4, lane.bottom - lane.top, paint)


def _pin(canvas: Canvas, lane: Lane, x: float) -> None:
    """Draw the mark of a guess of 0 %: a yellow flag with a dark edge stands out on any bar."""
    half, top = canvas.size.mark, lane.top - _REACH
    ends = ((x, top), (x, lane.bottom + _REACH / 2))
    canvas.strokes([ends], Paint(edge="paper", width=7))
    canvas.strokes([ends], Paint(edge="ink", width=4))
    flag = [(x - half, top - half), (x + half, top - half), (x, top + half / 2)]
    canvas.areas([flag], Paint("you", "on-you", 2))


def _keys(canvas: Canvas, figure: Figure) -> None:
    """Say what the marks mean; those of the answer are covered with it."""
    half = canvas.size.base * 0.5
    canvas.y += 4 + LINE * half
    x, after = _key(canvas, 0, 2 * half, word("guess.key.guess"))
    flag = [(x, canvas.y - half), (x + 2 * half, canvas.y - half), (x + half, canvas.y + half)]
    canvas.areas([flag], Paint("you", "on-you", 1.5))
    code = {"derived": "derived", "rounded": "inexact"}.get(figure.grade, "published")
    with canvas.part(ANSWER):
        x, after = _key(canvas, after, 2 * half, word(f"guess.key.{code}"))
        paint = Paint(tone(figure.side))
        if code == "inexact":
            paint = Paint(soft(figure.side), tone(figure.side), 1.5, (3, 2))
        canvas.box((x, canvas.y - half), 2 * half, 2 * half, paint)
        if figure.is_counted:
            x, _ = _key(canvas, after, 20, word("table.interval"))
            canvas.line((x, canvas.y), (x + 20, canvas.y), Paint(edge="ink", width=3))
    canvas.y += LINE * half + 2


def _key(canvas: Canvas, x: float, room: float, text: str) -> tuple[float, float]:
    """Write what a mark means, on a line of its own if need be; say where it and the next begin."""
    size = canvas.size
    wide = room + 6 + width_of(text, size.base)
    if x and x + wide > size.width:
        x = 0.0
        canvas.y += LINE * size.base
    canvas.text(x + room + 6, canvas.y, text, Letters(size.base, "quiet"))
    return x, x + wide + 1.5 * size.base
