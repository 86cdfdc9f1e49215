"""Keep kernels ready with everything imported, so that no reader waits for the imports."""

import asyncio
import os
from contextlib import suppress
from typing import Any

from jupyter_core.utils import ensure_async

from kit.publish.run import FIRST_IMPORTS, KERNEL, QUIET, WARM_UP

_SECONDS = 60


class Kernels:
    """Hand out running kernels whose lessons show widgets; as soon as one is taken, start another.

    Parameters
    ----------
    manager
        Voilà's kernel manager.
    spares
        How many are kept ready once somebody is there; before that it is one, and a small one.
    """

    def __init__(self, manager: Any, *, spares: int) -> None:
        self._manager, self._count = manager, spares
        self._spares: list[asyncio.Task[str]] = []
        self._somebody = asyncio.Event()

    def prepare(self) -> None:
        """Start what is to be kept ready, one after the other: readers need the machine too."""
        count = self._count if self._somebody.is_set() else 1
        if len(self._spares) < count and all(it.done() for it in self._spares):
            self._spares.append(asyncio.ensure_future(self._spare()))
            self._spares[-1].add_done_callback(self._next)

    def warm(self) -> None:
        """Have everything imported from now on: somebody is there."""
        self._somebody.set()
        self.prepare()

    async def take(self) -> str:
        """Give the id of a running kernel."""
        self._somebody.set()
        spare = self._spares.pop(0) if self._spares else None
        kernel_id = spare and await self._if_alive(spare)
        self.prepare()
        return kernel_id or await self._start()

    async def _if_alive(self, spare: asyncio.Task[str]) -> str:
        with suppress(Exception):  # whatever kept it from starting, another one may do
            kernel_id = await spare
            self._manager.notify_disconnect(kernel_id)
            if await ensure_async(self._manager.get_kernel(kernel_id).is_alive()):
                return kernel_id
        return ""

    async def close(self) -> None:
        """Stop preparing; the manager shuts down what runs."""
        for spare in self._spares:
            spare.cancel()
        await asyncio.gather(*self._spares, return_exceptions=True)

    def _next(self, ready: asyncio.Task[str]) -> None:
        if not ready.cancelled():
            self.prepare()

    async def _start(self) -> str:
        environment = {**os.environ, "KIT_FACE": "live"}
        kernel = self._manager.start_kernel(
            kernel_name=KERNEL["name"], path="", env=environment, extra_arguments=QUIET
        )
        return str(await ensure_async(kernel))

    async def _spare(self) -> str:
        kernel_id = await self._start()
        self._manager.notify_connect(kernel_id)  # or it would be culled as idle
        client = self._manager.get_kernel(kernel_id).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=_SECONDS)
            for code in (FIRST_IMPORTS, WARM_UP):
                await client.execute(code, silent=True, reply=True, timeout=_SECONDS)
                await self._somebody.wait()
        finally:
            client.stop_channels()
        return kernel_id
