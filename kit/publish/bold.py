"""Tell which characters of a page may be shown in bold: the bold font holds no others."""

from html.parser import HTMLParser

# What style sheets write in bold, beside texts that a script writes there.
_TAGS = {"h1", "h2", "h3", "h4", "b", "strong", "summary", "caption", "button", "code", "kbd"}
_CLASSES = {"kit-bold", "kit-button", "kit-caption", "kit-chart-claim", "kit-chart-title"}
_CLASSES |= {"kit-panel-label", "kit-said", "kit-texts", "kit-brand", "copy", "number"}
_CLASSES |= {"kit-number", "right"}
_ATTRIBUTES = ("data-frames", "data-steps")
_WEIGHTS = ("bold", "600", "700")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
_VOID |= {"wbr"}


def bold_letters(page: str) -> set[str]:
    """Collect the characters that a page may show in bold.

    Parameters
    ----------
    page
        Its HTML. Bold are headings, buttons, what folds, what is stressed, and what carries the
        class ``kit-bold`` or one of the kit's own that is bold.

    Examples
    --------
    >>> sorted(bold_letters("<p>a<b>b<i>c</i></b>d<br>e</p>"))
    ['b', 'c']
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.letters


class _Reader(HTMLParser):
    """Read a page and keep the letters that stand inside something bold."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: set[str] = set()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go inside an element."""
        found = {name: value or "" for name, value in attrs}
        for name in _ATTRIBUTES:
            self.letters.update(found.get(name, ""))
        if tag not in _VOID:
            self._open.append((tag, self._is_bold() or _says_bold(tag, found)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass by an element of SVG that holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those inside it whose ends are not written."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Keep the letters of a bold text."""
        if self._is_bold():
            self.letters.update(data)

    def _is_bold(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def _says_bold(tag: str, attributes: dict[str, str]) -> bool:
    named = not _CLASSES.isdisjoint(attributes.get("class", "").split())
    return tag in _TAGS or named or attributes.get("font-weight") in _WEIGHTS
