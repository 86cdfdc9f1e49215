"""Write the pages of the web site from executed copies."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert.filters import markdown2html, strip_files_prefix
from nbformat import NotebookNode

from kit.errors import KitError
from kit.publish.build import Work
from kit.publish.cells import is_note
from kit.publish.files import SLIDES, read_notebook
from kit.publish.standalone import FONT, POLICY, problems, stand_alone

# A lesson's cells are written by the template of the app.
TEMPLATES = tuple(SLIDES / "templates" / name for name in ("site", "lesson", "print", "deck"))


def sheet(name: str, template: str, values: Mapping[str, Any], *, executed: str = "") -> Work:
    """List one page.

    Parameters
    ----------
    name
        Its path below the built folder.
    template
        What it is written with.
    values
        What the template says, besides the cells.
    executed
        Name of the work that executes its notebook; empty for a page without one.
    """
    needs = (executed,) if executed else ()
    make = partial(_page, name=name, template=template, values=values, executed=executed)
    return Work(name, make, needs=needs)


def write(
    name: str, template: str, values: Mapping[str, Any], cells: Sequence[NotebookNode]
) -> bytes:
    """Write a page for readers: without the trainer's notes.

    Raises
    ------
    KitError
        The page would load something from elsewhere.
    """
    shown = [cell for cell in cells if not is_note(cell)]
    return fill(name, template, {**values, "cells": shown})


def fill(name: str, template: str, values: Mapping[str, Any]) -> bytes:
    """Fill a template with values; the page stands alone.

    Raises
    ------
    KitError
        The page would load something from elsewhere; the message names the cells that do.
    """
    page = environment().get_template(template).render({**values, "font": FONT, "policy": POLICY})
    try:
        return stand_alone(page, name)
    except KitError as error:
        lines = (cell.source.lstrip().split("\n", 1)[0] for cell in _cells(values) if _loads(cell))
        named = "".join(f"; in cell `{line}`" for line in dict.fromkeys(lines))
        raise KitError(f"{error}{named}") from error


def _cells(value: Any) -> Iterator[NotebookNode]:
    """Find the cells among the values of a template."""
    if isinstance(value, NotebookNode) and "cell_type" in value:
        yield value
    elif isinstance(value, Mapping):
        yield from _cells(list(value.values()))
    elif isinstance(value, list | tuple):
        yield from (cell for each in value for cell in _cells(each))


def _loads(cell: NotebookNode) -> bool:
    """Tell whether a cell shows something that is not inside the page."""
    outputs = (str(it.get("data", {}).get("text/html", "")) for it in cell.get("outputs", []))
    text = markdown2html(cell.source) if cell.cell_type == "markdown" else ""
    return bool(problems("".join([text, *outputs])))


@cache
def environment() -> Environment:
    """Give the templates of the pages with the filters that they need."""
    found = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined)
    found.filters |= {"markdown2html": markdown2html, "strip_files_prefix": strip_files_prefix}
    found.filters |= {"css_text": css_text}
    return found


def css_text(html: str) -> str:
    r"""Write escaped HTML as a CSS string, for the margins of printed pages.

    Examples
    --------
    >>> print(css_text("A &quot;b&quot; &lt;c&gt;"))
    "A \"b\" \3c c>"
    """
    text = unescape(html).replace("\\", r"\\").replace('"', r"\"").replace("<", r"\3c ")
    return f'"{" ".join(text.split())}"'


def _page(
    folder: Path, *, name: str, template: str, values: Mapping[str, Any], executed: str
) -> bytes:
    cells = read_notebook(folder / executed).cells if executed else []
    return write(name, template, values, cells)
