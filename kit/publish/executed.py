"""Execute the language copies of the lessons once, for everything that is made from them."""

from collections.abc import Iterable, Iterator
from copy import copy
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kit.errors import KitError
from kit.labels import LANGUAGES
from kit.publish.build import Work
from kit.publish.cells import WIDGET_VIEW, tags
from kit.publish.files import notebook_bytes, read_notebook
from kit.publish.imports import used_in
from kit.publish.lesson import Lesson
from kit.publish.run import CellFailed, run


def executed_works(lessons: Iterable[Lesson], folder: Path) -> Iterator[Work]:
    """List the executed copies: each lesson in each language, with answers and notes.

    Parameters
    ----------
    folder
        Where the source notebooks are; their cells run there.
    """
    for lesson in lessons:
        for language in LANGUAGES:
            copy = without_kernel(lesson).copy(language, audience="instructor").decode()
            make = partial(_executed, copy=copy, source=folder / f"{lesson.name}.ipynb")
            yield Work(work_name(lesson.name, language), make, uses=used_in(copy))


def work_name(lesson: str, language: str) -> str:
    """Name the executed copy of a lesson, below the built folder."""
    return f"executed/{language}/{lesson}.ipynb"


def execute(copy: str, source: Path) -> NotebookNode:
    """Execute a language copy with panels in their plain face.

    Parameters
    ----------
    copy
        The notebook as text.
    source
        The lesson that it was made from; errors name its cells.

    Returns
    -------
    NotebookNode
        Warnings left out; the words of a refusal in its cell's ``metadata.refusal``.

    Raises
    ------
    KitError
        A cell failed, or shows a widget, which would be dead without a kernel.
    """
    notebook: NotebookNode = nbformat.reads(copy, as_version=4)  # type: ignore[no-untyped-call]
    try:
        run(notebook, source.parent, keep=True, KIT_FACE="html")
    except CellFailed as failure:
        place = place_of(failure.cell, source)
        language = notebook.metadata.language
        raise KitError(f"{place} failed ({language}): {failure.reason}") from failure
    for cell in notebook.cells:
        if cell.cell_type == "code":
            tidy(cell, source)
    return notebook


def place_of(cell: NotebookNode, source: Path) -> str:
    """Name a cell as its author finds it: by its number in the lesson, not in the copy."""
    first_line = cell.source.lstrip().split("\n", 1)[0]
    if not source.is_file():
        return f"{source.name}, cell (`{first_line}`)"
    number = [it.id for it in read_notebook(source).cells].index(cell.id) + 1
    return f"{source.name}, cell {number} (`{first_line}`)"


def without_kernel(lesson: Lesson) -> Lesson:
    """Let cells tagged ``still`` stand for those tagged ``live``."""
    notebook = copy(lesson.notebook)
    kept = (it for it in notebook.cells if "live" not in tags(it))
    notebook.cells = [_without_still(it) if lesson.needs_kernel else it for it in kept]
    return Lesson(lesson.name, notebook)


def _without_still(cell: NotebookNode) -> NotebookNode:
    cell = copy(cell)
    cell.metadata = {**cell.metadata, "tags": sorted(tags(cell) - {"still"})}
    return cell


def _executed(_: Path, *, copy: str, source: Path) -> bytes:
    return notebook_bytes(execute(copy, source))


def tidy(cell: NotebookNode, source: Path) -> None:
    """Leave out warnings, give refusals their words, and let no dead control through."""
    cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    for output in cell.outputs:
        found = output.get("data", {})
        if WIDGET_VIEW in found and "text/html" not in found:
            raise KitError(
                f"{place_of(cell, source)} shows a widget, which is dead without a kernel; "
                "tag the cell `live` and put a cell tagged `still` after it"
            )
        if output.output_type == "error":
            cell.metadata.refusal = output.evalue
