"""Lay out a deck by the minute, and choose the questions that the room may be asked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from kit.labels import language, word
from kit.panels import Item, Option
from kit.publish.cells import is_note
from kit.publish.prose import blocks
from kit.publish.shown import shown_in
from kit.publish.slides.deck import OPENING, DeckNotebook, DeckSlide

# Cells of the executed copies of a deck's lessons, by lesson.
Executed = Mapping[str, Sequence[NotebookNode]]

# From so many minutes on there is a question on every objective.
CLASS_MINUTES = 45
# Minutes that a question takes: read it with its options, decide, count hands, answer.
ASKING = 2
# Minutes in which nobody speaks over a chart, a table or a panel, where there is time for it.
LOOKING = 0.5
# How fast one reads aloud: Japanese characters and English words a minute.
CHARACTERS_A_MINUTE, WORDS_A_MINUTE = 300, 130
_LABEL = re.compile(r"^\*\*[^*]+\*\*[:：]\s*")


@dataclass(frozen=True)
class Question:
    """One question for the room.

    Parameters
    ----------
    number
        Its number among all questions of the deck.
    lesson
        Name of its lesson.
    item
        The question with its options.
    slides
        Numbers of the slides to go back to.
    """

    number: int
    lesson: str
    item: Item
    slides: Sequence[int]


@dataclass(frozen=True)
class Turn:
    """One slide of the talk as the facilitator meets it.

    Parameters
    ----------
    slide
        The slide.
    notes
        Cells of what is said; each once in a deck.
    asked
        Numbers of the questions that may follow it.
    fitting
        For how many of them the minutes of its lesson leave time.
    """

    slide: DeckSlide
    notes: Sequence[NotebookNode] = ()
    asked: Sequence[int] = ()
    fitting: int = 0

    @property
    def clock(self) -> float:
        """Give the minute in which it begins."""
        return self.slide.until - self.slide.minutes

    @property
    def claim(self) -> str:
        """Give its sentence; the opening is a welcome."""
        return word("trainer.opening") if self.slide.id == OPENING else self.slide.title

    @property
    def words(self) -> Sequence[NotebookNode]:
        """Give the cells of the words on it; the opening's are about the deck."""
        return () if self.slide.id == OPENING else self.slide.words

    @property
    def spoken(self) -> float:
        """Reckon the minutes that claim, notes and the words on the slide take."""
        said = (_LABEL.sub("", note.source.partition("\n\n")[0]) for note in self.notes)
        return sum(map(speaking_minutes, [self.claim, *said, *(it.source for it in self.words)]))


def turns(deck: DeckNotebook, lessons: Executed) -> list[Turn]:
    """Lay out a deck by the minute, in the language in use.

    Every note is said once. A lesson opens with its first note and closes with its last one,
    whichever of its slides the deck shows.
    """
    asked, said, laid = questions(deck, lessons), set[str](), []
    places = {slide.lesson: slide for slide in deck.talk}
    for slide in deck.talk:
        cells, closes = lessons.get(slide.lesson, ()), slide is places[slide.lesson]
        own = [cell for cell in cells if is_note(cell)]
        notes = {it.source: it for it in (*own[:1], *slide.notes, *(own[-1:] if closes else ()))}
        new = [note for source, note in notes.items() if source not in said]
        said |= set(notes)
        closing = [it.number for it in asked if closes and it.lesson == slide.lesson]
        laid.append(Turn(slide, new, closing))
    return [replace(turn, fitting=fitting(turn, laid)) for turn in laid]


def fitting(turn: Turn, laid: Iterable[Turn]) -> int:
    """Count the questions after a slide for which the minutes of its lesson leave time.

    While the room works on something, no minute is free.
    """
    lesson = [it for it in laid if it.slide.lesson == turn.slide.lesson]
    talking = (it.slide.minutes - it.spoken for it in lesson if not it.slide.is_exercise)
    free = sum(talking) - LOOKING * sum(len(it.slide.pictures) for it in lesson)
    return min(len(turn.asked), max(0, int(free // ASKING)))


def speaking_minutes(text: str) -> float:
    """Reckon how long it takes to read a Markdown text aloud, in the language in use.

    Examples
    --------
    >>> speaking_minutes("**委託元**の35.5%は、ルールが守られているかを確認していない")
    0.1
    """
    words = " ".join(block.text for block in blocks(text))
    if language() == "ja":
        return len("".join(words.split())) / CHARACTERS_A_MINUTE
    return len(words.split()) / WORDS_A_MINUTE


def questions(deck: DeckNotebook, lessons: Executed) -> list[Question]:
    """Choose practice questions on a deck's lessons, from the first quiz of each.

    One on each objective where there is time, else one a lesson.
    """
    chosen: list[Question] = []
    for lesson in dict.fromkeys(slide.lesson for slide in deck.talk if slide.lesson):
        slides = [slide.number for slide in deck.talk if slide.lesson == lesson]
        # The first on each objective; a place to reread is named after its objective.
        by_objective = {item.reread: item for item in [*_asked_in(lessons[lesson])][::-1]}
        items = list(by_objective.values())[::-1]
        for item in items if deck.minutes >= CLASS_MINUTES else items[:1]:
            chosen.append(Question(len(chosen) + 1, lesson, item, slides))
    return chosen


def _asked_in(cells: Iterable[NotebookNode]) -> Iterator[Item]:
    """Give the questions of the first quiz."""
    rows = next((facts.rows for _, facts in shown_in(cells) if facts.kind == "quiz"), ())
    for row in rows:
        yield Item(**{**row, "options": [Option(**option) for option in row["options"]]})
