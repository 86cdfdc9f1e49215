"""Render each lesson once and hand the pieces to everyone who reads it, as they come."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from typing import Any

from kit.publish.app.incidents import report

# What the page template writes where a visitor needs a kernel, and where something went wrong.
NEEDS_KERNEL = 'type="application/vnd.voila.cell-output+json"'
HAS_INCIDENT = 'class="incident"'

Render = Callable[[str], AsyncIterator[str]]


class Page:
    """The pieces of one rendered lesson; reading it while it is being rendered waits for more."""

    def __init__(self, version: object) -> None:
        self.version = version
        self.incident = ""
        self._pieces: list[str] = []
        self._finished = False
        self._news = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        """Tell whether no piece has come yet."""
        return not self._pieces

    @property
    def is_for_everyone(self) -> bool:
        """Tell whether others may see the page: nothing failed, nothing needs a kernel."""
        text = "".join(self._pieces)
        return not self.incident and NEEDS_KERNEL not in text and HAS_INCIDENT not in text

    def add(self, piece: str) -> None:
        """Add a piece and wake the readers."""
        self._pieces.append(piece)
        self._wake()

    def finish(self, *, incident: str = "") -> None:
        """Say that no piece will follow; ``incident`` is the number when rendering broke off."""
        self.incident, self._finished = incident, True
        self._wake()

    async def read(self) -> AsyncIterator[str]:
        """Give all pieces there are as one text, then what follows, until the page is finished."""
        position = 0
        while True:
            news, pieces = self._news, self._pieces[position:]
            if pieces:
                position += len(pieces)
                yield "".join(pieces)
            elif self._finished:
                return
            else:
                await news.wait()

    async def wait(self) -> None:
        """Wait until the page is finished."""
        async for _ in self.read():
            pass

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class Shelf:
    """The rendered lessons by path: each rendered once, and again when its source has changed.

    Parameters
    ----------
    render
        Gives the pieces of a lesson.
    version
        Gives what changes with a lesson's source.
    """

    def __init__(self, *, render: Render, version: Callable[[str], object]) -> None:
        self._render, self._version = render, version
        self._pages: dict[str, Page] = {}
        self._wanted: list[str] = []
        self._heating = False
        self.heated = ""  # the path that is being rendered ahead of its readers
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, path: str, *, alone: bool = False) -> Page:
        """Give the page of a lesson; however many ask at once, it is rendered once.

        Parameters
        ----------
        path
            The lesson.
        alone
            Whether the page may hold a visitor's own kernel: then only a finished page that turned
            out to need none is shown to others.
        """
        page = self._pages.get(path)
        if page is None or page.version != self._version(path):
            page = Page(self._version(path))
            if not alone:
                self._pages[path] = page
            self._start(self._fill(path, page))
        return page

    def heat(self, paths: Iterable[str]) -> None:
        """Render lessons quietly, one after another; what was wanted before is forgotten."""
        self._wanted = list(paths)
        if not self._heating:
            self._heating = True
            self._start(self._heat())

    async def close(self) -> None:
        """Stop all rendering."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _heat(self) -> None:
        while self._wanted:
            self.heated = self._wanted.pop(0)
            await self.open(self.heated).wait()
        self._heating, self.heated = False, ""

    async def _fill(self, path: str, page: Page) -> None:
        incident = ""
        try:
            async for piece in self._render(path):
                page.add(piece)
        except Exception as error:  # whatever it is, the readers must not wait for ever
            incident = report(f"rendering {path} broke off", error=error)
        finally:
            page.finish(incident=incident)
        if page.is_for_everyone:
            self._pages[path] = page
        elif self._pages.get(path) is page:
            del self._pages[path]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
