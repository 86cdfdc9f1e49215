"""Choose from a lesson's executed cells, by kind and place, what goes on its handout."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from kit.errors import KitError
from kit.publish.cells import is_note, tags

_CARD, _ACTIONS = "kit.question_card(", "kit.action_table("
_PANEL, _CHART, _TABLE = "kit-panel", 'class="kit-chart"', 'class="kit-table'
_APART = {"exercise", "solution"}
_BOLD_LINE = re.compile(r"^\*\*[^*\n]+\*\*$", re.MULTILINE)
_QUESTION = re.compile(r"[\"'](q\d\d_\w+|plans)[\"']")


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
        Codes of the questions behind table and chart.
    """

    question: Sequence[NotebookNode]
    numbers: NotebookNode
    figure: NotebookNode
    silent: str
    actions: Sequence[NotebookNode]
    points: str
    terms: str
    asked: Sequence[str]


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
    reading = find.first(
        _is_reading, "a text below the chart with two bold lines (says, does not say)", after=chart
    )
    slides = [cell for cell in taught if _is_slide(cell)]
    points, _, terms = slides[-1].source.partition("\n\n")[2].rpartition("\n\n")
    question = _question(taught, table)
    return Excerpt(
        question=question,
        numbers=taught[table],
        figure=taught[chart],
        silent=taught[reading].source[[*_BOLD_LINE.finditer(taught[reading].source)][-1].start() :],
        actions=[cell for cell in taught if _ACTIONS in cell.source and cell not in question],
        points=points,
        terms=terms,
        asked=_asked([*question, taught[table], taught[chart]]),
    )


def markup(cell: NotebookNode) -> str:
    """Give the HTML that a cell shows."""
    outputs = cell.get("outputs", [])
    return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


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
    html = markup(cell)
    apart = _CARD in cell.source or _ACTIONS in cell.source
    return _TABLE in html and _PANEL not in html and not apart


def _is_chart(cell: NotebookNode) -> bool:
    html = markup(cell)
    return _CHART in html and _PANEL not in html


def _is_reading(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and len(_BOLD_LINE.findall(cell.source)) > 1


def _is_slide(cell: NotebookNode) -> bool:
    begins = cell.metadata.get("slideshow", {}).get("slide_type") == "slide"
    return cell.cell_type == "markdown" and bool(begins)


def _question(taught: Sequence[NotebookNode], table: int) -> list[NotebookNode]:
    """Give a section: its text, and the cards or tables of what to do directly below it."""
    cards = [place for place in range(table) if _CARD in taught[place].source]
    start = cards[-1] if cards else _after_setup(taught)
    while taught[start].cell_type != "markdown":
        start -= 1
    end = start + 1
    while end < table and (_CARD in taught[end].source or _ACTIONS in taught[end].source):
        end += 1
    return list(taught[start:end])


def _after_setup(taught: Sequence[NotebookNode]) -> int:
    setup = next((place for place, cell in enumerate(taught) if "setup" in tags(cell)), -1)
    return setup + 1


def _asked(cells: Sequence[NotebookNode]) -> list[str]:
    found = (code for cell in cells for code in _QUESTION.findall(cell.source))
    return list(dict.fromkeys(found))
