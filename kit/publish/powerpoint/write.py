"""Build decks as PowerPoint files: native charts and tables, and the notes in the notes pane."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Length, Pt

from kit.charts.chart import Chart
from kit.labels import LANGUAGES, join_sentences, use_language, word
from kit.lessons.explore import explore_chart
from kit.publish.build import Work, build
from kit.publish.decks import Deck, Slide, find_deck, read_decks
from kit.publish.executed import without_kernel
from kit.publish.figures.objects import EXPLORED, shown_objects
from kit.publish.files import BUILD, NOTEBOOKS
from kit.publish.lesson import Lesson, read_lessons
from kit.publish.powerpoint.native import add_chart, add_table
from kit.publish.prose import Block, blocks
from kit.publish.sections import Section, sections, slugs
from kit.tables.table import Table

WIDTH, HEIGHT, EDGE = Pt(960), Pt(540), Pt(48)
TITLE, CONTENT, FOOT = Pt(100), Pt(352), Pt(64)  # heights of the three parts of a slide
WORDS, SMALL = Pt(20), Pt(12)
SPLIT, GAP, INDENT = 0.6, Pt(16), Pt(18)  # of a slide with a picture and words beside it
COLUMNS = 6  # what a table can show across a slide
# In every Japanese office; the theme's fonts also reach what people add later.
FONT = "Yu Gothic"
_TITLE_ONLY = 5  # the layout of python-pptx's own template with nothing but a title


class Content(NamedTuple):
    """What one slide shows: its claim, what stands below it, and what the trainer says."""

    title: str
    shown: Sequence[Any]
    lines: Sequence[Block]
    notes: str


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
    lessons = read_lessons(notebooks)
    decks = read_decks(lessons)
    wanted = [find_deck(decks, name) for name in names] or decks
    works = list(powerpoint_works(lessons, decks))
    files = [_name(deck, language) for deck in wanted for language in languages]
    return build(works, folder, only=files)


def powerpoint_works(lessons: Sequence[Lesson], decks: Iterable[Deck]) -> Iterator[Work]:
    """List each deck in each language."""
    by_name = {lesson.name: lesson for lesson in lessons}
    for deck in decks:
        for language in LANGUAGES:
            needed = [without_kernel(by_name[name]) for name in deck.lessons]
            copies = {it.name: it.copy(language, audience="instructor").decode() for it in needed}
            names = {it.name: slugs(it) for it in needed}
            make = partial(_file, deck=deck, language=language, copies=copies, names=names)
            yield Work(_name(deck, language), make)


def _name(deck: Deck, language: str) -> str:
    return f"pptx/{deck.name}.{language}.pptx"


def _file(
    _: Path, *, deck: Deck, language: str, copies: dict[str, str], names: dict[str, dict[str, str]]
) -> bytes:
    use_language(language)
    slides = (*deck.slides, *deck.backups)
    found = {
        name: _lesson(name, copy, names[name], [it for it in slides if it.lesson == name])
        for name, copy in copies.items()
    }
    file = _empty()
    _opening(file, deck)
    for slide in slides:
        _add(file, _content(slide, *found[slide.lesson]))
    saved = BytesIO()
    file.save(saved)
    return saved.getvalue()


def _lesson(
    name: str, copy: str, slugs_by_cell: dict[str, str], slides: Sequence[Slide]
) -> tuple[dict[str, Section], dict[str, Any]]:
    """Give the sections of a lesson, and what the cells of those on slides show."""
    notebook = nbformat.reads(copy, as_version=4)  # type: ignore[no-untyped-call]
    found = sections(notebook.cells, slugs_by_cell)
    cells = [cell for it in slides for cell in found[it.of or it.heading].cells]
    wanted = {cell.id for cell in cells if not EXPLORED.search(cell.source)}
    return found, shown_objects(notebook, name, wanted=wanted)


def _content(slide: Slide, found: dict[str, Section], objects: dict[str, Any]) -> Content:
    claim = found[slide.heading]
    section = found[slide.of] if slide.of else claim
    shown = [it for kind in slide.show for it in _pick(kind, section, objects)]
    shown += [_still(section, slide.state)] if "panel" in slide.show else []
    texts = [section.head] if "text" in slide.show else []
    texts += section.texts if "says" in slide.show else []
    lines = [it for cell in texts for it in blocks(cell.source) if it.kind != "heading"]
    notes = [it.text for cell in claim.notes for it in blocks(cell.source)]
    return Content(claim.title, shown, lines, "\n".join(notes))


def _pick(kind: str, section: Section, objects: dict[str, Any]) -> list[Chart | Table]:
    """Give the chart or table that a slide asks for, such as the second table."""
    name, _, number = kind.partition(" ")
    type_of: Any = {"chart": Chart, "table": Table}.get(name, ())
    results = (objects.get(cell.id) for cell in section.cells)
    fitting = [it for it in results if isinstance(it, type_of)]
    place = int(number or 1) - 1
    return fitting[place : place + 1]


def _still(section: Section, state: str) -> Chart:
    """Let one view stand for a panel: nothing in the file can switch."""
    found = next(filter(None, (EXPLORED.search(cell.source) for cell in section.cells)))
    return explore_chart(found[1], tuple(state.split(",")) if state else ())


def _empty() -> Any:
    """Give an empty file of 16:9 whose theme has a Japanese font."""
    file: Any = Presentation()
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    layout = file.slide_layouts[_TITLE_ONLY]
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type is not None and shape.placeholder_format.idx:
            shape._element.getparent().remove(shape._element)
    title = layout.placeholders[0]
    title.left, title.top, title.width, title.height = EDGE, EDGE // 3, WIDTH - 2 * EDGE, TITLE
    _set_theme_font(file)
    return file


def _set_theme_font(file: Any) -> None:
    """Name the font for Latin and for East Asian letters; python-pptx reaches the former only."""
    theme = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    named = rf'<a:\1 typeface="{FONT}"'.encode()
    theme._blob = re.sub(rb'<a:(latin|ea) typeface="[^"]*"', named, theme.blob)


def _opening(file: Any, deck: Deck) -> None:
    about = [
        word(f"audience.{deck.audience}"),
        word("ui.deck.minutes", minutes=f"{deck.minutes:g}"),
    ]
    lines = [Block("paragraph", text) for text in about]
    _add(file, Content(word(f"deck.{deck.name}"), [], lines, ""))


def _add(file: Any, content: Content) -> None:
    slide = file.slides.add_slide(file.slide_layouts[_TITLE_ONLY])
    _title(slide.shapes.title.text_frame, content.title)
    top, width = EDGE // 3 + TITLE, WIDTH - 2 * EDGE
    shown = content.shown[:1]
    split = int(width * SPLIT) if shown and content.lines else width
    for it in shown:
        _show(slide, it, (EDGE, top, split, CONTENT))
    left = EDGE + split + GAP if shown else EDGE
    _write(slide, content.lines, (left, top, WIDTH - EDGE - left, CONTENT), WORDS)
    foot = [Block("paragraph", join_sentences(it.notes)) for it in shown]
    _write(slide, foot, (EDGE, top + CONTENT, width, FOOT), SMALL)
    if content.notes:
        slide.notes_slide.notes_text_frame.text = content.notes


def _title(frame: Any, text: str) -> None:
    frame.text, frame.word_wrap, frame.vertical_anchor = text, True, MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment, paragraph.font.size, paragraph.font.bold = PP_ALIGN.LEFT, Pt(30), True


def _show(slide: Any, it: Chart | Table, box: Any) -> None:
    if isinstance(it, Chart):
        add_chart(slide, it, box)
    else:
        add_table(slide, it, box, columns=COLUMNS)


def _write(slide: Any, lines: Sequence[Block], box: Any, size: Length) -> None:
    if not lines:
        return
    frame = slide.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.text, paragraph.font.size, paragraph.space_after = line.text, size, Pt(6)
        if line.kind == "item":
            _mark_item(paragraph._p.get_or_add_pPr())


def _mark_item(properties: Any) -> None:
    """Make a paragraph a list item; python-pptx has no call for it."""
    properties.set("marL", str(INDENT))
    properties.set("indent", str(-INDENT))
    properties.append(parse_xml(f"<a:buChar {nsdecls('a')} char='•'/>"))
