"""Building: only what may have changed, all that can be, and never half a file."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path

import pytest

from kit.environment import ROOT
from kit.errors import KitError
from kit.publish import build as module
from kit.publish import files
from kit.publish.build import RECORD, Work, build, made_from, stale
from kit.publish.files import NOTEBOOKS
from kit.publish.imports import used_in

MADE = "made.txt"  # lists what was really made
# Builds a quick work and one that takes longer than anybody waits.
INTERRUPTED = """
import signal
import sys
from pathlib import Path

from test_build import interrupted

if __name__ == "__main__":
    # What a shell runs in the background ignores Ctrl-C, and so would this.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupted(Path(sys.argv[1]))
"""


def note(folder: Path, name: str) -> None:
    with (folder / MADE).open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")


def made(folder: Path) -> list[str]:
    path = folder / MADE
    found = path.read_text(encoding="utf-8").split() if path.exists() else []
    path.unlink(missing_ok=True)
    return sorted(found)


def text(folder: Path, *, name: str, content: str) -> bytes:
    note(folder, name)
    return content.encode()


def copied(folder: Path, *, name: str, of: str) -> bytes:
    note(folder, name)
    return (folder / of).read_bytes()


def shortened(folder: Path, *, of: str) -> bytes:
    note(folder, "short")
    return (folder / of).read_bytes()[:2]


def several(folder: Path, *, names: tuple[str, ...]) -> Mapping[str, bytes]:
    note(folder, "several")
    return {name: name.encode() for name in names}


def crashing(_: Path) -> bytes:
    return b"1" if {}["lesson"] else b"2"


def failing(_: Path) -> bytes:
    raise KitError("lesson 7, cell 3: no such side")


def slow(folder: Path) -> bytes:
    note(folder, "slow")
    time.sleep(60)
    return b""


def works(*, content: str = "one") -> list[Work]:
    """List a work, one that copies it, and one that stands alone."""
    return [
        Work("a/1.txt", partial(text, name="1", content=content)),
        Work("a/2.txt", partial(copied, name="2", of="a/1.txt"), needs=("a/1.txt",)),
        Work("b/3.txt", partial(text, name="3", content="three")),
    ]


@pytest.fixture(autouse=True)
def in_threads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let works run in this process: starting others takes longer than most that is tested."""
    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(module, "ProcessPoolExecutor", lambda **_: ThreadPoolExecutor())


def test_only_what_may_have_changed_is_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stale(works(), tmp_path) == {"a/1.txt", "a/2.txt", "b/3.txt"}
    assert len(build(works(), tmp_path)) == 3
    assert made(tmp_path) == ["1", "2", "3"]
    assert "3/3" in capsys.readouterr().err, "a bar says how far it is"
    assert stale(works(), tmp_path) == set()
    assert build(works(), tmp_path) == []
    assert made(tmp_path) == []
    assert capsys.readouterr().err == ""
    assert stale(works(content="new"), tmp_path) == {"a/1.txt", "a/2.txt"}
    changed = build(works(content="new"), tmp_path)
    assert sorted(it.name for it in changed) == ["1.txt", "2.txt"]
    assert made(tmp_path) == ["1", "2"], "what it was made of goes on to what needs it"


def test_what_comes_out_the_same_makes_nothing_else_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def three(content: str) -> list[Work]:
        first = works(content=content)[0]
        short = Work("a/short.txt", partial(shortened, of=first.name), needs=(first.name,))
        last = partial(copied, name="last", of=short.name)
        return [first, short, Work("b/last.txt", last, needs=(short.name,))]

    build(three("one"), tmp_path)
    assert made(tmp_path) == ["1", "last", "short"]
    capsys.readouterr()
    assert [it.name for it in build(three("on"), tmp_path)] == ["1.txt"]
    assert made(tmp_path) == ["1", "short"], "the last one reads the bytes that it had read"
    assert "3/3" in capsys.readouterr().err, "the bar does not stop short of its end"
    assert stale(three("on"), tmp_path) == set()


def test_the_order_of_the_files_of_a_folder_makes_nothing_stale(tmp_path: Path) -> None:
    folder = Work("c", partial(several, names=("z.txt", "a.txt")))
    copy = Work("d.txt", partial(copied, name="d", of="c/z.txt"), needs=("c",))
    build([folder, copy], tmp_path)
    assert stale([folder, copy], tmp_path) == set()


@pytest.mark.parametrize("damage", [Path.unlink, partial(Path.write_text, data="by hand")])
def test_what_was_removed_or_changed_by_hand_is_made_again(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    folder = Work("c", partial(several, names=("x.svg", "deep/y.svg")))
    build([*works(), folder], tmp_path)
    for name, found in (("b/3.txt", "3"), ("c/deep/y.svg", "several")):
        made(tmp_path)
        before = (tmp_path / name).read_bytes()
        damage(tmp_path / name)
        assert len(stale([*works(), folder], tmp_path)) == 1
        assert build([*works(), folder], tmp_path) == [tmp_path / name]
        assert made(tmp_path) == [found]
        assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("only", [None, ["a/1.txt"]])
def test_what_no_work_makes_any_more_is_removed(tmp_path: Path, only: list[str] | None) -> None:
    old = Work("a/old/deck.html", partial(text, name="old", content="old"))
    folder = Work("a/figures", partial(several, names=("x.svg", "y.svg")))
    build([*works(), old, folder], tmp_path)
    (tmp_path / "c").mkdir()
    for name in ("a/stranger.txt", "a/.cut", "c/another.txt"):
        (tmp_path / name).touch()
    fewer = Work("a/figures", partial(several, names=("x.svg",)))
    build([*works(), fewer], tmp_path, only=only)
    there = {it.relative_to(tmp_path).as_posix() for it in (tmp_path / "a").rglob("*")}
    figures = {"a/figures", "a/figures/x.svg"} | ({"a/figures/y.svg"} if only else set())
    assert there == {"a/1.txt", "a/2.txt", *figures}
    assert (tmp_path / "c" / "another.txt").exists(), "a folder of somebody else's is left alone"
    assert "old" not in (tmp_path / RECORD).read_text()


def test_some_are_built_with_what_they_need(tmp_path: Path) -> None:
    build(works(), tmp_path, only=["a/2.txt"])
    assert made(tmp_path) == ["1", "2"]
    assert stale(works(), tmp_path) == {"b/3.txt"}


@pytest.mark.parametrize("record", ["", '{"a/1.txt": {"sou', "[]", '{"a/1.txt": "0a1b"}', "\xff"])
def test_a_record_that_cannot_be_read_says_that_nothing_was_built(
    tmp_path: Path, record: str
) -> None:
    build(works(), tmp_path)
    made(tmp_path)
    (tmp_path / RECORD).write_bytes(record.encode("latin-1"))
    assert build(works(), tmp_path) == [], "the same bytes are not written again"
    assert made(tmp_path) == ["1", "2", "3"]


def test_what_fails_stops_only_what_needs_it(tmp_path: Path) -> None:
    build(works(), tmp_path)
    made(tmp_path)
    first, *others = works()
    with pytest.raises(KitError, match=r"^lesson 7, cell 3: no such side$"):
        build([Work(first.name, failing), *others], tmp_path)
    assert made(tmp_path) == []
    assert (tmp_path / "a" / "1.txt").read_text() == "one", "the last good file is left"
    build(works(), tmp_path)
    assert made(tmp_path) == []


def test_a_mistake_of_the_kit_is_named_with_the_work_and_the_others_are_made(
    tmp_path: Path,
) -> None:
    first, *others = works()
    wrong = Work(first.name, crashing)
    with pytest.raises(KitError) as raised:
        build([wrong, *others, Work("c/4.txt", failing)], tmp_path)
    crash, refusal = sorted(str(raised.value).splitlines())
    assert re.fullmatch(r"a/1\.txt: KeyError: 'lesson' \(test_build\.py, line \d+\)", crash)
    assert refusal == "lesson 7, cell 3: no such side"
    assert made(tmp_path) == ["3"]
    assert stale([wrong, *others], tmp_path) == {"a/1.txt", "a/2.txt"}


def test_a_folder_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "built"
    folder.write_text("a file stands where the folder should")
    with pytest.raises(KitError) as raised:
        build([Work("a/1.txt", partial(several, names=("x",)))], folder)
    message = str(raised.value)
    assert "\n" not in message
    assert "書き込めません" in message and "Cannot write" in message and str(folder) in message


def test_a_value_whose_change_cannot_be_seen_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="a work cannot be called with <object"):
        build([Work("a/1.txt", partial(text, name="1", content=object()))], tmp_path)


def changed_by(tmp_path: Path, name: str, more: str) -> tuple[set[str], set[str]]:
    """Add to a file of the kit; give kinds of the works that this changes, and the others."""
    for top in ("kit", "slides", "data"):
        shutil.copytree(ROOT / top, tmp_path / top, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    path = tmp_path / name
    assert path.is_file()
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    works = real_works()
    new = {it.name for it in works if made_from(it, tmp_path) != made_from(it)}
    return {kind(name) for name in new}, {kind(it.name) for it in works if it.name not in new}


def kind(name: str) -> str:
    """Give the top folder of a work, or that it is a home page, for which charts are drawn."""
    from kit.publish.site.pages import HOME_PAGES

    return "home" if name in {f"site/{it}" for it in HOME_PAGES.values()} else Path(name).parts[0]


@cache
def real_works() -> list[Work]:
    # Here, so that a process that makes one of the small works above starts soon.
    from kit.publish.everything import all_works
    from kit.publish.lesson import read_lessons

    return list(all_works(read_lessons(NOTEBOOKS), NOTEBOOKS))


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("kit/charts/shares.py", "\n# A comment.\n"),
        ("kit/charts/shares.py", "\n\n\n"),
        ("kit/publish/build.py", "\nMORE = 1\n"),
    ],
)
def test_a_comment_or_a_change_of_the_build_makes_nothing_stale(
    tmp_path: Path, name: str, more: str
) -> None:
    assert changed_by(tmp_path, name, more)[0] == set()


@pytest.mark.parametrize(
    ("name", "more", "only"),
    [
        ("kit/publish/powerpoint/write.py", "\nMORE = 1\n", "pptx"),
        ("kit/publish/print/templates/guide.css", "\np { color: red; }\n", "trainer"),
    ],
)
def test_a_change_in_a_room_makes_only_its_outputs_stale(
    tmp_path: Path, name: str, more: str, only: str
) -> None:
    assert changed_by(tmp_path, name, more)[0] == {only}


@pytest.mark.parametrize(
    ("name", "more", "stale", "fresh"),
    [
        ("kit/charts/shares.py", "\nMORE = 1\n", "executed home", "site"),
        ("kit/panels/assets/panel.css", "\np { color: red; }\n", "executed site", ""),
        ("data/teaching/tabletop.csv", "\n", "executed tabletop", "site"),
        ("data/teaching/interface.csv", "\n", "executed handouts quiz tabletop trainer", ""),
        ("kit/publish/site/templates/site.css", "\np { color: red; }\n", "site", "executed slides"),
    ],
)
def test_what_code_uses_makes_stale_what_is_made_with_it(
    tmp_path: Path, name: str, more: str, stale: str, fresh: str
) -> None:
    changed, others = changed_by(tmp_path, name, more)
    assert {*stale.split()} <= changed
    assert {*fresh.split()} <= others - changed


def test_a_lesson_is_made_with_what_it_uses(tmp_path: Path) -> None:
    resampled = {it.name for it in real_works() if "kit.lessons.resample" in it.uses}
    assert "executed/ja/02_telework_gap.ipynb" in resampled
    assert "executed/ja/06_contracts_silent.ipynb" not in resampled
    assert used_in("from kit import share_chart") == {"kit.charts.shares"}
    assert {"kit.estimates", "kit.labels"} <= used_in("kit.estimates.wilson(1, 2); kit.word('a')")


def test_all_that_code_reads_is_named_in_it() -> None:
    """Else a change of it would make nothing stale: names are read, never computed."""
    beside = (ROOT / "kit").rglob("*.*")
    texts = {it: it.read_text("utf-8") for it in beside if it.is_file() and it.suffix != ".pyc"}
    for path in texts:
        if path.suffix in (".css", ".js", ".j2"):
            assert any(path.name in text for it, text in texts.items() if it != path), path
    importing = {path.name for path, text in texts.items() if "import_module(" in text}
    assert importing == {"__init__.py", "verbs.py"}, "what is imported by name is not seen"


def dying(_: Path) -> bytes:
    os._exit(1)


@pytest.mark.slow
def test_what_ends_a_process_or_cannot_reach_it_is_told(tmp_path: Path) -> None:
    def here(_: Path) -> bytes:
        return b"another process does not know this function"

    with pytest.raises(KitError, match=r"^a/here\.txt: .*here") as raised:
        build([Work("a/here.txt", here), *works()], tmp_path)
    assert "\n" not in str(raised.value)
    assert made(tmp_path) == ["1", "2", "3"]
    with pytest.raises(KitError, match=r"途中で止められました.* / A process .* was ended"):
        build([Work("a/dies.txt", dying), *works()], tmp_path)
    assert stale(works(), tmp_path) == set()


def interrupted(folder: Path) -> None:
    """Build until somebody stops it."""
    build([*works()[:2], Work("a/slow.txt", slow)], folder)


@pytest.mark.slow
def test_an_interrupted_build_leaves_whole_files_and_goes_on_later(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    folder = tmp_path / "built"
    folder.mkdir()
    paths = [str(Path(__file__).parent), str(files.ROOT), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + 600
    while not (folder / "a" / "2.txt").exists() or "slow" not in (folder / MADE).read_text():
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # Ctrl-C reaches all processes of a terminal
    assert process.wait(timeout=30) != 0
    assert {it.name for it in folder.rglob("*.*")} == {"1.txt", "2.txt", MADE, RECORD}
    assert stale(works(), folder) == {"b/3.txt"}, "what was finished is not made again"


def test_a_file_that_cannot_be_written_whole_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    files.write_changed(path, b"old")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(KitError, match="no space left"):
        files.write_changed(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
