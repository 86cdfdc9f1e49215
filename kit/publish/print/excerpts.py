"""Choose from a lesson's executed cells, by what they show and where, what its handout holds."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from kit.charts import is_drawn
from kit.errors import KitError
from kit.estimates import figures_behind
from kit.publish.cells import is_note, slide_type, tags
from kit.publish.shown import facts_in

_APART = {"exercise", "solution"}
_OPERATED = {"guess", "redraws"}  # charts that are drawn only inside a panel
_BOLD_LINE = re.compile(r"^\*\*[^*\n]+\*\*$", re.MULTILINE)


@dataclass(frozen=True)
class Excerpt:
    """Hold the parts of one lesson in one language that its handout shows.

    Parameters
    ----------
    question
        Cells that say what was asked, and who answered.
    numbers, figure
        The cell with the number table, and the one with the chart of it.
    silent
        What the survey does not say, in Markdown.
    actions
        Cells with tables of what to do.
    points, terms
        The key points as a list, and sources and licences below them, in Markdown.
    asked
        Codes of the questions behind table and chart, and of those that cards are about.
    """

    question: Sequence[NotebookNode]
    numbers: NotebookNode
    figure: NotebookNode
    silent: str
    actions: Sequence[NotebookNode]
    points: str
    terms: str
    asked: Sequence[str]

    @property
    def carded(self) -> set[str]:
        """Give the codes of the questions that a chosen card is about."""
        found = (facts_in(cell) for cell in self.question)
        return {it.question for it in found if it and it.kind == "card"}


def excerpt(cells: Sequence[NotebookNode], lesson: str) -> Excerpt:
    """Choose the parts of a handout from the executed copy of one language.

    The chart is the first one after a table of numbers, and the table is the last before it. The
    question is the section of the last question cards before the table; without such cards it is
    the first section after the setup cell. What the survey does not say is the last bold line with
    what follows it, in the first text after the chart that has two. The key points are the last
    slide. Exercises, answers, notes and panels are never chosen.

    Parameters
    ----------
    lesson
        What the lesson is called in an error.

    Raises
    ------
    KitError
        The lesson lacks one of the parts. The message says which and where it is looked for.
    """
    taught = [cell for cell in cells if not is_note(cell) and not tags(cell) & _APART]
    find = _Finder(taught, lesson)
    table = find.first(_is_numbers, "a cell that shows a table of numbers")
    chart = find.first(_is_chart, "a chart below the first table of numbers", after=table)
    table = max(place for place in range(chart) if _is_numbers(taught[place]))
    wanted = "a text below the chart with two bold lines (says, does not say)"
    reading = taught[find.first(_is_reading, wanted, after=chart)].source
    slides = [it for it in taught if it.cell_type == "markdown" and slide_type(it) == "slide"]
    points, _, terms = slides[-1].source.partition("\n\n")[2].rpartition("\n\n")
    question = _question(taught, table)
    return Excerpt(
        question=question,
        numbers=taught[table],
        figure=taught[chart],
        silent=reading[[*_BOLD_LINE.finditer(reading)][-1].start() :],
        actions=[it for it in taught if kind_of(it) == "actions" and it not in question],
        points=points,
        terms=terms,
        asked=_asked([*question, taught[table], taught[chart]]),
    )


def kind_of(cell: NotebookNode) -> str:
    """Tell what a cell shows; nothing where it shows no output of the kit."""
    facts = facts_in(cell)
    return facts.kind if facts else ""


@dataclass(frozen=True)
class _Finder:
    cells: Sequence[NotebookNode]
    lesson: str

    def first(
        self, wanted: Callable[[NotebookNode], bool], description: str, *, after: int = -1
    ) -> int:
        """Give the place of the first wanted cell, or say what the lesson lacks."""
        for place, cell in enumerate(self.cells):
            if place > after and wanted(cell):
                return place
        raise KitError(f"{self.lesson}: the handout needs {description}, and there is none")


def _is_numbers(cell: NotebookNode) -> bool:
    return kind_of(cell) == "table"


def _is_chart(cell: NotebookNode) -> bool:
    facts = facts_in(cell)
    return facts is not None and is_drawn(facts) and facts.kind not in _OPERATED


def _is_reading(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and len(_BOLD_LINE.findall(cell.source)) > 1


def _question(taught: Sequence[NotebookNode], table: int) -> list[NotebookNode]:
    """Give a section: its text, and the cards or tables of what to do directly below it."""
    kinds = [kind_of(cell) for cell in taught]
    cards = [place for place in range(table) if kinds[place] == "card"]
    setup = [place for place, cell in enumerate(taught) if "setup" in tags(cell)]
    start = cards[-1] if cards else setup[0] + 1 if setup else 0
    while taught[start].cell_type != "markdown":
        start -= 1
    end = start + 1
    while end < table and kinds[end] in ("card", "actions"):
        end += 1
    return list(taught[start:end])


def _asked(cells: Sequence[NotebookNode]) -> list[str]:
    found: list[str] = []
    for facts in filter(None, map(facts_in, cells)):
        behind = figures_behind([*facts.figures, *facts.differences])
        found += [facts.question, *(figure.question for figure in behind)]
    return list(dict.fromkeys(filter(None, found)))
