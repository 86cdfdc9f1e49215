"""The command line: ``python -m kit VERB`` on any machine that has Python 3.11 or newer.

An older Python must still be able to read this file, so that it can say that it is too old.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

OLDEST_PYTHON = (3, 11)


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
    from kit.errors import CannotWrite, KitError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a pipe may lack Japanese
    try:
        return _run(given)
    except SetUpError as error:
        return _refuse(str(error), code=2)
    except KitError as error:
        return _refuse(str(error), code=1)
    except OSError as error:
        if error.errno not in CannotWrite.REASONS or not error.filename:
            raise
        return _refuse(str(CannotWrite(Path(error.filename), error)), code=1)
    except KeyboardInterrupt:
        return 130


def _refuse(message: str, *, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _run(given: Sequence[str]) -> int:
    """Read the command, go on in the right environment if need be, and do what the verb says."""
    from kit import environment
    from kit.errors import UnknownCode
    from kit.verbs import verbs

    if given and given[0] not in verbs() and not given[0].startswith("-"):
        unknown = UnknownCode("verb", given[0], verbs())
        return _refuse(f"{given[0]} という動詞はありません。 / {unknown}", code=2)
    options = vars(_parser().parse_args(given or ["--help"]))
    verb = verbs()[options.pop("verb")]
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
    environment.have_a_home()
    environment.put_on_jupyter_path(Path(sys.prefix, "share", "jupyter"))
    return verb.run(**options)


def _parser() -> argparse.ArgumentParser:
    """Make a parser of all verbs; only options that were given reach the function behind one."""
    from kit.verbs import OPTIONS, verbs

    parser = argparse.ArgumentParser(
        prog="python -m kit",
        description="ITサプライチェーン調査の教材・説明キット / "
        "Teaching and briefing kit on a survey of IT supply-chain security",
        epilog="例 / example: python -m kit app --port 8900",
    )
    listed = parser.add_subparsers(dest="verb", required=True, metavar="VERB", title="動詞 / verbs")
    for name, verb in verbs().items():
        own = listed.add_parser(
            name, help=verb.words, description=verb.words, argument_default=argparse.SUPPRESS
        )
        for parameter in verb.options:
            flag, settings = OPTIONS[parameter]
            own.add_argument(flag, dest=parameter, **settings)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
