"""Give every page: from stock at once, or as it is being made."""

import asyncio
import csv
import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

from kit import data
from kit.errors import KitError
from kit.labels import LANGUAGES
from kit.publish.app.incidents import report
from kit.publish.app.press import Order, Press
from kit.publish.app.stock import ALONE, NUMBER, Stock, look_at

_SECONDS_BETWEEN_LOOKS = 1
# The page to ask for when any will do, and what Voilà serves, which comes before all pages.
_FIRST, _COPIES = ALONE[0], "copies"


class Page:
    """The pieces of one page; reading it while it is being made waits for more."""

    def __init__(self, version: str = "") -> None:
        self.version = version
        self.incident = ""
        self._pieces: list[str] = []
        self._finished = False
        self._news = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        """Tell whether no piece has come yet."""
        return not self._pieces

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

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class Pages:
    """All pages but those that compute for one visitor, never older than their sources.

    Parameters
    ----------
    order
        Where the sources are and the pages are built.

    Raises
    ------
    KitError
        There is no notebook, or one cannot be read.
    """

    def __init__(self, order: Order) -> None:
        self._notebooks, self._common = Path(order.notebooks), order.common
        self._stock, self._press = Stock(Path(order.build)), Press(order, self._hear)
        self._asked: dict[str, Page] = {}
        self._begun: dict[tuple[str, str], Page] = {}
        self._finished: dict[str, bytes] = {}
        self._prepared, self._copied, self._stays = "", "", False
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._state = self._state_now()
        self._now = look_at(self._notebooks, self._common)
        if self._stock.has_copies(self._now.version):
            self._copied = self._now.version

    def lessons(self) -> Mapping[str, bool]:
        """Give the names of the lessons, and whether each computes for one visitor.

        Raises
        ------
        KitError
            A notebook has changed and cannot be read.
        """
        state = self._state_now()
        if state != self._state:
            self._now, self._state = look_at(self._notebooks, self._common), state
            self._finished.clear()
        return self._now.live

    def open(self, name: str) -> bytes | Page:
        """Give a page as gzip, or its pieces as they come; however many ask, it is made once.

        Raises
        ------
        KitError
            As ``lessons``.
        """
        self.lessons()
        if name not in self._finished and (found := self._stock.find(self._now.version, name)):
            self._finished[name] = found
        if name in self._finished:
            return self._finished[name]
        return self._begun.get((self._now.version, name)) or self._waited_for(name)

    def has_copies(self) -> bool:
        """Tell whether what Voilà serves is of the lessons as ``lessons`` has found them."""
        return self._copied == self._now.version

    async def copies(self) -> str:
        """Wait until ``has_copies``; give the number of the incident if that cannot be."""
        while not self.has_copies():
            page = self._waited_for(_COPIES)
            async for _ in page.read():
                pass
            if page.incident:
                return page.incident
        return ""

    def file(self, name: str) -> bytes | None:
        """Give a file that the pages load, as gzip."""
        return self._stock.find(self._now.version, f"static/{name}")

    def with_number(self, name: str, incident: str) -> bytes:
        """Give a page about a failure with its number; a plain one where no other is in stock."""
        found = self._stock.find(self._now.version, name)
        page = gzip.decompress(found).decode() if found else _plain()
        return page.replace(NUMBER, incident).encode()

    async def watch(self) -> None:
        """Have made what is not finished, now and whenever a source has changed."""
        while True:
            with suppress(KitError):  # whoever opens a page is told
                self._prepare()
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    def stay_ready(self) -> None:
        """Keep what makes pages from now on: somebody is there, and may change a lesson."""
        self._stays = True
        self._press.start()

    def close(self) -> None:
        """End whatever makes pages."""
        self._press.close()

    async def quiet(self) -> None:
        """Wait until all pages are made, or none can be."""
        await self._quiet.wait()

    def _prepare(self) -> None:
        finite = [name for name, live in self.lessons().items() if not live]
        if self._prepared == self._now.version:
            return
        self._prepared = self._now.version
        pages = (*ALONE, *(f"{language}/{name}" for language in LANGUAGES for name in finite))
        if not (self.has_copies() and all(self._stock.has(self._prepared, it) for it in pages)):
            self._ask(_FIRST)

    def _state_now(self) -> list[tuple[str, int, int]]:
        paths = sorted(self._notebooks.glob("*.ipynb"))
        found = [(path.name, path.stat()) for path in paths]
        return [(name, it.st_mtime_ns, it.st_size) for name, it in found]

    def _waited_for(self, name: str) -> Page:
        if name not in self._asked:
            self._asked[name] = Page(self._now.version)
            self._ask(_FIRST if name == _COPIES else name)
        return self._asked[name]

    def _ask(self, name: str) -> None:
        self._quiet.clear()
        self._press.ask(name)

    def _hear(self, news: Any) -> None:
        """Take the news of the press."""
        if news is None or "failed" in news or "idle" in news:
            self._quiet.set()
        if news is None:
            self._break_off(report("making the pages broke off"))
        elif "failed" in news:
            self._break_off(news["failed"], news["version"])
        elif "copied" in news:
            self._copied = news["copied"]
            self._asked.pop(_COPIES, Page()).finish()
        elif "idle" not in news:
            self._hear_of_page((news["version"], news["page"]), news)
        elif not (self._stays or self._asked):
            self._press.dismiss()

    def _hear_of_page(self, key: tuple[str, str], news: Mapping[str, str]) -> None:
        if key not in self._begun:
            self._begun[key] = self._asked.pop(key[1], Page(key[0]))
        if "piece" in news:
            self._begun[key].add(news["piece"])
        else:
            self._begun.pop(key).finish(incident=news["end"])

    def _break_off(self, incident: str, version: str = "") -> None:
        """End the pages of a version, or all, that somebody waits for."""
        for pages in (self._asked, self._begun):
            for name, page in [*pages.items()]:
                if version in ("", page.version):
                    page.finish(incident=incident)
                    del pages[name]


def running_words(address: str) -> str:
    """Say in both languages that the app is there, and where."""
    said = app_words()["ui.app.running"]
    return " / ".join(said[language] for language in LANGUAGES).format(address=address)


def app_words() -> dict[str, dict[str, str]]:
    """Give the app's own words by code; without the libraries for tables, which take a second."""
    found: dict[str, dict[str, str]] = {}
    with (data.folder() / "teaching" / "interface.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"].startswith("ui."):
                found[row["code"]] = row
    return found


def _plain() -> str:
    """Write the page that says that nothing can be shown, for when nothing could be made."""
    words = app_words()
    codes = [f"ui.page.{code}" for code in ("unavailable_title", "unavailable", "incident")]
    lines = [
        f'<p lang="{language}">{escape(words[code][language].replace("{number}", NUMBER))}</p>'
        for code in codes
        for language in LANGUAGES
    ]
    head = '<!doctype html><html lang="ja"><meta charset="utf-8"><title>503</title>'
    return "\n".join([head, *lines, "</html>"])
