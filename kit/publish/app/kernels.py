"""Keep one kernel ready with everything imported, so that no reader waits for the imports."""

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from typing import Any

from jupyter_core.utils import ensure_async

from kit.facts import FACE
from kit.publish.run import KERNEL, QUIET

_SECONDS = 60
_NEVER_IDLE = timedelta(days=365)
# Draws one chart, so that data and font are loaded too, and leaves no name behind.
_WARM_UP = """
import kit as _kit
_kit.strata_chart(_kit.table("strata")).svg(), _kit.explore, _kit.questions()
del _kit
"""


class Kernels:
    """Hand out kernels for lessons: a warmed one to those who wait.

    Parameters
    ----------
    manager
        Voilà's kernel manager.
    face
        The face of outputs: that of a page or, where lessons show widgets, of a live one.
    """

    def __init__(self, manager: Any, *, face: str) -> None:
        self._manager, self._face = manager, face
        self._spare: asyncio.Task[str] | None = None

    def prepare(self) -> None:
        """Start warming a kernel, unless one is ready or on its way."""
        if self._spare is None:
            self._spare = asyncio.ensure_future(self._warm())

    async def take(self, folder: str, *, ahead: bool) -> str:
        """Give the id of a running kernel.

        Parameters
        ----------
        folder
            Where a plain kernel runs.
        ahead
            Whether nobody waits for it: then the warmed kernel stays for somebody who does.
        """
        spare, self._spare = (None, self._spare) if ahead else (self._spare, None)
        if spare is not None:
            with suppress(Exception):  # whatever kept it from starting, another one may do
                return await spare
        return await self._start(folder)

    async def close(self) -> None:
        """Stop preparing; the manager shuts down what runs."""
        if self._spare is not None:
            self._spare.cancel()
            await asyncio.gather(self._spare, return_exceptions=True)

    async def _start(self, folder: str) -> str:
        environment = {**os.environ, FACE: self._face}
        kernel = self._manager.start_kernel(
            kernel_name=KERNEL["name"], path=folder, env=environment, extra_arguments=QUIET
        )
        return str(await ensure_async(kernel))

    async def _warm(self) -> str:
        kernel_id = await self._start("")
        kernel = self._manager.get_kernel(kernel_id)
        client = kernel.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=_SECONDS)
            await client.execute(_WARM_UP, silent=True, reply=True, timeout=_SECONDS)
        finally:
            client.stop_channels()
        # Waiting is its work: culling idle kernels must not take it.
        kernel.last_activity += _NEVER_IDLE
        return kernel_id
