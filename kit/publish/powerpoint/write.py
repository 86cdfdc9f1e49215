"""Build decks as PowerPoint files: native charts and tables, and the notes in the notes pane."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from kit.certainty import Mark
from kit.labels import LANGUAGES, in_language, word
from kit.publish.build import Work
from kit.publish.decks import Deck
from kit.publish.files import BUILD, NOTEBOOKS, read_notebook
from kit.publish.powerpoint.file import add_slide, empty, tag_languages
from kit.publish.powerpoint.layout import NUMBER, OPENING, QUESTION, TITLE, Places, places
from kit.publish.powerpoint.pictures import add_picture, answers, spread
from kit.publish.powerpoint.staging import (
    add_part,
    add_sides,
    appear_on_click,
    is_dark,
    set_ground,
)
from kit.publish.powerpoint.style import (
    ALONE_SIZES,
    FOOT_SIZES,
    OPENING_SIZES,
    TITLE_SIZES,
    WORD_SIZES,
)
from kit.publish.powerpoint.text import add_number, add_words, set_title, words_of
from kit.publish.prose import Block
from kit.publish.slides.compose import build_of_decks, notebook_name
from kit.publish.slides.deck import DeckNotebook, DeckSlide, read_deck


def build_powerpoint(
    names: Sequence[str] = (),
    languages: Sequence[str] = LANGUAGES,
    *,
    notebooks: Path = NOTEBOOKS,
    folder: Path = BUILD,
) -> list[Path]:
    """Build decks below ``pptx/``, all of them when none is named; return what changed.

    Raises
    ------
    KitError
        There is no such deck, or a cell failed; the message names it.
    """
    return build_of_decks(
        powerpoint_works, _name, names, languages, notebooks=notebooks, folder=folder
    )


def powerpoint_works(decks: Iterable[Deck]) -> Iterator[Work]:
    """List each deck in each language; it is made from the deck's notebook alone."""
    for deck in decks:
        for language in LANGUAGES:
            source = notebook_name(deck.name, language)
            make = partial(_made, source=source)
            yield Work(_name(deck.name, language), make, needs=(source,))


def powerpoint(deck: DeckNotebook) -> bytes:
    """Write a deck as a PowerPoint file.

    Parameters
    ----------
    deck
        As ``read_deck`` gives it; what its slides show is drawn from their facts.
    """
    with in_language(deck.language):
        file = empty(deck.title, deck.language)
        titles = unique_titles(deck.slides)
        for slide, title in zip(deck.slides, titles, strict=True):
            _add(file, slide, title)
        tag_languages(file, deck.language)
    saved = BytesIO()
    file.save(saved)
    return saved.getvalue()


def unique_titles(slides: Iterable[DeckSlide]) -> list[str]:
    """Give every slide a title of its own: where a claim comes again, its question tells it apart.

    Programmes that read slides out, or list them, know them by their titles.
    """
    found: list[str] = []
    for slide in slides:
        title = slide.title
        if title in found and slide.question:
            title = f"{title} – {slide.question}"
        again = sum(it == title or it.startswith(f"{title} (") for it in found)
        found.append(f"{title} ({again + 1})" if title in found else title)
    return found


def notes_of(slide: DeckSlide) -> str:
    """Give the notes of a slide: the question it answers, what is said, then the background."""
    asked = [f"{word('ui.deck.questions')}{word('list.colon')}{slide.question}"]
    said = [it.text for it in words_of(cell.source for cell in slide.notes)]
    said += [text for picture in slide.pictures for text in answers(picture.facts)]
    behind = [it.text for it in words_of(cell.source for cell in slide.background)]
    parts = [asked if slide.question else [], said]
    parts += [[word("ui.deck.background"), *behind]] if behind else []
    return "\n\n".join("\n".join(part) for part in parts if part)


def foot_of(slide: DeckSlide) -> list[str]:
    """Give the paragraphs of a slide's foot: how sure and of whom, from where, how to read it."""
    foot = slide.foot
    mark = str(Mark(foot.mark)) if foot.mark else ""
    first = "  ".join(filter(None, [mark, foot.base]))
    return [text for text in (first, foot.source, foot.notes) if text]


def _name(deck: str, language: str) -> str:
    return f"pptx/{deck}.{language}.pptx"


def _made(folder: Path, *, source: str) -> bytes:
    return powerpoint(read_deck(read_notebook(folder / source)))


def _add(file: Any, slide: DeckSlide, title: str) -> None:
    """Add a slide; rows of a table that find no room on it follow on slides of the same kind."""
    words = words_of(cell.source for cell in slide.words)
    plain = slide.is_plain
    ink, quiet = ("on-navy", "on-navy-quiet") if is_dark(slide.layout) else ("ink", "quiet")
    where = _places(slide, bool(words))
    parts = [
        spread(picture.facts, box)
        for picture, box in zip(slide.pictures, where.pictures, strict=True)
    ]
    number = max([len(it) for it in parts], default=1)
    for page in range(number):
        made = add_slide(file)
        text = title if number == 1 else f"{title} ({page + 1}/{number})"
        set_ground(made, slide.layout)
        box, sizes = (OPENING, OPENING_SIZES) if plain else (TITLE, TITLE_SIZES)
        set_title(made.shapes.title, text, box, sizes=sizes, colour=ink)
        _fill(made, slide, where, [it[page] if page < len(it) else it[-1] for it in parts])
        own = words if page == 0 else []
        add_words(made, own, where.words, sizes=_word_sizes(slide), colour=ink)
        _frame(made, slide, where, len(file.slides), quiet)
        made.notes_slide.notes_text_frame.text = notes_of(slide)


def _places(slide: DeckSlide, has_words: bool) -> Places:
    count, foot = len(slide.pictures), foot_of(slide)
    if slide.is_plain:
        return places(count, has_words=has_words, foot=foot, top=OPENING.bottom + OPENING.left // 2)
    return places(count, has_words=has_words, foot=foot)


def _word_sizes(slide: DeckSlide) -> Sequence[int]:
    return WORD_SIZES if slide.pictures else ALONE_SIZES


def _fill(made: Any, slide: DeckSlide, where: Places, rows: Sequence[Any]) -> None:
    for picture, box, own in zip(slide.pictures, where.pictures, rows, strict=True):
        add_picture(made, picture.facts, box, own)
    if slide.layout == "opening":
        add_sides(made)
    if slide.gap:
        add_part(made, slide.gap)
    if slide.layout == "guess":
        appear_on_click(made, made.shapes[-1].shape_id)


def _frame(made: Any, slide: DeckSlide, where: Places, number: int, quiet: str) -> None:
    """Write what stands around the content: the question, the foot, the number."""
    told = slide.question or (word("ui.deck.click") if slide.layout == "guess" else "")
    question = [Block("paragraph", told)] if told else []
    add_words(made, question, QUESTION, sizes=WORD_SIZES[5:], colour=quiet)
    foot = [Block("paragraph", text) for text in foot_of(slide)]
    add_words(made, foot, where.foot, sizes=FOOT_SIZES, colour=quiet, after=0)
    add_number(made, number, NUMBER, quiet)
