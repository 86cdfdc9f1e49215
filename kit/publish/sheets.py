"""Make one page of the web site: execute a language copy and write what it shows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert.filters import markdown2html, strip_files_prefix
from nbformat import NotebookNode

from kit.errors import KitError
from kit.publish.files import SLIDES, read_notebook
from kit.publish.notebooks import WIDGET_VIEW, CellFailed, run
from kit.publish.standalone import FONT, POLICY, stand_alone

# A lesson's cells are written by the template of the app.
TEMPLATES = (SLIDES / "templates" / "site", SLIDES / "templates" / "lesson")


@dataclass(frozen=True)
class Sheet:
    """One page to be made.

    Parameters
    ----------
    name
        Address of the page inside the site.
    template
        What it is written with.
    values
        What the template says, besides the cells.
    copy
        The notebook to execute, as text; empty for a page without one.
    source
        The lesson that the copy was made from.
    """

    name: str
    template: str
    values: Mapping[str, Any]
    copy: str = ""
    source: Path = Path()

    def digest(self, sources: str) -> str:
        """Give what changes when the page may change; ``sources`` is what all pages share."""
        parts = [sources, self.template, json.dumps(self.values, sort_keys=True), self.copy]
        return sha256("\0".join(parts).encode()).hexdigest()

    def page(self) -> bytes:
        """Execute the notebook and write the page.

        Raises
        ------
        KitError
            A cell failed or needs a kernel, or the page would load something from elsewhere.
        """
        cells = self._cells() if self.copy else []
        values = {**self.values, "cells": cells, "font": FONT, "policy": POLICY}
        return stand_alone(_environment().get_template(self.template).render(values), self.name)

    def _cells(self) -> list[NotebookNode]:
        notebook: NotebookNode = nbformat.reads(self.copy, as_version=4)  # type: ignore[no-untyped-call]
        try:
            run(notebook, self.source.parent, KIT_FACE="html")
        except CellFailed as failure:
            place = self._place(failure.cell)
            raise KitError(f"{place} failed for {self.name}: {failure.reason}") from failure
        cells: list[NotebookNode] = notebook.cells
        for cell in cells:
            if cell.cell_type == "code":
                self._prepare(cell)
        return cells

    def _prepare(self, cell: NotebookNode) -> None:
        """Leave out warnings, give refusals their words, and let no dead control through."""
        cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        for output in cell.outputs:
            found = output.get("data", {})
            if WIDGET_VIEW in found and "text/html" not in found:
                raise KitError(
                    f"{self._place(cell)} shows a widget, which is dead without a kernel; "
                    "tag the cell `live` and put a cell tagged `still` after it"
                )
            if output.output_type == "error":
                cell.metadata.refusal = output.evalue

    def _place(self, cell: NotebookNode) -> str:
        """Name a cell as its author finds it: by its number in the lesson, not in the copy."""
        number = [it.id for it in read_notebook(self.source).cells].index(cell.id) + 1
        first_line = cell.source.lstrip().split("\n", 1)[0]
        return f"{self.source.name}, cell {number} (`{first_line}`)"


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined)
    environment.filters |= {
        "markdown2html": markdown2html,
        "strip_files_prefix": strip_files_prefix,
    }
    return environment
