"""Small notebooks for the tests of publishing, so that these do not wait for real lessons."""

from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SETUP = "import kit\n\nkit.use_language()"


def text(language: str, source: str, *, slide_type: str = "slide") -> NotebookNode:
    metadata = {"slideshow": {"slide_type": slide_type}, "tags": [language]}
    return new_markdown_cell(source, metadata=metadata)


def code(source: str, *tags: str) -> NotebookNode:
    metadata = {"slideshow": {"slide_type": "skip"}, "tags": list(tags)}
    return new_code_cell(source, metadata=metadata)


def html(content: str, *tags: str) -> NotebookNode:
    return code(f"from IPython.display import HTML\n\nHTML({content!r})", *tags)


def write_lesson(
    path: Path, cells: Sequence[NotebookNode] = (), *, ja: str = "題", en: str = "Title"
) -> Path:
    """Write a notebook with the title pair, the minutes pair, the set-up cell and more cells.

    Its first section is called by its number and ``title``, such as ``10.title``.
    """
    head = [
        text("ja", f"# {ja}\n\n**短い説明**"),
        text("en", f"# {en}\n\n**Short words**"),
        text("ja", "所要時間：10分", slide_type="skip"),
        text("en", "Takes 10 minutes", slide_type="skip"),
        code(SETUP, "setup"),
    ]
    for cell in head[:2]:
        cell.metadata["kit"] = {"section": f"{path.stem[:2]}.title"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[*head, *cells]), path)
    return path
