"""The check of the room: it says what fails, in both languages, and passes over nothing."""

import json
import re
import socket
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kit import data, verbs
from kit.browser import VARIABLE
from kit.environment import ROOT
from kit.errors import DataError
from kit.labels import has_word
from kit.publish.print.papers import tabletop_works
from kit.room_check import looks, openings
from kit.room_check import outcomes as found
from kit.room_check.outcomes import Outcome, RoomCheck

Disk = namedtuple("Disk", "free")
FINE = Outcome("port.ok", values={"port": 8866})
TAKEN = Outcome("port.busy", "fail", {"port": 8866})
OTHER = Outcome("python.other", "note", {"names": "pandas"})


def test_a_finding_speaks_both_languages_and_says_what_to_do() -> None:
    first, second = str(TAKEN).splitlines()
    assert first == "× ポート8866がふさがっている。 / Port 8866 is taken."
    assert second.startswith("  → ") and " / Close the app" in second
    assert len(str(FINE).splitlines()) == 1


def test_only_what_fails_stands_in_the_way_of_a_class() -> None:
    assert RoomCheck([FINE, OTHER]).failures == []
    assert "Ready for class." in repr(RoomCheck([FINE, OTHER]))
    assert repr(RoomCheck([TAKEN, FINE])).endswith("To be put right: 1.")


def test_a_notebook_shows_the_findings_as_a_table_in_both_languages() -> None:
    table = RoomCheck([TAKEN, Outcome("data.broken", "fail", {"problem": "<b>"})]).html()
    assert table.count('<td lang="ja">') == table.count('<td lang="en">') == 2
    assert "Port 8866 is taken." in table and "&lt;b&gt;" in table
    assert "style=" not in table


def test_every_finding_has_words_and_what_fails_has_a_remedy() -> None:
    source = Path(looks.__file__).read_text(encoding="utf-8")
    codes = re.findall(r'Outcome\("([\w.]+)"(?:, ("fail"|"note"|status))?', source)
    assert len(codes) > 15
    for code, status in codes:
        assert has_word(f"room.{code}")
        assert has_word(f"room.{code}_do") == bool(status), code
    problems = re.findall(r"``(\w+)``", openings.Opening.__doc__ or "")
    assert [it for it in problems if not has_word(f"room.opened.{it}")] == []


@pytest.mark.parametrize(
    ("locked", "code"),
    [
        ("pytest", "python.ok"),
        ("pytest==0.1  # comment\n", "python.other"),
        ("no-such-package==1\npytest==0.1", "python.missing"),
        ('no-such-package==1 ; sys_platform == "none"', "python.ok"),
    ],
)
def test_packages_are_compared_with_what_is_locked(tmp_path: Path, locked: str, code: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text(f"# a comment\n{locked}\n", encoding="utf-8")
    assert looks.python_packages(path).code == code


def test_a_port_that_is_taken_is_said_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert looks.app_port(taken.getsockname()[1]).code == "port.busy"


def test_broken_data_and_a_full_disk_are_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> None:
        raise DataError(["estimates.csv, line 3: no such side"])

    monkeypatch.setattr(data, "load", load)
    assert "line 3" in str(looks.data_tables())
    monkeypatch.setattr("shutil.disk_usage", lambda _: Disk(2e8))
    assert "0.2 GB" in str(looks.disk_space()) and looks.disk_space().status == "fail"


def test_a_folder_that_cannot_be_written_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as root, who can
    outcome = looks.disk_space()
    assert (outcome.code, outcome.status) == ("disk.closed", "fail")
    assert str(ROOT) in str(outcome)


def test_what_is_not_built_is_named_with_its_verb(tmp_path: Path) -> None:
    lines = list(looks.built_files(tmp_path, ""))
    assert [it.status for it in lines] == ["fail"] * 3 + ["note"] * 3
    assert "`make slides`" in str(lines[0])


def test_files_that_fail_alike_are_one_thing_to_put_right() -> None:
    pages = [openings.Opening(f"slides/{it}.html", "panel") for it in "abcd"]
    other = openings.Opening("site/a.html", "panel")
    several, one = sorted(looks.of_openings([*pages, other], 1, 35), key=str, reverse=True)
    assert "build/slides/c.html, … (4)" in str(several) and "`build/slides`" in str(several)
    assert "build/site/a.html" in str(one) and "Delete the file" in str(one)


def test_the_last_words_of_a_browser_are_passed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(looks, "APART", "raise SystemExit('out of memory')")
    (crashed,) = looks.opened(tmp_path)
    assert (crashed.code, crashed.values["problem"]) == ("browser.crashed", "out of memory")


def test_without_a_browser_nothing_is_said_to_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, "/nowhere/chrome")
    assert [(it.code, it.status) for it in looks.opened(tmp_path)] == [("browser.missing", "fail")]


@pytest.mark.parametrize(("given", "code"), [([FINE, OTHER], 0), ([FINE, TAKEN], 1)])
def test_the_verb_fails_when_something_must_be_put_right(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: list[Outcome],
    code: int,
) -> None:
    def outcomes(**_: Any) -> Iterator[Outcome]:
        yield from given

    monkeypatch.setattr(looks, "outcomes", outcomes)
    assert verbs.check_room(port=1, site="") == code
    assert capsys.readouterr().out.startswith(f"{given[0]}\n{given[1]}\n")


def test_a_check_that_breaks_off_is_said_so_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(*_: object) -> Iterator[Outcome]:
        yield FINE
        raise json.JSONDecodeError("no JSON", "", 0)

    def broken() -> Outcome:
        raise UnicodeDecodeError("utf-8", b"a", 0, 1, "cut off")

    for name in ("python_packages", "japanese_font", "disk_space", "first_kernel"):
        monkeypatch.setattr(looks, name, lambda *_: FINE)
    monkeypatch.setattr(looks, "data_tables", broken)
    monkeypatch.setattr(looks, "built_files", fails)
    monkeypatch.setattr(looks, "opened", lambda _: iter([OTHER]))
    found = list(looks.outcomes(tmp_path, port=0))
    broke = [it for it in found if it.code == "unchecked"]
    assert len(found) == 9 and found[-1] == OTHER
    assert [str(it.values["problem"]).split(":")[0] for it in broke] == [
        "UnicodeDecodeError",
        "JSONDecodeError",
    ]
    assert all(it.status == "fail" for it in broke)
    assert "A check broke off (broken)" in str(broke[0])


def test_what_is_missing_for_a_kernel_does_not_stop_the_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(*_: object) -> None:
        raise OSError("no such file")

    monkeypatch.setattr(looks, "run", run)
    assert looks.first_kernel().status == "fail"


@pytest.mark.slow
def test_a_kernel_that_starts_is_said_so() -> None:
    assert looks.first_kernel().code == "kernel.ok"


def _change(page: bytes, old: str, new: str) -> bytes:
    assert old.encode() in page
    return page.replace(old.encode(), new.encode())


@pytest.mark.slow
def test_files_that_do_not_open_are_named_with_the_reason(tmp_path: Path) -> None:
    (work,) = (it for it in tabletop_works() if it.name == "tabletop/en/client.html")
    good = work.make(tmp_path)
    assert isinstance(good, bytes)
    opened = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", good)
    pages = {
        "slides/good.html": good,
        "slides/outside.html": _change(
            opened, "<body>", '<body><img alt="" src="https://a.test/b">'
        ),
        "slides/error.html": _change(opened, "<body>", "<body><script>throw Error('a')</script>"),
        "site/font.html": _change(good, "data:font/woff;base64,", "data:font/woff;base64,AAAA"),
        "site/empty.html": _change(_change(good, "<h1>", "<p>"), "<h2", "<p"),
        "site/panel.html": _change(opened, 'form.addEventListener("change"', "void (0"),
        "handouts/good.pdf": b"%PDF-1.4\n%%EOF\n",
        "handouts/broken.pdf": b"%PDF-1.4\n",
    }
    for name, content in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    lines = list(looks.opened(tmp_path))
    said = {str(it.values["name"]): it.code for it in lines if "name" in it.values}
    assert said == {
        f"build/{name}": f"opened.{Path(name).stem}" for name in pages if "good" not in name
    }
    assert (lines[-1].code, lines[-1].values["count"], lines[-1].values["panels"]) == (
        "opened.ok",
        2,
        1,
    )


@pytest.mark.slow
def test_what_there_was_no_time_for_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_bytes(b"<h1>a</h1>")
    browser_found, unchecked = looks.opened(tmp_path, seconds=0)
    assert (browser_found.code, unchecked.code, unchecked.status) == (
        "browser.ok",
        "opened.unchecked",
        "fail",
    )
    assert found.RoomCheck([unchecked]).failures
