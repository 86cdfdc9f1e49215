"""Show what the facts of a picture hold: a native chart, a native table, or words."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from kit.data import Row
from kit.facts import Facts
from kit.labels import word
from kit.publish.powerpoint.charts import add_chart
from kit.publish.powerpoint.plots import Plot, plot_of
from kit.publish.powerpoint.style import AFTER, WORD_SIZES, Box, height_of
from kit.publish.powerpoint.tables import add_table, column_widths, pages
from kit.publish.powerpoint.text import add_words
from kit.publish.prose import Block

_TOLD = WORD_SIZES[5:]


def add_picture(slide: Any, facts: Facts, box: Box, rows: Sequence[Sequence[str]] = ()) -> None:
    """Put a picture on a slide.

    Parameters
    ----------
    slide
        The slide of python-pptx.
    facts
        Of what is shown; of a panel, in its state.
    box
        Where.
    rows
        Those of a table that stand on this slide; all of them when empty.
    """
    if plot := plot_of(facts):
        _add_plot(slide, plot, box, facts.alternative)
    elif facts.cells:
        widths = column_widths(facts.cells, box.width)
        add_table(slide, rows or facts.cells, box, widths, facts.alternative)
    else:
        add_words(slide, _words(facts), box)


def spread(facts: Facts, box: Box) -> list[list[Sequence[str]]]:
    """Spread a table over slides; anything else stands on one."""
    is_table = facts.cells and plot_of(facts) is None
    return pages(facts.cells, box) if is_table else [[]]


def answers(facts: Facts) -> Iterator[str]:
    """Say what is right in the questions of a quiz, and why: for the trainer, not for the slide."""
    for number, item in enumerate(facts.rows if facts.kind == "quiz" else (), 1):
        right = [it for it in item["options"] if it["correct"]]
        for option in right:
            yield f"{number}. {word('quiz.option.right')}{option['text']} {option['why']}"


def _add_plot(slide: Any, plot: Plot, box: Box, alternative: str) -> None:
    """Draw a chart, and below it the sentences that say what it amounts to."""
    told = [Block("paragraph", text) for text in plot.told]
    below = height_of(plot.told, _TOLD[0], box.width) + AFTER if told else 0
    add_chart(slide, plot, box._replace(height=box.height - below), alternative)
    words = Box(box.left, box.bottom - below + AFTER, box.width, below - AFTER)
    add_words(slide, told, words, sizes=_TOLD)


def _words(facts: Facts) -> list[Block]:
    """Say what a picture says that is neither chart nor table: its questions, or its reading."""
    if facts.kind in ("quiz", "paper"):
        asked = (_asked(number, item) for number, item in enumerate(facts.rows, 1))
        return list(chain.from_iterable(asked))
    return [Block("paragraph", it) for it in (facts.alternative or facts.title,) if it]


def _asked(number: int, item: Row) -> list[Block]:
    options = [Block("item", f"{it['code'].upper()}  {it['text']}") for it in item["options"]]
    return [Block("heading", f"{number}. {item['text']}"), *options]
