"""Run the cells of a notebook in a kernel, one of its own or one that stays warm."""

import os
from functools import cache
from pathlib import Path

import nbformat
from jupyter_core.utils import ensure_async, run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from kit.errors import KitError

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
QUIET = ["--log-level=ERROR"]  # or every kernel warns that its loopback sockets are not encrypted
_SECONDS_A_CELL = 120
FORGET = "get_ipython().reset()"  # names, and the count of cells
# What a kernel may do ahead of the first cell: import what fits into little memory; then draw one
# chart, so that data and font are loaded too. Both leave no name behind.
FIRST_IMPORTS = "__import__('numpy')"
WARM_UP = """
import kit as _kit
_kit.strata_chart(_kit.table("strata")).svg(), _kit.explore, _kit.questions()
del _kit
"""


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
        client.kc.execute(FORGET, silent=True)


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
