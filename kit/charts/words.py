"""Say what stands around a drawing: what is measured, what marks mean, and what is not held."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from kit.certainty.marks import Mark
from kit.charts.canvas import LINE, Canvas, Letters, Paint
from kit.charts.lines import width_of
from kit.estimates import SIDES, Figure
from kit.facts import Facts
from kit.labels import group_text, join_sentences, option_text, short_text, word

# Stands for a side in words alone, where nothing can be drawn or styled.
SIGNS: Final = {"client": "\N{BLACK CIRCLE}", "vendor": "\N{BLACK SQUARE}"}
_GAP = 12.0


@dataclass(frozen=True)
class Words:
    """Hold what a chart says besides its claim, notes and source.

    Parameters
    ----------
    measured
        What is measured, of whom, when.
    sides
        The sides whose marks are in it, each with its name.
    meaning
        What else its marks mean.
    not_held
        What of it this kit does not hold; empty where it holds all.
    """

    measured: str = ""
    sides: tuple[tuple[str, str], ...] = ()
    meaning: str = ""
    not_held: str = ""

    def html(self) -> str:
        """Write the line below the claim; the mark of a side stands before its name."""
        keys = (
            f'<span class="kit-nb"><span class="kit-key kit-key-{side}" aria-hidden="true">'
            f"{SIGNS[side]}</span>{escape(name)}</span>"
            for side, name in self.sides
        )
        parts = [escape(self.measured), *keys, escape(self.meaning)]
        said = " ".join(filter(None, parts))
        return f'<p class="kit-chart-sub">{said}</p>' if said else ""

    def __str__(self) -> str:
        """Give the line below the claim as plain text."""
        keys = (f"{SIGNS[side]}{name}" for side, name in self.sides)
        return " ".join(filter(None, [self.measured, *keys, self.meaning]))


def sides_of(found: Iterable[Figure]) -> tuple[tuple[str, str], ...]:
    """Name the sides of figures that are drawn, the clients first."""
    return named_sides({it.side for it in found if it.printed})


def named_sides(drawn: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Name sides, the clients first."""
    known = set(drawn)
    return tuple((side, group_text(side)) for side in SIDES if side in known)


def measured_text(found: Sequence[Figure], title: str, *, named: bool = True) -> str:
    """Say what figures measure: what all of them share and the title does not say.

    Parameters
    ----------
    named
        Whether an option that all share is named here.
    """
    first = found[0]
    names = [short_text(first.question)] if len({it.question for it in found}) == 1 else []
    if named and len({it.option for it in found}) == 1:
        names.append(option_text(first.question, first.option))
    if len({it.wave for it in found}) == 1:
        names.append(word(f"wave.{first.wave}"))
    shown = [it for it in names if it != title]
    return word("chart.sub", parts=word("list.comma").join(shown)) if shown else ""


def not_held_text(found: Iterable[Figure]) -> str:
    """Say in one line which figures this kit does not hold; nothing where it holds all."""
    missing = [it for it in found if it.is_held and not it.printed]
    if not missing:
        return ""
    waves = len({it.wave for it in missing}) > 1
    items = []
    for option in dict.fromkeys(it.option for it in missing):
        groups = word("list.comma").join(
            _who(it, waves=waves) for it in missing if it.option == option
        )
        name = option_text(missing[0].question, option)
        items.append(word("chart.not_held.item", option=name, groups=groups))
    return word("chart.not_held", items=word("list.comma").join(items))


def _who(figure: Figure, *, waves: bool) -> str:
    group = group_text(figure.side, figure.size)
    if not waves:
        return group
    return word("chart.who", group=group, wave=word(f"wave.{figure.wave}"))


def notes_of(needed: dict[str, bool], more: Iterable[str] = ()) -> list[str]:
    """Join the notes whose codes are needed into one, and add further ones."""
    return [
        *filter(None, [join_sentences(word(code) for code, wanted in needed.items() if wanted)]),
        *filter(None, more),
    ]


def whole_words(canvas: Canvas, facts: Facts, words: Words, draw: Callable[[Canvas], None]) -> None:
    """Draw a chart with its words, for a file that travels alone."""
    size, room = canvas.size, canvas.size.width
    quiet = Letters(size.note, "quiet")
    canvas.paragraph(0, facts.title, room, Letters(size.claim, bold=True))
    canvas.y += _GAP / 3
    _below_claim(canvas, words)
    canvas.y += _GAP
    draw(canvas)
    canvas.y += _GAP
    canvas.line((0, canvas.y), (room, canvas.y), Paint(edge="rule", width=1))
    canvas.y += _GAP / 2
    mark = [str(Mark(facts.mark))] if facts.mark else []
    for text in (words.not_held, *facts.notes, "  ".join([*mark, facts.source])):
        canvas.paragraph(0, text, room, quiet)
    canvas.y += LINE


def _below_claim(canvas: Canvas, words: Words) -> None:
    """Write what is measured, and below it what marks mean, those of a side in its colour."""
    room, height = canvas.size.width, 1.15 * canvas.size.note
    canvas.paragraph(0, words.measured, room, Letters(height, "quiet"))
    x, middle = 0.0, canvas.y + LINE * height / 2
    for side, name in words.sides:
        text = SIGNS[side] + name
        canvas.text(x, middle, text, Letters(height, f"{side}-ink", bold=True))
        x += width_of(text, height, bold=True) + height
    if words.sides and (not words.meaning or x + width_of(words.meaning, height) > room):
        x, canvas.y = 0.0, canvas.y + LINE * height
    canvas.paragraph(x, words.meaning, room - x, Letters(height, "quiet"))
