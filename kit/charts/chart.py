"""Hold a chart with its facts and words, and write it as HTML, clean SVG or PNG."""

import io
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

from matplotlib import rc_context, rcParams, rcParamsDefault

from kit.certainty.marks import Mark
from kit.charts.canvas import Canvas, Point
from kit.charts.size import SIZES, Size
from kit.charts.svg import cleaned
from kit.charts.words import Words, whole_words
from kit.facts import MIME, NOTEBOOK, Facts, Output, face
from kit.labels import in_language, language

# The drawings of a page, of which one is shown: which one depends on the width there is.
PAGE_SIZES = ("wide", "narrow")
PANEL = "narrow"
_SETTINGS: dict[Any, Any] = {"lines.scale_dashes": False, "path.simplify": False}
# Flat areas are no smaller at higher levels of compression, and take twice as long.
_PNG: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 2}}
_COLOURS, _SHARP = 16, 1.5  # of a picture inside a notebook, which is to stay small


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


@dataclass(frozen=True, eq=False)
class Chart(Output):
    """Hold what is shown and how it is drawn, for any medium.

    Parameters
    ----------
    facts
        What it shows: its numbers, title, notes and source, and what stands for it in words.
    words
        What stands around the drawing besides.
    draw
        Draws it on a canvas.
    is_empty
        Whether nothing of it is held, so that there is nothing to draw.
    language
        In which it is drawn.
    """

    facts: Facts
    words: Words
    draw: Callable[[Canvas], None]
    is_empty: bool = False
    language: str = field(default_factory=language)
    _drawn: dict[str, Canvas] = field(default_factory=dict, init=False, repr=False)

    @property
    def title(self) -> str:
        """Say what is claimed."""
        return self.facts.title

    @property
    def alternative(self) -> str:
        """Say it for those who do not see the picture."""
        return self.facts.alternative

    @property
    def moves(self) -> Sequence[Sequence[Point]]:
        """Give for each state how far each mark goes from where it is drawn: right and down.

        The marks of the wide drawing come first, then those of the narrow one, as the classes
        ``kit-move-<number>`` count them.
        """
        both = [self.drawing(size).moves for size in PAGE_SIZES]
        return [[*wide, *narrow] for wide, narrow in zip(*both, strict=True)]

    def drawing(self, size: str = "wide") -> Canvas:
        """Lay it out at a size, once; Matplotlib's figure is ``figure`` of the canvas.

        Raises
        ------
        KeyError
            There is no such size.
        """
        if size not in self._drawn:
            self._drawn[size] = self._canvas(SIZES[size])
        return self._drawn[size]

    def svg(self, size: str = "wide", *, whole: bool = False) -> str:
        """Write the drawing as one ``<svg>`` element that says what it shows; text stays text.

        Parameters
        ----------
        size
            ``wide``, ``narrow``, ``slide``, ``paper`` or ``thumb``.
        whole
            Whether claim, notes and source are drawn too, for a file that travels alone.
        """
        said = {"role": "img", "aria-label": self.alternative}
        return self._svg(self._whole(size) if whole else self.drawing(size), said)

    def png(self, size: str = "wide", *, resolution: int = 150, whole: bool = True) -> bytes:
        """Write the drawing as PNG; ``resolution`` in dots per inch, of which a page has 96."""
        buffer, canvas = io.BytesIO(), self._whole(size) if whole else self.drawing(size)
        with own_settings():
            canvas.figure.savefig(buffer, format="png", dpi=resolution * 72 / 96, **_PNG)
        return buffer.getvalue()

    def html(self, *sizes: str) -> str:
        """Write the chart as a ``<figure>``: words as text around its drawings; no script.

        Parameters
        ----------
        sizes
            Of the drawings; the wide and the narrow one of a page when empty.
        """
        said = {"role": "img", "aria-label": self.alternative}
        drawings = [
            self._svg(self.drawing(size), {"class": f"kit-{size}", **said})
            for size in sizes or PAGE_SIZES
        ]
        holder = f'<div class="kit-drawing">{"".join(drawings)}</div>'
        return self._figure("" if self.is_empty else holder)

    def picture(self) -> str:
        """Write the chart as a ``<figure>`` whose picture needs no style, no script and no SVG.

        Previews of notebooks show it, and JupyterLab in any theme.
        """
        from PIL import Image

        if self.is_empty:
            return self._figure("")
        small, sharp = io.BytesIO(), self.png(resolution=round(96 * _SHARP), whole=False)
        with Image.open(io.BytesIO(sharp)) as image:
            few = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
            few.save(small, format="png", optimize=True)
        source = f"data:image/png;base64,{b64encode(small.getvalue()).decode()}"
        size = f'width="{SIZES["wide"].width:.0f}"'
        return self._figure(f'<img src="{source}" {size} alt="{escape(self.alternative)}">')

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Show the picture in a notebook, and text around SVG on a page."""
        shown = self.picture() if face() == NOTEBOOK else self.html()
        return {"text/plain": repr(self), "text/html": shown, MIME: self.facts.to_json()}

    def __repr__(self) -> str:
        """Stand in with words where no picture can be shown."""
        return self.alternative

    def _canvas(self, size: Size) -> Canvas:
        with own_settings(), in_language(self.language):
            canvas = Canvas(size)
            self.draw(canvas)
            canvas.finish()
        return canvas

    def _whole(self, size: str) -> Canvas:
        """Lay it out with all its words above and below."""
        with own_settings(), in_language(self.language):
            canvas = Canvas(SIZES[size])
            whole_words(canvas, self.facts, self.words, self.draw)
            canvas.finish(margin=canvas.size.margin)
        return canvas

    def _svg(self, canvas: Canvas, attributes: dict[str, str]) -> str:
        buffer = io.StringIO()
        with own_settings({"svg.fonttype": "none", "svg.hashsalt": "kit"}):
            metadata = {"Date": None, "Creator": None}
            canvas.figure.savefig(buffer, format="svg", facecolor="none", metadata=metadata)
        return cleaned(buffer.getvalue(), attributes)

    def _figure(self, picture: str) -> str:
        claim = f'<p class="kit-chart-claim">{escape(self.title)}</p>'
        not_held = _paragraph("kit-not-held", self.words.not_held)
        notes = "".join(_paragraph("kit-chart-note", it) for it in self.facts.notes)
        source = f'<span class="kit-chart-source">{escape(self.facts.source)}</span>'
        with in_language(self.language):
            mark = str(Mark(self.facts.mark)) if self.facts.mark else ""
        grade = f'class="kit-pill" data-certainty="{self.facts.mark}"'
        sign = f"<span {grade}>{escape(mark)}</span> " if mark else ""
        foot = f'<figcaption class="kit-chart-foot">{sign}{source}{notes}</figcaption>'
        inside = f"{claim}{self.words.html()}{picture}{not_held}{foot}"
        asked = f' data-question="{self.facts.question}"' if self.facts.question else ""
        return f'<figure class="kit-chart kit-card"{asked}>{inside}</figure>'


def _paragraph(name: str, text: str) -> str:
    return f'<p class="{name}">{escape(text)}</p>' if text else ""
