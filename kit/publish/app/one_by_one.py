"""Run the cells of a lesson one by one, in a kernel that stays for the next lesson."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async, run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

from kit.errors import KitError
from kit.publish.app.incidents import on_cell_error, report
from kit.publish.executed import tidy
from kit.publish.run import FORGET, KERNEL, QUIET, WARM_UP

_SECONDS_A_CELL = 120


class Kernel:
    """One kernel for all lessons of a folder; another one when it was lost.

    Parameters
    ----------
    folder
        Where it runs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._client = self._new_client()
        self._info: Any = None

    def start(self) -> None:
        """Start without waiting until it is ready."""
        manager = self._client.create_kernel_manager()
        environment = {**os.environ, "KIT_FACE": "html"}
        start = manager.start_kernel(extra_arguments=QUIET, env=environment, cwd=str(self._folder))
        run_sync(ensure_async)(start)

    def run(
        self, notebook: NotebookNode, source: Path, before: Callable[[], None]
    ) -> Iterator[NotebookNode]:
        """Give each cell when it has been run; one that fails leaves the number of an incident.

        Parameters
        ----------
        notebook
            A language copy; the outputs go into its cells.
        source
            The lesson that it was made from; errors name its cells.
        before
            Called before each cell.
        """
        client, client.nb = self._client, notebook
        client.reset_execution_trackers()
        if client.km is None:
            self.start()
        lost = False
        with client.setup_kernel(cleanup_kc=False):
            notebook.metadata["language_info"] = self._language_info(client)
            for index, cell in enumerate(notebook.cells):
                before()
                lost = lost or not self._run_cell(cell, index, source)
                yield cell
        if lost:
            self._replace()
        elif client.kc is not None:
            client.kc.execute(FORGET, silent=True)

    def warm(self) -> None:
        """Do ahead what any lesson needs."""
        client = self._client
        with client.setup_kernel(cleanup_kc=False):
            self._language_info(client)
            if client.kc is not None:
                client.wait_for_reply(client.kc.execute(WARM_UP, silent=True))

    def kill(self) -> None:
        """End the kernel at once, whatever is going on with it."""
        provisioner = getattr(self._client.km, "provisioner", None)
        if provisioner is not None and provisioner.process is not None:
            provisioner.process.kill()

    def _run_cell(self, cell: NotebookNode, index: int, source: Path) -> bool:
        """Run a cell; tell whether the kernel is still good for the next one."""
        try:
            self._client.execute_cell(cell, index, self._client.code_cells_executed + 1)
            if cell.cell_type == "code" and "incident" not in cell.metadata:
                tidy(cell, source)
        except (CellTimeoutError, DeadKernelError, KitError) as error:
            cell.metadata["incident"] = report(f"cell {index + 1} of {source.name}", error=error)
            cell.outputs = [new_output("error", ename="", evalue="", traceback=[])]  # type: ignore[no-untyped-call]
            return isinstance(error, KitError)
        return True

    def _language_info(self, client: NotebookClient) -> Any:
        """Ask once what every executed notebook says of its kernel."""
        if not self._info and client.kc is not None:
            answer = client.wait_for_reply(run_sync(ensure_async)(client.kc.kernel_info())) or {}
            self._info = answer["content"]["language_info"]
        return self._info

    def _replace(self) -> None:
        """End the kernel; the next lesson gets another one."""
        if self._client.kc is not None:
            self._client.kc.stop_channels()
        if self._client.km is not None:
            run_sync(ensure_async)(self._client.km.shutdown_kernel(now=True))
        self._client = self._new_client()

    def _new_client(self) -> NotebookClient:
        return NotebookClient(
            new_notebook(),  # type: ignore[no-untyped-call]
            kernel_name=KERNEL["name"],
            timeout=_SECONDS_A_CELL,
            allow_errors=True,
            on_cell_error=on_cell_error,
            record_timing=False,
            resources={"metadata": {"path": str(self._folder)}},
        )
