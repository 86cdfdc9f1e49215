"""Hold a finished figure with its alternative text, and write it as clean SVG or PNG."""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree import ElementTree

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

from kit.charts.foot import foot
from kit.data import Row
from kit.font import FAMILY, font_file
from kit.labels import join_sentences

FALLBACKS = (
    "'Kit Sans','Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif"
)
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
# Parts of a picture that a page may hide or move carry a class that begins so.
PART = "kit-"
HATCH: dict[Any, Any] = {"hatch.linewidth": 0.8}
# Flat areas are no smaller at higher levels of compression, and take twice as long.
_PNG: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 2}}


@dataclass(frozen=True)
class Chart:
    """Hold a figure with the words that stand for it.

    Parameters
    ----------
    figure
        A Matplotlib figure outside pyplot's global state.
    title
        What is shown, in the language in use when it was drawn.
    alternative
        Chart type, what is compared, the values and the message, for those who do not see it.
    kind
        Code of the chart's kind: share, composition, gap, change, strata, ranks,
        guess or redraws.
    rows
        The rows of the summary that were drawn.
    notes
        Sentences at the foot: how to read the marks, cautions, the source.
    body
        Where the picture itself begins and ends between title and notes, in points from the top.
    moves
        For each state of a picture that can move, how far each of its marks (class
        ``kit-move-<number>``) goes from where it is drawn: right and down, in points.
    """

    figure: Figure
    title: str
    alternative: str
    kind: str
    rows: Sequence[Row]
    notes: Sequence[str]
    body: tuple[float, float]
    moves: Sequence[Sequence[tuple[float, float]]] = ()

    def svg(self) -> str:
        """Write the chart as one ``<svg>`` element; text stays text, ids are its own."""
        mark = hashlib.sha256(f"{self.title}{self.alternative}".encode()).hexdigest()[:8]
        buffer = io.StringIO()
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": mark, **HATCH}):
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return _clean(buffer.getvalue(), self.alternative)

    def png(self, *, resolution: int = 150) -> bytes:
        """Write the chart as PNG; ``resolution`` in dots per inch."""
        buffer = io.BytesIO()
        with rc_context(HATCH):
            self.figure.savefig(buffer, format="png", dpi=resolution, **_PNG)
        return buffer.getvalue()

    def html(self) -> str:
        """Write the chart as a ``<figure>``: no script, no style, no outside address.

        Its ``data-`` attributes let a slide show the picture without title and notes, and say
        what these say at the slide's own foot.
        """
        facts = {
            **foot(self.kind, self.rows),
            "notes": join_sentences(self.notes[:-1]),
            "source": self.notes[-1],
            "body": " ".join(f"{end:g}" for end in self.body),
        }
        known = "".join(f' data-{name}="{escape(text)}"' for name, text in facts.items() if text)
        return f'<figure class="kit-chart"{known}>{self.svg()}</figure>'

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        """Stand in with words where no picture can be shown."""
        return self.alternative


def font_family() -> str:
    """Name the kit's font for Matplotlib, registering it on first use."""
    if FAMILY not in {font.name for font in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(font_file())
    return FAMILY


def _clean(text: str, alternative: str) -> str:
    """Reduce Matplotlib's SVG to what a page needs.

    Style attributes become presentation attributes (a strict content security policy forbids the
    former), the font family is said once, and ids that nothing refers to go: they would collide
    with those of the next chart on the page.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(text)
    for parent, unwanted in (("", "metadata"), ("defs", "style")):
        for holder in root.findall(f"{{{SVG}}}{parent}") if parent else [root]:
            for element in holder.findall(f"{{{SVG}}}{unwanted}"):
                holder.remove(element)
    used = set(re.findall(r"#([\w-]+)", " ".join(_values(root))))
    for element in root.iter():
        _present(element, used)
    for size in ("width", "height"):
        del root.attrib[size]
    root.attrib |= {"role": "img", "aria-label": alternative, "font-family": FALLBACKS}
    root.attrib |= {"stroke-linejoin": "round", "stroke-linecap": "butt"}
    return re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))


def _values(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        yield from (value for name, value in element.attrib.items() if name != "id")


def _present(element: ElementTree.Element, used: set[str]) -> None:
    name = element.attrib.get("id", "")
    if name.startswith(PART):
        element.set("class", name)
    if name not in used:
        element.attrib.pop("id", None)
    if element.attrib.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for part in element.attrib.pop("style", "").split(";"):
        name, _, value = part.partition(":")
        if value and name.strip() != "font-family":
            element.set(name.strip(), value.strip())
