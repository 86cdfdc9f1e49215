"""Draw a guess against the published figure: the guess moves, the figure can be covered."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kit.charts.canvas import COLOURS, INK, MARKERS, SMALL, Canvas
from kit.charts.chart import Chart, own_settings
from kit.charts.shares import BAR, bar, row_label
from kit.estimates import Figure, figures_of
from kit.facts import about
from kit.labels import option_text, reading, short_text, value_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

# Parts that a page covers until the reader has guessed, and the mark that follows the guess.
ANSWER, GUESS = "kit-answer", "kit-move-0"
PIN, REACH = 8.0, 5.0
KEY = 18.0


@own_settings()
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
    canvas = Canvas(short_text(figure.question), option_text(figure.question, figure.option))
    canvas.y += 4
    canvas.heads(row_label(figure), value_text(figure), part=ANSWER)
    canvas.y += PIN + REACH
    canvas.track(BAR)
    with canvas.part(ANSWER):
        bar(canvas, figure)
    with canvas.part(GUESS):
        _pin(canvas)
    canvas.y += BAR + REACH
    canvas.percent_axis()
    _keys(canvas, figure)
    if figure.base_status == "derived":
        canvas.note(word("chart.note.base_derived"))
    moves = [[(canvas.at(guess) - canvas.at(0), 0.0)] for guess in range(101)]
    chart = canvas.finish(about("guess", [figure]), values=reading(figure))
    return replace(chart, moves=moves)


def _pin(canvas: Canvas) -> None:
    """Draw the mark of a guess of 0 %, with a light edge so that it stands out on any bar."""
    x, ends = canvas.at(0), (canvas.y - REACH, canvas.y + BAR + REACH)
    canvas.line([x, x], ends, linewidth=5, color="white", solid_capstyle="butt")
    canvas.line([x, x], ends, linewidth=2.2, solid_capstyle="butt")
    canvas.line([x], [canvas.y - REACH - 2], marker="v", markersize=10, markeredgecolor="white")


def _keys(canvas: Canvas, figure: Figure) -> None:
    """Say what the marks mean; those of the answer are covered with it."""
    middle, left = canvas.y + KEY / 2, canvas.at(0) + 6
    canvas.line([left], [middle], marker="v", markersize=9)
    canvas.text(left + 10, middle, word("guess.key.guess"), **SMALL)
    with canvas.part(ANSWER):
        _published(canvas, figure, middle)
    canvas.y += KEY


def _published(canvas: Canvas, figure: Figure, middle: float) -> None:
    left, code = canvas.at(28), "guess.key.published"
    if figure.verdict == "inexact":
        frame = {"facecolor": "none", "edgecolor": COLOURS[figure.side], "linestyle": "--"}
        canvas.box(left, middle - 5, 20, 10, **frame)
        code = "guess.key.inexact"
    else:
        shape = {"markersize": 7.5, "markerfacecolor": "white", "markeredgecolor": INK}
        canvas.line([left + 10], [middle], marker=MARKERS[figure.side], **shape)
        code = "guess.key.derived" if figure.status == "derived" else code
    canvas.text(left + 26, middle, word(code), **SMALL)
    if figure.is_counted:
        left = canvas.at(74)
        caps = [((x, x), (middle - 4, middle + 4)) for x in (left, left + 20)]
        canvas.strokes([((left, left + 20), (middle, middle)), *caps], linewidth=1.6)
        canvas.text(left + 26, middle, word("table.interval"), **SMALL)
