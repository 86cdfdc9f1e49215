"""Lay text and marks out from the top of a canvas; the unit of both axes is the typographic point.

Labels stand above their bars, not beside them: long Japanese answer texts fit, and the chart stays
readable on a telephone, where it is scaled down.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise
from math import nan
from typing import TYPE_CHECKING, Any
from unicodedata import category

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle
from wcwidth import wcswidth, wrap

from kit.charts.chart import WIDTH, WORDS, Chart, font_family
from kit.facts import Facts
from kit.labels import word

if TYPE_CHECKING:
    from budoux import Parser

Stroke = tuple[Sequence[float], Sequence[float]]

MARGIN = 8.0
TITLE, HEADING, LABEL, NOTE = 14.0, 13.0, 12.5, 12.0
INK, QUIET, FAINT, GROUND = "#1a1a1a", "#4d4d4d", "#d0d0d0", "#ececec"
# Okabe–Ito; each side also has a marker of its own, so that colour is never the only cue.
COLOURS = {"client": "#D55E00", "vendor": "#0072B2", "all": "#4d4d4d", "unknown": "#4d4d4d"}
MARKERS = {"client": "o", "vendor": "s", "all": "D", "unknown": "D"}
# Unicode categories of what must not begin a line: closing and other punctuation, long-vowel mark.
CLOSING = ("Pe", "Pf", "Po", "Lm")


class Canvas:
    """Collect the parts of a chart downwards; ``finish`` makes the figure.

    Parameters
    ----------
    title
        Words above the picture.
    lead
        Words between title and picture that belong to both, such as the option shown.

    Attributes
    ----------
    y
        Where the next part begins, in points from the top.
    """

    def __init__(self, title: str, lead: str = "") -> None:
        self.title, self.lead = title, lead
        self.figure = Figure(facecolor="white")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.y = MARGIN
        self.family = font_family()
        self._part: str | None = None
        self.told: list[str] = []
        self.notes: list[str] = []
        with self.part(WORDS):
            self.paragraph(title, size=TITLE, colour=INK)
            if lead:
                self.paragraph(lead, size=HEADING, colour=INK)
        self.body = (self.y, 0.0)

    def at(self, percent: float, *, low: float = 0.0, high: float = 100.0) -> float:
        """Place a value of an axis that spans the canvas, by default percent 0–100."""
        return MARGIN + (percent - low) / (high - low) * (WIDTH - 2 * MARGIN)

    @contextmanager
    def part(self, name: str | None) -> Iterator[None]:
        """Let what is drawn inside carry a class, so that a page can hide or move it."""
        outer, self._part = self._part, name
        yield
        self._part = outer

    def text(self, x: float, y: float, text: str, **options: Any) -> None:
        """Write one line; ``y`` is its middle."""
        options = {"fontsize": LABEL, "color": INK, "va": "center", "ha": "left", **options}
        options |= {"fontfamily": self.family, "parse_math": False, "gid": self._part}
        self.axes.text(x, y, text, **options)

    def paragraph(
        self, text: str, *, size: float = LABEL, colour: str = INK, indent: float = 0.0
    ) -> None:
        """Write wrapped text at the left margin and move down."""
        for line in fold(text, int(2 * (WIDTH - 2 * MARGIN - indent) / size) - 1):
            self.y += 0.72 * size
            self.text(MARGIN + indent, self.y, line, fontsize=size, color=colour)
            self.y += 0.72 * size

    def heads(self, left: str, right: str, *, indent: float = 0.0, part: str | None = None) -> None:
        """Write a label at the left and its value at the right of the same line, and move down.

        The value may be a part of its own.
        """
        room = WIDTH - 2 * MARGIN - indent - 0.56 * LABEL * (len(fold_width(right)) + 2)
        lines = fold(left, int(2 * room / LABEL))
        for number, line in enumerate(lines):
            self.y += 0.75 * LABEL
            self.text(MARGIN + indent, self.y, line)
            if right and number == len(lines) - 1:
                with self.part(part or self._part):
                    self.text(WIDTH - MARGIN, self.y, right, ha="right")
            self.y += 0.75 * LABEL

    def line(self, xs: Sequence[float], ys: Sequence[float], **options: Any) -> None:
        """Draw a line or markers; keywords go to ``Line2D``."""
        self.axes.add_artist(
            Line2D(xs, ys, **{**self._usual(), "color": INK, "linewidth": 1.4, **options})
        )

    def strokes(
        self, lines: Sequence[tuple[Sequence[float], Sequence[float]]], **options: Any
    ) -> None:
        """Draw several separate lines as one mark, which is quicker and lighter than many."""
        xs = [x for line in lines for x in (*line[0], nan)]
        ys = [y for line in lines for y in (*line[1], nan)]
        self.line(xs, ys, **options)

    def box(self, x: float, y: float, width: float, height: float, **options: Any) -> None:
        """Draw a rectangle; keywords go to ``Rectangle``."""
        self.axes.add_artist(
            Rectangle((x, y), width, height, **{**self._usual(), "linewidth": 1.2, **options})
        )

    def arrow(self, start: tuple[float, float], end: tuple[float, float], **options: Any) -> None:
        """Draw an arrow; keywords go to ``FancyArrowPatch``."""
        options = {"arrowstyle": "-|>", "mutation_scale": 11, "shrinkA": 0, "shrinkB": 0, **options}
        self.axes.add_artist(FancyArrowPatch(start, end, **self._usual(), **options))

    def track(self, height: float) -> None:
        """Lay the ground of a 0–100 bar that begins here, with its quarters marked."""
        start, end = self.at(0), self.at(100)
        self.box(start, self.y, end - start, height, facecolor=GROUND, edgecolor="none", zorder=0)
        quarters = [self.at(tick) for tick in (25, 50, 75)]
        strokes = [((x, x), (self.y, self.y + height)) for x in quarters]
        self.strokes(strokes, color="white", zorder=0)

    def percent_axis(self) -> None:
        """Write the numbers of the 0–100 axis below the last bar."""
        for tick in (0, 25, 50, 75, 100):
            x = self.at(tick)
            side = {0: "left", 100: "right"}.get(tick, "center")
            self.text(
                x,
                self.y + 0.8 * NOTE,
                f"{tick}%" if tick in (0, 100) else f"{tick}",
                ha=side,
                **SMALL,
            )
        self.y += 1.8 * NOTE

    def tell(self, text: str) -> None:
        """Write a sentence below the picture: what it amounts to."""
        self.end_body()
        self.told.append(text)
        with self.part(WORDS):
            self.paragraph(text, size=LABEL, colour=INK)

    def note(self, *texts: str) -> None:
        """Write notes at the foot, each on lines of its own: how to read the marks, cautions."""
        self.end_body()
        self.notes += filter(None, texts)

    def end_body(self) -> None:
        """Say that the picture ends here and words follow, unless it has ended before."""
        self.body = (self.body[0], self.body[1] or self.y)

    def finish(self, facts: Facts, **words: str) -> Chart:
        """Write notes and source, cut the canvas to its content and hand it over.

        Parameters
        ----------
        facts
            What was drawn.
        words
            What the alternative text of that kind says: the values, and perhaps a message.
        """
        self.end_body()
        self.y += 4
        with self.part(WORDS):
            for text in filter(None, [*self.notes, facts.source]):
                self.paragraph(text, size=NOTE, colour=QUIET)
        alternative = word(f"alt.{facts.kind}", title=self.title, **words)
        known = replace(facts, title=self.title, alternative=alternative, notes=tuple(self.notes))
        return Chart(
            self.figure,
            known,
            height=self.y + MARGIN,
            body=self.body,
            lead=self.lead,
            told=tuple(self.told),
        )

    def _usual(self) -> dict[str, Any]:
        """Give what every mark has: it may reach over the edge, and carries its part's class."""
        return {"clip_on": False, "gid": self._part}


SMALL: Mapping[str, Any] = {"fontsize": NOTE, "color": QUIET}


def fold_width(text: str) -> str:
    """Stand a text in by one narrow letter a column, to measure it."""
    return "x" * max(wcswidth(text), 0)


def fold(text: str, columns: int) -> list[str]:
    """Break text into lines of at most ``columns`` half-width columns, at the ends of phrases.

    Numbers with their unit and ranges stay whole; no line ends with an opening bracket or begins
    with closing punctuation.

    Examples
    --------
    >>> fold("確認していない、または分からない。", 24)
    ['確認していない、または', '分からない。']
    >>> fold("社員の50%～80%が、週3～4回実施する", 22)
    ['社員の50%～80%が、', '週3～4回実施する']
    """
    lines = [""]
    for phrase in _phrases(text):
        if wcswidth((lines[-1] + phrase).rstrip()) <= columns:
            lines[-1] += phrase
        elif wcswidth(phrase.rstrip()) <= columns:
            lines.append(phrase)
        else:  # longer than a line: it breaks anywhere
            lines += wrap(phrase, columns)
            lines[-1] += " " * phrase[-1].isspace()
    for place in range(1, len(lines)):  # what closes stays with what it closes
        while lines[place] and category(lines[place][0]) in CLOSING:
            lines[place - 1], lines[place] = lines[place - 1] + lines[place][0], lines[place][1:]
    return [line.strip() for line in lines if line.strip()]


def _phrases(text: str) -> list[str]:
    """Split text where a line may end."""
    starts = accumulate(len(it) for it in _parser().parse(text))
    ends = {*starts, *(it.end() for it in re.finditer(r"\s+", text))} - {0, len(text)}
    ends -= {
        end
        for it in _whole(word("number.units")).finditer(text)
        for end in range(it.start() + 1, it.end())
    }
    # One letter alone is no phrase, whatever the parser says.
    ends -= {end for end in ends if end - 1 in ends or end == 1}
    places = [0, *sorted(ends), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


@cache
def _whole(units: str) -> re.Pattern[str]:
    """Find a number with its sign and units, or a range of two."""
    number = rf"(?:n=)?[+\N{{MINUS SIGN}}]?\d[\d,.]*(?:{units})*"
    return re.compile(rf"{number}(?:\s?(?:～|〜|–|to)\s?{number})?")


@cache
def _parser() -> "Parser":
    from budoux import load_default_japanese_parser

    return load_default_japanese_parser()
