"""Have Voilà answer what needs a kernel; it is loaded when somebody first asks for that."""

import asyncio
import signal
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import Router

from kit.publish.app.press import Order

if TYPE_CHECKING:
    from kit.publish.app.server import LessonApp


class Live(Router):
    """Voilà behind the front, on the same port.

    Parameters
    ----------
    order
        Where the sources are and the copies are built.
    hosts
        Further names that the app answers to.
    """

    def __init__(self, order: Order, hosts: Collection[str]) -> None:
        self._order, self._hosts = order, hosts
        self._loading: asyncio.Task[LessonApp] | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether Voilà is there."""
        loading = self._loading
        return bool(
            loading and loading.done() and not loading.cancelled() and not loading.exception()
        )

    def prepare(self) -> "asyncio.Task[LessonApp]":
        """Start loading Voilà, unless it is there or on its way; one that failed is tried again."""
        if self._loading is None or (self._loading.done() and not self.is_ready):
            self._loading = asyncio.create_task(self._load())
        return self._loading

    def find_handler(self, request: HTTPServerRequest, **_: Any) -> HTTPMessageDelegate | None:
        """Give Voilà's answer to a request; None as long as there is no Voilà."""
        if not self.is_ready or self._loading is None:
            return None
        return self._loading.result().app.find_handler(request)  # type: ignore[no-any-return]

    async def close(self) -> None:
        """Stop every kernel."""
        if self._loading is not None:
            await asyncio.wait([self._loading])
        if self.is_ready and self._loading is not None:
            await self._loading.result().end()

    async def _load(self) -> "LessonApp":
        app = await asyncio.to_thread(_made, self._order, self._hosts)
        on_end = signal.getsignal(signal.SIGTERM)
        app.initialize(argv=[])  # this takes the signal for itself
        signal.signal(signal.SIGTERM, on_end)
        app.start()
        return app


def _made(order: Order, hosts: Collection[str]) -> "LessonApp":
    """Import what takes seconds, and build what Voilà reads."""
    from kit.publish.app import copies
    from kit.publish.app.server import MountedApp, put_on_jupyter_path
    from kit.publish.files import SLIDES

    build = Path(order.build)
    copies.build_all(Path(order.notebooks), build)
    put_on_jupyter_path(build / "jupyter")
    app = MountedApp(
        base_url=order.base_url,
        open_browser=False,
        root_dir=str(build / "app"),
        config_file_paths=[str(SLIDES)],
    )
    app.hosts = hosts
    return app
