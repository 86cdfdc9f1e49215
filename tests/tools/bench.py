"""Measure on this machine what the budgets of the design speak of."""

import gzip
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from kit.browser import launch
from kit.environment import ROOT
from kit.publish.everything import build_everything
from kit.publish.files import BUILD
from tests.tools.switching import switching_times
from tests.tools.visit import running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 7
DECK, LESSON = "briefing-10.ja.html", "04_rules_unchecked"
# Median and 95th percentile that the design allows, in milliseconds.
SWITCHING = {"slides": (5, 16), "web site": (5, 16), "Voilà": (16, 35), "Lab": (16, 35)}
# Far from the start of the index, where the app has not prepared anything yet.
COLD_LESSON = "/voila/render/en/06_contracts_silent.ipynb"
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
    for measure in chain(_imports(), _pages(), _files(), _switching()):
        verdict = "ok" if measure.value <= measure.budget else "OVER"
        value, budget = f"{measure.value:.2f}", f"{measure.budget:g} {measure.unit}"
        line = f"{measure.what:<46}{value:>8} {measure.unit:<4}budget {budget:<10}{verdict}"
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


def _pages() -> Iterator[Measure]:
    """Open a lesson in a browser that has seen nothing, before and after it was prepared."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder, "app.log")) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        for what, budget in (("lesson page, cold", 2.5), ("lesson page, prepared", 1.0)):
            page = browser.new_page()
            began = perf_counter()
            page.goto(address + COLD_LESSON, wait_until="load")
            yield Measure(what, perf_counter() - began, "s", budget)
            weight = page.evaluate(_WEIGHT) / 1e6
            page.close()
        yield Measure("lesson page, over the wire", weight, "MB", 2)


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
