"""Lay out a deck by the minute, and choose the questions that the room may be asked."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nbformat import NotebookNode

from kit.labels import word
from kit.lessons.quiz import quiz
from kit.panels import Item
from kit.publish.decks import Deck, Slide
from kit.publish.notebooks import is_note
from kit.publish.sections import Section
from kit.publish.slides import arranged_slide

# From so many minutes on there is time for a question on every objective.
CLASS_MINUTES = 45


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
    opening = Talk(0, deck.opening, 1, word("trainer.opening"))
    laid, said = [opening], set[tuple[str, str]]()
    ends = {slide.lesson: number for number, slide in enumerate(deck.slides, 2)}
    for number, slide in enumerate(deck.slides, 2):
        clock = laid[-1].clock + laid[-1].minutes
        content = arranged_slide(
            slide, found[slide.lesson], place=number, until=clock + slide.minutes
        )
        closes = number == ends[slide.lesson]
        notes = _notes(slide, found[slide.lesson], cells[slide.lesson] if closes else ())
        laid.append(
            Talk(
                clock,
                slide.minutes,
                number,
                content["title"],
                slide.lesson,
                [note for note in notes if (slide.lesson, note.id) not in said],
                content["texts"],
                content["background"],
                [it.number for it in asked if closes and it.lesson == slide.lesson],
            )
        )
        said |= {(slide.lesson, note.id) for note in notes}
    return laid


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


def _notes(
    slide: Slide, found: Mapping[str, Section], whole: Sequence[NotebookNode]
) -> list[NotebookNode]:
    """Give the notes on the lesson, on the sections of a slide, and the last of the whole."""
    opening = next(iter(found.values()))
    places = (opening, found[slide.heading], found[slide.of or slide.heading])
    notes = [note for place in places for note in place.notes]
    notes += [cell for cell in whole if is_note(cell)][-1:]
    return list({note.id: note for note in notes}.values())
