"""Arrange what one slide of a deck shows: its claim, its pictures and words, notes and foot."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from html import unescape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from kit.certainty.marks import Mark
from kit.errors import KitError
from kit.labels import join_sentences, source_text, word
from kit.publish.decks import OWN, PICTURES, Slide
from kit.publish.sections import Section, body

Foot = dict[str, str]
_FIGURE = re.compile(r'<figure class="kit-chart"([^>]*)>')
_FACT = re.compile(r'data-([a-z]+)="([^"]*)"')
_BODY = re.compile(
    r'(<figure class="kit-chart"[^>]* data-body="([\d.]+) ([\d.]+)"[^>]*><svg[^>]* viewBox=")'
    r'0 0 ([\d.]+) [\d.]+"'
)
_NOTE = re.compile(r"<p>([^<]*)</p>")
_STATE = re.compile(r'data-state="([^"]*)"')
_RANGE = re.compile(r"[+−]?\d[\d.]*(?:～| to )[+−]?\d[\d.]*%?")
_GRADE = re.compile(r'data-certainty="(\w+)"')


def arranged_slide(
    slide: Slide, found: Mapping[str, Section], *, place: int, until: float
) -> dict[str, Any]:
    """Give what the template of a slide says.

    Parameters
    ----------
    slide
        What is shown.
    found
        The sections of its lesson in the deck's language.
    place
        Its number in the deck.
    until
        Minutes of the deck until its end.

    Raises
    ------
    KitError
        The section lacks what shall be shown.
    """
    claim, shown = found[slide.heading], found[slide.of or slide.heading]
    pictures = [cell for each in slide.show for cell in _picture(each, shown, slide)]
    texts = _texts(slide.show, shown)
    panel = any(each.startswith("panel") for each in slide.show)
    layout = "panel" if panel else f"{'picture' * bool(pictures)} {'words' * bool(texts)}"
    lesson = found[next(iter(found))]
    return {
        "id": f"slide-{place}",
        "slide": slide,
        "title": claim.title,
        "layout": layout.strip(),
        "pictures": [_cropped(cell) for cell in pictures],
        "texts": texts,
        "words": [_unbroken(cell) for cell in texts],
        "notes": [*(claim.notes or shown.notes or lesson.notes)],
        "background": _background(slide, claim, shown),
        "until": until,
        "question": word(f"deck.question.{slide.question}") if slide.question else "",
        "foot": _foot(pictures, (shown, claim), slide),
    }


def _picture(each: str, section: Section, slide: Slide) -> list[NotebookNode]:
    kind, _, number = each.partition(" ")
    if kind not in PICTURES:
        return []
    cells = [cell for cell in section.cells if kind_of(cell) == kind]
    wanted = int(number or 1)
    if slide.state and not any(f'data-state="{slide.state}"' in _content(cell) for cell in cells):
        states = sorted({it for cell in cells for it in _STATE.findall(_content(cell))})
        raise KitError(
            f"{slide.lesson}, {section.slug}: the panel has no state {slide.state}; "
            f"it has {'; '.join(states)}"
        )
    if len(cells) < wanted:
        kinds = [kind_of(cell) for cell in section.cells]
        raise KitError(
            f"{slide.lesson}, {section.slug}: there is no {each}; there is "
            f"{', '.join(filter(None, kinds)) or 'nothing but text'}"
        )
    return [cells[wanted - 1]]


def kind_of(cell: NotebookNode) -> str:
    """Tell whether a cell shows a chart, a table or something to operate."""
    content = _content(cell)
    if not content:
        return ""
    if content.startswith("<figure"):
        return "chart"
    return "table" if content.startswith('<div class="kit-table') else "panel"


def _content(cell: NotebookNode) -> str:
    return "".join(_html(output) for output in cell.get("outputs", []))


def _html(output: NotebookNode) -> str:
    return str(output.get("data", {}).get("text/html", ""))


def _texts(show: Iterable[str], section: Section) -> list[NotebookNode]:
    found: dict[str, list[NotebookNode]] = {
        "text": [new_markdown_cell(body(section.head))],  # type: ignore[no-untyped-call]
        "says": section.texts,
    }
    return [cell for each in show for cell in found.get(each, []) if cell.source]


def _unbroken(cell: NotebookNode) -> NotebookNode:
    """Mark ranges, which stay on one line, with both their ends."""
    marked = deepcopy(cell)
    marked.source = _RANGE.sub(r'<span class="whole">\g<0></span>', cell.source)
    return marked


def _background(slide: Slide, claim: Section, shown: Section) -> list[NotebookNode]:
    """Give the lesson's texts on the matter that the slide does not show, but no subtitle."""
    texts = {
        cell.id: cell
        for section in (claim, shown)
        for kind in ("text", "says")
        if kind not in slide.show or section is not shown
        for cell in ([section.head] if kind == "text" else section.texts)
    }
    bodies = [body(cell) for cell in texts.values() if not cell.source.startswith("# ")]
    return [new_markdown_cell(text) for text in bodies if text]  # type: ignore[no-untyped-call]


def _cropped(cell: NotebookNode) -> NotebookNode:
    """Cut charts down to the picture: title and notes stand elsewhere on a slide."""
    cropped = deepcopy(cell)
    for output in cropped.outputs:
        if "text/html" in output.get("data", {}):
            output.data["text/html"] = _BODY.sub(_cut, _html(output))
    return cropped


def _cut(found: re.Match[str]) -> str:
    top, bottom = float(found[2]), float(found[3])
    return f'{found[1]}0 {top:g} {found[4]} {bottom - top:g}"'


def _foot(pictures: Sequence[NotebookNode], near: Iterable[Section], slide: Slide) -> Foot:
    """Give base, notes, source and mark: of the slide's chart, else of a chart of its section."""
    if found := _facts(pictures):
        return found
    shown = "".join(map(_content, pictures))
    found = _facts([cell for section in near for cell in section.cells]) if pictures else {}
    grades = _GRADE.findall(shown)
    below = shown.partition("</table>")[2].partition("<details")[0]
    notes = [unescape(note) for note in _NOTE.findall(below)]
    return {
        "base": "",
        "source": word("ui.deck.own")
        if slide.source == OWN
        else source_text([slide.source or "deck"]),
        "mark": Mark(grades[0]).html() if grades else "",
        **found,
        "notes": join_sentences([*notes, word("ui.deck.lesson", number=slide.lesson[:2])]),
    }


def _facts(cells: Iterable[NotebookNode]) -> Foot:
    """Read what the first chart says of itself."""
    for figure in filter(None, (_FIGURE.search(_content(cell)) for cell in cells)):
        facts = {name: unescape(text) for name, text in _FACT.findall(figure[1])}
        return {"base": "", "notes": "", **facts, "mark": Mark(facts["certainty"]).html()}
    return {}
