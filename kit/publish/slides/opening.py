"""Open a written panel in a state, so that it is right where no script runs and on paper."""

from html import escape
from html.parser import HTMLParser


def opened(html: str, state: str) -> str:
    """Give the HTML of a panel that opens in a state; all else stays as it is written.

    Parameters
    ----------
    html
        As ``kit.panels.choice.Panel`` writes it.
    state
        Values of its controls, with commas between.

    Examples
    --------
    >>> opened('<div class="kit-view" data-state="a"><p></div>', "b")
    '<div class="kit-view" data-state="a" hidden=""><p></div>'
    """
    reader = _Panel(html, state)
    reader.feed(html)
    reader.close()
    return reader.written()


class _Panel(HTMLParser):
    """Write the start tags of radio buttons and views anew, as the state has them."""

    def __init__(self, html: str, state: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.state, self.values = html, state, state.split(",")
        self.lines = [0]
        for line in html.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.control = -1
        self.parts: list[str] = []
        self.done = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the control, and set what belongs to the state."""
        found = dict(attrs)
        if tag == "fieldset":
            self.control += 1
        elif tag == "input" and found.get("type") == "radio":
            chosen = found.get("value") == self.values[self.control]
            self._write(tag, found, "checked", given=chosen)
        elif tag == "div" and found.get("class") == "kit-view":
            self._write(tag, found, "hidden", given=found.get("data-state") != self.state)

    def written(self) -> str:
        """Give the whole."""
        return "".join([*self.parts, self.html[self.done :]])

    def _write(self, tag: str, found: dict[str, str | None], name: str, *, given: bool) -> None:
        line, column = self.getpos()
        start = self.lines[line - 1] + column
        kept = {it: value for it, value in found.items() if it != name} | (
            {name: ""} if given else {}
        )
        attributes = "".join(f' {it}="{escape(value or "")}"' for it, value in kept.items())
        self.parts += [self.html[self.done : start], f"<{tag}{attributes}>"]
        self.done = start + len(self.get_starttag_text() or "")
