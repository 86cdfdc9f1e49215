"""Make a page stand alone: what it shows is inside it, and a policy lets nothing else in."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

from kit.errors import KitError
from kit.font import BOLD, REGULAR
from kit.publish import fonts
from kit.publish.bold import bold_letters

# The templates hold these places; what goes there depends on the rest of the page.
FONT, BOLD_FONT = "data:font-of-this-page", "data:bold-of-this-page"
POLICY = "policy-of-this-page"
FACES = fonts.faces((FONT, BOLD_FONT))
_ADDRESSES = ("src", "srcset", "href", "xlink:href", "poster", "data", "action", "background")
_INSIDE = re.compile(r"\s*(data:|#)", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_PAGE = re.compile(r"\s*https?://", re.IGNORECASE)
_STYLE_LOADS = re.compile(r"@import|url\((?!\s*[\"']?(?:data:|#))", re.IGNORECASE)


def stand_alone(page: str, name: str) -> bytes:
    """Give the bytes of a page that needs no other file.

    Parameters
    ----------
    page
        The whole page, with ``FONT`` and ``BOLD_FONT`` as the addresses of its web fonts and
        ``POLICY`` as the content of its Content-Security-Policy.
    name
        What the page is called in an error.

    Raises
    ------
    KitError
        The page would load something from elsewhere, or holds what the policy forbids.
    """
    if found := problems(page):
        raise KitError(f"{name}: the page would not stand alone: {'; '.join(found)}")
    page = with_font(page)
    return page.replace(POLICY, _Parts(page).policy()).encode()


def problems(html: str) -> list[str]:
    """Say what a page or a part of one would load from elsewhere, or lose to its policy."""
    return list(_Parts(html).problems())


def with_font(page: str) -> str:
    """Put web fonts of just the page's letters where ``FONT`` and ``BOLD_FONT`` stand."""
    letters = {FONT: (REGULAR, {*unescape(page)}), BOLD_FONT: (BOLD, bold_letters(page))}
    for place, (weight, found) in letters.items():
        if place in page:
            font = fonts.subset("".join(sorted(found - {"\n"})), weight)
            page = page.replace(place, f"data:font/woff;base64,{b64encode(font).decode()}")
    return page


class _Parts(HTMLParser):
    """Read from a page its scripts, its styles, and every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in self.texts:
            self._inside = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or style."""
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        """Keep the text of scripts and styles."""
        if self._inside:
            self.texts[self._inside][-1] += data

    def problems(self) -> Iterator[str]:
        """Say what the page would load, and which attributes its policy would make void."""
        for tag, attributes in self.tags:
            for name, value in attributes.items():
                shown = f'<{tag} {name}="{value[:80]}">'
                if name.startswith("on") or name == "style":
                    yield f"{shown} is forbidden by the page's own policy"
                elif name in _ADDRESSES and not _may_point(tag, attributes, value):
                    yield f"{shown} is not inside the page"
        for style in self.texts["style"]:
            if found := _STYLE_LOADS.search(style):
                yield f"<style> loads {style[found.start() :][:80]!r}, which is not inside the page"

    def policy(self) -> str:
        """Allow exactly the scripts and styles that are in the page."""
        scripts, styles = (_hashes(self.texts[tag]) for tag in ("script", "style"))
        return (
            f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
            "font-src data:; base-uri 'none'; form-action 'none'"
        )


def _may_point(tag: str, attributes: Mapping[str, str], address: str) -> bool:
    """Tell whether nothing is loaded: a part of the page, a link to follow, the other language."""
    if _INSIDE.match(address):
        return True
    if tag == "a":
        return bool(_PAGE.match(address)) or not _SCHEME.match(address)
    return tag == "link" and attributes.get("rel") == "alternate" and not _SCHEME.match(address)


def _hashes(texts: Iterable[str]) -> str:
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests)) or "'none'"
