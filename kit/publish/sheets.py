"""Write the pages of the web site from executed copies."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert.filters import markdown2html, strip_files_prefix
from nbformat import NotebookNode

from kit.publish.files import SLIDES, read_notebook
from kit.publish.notebooks import is_note
from kit.publish.standalone import FONT, POLICY, stand_alone
from kit.publish.works import Work, arranged, fingerprint

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
    return Work(name, make, fingerprint(arranged(), name, template, values), needs)


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
        The page would load something from elsewhere.
    """
    values = {**values, "font": FONT, "policy": POLICY}
    return stand_alone(environment().get_template(template).render(values), name)


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
