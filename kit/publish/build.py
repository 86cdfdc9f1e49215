"""Make what is built: only what may have changed, as many at once as there are cores.

What a work depends on need not be told: the code and the files behind ``make``, the values that it
is called with, and the bytes of what it needs. So an executed notebook that comes out the same
makes nothing else stale, nor does a comment.
"""

import json
import sys
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, is_dataclass
from functools import partial
from graphlib import TopologicalSorter
from multiprocessing import active_children, get_context
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, TypedDict

from kit.environment import ROOT
from kit.errors import KitError
from kit.publish.files import fingerprint, remove_others, write_changed
from kit.publish.imports import made_with, named_in, used_by

if TYPE_CHECKING:
    from tqdm import tqdm

RECORD = "made.json"  # what each built file was made from


@dataclass(frozen=True)
class Work:
    """One thing to be built.

    Parameters
    ----------
    name
        Its path below the built folder: of a file, or of a folder when ``make`` gives several.
    make
        Gives the bytes of the file, or of the files below ``name`` by their own names; it gets the
        built folder. It runs in a process of its own: a function of a module, or a ``partial`` of
        one with values that JSON knows, dataclasses, paths and further functions.
    needs
        Names of the works whose outcome it reads.
    uses
        Modules that the cells of its notebook use; these may read every table.
    """

    name: str
    make: Callable[[Path], bytes | Mapping[str, bytes]]
    needs: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()


class Made(TypedDict):
    """What a work was made from, and the digest of each file that came out."""

    source: str
    files: dict[str, str]


class _Failure(str):
    """Why a work was not made."""


def build(
    works: Collection[Work],
    folder: Path,
    *,
    only: Iterable[str] | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[Path]:
    """Build the works that may have changed; one that fails stops only those that need it.

    Parameters
    ----------
    works
        All that belongs into their top folders, where the rest is removed, with all that they need.
    folder
        Where they are built; ``made.json`` keeps what each was made from.
    only
        Names of those to be built, with what they need; all when left out.
    tell
        Is told the name of each work that was made.

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
    made, new = _read(folder), dict[str, Made]()
    changed, failures = [], []
    try:
        with closing(_outcomes(_chosen(works, only), made, folder)) as outcomes:
            for work, outcome in outcomes:
                if isinstance(outcome, _Failure):
                    failures.append(str(outcome))
                    continue
                files = outcome if isinstance(outcome, Mapping) else {"": outcome}
                changed += _write(folder / work.name, files)
                digests = {name: fingerprint(content) for name, content in files.items()}
                made[work.name] = new[work.name] = {
                    "source": _source(work, made),
                    "files": digests,
                }
                if tell:
                    tell(work.name)
    finally:
        # Another process may have made something meanwhile, such as the app.
        made = _cleaned(folder, {**_read(folder), **new}, {work.name for work in works})
        write_changed(folder / RECORD, json.dumps(made, indent=1, sort_keys=True).encode())
    if failures:
        raise KitError("\n".join(failures))
    return changed


def stale(works: Collection[Work], folder: Path) -> set[str]:
    """Name the works that ``build`` may make now: not as they were made, or of something else."""
    made, due = _read(folder), set[str]()
    by_name = {work.name: work for work in works}
    for name in TopologicalSorter({it.name: it.needs for it in works}).static_order():
        if due & {*by_name[name].needs} or _is_due(by_name[name], made, folder):
            due.add(name)
    return due


def outstanding(works: Collection[Work], folder: Path, *, only: Iterable[str]) -> set[str]:
    """Name what ``build`` may make now for works of some names."""
    return stale(_chosen(works, only), folder)


def keep(work: Work, content: bytes, folder: Path) -> None:
    """Keep the outcome of a work that needs no other and was made elsewhere from its source."""
    write_changed(folder / work.name, content)
    made = _read(folder)
    made[work.name] = {"source": _source(work, made), "files": {"": fingerprint(content)}}
    write_changed(folder / RECORD, json.dumps(made, indent=1, sort_keys=True).encode())


def made_from(work: Work, root: Path = ROOT) -> str:
    """Give what changes when the outcome may, but for what the work needs.

    Parameters
    ----------
    root
        Folder of the kit's sources.
    """
    modules = frozenset(it.__module__ for it in _functions(work.make))
    called = json.dumps(work.make, default=_plain)
    used = used_by(work.uses, root) if work.uses else ""
    return fingerprint(made_with(modules, root), called, named_in(called, root), used)


def _functions(value: Any) -> Iterator[Any]:
    """Find every function that a work calls or hands on."""
    if isinstance(value, partial):
        for it in (value.func, *value.args, *value.keywords.values()):
            yield from _functions(it)
    elif callable(value):
        yield value


def _plain(value: Any) -> Any:
    """Say what JSON cannot, the same in every process."""
    if isinstance(value, partial):
        return [value.func, value.args, value.keywords]
    if is_dataclass(value):
        return vars(value)
    if isinstance(value, Path):
        return str(value)
    if callable(value):
        return f"{value.__module__}.{value.__qualname__}"
    raise TypeError(
        f"a work cannot be called with {value!r}: give values that JSON knows, dataclasses, paths "
        "or functions, whose change can be seen"
    )


def _source(work: Work, made: Mapping[str, Made]) -> str:
    """Give what changes with what a work is made from; what it needs is there already."""
    needed = [sorted(made[it]["files"].items()) for it in work.needs if it in made]
    return fingerprint(made_from(work), needed)


def _is_due(work: Work, made: Mapping[str, Made], folder: Path) -> bool:
    """Tell whether a work was not made, not from this, or was changed since."""
    last, source = made.get(work.name), _source(work, made)
    if last is None or last["source"] != source:
        return True
    paths = {folder / work.name / name: digest for name, digest in last["files"].items()}
    return any(not it.is_file() or fingerprint(it) != digest for it, digest in paths.items())


def _chosen(works: Collection[Work], only: Iterable[str] | None) -> list[Work]:
    """Give the works of some names, with all that they need."""
    by_name = {work.name: work for work in works}
    wanted = list(by_name if only is None else only)
    for name in wanted:
        wanted += [it for it in by_name[name].needs if it not in wanted]
    return [work for work in works if work.name in wanted]


def _read(folder: Path) -> dict[str, Made]:
    """Read what was made; a record that is missing, cut or of another kind says: nothing."""
    try:
        found = json.loads((folder / RECORD).read_bytes()).items()
        return {name: {"source": it["source"], "files": {**it["files"]}} for name, it in found}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def _outcomes(
    works: Collection[Work], made: Mapping[str, Made], folder: Path
) -> Generator[tuple[Work, Any]]:
    """Make what is due, each after what it needs, and give the outcomes as they come."""
    by_name, failed = {work.name: work for work in works}, set[str]()
    due = stale(works, folder)
    order = TopologicalSorter({work.name: work.needs for work in works})
    order.prepare()
    running: dict[Future[Any], str] = {}
    with _pool() as pool, _ended_at_once(), _bar(len(due)) as bar:
        while order.is_active():
            for name in order.get_ready():
                work = by_name[name]
                if failed & {*work.needs}:
                    failed.add(name)
                elif name in due and _is_due(work, made, folder):
                    running[pool.submit(_attempt, work, folder)] = name
                    continue
                bar.update(name in due)
                order.done(name)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(future)
                outcome = _outcome(future, name)
                failed |= {name} if isinstance(outcome, _Failure) else set()
                bar.set_postfix_str(name, refresh=False)
                bar.update()
                yield by_name[name], outcome
                order.done(name)


def _attempt(work: Work, folder: Path) -> bytes | Mapping[str, bytes] | _Failure:
    """Make a work, in a process of its own, and name what went wrong, whatever it is."""
    try:
        return work.make(folder)
    except KitError as error:
        return _Failure(error)
    except Exception as error:
        at = extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}, line {at.lineno}"
        return _Failure(f"{work.name}: {type(error).__name__}: {error} ({place})")


def _outcome(future: Future[Any], name: str) -> Any:
    try:
        return future.result()
    except BrokenExecutor as error:
        raise KitError(
            "作成中のプロセスが途中で止められました（メモリー不足など）。"
            "もう一度実行すれば、できたものの続きから始まります。 / "
            "A process that was building was ended from outside, perhaps for want of memory; "
            "run the command again, and it goes on from what is finished."
        ) from error
    except Exception as error:  # it could not be handed to another process, or back
        return _Failure(f"{name}: {type(error).__name__}: {error}")


def _pool() -> ProcessPoolExecutor:
    # Spawned, not forked: threads of a browser or a server may be running in this process.
    return ProcessPoolExecutor(mp_context=get_context("spawn"))


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Let Ctrl-C, or a full disk, end what is being made, which a pool would wait for."""
    try:
        yield
    except BaseException:
        for process in active_children():
            process.kill()
        raise


def _bar(total: int) -> "tqdm[Any]":
    from tqdm import tqdm

    return tqdm(
        total=total, disable=not total, file=sys.stderr, mininterval=0.5, dynamic_ncols=True
    )


def _write(path: Path, files: Mapping[str, bytes]) -> list[Path]:
    contents = {path / name: content for name, content in files.items()}
    changed = [file for file, content in contents.items() if write_changed(file, content)]
    remove_others(path, contents)
    return changed


def _cleaned(folder: Path, made: Mapping[str, Made], names: Collection[str]) -> dict[str, Made]:
    """Remove from the works' top folders what no work makes any more, and forget it."""
    tops = {name.partition("/")[0] for name in names}
    for top in tops:
        remove_others(folder / top, {folder / name for name in names})
    return {
        name: it for name, it in made.items() if name in names or name.partition("/")[0] not in tops
    }
