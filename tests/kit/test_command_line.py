"""Every verb is reachable, explains itself in both languages, and fails without a traceback."""

import re
import socket
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from kit import environment
from kit.__main__ import VERBS, main
from kit.environment import ROOT
from kit.errors import KitError

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the running interpreter be the right one, so that no verb installs anything here."""
    monkeypatch.setattr(environment, "prepare", lambda **_: None)


def replace(monkeypatch: pytest.MonkeyPatch, name: str, failure: BaseException) -> None:
    def fail(_: Namespace) -> None:
        raise failure

    monkeypatch.setitem(VERBS, name, VERBS[name]._replace(run=fail))


def test_a_bare_python_prints_the_help() -> None:
    told = subprocess.run(
        [sys.executable, "-S", "-m", "kit"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert all(f"    {name}" in told for name in VERBS)


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_explains_itself_in_both_languages(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert JAPANESE.search(told)
    assert VERBS[name].en.split()[0] in told


def test_make_has_the_same_verbs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: help (.*)$", makefile, re.MULTILINE)
    rules = re.findall(r"^([a-z -]+):$", makefile, re.MULTILINE)
    assert phony
    assert phony[1].split() == list(VERBS)
    assert sorted(" ".join(rules).split()) == sorted(["help", *VERBS])


def test_make_alone_prints_the_help_and_passes_the_port() -> None:
    def shown(*arguments: str) -> str:
        command = ["make", "--dry-run", "--no-print-directory", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert shown() == "python3 -m kit --help\n"
    assert shown("app", "PORT=8900") == "python3 -m kit app --port 8900\n"


def test_an_unknown_verb_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tset"]) == 2
    told = capsys.readouterr().err
    assert "did you mean 'test'?" in told
    assert JAPANESE.search(told)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8866.5", "八", "²", ""])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["app", f"--port={port}"])
    assert left.value.code == 2
    assert "1 to 65535" in capsys.readouterr().err


def test_a_taken_port_is_refused_before_anything_starts(
    free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        assert main(["app", "--port", str(free_port)]) == 1
    told = capsys.readouterr().err
    assert str(free_port) in told
    assert "--port" in told


def test_a_refusal_is_its_message_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(monkeypatch, "seal", KitError("row 3 is wrong"))
    assert main(["seal"]) == 1
    assert capsys.readouterr().err == "row 3 is wrong\n"


def test_a_failed_set_up_leaves_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    replace(monkeypatch, "seal", environment.SetUpError("no network"))
    assert main(["seal"]) == 2


def test_ctrl_c_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(monkeypatch, "seal", KeyboardInterrupt())
    assert main(["seal"]) == 130
    assert capsys.readouterr().err == ""


def test_the_command_goes_on_in_the_environment_that_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(environment, "prepare", lambda **_: Path("/clone/.venv/bin/python"))
    monkeypatch.setattr(environment, "become", lambda command: calls.append(command) or 7)
    assert main(["app", "--port", "8900"]) == 7
    assert calls == [["/clone/.venv/bin/python", "-m", "kit", "app", "--port", "8900"]]


def test_an_installed_package_alone_says_where_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert main(["app"]) == 2
    assert "clone of the repository" in capsys.readouterr().err


def test_clean_removes_what_was_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "build/app").mkdir(parents=True)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert main(["clean"]) == 0
    assert not (tmp_path / "build").exists()
