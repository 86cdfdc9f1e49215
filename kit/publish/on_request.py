"""Build one file that somebody waits for, in a process of its own, and say how far it has come.

Lines on standard output are the news, as JSON: how many works are made of how many, or why none is.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from kit.errors import KitError
from kit.publish.build import build, outstanding
from kit.publish.everything import all_works, work_of
from kit.publish.lesson import read_lessons

Tell = Callable[..., None]


def main(notebooks: Path, folder: Path, file: str, tell: Tell) -> None:
    """Build a file with all that it needs.

    Parameters
    ----------
    notebooks
        Folder of the source notebooks.
    folder
        Where everything is built.
    file
        Its name below that folder.
    tell
        Gives news by keyword.
    """
    try:
        works = list(all_works(read_lessons(notebooks), notebooks))
        name = work_of(file, works)
        total, made = len(outstanding(works, folder, only=[name])), 0

        def count(_: str) -> None:
            nonlocal made
            made += 1
            tell(made=made, of=total)

        tell(made=0, of=total)
        build(works, folder, only=[name], tell=count)
    except KitError as error:
        tell(failed=str(error))


def _run() -> None:
    # What anything else prints must not get among the news.
    news = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(**value: object) -> None:
        print(json.dumps(value), file=news, flush=True)

    def end(*_: int | FrameType | None) -> None:
        sys.exit(1)  # an exception, so that what is being made is ended too

    signal.signal(signal.SIGTERM, end)
    notebooks, folder, file = sys.argv[1:]
    main(Path(notebooks), Path(folder), file, tell)


if __name__ == "__main__":
    _run()
