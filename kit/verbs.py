"""The verbs of the command line, as ``verbs.csv`` lists them, and the options they take."""

import argparse
import csv
import os
import shutil
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from kit import environment
from kit.errors import CannotWrite


class Verb(NamedTuple):
    """One command.

    Parameters
    ----------
    words
        What it does, in both languages.
    needs
        What must be installed first: ``nothing``, ``kit`` or ``tests``.
    function
        ``module:name`` of what it calls; an integer that it returns is the exit code.
    options
        Parameters of the function that can be given, each a key of ``OPTIONS``.
    """

    words: str
    needs: str
    function: str
    options: tuple[str, ...]

    def run(self, **given: Any) -> int:
        """Call the function, imported only now, so that the help needs nothing."""
        module, _, name = self.function.partition(":")
        code = getattr(import_module(module), name)(**given)
        return code if isinstance(code, int) else 0


@cache
def verbs() -> dict[str, Verb]:
    """Read the table of verbs."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return {
            row["verb"]: Verb(
                f"{row['ja']} / {row['en']}",
                row["needs"],
                row["function"],
                tuple(row["options"].split()),
            )
            for row in csv.DictReader(file)
        }


def port_number(text: str) -> int:
    """Read the number of a port."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(
            f"{text!r}: 1〜65535 の整数で指定してください / must be a whole number from 1 to 65535"
        )
    return int(text)


_DECK = "デッキの名前（slides/decks.toml） / name of a deck in slides/decks.toml"
_LANGUAGES = ("ja", "en")
_HOST = (
    "ブラウザがこの機器を呼んでよい名前（localhost、127.0.0.1、[::1] のほかに） / "
    "a name that browsers may call this machine by, besides localhost, 127.0.0.1 and [::1]"
)
_SITE = (
    "QRコードの行き先となる、公開したサイトのアドレス / "
    "address of the published site, where the QR codes lead (else that of pyproject.toml)"
)
_PORTS = "port to listen on (app 8866, lab 8888, present 8877, room-check 8866)"
# By the parameter that each gives: its flag, and what argparse is told about it.
OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "port": ("--port", {"type": port_number, "help": f"待ち受けるポート番号 / {_PORTS}"}),
    "open_browser": (
        "--no-browser",
        {"action": "store_false", "help": "ブラウザを開かない / do not open a browser"},
    ),
    "hosts": ("--host", {"action": "append", "metavar": "NAME", "help": _HOST}),
    "site": ("--address", {"help": _SITE}),
    "name": ("--deck", {"required": True, "help": _DECK}),
    "names": ("--deck", {"action": "append", "help": _DECK}),
    "language": (
        "--language",
        {"default": "ja", "choices": _LANGUAGES, "help": "言語 / language (ja)"},
    ),
    "languages": (
        "--language",
        {"action": "append", "choices": _LANGUAGES, "help": "言語 / language"},
    ),
    "upgrade": (
        "--upgrade",
        {"action": "store_true", "help": "新しい版に上げる / move to the newest versions"},
    ),
}


def open_lab(*, port: int = 8888, open_browser: bool = True) -> int:
    """Open the notebooks in JupyterLab, on this machine only."""
    environment.require_free_port(port)
    settings = [
        f"--ServerApp.root_dir={environment.ROOT}",
        f"--ServerApp.port={port}",
        f"--ServerApp.open_browser={open_browser}",
        "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb",
    ]
    # Jupyter refuses root for the sake of others on a server; this one listens to nobody else.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        settings.append("--allow-root")
    return environment.become([sys.executable, "-m", "jupyterlab", *settings])


def check_room(**given: Any) -> int:
    """Print the outcomes of the room check as they come; return 1 if class may not begin."""
    from kit.room_check.looks import outcomes
    from kit.room_check.outcomes import RoomCheck

    found = []
    for outcome in outcomes(**given):
        print(outcome, flush=True)
        found.append(outcome)
    check = RoomCheck(found)
    print(check.summary())
    return 1 if check.failures else 0


def clean() -> None:
    """Remove what was built, and what the tools for developers keep.

    Raises
    ------
    CannotWrite
        Something is still there; everything else is gone.
    """
    left: list[CannotWrite] = []
    for name in ("build", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"):
        folder = environment.ROOT / name
        try:
            if folder.is_symlink():
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            left.append(CannotWrite(folder, error))
    if left:
        raise left[0]
