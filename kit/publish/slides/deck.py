"""Read a deck notebook: its slides, each with what it shows, what is said, and its foot."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from kit.errors import KitError
from kit.facts import Facts
from kit.publish.cells import tags
from kit.publish.sections import heading
from kit.publish.shown import facts_in, html_in

OPENING, SECTION = "opening", "section"
TABLES = ("table", "card", "actions", "verdicts", "glossary")
# Kinds of facts that a slide draws anew, in its own size.
CHARTS = ("share", "composition", "gap", "change", "strata", "ranks", "intervals")


@dataclass(frozen=True)
class Foot:
    """Say below a slide who is counted, where its numbers stand, how sure they are, how to read.

    Parameters
    ----------
    base, source, notes
        Words.
    mark
        Grade of the weakest number, a code of ``kit.certainty``; empty where no number is shown.
    """

    base: str = ""
    source: str = ""
    mark: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Picture:
    """Show a chart, a table or a panel.

    Parameters
    ----------
    cell
        Code that stands by itself after the deck's set-up cell, with what it showed.
    facts
        What is seen at first: of a panel, in its ``state``.
    html
        What it showed, for a page.
    state
        In which a panel opens; empty where there is no panel.
    feet
        The slide's foot in each state of a panel.
    """

    cell: NotebookNode
    facts: Facts
    html: str
    state: str = ""
    feet: Mapping[str, Foot] = field(default_factory=dict)

    @property
    def is_drawn(self) -> bool:
        """Tell whether it is a chart, and nothing to operate."""
        return not self.feet and self.facts.kind in CHARTS

    @property
    def is_live(self) -> bool:
        """Tell whether a kernel makes something of it that a page alone has not."""
        return bool(self.cell.metadata.kit.get("live")) or not (
            self.is_drawn or self.facts.kind in TABLES
        )


@dataclass(frozen=True)
class DeckSlide:
    """One slide of a deck.

    Parameters
    ----------
    id
        As ``decks.toml`` names it.
    number
        Its place in the deck, from 1.
    title
        Its claim.
    lesson
        Name of the lesson that it comes from; empty of the opening.
    minutes, until
        How long it is shown, and minutes of the deck until its end.
    key, question
        Of a slide that answers a question: the key that opens it, and its words.
    layout
        ``opening``, ``section``, ``chart``, ``change``, ``number``, ``compare``, ``action``,
        ``exercise``, ``law``, ``guess``, ``table``, ``words`` or ``panel``.
    foot
        What stands below it.
    pictures
        In their order.
    is_exercise
        Whether the audience works on it.
    words, notes, background
        Cells: shown beside the pictures, said by the trainer, and said by the lesson besides.
    ask
        A question to the audience.
    gap
        Number of the gap that it begins, from 1; 0 of all others.
    big
        Words of the one number that it is about; empty where there is none.
    """

    id: str
    number: int
    title: str
    lesson: str
    minutes: float
    until: float
    key: str
    question: str
    layout: str
    foot: Foot
    pictures: Sequence[Picture] = ()
    words: Sequence[NotebookNode] = ()
    notes: Sequence[NotebookNode] = ()
    background: Sequence[NotebookNode] = ()
    is_exercise: bool = False
    ask: str = ""
    gap: int = 0
    big: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Tell whether it only opens the deck or a part of it, and shows no finding."""
        return self.layout in (OPENING, SECTION)


@dataclass(frozen=True)
class DeckNotebook:
    """A deck in one language: the opening, the slides of the talk, those that answer questions."""

    name: str
    audience: str
    minutes: float
    opening: float
    language: str
    title: str
    slides: Sequence[DeckSlide]

    @property
    def talk(self) -> list[DeckSlide]:
        """Give the slides of the talk, the opening too."""
        return [slide for slide in self.slides if not slide.key]

    @property
    def backup(self) -> list[DeckSlide]:
        """Give the slides that answer questions."""
        return [slide for slide in self.slides if slide.key]


def is_deck(notebook: NotebookNode) -> bool:
    """Tell whether a notebook is a deck."""
    return "deck" in notebook.metadata.get("kit", {})


def read_deck(notebook: NotebookNode) -> DeckNotebook:
    """Read a deck notebook.

    Raises
    ------
    KitError
        The notebook is no deck.
    """
    if not is_deck(notebook):
        raise KitError("this notebook is no deck; decks are build/decks/LANGUAGE/DECK.ipynb")
    about, slides = notebook.metadata.kit, [_slide(*it) for it in _cut(notebook.cells)]
    return DeckNotebook(
        name=about.deck,
        audience=about.audience,
        minutes=about.minutes,
        opening=about.opening,
        language=notebook.metadata.language,
        title=notebook.metadata.title,
        slides=slides,
    )


def part_of(cell: NotebookNode) -> str:
    """Tell what a cell of a deck is on its slide: picture, words, notes or background."""
    return str(cell.metadata.get("kit", {}).get("part", ""))


def _cut(cells: Iterable[NotebookNode]) -> Iterator[tuple[NotebookNode, list[NotebookNode]]]:
    """Give each head with its parts; what stands before the first is no slide."""
    found: list[tuple[NotebookNode, list[NotebookNode]]] = []
    for cell in cells:
        if "slide" in cell.metadata.get("kit", {}):
            found.append((cell, []))
        elif found:
            found[-1][1].append(cell)
    return iter(found)


def _slide(head: NotebookNode, parts: Sequence[NotebookNode]) -> DeckSlide:
    given: dict[str, Any] = {**head.metadata.kit.slide}
    given["foot"] = Foot(**given["foot"])
    given["is_exercise"] = "exercise" in tags(head)
    given["pictures"] = [_picture(cell) for cell in parts if part_of(cell) == "picture"]
    for name in ("words", "notes", "background"):
        given[name] = [cell for cell in parts if part_of(cell) == name]
    return DeckSlide(title=heading(head), **given)


def _picture(cell: NotebookNode) -> Picture:
    state, facts = cell.metadata.kit.state, facts_in(cell) or Facts("text")
    feet = {name: Foot(**it) for name, it in cell.metadata.kit.get("feet", {}).items()}
    return Picture(cell, facts.at(state), html_in(cell), state, feet)
