"""Find the sections of a lesson: a heading, what follows it, and the slug that names both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from kit.publish.cells import is_note, slide_type, tags
from kit.publish.lesson import Lesson

_HEADING = re.compile(r"#+ +(.*)")
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Section:
    """A heading of a lesson with the cells up to the next one, in one language.

    Parameters
    ----------
    slug
        Name of the section in both languages, from its English heading.
    title
        The heading.
    head
        The cell that begins with the heading.
    cells
        The cells after it, without those of no slide.
    """

    slug: str
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


def slug(heading: str) -> str:
    """Name a section by its English heading.

    Examples
    --------
    >>> slug("Clients rose 14.4 points; the vendors' +1.2 cannot be told from no change")
    'clients-rose-14-4-points-the-vendors-1-2-cannot-be-told-from-no-change'
    """
    return "-".join(_WORDS.findall(heading.lower().replace("'", "")))


def slugs(lesson: Lesson) -> dict[str, str]:
    """Give the slug of every cell that begins with a heading, by the cell's id."""
    found: dict[str, str] = {}
    pair: list[NotebookNode] = []
    for cell in lesson.notebook.cells:
        if cell.cell_type != "markdown":
            continue
        pair = [*pair, cell] if "en" in tags(cell) else [cell]
        if "en" in tags(cell) and (title := heading(cell)):
            found |= {each.id: slug(title) for each in pair}
    return found


def sections(cells: Sequence[NotebookNode], names: Mapping[str, str]) -> dict[str, Section]:
    """Cut the cells of one language at their headings.

    Parameters
    ----------
    cells
        Of an executed language copy.
    names
        Slugs by cell id, of ``slugs``.

    Returns
    -------
    dict
        The sections by slug in the lesson's order; one that is on no slide is left out.
    """
    starts = [place for place, cell in enumerate(cells) if cell.id in names]
    ends = [*starts[1:], len(cells)]
    found = {}
    for start, end in zip(starts, ends, strict=True):
        head, following = cells[start], cells[start + 1 : end]
        if slide_type(head) != "skip":
            kept = [cell for cell in following if slide_type(cell) != "skip"]
            found[names[head.id]] = Section(names[head.id], heading(head), head, kept)
    return found


def heading(cell: NotebookNode) -> str:
    """Give the heading that a cell begins with, or nothing."""
    first = _HEADING.match(cell.source.strip())
    return first[1].strip() if first else ""


def body(cell: NotebookNode) -> str:
    """Give a cell's text without the heading that it begins with."""
    return _HEADING.sub("", cell.source.strip(), count=1).strip()
