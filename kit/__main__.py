"""The command line: ``python -m kit VERB`` on any machine that has Python 3.11 or newer.

An older Python must still be able to read this file, so that it can say that it is too old.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple

OLDEST_PYTHON = (3, 11)
PORTS = {"app": 8866, "lab": 8888, "present": 8877}
DECK_VERBS = ("slides", "present", "pptx", "trainer")
MADE_FOLDERS = ("build", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis")


class Verb(NamedTuple):
    """One command: its words in both languages, what must be installed, and what it does."""

    ja: str
    en: str
    needs: str
    run: Callable[[argparse.Namespace], int | None]


def main(given: Sequence[str]) -> int:
    """Run one verb and return its exit code: 1 a refusal, 2 a wrong call or set-up, 130 Ctrl-C."""
    if sys.version_info < OLDEST_PYTHON:
        return _refuse(
            "Python 3.11 以上が必要です。https://www.python.org/downloads/ から入れてください。 / "
            f"Python 3.11 or newer is needed and this is {sys.version.split()[0]}; "
            "get it from https://www.python.org/downloads/",
            code=2,
        )
    from kit.environment import SetUpError
    from kit.errors import KitError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a pipe may lack Japanese
    try:
        return _run(given)
    except SetUpError as error:
        return _refuse(str(error), code=2)
    except KitError as error:
        return _refuse(str(error), code=1)
    except KeyboardInterrupt:
        return 130


def _refuse(message: str, *, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _run(given: Sequence[str]) -> int:
    """Read the command, go on in the right environment if need be, and do what the verb says."""
    from kit import environment
    from kit.errors import UnknownCode

    if given and given[0] not in VERBS and not given[0].startswith("-"):
        unknown = UnknownCode("verb", given[0], VERBS)
        return _refuse(f"{given[0]} という動詞はありません。 / {unknown}", code=2)
    options = _parser().parse_args(given or ["--help"])
    verb = VERBS[options.verb]
    if not (environment.ROOT / "pyproject.toml").is_file():
        return _refuse(
            "リポジトリのフォルダーで実行してください。 / "
            "Run this in a clone of the repository: an installed package alone has no notebooks.",
            code=2,
        )
    if verb.needs != "nothing":
        python = environment.prepare(tests=verb.needs == "tests")
        if python is not None:
            return environment.become([str(python), "-m", "kit", *given])
    return verb.run(options) or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kit",
        description="ITサプライチェーン調査の教材・説明キット / "
        "Teaching and briefing kit on a survey of IT supply-chain security",
        epilog="例 / example: python -m kit app --port 8900",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", title="動詞 / verbs")
    for name, verb in VERBS.items():
        words = f"{verb.ja} / {verb.en}"
        _add_options(name, verbs.add_parser(name, help=words, description=words))
    return parser


def _add_options(name: str, parser: argparse.ArgumentParser) -> None:
    if name in PORTS:
        parser.add_argument(
            "--port",
            type=_port,
            default=PORTS[name],
            help="待ち受けるポート番号 / port to listen on (%(default)s)",
        )
        parser.add_argument(
            "--no-browser",
            dest="browser",
            action="store_false",
            help="ブラウザを開かない / do not open a browser",
        )
    if name == "app":
        parser.add_argument(
            "--host",
            action="append",
            default=[],
            metavar="NAME",
            help="ブラウザがこの機器を呼んでよい名前（localhost、127.0.0.1、[::1] のほかに） / "
            "a name that browsers may call this machine by, besides localhost, 127.0.0.1 and [::1]",
        )
    if name == "room-check":
        parser.add_argument(
            "--port",
            type=_port,
            default=PORTS["app"],
            help="アプリのポート番号 / port that the app is to listen on (%(default)s)",
        )
    if name in ("handouts", "room-check"):
        parser.add_argument(
            "--address",
            default="",
            help="QRコードの行き先となる、公開したサイトのアドレス / "
            "address of the published site, where the QR codes lead (else that of pyproject.toml)",
        )
    if name in DECK_VERBS:
        parser.add_argument(
            "--deck",
            action="append",
            required=name == "present",
            help="デッキの名前（slides/decks.toml） / name of a deck in slides/decks.toml",
        )
        parser.add_argument(
            "--language",
            action="append",
            choices=("ja", "en"),
            help="言語 / language",
        )
    if name == "lock":
        parser.add_argument(
            "--upgrade",
            action="store_true",
            help="新しい版に上げる / move to the newest versions",
        )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(
            f"{text!r}: 1〜65535 の整数で指定してください / must be a whole number from 1 to 65535"
        )
    return int(text)


def _app(options: argparse.Namespace) -> None:
    from kit.environment import require_free_port

    require_free_port(options.port)
    from kit.publish.app.front import serve

    serve(port=options.port, open_browser=options.browser, hosts=options.host)


def _lab(options: argparse.Namespace) -> int:
    import os

    from kit.environment import ROOT, become, require_free_port

    require_free_port(options.port)
    settings = [
        f"--ServerApp.root_dir={ROOT}",
        f"--ServerApp.port={options.port}",
        f"--ServerApp.open_browser={options.browser}",
        "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb",
    ]
    # Jupyter refuses root for the sake of others on a server; it listens on this machine only.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        settings.append("--allow-root")
    return become([sys.executable, "-m", "jupyterlab", *settings])


def _room_check(options: argparse.Namespace) -> int:
    from kit.room_check.outcomes import RoomCheck
    from kit.room_check.room import findings

    found = []
    for finding in findings(port=options.port, site=options.address):
        print(finding, flush=True)
        found.append(finding)
    check = RoomCheck(found)
    print(check.summary())
    return 1 if check.failures else 0


def _present(options: argparse.Namespace) -> None:
    from kit.environment import require_free_port

    require_free_port(options.port)
    from kit.labels import LANGUAGES
    from kit.publish.slides.present import present

    language = (options.language or LANGUAGES)[0]
    present(options.deck[-1], language, port=options.port, open_browser=options.browser)


def _check(_: argparse.Namespace) -> int:
    from tests.tools.checks import quick_checks

    return quick_checks()


def _test(_: argparse.Namespace) -> int:
    from tests.tools.checks import all_checks

    return all_checks()


def _lock(options: argparse.Namespace) -> int:
    from tests.tools.checks import lock

    return lock(upgrade=options.upgrade)


def _handouts(options: argparse.Namespace) -> None:
    from kit.publish.print.handouts import build_handouts

    build_handouts(site=options.address)


def _clean(_: argparse.Namespace) -> None:
    import shutil

    from kit.environment import ROOT

    for folder in MADE_FOLDERS:
        shutil.rmtree(ROOT / folder, ignore_errors=True)


def _call(module: str, name: str) -> Callable[[argparse.Namespace], None]:
    """Give a verb that only calls one function, imported when it is needed."""

    def run(_: argparse.Namespace) -> None:
        getattr(import_module(module), name)()

    return run


def _call_with_decks(module: str, name: str) -> Callable[[argparse.Namespace], None]:
    """Give a verb that calls one function with the chosen decks and languages."""

    def run(options: argparse.Namespace) -> None:
        from kit.labels import LANGUAGES

        getattr(import_module(module), name)(options.deck or (), options.language or LANGUAGES)

    return run


VERBS = {
    "app": Verb("全レッスンをブラウザで開く", "open all lessons in the browser", "kit", _app),
    "lab": Verb("JupyterLab でノートブックを開く", "open the notebooks in JupyterLab", "kit", _lab),
    "notebooks": Verb(
        "ノートブックを実行し直して整える",
        "execute the notebooks and write their normal form",
        "kit",
        _call("kit.publish.notebooks", "execute_all"),
    ),
    "copies": Verb(
        "日英それぞれの写しを作る",
        "build the language copies",
        "kit",
        _call("kit.publish.app.copies", "build_all"),
    ),
    "learner": Verb(
        "受講者用と講師用のノートブックを作る",
        "build the notebooks for learners and for instructors",
        "kit",
        _call("kit.publish.learner", "build_notebooks"),
    ),
    "site": Verb(
        "全レッスンのウェブサイトを作る",
        "build the web site of all lessons",
        "kit",
        _call("kit.publish.site.pages", "build_site"),
    ),
    "figures": Verb(
        "図を貼り付け用に書き出す（SVG・PNG・CSV・説明文）",
        "write every figure for pasting: SVG, PNG, CSV, words",
        "kit",
        _call("kit.publish.figures.bundle", "build_figures"),
    ),
    "handouts": Verb(
        "配布資料（A4のPDF）を作る", "print the handouts (PDF, A4)", "tests", _handouts
    ),
    "tabletop": Verb(
        "二つの部屋の机上演習を作る（カードと画面）",
        "make the tabletop exercise for two rooms: cards and screens",
        "tests",
        _call("kit.publish.print.papers", "build_tabletop"),
    ),
    "quiz": Verb(
        "確認問題の用紙と解答表を作る（PDF）",
        "print the quiz sheets and their answer keys (PDF)",
        "tests",
        _call("kit.publish.print.papers", "build_quiz"),
    ),
    "slides": Verb(
        "ネットワークなしで使えるスライドを作る",
        "build slides that need no network",
        "kit",
        _call_with_decks("kit.publish.slides.write", "build_slides"),
    ),
    "present": Verb("スライドを計算機能つきで開く", "open slides with a kernel", "kit", _present),
    "pptx": Verb(
        "PowerPoint のファイルを作る",
        "build the decks as PowerPoint files",
        "kit",
        _call_with_decks("kit.publish.powerpoint.write", "build_powerpoint"),
    ),
    "trainer": Verb(
        "講師の進行台本を作る（HTMLとPDF）",
        "make the trainer's desk: run sheet, script, answers, plan B",
        "tests",
        _call_with_decks("kit.publish.print.guide", "build_trainer"),
    ),
    "room-check": Verb(
        "授業の前に、この機器ですべて開けるか確かめる",
        "check before class that everything opens on this machine",
        "tests",
        _room_check,
    ),
    "all": Verb(
        "すべてを作る",
        "build everything that may have changed",
        "tests",
        _call("kit.publish.everything", "build_everything"),
    ),
    "check": Verb("手早い検査", "quick checks: ruff, mypy, unit tests", "tests", _check),
    "test": Verb("すべての検査", "all checks, with notebooks and a browser", "tests", _test),
    "screenshots": Verb(
        "README の画面写真を撮り直す",
        "take the pictures of the README again",
        "tests",
        _call("tests.tools.screenshots", "take_all"),
    ),
    "seal": Verb(
        "データ記述のハッシュを更新する",
        "renew the hashes of the data descriptor",
        "kit",
        _call("kit.data", "seal"),
    ),
    "links": Verb(
        "リポジトリのアドレスを各所に写す",
        "carry the repository's address from pyproject.toml to badges and links",
        "nothing",
        _call("tests.tools.links", "carry_address"),
    ),
    "lock": Verb("依存パッケージを固定し直す", "lock the requirements again", "tests", _lock),
    "bench": Verb(
        "速さと大きさを測る",
        "measure speed and size",
        "tests",
        _call("tests.tools.bench", "measure_all"),
    ),
    "clean": Verb("作られたものを消す", "remove what was built", "nothing", _clean),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
