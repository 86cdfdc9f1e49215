"""Let a reader slide through prepared states of one picture, with no kernel and no network.

Every state was made beforehand: where the marks of the picture stand and what is said about it. The
script moves marks and shows texts; it knows no words and does no sums.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from kit.charts.chart import Chart
from kit.facts import Facts, Output
from kit.panels.style import asset, styles
from kit.panels.view import View

NUMBER = re.compile(r"[+\N{MINUS SIGN}]?\d+(?:\.\d+)?")
BLANK = "{}"


@dataclass(frozen=True)
class Step:
    """Hold one state.

    Parameters
    ----------
    text
        What is said in this state; read out by screen readers when the reader settles on it.
    moves
        Of each movable mark of the picture, how far it goes from where it is drawn: right, down.
    covered
        What is said while the answer is covered.
    """

    text: str
    moves: Sequence[tuple[float, float]]
    covered: str = ""


@dataclass(frozen=True)
class Cover:
    """Hold the words of a picture whose answer (class ``kit-answer``) is covered at first.

    Parameters
    ----------
    alternative
        Stands for the covered picture.
    reveal, again
        Words of the buttons that uncover the answer and begin anew.
    room
        What leads to the hands of a room, and the name of each field that takes a count.
    """

    alternative: str
    reveal: str
    again: str
    room: tuple[str, Sequence[str]] = ("", ())

    @property
    def hands(self) -> str:
        """Write the fields for a room's hands; nothing where no room is asked."""
        opens, names = self.room
        if not names:
            return ""
        field = '<input type="number" inputmode="numeric" min="0" data-room>'
        fields = "".join(f"<label>{escape(name)}{field}</label>" for name in names)
        return f'<details class="kit-room"><summary>{escape(opens)}</summary>{fields}</details>'


@dataclass(frozen=True, repr=False)
class Slider(Output):
    """Show one of many states of a picture, chosen by a slider or a number.

    Parameters
    ----------
    name
        Identifies the panel on its page and in a link (``#name=number``).
    label, lead
        What it is about, and what to do.
    control
        Words of the slider and of the number field.
    steps
        By number, one after the other.
    start
        The state to begin with.
    view
        The picture, the numbers behind it and what holds in every state.
    action
        The cover, or the word of a button that goes on to the next state.
    """

    name: str
    label: str
    lead: str
    control: tuple[str, str]
    steps: Mapping[int, Step]
    start: int
    view: View
    action: Cover | str

    def html(self) -> str:
        """Write the panel; without script its form stays away and nothing is covered."""
        frames, lines = self._data()
        data = {"panel": self.name, "frames": "\n".join(frames), "steps": "\n".join(lines)}
        first, foot = "", replace(self.view, picture="").html()
        if isinstance(self.action, Cover):
            data["cover"] = self.action.alternative
            # Covers what follows even before it is there.
            first = f"<script>{asset('cover.js')}</script>"
            foot = f'<div class="kit-answer">{foot}</div>'
        attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
        label = escape(self.label)
        return (
            f'<div class="kit-panel kit-slider" role="group" aria-label="{label}"{attributes}>'
            f'{first}{styles("panel.css", "slider.css")}<p class="kit-panel-label">{label}</p>'
            f'<p class="kit-lead">{escape(self.lead)}</p>'
            f'{self._form()}{self._picture()}<p class="kit-said"></p>'
            f'<p class="kit-status" role="status"></p>{foot}'
            f"<script>{asset('slider.js')}</script></div>"
        )

    def _picture(self) -> str:
        shown = self.view.picture
        return shown.html() if isinstance(shown, Chart) else shown

    def _form(self) -> str:
        """Write the controls; the attributes keep JupyterLab and slides from taking their input."""
        ends = f'min="{min(self.steps)}" max="{max(self.steps)}" step="1" value="{self.start}"'
        slide, type_in = map(escape, self.control)
        if isinstance(self.action, Cover):
            buttons = _button("submit", "reveal", self.action.reveal)
            buttons += _button("button", "again", self.action.again, " hidden") + self.action.hands
        else:
            buttons = _button("button", "next", self.action)
        return (
            '<form autocomplete="off" hidden data-lm-suppress-shortcuts="true" data-prevent-swipe>'
            f'<label class="kit-range">{slide}<input type="range" {ends}></label>'
            f'<label>{type_in} <input type="number" inputmode="numeric" {ends}></label>'
            f"{buttons}</form>"
        )

    def _data(self) -> tuple[Sequence[str], Sequence[str]]:
        """Write frames, and of each step its moves and, by frame and numbers, its texts."""
        steps = list(self.steps.values())
        shown = [step.text for step in steps]
        shown += [step.covered for step in steps] if isinstance(self.action, Cover) else []
        frames, texts = take_apart(shown)
        moves = [" ".join(_move(*move) for move in step.moves) for step in steps]
        columns = [moves, *(texts[at : at + len(steps)] for at in range(0, len(texts), len(steps)))]
        return frames, ["|".join(parts) for parts in zip(*columns, strict=True)]

    @property
    def facts(self) -> Facts:
        """Say what its picture shows."""
        return self.view.facts

    def __repr__(self) -> str:
        """Say what it is about, for places that show no HTML; what is covered stays so."""
        return f"{self.label}\n{self.lead}"


def take_apart(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Write once what texts share: give frames with blanks, and per text its frame and its numbers.

    A number that is the same wherever a frame is used stays in the frame.

    Examples
    --------
    >>> take_apart(["3 of 9: +1.2 points", "4 of 9: +0.8 points"])
    (['{} of 9: {} points'], ['0 3 +1.2', '0 4 +0.8'])
    """
    uses = defaultdict[str, list[int]](list)
    for place, text in enumerate(texts):
        uses[NUMBER.sub(BLANK, text)].append(place)
    frames, lines = [], [""] * len(texts)
    for number, (words, places) in enumerate(uses.items()):
        columns = list(zip(*(NUMBER.findall(texts[place]) for place in places), strict=True))
        varies = [len(set(column)) > 1 for column in columns]
        fills = [BLANK if it else column[0] for it, column in zip(varies, columns, strict=True)]
        frames.append(words.format(*fills))
        for row, place in enumerate(places):
            values = (column[row] for it, column in zip(varies, columns, strict=True) if it)
            lines[place] = " ".join([str(number), *values])
    return frames, lines


def _move(right: float, down: float) -> str:
    """Write a move as short as it can be: one without a way down says only how far right."""
    ends = [f"{round(end, 1):g}" for end in (right, down)]
    return ends[0] if ends[1] in ("0", "-0") else ",".join(ends)


def _button(kind: str, action: str, text: str, hidden: str = "") -> str:
    return f'<button type="{kind}" data-do="{action}"{hidden}>{escape(text)}</button>'
