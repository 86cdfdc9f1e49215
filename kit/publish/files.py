"""Where the sources and the built files are, and how a built file is written."""

import json
import os
import tempfile
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kit.environment import ROOT
from kit.errors import CannotWrite

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = ROOT / "notebooks"
SLIDES = ROOT / "slides"
BUILD = ROOT / "build"


def fingerprint(*parts: object) -> str:
    """Give what changes with any of the parts: bytes, contents of files, or values for JSON."""
    digest = sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part
        known = content if isinstance(content, bytes) else json.dumps(content).encode()
        digest.update(sha256(known).digest())
    return digest.hexdigest()


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

    Raises
    ------
    CannotWrite
        There is no place for it, or it is not allowed; a file that was there is left as it was.
    """
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise CannotWrite(path, error) from error
    return True


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)  # mkstemp lets only its owner read
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_others(folder: Path, wanted: Collection[Path]) -> None:
    """Remove from a built folder what neither is wanted nor lies in a folder that is.

    Raises
    ------
    CannotWrite
        It is not allowed.
    """
    keep = {*wanted}
    for path in sorted(folder.rglob("*"), reverse=True):  # what is in a folder before the folder
        try:
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif not {path, *path.parents} & keep:
                path.unlink()
        except OSError as error:
            raise CannotWrite(path, error) from error


def write_folder(folder: Path, contents: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Make a folder hold just these files; give those whose bytes changed."""
    files = {folder / name: content for name, content in contents}
    changed = [path for path, content in files.items() if write_changed(path, content)]
    remove_others(folder, files)
    return changed
