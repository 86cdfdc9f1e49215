"""Every verb is reachable, explains itself in both languages, and fails without a traceback."""

import errno
import os
import re
import shutil
import socket
import subprocess
import sys
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from kit import environment
from kit.__main__ import main
from kit.environment import ROOT
from kit.errors import KitError
from kit.room_check.looks import outcomes
from kit.verbs import OPTIONS, verbs

HOMES = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"]
HOMES += ["MPLCONFIGDIR"]
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the running interpreter be the right one, so that no verb installs anything here."""
    monkeypatch.setenv("JUPYTER_PATH", "")  # set by every verb, and set back after the test
    monkeypatch.setattr(environment, "prepare", lambda **_: None)


def function(name: str) -> Any:
    """Give what is behind a verb."""
    module, _, called = verbs()[name].function.partition(":")
    return getattr(import_module(module), called)


def parameters_of(name: str) -> Any:
    """Give the function that has the parameters of a verb: one passes on what it is given."""
    return outcomes if name == "room-check" else function(name)


def break_seal(monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    def fail() -> None:
        raise failure

    monkeypatch.setattr("kit.data.seal", fail)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect what the functions behind some verbs are called with, instead of calling them."""
    made: list[dict[str, Any]] = []
    for name in ("app", "present", "slides", "handouts", "room-check", "lock"):
        target = verbs()[name].function.replace(":", ".")
        monkeypatch.setattr(target, lambda **given: made.append(given) or 3)
    return made


def test_a_bare_python_prints_the_help() -> None:
    told = subprocess.run(
        [sys.executable, "-S", "-m", "kit"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert all(f"    {name}" in told for name in verbs())


@pytest.mark.parametrize("name", verbs())
def test_every_verb_explains_itself_in_both_languages(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert JAPANESE.search(told)
    assert verbs()[name].words.split(" / ")[1].split()[0] in told
    assert all(OPTIONS[parameter][0] in told for parameter in verbs()[name].options)


@pytest.mark.parametrize("name", verbs())
def test_every_verb_has_a_function_that_takes_its_options(name: str) -> None:
    verb = verbs()[name]
    taken = signature(parameters_of(name)).parameters
    assert set(verb.options) <= set(taken)
    assert verb.needs in {"nothing", "kit", "tests"}
    assert verb.function.startswith("kit.") or verb.needs == "tests" or name == "links"


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("app", {}),
        ("app --port 8900 --no-browser", {"port": 8900, "open_browser": False}),
        ("present --deck a", {"name": "a", "language": "ja"}),
        ("present --deck a --language en --port 1", {"name": "a", "language": "en", "port": 1}),
        ("slides", {}),
        ("slides --deck a --deck b --language en", {"names": ["a", "b"], "languages": ["en"]}),
        ("handouts --address https://a.test", {"site": "https://a.test"}),
        ("room-check --port 1 --address https://a.test", {"port": 1, "site": "https://a.test"}),
        ("lock --upgrade", {"upgrade": True}),
    ],
)
def test_only_what_is_given_reaches_the_function(
    command: str, given: dict[str, Any], calls: list[dict[str, Any]]
) -> None:
    assert main(command.split()) == 3
    assert calls == [given]


def test_the_help_names_the_ports_of_those_that_listen(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["app", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    listening = [name for name, verb in verbs().items() if "port" in verb.options]
    ports = {name: signature(parameters_of(name)).parameters["port"].default for name in listening}
    assert f"({', '.join(f'{name} {port}' for name, port in ports.items())})" in told


def test_a_deck_must_be_chosen_to_be_presented(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["present"])
    assert left.value.code == 2
    assert "--deck" in capsys.readouterr().err


def test_make_has_the_same_verbs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: help (.*)$", makefile, re.MULTILINE)
    rules = re.findall(r"^([a-z -]+):$", makefile, re.MULTILINE)
    assert phony
    assert phony[1].split() == list(verbs())
    assert sorted(" ".join(rules).split()) == sorted(["help", *verbs()])


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
    break_seal(monkeypatch, KitError("row 3 is wrong"))
    assert main(["seal"]) == 1
    assert capsys.readouterr().err == "row 3 is wrong\n"


@pytest.mark.parametrize("reason", [errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC])
def test_what_the_system_does_not_allow_is_one_line_with_the_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reason: int
) -> None:
    break_seal(monkeypatch, OSError(reason, os.strerror(reason), "/clone/data/x.json"))
    assert main(["seal"]) == 1
    told = capsys.readouterr().err
    assert re.search("/clone/data/x.json に書き込めません.*Cannot write /clone/data/x.json", told)
    assert os.strerror(reason) in told
    assert told.count("\n") == 1


def test_another_failure_of_the_system_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    break_seal(monkeypatch, FileNotFoundError(errno.ENOENT, "gone", "x"))
    with pytest.raises(FileNotFoundError):
        main(["seal"])


@pytest.mark.parametrize("home", ["none", "file", "closed"])
def test_without_a_home_to_write_in_there_is_a_temporary_one(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    home: str,
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed").chmod(0o555)
    # The tests may run as root, to whom nothing is closed.
    monkeypatch.setattr(os, "access", lambda path, _: bool(Path(path).stat().st_mode & 0o200))
    monkeypatch.setenv("HOME", str(tmp_path / home))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in HOMES:
        monkeypatch.setenv(name, "")  # so that it is as before after the test
        monkeypatch.delenv(name)
    monkeypatch.setattr("kit.data.seal", lambda: None)
    assert main(["seal"]) == 0
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert JAPANESE.search(told)
    assert "HOME" in told
    folders = {Path(os.environ[name]).parent for name in HOMES}
    assert len(folders) == 1
    assert os.access(folders.pop(), os.W_OK)


def test_a_home_that_can_be_written_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in HOMES:
        monkeypatch.setenv(name, "")  # so that it is as before after the test
        monkeypatch.delenv(name)
    monkeypatch.setattr("kit.data.seal", lambda: None)
    assert main(["seal"]) == 0
    assert capsys.readouterr().err == ""
    assert not {*HOMES} & {*os.environ}


def test_no_kernel_of_the_users_own_runs_the_lessons(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of the same name, in the user's folder or on the path, and looked for before ours."""
    found = {}

    def look() -> None:
        found["folder"] = Path(KernelSpecManager().get_kernel_spec("python3").resource_dir)

    for folder in ("data", "path"):
        spec = tmp_path / folder / "kernels" / "python3" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text('{"argv": ["/none"], "display_name": "mine", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "path"))
    look()
    assert found["folder"].is_relative_to(tmp_path), "the user's own one goes before"
    monkeypatch.setattr("kit.data.seal", look)
    assert main(["seal"]) == 0
    assert found["folder"].is_relative_to(sys.prefix)


def test_a_failed_set_up_leaves_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    break_seal(monkeypatch, environment.SetUpError("no network"))
    assert main(["seal"]) == 2


def test_ctrl_c_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_seal(monkeypatch, KeyboardInterrupt())
    assert main(["seal"]) == 130
    assert capsys.readouterr().err == ""


def test_the_command_goes_on_in_the_environment_that_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(environment, "prepare", lambda **_: Path("/clone/.venv/bin/python"))
    monkeypatch.setattr(environment, "become", lambda command: begun.append(command) or 7)
    assert main(["app", "--port", "8900"]) == 7
    assert begun == [["/clone/.venv/bin/python", "-m", "kit", "app", "--port", "8900"]]


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


def test_clean_says_what_is_still_there_and_removes_the_rest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").touch()
    for name in ("build", ".ruff_cache"):
        (tmp_path / name).mkdir()
    remove = shutil.rmtree

    def refuse(path: Path) -> None:
        if path.name == "build":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path / "app"))
        remove(path)

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(shutil, "rmtree", refuse)
    assert main(["clean"]) == 1
    told = capsys.readouterr().err
    assert str(tmp_path / "build") in told
    assert JAPANESE.search(told)
    assert told.count("\n") == 1
    assert not (tmp_path / ".ruff_cache").exists()


def test_clean_removes_a_link_and_not_what_it_leads_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "file").touch()
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "build").symlink_to(other)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert main(["clean"]) == 0
    assert not (tmp_path / "build").is_symlink()
    assert (other / "file").is_file()
