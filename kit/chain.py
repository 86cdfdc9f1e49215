"""Draw the chain of client, vendor and subcontractor, and show where in it a gap sits."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kit.data import Row, records, table
from kit.errors import require_known
from kit.facts import Facts, Output
from kit.labels import translate, word
from kit.look import colour

NODES = ("client", "vendor", "subcontractor")
LINKS = ("contract", "subcontract")
WIDTH, HEIGHT = 360, 108
LINE = 34  # how far down the chain runs
REACH = 24  # of a mark, from its middle
_AT = {"client": 52, "vendor": 180, "subcontractor": 308, "contract": 116, "subcontract": 244}
_WORDS = {14: 98, 12: 76}  # how far down words of a size stand: names below contracts


@dataclass(frozen=True, repr=False)
class Chain(Output):
    """Hold the picture of the chain; made by ``chain``.

    Parameters
    ----------
    row
        Row of ``chain.csv``: what is highlighted, and what it says.
    """

    row: Row

    @property
    def parts(self) -> tuple[str, ...]:
        """List what is highlighted."""
        return tuple(self.row["parts"].split(";"))

    @property
    def alternative(self) -> str:
        """Say it for those who do not see the picture."""
        named = word("list.comma").join(word(f"chain.{part}") for part in self.parts)
        return word("chain.alternative", parts=named, says=translate(self.row))

    @property
    def facts(self) -> Facts:
        """Say what it shows."""
        return Facts("chain", title=translate(self.row), alternative=self.alternative)

    def html(self) -> str:
        """Write the picture with its sentence; colours follow the theme by class."""
        said = f'<figcaption class="kit-chart-sub">{escape(translate(self.row))}</figcaption>'
        return f'<figure class="kit-chain">{self.svg()}{said}</figure>'

    def svg(self) -> str:
        """Write the drawing: marks of the sides, lines for contracts, a ring where the gap is."""
        inner = "".join([*self._lines(), *self._marks()])
        box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" '
            f'aria-label="{escape(self.alternative)}">{inner}</svg>'
        )

    def _lines(self) -> Iterator[str]:
        for link, left, right in zip(LINKS, NODES, NODES[1:], strict=False):
            lit = link in self.parts
            ends = f'x1="{_AT[left] + REACH}" x2="{_AT[right] - REACH}" y1="{LINE}" y2="{LINE}"'
            drawn = 'stroke-width="5"' if lit else 'stroke-width="3" stroke-dasharray="4 5"'
            yield f"<line {ends} {_paint(stroke='ink' if lit else 'join')} {drawn}/>"
            yield from self._ring(link, 15)
            yield _text(link, "ink" if lit else "quiet", 12)

    def _marks(self) -> Iterator[str]:
        for node in NODES:
            yield from self._ring(node, REACH)
            yield _mark(node)
            yield _text(node, "ink", 14)

    def _ring(self, part: str, radius: int) -> Iterator[str]:
        """Circle what the lesson is about: a shape, for those who see no colours."""
        if part in self.parts:
            place = f'cx="{_AT[part]}" cy="{LINE}" r="{radius}"'
            yield f'<circle {place} {_paint("paper", "ink")} stroke-width="3"/>'

    def __repr__(self) -> str:
        """Stand in with words where no picture can be shown."""
        return self.alternative


def chain(code: str = "whole") -> Chain:
    """Draw the chain of client, vendor and subcontractor with a part of it highlighted.

    Parameters
    ----------
    code
        Which picture of ``chain.csv``.

    Raises
    ------
    UnknownCode
        There is no such picture.

    Examples
    --------
    >>> chain("contact").parts
    ('contract',)
    """
    rows = {row["code"]: row for row in records(table("chain"))}
    require_known("chain", code, rows)
    return Chain(rows[code])


def _mark(node: str) -> str:
    """Draw the mark of a side: a circle for clients, squares for those who do the work."""
    at = _AT[node]
    if node == "client":
        return f'<circle cx="{at}" cy="{LINE}" r="13" {_paint("client")}/>'
    place = f'x="{at - 12}" y="{LINE - 12}" width="24" height="24"'
    if node == "vendor":
        return f"<rect {place} {_paint('vendor')}/>"
    return f'<rect {place} {_paint("paper", "vendor")} stroke-width="4"/>'


def _text(part: str, name: str, size: int) -> str:
    place = f'x="{_AT[part]}" y="{_WORDS[size]}" font-size="{size}" text-anchor="middle"'
    paint = f'class="kit-text-{name}" fill="{colour(name)}"'
    return f"<text {place} {paint}>{escape(word(f'chain.{part}'))}</text>"


def _paint(fill: str = "", stroke: str = "") -> str:
    """Colour by class, which follows the theme, and by what holds where no style is loaded."""
    used = {"fill": fill, "stroke": stroke}
    classes = " ".join(f"kit-{kind}-{name}" for kind, name in used.items() if name)
    colours = " ".join(f'{kind}="{colour(name)}"' for kind, name in used.items() if name)
    return f'class="{classes}" {colours}'
