"""Lay out a deck by the minute, and choose the questions that the room may be asked."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from kit.labels import language, word
from kit.lessons.quiz import quiz
from kit.panels import Item
from kit.publish.cells import is_note, tags
from kit.publish.decks import PICTURES, Deck, Slide
from kit.publish.prose import blocks
from kit.publish.sections import Section
from kit.publish.slides.compose import background_of, words_of

# From so many minutes on there is a question on every objective.
CLASS_MINUTES = 45
# Minutes that a question takes: read it with its options, decide, count hands, answer.
ASKING = 2
# Minutes in which nobody speaks over a chart, a table or a panel, where there is time for it.
LOOKING = 0.5
# How fast one reads aloud: Japanese characters and English words a minute.
CHARACTERS_A_MINUTE, WORDS_A_MINUTE = 300, 130
_LABEL = re.compile(r"^\*\*[^*]+\*\*[:：]\s*")


class Question(NamedTuple):
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


class Talk(NamedTuple):
    """One slide as the trainer meets it.

    Parameters
    ----------
    clock, minutes
        When it begins and how long it stays, in minutes.
    number
        Its number in the deck; the title slide is number 1.
    claim
        Its sentence.
    lesson
        Name of its lesson; empty for the title slide.
    notes, texts, background
        Cells to be said, cells of the words on the slide, and what the lesson says besides.
    asked
        Numbers of the questions that may follow it.
    fitting
        For how many of them the minutes of its lesson leave time.
    spoken
        Minutes that it takes to say the claim, what the notes say, and the words on the slide.
    is_exercise
        Whether the room works on something; then no minute of it is free.
    """

    clock: float
    minutes: float
    number: int
    claim: str
    lesson: str = ""
    notes: Sequence[NotebookNode] = ()
    texts: Sequence[NotebookNode] = ()
    background: Sequence[NotebookNode] = ()
    asked: Sequence[int] = ()
    fitting: int = 0
    spoken: float = 0
    is_exercise: bool = False


def talks(
    deck: Deck,
    found: Mapping[str, Mapping[str, Section]],
    cells: Mapping[str, Sequence[NotebookNode]],
) -> list[Talk]:
    """Lay out a deck by the minute, in the language in use.

    Every note is said once: with its section, those on the whole lesson with the lesson's first
    slide, and the closing ones with its last.

    Parameters
    ----------
    found
        The sections of its lessons.
    cells
        The executed copies of its lessons.
    """
    asked = questions(deck)
    laid, said = [_opening(deck)], set[tuple[str, str]]()
    ends = {slide.lesson: number for number, slide in enumerate(deck.slides, 2)}
    for number, slide in enumerate(deck.slides, 2):
        closes = number == ends[slide.lesson]
        notes = _notes(slide, found[slide.lesson], cells[slide.lesson] if closes else ())
        notes = [note for note in notes if (slide.lesson, note.id) not in said]
        said |= {(slide.lesson, note.id) for note in notes}
        clock = laid[-1].clock + laid[-1].minutes
        talk = _talk(slide, found[slide.lesson], notes, number=number, clock=clock)
        closing = [it.number for it in asked if closes and it.lesson == slide.lesson]
        laid.append(talk._replace(asked=closing))
    return [talk._replace(fitting=_fitting(talk, laid, deck)) for talk in laid]


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


def questions(deck: Deck) -> list[Question]:
    """Choose practice questions on a deck's lessons, in the language in use.

    One on each objective where there is time, else one a lesson.
    """
    chosen: list[Question] = []
    for lesson in dict.fromkeys(slide.lesson for slide in deck.slides):
        slides = [number for number, it in enumerate(deck.slides, 2) if it.lesson == lesson]
        # The first on each objective; a place to reread is named after its objective.
        by_objective = {item.reread: item for item in reversed(quiz(lesson).items)}
        items = list(by_objective.values())[::-1]
        for item in items if deck.minutes >= CLASS_MINUTES else items[:1]:
            chosen.append(Question(len(chosen) + 1, lesson, item, slides))
    return chosen


def _opening(deck: Deck) -> Talk:
    said = word("trainer.opening.say", minutes=deck.minutes)
    note = new_markdown_cell(said)  # type: ignore[no-untyped-call]
    spoken = speaking_minutes(_said(note))
    return Talk(0, deck.opening, 1, word("trainer.opening"), notes=[note], spoken=spoken)


def _talk(
    slide: Slide,
    found: Mapping[str, Section],
    notes: Sequence[NotebookNode],
    *,
    number: int,
    clock: float,
) -> Talk:
    claim, texts = found[slide.section].title, words_of(slide, found)
    spoken = [claim, *map(_said, notes), *(cell.source for cell in texts)]
    return Talk(
        clock,
        slide.minutes,
        number,
        claim,
        slide.lesson,
        notes,
        texts,
        background_of(slide, found),
        spoken=sum(map(speaking_minutes, spoken)),
        is_exercise="exercise" in tags(found[slide.section].head),
    )


def _said(note: NotebookNode) -> str:
    """Give the first paragraph of a note: what is said, before the likely question."""
    return _LABEL.sub("", note.source.partition("\n\n")[0])


def _fitting(talk: Talk, laid: Sequence[Talk], deck: Deck) -> int:
    """Count the questions after a slide for which the minutes of its lesson leave time."""
    lesson = [it for it in laid if it.lesson == talk.lesson]
    pictures = [
        shown
        for slide in deck.slides
        if slide.lesson == talk.lesson
        for shown in slide.show
        if shown.split()[0] in PICTURES
    ]
    talking = (it.minutes - it.spoken for it in lesson if not it.is_exercise)
    free = sum(talking) - LOOKING * len(pictures)
    return min(len(talk.asked), max(0, int(free // ASKING)))


def _notes(
    slide: Slide, found: Mapping[str, Section], whole: Sequence[NotebookNode]
) -> list[NotebookNode]:
    """Give the notes on the lesson, on the sections of a slide, and the last of the whole."""
    opening = next(iter(found.values()))
    places = (opening, found[slide.section], found[slide.shown])
    notes = [note for place in places for note in place.notes]
    notes += [cell for cell in whole if is_note(cell)][-1:]
    return list({note.id: note for note in notes}.values())
