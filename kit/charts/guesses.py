"""Draw a guess against the published figure: the guess moves, the figure can be covered."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kit.charts.canvas import COLOURS, HEADING, INK, MARKERS, SMALL, Sheet
from kit.charts.chart import Chart
from kit.charts.shares import BAR, bar, row_label
from kit.data import Row, records
from kit.labels import option_text, reading, short_text, source_text, value_text, word

if TYPE_CHECKING:
    from pandas import DataFrame

# Parts that a page covers until the reader has guessed, and the mark that follows the guess.
ANSWER, GUESS = "kit-answer", "kit-move-0"
PIN, REACH = 8.0, 5.0
KEY = 18.0


def guess_chart(summary: "DataFrame") -> Chart:
    """Draw one published figure as in ``kit.share_chart``, and a pin for the reader's guess.

    Parameters
    ----------
    summary
        One row of ``kit.shares`` that was published.

    Returns
    -------
    Chart
        Its ``moves`` put the pin on each whole percent from 0 to 100; the class ``kit-answer``
        marks what tells the published figure.
    """
    (row,) = records(summary)
    sheet = Sheet(short_text(row["question"]))
    sheet.y += 4
    sheet.paragraph(option_text(row["question"], row["option"]), size=HEADING, colour=INK)
    sheet.heads(row_label(row), value_text(row), part=ANSWER)
    sheet.y += PIN + REACH
    sheet.track(BAR)
    with sheet.part(ANSWER):
        bar(sheet, row)
    with sheet.part(GUESS):
        _pin(sheet)
    sheet.y += BAR + REACH
    sheet.percent_axis()
    _keys(sheet, row)
    notes = [word("chart.note.base_derived")] if row["base_status"] == "derived" else []
    sheet.notes([*notes, source_text([row["source"]])])
    moves = [[(sheet.at(guess) - sheet.at(0), 0.0)] for guess in range(101)]
    return replace(sheet.finish("guess", [row], values=reading(row)), moves=moves)


def _pin(sheet: Sheet) -> None:
    """Draw the mark of a guess of 0 %, with a light edge so that it stands out on any bar."""
    x, ends = sheet.at(0), (sheet.y - REACH, sheet.y + BAR + REACH)
    sheet.line([x, x], ends, linewidth=5, color="white", solid_capstyle="butt")
    sheet.line([x, x], ends, linewidth=2.2, solid_capstyle="butt")
    sheet.line([x], [sheet.y - REACH - 2], marker="v", markersize=10, markeredgecolor="white")


def _keys(sheet: Sheet, row: Row) -> None:
    """Say what the marks mean; those of the answer are covered with it."""
    middle, left = sheet.y + KEY / 2, sheet.at(0) + 6
    sheet.line([left], [middle], marker="v", markersize=9)
    sheet.text(left + 10, middle, word("guess.key.guess"), **SMALL)
    with sheet.part(ANSWER):
        _published(sheet, row, middle)
    sheet.y += KEY


def _published(sheet: Sheet, row: Row, middle: float) -> None:
    left, code = sheet.at(28), "guess.key.published"
    if row["verdict"] == "inexact":
        frame = {"facecolor": "none", "edgecolor": COLOURS[row["side"]], "linestyle": "--"}
        sheet.box(left, middle - 5, 20, 10, **frame)
        code = "guess.key.inexact"
    else:
        shape = {"markersize": 7.5, "markerfacecolor": "white", "markeredgecolor": INK}
        sheet.line([left + 10], [middle], marker=MARKERS[row["side"]], **shape)
        code = "guess.key.derived" if row["status"] == "derived" else code
    sheet.text(left + 26, middle, word(code), **SMALL)
    if row["verdict"] == "unique":
        left = sheet.at(74)
        caps = [((x, x), (middle - 4, middle + 4)) for x in (left, left + 20)]
        sheet.strokes([((left, left + 20), (middle, middle)), *caps], linewidth=1.6)
        sheet.text(left + 26, middle, word("table.interval"), **SMALL)
