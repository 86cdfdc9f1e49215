"""Make what is built: only what may have changed, as many at once as there are cores."""

import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from hashlib import sha256
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import data
from kit.environment import ROOT
from kit.errors import KitError
from kit.publish.files import SLIDES, remove_others, write_changed

if TYPE_CHECKING:
    from tqdm import tqdm

RECORD = "made.json"  # what each built file was made from
# What shows words, draws or computes; and, beside it, what only arranges finished cells.
_SHOWN, _ARRANGED = "kit", "kit/publish"


@dataclass(frozen=True)
class Work:
    """One thing to be built.

    Parameters
    ----------
    name
        Its path below the built folder: of a file, or of a folder when ``make`` gives several.
    make
        Gives the bytes of the file, or of the files below ``name`` by their own names; it gets the
        built folder. It runs in a process of its own, so it must be importable from there.
    source
        What changes when the outcome may change, besides what it needs; see ``fingerprint``.
    needs
        Names of the works whose outcome it reads.
    """

    name: str
    make: Callable[[Path], bytes | Mapping[str, bytes]]
    source: str
    needs: tuple[str, ...] = ()


def build(works: Collection[Work], folder: Path, *, complete: bool = True) -> list[Path]:
    """Build the works that may have changed; one that fails stops only those that need it.

    Parameters
    ----------
    works
        With all that they need among them.
    folder
        Where they are built; ``made.json`` keeps what each was made from.
    complete
        Whether the works are all that belongs into their top folders: then the rest is removed.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        Works failed. The message names the cause of every failure; these files are left as they
        were, the others are written.
    """
    record = folder / RECORD
    wanted, made = _digests(works), _read(record)
    due = _due(wanted, made, folder)
    changed, failures = [], []
    try:
        for name, outcome in _outcomes(works, due, folder):
            if isinstance(outcome, KitError):
                failures.append(str(outcome))
                continue
            changed += _write(folder / name, outcome)
            made[name] = wanted[name]
    finally:
        if complete:
            made = _cleaned(folder, made, wanted)
        write_changed(record, json.dumps(made, indent=1, sort_keys=True).encode())
    if failures:
        raise KitError("\n".join(failures))
    return changed


def stale(works: Collection[Work], folder: Path) -> set[str]:
    """Name the works that ``build`` would make now: not there, or made from something else."""
    return _due(_digests(works), _read(folder / RECORD), folder)


def keep(work: Work, content: bytes, folder: Path) -> None:
    """Keep the outcome of a work that needs no other and was made elsewhere from its source."""
    write_changed(folder / work.name, content)
    record = folder / RECORD
    made = {**_read(record), **_digests([work])}
    write_changed(record, json.dumps(made, indent=1, sort_keys=True).encode())


def chosen(works: Collection[Work], names: Iterable[str]) -> list[Work]:
    """Give the works of some names, with all that they need."""
    by_name, wanted = {work.name: work for work in works}, list(names)
    for name in wanted:
        wanted += [it for it in by_name[name].needs if it not in wanted]
    return [work for work in works if work.name in wanted]


def fingerprint(*parts: object) -> str:
    """Give what changes with any of the parts: texts, paths of files, or values for JSON."""
    digest = sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else json.dumps(part).encode()
        digest.update(sha256(content).digest())
    return digest.hexdigest()


@cache
def shown() -> str:
    """Give what changes with anything that a cell's output may be made with."""
    kit = [path for path in _files(ROOT / _SHOWN) if (ROOT / _ARRANGED) not in path.parents]
    return fingerprint(*sorted([ROOT / "requirements.txt", *data.folder().glob("*.csv"), *kit]))


@cache
def arranged() -> str:
    """Give what changes with anything that arranges finished cells: builders, templates, decks."""
    return fingerprint(shown(), *sorted([*_files(ROOT / _ARRANGED), *_files(SLIDES)]))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _digests(works: Collection[Work]) -> dict[str, str]:
    """Let the digest of a work change with those of all that it needs."""
    by_name, found = {work.name: work for work in works}, dict[str, str]()
    for name in TopologicalSorter({it.name: it.needs for it in works}).static_order():
        work = by_name[name]
        found[name] = fingerprint(work.source, *(found[need] for need in work.needs))
    return found


def _due(wanted: Mapping[str, str], made: Mapping[str, str], folder: Path) -> set[str]:
    return {it for it in wanted if made.get(it) != wanted[it] or not (folder / it).exists()}


def _read(record: Path) -> dict[str, str]:
    return json.loads(record.read_bytes()) if record.is_file() else {}


def _outcomes(
    works: Collection[Work], due: Collection[str], folder: Path
) -> Iterator[tuple[str, Any]]:
    """Make what is due, each after what it needs, and give the outcomes as they come."""
    by_name, failed = {work.name: work for work in works}, set[str]()
    order = TopologicalSorter({work.name: work.needs for work in works})
    order.prepare()
    running: dict[Future[Any], str] = {}
    with _pool() as pool, _ended_by_interrupt(), _bar(len(due)) as bar:
        while order.is_active():
            for name in order.get_ready():
                if name not in due or failed & {*by_name[name].needs}:
                    failed |= {name} if failed & {*by_name[name].needs} else set()
                    order.done(name)
                else:
                    running[pool.submit(by_name[name].make, folder)] = name
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name, outcome = running.pop(future), _outcome(future)
                failed |= {name} if isinstance(outcome, KitError) else set()
                bar.set_postfix_str(name, refresh=False)
                bar.update()
                yield name, outcome
                order.done(name)


def _pool() -> ProcessPoolExecutor:
    # Spawned, not forked: threads of a browser or a server may be running in this process.
    return ProcessPoolExecutor(mp_context=get_context("spawn"))


@contextmanager
def _ended_by_interrupt() -> Iterator[None]:
    """Let Ctrl-C end what is being made, which a pool would wait for."""
    try:
        yield
    except KeyboardInterrupt:
        for process in active_children():
            process.kill()
        raise


def _bar(total: int) -> "tqdm[Any]":
    from tqdm import tqdm

    return tqdm(
        total=total, disable=not total, file=sys.stderr, mininterval=0.5, dynamic_ncols=True
    )


def _outcome(future: Future[Any]) -> Any:
    try:
        return future.result()
    except KitError as error:
        return error


def _write(path: Path, outcome: bytes | Mapping[str, bytes]) -> list[Path]:
    if isinstance(outcome, bytes):
        return [path] if write_changed(path, outcome) else []
    files = {path / name: content for name, content in outcome.items()}
    changed = [file for file, content in files.items() if write_changed(file, content)]
    remove_others(path, files)
    return changed


def _cleaned(folder: Path, made: dict[str, str], wanted: Collection[str]) -> dict[str, str]:
    """Remove from the works' top folders what no work makes any more, and forget it."""
    keep = {folder / name for name in wanted}
    tops = {name.partition("/")[0] for name in wanted}
    for top in tops:
        for path in (folder / top).rglob("*"):
            if path.is_file() and not keep & {path, *path.parents}:
                path.unlink()
    return {
        name: digest
        for name, digest in made.items()
        if name in wanted or name.partition("/")[0] not in tops
    }
