"""Have Voilà answer what needs a kernel; loading it takes seconds, so it comes after the port."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import Router

from kit.environment import put_on_jupyter_path
from kit.publish.app.press import Order
from kit.publish.files import SLIDES

if TYPE_CHECKING:
    from kit.publish.app.server import MountedApp


class Live(Router):
    """Voilà behind the front, on the same port.

    Parameters
    ----------
    order
        Where the copies are that it serves.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._app: MountedApp | None = None
        self._loading: asyncio.Task[None] | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether Voilà is there."""
        return self._app is not None

    def prepare(self) -> "asyncio.Task[None]":
        """Start loading Voilà, unless it is there or on its way; one that failed is tried again."""
        if self._loading is None or (self._loading.done() and self._app is None):
            self._loading = asyncio.create_task(self._load())
        return self._loading

    def warm(self) -> None:
        """Have kernels ready with all that lessons need: somebody is there."""
        if self._app is not None:
            self._app.kernels.warm()

    def find_handler(self, request: HTTPServerRequest, **_: Any) -> HTTPMessageDelegate | None:
        """Give Voilà's answer to a request; None as long as there is no Voilà."""
        return self._app and self._app.app.find_handler(request)

    async def close(self) -> None:
        """Stop every kernel."""
        if self._loading is not None:
            await asyncio.wait([self._loading])
        if self._app is not None:
            await self._app.end()

    async def _load(self) -> None:
        app = await asyncio.to_thread(_imported, self._order)
        on_end = signal.getsignal(signal.SIGTERM)
        app.initialize(argv=[])  # this takes the signal for itself
        signal.signal(signal.SIGTERM, on_end)
        app.start()
        self._app = app


def _imported(order: Order) -> "MountedApp":
    from kit.publish.app.server import MountedApp

    build = Path(order.build)
    put_on_jupyter_path(build / "jupyter")
    return MountedApp(
        base_url=order.base_url,
        open_browser=False,
        root_dir=str(build / "app"),
        config_file_paths=[str(SLIDES)],
    )
