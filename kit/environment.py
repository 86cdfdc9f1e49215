"""Find or make the Python environment that runs the kit, with the standard library only.

A fresh clone has no dependency installed, so this module is all that ``python3 -m kit`` may rely
on. It keeps one virtual environment, ``.venv``, beside the package. A stamp says what is in there;
it is emptied before anything is installed and written after, so that an interrupted installation
is made anew, because half-written packages look installed to pip. Somebody's own environment has no
stamp, and is added to.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Collection
from pathlib import Path

from kit.errors import CannotWrite, KitError

ROOT = Path(__file__).resolve().parent.parent
DISTRIBUTION = "supply-chain-survey-kit"
_LOCKED = {"kit": "requirements.txt", "tests": "tests/requirements.txt"}
# The locked sets are complete, so nothing needs resolving; what is used is compiled at its first
# import, unless Python is told not to keep that. Both together halve the time of an installation.
_PIP = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-deps"]
_KEPT_AT_HOME = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"]
_KEPT_AT_HOME += ["IPYTHONDIR", "MPLCONFIGDIR"]


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
    own, running = ROOT / ".venv", Path(sys.prefix)
    inside = running.resolve() == own.resolve()
    wanted = {"tests": _content("tests")} if tests else {}
    if not inside and _has_kit():
        return Path(sys.executable) if _bring_up_to_date(running, sys.executable, wanted) else None
    python = interpreter(own)
    wanted |= {"python": f"{sys.version.split()[0]} {ROOT}", "kit": _content("kit")}
    changed = _bring_up_to_date(own, str(python), wanted)
    return python if changed or not inside else None


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
    from importlib.metadata import distributions

    return any(distributions(name=DISTRIBUTION))


def _content(part: str) -> str:
    """Name one set of requirements by its content."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / _LOCKED[part]).read_text(encoding="utf-8")
    return hashlib.sha256(f"{project!r}{locked}".encode()).hexdigest()


def _bring_up_to_date(home: Path, python: str, wanted: dict[str, str]) -> bool:
    """Make the environment what its stamp should say; return whether anything changed."""
    stamp = home / f"{DISTRIBUTION}.json"
    present = _read(stamp) if Path(python).exists() else {}
    missing = {part for part, content in wanted.items() if present.get(part) != content}
    if not missing:
        return False
    if "python" in missing and home.is_symlink():
        raise SetUpError(  # venv would empty what it leads to before it gives up
            f"{home} は {home.resolve()} へのリンクで、作り直せません。"
            "リンクだけを消して（`rm .venv`）、もう一度実行してください。 / "
            f"{home} is a link to {home.resolve()} and cannot be made anew; "
            "remove the link alone (`rm .venv`), then run the command again."
        )
    if "python" in missing:
        if stamp.exists() or not _has_pip(home):
            _create(home)
        present, missing = {}, set(wanted)
    stamp.write_text("{}", encoding="utf-8")
    _install(python, missing & _LOCKED.keys())
    if "kit" in missing:
        _point_at_root(home)
    stamp.write_text(json.dumps({**present, **wanted}), encoding="utf-8")
    return True


def _has_pip(home: Path) -> bool:
    """Tell whether somebody has made an environment; pip comes last when one is made."""
    return interpreter(home).exists() and (_packages(home) / "pip" / "__main__.py").exists()


def _packages(home: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))


def _read(stamp: Path) -> dict[str, str]:
    """Return what the stamp says; nothing when there is none or it was cut off."""
    try:
        return dict(json.loads(stamp.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _create(home: Path) -> None:
    """Make an empty virtual environment, over the remains of an earlier one."""
    print(f"{home.name} を作成しています… / Making {home.name} …", file=sys.stderr, flush=True)
    try:
        import venv

        venv.create(home, clear=True, with_pip=True, symlinks=os.name != "nt")
    except OSError as error:
        raise SetUpError(str(CannotWrite(home, error))) from error
    except (ImportError, ValueError, subprocess.CalledProcessError) as error:
        raise SetUpError(
            "仮想環境を作れません（Debian/Ubuntu では `sudo apt install python3-venv`）。 / "
            f"Cannot make the virtual environment {home} "
            f"(on Debian or Ubuntu: `sudo apt install python3-venv`): {error}"
        ) from error


def _point_at_root(home: Path) -> None:
    """Write in ASCII where the kit is: Python before 3.13 reads the file as the system encodes.

    With what pip writes, it would not even start in a folder that is named in Japanese (Windows).
    """
    for file in _packages(home).glob(f"*{DISTRIBUTION.replace('-', '_')}.pth"):
        file.write_text(f"import sys; sys.path.append({str(ROOT)!a})\n", encoding="ascii")


def _install(python: str, parts: Collection[str]) -> None:
    """Let pip install, showing its latest line on a terminal and its error if it fails."""
    files = [_LOCKED[part] for part in sorted(parts)]
    print(
        f"必要なパッケージを入れています（{'、'.join(files)}、初回だけ数分）… / "
        f"Installing {', '.join(files)} (a few minutes, only the first time) …",
        file=sys.stderr,
        flush=True,
    )
    wanted = [it for file in files for it in ("-r", str(ROOT / file))]
    wanted += ["-e", str(ROOT)] if "kit" in parts else []
    wanted += [] if sys.dont_write_bytecode else ["--no-compile"]
    said = list[str]()
    with subprocess.Popen(
        [python, *_PIP, *wanted],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "PIP_USER": "0"},  # a configured `user = true` fails inside .venv
    ) as pip:
        for line in pip.stdout or ():
            said.append(line.strip())
            if sys.stderr.isatty():
                print(f"  {said[-1][:70]:<70}", end="\r", file=sys.stderr, flush=True)
    if pip.returncode:
        errors = [line for line in said if line.startswith("ERROR:")]
        raise SetUpError(
            "パッケージを取得できません。ネットワークを確かめて、もう一度実行してください。 / "
            "Cannot fetch the packages; check the network or proxy, then run the command again. "
            f"pip: {errors[-1] if errors else f'exit code {pip.returncode}'}"
        )


def put_on_jupyter_path(folder: Path) -> None:
    """Let Jupyter look into a folder before any other: for kernels, templates and what goes along.

    Without that of this interpreter, a user's own kernel called ``python3`` would run the lessons.
    """
    others = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(folder), others]))


def have_a_home() -> None:
    """Give libraries a temporary folder where the home folder cannot be written, and say so.

    Jupyter, IPython and Matplotlib keep settings, keys and caches in folders of their own there.
    """
    try:
        home = Path.home()
    except RuntimeError:  # an account that the system does not know
        home = Path("~")
    if home.is_dir() and os.access(home, os.W_OK | os.X_OK):
        return
    import tempfile

    folder = tempfile.mkdtemp(prefix="kit-home-")
    for name in _KEPT_AT_HOME:
        os.environ.setdefault(name, str(Path(folder, name.lower())))
    print(
        f"ホームフォルダー {home} に書き込めないため、一時フォルダーを使います"
        "（環境変数 HOME を確かめてください）。 / "
        f"The home folder {home} cannot be written, so a temporary one is used (check HOME).",
        file=sys.stderr,
        flush=True,
    )


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
