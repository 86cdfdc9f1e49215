"""Check the project: lint, types, tests, notebooks, pages in a browser; lock what it needs."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import NamedTuple, TextIO

from kit.browser import launch
from kit.environment import ROOT

_LINT = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict"])
_NBVAL = (
    "--nbval",
    "--nbval-current-env",
    "--nbval-cell-timeout=120",
    "--nbval-sanitize-with=tests/support/nbval.cfg",
)


class Step(NamedTuple):
    """One command that was run: its exit code and how long it took."""

    command: str
    code: int
    seconds: float


def quick_checks() -> int:
    """Run linters, types and the quick tests; return the worst exit code."""
    return _run_all([*_LINT, ["pytest", "-m", "not slow"]])


def all_checks() -> int:
    """Run every check, with notebooks and a browser; return the worst exit code.

    Raises
    ------
    BrowserMissing
        There is no browser: said at once, not after all that needs none.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launch(playwright).close()
    quick = ["pytest", *_NBVAL, "-m", "not slow", "notebooks", "kit", "tests"]
    pages = ["pytest", "-m", "slow and not long", "tests"]
    return _run_beside([*_LINT, quick, pages], ["pytest", "-m", "slow and long", "tests"])


def lock(*, upgrade: bool = False) -> int:
    """Write the exact requirements anew; return the worst exit code.

    Parameters
    ----------
    upgrade
        Whether to move to the newest versions that fit.
    """
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--custom-compile-command", "python -m kit lock", "pyproject.toml"]
    command += ["--upgrade"] if upgrade else []
    tests = ["--extra", "test", "--constraint", "requirements.txt"]
    return _run_all(
        [
            [*command, "--output-file", "requirements.txt"],
            [*command, *tests, "--output-file", "tests/requirements.txt"],
        ]
    )


def _run_beside(steps: Sequence[Sequence[str]], long: Sequence[str]) -> int:
    """Run steps while a long one runs, and show what they printed once that is done."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept, ThreadPoolExecutor() as pool:
        others = pool.submit(lambda: [_run(step, kept) for step in steps])
        done = [_run(long)]
        done += others.result()
        kept.seek(0)
        print(kept.read(), flush=True)
    return _summary(done)


def _run_all(steps: Iterable[Sequence[str]]) -> int:
    """Run every step, whatever the others say."""
    return _summary([_run(step) for step in steps])


def _run(step: Sequence[str], output: TextIO | None = None) -> Step:
    print(f"\n== {' '.join(step)}", file=output, flush=True)
    started = perf_counter()
    command = [sys.executable, "-m", *step]
    code = subprocess.call(command, cwd=ROOT, stdout=output, stderr=output)
    return Step(" ".join(step), code, perf_counter() - started)


def _summary(steps: Sequence[Step]) -> int:
    """Say how each step went and return the worst exit code."""
    for step in steps:
        verdict = f"failed ({step.code})" if step.code else "passed"
        print(f"{verdict:<12}{step.seconds:6.1f} s  {step.command}", flush=True)
    return max(abs(step.code) for step in steps)
