"""Execute the notebooks in place and write them in a byte-stable normal form."""

import os
from functools import cache
from pathlib import Path

import nbformat
from jupyter_core.utils import ensure_async, run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from kit.errors import KitError
from kit.publish.files import NOTEBOOKS, notebook_bytes, read_notebook, write_changed

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
QUIET = ["--log-level=ERROR"]  # or every kernel warns that its loopback sockets are not encrypted
KEPT = ("slideshow", "tags")  # what the builds read from a cell's metadata
UNCOMPARED = "nbval-ignore-output"
_SECONDS_A_CELL = 120
_FORGET = "get_ipython().reset()"  # names, and the count of cells


def execute_all(folder: Path = NOTEBOOKS) -> list[Path]:
    """Execute every notebook of a folder in Japanese and write its normal form.

    Parameters
    ----------
    folder
        Where the notebooks are; the kit's own when left out.

    Returns
    -------
    list of Path
        The notebooks whose bytes changed; empty when all were in normal form already.

    Raises
    ------
    KitError
        A cell failed. The message names notebook, cell, first source line and exception of every
        failure; a notebook that failed is left as it was, the others are written.
    """
    changed, failures = [], []
    for path in sorted(folder.glob("*.ipynb")):
        try:
            if execute(path):
                changed.append(path)
        except KitError as error:
            failures.append(str(error))
    if failures:
        raise KitError("\n".join(failures))
    return changed


def execute(path: Path) -> bool:
    """Execute one notebook in place; return whether its bytes changed.

    Raises
    ------
    KitError
        A cell failed; the notebook is left as it was.
    """
    notebook = read_notebook(path)
    try:
        run(notebook, path.parent, KIT_LANG="ja")
    except CellFailed as failure:
        raise KitError(f"{path.name}, {failure}") from failure
    return write_changed(path, normal_form(notebook))


def normal_form(notebook: NotebookNode) -> bytes:
    """Give the bytes under which an executed notebook is kept.

    Panels are left out: widgets change their ids at every run, the others are heavy, and every
    build makes them again. Metadata are reduced to what the builds read.
    """
    for position, cell in enumerate(notebook.cells, 1):
        cell.id = f"c{position:02d}"
        cell.metadata = {name: cell.metadata[name] for name in KEPT if name in cell.metadata}
        if cell.cell_type == "code":
            outputs = [] if UNCOMPARED in tags(cell) else cell.outputs
            cell.outputs = [_plain(output) for output in outputs if not _is_passing(output)]
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat_minor = 5
    return notebook_bytes(notebook)


class CellFailed(KitError):
    """Name the cell that failed and why.

    Parameters
    ----------
    cell, index
        The cell and its place, counted from 0.
    reason
        The exception's name and message.
    """

    def __init__(self, cell: NotebookNode, index: int, reason: str) -> None:
        self.cell, self.reason = cell, reason
        first_line = cell.source.lstrip().split("\n", 1)[0]
        super().__init__(f"cell {index + 1} (`{first_line}`) failed: {reason}")


def run(notebook: NotebookNode, folder: Path, *, keep: bool = False, **variables: str) -> None:
    """Run all cells in a kernel that knows no names yet.

    Parameters
    ----------
    folder
        Where the kernel runs.
    keep
        Whether the kernel stays for the next notebook of this folder with these variables, which
        then need not import the kit and its libraries again; it ends with this process.
    variables
        Environment variables that it gets besides this process's own.

    Raises
    ------
    CellFailed
        When a cell fails, does not end, or takes the kernel with it.
    """
    client = _kept_client(folder, *variables.items()) if keep else _client(folder)
    client.nb, running = notebook, 0

    def remember(cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG001 - nbclient names them
        nonlocal running
        running = cell_index

    client.on_cell_start = remember
    try:
        client.execute(env={**os.environ, **variables}, cleanup_kc=not keep)
    except (CellExecutionError, DeadKernelError, TimeoutError) as error:
        _abandon(client)
        found = error if isinstance(error, CellExecutionError) else None
        name = found.ename if found else type(error).__name__
        reason = f"{name}: {found.evalue if found else error}"
        raise CellFailed(notebook.cells[running], running, reason) from error
    if keep and client.kc is not None:
        client.kc.execute(_FORGET, silent=True)


def _client(folder: Path) -> NotebookClient:
    return NotebookClient(
        nbformat.v4.new_notebook(),  # type: ignore[no-untyped-call]
        kernel_name=KERNEL["name"],
        extra_arguments=QUIET,
        timeout=_SECONDS_A_CELL,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )


@cache
def _kept_client(folder: Path, *_variables: tuple[str, str]) -> NotebookClient:
    return _client(folder)


def _abandon(client: NotebookClient) -> None:
    """Let no other notebook meet a kernel in which something went wrong."""
    _kept_client.cache_clear()
    if client.kc is not None:
        client.kc.stop_channels()
    if client.km is not None:
        run_sync(ensure_async)(client.km.shutdown_kernel(now=True))


def _is_passing(output: NotebookNode) -> bool:
    return WIDGET_VIEW in output.get("data", {}) or output.get("name") == "stderr"


def _plain(output: NotebookNode) -> NotebookNode:
    if output.output_type == "error":
        output.traceback = []  # holds paths of this machine; nbval compares name and message
    return output


def tags(cell: NotebookNode) -> set[str]:
    """Give the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def slide_type(cell: NotebookNode) -> str:
    """Tell what a cell is on slides: slide, subslide, fragment, notes or skip."""
    return str(cell.metadata.get("slideshow", {}).get("slide_type", ""))


def is_note(cell: NotebookNode) -> bool:
    """Tell whether a cell is for the trainer alone."""
    return slide_type(cell) == "notes"


def is_blank(cell: NotebookNode) -> bool:
    """Tell whether a cell is code in which a learner fills in an answer."""
    return cell.cell_type == "code" and "exercise" in tags(cell)
