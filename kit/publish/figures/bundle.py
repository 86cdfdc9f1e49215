"""Build the figure bundle: every chart of the lessons with its numbers, ready to paste.

Charts of cells stand in a folder for their lesson, those of panels in one for their question.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from kit import data
from kit.charts.chart import Chart
from kit.estimates import WAVES
from kit.labels import LANGUAGES, in_language, word
from kit.lessons.explore import BOTH, explore_charts
from kit.panels import Slider
from kit.publish.build import Work, build
from kit.publish.executed import without_kernel
from kit.publish.figures.objects import EXPLORED, shown_objects
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.lesson import Lesson, read_lessons
from kit.tables.numbers import number_frame

RESOLUTION = 300  # dots per inch, what printers ask for


def build_figures(notebooks: Path = NOTEBOOKS, folder: Path = BUILD) -> list[Path]:
    """Build the bundle below ``figures/``; return the files whose bytes changed.

    Raises
    ------
    KitError
        Lessons failed; the message names each with its cell, the others are written.
    """
    return build(list(figure_works(read_lessons(notebooks))), folder)


def figure_works(lessons: Sequence[Lesson]) -> Iterator[Work]:
    """List for each language a folder of figures for each lesson and each explored question."""
    cells = (cell for lesson in lessons for cell in lesson.notebook.cells)
    explored = dict.fromkeys(it[1] for cell in cells if (it := EXPLORED.search(cell.source)))
    for language in LANGUAGES:
        for lesson in lessons:
            copy = without_kernel(lesson).copy(language).decode()
            make = partial(_of_lesson, copy=copy, name=lesson.name)
            yield Work(f"figures/{language}/{lesson.name}", make)
        for question in explored:
            views = partial(_of_question, question=question, language=language)
            yield Work(f"figures/{language}/{question}", views)


def charts(copy: NotebookNode, name: str) -> dict[str, Chart]:
    """Draw the charts of a language copy, by file name: number, kind and question."""
    wanted = {cell.id for cell in copy.cells if not EXPLORED.search(cell.source)}
    shown = shown_objects(copy, name, wanted=wanted).values()
    drawn = (it.chart if isinstance(it, Slider) else it for it in shown)
    found = (it for it in drawn if isinstance(it, Chart))
    return {
        f"{number:02d}-{chart.kind}{_question(chart)}": chart
        for number, chart in enumerate(found, 1)
    }


def _question(chart: Chart) -> str:
    question = chart.rows[0].get("question", "") if chart.rows else ""
    return f"-{question}" if question else ""


def views(question: str) -> dict[str, Chart]:
    """Draw the views of an explored question, by file name: question, wave, side and size."""
    years = "-".join(map(str, WAVES))
    return {
        "-".join([question, wave.replace(BOTH, years), *others]): chart
        for (wave, *others), chart in explore_charts(question).items()
    }


def _of_lesson(_: Path, *, copy: str, name: str) -> Mapping[str, bytes]:
    notebook = nbformat.reads(copy, as_version=4)  # type: ignore[no-untyped-call]
    return _bundle(charts(notebook, name))


def _of_question(_: Path, *, question: str, language: str) -> Mapping[str, bytes]:
    with in_language(language):
        return _bundle(views(question))


def _bundle(drawn: Mapping[str, Chart]) -> Mapping[str, bytes]:
    files = ((f"{stem}{end}", it) for stem, chart in drawn.items() for end, it in _files(chart))
    return dict(files)


def _files(chart: Chart) -> Iterator[tuple[str, bytes]]:
    """Write one chart: as a drawing, as a picture, as numbers and as words."""
    numbers = number_frame(chart.kind, chart.rows).to_csv(index=False, lineterminator="\r\n")
    yield ".svg", _standalone(chart.svg()).encode()
    yield ".png", chart.png(resolution=RESOLUTION)
    yield ".csv", numbers.encode("utf-8-sig")  # with the mark that tells Excel the encoding
    yield ".txt", "\n\n".join([chart.title, chart.alternative, citation(chart.rows)]).encode()


def _standalone(drawing: str) -> str:
    """Say the size in points: a page fits a drawing by itself, a word processor does not."""
    size = r'width="\1pt" height="\2pt" \g<0>'
    sized = re.sub(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', size, drawing, count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{sized}\n'


def citation(rows: Iterable[Mapping[Any, Any]]) -> str:
    """Give the line to put below a figure: who published its numbers, where, and who drew it."""
    fields = ("source", *(f"{end}_source" for end in ("client", "vendor", "before", "after")))
    codes = [row[field] for row in rows for field in fields if row.get(field)]
    cited = [data.cite(code) for code in dict.fromkeys(codes)] or [data.cite("deck")]
    named = [word("figures.cited", **source) for source in cited]
    return word("figures.citation", sources=word("list.semicolon").join(named))
