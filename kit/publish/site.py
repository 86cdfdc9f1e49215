"""Build the web site: every lesson in each language as one page that needs nothing else."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from copy import deepcopy
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from kit import data
from kit.environment import ROOT
from kit.errors import KitError
from kit.labels import LANGUAGES
from kit.publish import links
from kit.publish.copies import Lesson, read_lessons, words
from kit.publish.files import BUILD, NOTEBOOKS, remove_others, write_changed
from kit.publish.notebooks import tags
from kit.publish.sheets import TEMPLATES, Sheet


def build_all(notebooks: Path = NOTEBOOKS, build: Path = BUILD) -> list[Path]:
    """Build the pages that may have changed, as many at once as there are cores.

    Parameters
    ----------
    notebooks
        Folder of the source notebooks.
    build
        Folder to build in: the site goes to ``site/``; ``site.json`` keeps what each page was
        made from.

    Returns
    -------
    list of Path
        The pages whose bytes changed.

    Raises
    ------
    KitError
        Pages failed. The message names lesson, cell and cause of every failure; these pages are
        left as they were, the others are written.
    """
    site, record = build / "site", build / "site.json"
    sheets, shared = list(_sheets(read_lessons(notebooks), notebooks)), _shared()
    wanted = {sheet.name: sheet.digest(shared) for sheet in sheets}
    made = {name: digest for name, digest in _read(record).items() if (site / name).is_file()}
    due = [sheet for sheet in sheets if made.get(sheet.name) != wanted[sheet.name]]
    changed, failures = [], []
    try:
        for name, outcome in _pages(due):
            if isinstance(outcome, KitError):
                failures.append(str(outcome))
                continue
            if write_changed(site / name, outcome):
                changed.append(site / name)
            made[name] = wanted[name]
    finally:
        kept = {name: digest for name, digest in made.items() if name in wanted}
        write_changed(record, json.dumps(kept, indent=1, sort_keys=True).encode())
    remove_others(site, [site / name for name in wanted])
    if failures:
        raise KitError("\n".join(failures))
    return changed


def _read(record: Path) -> dict[str, str]:
    return json.loads(record.read_bytes()) if record.is_file() else {}


def _pages(sheets: Sequence[Sheet]) -> Iterator[tuple[str, bytes | KitError]]:
    """Make pages in processes of their own, and tell how far it is after each."""
    # Spawned, not forked: threads of a browser or a server may be running in this process.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(sheet.page): sheet.name for sheet in sheets}
        for done, future in enumerate(as_completed(futures), 1):
            name, outcome = futures[future], _outcome(future)
            told = "failed" if isinstance(outcome, KitError) else f"{len(outcome) // 1000} kB"
            print(f"[{done}/{len(sheets)}] {name}: {told}", flush=True)
            yield name, outcome


def _outcome(future: Future[bytes]) -> bytes | KitError:
    try:
        return future.result()
    except KitError as error:
        return error


def _sheets(lessons: Sequence[Lesson], folder: Path) -> Iterator[Sheet]:
    """List the index and every lesson in each language."""
    summaries = [lesson.summary() for lesson in lessons]
    common = {
        "words": words("ui.page."),
        "source": data.cite("deck"),
        "repository": links.address(),
    }
    yield Sheet("index.html", "index.html.j2", {**common, "lessons": summaries})
    for place, lesson in enumerate(lessons):
        neighbours = _neighbours(summaries, place)
        for language in LANGUAGES:
            own = {"language": language, "lesson": summaries[place], "neighbours": neighbours}
            yield Sheet(
                f"{language}/{lesson.name}.html",
                "lesson.html.j2",
                {**common, **own},
                copy=_without_kernel(lesson).copy(language).decode(),
                source=folder / f"{lesson.name}.ipynb",
            )


def _neighbours(summaries: Sequence[dict[str, Any]], place: int) -> dict[str, Any]:
    places = {"prev": place - 1, "next": place + 1}
    return {rel: summaries[it] for rel, it in places.items() if 0 <= it < len(summaries)}


def _without_kernel(lesson: Lesson) -> Lesson:
    """Let the cells tagged ``still`` stand for those tagged ``live``."""
    if not lesson.needs_kernel:
        return lesson
    notebook = deepcopy(lesson.notebook)
    notebook.cells = [cell for cell in notebook.cells if "live" not in tags(cell)]
    for cell in notebook.cells:
        cell.metadata["tags"] = sorted(tags(cell) - {"still"})
    return Lesson(lesson.name, notebook)


def _shared() -> str:
    """Give what changes with anything that every page is made with."""
    files = [ROOT / "requirements.txt", *data.folder().glob("*.csv")]
    for folder in (ROOT / "kit", *TEMPLATES):
        files += [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    lines = (f"{path} {sha256(path.read_bytes()).hexdigest()}" for path in sorted(files))
    return sha256("\n".join(lines).encode()).hexdigest()
