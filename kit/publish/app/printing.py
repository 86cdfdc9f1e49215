"""Make pages in a process of its own: what is asked for first, then all that are not finished.

Lines on standard input name pages. Lines on standard output are the news, as JSON: a piece of a
page or its end, that Voilà's copies are there, that nothing can be made, or that nothing is left.
"""

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from kit.errors import KitError
from kit.publish.app.incidents import report
from kit.publish.app.one_by_one import Kernel
from kit.publish.app.press import Order
from kit.publish.app.stock import Stock, look_at

if TYPE_CHECKING:
    from kit.publish.app.edition import Edition

_SECONDS_UNTIL_READABLE = 0.2
Tell = Callable[..., None]
Asked = queue.SimpleQueue[str]


def main(order: Order, kernel: Kernel, asked: Asked, tell: Tell) -> None:
    """Make pages until the end of this process.

    Parameters
    ----------
    order
        What it works on.
    kernel
        What runs cells; it is started here.
    asked
        The pages that somebody waits for.
    tell
        Gives news by keyword.
    """
    kernel.start()  # it needs as long as the imports here
    while True:
        _print_edition(order, kernel, asked, tell)


def _print_edition(order: Order, kernel: Kernel, asked: Asked, tell: Tell) -> None:
    """Make the pages of one version of the sources, until there is another one."""
    try:
        version = look_at(Path(order.notebooks), order.common).version
    except KitError:  # whoever opens a page is told by the front
        sleep(_SECONDS_UNTIL_READABLE)
        return
    try:
        from kit.publish.app.edition import Edition

        edition = Edition(order)
    except Exception as error:  # whatever it is, the readers must not wait for ever
        tell(failed=report("the lessons cannot be read", error=error), version=version)
        asked.get()
        return
    tell(copied=edition.version)
    left = edition.unfinished()
    while edition.is_current():
        if asked.empty() and not left:
            tell(idle=True)
            Stock(Path(order.build)).forget_old()
            kernel.warm()
        name = left.pop(0) if left and asked.empty() else asked.get()
        left = [it for it in left if it != name]
        if not edition.is_current():
            asked.put(name)
            return
        _print_page(edition, name, kernel, tell)


def _print_page(edition: "Edition", name: str, kernel: Kernel, tell: Tell) -> None:
    pieces: list[str] = []
    incident = ""

    def send() -> None:
        if pieces:
            tell(version=edition.version, page=name, piece="".join(pieces))
            pieces.clear()

    try:
        for piece in edition.pieces(name, kernel, send):
            pieces.append(piece)
    except Exception as error:  # as above
        incident = report(f"making the page {name} broke off", error=error)
    send()
    tell(version=edition.version, page=name, end=incident)


def _listen(asked: Asked) -> None:
    """Hear what is asked for; when nobody can ask any more, end."""
    for line in sys.stdin:
        asked.put(line.strip())
    os.kill(os.getpid(), signal.SIGTERM)


def _run() -> None:
    # What anything else prints must not get among the news.
    news = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    asked = Asked()

    def tell(**value: object) -> None:
        print(json.dumps(value), file=news, flush=True)

    order = Order(*json.loads(sys.argv[1]))
    kernel = Kernel(Path(order.notebooks))

    def end(*_: object) -> None:
        # At once: an exception would only break off whatever is awaited at this moment.
        kernel.kill()
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    threading.Thread(target=_listen, args=[asked], daemon=True).start()
    main(order, kernel, asked, tell)


if __name__ == "__main__":
    _run()
