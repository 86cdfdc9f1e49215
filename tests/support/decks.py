"""Say what every output of a deck must show on each slide, as its notebook has it."""

import re
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode

from kit.certainty.marks import Mark
from kit.labels import in_language, word
from kit.publish.files import read_notebook
from kit.publish.prose import blocks
from kit.publish.slides.compose import notebook_name
from kit.publish.slides.deck import DeckNotebook, DeckSlide, read_deck


class SlideFacts(NamedTuple):
    """What a slide shows and what is said with it, without any white space but that of the claim.

    ``mark`` is what its foot says of certainty; ``state`` that of its panel, ``notes`` what the
    trainer says, ``how`` the notes on how to read the numbers, beside what is said.
    """

    claim: str
    base: str
    source: str
    mark: str
    how: str
    notes: str
    state: str


def bare(text: str) -> str:
    """Leave out white space, which every output sets in its own way."""
    return re.sub(r"\s", "", text)


def built_deck(folder: Path, deck: str, language: str) -> DeckNotebook:
    """Read a deck below a built folder."""
    return read_deck(read_notebook(folder / notebook_name(deck, language)))


def expected_facts(deck: DeckNotebook) -> list[SlideFacts]:
    """Give what every output of a deck shows, slide by slide."""
    with in_language(deck.language):
        return [_facts(slide) for slide in deck.slides]


def facts_on_page(page: str) -> list[SlideFacts]:
    """Read the slides of a written deck as they were written, before any script has run."""
    document = BeautifulSoup(page, "html.parser")
    return [facts_of(section) for section in document.select(".slides > section")]


def facts_of(slide: Tag) -> SlideFacts:
    """Read one slide."""
    views = slide.select(".kit-panel > .kit-view:not([hidden])")
    notes = slide.select_one("aside.notes")
    said = "" if notes is None else said_in(notes)
    return SlideFacts(
        claim=" ".join(_text(slide, "h1, h2").split()),
        base=bare(_text(slide, ".foot .base")),
        source=bare(_text(slide, ".foot .source")),
        mark=bare(_text(slide, ".foot .mark")),
        how=bare(_text(slide, ".how")),
        notes=said,
        state=str(views[0]["data-state"]) if views else "",
    )


def plain(cells: list[NotebookNode]) -> str:
    """Give the words of some texts."""
    return bare("".join(block.text for cell in cells for block in blocks(cell.source)))


def _facts(slide: DeckSlide) -> SlideFacts:
    graded = slide.foot.mark and BeautifulSoup(Mark(slide.foot.mark).html(), "html.parser").text
    return SlideFacts(
        claim=" ".join(slide.title.split()),
        base=bare(slide.foot.base),
        source=bare(slide.foot.source),
        mark=bare(graded or ("" if slide.is_plain else word("ui.deck.words_only"))),
        how=bare(slide.foot.notes),
        notes=plain([*slide.notes]),
        state=next((it.state for it in slide.pictures if it.feet), ""),
    )


def said_in(notes: Tag) -> str:
    """Give what stands before the heading of the background."""
    parts = []
    for part in notes.find_all(recursive=False):
        if part.name in ("h2", "h3", "details"):
            break
        parts.append(part.get_text())
    return bare("".join(parts))


def _text(slide: Tag, selector: str) -> str:
    found = slide.select_one(selector)
    return found.get_text() if found else ""
