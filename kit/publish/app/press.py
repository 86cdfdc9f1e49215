"""Have pages made by a process of its own, which takes its libraries with it when it ends."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from kit.environment import ROOT

_PROGRAM = "kit.publish.app.printing"
_SECONDS_TO_END = 10


class Order(NamedTuple):
    """What the process is told when it starts.

    Parameters
    ----------
    notebooks, build
        Folder of the source notebooks, and folder to build in.
    base_url
        Path under which the pages are served.
    common
        What changes with anything that pages are made from, besides the notebooks.
    """

    notebooks: str
    build: str
    base_url: str
    common: str


class Press:
    """The process that makes pages: started when one is missing, dismissed when none is.

    Parameters
    ----------
    order
        What it works on.
    tell
        Gets its news one by one, in the thread that asks; None when it ended by itself.
    """

    def __init__(self, order: Order, tell: Callable[[Any], None]) -> None:
        self._order, self._tell = order, tell
        self._current: subprocess.Popen[str] | None = None
        self._running: set[subprocess.Popen[str]] = set()

    def start(self) -> None:
        """Start the process, unless it is there."""
        if self._current is not None:
            return
        self._current = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", _PROGRAM, json.dumps(self._order)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # so that Ctrl-C ends it in our order only
        )
        self._running.add(self._current)
        listen = (self._current, asyncio.get_running_loop())
        threading.Thread(target=self._listen, args=listen, daemon=True).start()

    def ask(self, name: str) -> None:
        """Have a page made before all others."""
        self.start()
        assert self._current
        with suppress(OSError):  # it has just ended, which its news will tell
            print(name, file=self._current.stdin, flush=True)

    def dismiss(self) -> None:
        """Let the process end: nobody will ask it again."""
        process, self._current = self._current, None
        if process and process.stdin:
            process.stdin.close()

    def close(self) -> None:
        """End the process with its kernel, and wait for that."""
        self._current = None
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _listen(self, process: subprocess.Popen[str], loop: asyncio.AbstractEventLoop) -> None:
        assert process.stdout
        with suppress(RuntimeError):  # the app has ended meanwhile: nobody wants to know
            for line in process.stdout:
                loop.call_soon_threadsafe(self._tell, json.loads(line))
            process.wait()
            loop.call_soon_threadsafe(self._ended, process)

    def _ended(self, process: subprocess.Popen[str]) -> None:
        self._running.discard(process)
        if process is self._current:
            self._current = None
            self._tell(None)
