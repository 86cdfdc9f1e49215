"""Measure on this machine what the budgets of the design speak of."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from kit.browser import launch
from kit.environment import ROOT
from kit.publish.visit import running_app

ROUNDS = 7
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
    for measure in (*_imports(), *_pages()):
        verdict = "ok" if measure.value <= measure.budget else "OVER"
        value, budget = f"{measure.value:.2f}", f"{measure.budget:g} {measure.unit}"
        print(f"{measure.what:<46}{value:>8} {measure.unit:<4}budget {budget:<10}{verdict}")


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
