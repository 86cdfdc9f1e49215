"""Read the lessons: one notebook each in both languages, and its copy of one language."""

import re
from collections.abc import Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from kit import data
from kit.errors import KitError
from kit.labels import LANGUAGES, in_language
from kit.lessons.own import own_answers, sides
from kit.publish.cells import is_note, tags
from kit.publish.files import notebook_bytes, read_notebook
from kit.publish.prose import blocks
from kit.publish.roles import placed
from kit.publish.run import KERNEL
from kit.publish.sections import section_id

_CHOICE = "kit.use_language()"
_MINUTES = re.compile(r"(\d+)\s*分(?!の)")  # but not 3分の2, two thirds


@dataclass(frozen=True)
class Lesson:
    """One source notebook and what its pages say about it."""

    name: str
    notebook: NotebookNode

    @property
    def needs_kernel(self) -> bool:
        """Tell whether a cell tagged ``live`` computes for one visitor."""
        return any("live" in tags(cell) for cell in self.notebook.cells)

    def heading(self, language: str) -> tuple[str, str]:
        """Give title and subtitle: the first heading of a language and the line after it.

        Raises
        ------
        KitError
            No cell of that language begins with a heading.
        """
        for cell in self.notebook.cells:
            lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
            if language in tags(cell) and lines and lines[0].startswith("# "):
                return lines[0][2:].strip(), lines[1].strip("*_") if len(lines) > 1 else ""
        raise KitError(
            f"{self.name}.ipynb: no cell tagged `{language}` begins with a heading (`# …`); "
            "the first pair of cells must be the title in both languages"
        )

    def minutes(self) -> int:
        """Give the minutes that the lesson states in Japanese (N分); 0 when it states none."""
        texts = (cell.source for cell in self.notebook.cells if "ja" in tags(cell))
        found = next(filter(None, map(_MINUTES.search, texts)), None)
        return int(found[1]) if found else 0

    def plan(self, language: str) -> tuple[str, list[str]]:
        """Give the question that the lesson asks, and what its reader will be able to do."""
        for cell in self.notebook.cells:
            if language in tags(cell) and section_id(cell).endswith(".plan"):
                found = blocks(cell.source)
                said = [it.text for it in found if it.kind == "paragraph"]
                return said[1], [it.text for it in found if it.kind == "item"]
        return "", []

    def summary(self) -> dict[str, Any]:
        """Give what the index and the links between lessons show."""
        headings = {language: self.heading(language) for language in LANGUAGES}
        plans = {language: self.plan(language) for language in LANGUAGES}
        return {
            "name": self.name,
            "number": self.name.split("_", 1)[0],
            "minutes": self.minutes(),
            "title": {language: title for language, (title, _) in headings.items()},
            "subtitle": {language: subtitle for language, (_, subtitle) in headings.items()},
            "question": {language: question for language, (question, _) in plans.items()},
            "goals": {language: goals for language, (_, goals) in plans.items()},
        }

    def copy(self, language: str, *, audience: str = "reader") -> bytes:
        """Give the notebook of one language, without outputs.

        Parameters
        ----------
        audience
            ``reader`` of a page, where answers are folded; ``learner``,
            who gets no answers; ``instructor``, who gets answers and speaker notes.

        Raises
        ------
        KitError
            The language is not chosen exactly once, in a cell tagged ``setup``.
        """
        self._check_choice()
        kept = [cell for cell in self.notebook.cells if _is_for(audience, cell, language)]
        metadata = {"kernelspec": KERNEL, "language": language, "title": self.heading(language)[0]}
        cells = [_copied(cell, language) for cell in kept]
        return notebook_bytes(new_notebook(cells=cells, metadata=metadata))  # type: ignore[no-untyped-call]

    def _check_choice(self) -> None:
        choosing = [cell for cell in self.notebook.cells if _CHOICE in cell.source]
        if len(choosing) != 1 or "setup" not in tags(choosing[0]):
            raise KitError(
                f"{self.name}.ipynb: `{_CHOICE}` must stand in exactly one cell, tagged `setup`; "
                f"found in {len(choosing)}. Copy the setup cell of another lesson."
            )


def _is_for(audience: str, cell: NotebookNode, language: str) -> bool:
    """Tell whether an audience gets a cell: no other language, nothing that stands in for print."""
    dropped = {"still", *LANGUAGES} - {language}
    if audience == "learner":
        dropped.add("solution")
    if tags(cell) & dropped:
        return False
    return audience == "instructor" or not is_note(cell)


def read_lessons(folder: Path) -> list[Lesson]:
    """Read every notebook of a folder, in the order of their numbers.

    Raises
    ------
    KitError
        The folder holds no notebook.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise KitError(f"no notebook (*.ipynb) in {folder}; lessons are read from there")
    return [Lesson(path.stem, read_notebook(path)) for path in paths]


def words(prefix: str) -> dict[str, dict[str, str]]:
    """Give the interface's words of all codes with a prefix, by language and rest of the code."""
    interface = data.table("interface")
    rows = interface[interface["code"].str.startswith(prefix)]
    codes = rows["code"].str.removeprefix(prefix)
    return {language: dict(zip(codes, rows[language], strict=True)) for language in LANGUAGES}


def own_words(language: str) -> dict[str, Any]:
    """Give what stands beside a reader's own answers, and the sides that a reader may be on."""
    with in_language(language):
        return {"answers": own_answers(), "sides": sides()}


def _copied(cell: NotebookNode, language: str) -> NotebookNode:
    copied = copy(cell)  # not deep: outputs are large, and left out
    copied.metadata = deepcopy(cell.metadata)
    if copied.cell_type == "code":
        copied.outputs, copied.execution_count = [], None
        copied.source = cell.source.replace(_CHOICE, f'kit.use_language("{language}")')
    if not is_note(cell):
        copied.metadata["kit"] = {**copied.metadata.get("kit", {}), **placed(copied, language)}
    return copied


def language_copies(lessons: Sequence[Lesson], audience: str) -> Iterator[tuple[str, bytes]]:
    """Give the copies of every lesson for an audience, each with its path."""
    for lesson in lessons:
        for language in LANGUAGES:
            yield f"{language}/{lesson.name}.ipynb", lesson.copy(language, audience=audience)
