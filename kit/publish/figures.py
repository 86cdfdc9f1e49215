"""Build the figure bundle: every chart of the lessons with its numbers, ready to paste."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from kit import data
from kit.charts.chart import Chart
from kit.labels import LANGUAGES, word
from kit.publish.copies import Lesson, read_lessons
from kit.publish.executed import without_kernel
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.objects import shown_objects
from kit.publish.works import Work, arranged, build, fingerprint
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


def figure_works(lessons: Iterable[Lesson]) -> Iterator[Work]:
    """List one folder of figures for each lesson and language."""
    for lesson in lessons:
        for language in LANGUAGES:
            copy = without_kernel(lesson).copy(language).decode()
            make = partial(_bundle, copy=copy, name=lesson.name)
            name = f"figures/{language}/{lesson.name}"
            yield Work(name, make, fingerprint(arranged(), copy))


def charts(copy: NotebookNode, name: str) -> dict[str, Chart]:
    """Draw the charts of a language copy, by file name: number, kind and question."""
    drawn = [it for it in shown_objects(copy, name).values() if isinstance(it, Chart)]
    return {
        f"{number:02d}-{chart.kind}{_question(chart)}": chart
        for number, chart in enumerate(drawn, 1)
    }


def _question(chart: Chart) -> str:
    question = chart.rows[0].get("question", "") if chart.rows else ""
    return f"-{question}" if question else ""


def _bundle(_: Path, *, copy: str, name: str) -> Mapping[str, bytes]:
    notebook = nbformat.reads(copy, as_version=4)  # type: ignore[no-untyped-call]
    files: dict[str, bytes] = {}
    for stem, chart in charts(notebook, name).items():
        files |= {f"{stem}{end}": content for end, content in _files(chart)}
    return files


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
