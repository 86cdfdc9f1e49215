"""Hold a finished figure with its facts, and write it as HTML, clean SVG or PNG."""

import hashlib
import io
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree import ElementTree

from matplotlib import font_manager, rc_context, rcParams, rcParamsDefault
from matplotlib.figure import Figure

from kit.facts import MIME, NOTEBOOK, Facts, Output, face
from kit.font import FAMILY, WEIGHTS, font_file

FALLBACKS = (
    "'Kit Sans','Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif"
)
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
# Parts of a picture that a page may hide or move carry a class that begins so.
PART = "kit-"
# Words that a page writes as text around the picture, and only a whole picture holds.
WORDS = "kit-chart-words"
WIDTH = 380.0
_SETTINGS: dict[Any, Any] = {"hatch.linewidth": 0.8}
# Flat areas are no smaller at higher levels of compression, and take twice as long.
_PNG: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 2}}
_COLOURS, _SHARP = 16, 120  # of a picture inside a notebook, which is to stay small


@contextmanager
def own_settings(more: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Let what is drawn inside look the same whatever a user's ``matplotlibrc`` says."""
    settings: dict[Any, Any] = {
        name: value
        for name, value in rcParamsDefault.items()
        if name != "backend" and rcParams[name] != value
    }
    with rc_context(settings | _SETTINGS | dict(more or {})):
        yield


@dataclass(frozen=True)
class Chart(Output):
    """Hold a figure with the facts that it shows and the words that stand around it.

    Parameters
    ----------
    figure
        A Matplotlib figure outside pyplot's global state.
    facts
        What it shows: its numbers, title, notes and source, and what stands for it in words.
    height, body
        How high it is, and where the picture itself begins and ends between the words, in points
        from the top.
    lead, told
        Words between title and picture, and sentences below it.
    moves
        For each state of a picture that can move, how far each of its marks (class
        ``kit-move-<number>``) goes from where it is drawn: right and down, in points.
    """

    figure: Figure
    facts: Facts
    height: float
    body: tuple[float, float]
    lead: str = ""
    told: Sequence[str] = ()
    moves: Sequence[Sequence[tuple[float, float]]] = ()

    @property
    def title(self) -> str:
        """Say what is shown."""
        return self.facts.title

    @property
    def alternative(self) -> str:
        """Say it for those who do not see the picture."""
        return self.facts.alternative

    def svg(self, *, whole: bool = False) -> str:
        """Write the chart as one ``<svg>`` element; text stays text, ids are its own.

        Parameters
        ----------
        whole
            Whether title, notes and source are drawn too, for a file that travels alone.
        """
        mark = hashlib.sha256(f"{self.title}{self.alternative}".encode()).hexdigest()[:8]
        buffer = io.StringIO()
        self._lay_out(whole=whole)
        with own_settings({"svg.fonttype": "none", "svg.hashsalt": mark}):
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return _clean(buffer.getvalue(), self.alternative)

    def png(self, *, resolution: int = 150, whole: bool = True) -> bytes:
        """Write the chart as PNG; ``resolution`` in dots per inch."""
        buffer = io.BytesIO()
        self._lay_out(whole=whole)
        with own_settings():
            self.figure.savefig(buffer, format="png", dpi=resolution, **_PNG)
        return buffer.getvalue()

    def html(self) -> str:
        """Write the chart as a ``<figure>``: words as text, the picture as SVG; no script."""
        return self._figure(self.svg())

    def picture(self) -> str:
        """Write the chart as a ``<figure>`` whose picture needs no style, no script and no SVG.

        Previews of notebooks show it, and JupyterLab in any theme.
        """
        from PIL import Image

        small = io.BytesIO()
        with Image.open(io.BytesIO(self.png(resolution=_SHARP, whole=False))) as image:
            few = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
            few.save(small, format="png", optimize=True)
        source = f"data:image/png;base64,{b64encode(small.getvalue()).decode()}"
        size = f'width="{WIDTH * 4 / 3:.0f}"'
        return self._figure(f'<img src="{source}" {size} alt="{escape(self.alternative)}">')

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Show the picture in a notebook, and text around SVG on a page."""
        shown = self.picture() if face() == NOTEBOOK else self.html()
        return {"text/plain": repr(self), "text/html": shown, MIME: self.facts.to_json()}

    def __repr__(self) -> str:
        """Stand in with words where no picture can be shown."""
        return self.alternative

    def _figure(self, picture: str) -> str:
        head = _paragraphs("kit-chart-title", [self.title]) + _paragraphs(
            "kit-chart-lead", [self.lead] if self.lead else []
        )
        foot = _paragraphs("kit-chart-told", self.told) + _paragraphs(
            "kit-chart-note", [*self.facts.notes, self.facts.source]
        )
        return f'<figure class="kit-chart">{head}{picture}<figcaption>{foot}</figcaption></figure>'

    def _lay_out(self, *, whole: bool) -> None:
        """Show the whole canvas, or only the picture between its words."""
        for artist in self.figure.axes[0].get_children():
            if artist.get_gid() == WORDS:
                artist.set_visible(whole)
        top, bottom = (0.0, self.height) if whole else self.body
        self.figure.set_size_inches(WIDTH / 72, (bottom - top) / 72)
        self.figure.axes[0].set(xlim=(0, WIDTH), ylim=(bottom, top))


def _paragraphs(name: str, texts: Iterable[str]) -> str:
    return "".join(f'<p class="{name}">{escape(text)}</p>' for text in texts if text)


def font_family() -> str:
    """Name the kit's font for Matplotlib, registering it on first use."""
    if FAMILY not in {font.name for font in font_manager.fontManager.ttflist}:
        for weight in WEIGHTS:
            font_manager.fontManager.addfont(font_file(weight))
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
