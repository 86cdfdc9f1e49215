"""Check before class that everything is there and opens on this machine, without network."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from time import perf_counter

from nbformat.v4 import new_code_cell, new_notebook
from packaging.requirements import Requirement

from kit import data
from kit.environment import ROOT, require_free_port
from kit.errors import KitError
from kit.font import font_file
from kit.publish.build import stale
from kit.publish.everything import all_works
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.lesson import read_lessons
from kit.publish.run import run
from kit.room_check.openings import Opening
from kit.room_check.outcomes import Outcome, RoomCheck

PORT = 8866
# Below the built folder: what a class needs, and what it may need; each made by a verb of its name.
NEEDED, WELCOME = ("slides", "site", "handouts"), ("trainer", "quiz", "tabletop")
_GIGABYTES = 1
SECONDS = 35  # for opening files, so that the whole check takes less than a minute
_NAMED = 3  # files that fail alike are named up to so many
APART = "from kit.room_check.openings import answer; answer()"


def room_check(folder: Path = BUILD, *, port: int = PORT, site: str = "") -> RoomCheck:
    """Check that everything is there and opens on this machine, in less than a minute.

    What could not be checked is said to be so, never passed over.

    Parameters
    ----------
    folder
        Folder of the built files.
    port
        Where the app is to listen.
    site
        Address of the published web site that the handouts were made with, if another one than
        that of ``pyproject.toml``.

    Returns
    -------
    RoomCheck
        What was found and what to do, in both languages; ``failures`` is empty when class may
        begin.
    """
    return RoomCheck(list(outcomes(folder, port=port, site=site)))


def outcomes(folder: Path = BUILD, *, port: int = PORT, site: str = "") -> Iterator[Outcome]:
    """Give the outcomes of ``room_check`` as they come."""
    for check in (python_packages, data_tables, japanese_font, disk_space):
        yield from _tried(check)
    yield from _tried(app_port, port)
    yield from _tried(first_kernel)
    yield from _tried(built_files, folder, site)
    yield from _tried(opened, folder)


def _tried(check: Callable[..., Outcome | Iterator[Outcome]], *given: object) -> Iterator[Outcome]:
    """Give what a check finds; where it breaks off, say so and let the others go on."""
    try:
        found = check(*given)
        yield from [found] if isinstance(found, Outcome) else found
    except Exception as error:  # whatever it is, the room must hear of the rest
        values = {"check": check.__name__.strip("_"), "problem": f"{type(error).__name__}: {error}"}
        yield Outcome("unchecked", "fail", values)


def opened(folder: Path, *, seconds: float = SECONDS) -> Iterator[Outcome]:
    """Open all built files and say which do not open.

    Parameters
    ----------
    seconds
        After which the rest stays unchecked.
    """
    if find_spec("playwright") is None:
        yield Outcome("browser.driver", "fail")
        return
    started = perf_counter()
    try:
        name, found = _opened_apart(folder, seconds)
    except (KitError, subprocess.TimeoutExpired) as error:  # the other outcomes stand
        values = {"problem": str(error), "path": "Chromium, Chrome, Edge"}
        yield Outcome("browser.crashed", "fail", values)
        return
    if not name:
        yield Outcome("browser.missing", "fail")
        return
    yield Outcome("browser.ok", values={"path": name})
    yield from of_openings(found, perf_counter() - started, seconds)


def _opened_apart(folder: Path, seconds: float) -> tuple[str, list[Opening]]:
    """Open files in a process of its own: beside a notebook's loop no browser could be driven."""
    asked = {"folder": str(folder.resolve()), "names": _names(folder), "seconds": seconds}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", APART],
        check=False,
        input=json.dumps(asked),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=2 * seconds + 60,
    )
    if done.returncode:
        raise KitError(next(reversed(done.stderr.split("\n")[:-1]), "?"))
    name, found = json.loads(done.stdout)
    return name, [Opening(*it) for it in found]


def python_packages(locked: Path = ROOT / "requirements.txt") -> Outcome:
    """Look whether the locked packages are installed."""
    lines = (line.split("#")[0].strip() for line in locked.read_text("utf-8").splitlines())
    wanted = [Requirement(line) for line in lines if line and not line.startswith("-")]
    wanted = [it for it in wanted if it.marker is None or it.marker.evaluate()]
    found = {it.name: _version(it.name) for it in wanted}
    if missing := [name for name, it in found.items() if it is None]:
        return Outcome("python.missing", "fail", {"names": ", ".join(missing)})
    if other := [it.name for it in wanted if not it.specifier.contains(found[it.name] or "", True)]:
        return Outcome("python.other", "note", {"names": ", ".join(other)})
    return Outcome("python.ok", values={"version": sys.version.split()[0], "count": len(wanted)})


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def data_tables() -> Outcome:
    """Look whether the data can be read."""
    try:
        return Outcome("data.ok", values={"count": len(data.load())})
    except KitError as error:
        return Outcome("data.broken", "fail", {"problem": str(error)})


def japanese_font() -> Outcome:
    """Look whether the Japanese font is there."""
    try:
        font_file()
    except KitError:
        return Outcome("font.missing", "fail")
    return Outcome("font.ok")


def disk_space() -> Outcome:
    """Look whether there is room for what is built, and a right to write it."""
    closed = next((it for it in (BUILD, ROOT) if it.is_dir() and not os.access(it, os.W_OK)), None)
    if closed is not None:
        return Outcome("disk.closed", "fail", {"path": str(closed)})
    free = shutil.disk_usage(ROOT).free / 1e9
    values = {"free": f"{free:.1f}", "wanted": _GIGABYTES}
    return (
        Outcome("disk.ok", values=values)
        if free >= _GIGABYTES
        else Outcome("disk.low", "fail", values)
    )


def app_port(port: int) -> Outcome:
    """Look whether the app's port is free."""
    try:
        require_free_port(port)
    except KitError:
        return Outcome("port.busy", "fail", {"port": port})
    return Outcome("port.ok", values={"port": port})


def first_kernel() -> Outcome:
    """Look whether a kernel starts and computes."""
    from jupyter_client.kernelspec import NoSuchKernel

    asked = new_code_cell("import kit\n\nkit.shares('q01_telework')")  # type: ignore[no-untyped-call]
    started = perf_counter()
    try:
        run(new_notebook(cells=[asked]), ROOT)  # type: ignore[no-untyped-call]
    except (KitError, NoSuchKernel, OSError, RuntimeError) as error:
        return Outcome("kernel.failed", "fail", {"problem": str(error)})
    return Outcome("kernel.ok", values={"seconds": f"{perf_counter() - started:.0f}"})


def built_files(folder: Path, site: str) -> Iterator[Outcome]:
    """Say of each folder whether its files are there and made of what is there now."""
    works = list(all_works(read_lessons(NOTEBOOKS), NOTEBOOKS, site=site))
    due = stale(works, folder)
    for top in (*NEEDED, *WELCOME):
        names = [work.name for work in works if work.name.startswith(f"{top}/")]
        old = [name for name in names if name in due]
        values = {
            "folder": f"build/{top}",
            "count": len(names),
            "stale": len(old),
            "first": next(iter(old), ""),
            "verb": top,
        }
        status = "fail" if top in NEEDED else "note"
        yield Outcome("built.stale", status, values) if old else Outcome("built.ok", values=values)


def _names(folder: Path) -> list[str]:
    """List the built files, those that matter most first."""
    files = (path for top in (*NEEDED, *WELCOME) for path in sorted((folder / top).rglob("*.*")))
    names = [path.relative_to(folder).as_posix() for path in files]
    return [name for name in names if name.endswith((".html", ".pdf"))]


def of_openings(found: Sequence[Opening], taken: float, seconds: float) -> Iterator[Outcome]:
    """Report files that do not open, by cause, how many were not tried, and how many open."""
    fine = [it for it in found if not it.problem]
    unchecked = [it.name for it in found if it.problem == "unchecked"]
    broken = sorted((_cause(it), it.name) for it in found if it.problem not in ("", "unchecked"))
    for (problem, verb), those in groupby(broken, key=lambda it: it[0]):
        names = [f"build/{name}" for _, name in those]
        more = f", … ({len(names)})" if len(names) > _NAMED else ""
        values = {"name": ", ".join(names[:_NAMED]) + more, "verb": verb}
        remedy = "opened.repair" if len(names) == 1 else "opened.repair_all"
        yield Outcome(f"opened.{problem}", "fail", values, remedy=remedy)
    if unchecked:
        counts = {"count": len(unchecked), "first": unchecked[0], "seconds": f"{seconds:g}"}
        yield Outcome("opened.unchecked", "fail", counts)
    if fine:
        panels = sum(it.has_panel for it in fine)
        values = {"count": len(fine), "panels": panels, "seconds": f"{taken:.0f}"}
        yield Outcome("opened.ok", values=values)


def _cause(opening: Opening) -> tuple[str, str]:
    """Give what is wrong with a file, and the verb that makes it."""
    return opening.problem, opening.name.split("/")[0]
