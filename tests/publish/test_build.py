"""Building: only what may have changed, all that can be, and never half a file."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from kit.errors import KitError
from kit.publish import build as module
from kit.publish import files
from kit.publish.build import RECORD, Work, build, stale

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


def failing(_: Path) -> bytes:
    raise KitError("lesson 7, cell 3: no such side")


def slow(folder: Path) -> bytes:
    note(folder, "slow")
    time.sleep(60)
    return b""


def works(*, content: str = "one", source: str = "1") -> list[Work]:
    """List a work, one that copies it, and one that stands alone."""
    return [
        Work("a/1.txt", partial(text, name="1", content=content), source),
        Work("a/2.txt", partial(copied, name="2", of="a/1.txt"), "2", ("a/1.txt",)),
        Work("b/3.txt", partial(text, name="3", content="three"), "3"),
    ]


@pytest.fixture
def in_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let works run in this process: starting others takes longer than all that is tested."""
    monkeypatch.setattr(module, "_pool", ThreadPoolExecutor)


@pytest.mark.usefixtures("in_threads")
def test_only_what_may_have_changed_is_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(build(works(), tmp_path)) == 3
    assert made(tmp_path) == ["1", "2", "3"]
    assert "3/3" in capsys.readouterr().err, "a bar says how far it is"
    assert build(works(), tmp_path) == []
    assert made(tmp_path) == []
    assert capsys.readouterr().err == ""
    assert build(works(source="other"), tmp_path) == [], "the same bytes are not written again"
    assert made(tmp_path) == ["1", "2"], "what it was made of goes on to what needs it"
    changed = build(works(content="new", source="new"), tmp_path)
    assert sorted(it.name for it in changed) == ["1.txt", "2.txt"]
    (tmp_path / "b" / "3.txt").unlink()
    (tmp_path / "a" / "stranger.txt").touch()
    assert [it.name for it in build(works(content="new", source="new"), tmp_path)] == ["3.txt"]
    assert not (tmp_path / "a" / "stranger.txt").exists()


@pytest.mark.usefixtures("in_threads")
def test_what_fails_stops_only_what_needs_it(tmp_path: Path) -> None:
    build(works(), tmp_path)
    made(tmp_path)
    first, *others = works(source="damaged")
    with pytest.raises(KitError, match=r"^lesson 7, cell 3: no such side$"):
        build([Work(first.name, failing, "damaged"), *others, works()[2]], tmp_path)
    assert made(tmp_path) == []
    assert (tmp_path / "a" / "1.txt").read_text() == "one", "the last good file is left"
    build(works(), tmp_path)
    assert made(tmp_path) == []


def interrupted(folder: Path) -> None:
    """Build until somebody stops it."""
    build([*works()[:2], Work("a/slow.txt", slow, "slow")], folder)


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
    end = time.monotonic() + 60
    while not (folder / "a" / "2.txt").exists() or "slow" not in (folder / MADE).read_text():
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # Ctrl-C reaches all processes of a terminal
    assert process.wait(timeout=20) != 0
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
    with pytest.raises(OSError, match="no space left"):
        files.write_changed(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
