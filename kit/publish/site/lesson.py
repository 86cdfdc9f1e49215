"""Write a lesson as one page that needs nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from kit.publish.cells import is_note
from kit.publish.files import read_notebook
from kit.publish.page import fill


def lesson_page(cells: Sequence[NotebookNode], values: Mapping[str, Any]) -> bytes:
    """Write the page of a lesson for readers: without the facilitator's notes.

    Parameters
    ----------
    cells
        Of its executed copy.
    values
        ``page_words``, the language, the lesson's summary and its neighbours.

    Raises
    ------
    KitError
        The page would load something from elsewhere.
    """
    name = f"{values['language']}/{values['lesson']['name']}.html"
    shown = [cell for cell in cells if not is_note(cell)]
    return fill(name, "lesson.html.j2", {**values, "cells": shown})


def written(folder: Path, *, executed: str, values: Mapping[str, Any]) -> bytes:
    """Write the page of the executed lesson of that name in a folder."""
    return lesson_page(read_notebook(folder / executed).cells, values)
