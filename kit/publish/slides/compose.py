"""Compose a deck as a notebook: slides of executed lessons, with what is said and their feet.

Whatever shows a deck reads this notebook: the one file, the live deck, PowerPoint, the guide of
the facilitator, and plain nbconvert.
"""

import ast
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit import data
from kit.errors import KitError
from kit.facts import MIME, Facts
from kit.labels import LANGUAGES, in_language, join_sentences, source_text, word
from kit.publish.build import Work, build
from kit.publish.cells import tags
from kit.publish.decks import OWN, PICTURES, Deck, Slide, find_deck, read_decks
from kit.publish.executed import executed_works, work_name
from kit.publish.files import notebook_bytes, read_notebook
from kit.publish.lesson import Lesson, read_lessons
from kit.publish.run import KERNEL
from kit.publish.sections import Section, body, sections
from kit.publish.shown import facts_in
from kit.publish.slides.deck import CHARTS, OPENING, SECTION, TABLES, Foot
from kit.publish.slides.layouts import big_number, layout_of, short_actions
from kit.publish.slides.opening import opened

# Sections and cells of the executed lessons of a deck, by lesson.
Executed = Mapping[str, Sequence[NotebookNode]]
# Code that a reader runs, or that shall fail, is nobody's foundation.
_NOT_CARRIED = {"setup", "live", "still", "solution", "exercise", "raises-exception"}


def deck_works(lessons: Sequence[Lesson], decks: Iterable[Deck]) -> Iterator[Work]:
    """List the notebook of every deck in each language."""
    live = {lesson.name: live_sources(lesson) for lesson in lessons}
    for deck in decks:
        needed = {name: live[name] for name in deck.lessons}
        for language in LANGUAGES:
            yield Work(
                notebook_name(deck.name, language),
                partial(_made, deck=deck, language=language, live=needed),
                needs=tuple(work_name(lesson, language) for lesson in deck.lessons),
            )


def build_of_decks(
    works: Callable[[Sequence[Deck]], Iterable[Work]],
    file: Callable[[str, str], str],
    names: Sequence[str],
    languages: Iterable[str],
    *,
    notebooks: Path,
    folder: Path,
) -> list[Path]:
    """Build what is made of decks and may have changed.

    Parameters
    ----------
    works
        Lists them for all decks.
    file
        Names what is wanted of a deck in a language.
    names
        Of the decks; all when empty.
    languages
        In which they are built.
    notebooks, folder
        Where the lessons are, and the folder to build in.

    Returns
    -------
    list of Path
        The files whose bytes changed.

    Raises
    ------
    KitError
        A deck is unknown or wrong, or a cell failed.
    """
    lessons = read_lessons(notebooks)
    decks = read_decks(lessons)
    wanted = [find_deck(decks, name).name for name in names] or [deck.name for deck in decks]
    files = [file(name, language) for name in wanted for language in languages]
    return build([*works_behind(lessons, decks, notebooks), *works(decks)], folder, only=files)


def works_behind(lessons: Sequence[Lesson], decks: Iterable[Deck], folder: Path) -> list[Work]:
    """List the deck notebooks with all that they need.

    Parameters
    ----------
    folder
        Where the lessons are; their cells run there.
    """
    return [*executed_works(lessons, folder), *deck_works(lessons, decks)]


def notebook_name(deck: str, language: str) -> str:
    """Name the notebook of a deck, below the built folder."""
    return f"decks/{language}/{deck}.ipynb"


def compose(
    deck: Deck,
    executed: Executed,
    language: str,
    *,
    title: str = "",
    live: Mapping[str, Mapping[str, str]] | None = None,
) -> NotebookNode:
    """Compose a deck.

    Parameters
    ----------
    deck
        What is shown.
    executed
        Cells of the executed copies of its lessons in that language.
    title
        Of the deck; its own words when empty.
    live
        For each lesson the code that a kernel runs in place of a cell, by the cell's id.

    Raises
    ------
    KitError
        A slide's section lacks what it shall show; the message names deck, slide and cause.
    """
    found = {name: sections(cells) for name, cells in executed.items()}
    sources = live or {}
    with in_language(language):
        title = title or word(f"deck.{deck.name}")
        cells = [_set_up(language), *_opening(deck, title)]
        until = float(deck.opening)
        for number, slide in enumerate((*deck.slides, *deck.backups), 2):
            until += slide.minutes
            place = f"deck {deck.name}, slide {slide.id}"
            shown = _Shown(slide, found[slide.lesson], place)
            cells.append(shown.head(number, until))
            cells += shown.parts(executed[slide.lesson], sources.get(slide.lesson, {}))
    for number, cell in enumerate(cells):
        cell.id = f"d{number:03d}"
    about = {name: getattr(deck, name) for name in ("audience", "minutes", "opening")}
    metadata = {"kernelspec": KERNEL, "language": language, "title": title}
    metadata["kit"] = {"deck": deck.name} | about
    return new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call, no-any-return]


def whole_lesson(name: str, cells: Sequence[NotebookNode], minutes: float) -> Deck:
    """Make a deck of everything that a lesson has on slides, in its own order."""
    found = list(sections(cells).values())[1:]
    slides = [slide for section in found for slide in _all_of(name, section)]
    return Deck(name, "", minutes, 0, tuple(slides))


def live_sources(lesson: Lesson) -> dict[str, str]:
    """Give by the id of each cell that stands in for a live one the code of that one.

    A text that stands in says what is missing; no code belongs to it.
    """
    found, waiting = {}, ""
    for cell in lesson.notebook.cells:
        if "live" in tags(cell):
            waiting = cell.source
        elif "still" in tags(cell) and cell.cell_type == "markdown":
            found[str(cell.id)] = ""
        elif "still" in tags(cell) and waiting:
            found[str(cell.id)], waiting = waiting, ""
    return found


def self_contained(source: str, before: Iterable[str]) -> str:
    """Give code with the assignments above it that it needs.

    Parameters
    ----------
    source
        Of the cell.
    before
        Sources of the cells above it.

    Examples
    --------
    >>> print(self_contained("show(b)", ["a = 1", "b = a + 1", "c = 3"]))
    a = 1
    b = a + 1
    show(b)
    """
    statements = [(it, code) for code in before for it in ast.parse(code).body]
    needed, kept = _free(ast.parse(source).body), list[str]()
    for statement, code in reversed(statements):
        made = _made_names(statement) & needed
        if made and isinstance(statement, ast.Assign | ast.Import | ast.ImportFrom):
            needed = (needed - made) | _free([statement])
            kept.append(ast.get_source_segment(code, statement) or "")
    return "\n".join([*kept[::-1], source])


def kind_of(cell: NotebookNode) -> str:
    """Tell whether a cell shows a chart, a table, a guess or something else to operate."""
    facts = facts_in(cell)
    if facts is None:
        return ""
    if facts.kind in CHARTS:
        return "chart"
    if facts.kind == "guess":
        return "guess"
    return "table" if facts.kind in TABLES else "panel"


def words_of(slide: Slide, found: Mapping[str, Section]) -> list[NotebookNode]:
    """Give the texts that a slide shows: of its claim's section, and after its pictures."""
    claim, shown = found[slide.section], found[slide.shown]
    texts = {
        "actions": lambda: [_markdown(short_actions())],
        "text": lambda: [_markdown(body(claim.head))],
        "says": lambda: shown.texts,
    }
    return [cell for each in slide.show if each in texts for cell in texts[each]() if cell.source]


def background_of(slide: Slide, found: Mapping[str, Section]) -> list[NotebookNode]:
    """Give the lesson's texts on the matter that the slide does not show, but no subtitle."""
    if slide.title or slide.gap:
        return []
    seen = {("text", slide.section), ("says", slide.shown)}
    texts = {
        cell.id: cell
        for section in (found[slide.section], found[slide.shown])
        for kind in ("text", "says")
        if kind not in slide.show or (kind, section.id) not in seen
        for cell in ([section.head] if kind == "text" else section.texts)
    }
    bodies = [body(cell) for cell in texts.values() if not cell.source.startswith("# ")]
    return [_markdown(text) for text in bodies if text]


class _Shown:
    """Find what one slide shows in the sections of its lesson."""

    def __init__(self, slide: Slide, found: Mapping[str, Section], place: str) -> None:
        for wanted in (slide.section, slide.shown):
            if wanted not in found:
                raise KitError(f"{place}: {wanted} is on no slide of its lesson")
        self.slide, self.place = slide, place
        self.claim, self.shown = found[slide.section], found[slide.shown]
        self.lesson = next(iter(found.values()))
        self.pictures = [it for each in slide.show for it in self._picture(each)]
        self.words = words_of(slide, found)
        self.background = background_of(slide, found)

    def head(self, number: int, until: float) -> NotebookNode:
        """Give the cell that begins the slide."""
        slide = self.slide
        about = {name: getattr(slide, name) for name in ("id", "lesson", "minutes", "key", "gap")}
        first = next(iter(self.pictures), None)
        facts = _facts(first).at(self._state(first)) if first else None
        exercise = tags(self.claim.head) & {"exercise"}
        layout = layout_of(slide, facts, is_exercise=bool(exercise))
        about |= {"number": number, "until": until, "layout": layout}
        about["question"] = word(f"deck.question.{slide.question}") if slide.question else ""
        about["ask"] = word(f"deck.ask.{slide.ask}") if slide.ask else ""
        about["big"] = big_number(facts) if facts and layout == "number" else {}
        about["foot"] = asdict(Foot() if layout == SECTION else self._foot(facts))
        cell = _head(f"## {self._title()}", about)
        cell.metadata["tags"] = sorted(exercise)
        return cell

    def parts(self, cells: Sequence[NotebookNode], live: Mapping[str, str]) -> Iterator[Any]:
        """Give the cells of the slide after its head.

        Parameters
        ----------
        cells
            Of its lesson.
        live
            Code that a kernel runs in place of a cell, by the cell's id.
        """
        for cell in self.pictures:
            part = self._part(cell, cells, live.get(cell.id, cell.source))
            part.metadata.kit |= {"live": True} if live.get(cell.id) else {}
            yield part
        yield from (_text(cell.source, "words", still=cell.id in live) for cell in self.words)
        notes = self.claim.notes or self.shown.notes or self.lesson.notes
        yield from (_text(cell.source, "notes") for cell in notes)
        yield from (_text(cell.source, "background") for cell in self.background)

    def _title(self) -> str:
        if self.slide.gap:
            return word(f"deck.gap.{self.slide.gap}")
        return word(f"deck.title.{self.slide.title}") if self.slide.title else self.claim.title

    def _picture(self, each: str) -> list[NotebookNode]:
        kind, _, number = each.partition(" ")
        if kind not in PICTURES:
            return []
        cells = [cell for cell in self.shown.cells if kind_of(cell) == kind]
        if len(cells) < int(number or 1):
            kinds = ", ".join(filter(None, map(kind_of, self.shown.cells)))
            raise KitError(
                f"{self.place}: {self.shown.id} has no {each}; it has {kinds or 'only text'}"
            )
        cell = cells[int(number or 1) - 1]
        if self.slide.state and self.slide.state not in (states := _facts(cell).states):
            raise KitError(
                f"{self.place}: the panel of {self.shown.id} has no state {self.slide.state}; "
                f"it has {'; '.join(states) or 'none'}"
            )
        return [cell]

    def _state(self, cell: NotebookNode) -> str:
        return self.slide.state or _facts(cell).first

    def _part(self, cell: NotebookNode, cells: Sequence[NotebookNode], source: str) -> NotebookNode:
        before = cells[: [it.id for it in cells].index(cell.id)]
        sources = [it.source for it in before if it.cell_type == "code" and _is_carried(it)]
        states, state = _facts(cell).states, self._state(cell)
        about = {"part": "picture", "state": state}
        code = self_contained(_opening_in(state, source) if self.slide.state else source, sources)
        feet = {state: asdict(self._foot(facts)) for state, facts in states.items()}
        made = new_code_cell(code, outputs=_in_state(cell, state))  # type: ignore[no-untyped-call]
        # Plain nbconvert shows what code made, and not the code, where this stands.
        made.metadata = {"kit": about | ({"feet": feet} if feet else {})}
        made.metadata |= {"transient": {"remove_source": True}}
        return made  # type: ignore[no-any-return]

    def _foot(self, facts: Facts | None) -> Foot:
        """Give base, source, mark and notes: of what is shown, else of a chart near it."""
        about = word("ui.deck.lesson", number=self.slide.lesson[:2])
        if facts is None:
            return Foot(source=self._own_source(), notes=about)
        if facts.source and facts.kind in CHARTS:
            return _foot_of(facts, facts.notes)
        near = facts if facts.source else self._near()
        if near is None:
            return Foot(source=self._own_source(), notes=join_sentences([*facts.notes, about]))
        return _foot_of(near, [*facts.notes, about])

    def _near(self) -> Facts | None:
        cells = [cell for section in (self.shown, self.claim) for cell in section.cells]
        return next((_facts(cell) for cell in cells if kind_of(cell) == "chart"), None)

    def _own_source(self) -> str:
        source = self.slide.source
        return word("ui.deck.own") if source == OWN else source_text([source or "deck"])


def _opening_in(state: str, source: str) -> str:
    """Let the panel that code shows at its end open in a state."""
    shown = ast.get_source_segment(source, ast.parse(source).body[-1]) or ""
    return f"{source[: source.rindex(shown)]}{shown}.opened({json.dumps(state)})"


def _in_state(cell: NotebookNode, state: str) -> list[NotebookNode]:
    """Give the outputs of a cell, where a panel opens in the state."""
    outputs: list[NotebookNode] = deepcopy(cell.outputs)
    for output in outputs:
        found = output.get("data", {})
        if state and state != _facts(cell).first and "text/html" in found:
            found["text/html"] = opened(found["text/html"], state)
            found[MIME]["first"] = state
    return outputs


def _made(
    folder: Path, *, deck: Deck, language: str, live: Mapping[str, Mapping[str, str]]
) -> bytes:
    names = {lesson: folder / work_name(lesson, language) for lesson in deck.lessons}
    executed = {lesson: read_notebook(path).cells for lesson, path in names.items()}
    return notebook_bytes(compose(deck, executed, language, live=live))


def _set_up(language: str) -> NotebookNode:
    cell = new_code_cell(f'import kit\n\nkit.use_language("{language}")')  # type: ignore[no-untyped-call]
    cell.metadata = {"tags": ["setup"], "slideshow": {"slide_type": "skip"}}
    cell.metadata |= {"transient": {"remove_source": True}}
    return cell  # type: ignore[no-any-return]


def _opening(deck: Deck, title: str) -> Iterator[NotebookNode]:
    cited = {name: str(it) for name, it in data.cite("deck").items()}
    source = word("ui.deck.source", publisher=cited["publisher"], title=cited["title"])
    about = {"id": OPENING, "lesson": "", "number": 1, "key": "", "question": ""}
    about |= {"minutes": deck.opening, "until": deck.opening, "layout": OPENING}
    yield _head(f"# {title}", about | {"foot": asdict(Foot(source=source))})
    audience = [word(f"audience.{deck.audience}")] if deck.audience else []
    minutes = word("ui.deck.minutes", minutes=f"{deck.minutes:g}")
    yield _text(" · ".join([*audience, minutes]), "words")
    yield _text(word("trainer.opening.say", minutes=f"{deck.minutes:g}"), "notes")


def _head(source: str, about: Mapping[str, Any]) -> NotebookNode:
    cell = new_markdown_cell(source)  # type: ignore[no-untyped-call]
    cell.metadata = {"kit": {"slide": dict(about)}, "slideshow": {"slide_type": "slide"}}
    return cell  # type: ignore[no-any-return]


def _text(source: str, part: str, *, still: bool = False) -> NotebookNode:
    cell = new_markdown_cell(source)  # type: ignore[no-untyped-call]
    cell.metadata = {"kit": {"part": part} | ({"still": True} if still else {})}
    if part != "words":
        cell.metadata |= {"slideshow": {"slide_type": "notes"}}
    return cell  # type: ignore[no-any-return]


def _markdown(source: str) -> NotebookNode:
    return new_markdown_cell(source)  # type: ignore[no-untyped-call, no-any-return]


def _facts(cell: NotebookNode) -> Facts:
    return facts_in(cell) or Facts("text")


def _foot_of(facts: Facts, notes: Iterable[str]) -> Foot:
    return Foot(facts.base, facts.source, facts.mark, join_sentences([*notes]))


def _is_carried(cell: NotebookNode) -> bool:
    return not tags(cell) & _NOT_CARRIED


def _free(statements: Sequence[ast.stmt]) -> set[str]:
    """Name what statements read that none of them has made before."""
    free, made = set[str](), set[str]()
    for statement in statements:
        read = {it.id for it in ast.walk(statement) if isinstance(it, ast.Name)}
        stored = _made_names(statement)
        free |= {name for name in read - stored if name not in made}
        made |= stored
    return free - {"kit"}


def _made_names(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(it.asname or it.name).partition(".")[0] for it in statement.names}
    names = (it for it in ast.walk(statement) if isinstance(it, ast.Name))
    return {it.id for it in names if isinstance(it.ctx, ast.Store)}


def _all_of(lesson: str, section: Section) -> Iterator[Slide]:
    """Show a section's text, then each of its pictures, the last one with the texts after it."""
    kinds: list[str] = [kind_of(cell) for cell in section.cells]
    pictures = [
        f"{kind} {kinds[: place + 1].count(kind)}"
        for place, kind in enumerate(kinds)
        if kind in PICTURES
    ]
    shows = [("text",) if body(section.head) else (), *((each,) for each in pictures)]
    shows = [show for show in shows if show]
    if section.texts:
        shows = [*shows[:-1], (*(shows[-1] if shows else ()), "says")]
    for number, show in enumerate(shows, 1):
        yield Slide(f"{section.id}-{number}", section.id, show, lesson)
