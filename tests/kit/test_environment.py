"""The environment is made once, brought up to date, repaired, and refused in one clear line."""

import ast
import errno
import json
import shutil
import socket
import subprocess
import sys
import sysconfig
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kit import environment
from kit.__main__ import main
from kit.errors import KitError

REAL_PROCESS = subprocess.Popen


class FakeMachine:
    """Stands for venv and pip, and remembers what was asked of them."""

    def __init__(self, root: Path) -> None:
        self.home = root / ".venv"
        self.done: list[str] = []
        self.broken = False

    def create(self, home: Path, *, clear: bool, **_: object) -> None:
        if clear and home.exists():
            shutil.rmtree(home)
        python = environment.interpreter(home)
        python.parent.mkdir(parents=True)
        python.touch()
        self.done.append("create")

    def pip(self, command: list[str], **_: object) -> "FakeMachine":
        if self.broken:
            raise KeyboardInterrupt
        for kind, path in pairwise(command):
            if kind in {"-r", "-e"}:
                self.done.append(Path(path).relative_to(environment.ROOT).as_posix())
        return self

    stdout, returncode = (), 0

    def __enter__(self) -> "FakeMachine":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def prepare(self, *, tests: bool = False) -> list[str]:
        """Prepare, and return what had to be done for it."""
        self.done = []
        assert environment.prepare(tests=tests) == environment.interpreter(self.home)
        return self.done


def packages_of(home: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))


KIT, TESTS, MADE_ANEW = (
    ["requirements.txt", "."],
    ["tests/requirements.txt"],
    ["create", "requirements.txt", "."],
)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeMachine:
    root = tmp_path / "clone"
    (root / "tests").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (root / "requirements.txt").write_text("pandas==1\n")
    (root / "tests/requirements.txt").write_text("pytest==1\n")
    fake = FakeMachine(root)
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr("importlib.metadata.distributions", lambda **_: [])
    monkeypatch.setattr("subprocess.Popen", fake.pip)
    monkeypatch.setattr("venv.create", fake.create)
    return fake


def test_a_fresh_clone_gets_everything_and_the_second_run_does_nothing(
    machine: FakeMachine,
) -> None:
    assert machine.prepare() == MADE_ANEW
    assert machine.prepare() == []


def test_tests_are_added_without_touching_the_rest(machine: FakeMachine) -> None:
    machine.prepare()
    assert machine.prepare(tests=True) == TESTS
    assert machine.prepare(tests=True) == []
    assert machine.prepare() == []


def test_changed_requirements_are_installed_into_what_is_there(machine: FakeMachine) -> None:
    machine.prepare(tests=True)
    (environment.ROOT / "requirements.txt").write_text("pandas==2\n")
    assert machine.prepare() == KIT
    assert machine.prepare(tests=True) == []


def test_settings_of_tools_install_nothing(machine: FakeMachine) -> None:
    machine.prepare()
    with (environment.ROOT / "pyproject.toml").open("a") as file:
        file.write("[tool.ruff]\nline-length = 90\n")
    assert machine.prepare() == []


def test_an_interrupted_installation_is_made_anew(machine: FakeMachine) -> None:
    machine.broken = True
    with pytest.raises(KeyboardInterrupt):
        machine.prepare()
    remains = machine.home / "half-written"
    remains.touch()
    machine.broken = False
    assert machine.prepare() == MADE_ANEW
    assert not remains.exists()


def test_an_interrupted_update_is_made_anew(machine: FakeMachine) -> None:
    machine.prepare()
    machine.broken = True
    with pytest.raises(KeyboardInterrupt):
        machine.prepare(tests=True)
    machine.broken = False
    assert machine.prepare() == MADE_ANEW


def test_an_environment_made_by_hand_is_added_to(machine: FakeMachine) -> None:
    own = machine.home / "lib" / "own"
    pip = packages_of(machine.home) / "pip" / "__main__.py"
    for file in (own, pip, environment.interpreter(machine.home)):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert machine.prepare() == KIT
    assert own.exists()
    assert machine.prepare() == []


@pytest.mark.parametrize("damage", ["python", "stamp", "interpreter"])
def test_a_broken_environment_is_made_anew(machine: FakeMachine, damage: str) -> None:
    machine.prepare()
    stamp = machine.home / f"{environment.DISTRIBUTION}.json"
    if damage == "python":
        stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "python": "3.11.0 /other"}))
    elif damage == "stamp":
        stamp.write_text('{"python": "3.1')
    else:
        environment.interpreter(machine.home).unlink()
    assert machine.prepare() == MADE_ANEW


@pytest.mark.parametrize("stamp", ["", '{"python": "3.11.0 /other", "kit": "a", "tests": "b"}'])
@pytest.mark.parametrize("inside", [False, True])
def test_a_link_to_another_environment_is_refused_and_left_alone(
    machine: FakeMachine, monkeypatch: pytest.MonkeyPatch, stamp: str, inside: bool
) -> None:
    other = machine.home.parent.parent / "other" / ".venv"
    python = environment.interpreter(other)
    python.parent.mkdir(parents=True)
    python.touch()
    (other / f"{environment.DISTRIBUTION}.json").write_text(stamp)
    machine.home.symlink_to(other)
    if inside:
        monkeypatch.setattr(sys, "prefix", str(other))
    with pytest.raises(environment.SetUpError, match=r"リンク.*`rm \.venv`") as caught:
        environment.prepare(tests=True)
    assert "\n" not in str(caught.value)
    assert python.is_file()
    assert (other / f"{environment.DISTRIBUTION}.json").read_text() == stamp
    machine.home.unlink()
    assert machine.prepare() == MADE_ANEW


def test_an_interpreter_that_has_the_kit_is_used_as_it_is(
    machine: FakeMachine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    conda = tmp_path / "conda"
    conda.mkdir()
    monkeypatch.setattr(sys, "prefix", str(conda))
    monkeypatch.setattr("importlib.metadata.distributions", lambda **_: ["the kit"])
    assert environment.prepare(tests=False) is None
    assert machine.done == []
    assert environment.prepare(tests=True) == Path(sys.executable)
    assert machine.done == TESTS
    assert environment.prepare(tests=True) is None
    assert not machine.home.exists()


@pytest.mark.usefixtures("machine")
def test_a_missing_venv_module_is_one_line_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, ["python", "-m", "ensurepip"])

    monkeypatch.setattr("venv.create", fail)
    with pytest.raises(environment.SetUpError, match="python3-venv") as caught:
        environment.prepare(tests=False)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("machine")
def test_a_folder_that_cannot_be_written_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", ".venv")

    monkeypatch.setattr("venv.create", refuse)
    with pytest.raises(
        environment.SetUpError, match=r"書き込めません.*Permission denied"
    ) as caught:
        environment.prepare(tests=False)
    assert "\n" not in str(caught.value)
    assert "apt install" not in str(caught.value)


def test_pip_that_cannot_fetch_is_one_line_with_its_reason(
    machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pip(command: list[str], **settings: Any) -> Any:
        options = command[1 : command.index("-r")]
        return REAL_PROCESS([sys.executable, *options, "--no-index", "no-such-kit"], **settings)

    monkeypatch.setattr("subprocess.Popen", pip)
    with pytest.raises(
        environment.SetUpError, match=r"ネットワーク.*network.*no-such-kit"
    ) as caught:
        environment.prepare(tests=False)
    assert "\n" not in str(caught.value)
    assert (machine.home / f"{environment.DISTRIBUTION}.json").read_text() == "{}"


def test_a_taken_port_is_named(free_port: int) -> None:
    environment.require_free_port(free_port)
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        with pytest.raises(KitError, match=rf"{free_port}.*--port"):
            environment.require_free_port(free_port)


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert main(["app"]) == 2
    told = capsys.readouterr().err
    assert "Python 3.11 以上" in told
    assert "Python 3.11 or newer" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_what_tells_it_so(name: str) -> None:
    code = (environment.ROOT / "kit" / name).read_text(encoding="utf-8")
    ast.parse(code, feature_version=(3, 8))
    assert "from __future__ import annotations\n" in code, "3.8 knows no list[str]"
