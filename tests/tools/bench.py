"""Measure on this machine what the budgets of the design speak of."""

import gzip
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from kit.browser import launch
from kit.environment import ROOT
from kit.publish.build import RECORD
from kit.publish.everything import build_everything
from kit.publish.files import BUILD, NOTEBOOKS, notebook_bytes, read_notebook
from tests.tools.switching import switching_times
from tests.tools.visit import fetch, free_port, running, running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 7
DECK, LESSON = "briefing-10.ja.html", "04_rules_unchecked"
# Median and 95th percentile that the design allows, in milliseconds.
SWITCHING = {"slides": (5, 16), "web site": (5, 16), "Voilà": (16, 35), "Lab": (16, 35)}
APP_LESSON = "/voila/render/en/06_contracts_silent.ipynb"
LIVE_LESSON = "/voila/render/ja/09_your_own_survey.ipynb"
CROWD = 300
# An app has nothing left to do when it has worked for less than this (s) in that time.
_IDLE, _SECONDS_TO_SETTLE = 0.1, 4
_SERVE = """
import sys
from pathlib import Path
from kit.publish.app.front import serve

folder = Path(sys.argv[2])
places = {"notebooks": folder / "notebooks", "build": folder / "build"}
serve(port=int(sys.argv[1]), open_browser=False, **places)
"""
_BARE = "import pandas, matplotlib.pyplot, ipywidgets"
_CHART = "import kit; kit.share_chart(kit.shares('q08_checked', side='client')).svg()"
_WEIGHT = """() => ["navigation", "resource"]
    .flatMap((kind) => performance.getEntriesByType(kind))
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""


class Measure(NamedTuple):
    """One measured value with its unit, and what the design allows."""

    what: str
    value: float
    unit: str
    budget: float


def measure_all() -> None:
    """Print every measure beside its budget."""
    build_everything()
    for measure in chain(_imports(), _app(), _files(), _switching()):
        verdict = "ok" if measure.value <= measure.budget else "OVER"
        value, budget = f"{measure.value:.2f}", f"{measure.budget:g} {measure.unit}"
        line = f"{measure.what:<54}{value:>8} {measure.unit:<4}budget {budget:<10}{verdict}"
        print(line, flush=True)


def _imports() -> Iterator[Measure]:
    """Time imports in fresh interpreters, in turn, so that a busy moment meets all of them."""
    codes = ("import kit", _BARE, _CHART)
    rounds = [[_seconds(code) for code in codes] for _ in range(ROUNDS)]
    kit, bare, chart = (median(column) for column in zip(*rounds, strict=True))
    yield Measure("import kit", kit, "s", 0.15)
    yield Measure("first chart / bare imports", chart / bare, "x", 1.1)


def _seconds(code: str) -> float:
    timed = f"from time import perf_counter as now; start = now(); {code}; print(now() - start)"
    command = [sys.executable, "-c", timed]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _app() -> Iterator[Measure]:
    """Measure the app from its start to a class."""
    return chain(_start(), _pages(), _crowd(), _changed_page())


def _pages() -> Iterator[Measure]:
    """Open a lesson in a browser that has seen nothing."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder, "app.log")) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        page = browser.new_page()
        began = perf_counter()
        page.goto(address + APP_LESSON, wait_until="load")
        yield Measure("lesson page, prepared", perf_counter() - began, "s", 0.6)
        yield Measure("lesson page, over the wire", page.evaluate(_WEIGHT) / 1e6, "MB", 2)


def _start() -> Iterator[Measure]:
    """Start the app as a user does, who has started it before, and see the first chart."""
    from playwright.sync_api import sync_playwright

    charts = []
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        for count in range(1 + ROUNDS):
            began = perf_counter()
            with running_app(Path(folder, "app.log")) as address:
                page = browser.new_page()
                page.goto(address + APP_LESSON, wait_until="commit")
                page.locator("main .kit-drawing svg:visible").first.wait_for()
                if count:  # the very first one may have pages to make
                    charts.append(perf_counter() - began)
                page.close()
        with running_app(Path(folder, "app.log")) as address:
            size = _settled_size(address)
            yield from _live_pages(address)
    yield Measure("app: start to first chart", median(charts), "s", 3)
    yield Measure("app: memory before the first viewer", size, "MB", 150)


def _live_pages(address: str) -> Iterator[Measure]:
    """Open the lesson that needs a kernel for the first and the second visitor."""
    for place in ("first", "second"):
        began = perf_counter()
        fetch(address + LIVE_LESSON)
        yield Measure(f"live lesson, {place} visitor", perf_counter() - began, "s", 1.5)


def _settled_size(address: str) -> float:
    """Give the megabytes of an app's processes once it has nothing left to do."""
    import psutil

    port = address.rsplit(":", 1)[1]
    (own,) = (it for it in psutil.Process().children() if port in it.cmdline())
    before, those = float("-inf"), [own]  # what is large starts behind the port
    while (now := sum(sum(it.cpu_times()[:2]) for it in those)) - before > _IDLE:
        before = now
        sleep(_SECONDS_TO_SETTLE)
        those = [own, *own.children(recursive=True)]
    found = [it.memory_full_info() for it in those]
    return sum(float(getattr(it, "pss", it.rss)) for it in found) / 1e6


def _crowd() -> Iterator[Measure]:
    """Ask for one lesson 300 times at once, as browsers do: compressed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder, "app.log")) as address,
        ThreadPoolExecutor(CROWD) as visitors,
    ):
        began = perf_counter()
        codes = list(visitors.map(_status, [address + APP_LESSON] * CROWD))
        yield Measure(f"{CROWD} viewers at once, the last", perf_counter() - began, "s", 5)
        failed = sum(code != 200 for code in codes)
        yield Measure(f"{CROWD} viewers at once, failed", failed, "", 0)


def _status(address: str) -> int:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=120)
    try:
        connection.request("GET", parts.path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return 0
    finally:
        connection.close()
    return answer.status


def _changed_page() -> Iterator[Measure]:
    """Open a lesson whose text has just been changed, for the first time and again."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        shutil.copytree(NOTEBOOKS, folder / "notebooks")
        shutil.copytree(BUILD / "executed", folder / "build" / "executed")
        shutil.copy(BUILD / RECORD, folder / "build" / RECORD)
        command = [sys.executable, "-c", _SERVE, str(port), name]
        with running(command, port=port, log=folder / "log") as address:
            fetch(address)
            _settled_size(address)
            first, *others = [_after_change(folder, address) for _ in range(1 + ROUNDS)]
    yield Measure("lesson page, its text just changed for the first time", first, "s", 1.5)
    yield Measure("lesson page, its text just changed again", median(others), "s", 1.5)


def _after_change(folder: Path, address: str) -> float:
    path = folder / "notebooks" / Path(APP_LESSON).name
    notebook = read_notebook(path)
    notebook.cells[-1].source += "\n"
    path.write_bytes(notebook_bytes(notebook))
    began = perf_counter()
    fetch(address + APP_LESSON)
    return perf_counter() - began


def _files() -> Iterator[Measure]:
    """Weigh what is built, and open a deck and a page of the site from their files."""
    from playwright.sync_api import sync_playwright

    pages = [len(gzip.compress(it.read_bytes())) for it in (BUILD / "site").rglob("*.html")]
    yield Measure("heaviest page of the web site, gzipped", max(pages) / 1e3, "kB", 150)
    deck, page = BUILD / "slides" / DECK, BUILD / "site" / "ja" / f"{LESSON}.html"
    yield Measure("deck of ten minutes", deck.stat().st_size / 1e6, "MB", 2)
    with sync_playwright() as playwright, launch(playwright) as browser:
        ready = "() => window.Reveal?.isReady() && performance.now()"
        yield Measure("deck of ten minutes, ready", _opened(browser, deck, ready), "s", 1)
        paint = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        yield Measure("page of the web site, first paint", _opened(browser, page, paint), "s", 0.2)


def _opened(browser: "Browser", path: Path, sign: str) -> float:
    """Open a file in fresh pages; give the median seconds until a sign gives its time."""
    times: list[float] = []
    for _ in range(ROUNDS):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(path.as_uri())
        times.append(page.wait_for_function(sign).json_value() / 1e3)
        page.close()
    return median(times)


def _switching() -> Iterator[Measure]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, launch(playwright) as browser:
        for name, times in switching_times(browser):
            middle, late = SWITCHING[name]
            yield Measure(f"panel in {name}, median of {len(times)}", median(times), "ms", middle)
            yield Measure(f"panel in {name}, 95th", quantiles(times, n=20)[-1], "ms", late)
