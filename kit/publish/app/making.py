"""Build what somebody asks for and nobody has built yet, and say how far it has come."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.environment import ROOT
from kit.publish.app.incidents import report
from kit.publish.app.press import Order
from kit.publish.home.files import FOLDERS, all_offered, deck_names

_PROGRAM = "kit.publish.on_request"


@dataclass
class Job:
    """How far a file has come.

    Parameters
    ----------
    state
        ``waiting``, ``making``, ``done`` or ``failed``.
    made, of
        How many of its works are made, of how many.
    incident
        Number of what went wrong.
    """

    state: str = "waiting"
    made: int = 0
    of: int = 0
    incident: str = ""


class Making:
    """The built files: those that are there, and those of the home page that can be made.

    Parameters
    ----------
    order
        Where the sources are and the files are built.
    quiet
        Waits until nothing else is being made from the same sources.
    """

    def __init__(self, order: Order, quiet: Callable[[], Awaitable[object]]) -> None:
        self._order, self._quiet = order, quiet
        self._folder = Path(order.build)
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._one = asyncio.Lock()

    def find(self, name: str) -> Path | None:
        """Give a file for readers that is built."""
        path = (self._folder / name).resolve()
        inside = any(path.is_relative_to((self._folder / it).resolve()) for it in FOLDERS)
        return path if inside and path.is_file() else None

    def offers(self, name: str) -> bool:
        """Tell whether a file may be built for a visitor: only what the home page leads to."""
        return name in all_offered(deck_names())

    def ask(self, name: str) -> None:
        """Have a file built, unless it is on its way; one that failed is tried again."""
        job = self._jobs.get(name)
        if job is None or job.state in ("done", "failed"):
            self._jobs[name] = job = Job()
            task = asyncio.create_task(self._make(name, job))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def state(self, name: str) -> dict[str, Any]:
        """Say how far a file has come; nothing of one that nobody has asked for."""
        if name in self._jobs:
            return vars(self._jobs[name])
        return {"state": "done" if self.find(name) else ""}

    async def close(self) -> None:
        """End whatever is being made."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _make(self, name: str, job: Job) -> None:
        async with self._one:
            await self._quiet()
            job.state = "making"
            failed = await self._run(name, job)
            if failed or not self.find(name):
                job.incident = report(f"{name} was not built: {failed}")
                job.state = "failed"
            else:
                job.state = "done"

    async def _run(self, name: str, job: Job) -> str:
        """Build a file in a process of its own; give what went wrong."""
        arguments = [self._order.notebooks, self._order.build, name]
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-X", "utf8", "-m", _PROGRAM, *arguments],
            cwd=ROOT,
            env={**os.environ, "TQDM_DISABLE": "1"},  # the page shows how far it has come
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # so that Ctrl-C ends it in our order only
        )
        failed = ""
        try:
            assert process.stdout
            async for line in process.stdout:
                news = json.loads(line)
                failed = news.get("failed", failed)
                job.made, job.of = news.get("made", job.made), news.get("of", job.of)
            await process.wait()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()
        return failed
