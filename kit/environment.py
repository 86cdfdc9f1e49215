"""Find or make the Python environment that runs the kit, with the standard library only.

A fresh clone has no dependency installed, so this module is all that ``python3 -m kit`` may rely
on. It keeps one virtual environment, ``.venv``, beside the package. A stamp says what is in there;
it is removed before anything is installed and written after, so that an interrupted installation
has no stamp and is made anew, because half-written packages look installed to pip.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kit.errors import KitError

ROOT = Path(__file__).resolve().parent.parent
DISTRIBUTION = "supply-chain-survey-kit"
_STAMP = f"{DISTRIBUTION}.json"
# The locked sets are complete, so nothing needs resolving; what is used is compiled at its first
# import. Both together halve the time of an installation.
_PIP_OPTIONS = ("--no-input", "--disable-pip-version-check", "--no-deps", "--no-compile")
_REQUIREMENTS = {"kit": "requirements.txt", "tests": "tests/requirements.txt"}


class SetUpError(KitError):
    """Say in one bilingual line why the environment cannot be set up."""


def prepare(*, tests: bool) -> Path | None:
    """Install what is missing and return the interpreter to go on with.

    An interpreter in which the kit is installed already (Binder, conda) is used as it is; otherwise
    ``.venv`` is made or brought up to date. Where everything is there, nothing is run or fetched.

    Parameters
    ----------
    tests
        Whether what the tests need must be there too.

    Returns
    -------
    Path or None
        The interpreter to start again with; None when the running one is ready.

    Raises
    ------
    SetUpError
        The environment cannot be made, or a package cannot be fetched.
    """
    own, running = ROOT / ".venv", Path(sys.prefix).resolve()
    is_own = own.resolve() == running
    wanted = {"tests": _content("tests")} if tests else {}
    if is_own or not _has_kit():
        home, python = own, interpreter(own)
        wanted |= {"python": f"{sys.version.split()[0]} {ROOT}", "kit": _content("kit")}
    else:
        home, python = running, Path(sys.executable)
    changed = _bring_up_to_date(home, python=python, wanted=wanted)
    return python if changed or (home == own and not is_own) else None


def become(command: list[str]) -> int:
    """Let another program take over, and return its exit code.

    On POSIX this process turns into the other one, so that signals and the terminal are its own.
    """
    if os.name != "nt":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)
    return subprocess.call(command)


def interpreter(home: Path) -> Path:
    """Return where a virtual environment keeps its interpreter."""
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _has_kit() -> bool:
    from importlib.metadata import PackageNotFoundError, version

    try:
        version(DISTRIBUTION)
    except PackageNotFoundError:
        return False
    return True


def _content(part: str) -> str:
    """Name one set of requirements by its content."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        project = repr(tomllib.load(file)["project"])
    locked = (ROOT / _REQUIREMENTS[part]).read_text(encoding="utf-8")
    return hashlib.sha256((project + locked).encode()).hexdigest()


def _bring_up_to_date(home: Path, *, python: Path, wanted: Mapping[str, str]) -> bool:
    """Make the environment what its stamp should say; return whether anything changed."""
    stamp = home / _STAMP
    present = _read(stamp) if python.exists() else {}
    missing = [part for part, content in wanted.items() if present.get(part) != content]
    if not missing:
        return False
    stamp.unlink(missing_ok=True)
    if "python" in missing:
        _create(home)
        present, missing = {}, list(wanted)
    for part in sorted(missing):  # the kit before its tests
        _install(part, python=python)
    stamp.write_text(json.dumps({**present, **wanted}), encoding="utf-8")
    return True


def _read(stamp: Path) -> dict[str, str]:
    """Return what the stamp says; nothing when there is none or it was cut off."""
    try:
        return dict(json.loads(stamp.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _create(home: Path) -> None:
    """Make an empty virtual environment, over the remains of an earlier one."""
    _say(f"{home.name} を作成しています… / Making {home.name} …")
    try:
        import venv

        if home.exists():
            shutil.rmtree(home)
        venv.create(home, with_pip=True, symlinks=os.name != "nt")
    except (ImportError, OSError, subprocess.CalledProcessError) as error:
        raise SetUpError(
            "仮想環境を作れません（Debian/Ubuntu では `sudo apt install python3-venv`）。 / "
            f"Cannot make the virtual environment {home} "
            f"(on Debian or Ubuntu: `sudo apt install python3-venv`): {error}"
        ) from error


def _install(part: str, *, python: Path) -> None:
    """Install one part; the interpreter itself is a part that needs no installing."""
    if part not in _REQUIREMENTS:
        return
    _say(
        f"必要なパッケージを入れています（{_REQUIREMENTS[part]}、初回だけ数分）… / "
        f"Installing {_REQUIREMENTS[part]} (a few minutes, only the first time) …"
    )
    _pip("-r", str(ROOT / _REQUIREMENTS[part]), python=python)
    if part == "kit":
        _pip("-e", str(ROOT), python=python)


def _pip(*arguments: str, python: Path) -> None:
    """Run pip, showing its latest line on a terminal and its error if it fails."""
    command = [str(python), "-m", "pip", "install", *_PIP_OPTIONS, *arguments]
    errors = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "PIP_USER": "0"},  # a configured `user = true` fails inside .venv
    ) as pip:
        for line in pip.stdout or ():
            _show_progress(line)
            if line.startswith("ERROR:"):
                errors.append(line.strip())
    _show_progress("")
    if pip.returncode:
        raise SetUpError(
            "パッケージを取得できません。ネットワークを確かめて、もう一度実行してください。 / "
            "Cannot fetch the packages; check the network or proxy, then run the command again. "
            f"pip: {errors[-1] if errors else f'exit code {pip.returncode}'}"
        )


def _show_progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r  {line.strip()[:70]:<70}\r", end="", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def require_free_port(port: int) -> None:
    """Refuse a port of this machine that cannot be listened on.

    Raises
    ------
    KitError
        Another program has the port, or the system keeps it for itself.
    """
    import socket

    with socket.socket() as probe:
        if os.name != "nt":  # as the server does: a port left a moment ago counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise KitError(
                f"ポート {port} は使えません。`--port 番号` で別の番号を指定してください。 / "
                f"Port {port} cannot be used ({error.strerror}); "
                "choose another one with `--port NUMBER`."
            ) from error
