"""Find the sections of a lesson: a heading, what follows it, and the id that names both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from kit.publish.cells import is_note, slide_type

_HEADING = re.compile(r"#+ +(.*)")


@dataclass(frozen=True)
class Section:
    """A heading of a lesson with the cells up to the next one, in one language.

    Parameters
    ----------
    id
        Name of the section in both languages.
    title
        The heading.
    head
        The cell that begins with the heading.
    cells
        The cells after it, without those of no slide.
    """

    id: str
    title: str
    head: NotebookNode
    cells: Sequence[NotebookNode]

    @property
    def notes(self) -> list[NotebookNode]:
        """Give the trainer's notes."""
        return [cell for cell in self.cells if is_note(cell)]

    @property
    def texts(self) -> list[NotebookNode]:
        """Give the texts after the first one."""
        return [cell for cell in self.cells if cell.cell_type == "markdown" and not is_note(cell)]


def section_id(cell: NotebookNode) -> str:
    """Give the id of the section that begins with a cell, or nothing."""
    return str(cell.metadata.get("kit", {}).get("section", ""))


def sections(cells: Sequence[NotebookNode]) -> dict[str, Section]:
    """Cut the cells of one language at their headings.

    Parameters
    ----------
    cells
        Of an executed language copy.

    Returns
    -------
    dict
        The sections by id in the lesson's order; one that is on no slide is left out. A heading
        without an id, in a lesson that no deck names, goes by the id of its cell.
    """
    starts = [place for place, cell in enumerate(cells) if _begins(cell)]
    ends = [*starts[1:], len(cells)]
    found = {}
    for start, end in zip(starts, ends, strict=True):
        head, following = cells[start], cells[start + 1 : end]
        if slide_type(head) != "skip":
            kept = [cell for cell in following if slide_type(cell) != "skip"]
            name = section_id(head) or str(head.id)
            found[name] = Section(name, heading(head), head, kept)
    return found


def heading(cell: NotebookNode) -> str:
    """Give the heading that a text begins with, or nothing."""
    first = _HEADING.match(cell.source.strip()) if cell.cell_type == "markdown" else None
    return first[1].strip() if first else ""


def body(cell: NotebookNode) -> str:
    """Give a cell's text without the heading that it begins with."""
    return _HEADING.sub("", cell.source.strip(), count=1).strip()


def _begins(cell: NotebookNode) -> bool:
    return bool(heading(cell)) and not is_note(cell)
