"""Let in what is meant for this app, and give every answer its headers."""

import re
from collections.abc import Collection
from typing import Any

from tornado.escape import url_unescape
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher
from tornado.web import RequestHandler

# A page elsewhere can have its own name lead here; it cannot use one of these.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
HEADERS = {
    # 'unsafe-inline': the panels are a few lines of script inside the page.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class OtherHost(Matcher):
    """Match requests under a name that is neither loopback nor was asked for.

    Parameters
    ----------
    hosts
        Further names that are let in, without port.
    """

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self._known = {*LOOPBACK, *(host.lower() for host in hosts)}

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Give a match for a foreign name, whatever the port."""
        name = re.sub(r":\d*$", "", request.host.lower())
        return None if name in self._known else {}


class Upwards(Matcher):
    """Match addresses that lead out of the folder that they name, however it is written."""

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Give a match where a part of the path is ``..``."""
        parts = re.split(
            r"[/\\]", url_unescape(request.path, encoding=None, plus=False).decode("latin-1")
        )
        return {} if ".." in parts else None


class RefusingHandler(RequestHandler):
    """Refuse a foreign name; its words are for whoever runs the app, like those of a command."""

    def set_default_headers(self) -> None:
        """Give the refusal the headers of all answers."""
        set_headers(self)

    def prepare(self) -> None:
        """Answer any method."""
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            "このホスト名では開けません。`--host 名前` で指定できます。 / "
            "The app does not answer to this host name; allow it with `--host NAME`.\n"
        )


def set_headers(handler: RequestHandler) -> None:
    """Give an answer the headers that keep it inside this app."""
    for name, value in HEADERS.items():
        handler.set_header(name, value)
