"""Where the sources and the built files are, and how a built file is written."""

import os
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kit.environment import ROOT

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = ROOT / "notebooks"
SLIDES = ROOT / "slides"
BUILD = ROOT / "build"


def read_notebook(path: Path) -> "NotebookNode":
    """Read a notebook in the current format."""
    import nbformat  # a second, which whoever only serves finished pages must not wait for

    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def notebook_bytes(notebook: "NotebookNode") -> bytes:
    """Give the bytes of a notebook: sorted keys, one space deep, no escaped letters."""
    import nbformat

    return f"{nbformat.writes(notebook)}\n".encode()  # type: ignore[no-untyped-call]


def write_changed(path: Path, content: bytes) -> bool:
    """Write a file only when its bytes change, so that a reader never sees half of it.

    Returns
    -------
    bool
        Whether the file was written.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)  # mkstemp lets only its owner read
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def remove_others(folder: Path, wanted: Collection[Path]) -> None:
    """Remove every file below a built folder that is not wanted any more."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()


def write_folder(folder: Path, contents: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Make a folder hold just these files; give those whose bytes changed."""
    files = {folder / name: content for name, content in contents}
    changed = [path for path, content in files.items() if write_changed(path, content)]
    remove_others(folder, files)
    return changed
